"""Merchandising: a simulated shop's sales become orders and price changes that a person decides on."""
import csv
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
    n = shop.rows("SELECT COUNT(*) FROM item WHERE kind = 'price.change'")[0][0]
    assert n > 0, said
    shop("run")
    assert shop.states() == {"waiting": n}, "prices are for people to decide"
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
