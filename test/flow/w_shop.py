"""The storefront as visitors meet it: complete without a script, by keyboard alone, found sound by axe-core; search with chips
that come off, a cart that outlives the daemon, an assistant that says only what is stated."""
import json, re, urllib.parse

import pytest

from conftest import CHROMIUM, chromium_wanted, once, until
from w_help import say
from web import served

PRODUCTS = [
    {"id": "trail", "title": "Fell Trail Shoe", "brand": "Fell", "category": "Sport > Shoes", "currency": "USD",
     "description": "A light shoe for the hills.", "features": ["waterproof"],
     "attributes": [{"name": "colour", "value": "red"}, {"name": "material", "value": "nylon"}],
     "variants": [{"sku": "T42", "title": "42", "options": [{"name": "size", "value": "42"}], "price": 8990, "stock": 3},
                  {"sku": "T43", "title": "43", "options": [{"name": "size", "value": "43"}], "price": 9490, "stock": 0}]},
    {"id": "court", "title": "Court Shoe", "brand": "Pace", "category": "Sport > Shoes", "price": 5990, "currency": "USD",
     "attributes": [{"name": "colour", "value": "white"}, {"name": "material", "value": "leather"}]},
    {"id": "road", "title": "Road Shoe", "brand": "Pace", "category": "Sport > Shoes", "price": 12900, "currency": "USD",
     "attributes": [{"name": "colour", "value": "blue"}, {"name": "material", "value": "mesh"}]},
    {"id": "cup", "title": "<b>Steel</b> Cup", "category": "Kitchen > Cups", "price": 1990, "currency": "USD", "description": "<script>alert(1)</script>A cup."},
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture
def stocked(shop):
    path = shop.home / "products.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in PRODUCTS))
    shop("import", path)
    return shop


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield b
        b.close()


def page_of(chromium, web, complaints, **how):
    page = chromium.new_context(**how).new_page()
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
    page.goto(web.url + "/shop")
    return page


def ids(answer):
    return [p["id"] for p in answer.json["products"]]


def test_pages_and_api(stocked):
    """What needs no browser, on both engines."""
    with served(stocked) as web:
        home = web("/shop")
        assert home.code == 200 and b"Shop by category" in home.body
        assert web("/shop", headers={"If-None-Match": home.headers["ETag"]}).code == 304
        page = web("/shop/product/cup").body.decode()
        assert "<b>Steel</b>" not in page and "<script>alert" not in page and "&lt;b&gt;Steel" in page
        ld = json.loads(re.search(r'ld\+json">(.*?)</script>', web("/shop/product/trail").body.decode()).group(1))
        assert ld["@type"] == "Product" and ld["offers"]["lowPrice"] == "89.90" and len(ld["offers"]["offers"]) == 2
        assert ld["offers"]["offers"][1]["availability"].endswith("OutOfStock")
        assert ids(web("/shop/api/search?q=shoes+under+100+without+leather")) == ["trail"]
        assert ids(web("/shop/api/search?q=shoes+under+100+without+leather&removed=not+leather&sort=price")) == ["court", "trail"]
        assert set(ids(web("/shop/api/search?filters=brand:fell;brand:pace"))) == {"trail", "court", "road"}
        for typed in ("T43", "t-43", "%22T43%22", "SKU+T+43"):
            assert [p["url"] for p in web("/shop/api/search?q=" + typed).json["products"]] == ["/shop/product/trail?v=T43"]
        assert 'href="/shop/product/trail?v=T43"' in web("/shop/search?q=t43").body.decode()
        assert web("/shop/api/suggest?q=T43").json["products"][0]["url"] == "/shop/product/trail?v=T43"
        nothing = web("/shop/search?q=iphone+43").body.decode()
        assert "Nothing here has “iphone” in it." in nothing and "data-list=\"results\"" not in nothing
        assert "What follows comes near at best" in web("/shop/search?q=zyxwv+shoe").body.decode()
        assert web("/shop/api/product/trail").json["variants"][0].get("cost") is None
        assert web("/shop/product/none").code == 404 and web("/shop/nowhere").code == 404 and web("/shop/api/product/none").code == 404
        assert web("/shop/cart", raw=b"do=add&product=cup", headers={"Sec-Fetch-Site": "cross-site"}).code == 403
        assert web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T43"}).code == 409


def test_events_need_consent(stocked):
    viewed = {"events": [{"event": "Product Viewed", "properties": {"product_id": "trail"}}, {"event": "Products Searched", "properties": {"query": "my secret"}}]}
    count = lambda: stocked.one("SELECT COUNT(*) FROM event")
    with served(stocked) as web:
        assert not web("/shop/api/events", viewed).json["recognized"]
        until(lambda: count() == 2, what="counted")
        assert stocked.rows("SELECT DISTINCT visitor, query FROM event") == [(None, None)]
        assert not web("/shop/api/events", viewed, headers={"Cookie": "consent=yes", "DNT": "1"}).json["recognized"]
        assert web("/shop/api/events", viewed, headers={"Cookie": "consent=yes"}).json["recognized"]
        until(lambda: count() == 6, what="noted")
        assert stocked.one("SELECT COUNT(DISTINCT visitor) FROM event") == 1
        assert web("/shop/api/events", {"events": [{"event": "Nonsense"}]}).code == 400


def test_cart_outlives_the_daemon_and_is_sold_once(stocked):
    with served(stocked) as web:
        a = web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T42", "quantity": 2})
        cookie = {"Cookie": a.headers["Set-Cookie"].split(";")[0]}
        assert a.json["total"] == 17980
    (stocked.home / "serve.log").unlink() # it names the port of the first daemon
    with served(stocked) as web:
        assert web("/shop/api/cart", headers=cookie).json["units"] == 2
        done = web("/shop/checkout", raw=b"", headers=cookie)
        assert done.code == 303 and re.fullmatch(r"/shop/order/D(-\d{5}){3}", done.headers["Location"])
        assert b"Thank you" in web(done.headers["Location"], headers={"Cookie": done.headers["Set-Cookie"].split(";")[0]}).body
        assert web("/shop/api/cart", headers=cookie).json["units"] == 0
        assert stocked.rows("SELECT state, source, total FROM sale") == [("open", "shop demo", 17980)]
        assert stocked.one("SELECT stock FROM variant WHERE sku = 'T42'") == 1


def test_the_last_unit_is_sold_once_and_the_order_cancelled_in_the_chat(stocked):
    with served(stocked) as web:
        put = lambda: web("/shop/api/cart", {"action": "add", "product": "trail", "variant": "T42", "quantity": 3}).headers["Set-Cookie"].split(";")[0]
        buy = lambda cookie, email: web("/shop/checkout", raw=urllib.parse.urlencode({"email": email}).encode(), headers={"Cookie": cookie})
        first, second = put(), put()
        assert b"not an e-mail address" in buy(first, "nonsense").body
        done = buy(first, "ann@x.example")
        order = done.headers["Location"].rsplit("/", 1)[1]
        late = buy(second, "")
        assert late.code == 200 and b"Fell Trail Shoe: sold out" in late.body
        assert stocked.rows("SELECT id, status, channel FROM orders") == [(order, "pending", "shop demo")]
        assert stocked.rows("SELECT units, reserved FROM stock WHERE sku = 'T42'") == [(3, 3)]
        assert stocked.one("SELECT COUNT(*) FROM wish WHERE body LIKE ?", "%ann@x%") == 0
        assert "shop demo" in stocked("order", "show", order)
        cookie, said = None, lambda: stocked.one("SELECT COUNT(*) FROM message m JOIN item i ON i.id = m.item WHERE m.way = 'out' AND i.state >= 5")
        for n, text in enumerate([f"Please cancel my order {order}, I no longer need it.", "ann@x.example", "yes"], 1):
            _, cookie = say(web, text, cookie)
            until(lambda: said() == n, what=f"answer {n}")
        assert stocked.rows("SELECT o.status, s.state FROM orders o JOIN sale s ON s.id = o.id") == [("cancelled", "cancelled")], web(
            "/shop/help", headers={"Cookie": cookie}).body.decode()
        assert stocked.one("SELECT stock FROM variant WHERE sku = 'T42'") == 3
        assert buy(second, "").code == 303
    stocked.verify()


def test_assistant_keeps_the_conversation(stocked):
    with served(stocked) as web:
        a = web("/shop/api/converse", {"message": "shoes not leather"})
        cookie = {"Cookie": a.headers["Set-Cookie"].split(";")[0]}
        say = lambda m: web("/shop/api/converse", {"message": m}, headers=cookie).json
        assert {p["id"] for p in a.json["products"]} == {"trail", "road"} and a.json["ai"]
        assert [p["id"] for p in say("cheaper than the road shoe")["products"]] == ["trail"]
        assert "Yes" in say("is it waterproof?")["reply"]
        assert "not stated" in say("is it vegan?")["reply"]
        assert say("add size 42 of it to my cart")["actions"][0]["variant"] == "T42"
        assert web("/shop/api/cart", headers=cookie).json["units"] == 1
        assert len(web("/shop/api/converse", headers=cookie).json["turns"]) == 10


@chromium_wanted
@once
def test_without_a_script(stocked, chromium):
    complaints = []
    with served(stocked) as web:
        page = page_of(chromium, web, complaints, java_script_enabled=False)
        page.fill("#q", "shoes under 100 without leather")
        page.press("#q", "Enter")
        assert page.locator(".results .card").count() == 1
        page.click("text=not leather")
        assert page.locator(".results .card").count() == 2
        page.click("text=Fell Trail Shoe")
        page.click(".choice >> text=43")
        assert page.locator("button:has-text('Add to cart')").is_disabled()
        page.click(".choice >> text=42")
        page.click("text=Add to cart")
        assert "$89.90" in page.inner_text(".totals")
        page.click("text=Place demo order")
        assert "Thank you" in page.inner_text("h1")
        page.goto(web.url + "/shop/chat")
        page.fill("#message", "a cup")
        page.click("main >> text=Send")
        assert "Cup" in page.inner_text(".log")
        assert complaints == []


@chromium_wanted
@once
def test_by_keyboard_and_sound(stocked, chromium):
    from axe_playwright_python.sync_playwright import Axe
    complaints = []
    with served(stocked) as web:
        page = page_of(chromium, web, complaints, viewport={"width": 390, "height": 844}, color_scheme="dark", bypass_csp=True)
        page.press("body", "Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.focus("#q")
        page.keyboard.type("sho")
        page.wait_for_selector("#hints [role=option]")
        page.keyboard.press("ArrowDown")
        assert page.get_attribute("#q", "aria-activedescendant")
        page.keyboard.press("Escape")
        assert page.is_hidden("#hints")
        page.focus("#open-chat")
        page.keyboard.press("Enter")
        page.keyboard.type("shoes")
        page.keyboard.press("Enter")
        page.wait_for_selector("#chat .mini a")
        page.keyboard.press("Escape")
        assert page.is_hidden("#chat") and page.evaluate("document.activeElement.id") == "open-chat"
        for path in ["", "/search?q=shoes", "/product/trail", "/cart", "/chat"]:
            page.goto(web.url + "/shop" + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            found = Axe().run(page, options=RULES).response["violations"]
            assert not found, (path, [(v["id"], v["nodes"][0]["html"]) for v in found])
        assert complaints == []
