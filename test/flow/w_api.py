"""The HTTP API and the rules that hold on every answer."""
import json

import pytest

from conftest import until
from web import reviewed, served


@pytest.fixture
def web(shop):
    shop.stock()
    with served(shop) as w:
        yield w


def test_strangers_learn_nothing(web):
    assert web("/healthz").json == {"status": "ok"}
    for path in ("/api/v1/items", "/api/v1/products", "/metrics"):
        a = web(path)
        assert a.code == 401 and a.headers["Content-Type"] == "application/problem+json" and a.json["status"] == 401
    page = web("/products?q=x")
    assert page.code == 303 and page.headers["Location"] == "/sign-in?to=%2Fproducts%3Fq%3Dx"
    assert web("/api/v1/items", token="made-up").code == 401


def test_every_answer_is_guarded(web):
    for path in ("/healthz", "/sign-in", "/nowhere", "/api/v1/items", "/asset/style.css"):
        h = web(path).headers
        csp = h["Content-Security-Policy"]
        assert "default-src 'none'" in csp and "script-src 'self'" in csp and "frame-ancestors 'none'" in csp and "unsafe" not in csp
        assert h["X-Content-Type-Options"] == "nosniff" and h["Referrer-Policy"] == "same-origin"


def test_wrong_requests_are_told_what_is_wrong(web):
    t = web.token()
    assert web("/api/v1/nowhere", token=t).code == 404
    a = web("/api/v1/items", body={}, token=t)
    assert a.code == 405 and a.headers["Allow"] == "GET"
    assert web("/api/v1/items?page=two", token=t).json["detail"] == 'page: "two" is not a whole number'
    assert web("/api/v1/items?page=0", token=t).code == 400
    assert web("/api/v1/items?state=asleep", token=t).code == 400
    assert web("/api/v1/items/1%zz", token=t).code == 400
    assert web("/api/v1/items/99", token=t).code == 404
    assert web("/api/v1/wishes/undo", raw=b"{", token=t).code == 400
    assert web("/api/v1/wishes/undo", body={"batch": "1", "more": 2}, token=t).code == 400
    assert web("/api/v1/wishes/undo", raw=b"batch=1", token=t, headers={"Content-Type": "application/x-www-form-urlencoded"}).code == 415
    assert web("/api/v1/wishes/undo", raw=b"{" + b" " * (17 << 20), token=t).code == 413


def test_roles_hold(web):
    viewer, editor, admin = web.token("viewer"), web.token("editor"), web.token("admin")
    undo, policy = {"batch": "1"}, {"rows": [{"kind": "*", "risk": "*", "confidence": 0, "doubts": True, "action": "review"}]}
    assert web("/api/v1/products", token=viewer).code == 200
    assert web("/api/v1/wishes/undo", body=undo, token=viewer).code == 403
    assert web("/api/v1/wishes/policy", body=policy, token=editor).code == 403
    assert web("/api/v1/wishes/policy", body=policy, token=admin).code in (200, 202)


def test_products_are_found_and_shown(web):
    t = web.token("viewer")
    all = web("/api/v1/products", token=t).json
    assert all["total"] == 3 and [p["title"] for p in all["products"]] == ["Brewmate Kettle", "Enamel Mug", "Oak Desk Lamp"]
    assert [p["id"] for p in web("/api/v1/products?q=MUG", token=t).json["products"]] == ["mug"]
    assert web("/api/v1/products?q=%25", token=t).json["total"] == 0
    assert web("/api/v1/products?per_page=2&page=2", token=t).json["products"][0]["id"] == "lamp"
    one = web("/api/v1/products/kettle", token=t).json
    assert one["title"] == "Brewmate Kettle" and one["variants"][0]["price"] == 1990
    assert web("/api/v1/products/none", token=t).code == 404


def test_a_capability_is_called(web):
    t = web.token("editor")
    assert "text.template" in [c["name"] for c in web("/api/v1/capabilities", token=t).json["capabilities"]]
    schema = web("/api/v1/capabilities/verify.claims", token=t).json
    assert schema["in"]["type"] == "object"
    product = {"id": "k", "title": "Kettle", "attributes": [{"name": "capacity", "value": "1.7", "unit": "l"}]}
    body = {"product": product, "text": "This kettle holds 1700 ml."}
    a = web("/api/v1/call/verify.claims", body=body, token=t)
    assert a.code == 200 and a.json["accepted"] is True
    assert web("/api/v1/call/verify.claims", body={**body, "text": "This kettle holds 3 litres."}, token=t).json["accepted"] is False
    assert web("/api/v1/call/verify.claims", body={"text": 3}, token=t).code == 400
    assert web("/api/v1/call/no.such", body={}, token=t).code == 404
    assert web("/api/v1/call/verify.claims", body=body, token=web.token("viewer")).code == 403


def test_metrics_count_what_was_asked(web):
    t = web.token("viewer")
    web("/api/v1/products", token=t)
    text = web("/metrics", token=t).body.decode()
    assert "purvey_products 3" in text
    assert 'purvey_http_requests_total{route="/api/v1/products",method="GET",class="2xx"} 1' in text
    for line in text.splitlines():
        assert line.startswith("#") or len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0


def test_a_link_signs_in_once(web):
    link = web.link("--person", "anna", "--role", "editor")
    first = web(link)
    assert first.code == 303 and "HttpOnly" in first.headers["Set-Cookie"] and "SameSite=Lax" in first.headers["Set-Cookie"]
    assert web(link).code == 403
    cookie = first.headers["Set-Cookie"].split(";")[0]
    page = web("/", headers={"Cookie": cookie})
    assert page.code == 200 and b"anna" in page.body
    act = web("/api/v1/wishes/undo", body={"batch": "1"}, headers={"Cookie": cookie})
    assert act.code == 403 and "X-CSRF" in act.json["detail"]
    out = web("/sign-out", raw=b"", headers={"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
    assert out.code == 303 and web("/", headers={"Cookie": cookie}).code == 303


def test_a_password_signs_in_and_guessing_ends(web):
    web.shop("person", "add", "bert", "--role", "viewer", "--password-stdin", input="a long enough one\n")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    ok = web("/sign-in", raw=b"person=bert&password=a+long+enough+one&to=%2Freview", headers=form)
    assert ok.code == 303 and ok.headers["Location"] == "/review"
    away = web("/sign-in", raw=b"person=bert&password=a+long+enough+one&to=%2F%2Fevil.example", headers=form)
    assert away.headers["Location"] == "/"
    assert web("/sign-in", raw=b"person=bert&password=x", headers={**form, "Sec-Fetch-Site": "cross-site"}).code == 403
    codes = [web("/sign-in", raw=b"person=bert&password=wrong", headers=form).code for _ in range(10)]
    assert codes[0] == 403 and codes[-1] == 429
    assert web("/sign-in", raw=b"person=bert&password=a+long+enough+one", headers=form).code == 429


def test_the_web_process_writes_only_wishes(shop):
    shop.stock()
    shop("settings", "set", "shop", '{"name":"before"}')
    with served(shop) as web:
        a = web("/api/v1/wishes/setting", body={"name": "shop", "value": {"name": "after"}}, token=web.token())
        assert a.code == 200, a.body
        assert a.json["state"] == "done"
    assert shop.rows("SELECT kind, state FROM wish") == [("setting", "done")]
    assert json.loads(shop.one("SELECT value FROM setting WHERE name = 'shop'")) == {"name": "after"}


def test_verdicts_are_carried_out(shop):
    reviewed(shop)
    with served(shop) as web:
        t = web.token("editor", "anna")
        items = web("/api/v1/items?state=waiting", token=t).json["items"]
        ids = {i["subject"]: i["id"] for i in items}
        assert web("/api/v1/wishes/verdict", body={"items": [ids["kettle"]], "verdict": "accept"}, token=t).code == 200
        assert web("/api/v1/wishes/verdict", body={"items": [ids["mug"]], "verdict": "reject", "note": "dull"}, token=t).code == 200
        edit = {"items": [ids["lamp"]], "verdict": "edit", "edits": [{"pos": 0, "after": "<p>A lamp of oak.</p>"}]}
        assert web("/api/v1/wishes/verdict", body=edit, token=t).code == 200
        until(lambda: shop.states() == {"live": 2, "dropped": 1}, what="publishing")
        life = web(f"/api/v1/items/{ids['lamp']}", token=t).json
        assert life["changes"][0]["edited_by"] == "person:anna" and life["changes"][0]["after"] == "<p>A lamp of oak.</p>"
        assert "person:anna" in [m["actor"] for m in life["moves"]]
        batch = life["batch"]
        assert web("/api/v1/wishes/undo", body={"batch": batch}, token=t).code == 200
        until(lambda: shop.states() == {"undone": 2, "dropped": 1}, what="the undo")
        assert web(f"/api/v1/batches/{batch}", token=t).json["undone"] == 2
        assert web("/api/v1/ledger/verify", token=t).json["faults"] == []
