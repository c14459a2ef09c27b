"""Offers to groups of customers: planned from their own orders, honoured by our storefront for whom they are, ended once."""
import datetime
import json
import urllib.parse

from web import served

DAY = 86400000


def now():
    return 1000 * int(datetime.datetime.now().timestamp())


def people(shop, tmp_path, items=16, days=100):
    """A shop whose orders have customers: every third order is somebody's only one, the others are of forty regular ones."""
    first = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).strftime("%Y-%m-%d")
    shop("simulate", str(tmp_path / "sim"), "--cross", "--items", items, "--days", days, "--from", first, "--seed", "7")
    shop("import", str(tmp_path / "sim" / "catalog.csv"))
    shop("import", str(tmp_path / "sim" / "orders.csv"))
    shop.change("CREATE TABLE numbered AS SELECT id, ROW_NUMBER() OVER (ORDER BY placed_ms, id) AS n FROM sale")
    shop.change("UPDATE sale SET customer = (SELECT CASE WHEN n % 3 = 0 THEN 'once' || n ELSE 'regular' || (n % 40) END FROM numbered m WHERE m.id = sale.id)"
                .replace("%", "%%" if shop.engine == "postgres" else "%"))
    shop.change("INSERT INTO customer (id, email, marketing) SELECT DISTINCT customer, customer || ?, 1 FROM sale", "@x.example")
    shop.change("DROP TABLE numbered")
    shop("settings", "set", "merchandise", '{"kinds":["promotion.segment"]}')


def planned(shop, **limits):
    shop("settings", "set", "promotion.segment", json.dumps({"lead_days": 0, "starts": 2, "depths": [0.1, 0.2], "min_margin": 0.05, **limits}))
    shop("merchandise", "--propose")
    shop("run")
    return [(i, state, json.loads(a), json.loads(b or "{}")) for i, state, a, b in
            shop.rows("SELECT id, state, input, output FROM item WHERE kind = 'promotion.segment' ORDER BY id")]


def begun(shop, item, plan):
    """As if its first day had come."""
    plan["starts_ms"], plan["ends_ms"] = now() - 1000, now() // DAY * DAY + 14 * DAY
    output = json.loads(shop.one("SELECT output FROM item WHERE id = ?", item))
    output["coupon"].update(starts_ms=plan["starts_ms"], ends_ms=plan["ends_ms"])
    shop.change("UPDATE item SET input = ?, output = ?, due_ms = 0 WHERE id = ?", json.dumps(plan), json.dumps(output), item)
    shop.change("UPDATE change SET after = ? WHERE item = ?", json.dumps(output["coupon"]), item)
    shop("review", "accept", item)
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 5
    return output["coupon"]


def order(web, line, code, email, quantity=1):
    """Put in, name the code, order; the answer, and the cart as it was shown before."""
    put = web("/shop/api/cart", {"action": "add", "product": line["product"], "variant": line["sku"], "quantity": quantity})
    cookie = {"Cookie": put.headers["Set-Cookie"].split(";")[0]}
    web("/shop/cart", raw=urllib.parse.urlencode({"do": "code", "code": code}).encode(), headers=cookie)
    seen = web("/shop/cart", headers=cookie).body.decode()
    return web("/shop/checkout", raw=urllib.parse.urlencode({"email": email}).encode(), headers=cookie), seen, cookie


def test_a_code_for_first_orders_is_planned_used_once_each_and_ends(shop, tmp_path):
    people(shop, tmp_path)
    ((item, state, plan, out),) = planned(shop, least_profit=-10000)
    assert state == 3 and plan["segment"]["name"] == "first order" and plan["goal"] == "acquisition"
    why = {w["name"]: w.get("why") for w in plan["compared"]}
    assert why["first order"] is None and all("personal does not allow" in why[n] for n in ("lapsed", "regular", "large baskets")), why
    assert 0 < plan["share"] < 0.6 and out["first_orders"] > 0 and "first orders" in out["sentence"]
    assert plan["replay"]["first_touched"] == plan["replay"]["touched"] > 0, "nobody else's order has a discount"
    assert len({line["depth"] for line in plan["lines"]}) == 1 and "notice" not in out
    coupon = begun(shop, item, plan)
    (page,) = (shop.home / "live" / "coupon").glob("*.json")
    assert json.loads(json.loads(page.read_text())["fields"]["offer"]["value"]) == coupon and "@" not in page.read_text()
    line = plan["lines"][0]
    shop.change("UPDATE variant SET stock = 50 WHERE sku = ?", line["sku"])
    asked = round(100 * line["price_now"])
    off = int(asked * coupon["share"] + 1e-6)
    with served(shop) as web:
        done, seen, _ = order(web, line, plan["code"].lower(), "new@x.example", 2)
        assert f"Code {plan['code']}" in seen and done.code == 303, done.body.decode()
        assert shop.rows("SELECT coupon, subtotal, discount, total FROM sale WHERE source = 'shop demo'") == [(plan["code"], 2 * asked, 2 * off, 2 * (asked - off))]
        mine = {"Cookie": done.headers["Set-Cookie"].split(";")[0]}
        assert f"Code {plan['code']}" in web(done.headers["Location"], headers=mine).body.decode()
        again, _, cookie = order(web, line, plan["code"], "new@x.example")
        assert again.code == 200 and "is not for this order" in again.body.decode()
        for email, why in (("regular1@x.example", "is not for this order"), ("", "give your e-mail address")):
            assert why in web("/shop/checkout", raw=urllib.parse.urlencode({"email": email}).encode(), headers=cookie).body.decode()
        web("/shop/cart", raw=b"do=code&code=", headers=cookie)
        assert web("/shop/checkout", raw=b"email=regular1@x.example", headers=cookie).code == 303, "without the code it is an order like any other"
        _, seen, _ = order(web, line, "NO-SUCH-CODE", "z@x.example")
        assert "No offer stands under this code" in seen
    plan["ends_ms"] = now() - 1000
    shop.change("UPDATE item SET input = ?, due_ms = 0 WHERE id = ?", json.dumps(plan), item)
    shop("run")
    shop("run")
    ((actor, because),) = shop.rows("SELECT actor, because FROM move WHERE item = ? AND to_state = 7", item)
    assert actor == "schedule" and "used in 1 order, 1 of them first orders" in because
    assert not list((shop.home / "live" / "coupon").glob("*.json")) and shop.one("SELECT state FROM item WHERE id = ?", item) == 8
    assert shop.one("SELECT COUNT(*) FROM outbox WHERE item = ?", item) == 2, "once out, once back"
    shop("segment", plan["code"], code=1)
    shop.verify()


def test_what_somebody_bought_counts_only_with_their_word_and_the_shops(shop, tmp_path):
    people(shop, tmp_path)
    assert "regular: 3 or more orders before, the last within 90 days" in shop("segment")
    shop("settings", "set", "segment", '{"segments":[{"name":"women","orders_least":2}]}')
    assert planned(shop, personal=True, notice="Personal price.") == [], "no group by what somebody is"
    shop("settings", "set", "segment", '{"segments":[{"name":"regular","orders_least":3}]}')
    assert planned(shop) == [] and planned(shop, personal=True) == [], "neither allowed nor said"
    assert planned(shop, personal=True, notice="This price is personal.") == [], "nobody agreed"
    shop.change("INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) SELECT 1000 + ROW_NUMBER() OVER (ORDER BY id), id, 'profile', 1, 'ticked', 'web', 1"
                " FROM customer WHERE id LIKE ?", "regular%")
    shop.change("INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) VALUES (1, 'regular7', 'profile', 0, 'withdrawn', 'mail', 2)")
    ((item, state, plan, out),) = planned(shop, personal=True, notice="This price is personal.", least_profit=-10000, goal="units")
    assert (state, plan["customers"], plan["silent"]) == (3, 39, 1) and out["notice"] == "This price is personal."
    coupon = begun(shop, item, plan)
    told = shop("segment", plan["code"]).split()[1:]
    held = {f"regular{n}" for n in range(40)} - {"regular7"} - set(told)
    assert 0 < len(held) < 20 and "regular7" not in told and coupon["hold"] == 0.2
    line = plan["lines"][0]
    shop.change("UPDATE variant SET stock = 50 WHERE sku = ?", line["sku"])
    with served(shop) as web:
        done, seen, _ = order(web, line, plan["code"], f"{told[0]}@x.example")
        assert done.code == 303 and "This price is personal." in seen
        for email in (f"{sorted(held)[0]}@x.example", "regular7@x.example", "once3@x.example", "nobody@x.example"):
            refused, _, _ = order(web, line, plan["code"], email)
            assert refused.code == 200 and "is not for this order" in refused.body.decode(), email
    shop("merchandise", "--stop")
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 8 and not list((shop.home / "live" / "coupon").glob("*.json"))
    assert json.loads(shop.one("SELECT value FROM setting WHERE name = ?", "promotion.segment"))["stopped"] is True
    shop.verify()
