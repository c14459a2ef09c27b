"""Merchandising: a simulated shop's sales become orders and price changes that a person decides on."""
import csv
import datetime
import io
import json


def test_from_sales_to_orders_and_prices(shop, tmp_path):
    shop("simulate", str(tmp_path / "sim"), "--items", "12", "--days", "200", "--seed", "5")
    shop("import", str(tmp_path / "sim" / "catalog.csv"))
    draft = tmp_path / "po.csv"
    said = shop("merchandise", str(tmp_path / "sim" / "sales.csv"), "--orders", str(draft), "--propose")
    stock = {r["sku"]: float(r["stock"]) for r in csv.DictReader(open(tmp_path / "sim" / "catalog.csv"))}
    for line in csv.DictReader(open(draft)):
        assert int(line["units"]) > 0
        assert stock[line["sku"]] <= int(line["reorder_point"])
    n = shop.one("SELECT COUNT(*) FROM item")
    assert n > 0, said
    shop("run")
    assert shop.states() == {"waiting": n}, "prices and orders are for people to decide"
    before = shop.rows("SELECT before FROM change WHERE field = 'price'")
    assert all(b and b.endswith(" EUR") for (b,) in before)
    shop("merchandise", str(tmp_path / "sim" / "sales.csv"), "--propose")
    assert shop.states() == {"waiting": n}, "what waits is not asked for again"


def test_the_same_seed_simulates_the_same_shop(shop, tmp_path):
    for name in ("a", "b"):
        shop("simulate", str(tmp_path / name), "--items", "3", "--days", "30", "--seed", "9")
    for name in ("sales.csv", "catalog.csv", "truth.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    truth = [json.loads(line) for line in open(tmp_path / "a" / "truth.jsonl")]
    assert all(t["elasticity"] < 0 and len(t["next_mean"]) == 28 for t in truth)


def history(shop, tmp_path, items=8, days=200, seed="5"):
    """A simulated shop's catalogue and the sales up to yesterday, imported."""
    first = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).strftime("%Y-%m-%d")
    shop("simulate", str(tmp_path / "sim"), "--items", str(items), "--days", str(days), "--from", first, "--seed", seed)
    shop("import", str(tmp_path / "sim" / "catalog.csv"))
    shop("import", str(tmp_path / "sim" / "sales.csv"))


def test_from_the_shops_own_tables_to_prices_and_orders_and_back(shop, tmp_path):
    history(shop, tmp_path)
    shop("settings", "set", "merchandise", '{"tests":0,"max_risk":1,"max_revenue":1}')
    shop.change("UPDATE variant SET stock = 0 WHERE sku = 'S0002'")
    shop("merchandise", "--propose")
    shop("run")
    states = shop.states()
    assert set(states) == {"waiting"}
    (order,) = [i for (i,) in shop.rows("SELECT id FROM item WHERE kind = 'replenish.order'")]
    shop("merchandise", "--propose")
    assert shop.states() == states, "neither what waits nor what is on order is asked for again"
    price, product = shop.rows("SELECT id, subject FROM item WHERE kind = 'price.change' ORDER BY id")[0]
    shop("review", "accept", order, price)
    shop("run")
    (page,) = (shop.home / "live" / "purchase").glob("*.json")
    (entry,) = json.loads(page.read_text())["fields"].values()
    lines = list(csv.DictReader(io.StringIO(entry["value"])))
    assert {line["sku"]: int(line["units"]) for line in lines}["S0002"] > 0
    asked = json.loads((shop.home / "live" / "product" / f"{product}.json").read_text())["fields"]["price"]
    assert asked["value"] == shop.one("SELECT after FROM change WHERE item = ?", price)
    shop("undo", price)
    assert not (shop.home / "live" / "product" / f"{product}.json").exists(), "the merchant's own price shows again"
    assert shop.one("SELECT COUNT(*) FROM purchase WHERE arrived < units") == len(lines)
    shop("merchandise", "--arrived", order)
    assert shop.one("SELECT COUNT(*) FROM purchase WHERE arrived < units") == 0


def test_a_plan_takes_no_more_prices_than_the_shop_allows_the_best_first(shop, tmp_path):
    history(shop, tmp_path, items=30, days=200)
    shop.change("UPDATE variant SET cost = CASE WHEN sku < 'S0015' THEN price / 4 ELSE price * 0.7 END")
    shop("settings", "set", "merchandise", '{"kinds":["price.change"],"tests":0,"max_changes":3,"max_risk":0.2,"max_revenue":1}')
    said = shop("merchandise", "--propose")
    taken = [json.loads(text) for (text,) in shop.rows("SELECT input FROM item WHERE kind = 'price.change'")]
    waits = json.loads(shop.one("SELECT value FROM meta WHERE name = 'merchandise.waits'"))["waits"]
    assert len(taken) == 3 and f"{len(waits)} better prices wait" in said, said
    full = [w for w in waits if w["because"] == "3 wait for a person already"]
    doubtful = [w for w in waits if w["because"].startswith("in doubt")]
    assert full and doubtful and len(full) + len(doubtful) == len(waits)
    for change in taken:
        assert f"of {len(waits) + 3} better prices known" in change["place"] and f"{len(full)} wait" in change["place"], change["place"]
    earns = sorted(w["gain"] for w in full)
    least = min(float(change["place"].split("to earn: ")[1].split(" EUR")[0].replace("€", "").split(" a day")[0]) for change in taken)
    assert least >= earns[-1] - 0.01, "what fits is the best"
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item") == 3, "while they wait no more are asked"
    shop("run")
    shop("review", "reject", *(i for (i,) in shop.rows("SELECT id FROM item")))
    shop("settings", "set", "merchandise", '{"kinds":["price.change"],"tests":0,"max_changes":30,"max_risk":1,"max_revenue":0.15}')
    shop("merchandise", "--propose")
    waits = json.loads(shop.one("SELECT value FROM meta WHERE name = 'merchandise.waits'"))["waits"]
    assert waits and all("of revenue" in w["because"] for w in waits)
    shop("settings", "set", "merchandise", '{"kinds":["price.change"],"tests":2,"max_risk":0,"max_revenue":1}')
    shop("merchandise", "--propose")
    assert sum(json.loads(text)["reason"] == "test" for (text,) in shop.rows("SELECT input FROM item WHERE state = 0")) <= 2


def test_a_supplier_has_its_days_and_its_budget(shop, tmp_path):
    history(shop, tmp_path, items=6, days=90)
    shop.change("UPDATE variant SET stock = 0, cost = 500")
    shop.change("UPDATE product SET brand = 'Acme'")
    today = datetime.datetime.now(datetime.timezone.utc)
    other = [d for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if d != today.strftime("%a").lower()]
    shop("settings", "set", "supplier", json.dumps({"suppliers": [{"name": "Acme Ltd", "brands": ["Acme"], "order_days": other[:1]}]}))
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM purchase") == 0, "it takes no orders today"
    shop("settings", "set", "supplier", json.dumps({"suppliers": [{"name": "Acme Ltd", "brands": ["Acme"], "max_value": 200, "pack": 5}]}))
    shop("merchandise", "--propose")
    assert shop.one("SELECT subject FROM item WHERE kind = 'replenish.order'") == "Acme Ltd"
    units = [n for (n,) in shop.rows("SELECT units FROM purchase")]
    assert 100 < 5 * sum(units) <= 200 and all(n % 5 == 0 for n in units)


def test_what_arrives_is_seen_from_the_stock(shop, tmp_path):
    history(shop, tmp_path)
    shop.change("UPDATE variant SET stock = 0")
    shop("merchandise", "--propose")
    asked = dict(shop.rows("SELECT sku, units FROM purchase"))
    sku, units = next(iter(asked.items()))
    shop.change("UPDATE variant SET stock = ? WHERE sku = ?", units - 1, sku)
    shop("merchandise", "--propose")
    assert shop.one("SELECT arrived FROM purchase WHERE sku = ?", sku) == units - 1
    assert dict(shop.rows("SELECT sku, COUNT(*) FROM purchase GROUP BY sku"))[sku] == 1


def test_days_without_stock_of_an_imported_table_reach_the_planner(shop, tmp_path):
    history(shop, tmp_path)
    told = {(r["sku"], r["date"]): float(r["in_stock"]) for r in csv.DictReader(open(tmp_path / "sim" / "sales.csv"))}
    shop("merchandise", "--propose")
    empty = 0
    for sku, text in shop.rows("SELECT subject, input FROM item WHERE kind = 'price.change'"):
        trace = json.loads(text)["trace"]
        first = datetime.date.fromisoformat(trace["from"])
        for t, share in enumerate(trace["in_stock"]):
            day = (first + datetime.timedelta(days=t)).isoformat()
            assert abs(share - told[sku, day]) < 1e-6, (sku, day)
            empty += share < 1
    assert empty > 0


def test_what_a_table_of_sales_says_was_promoted_stays_known(shop, tmp_path):
    history(shop, tmp_path)
    told = sum(r["promo"] == "1" and float(r["units"]) > 0 for r in csv.DictReader(open(tmp_path / "sim" / "sales.csv")))
    assert told > 0
    assert shop.one("SELECT SUM(promo) FROM line WHERE quantity > 0") == told


def promotion(shop, tmp_path, items=24, days=100, seed="7"):
    """A shop whose items touch each other, with the orders of the last months, and what is planned of it."""
    first = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)).strftime("%Y-%m-%d")
    shop("simulate", str(tmp_path / "sim"), "--cross", "--items", items, "--days", days, "--from", first, "--seed", seed)
    shop("import", str(tmp_path / "sim" / "catalog.csv"))
    shop("import", str(tmp_path / "sim" / "orders.csv"))
    shop("settings", "set", "merchandise", '{"kinds":["promotion.sale"]}')
    shop("settings", "set", "promotion.sale", '{"lead_days":0,"starts":1,"depths":[0.1,0.2],"max_items":12}')
    shop("merchandise", "--propose")
    shop("run")
    ((item, state, text),) = shop.rows("SELECT id, state, input FROM item WHERE kind = 'promotion.sale'")
    assert state == 3, "money is a person's to decide"
    return item, json.loads(text)


def test_a_promotion_is_planned_replayed_published_and_ends_once(shop, tmp_path):
    item, plan = promotion(shop, tmp_path)
    lines = {line["product"]: line for line in plan["lines"]}
    assert 0 < len(lines) <= 12 and plan["replay"]["orders"] > 100 and plan["replay"]["touched"] > 0
    assert abs(plan["replay"]["margin_before"] - plan["replay"]["margin"] - plan["replay"]["discount"]) < 0.01
    for line in lines.values():
        assert line["price"] < line["lowest"] <= line["price_now"], "a reduction is announced against the lowest of 30 days"
        assert line["cost"] <= 0.95 * line["price"]
    shop("review", "accept", item)
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 5
    shown = shop.shown()
    assert set(shown) == {p for p, line in lines.items() if not line.get("held")}, "what is held out keeps its price"
    for product, page in shown.items():
        assert page["fields"]["price"]["value"] == f"{lines[product]['price']:.2f} EUR"
        assert page["fields"]["compare_at"]["value"] == f"{lines[product]['lowest']:.2f} EUR"
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item") == 1, "one at a time"
    plan["ends_ms"] = 1000 * int(datetime.datetime.now().timestamp()) - 1000
    shop.change("UPDATE item SET input = ?, due_ms = 0 WHERE id = ?", json.dumps(plan), item)
    shop("run")
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 8
    moves = shop.rows("SELECT actor, because FROM move WHERE item = ? AND to_state = 7", item)
    assert len(moves) == 1 and moves[0][0] == "schedule" and moves[0][1].startswith("its time is over: ")
    assert not shop.shown(), "every price is the one before"
    assert shop.one("SELECT COUNT(*) FROM outbox WHERE item = ? AND action = 'undo' AND state = 'done'", item) == 2 * len(shown)
    shop.verify()


def test_a_promotion_nobody_decides_on_is_dropped_in_time(shop, tmp_path):
    item, plan = promotion(shop, tmp_path, items=20, days=120)
    plan["ends_ms"] = 1000 * int(datetime.datetime.now().timestamp()) - 1000
    shop.change("UPDATE item SET input = ? WHERE id = ?", json.dumps(plan), item)
    shop("review", "accept", item)
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", item) == 9 and not shop.shown()


def clearing(shop, tmp_path):
    """A shop with far too much of everything, and an item that marks some of it down."""
    history(shop, tmp_path, items=16, days=200)
    shop.change("UPDATE variant SET stock = 700, cost = price / 3")
    shop("settings", "set", "merchandise", '{"kinds":["price.clear"]}')
    shop("merchandise", "--propose")
    shop("run")
    for item, product, price, text in shop.rows("SELECT i.id, i.subject, v.price, i.output FROM item i JOIN variant v ON v.product = i.subject"
                                                " WHERE i.kind = 'price.clear' AND i.state = 3 ORDER BY i.id"):
        if json.loads(text)["best"] == "markdown":
            return product, price, item, json.loads(text)
    raise AssertionError("nothing is worth marking down")


def test_slow_stock_is_compared_in_money_and_marked_down_step_by_step(shop, tmp_path):
    product, price, item, plan = clearing(shop, tmp_path)
    assert plan["best"] == "markdown" and {w["way"] for w in plan["ways"]} >= {"keep", "markdown"}
    assert all(a["price"] >= b["price"] for a, b in zip(plan["path"], plan["path"][1:]))
    assert plan["price"] >= price / 100 * 0.5 - 0.01, "no deeper than the limit"
    shop("review", "accept", item)
    shop("run")
    assert shop.shown()[product]["fields"]["price"]["value"] == plan["after"]
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item WHERE subject = ?", product) == 1, "its week is not over"
    shop.change("UPDATE move SET at_ms = at_ms - 14 * 86400000 WHERE item = ?", item)
    shop.change("UPDATE item SET moved_ms = moved_ms - 13 * 86400000 WHERE id = ?", item)
    shop("merchandise", "--propose")
    shop("run")
    for step, state, output in shop.rows("SELECT id, state, output FROM item WHERE subject = ? AND id <> ?", product, item):
        assert json.loads(output)["price"] < plan["price"] and state in (3, 5), "a step goes down; within the path by itself"
    shop("undo", item)
    shop("run")
    assert product not in shop.shown(), "undone, the merchant's own price shows again"


def test_sales_of_long_ago_are_named_with_the_way_to_plan_from_them(shop, tmp_path):
    shop("simulate", str(tmp_path / "sim"), "--items", "3", "--days", "60", "--from", "2011-01-01")
    shop("import", str(tmp_path / "sim" / "catalog.csv"))
    shop("import", str(tmp_path / "sim" / "sales.csv"))
    shop("merchandise", code=1)
    assert "the last sale is of 2011-03-01" in shop.said
    now = shop.said.split("`--now ")[1].split("`")[0]
    assert "S0001" in shop("merchandise", "--now", now)


def test_stock_that_goes_on_selling_is_not_thrown_away(shop, tmp_path):
    """Half a year of stock is slow, but what is left at the deadline still saves buying it again."""
    history(shop, tmp_path, items=12, days=200)
    shop.change("UPDATE variant SET cost = price * 8 / 10, stock = (SELECT SUM(quantity) FROM line WHERE line.sku = variant.sku)")
    shop("settings", "set", "merchandise", '{"kinds":["price.clear"]}')
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item WHERE kind = 'price.clear'") == 0
    shop.change("UPDATE variant SET stock = 40 * stock")
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item WHERE kind = 'price.clear'") > 0, "what would lie for years is"


def variants(shop, tmp_path):
    """A shop where one product comes in three sizes at three prices."""
    history(shop, tmp_path, items=12, days=200)
    skus = [sku for (sku,) in shop.rows("SELECT sku FROM variant ORDER BY sku")][:3]
    for pos, sku in enumerate(skus[1:], 1):
        shop.change("UPDATE variant SET product = ?, pos = ? WHERE sku = ?", skus[0], pos, sku)
        shop.change("DELETE FROM product WHERE id = ?", sku)
    shop.change("UPDATE variant SET cost = price / 2")
    return skus


def test_variants_of_a_product_move_together_and_keep_their_endings(shop, tmp_path):
    skus = variants(shop, tmp_path)
    shop("settings", "set", "merchandise", '{"kinds":["price.change"],"max_risk":1,"max_revenue":1}')
    shop("merchandise", "--propose")
    shop("run")
    found = shop.rows("SELECT id, input FROM item WHERE kind = 'price.change' AND subject = ? AND state = 3", skus[0])
    assert len(found) == 1, "one item for all of them"
    item, plan = found[0][0], json.loads(found[0][1])
    moved = {v["sku"]: v for v in plan["variants"]}
    assert set(moved) <= set(skus) and moved
    steps = [v["price"] / v["price_now"] - 1 for v in moved.values()]
    assert all(abs(s) <= 0.1 + 1e-9 for s in steps) and (all(s > 0 for s in steps) or all(s < 0 for s in steps)), "one direction, within the step"
    shop("review", "accept", item)
    shop("run")
    shown = shop.shown()[skus[0]]["fields"]
    assert {f: e["value"] for f, e in shown.items()} == {f"price:{sku}": f"{v['price']:.2f} EUR" for sku, v in moved.items()}
    shop("undo", item)
    assert not shop.shown(), "every variant asks what it asked before"
    shop("settings", "set", "merchandise", '{"kinds":["price.change"],"variants":"leave","quiet_days":0}')
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item WHERE subject = ?", skus[0]) == 1


def test_a_promotion_takes_all_variants_of_a_product_or_none(shop, tmp_path):
    skus = variants(shop, tmp_path)
    shop("settings", "set", "merchandise", '{"kinds":["promotion.sale"]}')
    shop("settings", "set", "promotion.sale", '{"lead_days":0,"starts":1,"depths":[0.1],"max_share":1,"goal":"units","least_profit":-10000,"hold":0}')
    shop("merchandise", "--propose")
    shop("run")
    ((item, text),) = shop.rows("SELECT id, input FROM item WHERE kind = 'promotion.sale' AND state = 3")
    lines = {line["sku"]: line for line in json.loads(text)["lines"]}
    own = [sku for sku in skus if sku in lines]
    assert own == skus, lines.keys()
    assert {lines[sku]["product"] for sku in skus} == {skus[0]} and len({lines[sku]["depth"] for sku in skus}) == 1
    shop("review", "accept", item)
    shop("run")
    shown = shop.shown()[skus[0]]["fields"]
    for sku in skus:
        assert shown[f"price:{sku}"]["value"] == f"{lines[sku]['price']:.2f} EUR"
        assert shown[f"compare_at:{sku}"]["value"] == f"{lines[sku]['lowest']:.2f} EUR"
        assert lines[sku]["price"] < lines[sku]["lowest"] <= lines[sku]["price_now"]
    shop("undo", item)
    assert not shop.shown(), "every variant asks what it asked before"


def test_stock_of_one_variant_is_cleared_by_its_price_alone(shop, tmp_path):
    skus = variants(shop, tmp_path)
    shop.change("UPDATE variant SET stock = CASE WHEN sku = ? THEN 9000 ELSE 1 END, cost = price / 3", skus[1])
    shop("settings", "set", "merchandise", '{"kinds":["price.clear"]}')
    shop("settings", "set", "price.clear", '{"bundle_discount":0}')
    shop("merchandise", "--propose")
    shop("run")
    ((item, product, text),) = shop.rows("SELECT id, subject, output FROM item WHERE kind = 'price.clear' AND state = 3")
    plan = json.loads(text)
    assert (product, plan["best"]) == (skus[0], "markdown")
    shop("review", "accept", item)
    shop("run")
    shown = shop.shown()[product]["fields"]
    assert shown[f"price:{skus[1]}"]["value"] == plan["after"] and set(shown) <= {f"price:{skus[1]}", f"compare_at:{skus[1]}"}
    shop("undo", item)
    assert product not in shop.shown()


def later(shop, ms):
    """As if so much time had passed for all that stands between two times."""
    for item, text in shop.rows("SELECT id, input FROM item WHERE kind = 'price.change' AND state IN (4, 5)"):
        plan = json.loads(text)
        plan["starts_ms"], plan["ends_ms"], plan["test"]["first_ms"] = plan["starts_ms"] - ms, plan["ends_ms"] - ms, plan["test"]["first_ms"] - ms
        shop.change("UPDATE item SET input = ?, due_ms = 0 WHERE id = ?", json.dumps(plan), item)
    shop("run")


def test_a_doubtful_price_is_tested_by_time_and_read_by_blocks(shop, tmp_path):
    history(shop, tmp_path, items=8, days=200)
    shop.change("UPDATE variant SET cost = price / 2")
    blocks, hour = 8, 3600000
    shop("settings", "set", "merchandise", json.dumps({"kinds": ["price.change"], "tests": 1, "test_blocks": blocks, "test_block_hours": 24, "test_hour": 4}))
    shop("merchandise", "--propose")
    shop("run")
    tests = [(i, json.loads(text)) for i, text in shop.rows("SELECT id, input FROM item WHERE kind = 'price.change'") if '"test"' in text]
    assert len(tests) == 1, "as many as the setting allows"
    first, plan = tests[0]
    test, product, now = plan["test"], plan["product"]["id"], 1000 * int(datetime.datetime.now().timestamp())
    assert plan["starts_ms"] >= test["first_ms"] > now and test["first_ms"] % (24 * hour) == 4 * hour
    shop("review", "accept", first)
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", first) == 4, "accepted, it waits for its time"
    shop("merchandise", "--propose")
    shop("run")
    windows = [json.loads(text) for (text,) in shop.rows("SELECT input FROM item WHERE kind = 'price.change' AND subject = ? AND state = 4 ORDER BY id", product)]
    on = {b for w in windows for b in range((w["starts_ms"] - test["first_ms"]) // (24 * hour), (w["ends_ms"] - test["first_ms"]) // (24 * hour))}
    assert len(on) == blocks // 2 and all((2 * pair in on) != (2 * pair + 1 in on) for pair in range(blocks // 2)), "one of each two blocks"
    later(shop, test["first_ms"] + hour - now)
    seen = [product in shop.shown()]
    for _ in range(blocks):
        later(shop, 24 * hour)
        seen.append(product in shop.shown())
    assert seen == [b in on for b in range(blocks + 1)], "the price turns with the blocks, and is put back"
    assert shop.one("SELECT COUNT(*) FROM outbox WHERE action = 'publish'") == len(windows) == shop.one("SELECT COUNT(*) FROM outbox WHERE action = 'undo'")
    endings = shop.rows("SELECT actor, because FROM move WHERE to_state = 7")
    assert len(endings) == len(windows) and all(actor == "schedule" and "blocks" in because for actor, because in endings), endings
    shop.verify()


def test_a_price_that_strays_in_one_channel_is_put_right_there_alone(shop, tmp_path):
    history(shop, tmp_path, items=4, days=60)
    product, price = shop.rows("SELECT product, price FROM variant ORDER BY sku")[0]
    asked = f"{price * 1.1 / 100:.2f} EUR"
    shop.change("INSERT INTO content (entity, id, field, locale, channel, value, format, by_whom, updated_ms)"
                " VALUES ('product', ?, 'price', '', 'medusa', ?, 'money', 'shop', 0)", product, asked)
    shop("settings", "set", "merchandise", '{"kinds":["price.align"]}')
    for _ in range(2):
        shop("merchandise", "--propose")
        shop("run")
    ((item, subject, state, text),) = shop.rows("SELECT id, subject, state, output FROM item")
    said = json.loads(text)
    assert (subject, state, said["after"]) == (product, 3, f"{price / 100:.2f} EUR")
    assert "somebody changed it in medusa" in said["sentence"] and asked in said["twin"]
    shop("review", "accept", item)
    shop("run")
    assert shop.rows("SELECT DISTINCT channel FROM outbox") == [("medusa",)], "nowhere else"
    shop("review", "reject", item)
    shop("settings", "set", "price.parity", '{"above":0.2}')
    shop("settings", "set", "merchandise", '{"kinds":["price.align"],"quiet_days":0}')
    shop("merchandise", "--propose")
    assert shop.one("SELECT COUNT(*) FROM item") == 1, "within the shop's rules"


def orders_of(path):
    """Units by SKU, and what each buyer bought on which day."""
    units, bought = {}, {}
    for row in csv.DictReader(open(path)):
        units[row["sku"]] = units.get(row["sku"], 0) + int(row["units"])
        if row["customer"]:
            bought.setdefault(row["customer"], set()).add((row["date"], row["sku"]))
    return units, bought


def test_a_shop_that_resembles_this_one_has_its_numbers_and_none_of_its_people(shop, tmp_path):
    first = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=120)).strftime("%Y-%m-%d")
    shop("simulate", str(tmp_path / "own"), "--items", "12", "--days", "120", "--from", first, "--seed", "6", "--cross")
    rare = f"{first},R1,C77777,RARE,1,5.00,0,1\n" + f"{first},R2,C77778,RARE,1,5.00,0,1\n"
    odd = '"ODD,1"'
    with open(tmp_path / "own" / "orders.csv", "a") as file:
        file.write(rare)
        file.write("".join(f"{first},O{n},,{odd},1,5.00,0,1\n" for n in range(40)))
    with open(tmp_path / "own" / "catalog.csv", "a") as file:
        file.write("RARE,Made to measure,Toys,5.00,2.00,3,EUR\n")
        file.write(f"{odd},A SKU with a comma,Toys,5.00,2.00,3,EUR\n")
    shop("import", str(tmp_path / "own" / "catalog.csv"))
    shop("import", str(tmp_path / "own" / "orders.csv"))
    shop("resemble", str(tmp_path / "like"), "--seed", "2")
    own, buyers = orders_of(tmp_path / "own" / "orders.csv")
    like, others = orders_of(tmp_path / "like" / "orders.csv")
    assert set(own) - set(like) == {"RARE"}, "what two people bought would tell of them"
    assert abs(sum(like.values()) / sum(own.values()) - 1) < 0.1
    assert all(abs(like[sku] / own[sku] - 1) < 0.35 for sku in like if own[sku] > 200)
    assert not set(buyers) & set(others)
    real = {frozenset(b) for b in buyers.values() if len(b) > 2}
    assert not [b for b in others.values() if len(b) > 2 and frozenset(b) in real], "nobody is copied"
    again = tmp_path / "again"
    shop("resemble", str(again), "--seed", "2")
    assert (again / "orders.csv").read_bytes() == (tmp_path / "like" / "orders.csv").read_bytes()


def test_an_order_is_for_the_supplier_and_lasts_until_its_next_day(shop, tmp_path):
    history(shop, tmp_path, items=6, days=90)
    shop.change("UPDATE variant SET stock = 0")
    shop.change("UPDATE variant SET gtin = '4006381333931' WHERE sku = 'S0002'")
    today = datetime.datetime.now(datetime.timezone.utc)

    def asked(**more):
        shop("settings", "set", "supplier", json.dumps({"suppliers": [{"name": "Acme Ltd", "skus": ["S0002"], "lead_days": 9, **more}]}))
        shop("merchandise", "--propose")
        shop("run")
        (order,) = [i for (i,) in shop.rows("SELECT id FROM item WHERE kind = 'replenish.order' AND subject = 'Acme Ltd' ORDER BY id DESC LIMIT 1")]
        (line,) = csv.DictReader(io.StringIO(shop.one("SELECT after FROM change WHERE item = ?", order)))
        return order, line

    order, any_day = asked()
    assert any_day["gtin"] == "4006381333931" and any_day["currency"] == "EUR" and any_day["title"]
    assert any_day["requested"] == (today + datetime.timedelta(days=9)).date().isoformat()
    assert not {"on_hand", "on_order", "reorder_point"} & set(any_day), "the supplier is told nothing of the shop's stock"
    shop("review", "reject", order)
    shop("settings", "set", "merchandise", json.dumps({"quiet_days": 0}))
    _, once_a_week = asked(order_days=[today.strftime("%a").lower()])
    assert int(once_a_week["units"]) > int(any_day["units"]), "it has to last a week longer"
