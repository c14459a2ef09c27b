#!/usr/bin/env python3
"""bench/clear.py - does stock.clear choose the way that truly brings most? Each way is played out many times by what is true.

  bench/clear.py [--cases 60] [--plays 600] [--seed 77]

Slow stock of random size, pace, elasticity, freight and bundle. Every way that stock.clear compares (keep, markdown, bundle,
transfer) is played: Poisson sales day by day (a markdown along its path), keeping, freight and what is left counted. Prints
how often the chosen way is the best one (within 0.5 % of it), what is lost by choosing otherwise, and by how much the money
told for each way is off, as a share of what keeping brings.
"""
import argparse, json, math, os, random, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from profit import poisson  # noqa: E402

PURVEY = "build/purvey"


def case(rand, i):
    price = round(math.exp(rand.gauss(3.4, 0.6)), 2)
    pace = lambda spread: round(math.exp(rand.gauss(-0.6, spread)), 3)
    return {"sku": f"x{i}", "stock": rand.randint(8, 150), "days": rand.choice([28, 42, 56]), "price": price, "per_day": pace(0.8),
            "elasticity": round(-1 - 2.5 * rand.random(), 2), "salvage": round(price * rand.uniform(0, 0.4), 2),
            "holding": round(price * 0.0005, 4), "floor": round(price * 0.4, 2),
            "bundle": {"partner": "p", "partner_price": round(price * rand.uniform(0.3, 2), 2), "partner_per_day": pace(0.8) * 2,
                       "attach": round(rand.uniform(0.02, 0.25), 2), "discount": 0.15},
            "places": [{"name": "Berlin", "per_day": pace(1), "unit_cost": round(price * rand.uniform(0.02, 0.3), 2),
                        "fixed_cost": rand.choice([0, 25])}]}


def kept(rand, c, stock, rate):
    """Money of `stock` at the price now, sold at `rate` a day."""
    money = 0.0
    for _ in range(c["days"]):
        sold = min(stock, poisson(rand, rate))
        stock -= sold
        money += sold * c["price"] - c["holding"] * (stock + sold / 2)
    return money + stock * c["salvage"]


def bundled(rand, c):
    b, stock, money = c["bundle"], c["stock"], 0.0
    for _ in range(c["days"]):
        ask = [0] * poisson(rand, c["per_day"]) + [1] * poisson(rand, b["partner_per_day"] * b["attach"])
        rand.shuffle(ask)
        taken = ask[:stock]
        stock -= len(taken)
        money += len(taken) * c["price"] - sum(taken) * b["discount"] * (c["price"] + b["partner_price"])
        money -= c["holding"] * (stock + len(taken) / 2)
    return money + stock * c["salvage"]


def moved(rand, c, units):
    place = c["places"][0]
    return kept(rand, c, c["stock"] - units, c["per_day"]) + kept(rand, c, units, place["per_day"]) - place["unit_cost"] * units - place["fixed_cost"]


def marked(rand, c, path):
    stock, money, days = c["stock"], 0.0, c["days"] / len(path)
    for leg in path:
        sold = min(stock, poisson(rand, c["per_day"] * days * (leg["price"] / c["price"]) ** c["elasticity"]))
        stock -= sold
        money += sold * leg["price"] - c["holding"] * days * (stock + sold / 2)
    return money + stock * c["salvage"]


def play(rand, c, way):
    return {"keep": lambda: kept(rand, c, c["stock"], c["per_day"]), "bundle": lambda: bundled(rand, c),
            "transfer": lambda: moved(rand, c, way["moved"]), "markdown": lambda: marked(rand, c, way["path"])}[way["way"]]()


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--cases", type=int, default=60)
    ask.add_argument("--plays", type=int, default=600)
    ask.add_argument("--seed", type=int, default=77)
    given = ask.parse_args()
    rand = random.Random(given.seed)
    cases = [case(rand, i) for i in range(given.cases)]
    done = subprocess.run([PURVEY, "call", "stock.clear"], input="\n".join(map(json.dumps, cases)), text=True, capture_output=True, check=True)
    right, lost, all_of, chosen, off = 0, 0.0, 0.0, {}, {}
    for c, out in zip(cases, map(json.loads, done.stdout.splitlines())):
        true = {w["way"]: sum(play(rand, c, w) for _ in range(given.plays)) / given.plays for w in out["ways"]}
        best = max(true.values())
        right += true[out["best"]] >= best - 0.005 * abs(best)
        lost, all_of = lost + best - true[out["best"]], all_of + best
        chosen[out["best"]] = chosen.get(out["best"], 0) + 1
        for w in out["ways"]:
            off.setdefault(w["way"], []).append((w["money"] - true[w["way"]]) / max(1, abs(true["keep"])))
    print(f"stock.clear: the best way chosen {right} times of {given.cases}, {100 * lost / all_of:.2f} % of the money lost by choosing otherwise; chosen: "
          + ", ".join(f"{k} {n}" for k, n in sorted(chosen.items())))
    for way, errors in sorted(off.items()):
        print(f"    {way}: the money told is off by {100 * sum(errors) / len(errors):+.1f} % on average, {100 * max(map(abs, errors)):.1f} % at most")


if __name__ == "__main__":
    main()
