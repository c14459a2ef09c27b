"""The help page of the shop and the API for apps: a conversation that only its visitor sees."""
import re, urllib.parse

from conftest import until
from web import served


def say(web, text, cookie=None):
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    if cookie:
        head["Cookie"] = cookie
    a = web("/shop/help", raw=urllib.parse.urlencode({"message": text}).encode(), method="POST", headers=head)
    given = a.headers.get("Set-Cookie")
    return a, given.split(";")[0] if given else cookie


def test_a_visitor_talks_without_a_script(shop):
    shop.stock()
    shop("settings", "set", "service.answer", '{"chat":"off"}')
    with served(shop) as web:
        until(lambda: web("/shop/help").code == 200, what="the shop opening")
        a, cookie = say(web, "Where is my order? <script>alert(1)</script>")
        assert a.code == 303 and cookie
        page = web("/shop/help", headers={"Cookie": cookie}).body.decode()
        assert "Where is my order? &lt;script&gt;" in page and "automatic assistant" in page
        assert "Where is my order" not in web("/shop/help").body.decode()
        thread = str(shop.one("SELECT id FROM thread"))
        a = web("/api/v1/wishes/reply", {"thread": thread, "text": "It is on its way.", "then": "waiting"}, web.token("editor", "anna"))
        assert a.code == 200, a.body
        until(lambda: "It is on its way." in web("/shop/help/said", headers={"Cookie": cookie}).body.decode(), what="the answer")
        say(web, "Thank you", cookie)
        until(lambda: shop.one("SELECT COUNT(*) FROM message") == 3, what="the second message")
        assert shop.one("SELECT COUNT(*) FROM thread") == 1
        assert shop.rows("SELECT DISTINCT body FROM wish") == [("{}",)]  # words stand in one place only
        for i in range(15):
            a, _ = say(web, f"again {i}", cookie)
        assert a.code == 200 and b"wait a minute" in a.body
        assert b"at most" in say(web, "x" * 2500)[0].body
        assert say(web, "  ")[0].code == 200
        bad = web("/shop/help", raw=b"message=hi", method="POST", headers={"Sec-Fetch-Site": "cross-site"})
        assert bad.code == 403


def test_an_app_of_the_shop_hands_in_messages(shop):
    shop("init")
    shop("settings", "set", "service.answer", '{"api":"off"}')
    with served(shop) as web:
        token = web.token("editor", "app")
        body = {"key": "app-conversation-0001", "id": "m1", "text": "Cancel my order", "customer": "7"}
        for _ in range(2):  # sent again, taken once
            a = web("/api/v1/wishes/chat", body, token)
            assert a.code == 200, a.body
        thread = re.fullmatch(r"conversation (\d+)", a.json["why"])[1]
        whole = web(f"/api/v1/threads/{thread}", token=token).json
        assert [s["text"] for s in whole["said"]] == ["Cancel my order"] and whole["thread"]["verified"] == "session"
        assert web("/api/v1/wishes/chat", {**body, "key": "short"}, token).code == 400
