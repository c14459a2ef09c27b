"""A rehearsal: trade made up for the shop's own catalogue, marked as such, never beside real trade, and gone without a trace."""
import json

TRADE = ["sale", "line", "event", "customer", "identity", "consent", "account", "method", "orders", "money", "deed", "stock", "thread", "message",
         "shelf", "rehearsed", "neighbour", "purchase", "setting", "shopper", "cart", "cart_code"]


def begun(shop):
    shop.stock()
    shop.change("DELETE FROM setting")
    shop("policy", "set", "-", input=json.dumps({"rows": [{"kind": "*", "risk": "*", "confidence": 0, "doubts": True, "action": "review"}]}))
    before = rows_of(shop)
    said = shop.json("rehearse", "--days", "120", "--units", "10")
    return before, said


def rows_of(shop):
    return {t: shop.one(f"SELECT COUNT(*) FROM {t}") for t in TRADE} | {"variant": sorted(shop.rows("SELECT product, pos, cost, stock FROM variant"))}


def test_what_is_made_up_ends_now_and_says_what_it_is(shop):
    _, said = begun(shop)
    assert said["orders"] == shop.one("SELECT COUNT(*) FROM sale") > 300
    assert {r[0] for r in shop.rows("SELECT DISTINCT source FROM sale")} == {"rehearsal"}
    for table, column in (("sale", "id"), ("customer", "id"), ("event", "visitor"), ("orders", "id")):
        assert shop.one(f"SELECT COUNT(*) FROM {table} WHERE {column} NOT LIKE ?", "SIM-%") == 0, table
    assert shop.one("SELECT COUNT(*) FROM customer WHERE email NOT LIKE ?", "%.invalid") == 0
    newest = shop.one("SELECT MAX(placed_ms) FROM sale")
    begun_ms = json.loads(shop.one("SELECT value FROM meta WHERE name = 'rehearsal'"))["begun_ms"]
    assert begun_ms - 86400000 < newest <= begun_ms, "sales go on until now, and no further"
    assert shop.one("SELECT COUNT(*) FROM event WHERE at_ms > ?", begun_ms) == 0
    shop("order", "list")
    assert "simulated" in shop.said, "every command says so, beside what it prints"
    statuses = {r[0] for r in shop.rows("SELECT DISTINCT status FROM orders")}
    assert {"pending", "shipped", "delivered"} <= statuses


def test_it_gives_every_desk_something_to_decide(shop):
    begun(shop)
    shop("merchandise", "--propose")
    shop("run")
    waiting = {r[0] for r in shop.rows("SELECT DISTINCT kind FROM item WHERE state = 3")}
    assert "exception.solve" in waiting and waiting & {"price.change", "price.clear", "promotion.sale", "replenish.order"}, waiting
    assert shop.one("SELECT COUNT(*) FROM thread WHERE state = 'open'") >= 3


def test_it_ends_as_if_it_had_never_been(shop):
    before, _ = begun(shop)
    shop("merchandise", "--propose")
    shop("run")
    shop("review", "accept", "--all")
    shop("run")
    assert shop.one("SELECT COUNT(*) FROM item WHERE state = 5") > 0
    shop.change("INSERT INTO shopper (id, at_ms) VALUES ('s', 0)")
    shop.change("INSERT INTO cart_code (shopper, code, at_ms) VALUES ('s', 'LAPSED-1', 0)")
    ended = shop.json("rehearse", "--end")
    assert ended["orders"] > 0 and ended["undone"] > 0
    assert rows_of(shop) == before
    assert shop.one("SELECT COUNT(*) FROM item WHERE state NOT IN (8, 9)") == 0, "what was decided on it is undone or dropped"
    shop.verify()
    shop("rehearse", "--end", code=1)
    assert "is not in rehearsal" in shop.said


def test_real_and_simulated_trade_never_mix(shop, tmp_path):
    begun(shop)
    sales = tmp_path / "sales.csv"
    sales.write_text("date,sku,quantity,price\n2026-01-05,kettle-1,3,19.90\n")
    shop("import", sales, code=1)
    assert "rehearse --end" in shop.said
    shop("settings", "set", "channel.payment", '{"url":"http://127.0.0.1:9"}', code=1)
    assert "rehearse --end" in shop.said
    shop("rehearse", code=1)
    assert "already" in shop.said
    shop("rehearse", "--end")
    shop("import", sales)
    shop("rehearse", code=1)
    assert "trade of its own" in shop.said and shop.one("SELECT COUNT(*) FROM sale") == 1
