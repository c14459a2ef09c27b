#!/usr/bin/env python3
"""bench/known.py - forecasts held against shops whose truth is known: shelves that were empty, new items, prices, decline, occasions.

  bench/known.py [--items 150] [--seed 5]

Prints per case what was found over what is true. Nothing was chosen on these seeds. `not told` is the same series without saying what
was the matter: what it costs not to know.
"""
import argparse, json, subprocess, tempfile

import numpy as np

PURVEY = "build/purvey"


def forecast(items):
    done = subprocess.run([PURVEY, "call", "forecast.demand"], input="\n".join(map(json.dumps, items)), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def panel(items):
    done = subprocess.run([PURVEY, "call", "forecast.panel"], input=json.dumps({"items": items}), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["items"]


def negbin(rand, mean, size=5):
    return rand.negative_binomial(size, size / (size + mean))


def shelf(rand, mean, order):
    """200 days of a shelf that is filled by `order` eight days after it runs low: what sold, and the share of demand it met."""
    stock, wait, sold, share = order, -1, [], []
    for _ in range(200):
        want = int(negbin(rand, mean))
        got = min(want, stock)
        sold.append(got)
        share.append(round(got / want, 2) if want else float(stock > 0))
        stock -= got
        wait = 8 if wait < 0 and stock <= 2 * mean else wait
        if wait >= 0:
            wait -= 1
            stock += order if wait < 0 else 0
    return sold, share


def stock_outs(rand, n):
    for rate in (1, 5, 20):
        true = rate * np.exp(rand.normal(0, 0.3, n))
        both = [shelf(rand, m, 20 if rate == 1 else 60 if rate == 5 else 200) for m in true]
        short = np.mean([np.mean(np.array(share) < 0.5) for _, share in both])
        mean = lambda told: np.mean([np.mean(o["mean"]) / m for o, m in zip(forecast(
            [{"freq": "D", "y": y, "horizon": 14, **({"in_stock": s} if told else {})} for y, s in both]), true)])
        print(f"stock-outs, {rate:2d} a day, {short:.0%} of days short: forecast over truth {mean(True):.3f}, not told {mean(False):.3f}")


def new_items(rand, n):
    for seen in (0, 1, 3, 5):
        rates = np.exp(rand.normal(1, 0.5, (n, 1)) + rand.normal(0, 0.4, (n, 9)))
        own = rand.poisson(rates[:, :1], (n, seen))
        items = [{"freq": "W", "y": own[i].tolist(), "horizon": 4, "quantiles": [0.1, 0.9],
                  "similar": [{"y": rand.poisson(r, 26).tolist()} for r in rates[i, 1:]]} for i in range(n)]
        out, true, come = forecast(items), rates[:, 0], rand.poisson(rates[:, :1], (n, 4))
        mean = np.array([np.mean(o["mean"]) for o in out])
        fan = np.array([[o["quantiles"]["0.1"], o["quantiles"]["0.9"]] for o in out])
        inside = np.mean((come >= fan[:, 0]) & (come <= fan[:, 1]))
        alone = f"{np.sqrt(np.mean((own.mean(axis=1) - true) ** 2)) / true.mean():.3f}" if seen else "-"
        print(f"new item, {seen} weeks known: bias {mean.mean() / true.mean():.3f}, error {np.sqrt(np.mean((mean - true) ** 2)) / true.mean():.3f}"
              f" (its own mean: {alone}), in 80 % {inside:.3f}")


def prices(rand, n):
    for rate in (2, 10):
        elasticity, lift = rand.normal(-2, 0.4, n), rand.uniform(0.2, 1, n)
        price = 10 * np.where(rand.random((n, 314)) < 0.25, rand.choice([0.8, 0.9, 1.1], (n, 314)), 1)
        promo = (rand.random((n, 314)) < 0.12).astype(float)
        mean = rate * (price / 10) ** elasticity[:, None] * (1 + lift[:, None] * promo)
        out = forecast([{"freq": "D", "y": rand.poisson(mean[i, :300]).tolist(), "price": price[i].tolist(), "promo": promo[i].tolist(),
                         "horizon": 14} for i in range(n)])
        found = [(o.get("effects") or {}, e, p) for o, e, p in zip(out, elasticity, lift)]
        price_off = [(f["elasticity"] - e, f["elasticity_se"]) for f, e, _ in found if "elasticity" in f]
        promo_off = [f["promo_lift"] - p for f, _, p in found if "promo_lift" in f]
        ahead = np.mean([sum(o["mean"]) / m for o, m in zip(out, mean[:, 300:].sum(axis=1))])
        print(f"price and promotion, {rate:2d} a day: elasticity off by {np.mean([x for x, _ in price_off]):+.3f} in {len(price_off)} of {n}, within two"
              f" errors {np.mean([abs(x) < 2 * se for x, se in price_off]):.2f}; lift off by {np.mean(promo_off):+.3f}; units ahead {ahead:.3f} of truth")


def decline(rand, n):
    t = np.arange(180)
    for rate in (1, 5, 20):
        flagged = lambda mean: np.mean([(o.get("velocity") or {}).get("declining", False) for o in forecast(
            [{"freq": "D", "horizon": 7, "y": negbin(rand, mean).tolist()} for _ in range(n)])])
        fading, steady = rate * np.exp(-np.clip(t - 100, 0, None) / 50), np.full(180, float(rate))
        print(f"decline to a fifth in 80 days, {rate:2d} a day: flagged {flagged(fading):.3f}, steady ones {flagged(steady):.3f}")


def occasions(seed, n):
    """Shops of `purvey simulate --country DE`, forecast with and without the country; `none`: the same shops without occasions."""
    for start, days, name in (("2024-03-10", 750, "Easter ahead, two years"), ("2025-10-20", 395, "Black Friday ahead, 13 months"),
                              ("2025-04-15", 400, "Mother's Day ahead, 13 months")):
        for country in ("DE", ""):
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run([PURVEY, "simulate", folder, "--items", str(n), "--seed", str(seed), "--days", str(days), "--from", start,
                                *(["--country", country] if country else [])], check=True, capture_output=True)
                truth = [json.loads(line) for line in open(f"{folder}/truth.jsonl")]
                series = {x["sku"]: {"y": [], "price": [], "promo": [], "in_stock": []} for x in truth}
                for row in open(f"{folder}/sales.csv").read().splitlines()[1:]:
                    _, sku, units, price, promo, stock = row.split(",")
                    for key, value in zip(("y", "price", "promo", "in_stock"), (units, price, promo, stock)):
                        series[sku][key].append(float(value))
            items = [{"sku": x["sku"], "category": x["category"], "freq": "D", "horizon": 28, **series[x["sku"]]} for x in truth]
            mean = np.array([x["next_mean"] for x in truth])
            error = lambda out: np.mean(np.sqrt(np.mean((np.array([o["mean"] for o in out]) - mean) ** 2, axis=1)) / mean.mean(axis=1))
            told = panel([{**item, "country": "DE", "from": start} for item in items])
            events = sum(len((o.get("effects") or {}).get("events", [])) for o in told)
            print(f"{name}, {'occasions count' if country else 'none counts':15s}: error of the mean {error(told):.3f}, not told {error(panel(items)):.3f};"
                  f" {events / n:.2f} effects found an item", flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--items", type=int, default=150)
    ask.add_argument("--seed", type=int, default=5)
    given = ask.parse_args()
    rand = np.random.default_rng(given.seed)
    for case in (stock_outs, new_items, prices, decline):
        case(rand, given.items)
    occasions(given.seed, given.items)


if __name__ == "__main__":
    main()
