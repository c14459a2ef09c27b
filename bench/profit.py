#!/usr/bin/env python3
"""bench/profit.py - money earned in a simulated shop by price.elastic, price.markdown and replenish.policy, beside the
dull twin (nothing changes) and beside an oracle that knows the truth and keeps the same limits.

  bench/profit.py [--items 60] [--seed 1]

Share of the oracle's profit = (ours - twin) / (oracle - twin). Demand: Poisson around rate x weekday x
(price / usual)^elasticity. What can be had without knowing the elasticities is less than the oracle has: for prices the
"informed" decision is printed as well, Bayes' rule with the very likelihood, weekdays and spread between items that the
simulator draws from, on the sales that its own prices made. Only Python's own library is needed.
"""
import argparse, json, math, random, subprocess

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
    given = ask.parse_args()
    rand = random.Random(given.seed)
    show("price.elastic, 12 weeks", pricing(rand, given.items), "profit")
    show("replenish.policy, 240 days", replenishing(rand, given.items), "cost")
    show("price.markdown, 10 periods", clearing(rand, min(given.items, 30)), "money")


if __name__ == "__main__":
    main()
