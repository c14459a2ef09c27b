#!/usr/bin/env python3
"""bench/replenish.py - replenish.policy beside stockpyl's exact algorithms, on the same seeded items in one run.

  pip install stockpyl; bench/replenish.py [--items 60] [--many 10000]

Prints per kind of problem: the largest and the mean relative difference between our expected cost and stockpyl's exact
optimum, our policy's cost by stockpyl's own cost function over that optimum, time per item on both sides and the ratio.
Under a normal stockpyl has the exact cost of an (r,Q) but no optimum: the peer is the best of its three approximations, in parts
of a unit; ours is in whole units.
"""
import argparse, json, random, subprocess, time

from stockpyl import newsvendor, rq, ss

PURVEY = "build/purvey"


def items(n, periodic, seed):
    rand = random.Random(seed)
    for _ in range(n):
        holding = rand.uniform(0.05, 1)
        item = {"demand": {"mean": round(rand.uniform(0.3, 12), 3)}, "lead_time": {"mean": rand.randint(1, 7)},
                "fixed_cost": round(rand.uniform(5, 60), 2), "holding_cost": round(holding, 4),
                "penalty_cost": round(holding * rand.uniform(3, 40), 4), "on_hand": rand.randint(0, 40)}
        if periodic:  # stockpyl's (s,S) knows no lead time
            item.update(review_period=1, lead_time={"mean": 0})
        yield item


def ours(batch):
    text = "\n".join(json.dumps(item) for item in batch)
    start = time.perf_counter()
    done = subprocess.run([PURVEY, "call", "replenish.policy"], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()], time.perf_counter() - start


def costs(x):
    return x["holding_cost"], x["penalty_cost"], x["fixed_cost"]


def exact_rq(x, y):
    h, p, k = costs(x)
    mean, lead = x["demand"]["mean"], x["lead_time"]["mean"]
    best = rq.r_q_poisson_exact(h, p, k, mean, lead)[2]
    return best, lambda: rq.r_q_cost_poisson(y["reorder_point"], y["order_quantity"], h, p, k, mean, lead)


def exact_ss(x, y):
    h, p, k = costs(x)
    mean = x["demand"]["mean"]
    best = ss.s_s_discrete_exact(h, p, k, True, mean)[2]
    return best, lambda: ss.s_s_cost_discrete(y["reorder_point"], y["order_up_to"], h, p, k, True, mean)


def scattered(batch, seed):
    """The same items with a pmf of demand: uneven chances of 0 to 12 units."""
    rand = random.Random(seed)
    for item in batch:
        weight = [rand.random() ** 2 for _ in range(rand.randint(3, 13))]
        yield {**item, "demand": {"pmf": [w / sum(weight) for w in weight]}}


def exact_pmf(x, y):
    h, p, k = costs(x)
    pmf = x["demand"]["pmf"] + [0] * 500  # stockpyl reads as far as S - s
    best = ss.s_s_discrete_exact(h, p, k, False, None, len(pmf) - 1, pmf)[2]
    return best, lambda: ss.s_s_cost_discrete(y["reorder_point"], y["order_up_to"], h, p, k, False, None, len(pmf) - 1, pmf)


def exact_season(x, y):
    h, p, _ = costs(x)
    best = newsvendor.newsvendor_poisson(h, p, x["demand"]["mean"])[1]
    return best, lambda: newsvendor.newsvendor_poisson_cost(y["order_up_to"], h, p, x["demand"]["mean"])


def normal_rq(batch):
    """The same items under a normal demand of three to forty percent scatter, ten times as large."""
    rand = random.Random(8)
    for item in batch:
        mean = 10 * item["demand"]["mean"] + 20
        yield {**item, "fixed_cost": 20 * item["fixed_cost"], "demand": {"mean": mean, "sd": round(mean * rand.uniform(0.03, 0.4), 3)}}


def best_normal(x, y):
    h, p, k = costs(x)
    at = (h, p, k, x["demand"]["mean"], x["demand"]["sd"], x["lead_time"]["mean"])
    tried = [rq.r_q_eoqb_approximation(*at), rq.r_q_eoqss_approximation(*at), rq.r_q_loss_function_approximation(*at)]
    best = min(rq.r_q_cost(r, q, *at) for r, q, *_ in tried)
    return best, lambda: rq.r_q_cost(y["reorder_point"], y["order_quantity"], *at)


def compare(name, batch, exact):
    copies = max(1, 2000 // len(batch))  # so that starting the process does not count for much
    answers, our_time = ours(batch * copies)
    our_time /= copies
    found, start = [], time.perf_counter()
    for x, y in zip(batch, answers):
        found.append(exact(x, y))
    their_time = time.perf_counter() - start
    gaps = [y["expected_cost"] / best - 1 for y, (best, _) in zip(answers, found)]
    gap = max(gaps, key=abs)
    own = max(again() / best - 1 for best, again in found)
    n = len(batch)
    print(f"{name:10s} {n:4d} items  cost gap max {gap:+.1e} mean {sum(gaps) / len(gaps):+.1e}  policy over optimum {own:+.1e}  "
          f"ours {1e3 * our_time / n:.4f} ms/item  stockpyl {1e3 * their_time / n:.1f} ms/item  ratio {their_time / our_time:,.0f}")


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--items", type=int, default=60)
    ask.add_argument("--many", type=int, default=10000)
    given = ask.parse_args()
    compare("(r,Q)", list(items(given.items, False, 1)), exact_rq)
    compare("normal", list(normal_rq(items(given.items, False, 7))), best_normal)
    compare("(s,S)", list(items(given.items, True, 2)), exact_ss)
    compare("(s,S) pmf", list(scattered(items(given.items, True, 5), 6)), exact_pmf)
    seasons = [dict(x, season=True, fixed_cost=0) for x in items(given.items, False, 3)]
    compare("newsvendor", seasons, exact_season)
    for name, periodic in (("(r,Q)", False), ("(s,S)", True)):
        print(f"{given.many} items {name}: {ours(list(items(given.many, periodic, 4)))[1]:.2f} s, start and JSON included")


if __name__ == "__main__":
    main()
