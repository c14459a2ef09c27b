"""A payment that fails: the order is held, somebody looks for a way out, the customer pays by the address in a mail, once, whoever is killed."""
import html, json, os, random, re, signal, urllib.parse

import pytest

from conftest import dovecot_wanted, until
from post import opened, posted
from provider import Provider
from w_shop import stocked  # noqa: F401  (a fixture)
from web import served

MAIL = "ann@x.example"


@pytest.fixture
def provider():
    p = Provider(refuse=["card"], why="insufficient_funds", trouble=0.2, seed=3)
    yield p
    p.close()


def paying(shop, provider):
    shop("settings", "set", "order", '{"provider": true, "means": ["card", "paypal"]}')
    shop("settings", "set", "channel.payment", json.dumps({"url": provider.url}))
    shop("settings", "set", "export", '{"shop_url": "https://shop.example"}')


def form(**fields):
    return urllib.parse.urlencode(fields).encode()


PASS = {}  # order: the cookie of the browser that ordered it


def bought(web, means, email=MAIL):
    a = web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T42", "quantity": 1})
    cookie = {"Cookie": a.headers["Set-Cookie"].split(";")[0]}
    done = web("/shop/checkout", raw=form(email=email, means=means), headers=cookie)
    assert done.code == 303, done.body.decode()
    order = done.headers["Location"].rsplit("/", 1)[1]
    PASS[order] = {"Cookie": done.headers["Set-Cookie"].split(";")[0]}
    return order


def page_of(web, order):
    return web(f"/shop/order/{order}", headers=PASS[order]).body.decode()


def address(web, order):
    return html.unescape(re.search(r'href="(/shop/pay/[^"]+)"', page_of(web, order))[1])


def fields(page):
    return dict(re.findall(r'type=hidden name=(\w+) value="?([^">]*)"?>', page))


def trouble(shop, web, order):
    """The list of orders tells the trouble without the number, and the item's own state, whatever its title."""
    token, rows = web.token("editor", "anna"), lambda: re.search(r"<tbody>.*</tbody>", web("/orders", token=token).body.decode(), re.S)[0]
    shown = rows()
    assert f">{order}</a>" in shown and f"{order}:" not in shown and "s-waiting" in shown
    shop.change(f"UPDATE batch SET title = '{order}'")
    shop.change("UPDATE item SET state = 8")
    assert "s-undone" in rows() and "s-undone" in web(f"/orders/{order}", token=token).body.decode()
    shop.change("UPDATE item SET state = 3")


def test_an_order_is_paid_otherwise_and_once(stocked, provider):
    shop = stocked
    paying(shop, provider)
    with served(shop) as web:
        page = web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T42", "quantity": 1})
        cookie = {"Cookie": page.headers["Set-Cookie"].split(";")[0]}
        assert b"please choose how to pay" in web("/shop/checkout", raw=form(email=MAIL), headers=cookie).body
        assert b"please choose how to pay" in web("/shop/checkout", raw=form(email=MAIL, means="cash"), headers=cookie).body
        order = bought(web, "card")
        until(lambda: shop.one("SELECT status FROM orders") == "held", what="the refusal")
        until(lambda: shop.states() == {"waiting": 1}, what="a way out, for a person to look at")
        out = json.loads(shop.one("SELECT output FROM item"))
        assert {w["kind"] for w in out["options"]} == {"retry", "ask", "hold", "cancel"} and out["choice"] == "retry"
        assert f"https://shop.example/shop/pay/{order}?until=" in out["message"]["text"]
        trouble(shop, web, order)
        page = web(address(web, order)).body.decode()
        assert "The payment by Card did not go through." in page and "$89.90" in page
        asked = fields(page)
        assert web(f"/shop/pay/{order}?until={asked['until']}&sign={'0' * 40}").code == 404
        assert web(f"/shop/pay/{order}", raw=form(**{**asked, "sign": "0" * 40}, means="paypal")).code == 404
        assert b"please choose how to pay" in web(f"/shop/pay/{order}", raw=form(**asked, means="cash")).body
        assert web(f"/shop/pay/{order}", raw=form(**asked, means="paypal")).code == 303
        again = web(f"/shop/pay/{order}", raw=form(**asked, means="paypal"))  # the button pressed twice
        assert again.code == 200 and b"under way, or done" in again.body
        until(lambda: shop.one("SELECT status FROM orders") == "pending", what="the money")
        assert b"<b>Paid</b> by PayPal" in web(address_of(order, asked)).body
        assert shop.rows("SELECT kind, method, state FROM money ORDER BY seq") == [("payment", "card", "failed"), ("payment", "paypal", "done")]
    assert {k: v["amount"] for k, v in provider.done.items()} == {("payments", f"money:{order}:2"): 8990}
    shop.verify()


def address_of(order, asked):
    return f"/shop/pay/{order}?until={asked['until']}&sign={asked['sign']}"


def test_a_number_alone_shows_no_order(stocked, provider):
    shop = stocked
    paying(shop, provider)
    with served(shop) as web:
        order, other = bought(web, "card"), bought(web, "card", "bob@x.example")
        until(lambda: shop.one("SELECT COUNT(*) FROM orders WHERE status = 'held'") == 2, what="the refusals")
        assert "/shop/pay/" in page_of(web, order) and "did not go through" in page_of(web, order)
        none = web("/shop/order/D-00000-00000-00000").body.decode()
        forged = PASS[order]["Cookie"][:-1] + ("0" if PASS[order]["Cookie"][-1] != "0" else "1")
        for headers in ({}, PASS[other], {"Cookie": "order=" + "9" * 13 + "." + "0" * 40}, {"Cookie": forged}):
            page = web(f"/shop/order/{order}", headers=headers).body.decode()
            assert page == none.replace("D-00000-00000-00000", order), page  # not even that there is one
            assert "Fell Trail" not in page and "/shop/pay/" not in page
        for email in ("bob@x.example", "", "ann", "nobody@x.example"):
            a = web(f"/shop/order/{order}", raw=form(email=email))
            assert a.code == 200 and b"do not belong together" in a.body and not a.headers["Set-Cookie"]
        assert b"do not belong together" in web("/shop/order/D-00000-00000-00000", raw=form(email=MAIL)).body
        assert web(f"/shop/order/{order}", raw=form(email=MAIL), headers={"Sec-Fetch-Site": "cross-site"}).code == 403
        a = web(f"/shop/order/{order}", raw=form(email=MAIL.upper()))
        assert a.code == 303 and f"Path=/shop/order/{order};" in a.headers["Set-Cookie"] and "HttpOnly" in a.headers["Set-Cookie"]
        PASS[order] = {"Cookie": a.headers["Set-Cookie"].split(";")[0]}
        assert "/shop/pay/" in page_of(web, order)


@dovecot_wanted
def test_the_customer_gets_the_address_once(stocked, provider):
    shop = stocked
    with posted() as post:
        opened(shop, post)
        paying(shop, provider)
        with served(shop) as web:
            token = web.token("editor", "anna")
            shop("order", "load", "-", input=json.dumps({"users": {"u1": {"email": MAIL, "name": {"first_name": "Ann", "last_name": "Berg"}}}}))
            shop.change("UPDATE customer SET language = 'de'")
            order = bought(web, "card")
            until(lambda: shop.states() == {"waiting": 1}, what="a way out")
            a = web("/api/v1/wishes/verdict", {"items": [str(shop.one("SELECT id FROM item"))], "verdict": "accept"}, token)
            assert a.code == 200, a.body
            until(lambda: post.to(MAIL), what="the mail")
            until(lambda: shop.states() == {"live": 2}, what="its proof")
        text = post.to(MAIL)[0].get_content()
        assert len(post.to(MAIL)) == 1 and "nicht geklappt" in text
        assert re.search(rf"https://shop\.example/shop/pay/{order}\?until=\d+&sign=[0-9a-f]{{40}}\s", text), text
        assert shop.one("SELECT status FROM orders") == "held"


def test_trouble_that_is_told_over_http_is_planned_once(stocked):
    with served(stocked) as web:
        token, order = web.token("editor", "anna"), None
        a = web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T42", "quantity": 1})
        done = web("/shop/checkout", raw=b"", headers={"Cookie": a.headers["Set-Cookie"].split(";")[0]})
        order = done.headers["Location"].rsplit("/", 1)[1]
        told = web("/api/v1/wishes/trouble", {"order": order, "what": "stock", "skus": ["T42"]}, token)
        assert told.code == 200, told.body
        assert told.json["why"].startswith("item "), told.body
        assert web("/api/v1/wishes/trouble", {"order": order, "what": "stock"}, token).json["why"].endswith("is on its way already")
        assert web("/api/v1/wishes/trouble", {"order": "#none", "what": "lost"}, token).code == 409
        assert web("/api/v1/wishes/trouble", {"order": order, "what": "rain"}, token).code == 400


def test_nothing_is_paid_twice_whoever_is_killed(stocked, provider):
    """Six orders whose card is refused are paid by the page, while processes of the shop die at random instants."""
    shop, chance, kills = stocked, random.Random(7), 0
    paying(shop, provider)
    (shop.home / "more.jsonl").write_text(json.dumps({"id": "trail", "title": "Fell Trail Shoe", "currency": "USD",
                                                      "variants": [{"sku": "T42", "title": "42", "price": 8990, "stock": 30}]}) + "\n")
    shop("import", shop.home / "more.jsonl")
    with served(shop) as web:
        orders = [bought(web, "card", f"a{i}@x.example") for i in range(6)]

        seen = {"mind": 0, "ship": 0}

        def kill():  # each life once, when it has been seen to live
            nonlocal kills
            name = chance.choice(list(seen))
            pid = shop.one("SELECT pid FROM heartbeat WHERE process = ?", name)
            if kills < 8 and pid != seen[name]:
                seen[name] = pid
                os.kill(pid, signal.SIGKILL)
                kills += 1

        def paid():
            kill()
            for order in orders:
                page = page_of(web, order)
                if "/shop/pay/" in page:
                    where = address(web, order)
                    asked = fields(web(where).body.decode())
                    if asked:
                        web(f"/shop/pay/{order}", raw=form(**asked, means="paypal"))
            return shop.rows("SELECT COUNT(*) FROM orders WHERE status = 'pending'") == [(6,)] and shop.one(
                "SELECT COUNT(*) FROM money WHERE state = 'done'") == 6
        until(paid, 120, what="six orders paid")
        until(lambda: shop.one("SELECT COUNT(*) FROM wish WHERE state = 'new'") == 0, what="wishes")
    assert kills >= 4
    done = [k for k in provider.done if k[0] == "payments"]
    assert sorted(k[1].split(":")[1] for k in done) == sorted(orders), provider.done
    assert shop.rows("SELECT orders, COUNT(*) FROM money WHERE state = 'done' GROUP BY orders HAVING COUNT(*) > 1") == []
    shop.verify()
