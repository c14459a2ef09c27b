#!/usr/bin/env python3
"""bench/profit.py - money earned in a simulated shop by price.elastic, price.markdown, replenish.policy and promotions
(promo.cross and promo.plan), beside the dull twin (nothing changes) and beside an oracle that knows the truth and keeps the
same limits.

  bench/profit.py [--items 60] [--seed 1] [--shops 4] [--only pricing]

Share of the oracle's profit = (ours - twin) / (oracle - twin). Demand: Poisson around rate x weekday x
(price / usual)^elasticity. What can be had without knowing the elasticities is less than the oracle has: for prices the
"informed" decision is printed as well, Bayes' rule with the very likelihood, weekdays and spread between items that the
simulator draws from, on the sales that its own prices made. Promotions: --shops of `purvey simulate --cross`, one week
each: which items, how deep. Only Python's own library is needed.
"""
import argparse, csv, json, math, random, subprocess, tempfile

PURVEY = "build/purvey"
WEEK = [0.8, 0.8, 0.9, 1.0, 1.2, 1.4, 0.9]


def call(capability, lines):
    text = "\n".join(json.dumps(line) for line in lines)
    done = subprocess.run([PURVEY, "call", capability], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def poisson(rand, mean):
    if mean > 50:
        return max(0, round(rand.gauss(mean, math.sqrt(mean))))
    left, k, p = math.exp(-mean), 0, rand.random()
    while p > left:
        p *= rand.random()
        k += 1
    return k


def items_of(rand, n):
    centre = {k: rand.gauss(-2.4, 0.3) for k in range(4)}
    for i in range(n):
        price = round(math.exp(rand.gauss(3, 0.6)), 2)
        yield {"sku": f"i{i}", "category": str(i % 4), "usual": price, "cost": round(price * rand.uniform(0.35, 0.65), 2),
               "rate": math.exp(rand.gauss(1.2, 0.9)), "elasticity": min(-1.1, rand.gauss(centre[i % 4], 0.35))}


def mean(item, day, price):
    return item["rate"] * WEEK[day % 7] * (price / item["usual"]) ** item["elasticity"]


def weekly_profit(item, price):
    return sum((price - item["cost"]) * mean(item, day, price) for day in range(7))


def history(rand, item, days):
    price, prices, units = item["usual"], [], []
    for day in range(days):
        if rand.random() < 0.05:
            price = round(item["usual"] * math.exp(rand.gauss(0, 0.1)), 2)
        prices.append(price)
        units.append(poisson(rand, mean(item, day, price)))
    return prices, units


def limits(item):
    return 0.75 * item["usual"], 1.3 * item["usual"]


def oracle_price(item, now):
    e, (low, high) = item["elasticity"], limits(item)
    best = item["cost"] * e / (1 + e)
    return min(max(best, low, 0.9 * now), high, 1.1 * now)


GRID = [-4.5 + 3.4 * k / 67 for k in range(68)]      # elasticities
CENTRES = [-3.6 + 2.4 * k / 30 for k in range(31)]    # of a category


class Informed:
    """What can be known of elasticities at best: the simulator's own likelihood and priors."""

    def __init__(self, items):
        self.items, self.sold, self.paid = items, [0.0] * len(items), [[0.0] * len(GRID) for _ in items]
        self.total = [0.0] * len(items)
        self.prior = []
        for centre in CENTRES:
            row = [math.exp(-((e - centre) / 0.35) ** 2 / 2) for e in GRID]
            self.prior.append([v / sum(row) for v in row])

    def see(self, k, prices, units):
        for day, (price, sold) in enumerate(zip(prices, units)):
            x = math.log(price / self.items[k]["usual"])
            self.sold[k] += sold * x
            self.total[k] += sold
            for g, e in enumerate(GRID):
                self.paid[k][g] += WEEK[day % 7] * math.exp(e * x)

    def beliefs(self):
        """Each item's chances over GRID; an item's pace is unknown and integrated out."""
        likely = []
        for k in range(len(self.items)):
            row = [e * self.sold[k] - self.total[k] * math.log(s) for e, s in zip(GRID, self.paid[k])]
            likely.append([math.exp(v - max(row)) for v in row])
        fit = [[sum(p * v for p, v in zip(prior, row)) for prior in self.prior] for row in likely]
        for k, item in enumerate(self.items):
            weight = [-((c + 2.4) / 0.3) ** 2 / 2 for c in CENTRES]
            for j, other in enumerate(self.items):
                if other["category"] == item["category"]:
                    weight = [w + math.log(f) for w, f in zip(weight, fit[j])]
            weight = [math.exp(w - max(weight)) / f for w, f in zip(weight, fit[k])]
            row = [sum(w * p[g] for w, p in zip(weight, self.prior)) * likely[k][g] for g in range(len(GRID))]
            yield [v / sum(row) for v in row]

    def price(self, k, belief, now):
        item, (low, high) = self.items[k], limits(self.items[k])
        low, high = max(low, 0.9 * now, item["cost"]), min(high, 1.1 * now)

        def expected(price):
            x = math.log(price / item["usual"])
            return (price - item["cost"]) * sum(b * math.exp(e * x) for b, e in zip(belief, GRID))
        return max((low + (high - low) * i / 40 for i in range(41)), key=expected)


def pricing(rand, n, weeks=12):
    items = list(items_of(rand, n))
    past = [history(rand, item, 182) for item in items]
    informed, chance = Informed(items), random.Random(rand.random())
    for k, (prices, units) in enumerate(past):
        informed.see(k, prices, units)
    now = [item["usual"] for item in items]
    best, known = list(now), list(now)
    earned = {"twin": 0.0, "ours": 0.0, "oracle": 0.0, "informed": 0.0}
    for _ in range(weeks):
        asked = [dict(sku=x["sku"], category=x["category"], price=p, units=u, price_now=round(m, 2), cost=x["cost"],
                      floor=limits(x)[0], ceiling=limits(x)[1]) for x, (p, u), m in zip(items, past, now)]
        answer = call("price.elastic", [{"items": asked, "max_step": 0.1}])[0]["items"]
        for k, (item, belief) in enumerate(zip(items, list(informed.beliefs()))):
            now[k], best[k], known[k] = answer[k]["price"], oracle_price(item, best[k]), informed.price(k, belief, known[k])
            for name, price in (("twin", item["usual"]), ("ours", now[k]), ("oracle", best[k]), ("informed", known[k])):
                earned[name] += weekly_profit(item, price)
            informed.see(k, [known[k]] * 7, [poisson(chance, mean(item, day, known[k])) for day in range(7)])
            for day in range(7):
                past[k][0].append(now[k])
                past[k][1].append(poisson(rand, mean(item, day, now[k])))
    return earned


def run_stock(rand, demand, lead, holding, penalty, fixed, order):
    """Cost of a year's days, counted from the day stock has settled."""
    stock, coming, cost = 0.0, [], 0.0
    for day, units in enumerate(demand):
        stock += sum(q for when, q in coming if when == day)
        coming = [(when, q) for when, q in coming if when > day]
        quantity = order(day, stock, sum(q for _, q in coming))
        if quantity:
            coming.append((day + lead, quantity))
        stock -= units
        if day >= 60:
            cost += holding * max(stock, 0) + penalty * max(-stock, 0) + (fixed if quantity else 0)
    return cost


def replenishing(rand, n, days=300):
    total = {"twin": 0.0, "ours": 0.0, "oracle": 0.0}
    for item in items_of(rand, n):
        lead, holding, fixed = rand.randint(2, 10), 0.05, 5.0
        penalty, past = 20 * holding, [poisson(rand, mean(item, d, item["usual"])) for d in range(140)]
        demand = [poisson(rand, mean(item, d, item["usual"])) for d in range(days)]
        f = call("forecast.demand", [{"y": past, "freq": "D", "horizon": 28, "quantiles": [0.1, 0.9]}])[0]
        level = sum(f["mean"]) / 28
        spread = max(math.sqrt(level), sum(h - l for l, h in zip(f["quantiles"]["0.1"], f["quantiles"]["0.9"])) / 28 / 2.5631)
        true = item["rate"] * sum(WEEK) / 7

        def policy(mu, sd):
            p = call("replenish.policy", [{"demand": {"mean": mu, "sd": sd}, "lead_time": {"mean": lead}, "review_period": 1,
                                           "fixed_cost": fixed, "holding_cost": holding, "penalty_cost": penalty}])[0]
            return lambda day, stock, coming: 0 if stock + coming > p["reorder_point"] else p["order_up_to"] - stock - coming

        def twin(day, stock, coming):
            return 0 if stock + coming > 1.5 * lead * level else 28 * level

        real = math.sqrt(true + true ** 2 * (sum(w * w for w in WEEK) / 7 / (sum(WEEK) / 7) ** 2 - 1))
        for name, order in (("twin", twin), ("ours", policy(level, spread)), ("oracle", policy(true, real))):
            total[name] += run_stock(rand, demand, lead, holding, penalty, fixed, order)
    return total


def clearing(rand, n):
    total = {"twin": 0.0, "ours": 0.0, "oracle": 0.0}
    for item in items_of(rand, n):
        stock, periods, price = max(5, round(14 * item["rate"] * rand.uniform(0.8, 2.5))), 10, item["usual"]
        guess = item["elasticity"] + rand.gauss(0, 0.35)  # what price.elastic would know
        game = {"stock": stock, "periods": periods, "price_now": price, "units_now": item["rate"], "salvage": 0.1 * price}
        for name, e in (("ours", min(-0.1, guess)), ("oracle", item["elasticity"])):
            left, now, chance = stock, price, random.Random(item["sku"])
            for period in range(periods):
                if left > 0:
                    now_units = item["rate"] * (now / price) ** e
                    now = call("price.markdown", [dict(game, stock=left, periods=periods - period, price_now=now, units_now=now_units,
                                                       elasticity=e)])[0]["price_today"]
                sold = min(left, poisson(chance, item["rate"] * (now / price) ** item["elasticity"]))
                total[name] += now * sold
                left -= sold
            total[name] += 0.1 * price * left
        chance, left = random.Random(item["sku"]), stock
        for _ in range(periods):
            sold = min(left, poisson(chance, item["rate"]))
            total["twin"] += price * sold
            left -= sold
        total["twin"] += 0.1 * price * left
    return total


# ---- promotions -----------------------------------------------------------------------------------------------------

DEPTHS, MOST, LEAST_MARGIN = [0.1, 0.15, 0.2, 0.25, 0.3], 10, 0.05


class World:
    """The week after a simulated shop's history, as its truth has it."""

    def __init__(self, truth, price):
        self.of, self.price = truth, price
        self.base = {sku: sum(t["next_mean"][:7]) for sku, t in truth.items()}
        self.size = {}
        for sku, t in truth.items():
            self.size[t["category"]] = self.size.get(t["category"], 0) + self.base[sku]

    def profit(self, depths):
        """Expected profit beyond doing nothing: {sku: discount}."""
        units, asked = dict(self.base), {sku: round(p * (1 - depths.get(sku, 0)), 2) for sku, p in self.price.items()}
        taken, brought = {}, {}
        for sku in depths:
            t = self.of[sku]
            extra = self.base[sku] * ((asked[sku] / self.price[sku]) ** t["elasticity"] * (1 + t["promo_lift"]) - 1)
            units[sku] += extra
            others = self.size[t["category"]] - self.base[sku]
            if others > 0:
                taken[t["category"]] = taken.get(t["category"], []) + [(sku, t["cannibal"] * extra / others)]
            if t["partner"]:
                brought[t["partner"]] = brought.get(t["partner"], 0) + t["attach"] * 2 * t["new_orders"] * extra
        for category, shares in taken.items():
            for sku, t in self.of.items():
                if t["category"] == category:
                    units[sku] *= max(0.05, 1 - sum(share for by, share in shares if by != sku))
        return sum((asked[sku] - t["cost"]) * (units[sku] + brought.get(sku, 0)) - (self.price[sku] - t["cost"]) * self.base[sku]
                   for sku, t in self.of.items())

    def allowed(self, sku, depth):
        return self.of[sku]["cost"] <= round(self.price[sku] * (1 - depth), 2) * (1 - LEAST_MARGIN)

    def best(self):
        """What one would do who knew: the best next item or change, until none gains."""
        chosen, now = {}, 0.0
        while True:
            tries = [{**chosen, sku: depth} for sku in self.of for depth in DEPTHS if self.allowed(sku, depth) and chosen.get(sku) != depth]
            tries += [{k: d for k, d in chosen.items() if k != sku} for sku in chosen]
            tries = [(self.profit(t), t) for t in tries if len(t) <= MOST]
            top, what = max(tries, key=lambda x: x[0])
            if top <= now + 1e-6:
                return now
            now, chosen = top, what


def shop(folder, seed, items):
    subprocess.run([PURVEY, "simulate", folder, "--cross", "--items", str(items), "--seed", str(seed)], check=True, capture_output=True)
    truth = {t["sku"]: t for t in map(json.loads, open(f"{folder}/truth.jsonl"))}
    price = {r["sku"]: float(r["price"]) for r in csv.DictReader(open(f"{folder}/catalog.csv"))}
    series = {sku: {"sku": sku, "units": [], "price": [], "promo": [], "in_stock": []} for sku in truth}
    for r in csv.DictReader(open(f"{folder}/sales.csv")):
        for key in ("units", "price", "promo", "in_stock"):
            series[r["sku"]][key].append(float(r[key]))
    baskets = {}
    for r in csv.DictReader(open(f"{folder}/orders.csv")):
        if r["order"]:
            baskets.setdefault(r["order"], []).append({"sku": r["sku"]})
    return truth, price, series, [{"lines": lines} for lines in baskets.values()][-60000:]


def planned(truth, price, series, orders):
    """What purvey would promote, from what a shop knows."""
    elastic = call("price.elastic", [{"items": [
        {"sku": sku, "category": truth[sku]["category"], "price": s["price"], "promo": s["promo"], "price_now": price[sku], "cost": truth[sku]["cost"],
         "units": [u if there == 1 else None for u, there in zip(s["units"], s["in_stock"])]} for sku, s in series.items()]}])[0]["items"]
    known = {x["sku"]: min(0, x["elasticity"]) for x in elastic}
    cross = call("promo.cross", [{"items": [{"category": truth[sku]["category"], "elasticity": known[sku], **s} for sku, s in series.items()],
                                  "orders": orders}])[0]
    cannibal = {k["category"]: min(1, max(0, k["cannibal"])) for k in cross["categories"]}
    lift = {x["sku"]: max(0, x["lift"]) for x in cross["items"]}
    ahead = call("forecast.demand", [{"sku": sku, "y": s["units"], "price": s["price"], "promo": s["promo"], "in_stock": s["in_stock"], "freq": "D",
                                      "horizon": 7, "quantiles": [0.5]} for sku, s in series.items()])
    items = [{"sku": sku, "category": truth[sku]["category"], "price": price[sku], "cost": truth[sku]["cost"], "units": sum(f["mean"]) / 7,
              "elasticity": known[sku], "lift": lift[sku], "cannibal": cannibal[truth[sku]["category"]]} for sku, f in zip(series, ahead)]
    plan = call("promo.plan", [{"items": items, "orders": orders, "depths": DEPTHS, "max_items": MOST, "min_margin": LEAST_MARGIN,
                                "new_orders": min(1, max(0, cross["new_orders"]))}])[0]
    return {p["sku"]: p["depth"] for p in plan["picks"]}


def promoting(seed, items, shops):
    total = {"twin": 0.0, "ours": 0.0, "oracle": 0.0}
    for k in range(shops):
        with tempfile.TemporaryDirectory() as folder:
            truth, price, series, orders = shop(folder, seed + k, items)
        world = World(truth, price)
        total["ours"] += world.profit(planned(truth, price, series, orders))
        total["oracle"] += world.best()
    return total


def show(name, total, unit):
    gained = (total["ours"] - total["twin"]) / (total["oracle"] - total["twin"])
    print(f"{name}: twin {total['twin']:.0f}, ours {total['ours']:.0f}, oracle {total['oracle']:.0f} {unit}; "
          f"{100 * gained:.1f} % of what the oracle gains over the twin")
    if "informed" in total:
        most = (total["informed"] - total["twin"]) / (total["oracle"] - total["twin"])
        print(f"    to be had without knowing the elasticities: {100 * most:.1f} %; ours is {100 * gained / most:.1f} % of that")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--items", type=int, default=60)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--shops", type=int, default=4)
    ask.add_argument("--only", choices=["pricing", "replenishing", "clearing", "promoting"])
    given = ask.parse_args()
    rand = random.Random(given.seed)
    runs = {"pricing": ("price.elastic, 12 weeks", lambda: pricing(rand, given.items), "profit"),
            "replenishing": ("replenish.policy, 240 days", lambda: replenishing(rand, given.items), "cost"),
            "clearing": ("price.markdown, 10 periods", lambda: clearing(rand, min(given.items, 30)), "money"),
            "promoting": (f"promo.plan, a week of {given.shops} shops", lambda: promoting(given.seed, given.items, given.shops), "profit beyond the twin's")}
    for name, (title, run, unit) in runs.items():
        if given.only in (None, name):
            show(title, run(), unit)


if __name__ == "__main__":
    main()
