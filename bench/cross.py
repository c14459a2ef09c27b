#!/usr/bin/env python3
"""bench/cross.py - what promo.cross makes of simulated shops whose truth is known: the share of a promotion's extra units that
is taken from the category, and the share that brings what is bought beside it.

  bench/cross.py [--items 60] [--days 400] [--seed 101] [--shops 8]

Elasticities are those of price.elastic on the same series. Beside it the dull twin, which says the usual value of each.
"""
import argparse, collections, csv, json, subprocess, tempfile

PURVEY = "build/purvey"
USUAL = {"cannibal": 0.25, "new_orders": 0.3}


def call(capability, value):
    done = subprocess.run([PURVEY, "call", capability], input=json.dumps(value), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def shop(seed, items, days):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PURVEY, "simulate", folder, "--cross", "--items", str(items), "--days", str(days), "--seed", str(seed)],
                       check=True, capture_output=True)
        truth = {t["sku"]: t for t in map(json.loads, open(f"{folder}/truth.jsonl"))}
        series = {sku: {"sku": sku, "category": t["category"], "cost": t["cost"], "units": [], "price": [], "promo": [], "in_stock": []} for sku, t in truth.items()}
        for r in csv.DictReader(open(f"{folder}/sales.csv")):
            s = series[r["sku"]]
            s["units"].append(float(r["units"]))
            s["in_stock"].append(float(r["in_stock"]))
            s["price"].append(float(r["price"]))
            s["promo"].append(float(r["promo"]))
        baskets = collections.defaultdict(list)
        for r in csv.DictReader(open(f"{folder}/orders.csv")):
            if r["order"]:
                baskets[r["order"]].append({"sku": r["sku"], "units": 1})
        return truth, series, [{"lines": lines} for lines in baskets.values()]


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("items", 60), ("days", 400), ("seed", 101), ("shops", 8)):
        ask.add_argument(f"--{name}", type=int, default=usual)
    given = ask.parse_args()
    error, twin, held = collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(list)
    for seed in range(given.seed, given.seed + given.shops):
        truth, series, orders = shop(seed, given.items, given.days)
        priced = call("price.elastic", {"items": [dict({k: s[k] for k in ("sku", "category", "cost", "price", "promo")}, price_now=s["price"][-1],
                                                             units=[u if there == 1 else None for u, there in zip(s["units"], s["in_stock"])])
                                                        for s in series.values()]})["items"]
        items = [{"sku": s["sku"], "category": s["category"], "units": s["units"], "price": s["price"], "promo": s["promo"], "in_stock": s["in_stock"],
                  "elasticity": min(0, max(-20, p["elasticity"]))} for s, p in zip(series.values(), priced)]
        got = call("promo.cross", {"items": items, "orders": orders[-100000:]})
        of = {t["category"]: t["cannibal"] for t in truth.values()}

        def note(name, value, se, real):
            error[name].append(abs(value - real))
            twin[name].append(abs(USUAL[name] - real))
            held[name].append(abs(value - real) <= 2 * se)

        for k in got["categories"]:
            note("cannibal", k["cannibal"], k["se"], of[k["category"]])
        note("new_orders", got["new_orders"], got["new_orders_se"], next(iter(truth.values()))["new_orders"])
    for name in ("cannibal", "new_orders"):
        n = len(error[name])
        print(f"{name}: mean error {sum(error[name]) / n:.3f}, of the twin {sum(twin[name]) / n:.3f}; truth within two standard errors "
              f"{sum(held[name])} of {n}")


if __name__ == "__main__":
    main()
