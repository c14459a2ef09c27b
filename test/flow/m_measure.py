"""Live changes prove themselves: harm is taken back by the guard, a trial against held-out products decides, else time does."""
import contextlib
import datetime
import json

from b_merchandise import history

DAY = 86400000


def now_ms():
    return int(datetime.datetime.now(datetime.timezone.utc).timestamp() * 1000)


def back(shop, days):
    """As if all that is live had gone so many days ago."""
    shop.change("UPDATE item SET moved_ms = moved_ms - ?, due_ms = 0 WHERE state IN (4, 5)", days * DAY)
    shop.change("UPDATE move SET at_ms = at_ms - ? WHERE to_state = 5", days * DAY)
    shop.change("DELETE FROM reading")


def many(shop, sql, rows):
    with contextlib.closing(shop.connect()) as d:
        cursor = d.cursor()
        cursor.execute("BEGIN")
        cursor.executemany(sql if shop.engine == "sqlite" else sql.replace("?", "%s"), rows)
        cursor.execute("COMMIT")


def sell(shop, days, units):
    """units(sku): what each SKU sells on each of the last days, instead of what the history says."""
    today = now_ms() // DAY
    shop.change("DELETE FROM line WHERE sale IN (SELECT id FROM sale WHERE placed_ms >= ?)", (today - days) * DAY)
    skus = shop.rows("SELECT v.sku, v.product, v.price FROM variant v")
    span = range(today - days, today)
    many(shop, "INSERT INTO sale (id, state, currency, placed_ms, hash, batch) VALUES (?, 'paid', 'EUR', ?, '', 0)",
         [(f"new {d}", d * DAY + 1) for d in span])
    many(shop, "INSERT INTO line (sale, pos, product, sku, quantity, price) VALUES (?, ?, ?, ?, ?, ?)",
         [(f"new {d}", pos, product, sku, units(sku), price) for d in span for pos, (sku, product, price) in enumerate(skus)])


def live(shop):
    shop("settings", "set", "merchandise", '{"tests":0,"max_changes":100,"max_risk":1,"max_revenue":1}')
    shop("merchandise", "--propose")
    shop("run")
    waiting = [i for (i,) in shop.rows("SELECT id FROM item WHERE kind = 'price.change' AND state = 3")]
    shop("review", "accept", *waiting)
    shop("run")
    return waiting


def test_a_price_that_costs_margin_is_taken_back(shop, tmp_path):
    history(shop, tmp_path, items=4, days=90)
    shop.change("UPDATE variant SET cost = price / 2")
    live(shop)
    item, product = shop.rows("SELECT id, subject FROM item WHERE state = 5"  # what sells steadily is soon seen to stop
                              " ORDER BY (SELECT COUNT(*) FROM line WHERE product = subject AND quantity > 0) DESC")[0]
    before = shop.states()["live"]
    back(shop, 13)
    usual = {sku: round(n / 90) for sku, n in shop.rows("SELECT sku, SUM(quantity) FROM line GROUP BY sku")}
    sell(shop, 12, lambda sku: 0 if sku == product else usual[sku])
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 8, shop.states()
    because, actor = shop.rows("SELECT because, actor FROM move WHERE item = ? AND to_state = 7", item)[0]
    assert actor == "guard" and because.startswith("taken back: margin -") and "at every look" in because
    assert shop.states().get("live", 0) == before - 1, "what did no harm stays"
    assert not (shop.home / "live" / "product" / f"{product}.json").exists(), "the price before shows again"


def test_the_kill_switch_stops_and_takes_back(shop, tmp_path):
    history(shop, tmp_path, items=4, days=90)
    items = live(shop)
    assert list((shop.home / "live" / "product").glob("*.json"))
    shop("merchandise", "--stop")
    shop("run")
    assert shop.one("SELECT COUNT(*) FROM item WHERE kind = 'price.change' AND state = 8") == len(items)
    assert not list((shop.home / "live" / "product").glob("*.json"))
    shop.change("UPDATE item SET moved_ms = 0")
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item WHERE kind = 'price.change'") == len(items), "nothing more is planned"


def test_held_out_products_decide_for_the_others(shop, tmp_path):
    shop("settings", "set", "flow", json.dumps({"hold_days": 14, "holdouts": [{"kind": "price.*", "share": 0.5}]}))
    history(shop, tmp_path, items=40, days=90)
    live(shop)
    states = shop.states()
    assert states["live"] >= 5 and states["approved"] >= 5
    assert all(why.startswith("held out as control") for (why,) in shop.rows("SELECT why FROM item WHERE state = 4"))
    treated = {s for (s,) in shop.rows("SELECT subject FROM item WHERE state = 5")}
    back(shop, 12)
    flat = {s: 40 + n % 7 for n, (s,) in enumerate(shop.rows("SELECT sku FROM variant ORDER BY sku"))}
    shop.change("UPDATE variant SET cost = 0, price = 1000")
    shop.change("UPDATE line SET price = 1000, quantity = 20")
    sell(shop, 11, lambda sku: flat[sku] * (2 if sku in treated else 1))
    shop("run")
    kept = shop.rows("SELECT because FROM move WHERE to_state = 6")
    assert len(kept) == len(treated), shop.states()
    assert all(b.startswith("proved: margin per product +") for (b,) in kept)
    shop.change("UPDATE item SET due_ms = 0 WHERE state = 4")
    shop("run")
    assert "approved" not in shop.states(), "what proved better is for all"


def test_without_a_control_time_decides_and_says_so(shop, tmp_path):
    history(shop, tmp_path, items=3, days=90)
    live(shop)
    back(shop, 15)
    shop("run")
    assert set(b for (b,) in shop.rows("SELECT because FROM move WHERE to_state = 6")) == \
        {"it has stood for 14 days; nothing measured it: no product was held out"}
