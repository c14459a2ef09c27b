#!/usr/bin/env python3
"""bench/joint.py - joint orders of many lines: seconds, and how far from the best they may be by their own bound.

  bench/joint.py [--lines 1000] [--seeds 3]

The bound is a Lagrangian dual of all limits: no order within them is worth more, so the gap is a proof and needs no peer.
"""
import argparse, json, random, subprocess, time

PURVEY = "build/purvey"
LIMITS = {"budget": {"budget": 20}, "budget, weight": {"budget": 20, "max_weight": 4}, "budget, weight, units": {"budget": 20, "max_weight": 2.5, "max_units": 1.5}}


def lines(rand, n):
    return [{"sku": f"s{i}", "mean": rand.expovariate(.3), "on_hand": rand.randint(0, 40), "unit_cost": rand.uniform(2, 40),
             "margin": rand.uniform(1, 20), "weight": rand.uniform(.1, 5), "pack": rand.choice([1, 6, 12])} for i in range(n)]


p = argparse.ArgumentParser()
p.add_argument("--lines", type=int, default=1000)
p.add_argument("--seeds", type=int, default=3)
a = p.parse_args()
for name, limit in LIMITS.items():
    gaps, begun = [], time.perf_counter()
    for seed in range(a.seeds):
        order = {"today": "2026-11-21", "calendar": {"order_days": ["mon"]}, "lines": lines(random.Random(seed), a.lines)}
        order |= {k: v * a.lines for k, v in limit.items()}
        done = subprocess.run([PURVEY, "call", "replenish.joint"], input=json.dumps(order), capture_output=True, text=True, check=True)
        gaps.append(json.loads(done.stdout)["gap"])
    print(f"{name:22} {a.lines} lines: {(time.perf_counter() - begun) / a.seeds:.2f} s, gap at most {100 * max(gaps):.3f} %")
