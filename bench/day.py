#!/usr/bin/env python3
"""day.py [ORDERS] - a day of 5,000 orders on which stock that was promised is not there: exception.solve beside "cancel the line".

The world is generated from a seed, with rates of our own choosing: six nodes, 400 SKUs, an eighth of all orders lose at least one
line to a stock failure. Customers have a hidden taste for substitutes, hidden patience and a hidden chance to leave; what
exception.solve assumes of them is not what the world does (see WORLD). Both sides meet the same orders, the same failures and the
same dice. The baseline takes the failed line off, pays it back and sends the rest.

Reported: margin of the day, margin with what is lost of customers' value, share of ordered units that arrived by the promised
day, and how often each way was taken. Stock elsewhere is used up as the day goes on. One process answers all cases."""
import collections
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PURVEY = os.environ.get("PURVEY", str(ROOT / "build/purvey"))
WORLD = {"leave_cancel": 0.10, "leave_late_day": 0.02, "leave_wait": 0.05, "leave_substitute": 0.015, "leave_refused": 0.14,
         "taste": (0.15, 0.22), "patience_days": 7}  # not what the capability is told
NODES = [("north", 430, 25, 2), ("south", 460, 25, 2), ("east", 520, 20, 3), ("west", 480, 30, 3), ("store-a", 650, 60, 1), ("store-b", 700, 60, 2)]
POLICY = {"late_per_day": 150, "compensation_share": 0.1, "compensation_max": 600, "extra_max": 800}


def world(n, chance):
    goods = [{"price": int(math.exp(chance.gauss(7.9, 0.7))), "share": chance.uniform(0.35, 0.7)} for _ in range(400)]
    stock = {node[0]: {f"S{i}": chance.choice([0, 0, 1, 2, 4, 8]) for i in range(len(goods))} for node in NODES}
    like = {i: [(chance.randrange(len(goods)), round(chance.uniform(0.5, 0.97), 2)) for _ in range(chance.choice([0, 1, 2, 3]))] for i in range(len(goods))}
    restock = {i: chance.randint(2, 20) for i in range(len(goods)) if chance.random() < 0.6}
    orders = []
    for k in range(n):
        lines = [(i, chance.choice([1, 1, 1, 2, 3])) for i in chance.sample(range(len(goods)), chance.choice([1, 1, 2, 2, 3, 5]))]
        orders.append({
            "id": f"#{k}", "node": chance.choice(NODES[:4])[0], "lines": lines, "promised": chance.choice([2, 3, 4, 5]),
            "failed": [j for j in range(len(lines)) if chance.random() < 0.06], "value": int(math.exp(chance.gauss(8.6, 0.9))),
            "known": chance.random() < 0.7, "taste": chance.gauss(*WORLD["taste"]), "asked": chance.choice([0, 0, 1, 3]),
            "dice": [chance.random() for _ in range(4)]})
    return goods, stock, like, restock, orders


def case(o, goods, stock, like, restock):
    def price(i):
        return goods[i]["price"], int(goods[i]["price"] * goods[i]["share"])
    failed = [o["lines"][j] for j in o["failed"]]
    accepted = round(o["asked"] * min(max(o["taste"] + 0.6, 0), 1))
    return {"order": {"id": o["id"], "currency": "EUR", "node": o["node"], "promised_days": o["promised"],
                      "lines": [{"sku": f"S{i}", "quantity": q, "price": price(i)[0], "cost": price(i)[1]} for i, q in o["lines"]],
                      "quotes": [{"node": n, "parcel": p, "unit": u, "days": d} for n, p, u, d in NODES]},
            "failed": [{"sku": f"S{i}"} for i, _ in failed], "what": "stock",
            "nodes": [{"id": n, "kind": "store" if n.startswith("store") else "warehouse",
                       "stock": {f"S{i}": max(stock[n][f"S{i}"], q if n == o["node"] and (i, q) not in failed else 0) for i, q in o["lines"]}}
                      for n, *_ in NODES],
            "similar": [{"sku": f"S{j}", "instead_of": f"S{i}", "price": price(j)[0], "cost": price(j)[1], "similarity": s}
                        for i, _ in failed for j, s in like[i] if j != i],
            "restock": [{"sku": f"S{i}", "days": restock[i]} for i, _ in failed if i in restock],
            "customer": {"accepted": accepted, "refused": o["asked"] - accepted, **({"value": o["value"]} if o["known"] else {})}, "policy": POLICY}


class Side:
    def __init__(self, name):
        self.name, self.margin, self.lost, self.on_time, self.units, self.ways = name, 0.0, 0.0, 0, 0, collections.Counter()

    def rest(self, o, goods, skip):
        """What leaves as planned; the parcel is paid where there is any."""
        _, parcel, unit, days = next(n for n in NODES if n[0] == o["node"])
        units = sum(q for j, (_, q) in enumerate(o["lines"]) if j not in skip)
        self.margin += sum(q * goods[i]["price"] * (1 - goods[i]["share"]) for j, (i, q) in enumerate(o["lines"]) if j not in skip)
        self.margin -= parcel + unit * units if units else 0
        self.units += sum(q for _, q in o["lines"])
        self.on_time += units if days <= o["promised"] else 0

    def leaves(self, o, p):
        self.lost += min(p, 0.6) * o["value"]


def baseline(side, o, goods):
    side.rest(o, goods, o["failed"])
    share = sum(goods[o["lines"][j][0]]["price"] for j in o["failed"]) / sum(goods[i]["price"] for i, _ in o["lines"])
    side.leaves(o, WORLD["leave_cancel"] * (0.5 + 0.5 * share))
    side.ways["cancel"] += 1


def solved(side, o, goods, stock, answer):
    way = answer["options"][0]
    quotes = {n: (p, u, d) for n, p, u, d in NODES}
    side.ways[way["kind"]] += 1
    whole = way["kind"] == "reroute" and len(o["lines"]) > len(o["failed"])
    side.rest(o, goods, range(len(o["lines"])) if whole else o["failed"])
    share = sum(goods[o["lines"][j][0]]["price"] for j in o["failed"]) / sum(goods[i]["price"] for i, _ in o["lines"])
    scale, parcels, leave, refused = 0.5 + 0.5 * share, set(), 0.0, False
    for p in way["pieces"]:
        i, q = int(p["sku"][1:]), p["quantity"]
        keep = q * goods[i]["price"] * (1 - goods[i]["share"])
        if p["how"] == "elsewhere":
            parcel, unit, days = quotes[p["node"]]
            stock[p["node"]][p["sku"]] = max(stock[p["node"]][p["sku"]] - q, 0)
            side.margin += keep - unit * q - (parcel if p["node"] not in parcels else 0)
            parcels.add(p["node"])
            side.on_time += q if days <= o["promised"] else 0
            leave += WORLD["leave_late_day"] * max(days - o["promised"], 0)
        elif p["how"] == "substitute":
            j = int(p["to"][1:])
            like = next(s["similarity"] for s in o["case"]["similar"] if s["sku"] == p["to"] and s["instead_of"] == p["sku"])
            if o["dice"][0] < like + o["taste"] - 0.25:
                side.margin += q * (min(goods[i]["price"], goods[j]["price"]) - goods[j]["price"] * goods[j]["share"])
                side.on_time += q if quotes[o["node"]][2] <= o["promised"] else 0
                leave += WORLD["leave_substitute"]
            else:
                refused, leave = True, leave + WORLD["leave_refused"]
                side.margin -= 0 if answer["decision"] == "ask_customer" else quotes[o["node"]][0]  # it came, and went back
        elif p["how"] == "wait":
            if o["dice"][1] < math.exp(-max(p["days"] - o["promised"], 0) / WORLD["patience_days"]):
                side.margin += keep - (quotes[o["node"]][0] if len(o["lines"]) > len(o["failed"]) else 0)
                leave += WORLD["leave_wait"]
            else:
                refused, leave = True, leave + WORLD["leave_refused"]
        else:
            leave += WORLD["leave_cancel"]
    side.margin -= way["compensation"]
    side.leaves(o, leave * scale * (0.75 if way["compensation"] else 1))
    side.ways["refused"] += refused


def main(n):
    chance = random.Random(2026)
    goods, stock, like, restock, orders = world(n, chance)
    old, new = Side("cancel the line"), Side("exception.solve")
    p = subprocess.Popen([PURVEY, "call", "exception.solve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    spent, decisions = 0.0, collections.Counter()
    for o in orders:
        if not o["failed"]:
            for side in (old, new):
                side.rest(o, goods, ())
            continue
        o["case"] = case(o, goods, stock, like, restock)
        begun = time.perf_counter()
        p.stdin.write(json.dumps(o["case"]) + "\n")
        p.stdin.flush()
        answer = json.loads(p.stdout.readline())
        spent += time.perf_counter() - begun
        assert "options" in answer, answer
        decisions[answer["decision"]] += 1
        baseline(old, o, goods)
        solved(new, o, goods, stock, answer)
    p.stdin.close()
    p.wait()
    failed = sum(1 for o in orders if o["failed"])
    print(f"{n} orders, {failed} with a stock failure; {1000 * spent / failed:.2f} ms a case; decisions: "
          + ", ".join(f"{k} {v}" for k, v in decisions.most_common()))
    for s in (old, new):
        print(f"{s.name:16}  margin {s.margin / 100:10.2f}  customers' value lost {s.lost / 100:9.2f}  margin less that {(s.margin - s.lost) / 100:10.2f}  "
              f"on time {100 * s.on_time / s.units:5.2f} %   " + ", ".join(f"{k} {v}" for k, v in s.ways.most_common()))
    print(f"ratio: margin {new.margin / old.margin:.4f}, less value lost {(new.margin - new.lost) / (old.margin - old.lost):.4f}, "
          f"units late or missing {(new.units - new.on_time) / (old.units - old.on_time):.3f}")
    assert new.margin - new.lost > old.margin - old.lost and new.on_time > old.on_time


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
