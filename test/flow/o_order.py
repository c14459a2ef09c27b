"""Orders: typed actions from outside, money through a provider that misbehaves, the last unit sold once."""
import json
import subprocess

import pytest
from conftest import PURVEY, until
from provider import Provider

DOCUMENT = {"money": "minor", "currency": "EUR",
            "products": {"p": {"name": "Mug", "variants": {"M": {"price": 1000, "stock": 5}, "N": {"price": 1500, "stock": 1}}}},
            "users": {f"u{i}": {"payment_methods": {"card": {"source": "credit_card"}, "bad": {"source": "credit_card"}}} for i in range(8)}}


@pytest.fixture
def orders(shop, tmp_path):
    (tmp_path / "doc.json").write_text(json.dumps(DOCUMENT))
    shop("order", "load", tmp_path / "doc.json")
    return shop


def act(shop, *actions, code=0):
    text = "".join(json.dumps(a) + "\n" for a in actions)
    return [json.loads(line) for line in shop("order", "act", "-", "--json", input=text, code=code).splitlines()]


def life(i, method="card"):
    """From the cart to the refund of a return that came back to a store."""
    o, more = f"#{i}", {"order": f"#{i}"}
    return [{"key": f"{i}p", "kind": "place", "customer": f"u{i}", "method": method, "currency": "EUR", "lines": [{"sku": "M"}], **more},
            {"key": f"{i}s", "kind": "ship", "parcel": f"T{i}", **more}, {"key": f"{i}d", "kind": "deliver", **more},
            {"key": f"{i}r", "kind": "return", "reason": "too small", **more},
            {"key": f"{i}v", "kind": "receive", "node": "store", **more},
            {"key": f"{i}i", "kind": "inspect", "lines": [{"sku": "M", "condition": "new"}], **more}]


def settle(shop):
    r = subprocess.run([PURVEY, "order", "settle", "--json"], env=shop.env, text=True, capture_output=True, timeout=60)
    return json.loads(r.stdout) if r.stdout else {"waiting": 1}


def test_refunds_reach_a_bad_provider_once(orders):
    provider = Provider(trouble=0.3, seed=4)
    try:
        orders("settings", "set", "order", '{"provider": true}')
        orders("settings", "set", "channel.payment", json.dumps({"url": provider.url}))
        for i in range(2):
            act(orders, *life(i))
            again = act(orders, *life(i))  # sent twice: the same receipts, nothing done
            assert all(r["again"] for r in again)
        until(lambda: settle(orders)["waiting"] == 0)
        assert {k: v["amount"] for k, v in provider.done.items()} == {
            (kind, f"money:#{i}:{seq}"): 1000 for i in range(2) for kind, seq in (("payments", 1), ("refunds", 2))}
        assert orders.rows("SELECT COUNT(*) FROM money WHERE state <> 'done'") == [(0,)]
        assert orders.rows("SELECT SUM(units), SUM(reserved) FROM stock WHERE sku = 'M'") == [(5, 0)]
        orders("ledger", "verify")
    finally:
        provider.close()


def test_what_the_provider_refuses_holds_the_order(orders):
    provider = Provider(refuse=["bad"])
    try:
        orders("settings", "set", "order", '{"provider": true}')
        orders("settings", "set", "channel.payment", json.dumps({"url": provider.url}))
        act(orders, life(1, "bad")[0])
        assert settle(orders) == {"waiting": 0, "failed": 1, "refused": 0}
        assert json.loads(orders("order", "show", "#1", "--json"))["status"] == "held"
        act(orders, {"key": "again", "kind": "pay", "order": "#1", "method": "card"})
        settle(orders)
        shown = json.loads(orders("order", "show", "#1", "--json"))
        assert shown["status"] == "pending" and [p.get("state") for p in shown["payment_history"]] == ["failed", None]
    finally:
        provider.close()


def test_the_last_unit_is_sold_once(orders):
    """Eight processes at once here; bench/last.py has sixty-four."""
    buyers = [subprocess.Popen([PURVEY, "order", "act", "-"], env=orders.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE) for _ in range(8)]
    for i, b in enumerate(buyers):
        b.stdin.write(json.dumps({"key": f"b{i}", "kind": "place", "customer": f"u{i}", "lines": [{"sku": "N"}]}) + "\n")
        b.stdin.close()
    said = [(b.wait(60), b.stderr.read()) for b in buyers]
    assert sorted(code for code, _ in said) == [0] + [1] * 7, said
    assert all("fewer than 1 left" in why for code, why in said if code)
    assert orders.rows("SELECT stock FROM variant WHERE sku = 'N'") == [(0,)]
    assert orders.rows("SELECT COUNT(*) FROM orders") == [(1,)]


def test_a_document_comes_back(orders):
    out = json.loads(orders("order", "dump"))
    assert out["products"]["p"]["variants"]["N"] == {"available": True, "options": {}, "price": 1500, "stock": 1}
    assert orders("order", "load", "-", input="{\"orders\": 7}", code=1) == "" and '"orders" must be an object' in orders.said
    assert orders("order", "act", "-", input='{"key": "x", "kind": "fly"}', code=1) == "" and 'no action "fly"' in orders.said
    orders("order", "act", "-", input='{"key": "x", "kind": "fly"}\n\n', code=1)
    assert "1 of 1 actions were refused" in orders.said  # blank lines are no actions


def test_trouble_becomes_an_item_whose_actions_are_done_once(orders):
    act(orders, {"key": "p", "kind": "place", "order": "#1", "customer": "u1", "method": "card", "currency": "EUR", "lines": [{"sku": "M"}]})
    seen = json.loads(orders("order", "solve", "#1", "--what", "stock", "--sku", "M", "--json"))
    assert "cancel" in {w["kind"] for w in seen["options"]} and seen["message"]["language"] == "en"
    item = orders.json("order", "solve", "#1", "--what", "stock", "--sku", "M", "--plan")
    assert orders.json("order", "solve", "#1", "--what", "stock", "--sku", "M", "--plan") == {"item": item["item"], "again": True}
    orders("run")
    orders("review", "accept", item["item"])
    orders("run")
    orders("run")
    assert orders.states() == {"live": 1}
    assert orders.rows(f"SELECT COUNT(*) FROM deed WHERE actor = 'item:{item['item']}'") == [(len(seen["actions"]),)]
    orders("undo", item["item"])
    assert orders.states() == {"undone": 1} and orders.rows("SELECT COUNT(*) FROM deed") == [(1 + len(seen["actions"]),)]
    orders("order", "solve", "#9", "--what", "stock", code=1)
    assert 'no order "#9"' in orders.said
