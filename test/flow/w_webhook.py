"""A shop tells of a product by a signed webhook: taken once, refused when the signature is wrong."""
import base64, hashlib, hmac, json, time

from conftest import until
from web import served

SECRET = b"0123456789abcdef0123456789abcdef"


def signed(id, body, secret=SECRET):
    at = str(int(time.time()))
    mac = hmac.new(secret, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(mac).decode()}


def test_a_signed_product_comes_in_once(shop):
    shop.stock()
    shop("settings", "set", "webhook", json.dumps({"standard": ["env:HOOK_SECRET"]}))
    shop.env["HOOK_SECRET"] = "whsec_" + base64.b64encode(SECRET).decode()
    body = json.dumps({"type": "product.updated", "data": {"id": "pot", "title": "Iron Pot"}}).encode()
    with served(shop) as web:
        assert web("/webhook", raw=body, headers=signed("m1", body, b"another")).code == 401
        assert shop.one("SELECT COUNT(*) FROM inbox") == 0
        for _ in range(2):
            a = web("/webhook", raw=body, headers=signed("m1", body))
            assert a.code == 200, a.body
        until(lambda: shop.rows("SELECT title FROM product WHERE id = 'pot'") == [("Iron Pot",)], what="the product")
    assert shop.one("SELECT COUNT(*) FROM inbox") == 1
