#!/usr/bin/env python3
"""bench/resemble.py - what `purvey resemble` keeps of a shop and that nobody of it is in what it writes.

  bench/resemble.py [--items 60] [--seed 9] [--orders FILE.csv --catalog FILE.csv]

Imports a shop's orders (a simulated one's where none are given), lets resemble write its own and holds the two against each other: units by SKU and
weekday, the daily total, how far days scatter, lines of an order, orders of a buyer, pairs bought together, response to promotions. Then, for buyers of two orders and
more: how near each made-up one is to the nearest real one (share of purchases, a SKU on a day, that both have), beside how near
real ones are to each other. Nearer than that would be a copy.
"""
import argparse, collections, csv, os, random, subprocess, tempfile
import statistics as st

PURVEY = os.path.abspath("build/purvey")


def read(path):
    """Orders as {order: (day, buyer, {sku: units})}, units by (day, sku), and which of those were promoted."""
    orders, units, promo = {}, collections.Counter(), set()
    for row in csv.DictReader(open(path)):
        if row["promo"] == "1":
            promo.add((row["date"], row["sku"]))
        if row["order"]:
            orders.setdefault(row["order"], (row["date"], row["customer"], collections.Counter()))[2][row["sku"]] += int(row["units"])
            units[row["date"], row["sku"]] += int(row["units"])
    return orders, units, promo


def totals(units, key):
    out = collections.Counter()
    for (day, sku), n in units.items():
        out[key(day, sku)] += n
    return out


def alike(a, b):
    """Correlation of two counters over their keys."""
    keys = sorted(set(a) | set(b))
    return st.correlation([a[k] for k in keys], [b[k] for k in keys])


def weekday(day):
    from datetime import date
    return date.fromisoformat(day).weekday()


def pairs(orders):
    out = collections.Counter()
    for _, _, skus in orders.values():
        out.update((a, b) for a in skus for b in skus if a < b)
    return out


def lift(units, promo):
    on, off = collections.Counter(), collections.Counter()
    promoted = {sku for _, sku in promo}
    days = {day for day, _ in units}
    for sku in promoted:
        for day in days:
            (on if (day, sku) in promo else off)[sku] += units[day, sku]
    n_on = collections.Counter(sku for _, sku in promo)
    return sum(on.values()) / sum(n_on.values()) / (sum(off.values()) / (len(days) * len(promoted) - sum(n_on.values())))


def scatter(units):
    """Median over SKUs of the variance of a day's units over their mean."""
    days, by = sorted({day for day, _ in units}), collections.defaultdict(list)
    for sku in {sku for _, sku in units}:
        by[sku] = [units[day, sku] for day in days]
    return st.median(st.pvariance(v) / st.mean(v) for v in by.values())


def buyers(orders):
    out = collections.defaultdict(set)
    count = collections.Counter()
    for day, who, skus in orders.values():
        if who:
            out[who] |= {(day, sku) for sku in skus}
            count[who] += 1
    return {who: bought for who, bought in out.items() if count[who] > 1}, count


def nearest(some, others, rand, n=400):
    index = collections.defaultdict(set)
    for who, bought in others.items():
        for one in bought:
            index[one].add(who)
    best = []
    for who in rand.sample(sorted(some), min(n, len(some))):
        shared = collections.Counter(o for one in some[who] for o in index[one] if others[o] is not some[who])
        best.append(max((k / len(some[who] | others[o]) for o, k in shared.items()), default=0))
    return best


def compare(real, made, seed=1):
    """Rows of (what, the shop's, the made-up one's)."""
    (orders, units, promo), (orders2, units2, promo2) = real, made
    (two, count), (two2, count2) = buyers(orders), buyers(orders2)
    rand = random.Random(seed)
    own, cross = nearest(two, two, rand), nearest(two2, two, rand)
    lines, lines2 = (st.mean(len(s) for _, _, s in o.values()) for o in (orders, orders2))
    each = lambda c: st.mean(c.values()) if c else 0
    by_day, by_day2 = totals(units, lambda d, s: d), totals(units2, lambda d, s: d)
    yield "units", sum(units.values()), sum(units2.values())
    yield "units by SKU, correlation", 1, alike(totals(units, lambda d, s: s), totals(units2, lambda d, s: s))
    yield "units by weekday, correlation", 1, alike(totals(units, lambda d, s: weekday(d)), totals(units2, lambda d, s: weekday(d)))
    yield "units by day, correlation", 1, alike(by_day, by_day2)
    yield "units by SKU and day, correlation", 1, alike(units, units2)
    yield "scatter of a SKU's days, variance over mean", scatter(units), scatter(units2)
    yield "a promoted day over another", lift(units, promo), lift(units2, promo2)
    yield "orders", len(orders), len(orders2)
    yield "lines of an order", lines, lines2
    yield "orders of a buyer", each(count), each(count2)
    yield "pairs bought together, correlation", 1, alike(pairs(orders), pairs(orders2))
    yield "buyers known by the same name", 0, len(set(count) & set(count2))
    yield "a buyer's nearest real other, shared purchases", st.mean(own), st.mean(cross)
    yield "most that any shares with a real one", max(own), max(cross)


def shop(folder, items, seed, given):
    """Fill a shop in `folder` and let it resemble itself; the two files of orders."""
    run = lambda *words: subprocess.run([PURVEY, *words], cwd=folder, env={**os.environ, "PURVEY_HOME": f"{folder}/home"}, check=True, capture_output=True, text=True)
    from datetime import date, timedelta
    orders, catalog = given or (f"{folder}/own/orders.csv", f"{folder}/own/catalog.csv")
    if not given:
        run("simulate", "own", "--items", str(items), "--seed", str(seed), "--cross", "--from", str(date.today() - timedelta(400)))
    run("init")
    run("import", catalog)
    run("import", orders)
    run("resemble", "like", "--seed", str(seed))
    return orders, f"{folder}/like/orders.csv"


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--items", type=int, default=60)
    ask.add_argument("--seed", type=int, default=9)
    ask.add_argument("--orders")
    ask.add_argument("--catalog")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own = (os.path.abspath(given.orders), os.path.abspath(given.catalog)) if given.orders else None
        real, made = (read(path) for path in shop(folder, given.items, given.seed, own))
    print(f"{'':48s} {'the shop':>12s} {'made up':>12s}")
    for what, a, b in compare(real, made):
        print(f"{what:48s} {a:12.3f} {b:12.3f}")


if __name__ == "__main__":
    main()
