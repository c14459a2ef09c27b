#!/usr/bin/env python3
"""bench/elastic.py - are elasticities within two standard errors of the truth? In the shops of `purvey simulate`.

  bench/elastic.py [--shops 10] [--items 50] [--days 400] [--seed 1]

The peer is a least-squares regression of log(1 + units) on log price, promotion, trend and weekday for each item alone
(what a spreadsheet does). 95 of 100 is what two standard errors promise. Prints coverage and root mean square error.
"""
import argparse, csv, json, os, subprocess, tempfile

import math


def shop(folder, seed, items, days):
    subprocess.run(["build/purvey", "simulate", folder, "--items", str(items), "--days", str(days), "--seed", str(seed)],
                   check=True, capture_output=True)
    truth = {t["sku"]: t for t in map(json.loads, open(f"{folder}/truth.jsonl"))}
    past = {sku: {"sku": sku, "category": t["category"], "freq": "D", "price": [], "units": [], "promo": []} for sku, t in truth.items()}
    for row in csv.reader(open(f"{folder}/sales.csv")):
        if row[1] not in past:
            continue
        item = past[row[1]]
        item["units"].append(float(row[2]) if float(row[5]) >= 1 else None)
        item["price"].append(float(row[3]))
        item["promo"].append(float(row[4]))
    return list(past.values()), {sku: t["elasticity"] for sku, t in truth.items()}


def solve(a, b):
    n = len(b)
    rows = [r[:] + [v] for r, v in zip(a, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[p] = rows[p], rows[i]
        if abs(rows[i][i]) < 1e-9:
            return None
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for k in range(n):
            if k != i:
                rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i])]
    return [r[n] for r in rows]


def spreadsheet(item):
    x, y = [], []
    for t, (units, price, promo) in enumerate(zip(item["units"], item["price"], item["promo"])):
        if units is not None:
            x.append([1, math.log(price), promo, t / len(item["units"])] + [float(t % 7 == d) for d in range(1, 7)])
            y.append(math.log(1 + units))
    k = len(x[0])
    gram = [[sum(r[i] * r[j] for r in x) for j in range(k)] for i in range(k)]
    at = solve(gram, [sum(r[i] * v for r, v in zip(x, y)) for i in range(k)])
    unit = solve(gram, [float(i == 1) for i in range(k)])
    if not at:
        return None
    left = sum((v - sum(a * b for a, b in zip(at, r))) ** 2 for r, v in zip(x, y)) / max(1, len(y) - k)
    return at[1], math.sqrt(left * unit[1])


def score(name, found):
    inside = sum(abs(at - truth) <= 2 * se for at, se, truth in found)
    rmse = math.sqrt(sum((at - truth) ** 2 for at, _, truth in found) / len(found))
    print(f"{name:34s} {100 * inside / len(found):5.1f} of 100 within two standard errors, rmse {rmse:.3f}, "
          f"median se {sorted(se for _, se, _ in found)[len(found) // 2]:.3f}, {len(found)} items", flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shops", type=int, default=10)
    ask.add_argument("--items", type=int, default=50)
    ask.add_argument("--days", type=int, default=400)
    ask.add_argument("--seed", type=int, default=1, help="of the first shop")
    given = ask.parse_args()
    pooled, alone, plain = [], [], []
    for seed in range(given.seed, given.seed + given.shops):
        with tempfile.TemporaryDirectory() as folder:
            items, truth = shop(folder, seed, given.items, given.days)
        answer = subprocess.run(["build/purvey", "call", "price.elastic"], input=json.dumps({"items": items}), text=True,
                                capture_output=True, check=True).stdout
        for a in json.loads(answer)["items"]:
            pooled.append((a["elasticity"], a["se"], truth[a["sku"]]))
            if "own" in a:
                alone.append((a["own"], a["own_se"], truth[a["sku"]]))
        plain += [(*e, truth[i["sku"]]) for i in items if (e := spreadsheet(i))] if not os.environ.get("QUICK") else []
    score("price.elastic, drawn to category", pooled)
    score("price.elastic, item alone", alone)
    if plain:
        score("log-linear least squares", plain)


if __name__ == "__main__":
    main()
