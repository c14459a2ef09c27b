"""Waves of orders: the answer is reckoned again from the input alone, and held against every possible plan of small waves."""
import functools
import itertools
import json
import math
import random
import subprocess

from conftest import PURVEY


def call(waves):
    text = "".join(json.dumps(w) + "\n" for w in waves)
    done = subprocess.run([PURVEY, "call", "route.order"], input=text, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def km(a, b):
    p, q = map(math.radians, (a["lat"], b["lat"]))
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b["lon"] - a["lon"]) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1, h)))


def rate(wave, node, to):
    for r in wave.get("rates", []):
        if r.get("node", node["id"]) != node["id"] or ("country" in r and r["country"] != (to or {}).get("country")):
            continue
        if "up_to_km" not in r or (to and "lat" in to and km(node, to) <= r["up_to_km"]):
            return r


def quotes(wave, order):
    """Money of each node for this order: {node: (parcel with lateness, unit)}."""
    given = [q for q in order.get("quotes", []) if order.get("pickup") in (None, q["node"])]
    if order.get("pickup"):
        given.append({"node": order["pickup"], "parcel": 0})
    elif not order.get("quotes"):
        given = [dict(r, node=n["id"]) for n in wave["nodes"] if (r := rate(wave, n, order.get("to")))]
    known, out = {n["id"] for n in wave["nodes"]}, {}
    for q in given:
        late = max(0, math.ceil(q.get("days", 0) - order["promised_by"])) if "promised_by" in order else 0
        if q["node"] in known:
            out.setdefault(q["node"], (q["parcel"] + late * wave["cost"].get("late", 0), q.get("unit", 0)))
    return out


def wanted(order):
    lines = {}
    for line in order["lines"]:
        lines[line["sku"]] = lines.get(line["sku"], 0) + line["qty"]
    return {s: n for s, n in lines.items() if n}


def stock(node):
    return {s: max(0, n - max(0, node.get("protect", {}).get(s, 0))) for s, n in node["stock"].items()}


def audit(wave, out):
    """Refuse a plan that takes what is not there, or whose money does not add up."""
    left = {n["id"]: stock(n) for n in wave["nodes"]}
    room = {n["id"]: n.get("capacity", math.inf) for n in wave["nodes"]}
    due = {o["id"]: wanted(o) for o in wave["orders"]}
    price = {o["id"]: quotes(wave, o) for o in wave["orders"]}
    cost, seen = 0, set()
    for s in out["shipments"]:
        assert (s["order"], s["node"]) not in seen and s["lines"]
        seen.add((s["order"], s["node"]))
        parcel, unit = price[s["order"]][s["node"]]
        money = parcel + unit * sum(x["qty"] for x in s["lines"])
        assert money == s["cost"]
        cost += money
        room[s["node"]] -= 1
        assert room[s["node"]] >= 0, "more parcels than the node packs"
        for x in s["lines"]:
            left[s["node"]][x["sku"]] -= x["qty"]
            due[s["order"]][x["sku"]] -= x["qty"]
            assert x["qty"] > 0 and left[s["node"]][x["sku"]] >= 0, "more than may be shipped"
    for u in out["unfilled"]:
        due[u["order"]][u["sku"]] -= u["qty"]
        cost += u["qty"] * wave["cost"]["unfilled"]
        assert u["qty"] > 0 and u["why"]
    assert not any(n for lines in due.values() for n in lines.values()), "every unit is shipped once or unfilled"
    assert cost == out["cost"] >= out["bound"] >= 0
    assert out["gap"] == (0 if not cost else (cost - out["bound"]) / cost)


def least(wave):
    """The cost of the cheapest plan, by trying all of them."""
    nodes = [n["id"] for n in wave["nodes"]]
    skus = sorted({s for o in wave["orders"] for s in wanted(o)})
    start = tuple(stock(n).get(s, 0) for n in wave["nodes"] for s in skus) + tuple(n.get("capacity", 99) for n in wave["nodes"])

    @functools.cache
    def best(i, have):
        if i == len(wave["orders"]):
            return 0
        order, price = wave["orders"][i], quotes(wave, wave["orders"][i])
        slots = [(w, s) for w, n in enumerate(nodes) if n in price for s in wanted(order)]
        low = math.inf
        for take in itertools.product(*(range(min(wanted(order)[s], have[w * len(skus) + skus.index(s)]) + 1) for w, s in slots)):
            after, due, cost, opened = list(have), wanted(order), 0, set()
            for (w, s), n in zip(slots, take):
                after[w * len(skus) + skus.index(s)] -= n
                due[s] -= n
                cost += n * price[nodes[w]][1]
                if n and w not in opened:
                    opened.add(w)
                    cost += price[nodes[w]][0]
                    after[len(nodes) * len(skus) + w] -= 1
            if min(due.values(), default=0) >= 0 and min(after[len(nodes) * len(skus):]) >= 0:
                cost += sum(due.values()) * wave["cost"]["unfilled"]
                low = min(low, cost + best(i + 1, tuple(after)))
        return low if slots else sum(wanted(order).values()) * wave["cost"]["unfilled"] + best(i + 1, have)

    return best(0, start)


def wave(r, orders, nodes, skus, most=2):
    """Whatever the interface knows, some of it in each wave."""
    place = lambda: {"lat": r.uniform(45, 55), "lon": r.uniform(0, 15)}
    made = {"nodes": [{"id": f"n{i}", "kind": r.choice(["warehouse", "store"]), "stock": {f"s{k}": r.randint(0, 3) for k in range(skus)},
                       **place()} for i in range(nodes)], "orders": [],
            "cost": {"unfilled": r.choice([0, 300, 2500]), "late": r.choice([0, 100])}, "time_limit_ms": 1000}
    for n in made["nodes"]:
        if r.random() < .7:
            n["capacity"] = r.randint(0, orders)
        if r.random() < .4:
            n["protect"] = {f"s{k}": r.randint(0, 4) for k in range(r.randint(0, skus + 1))}
    if r.random() < .3:
        made["rates"] = [{"up_to_km": 400, "parcel": 400, "unit": 10}, {"node": "n0", "parcel": 700}, {"country": "DE", "parcel": 900, "days": 4}]
    for i in range(orders):
        o = {"id": f"o{i}", "lines": [{"sku": f"s{r.randint(0, skus)}", "qty": r.randint(0, most)} for _ in range(r.randint(1, 3))]}
        if r.random() < .8:
            o["quotes"] = [{"node": f"n{k}", "parcel": r.randint(0, 900), "unit": r.randint(0, 90), "days": r.randint(1, 5)}
                           for k in range(nodes) if r.random() < .9]
        o.update({k: v for k, v in {"promised_by": r.randint(1, 4), "priority": r.randint(0, 3), "pickup": f"n{r.randrange(nodes)}",
                                    "to": dict(place(), country="DE")}.items() if r.random() < .25})
        made["orders"].append(o)
    return made


def test_small_waves_are_held_against_every_plan():
    r = random.Random(20)
    waves = [wave(r, r.randint(1, 3), r.randint(1, 3), 2) for _ in range(300)]
    answers = call(waves)
    assert len(answers) == len(waves)
    best = 0
    for w, out in zip(waves, answers):
        audit(w, out)
        low = least(w)
        assert out["bound"] <= low <= out["cost"], w
        best += low == out["cost"]
    assert best >= 299, "nearly every small wave is planned at the least cost"


def test_larger_waves_add_up_whatever_the_time():
    r = random.Random(21)
    waves = [dict(wave(r, r.randint(5, 40), r.randint(2, 6), 6, most=r.choice([2, 9, 60])), time_limit_ms=ms) for ms in (0, 1, 20, 60) for _ in range(8)]
    for w, out in zip(waves, call(waves)):
        audit(w, out)


def test_more_time_is_never_worse():
    """3000 ms are a second pass after that of 1000 ms, where that did not prove its plan."""
    r = random.Random(22)
    waves = [dict(wave(r, 60, 12, 6, most=4), time_limit_ms=1000) for _ in range(3)]
    short = call(waves)
    open_ = [i for i, out in enumerate(short) if out["gap"]]
    assert open_, "no wave is hard enough to tell"
    for i in open_:
        long, again = call([dict(waves[i], time_limit_ms=3000), waves[i]])
        audit(waves[i], long)
        assert long["cost"] <= short[i]["cost"] and long["bound"] >= short[i]["bound"]
        assert again == short[i], "the same input gives the same plan"


def test_what_makes_no_sense_is_told_with_its_place():
    good = wave(random.Random(23), 3, 2, 2)
    for where, value, say in [(("orders", 1, "lines", 0, "qty"), -3, "qty: -3 is outside 0 to 1000000, in lines[0], in orders[1]"),
                              (("orders", 1, "id"), "o0", 'two orders have the id "o0"'),
                              (("nodes", 1, "id"), "n0", 'two nodes have the id "n0"'),
                              (("nodes", 1, "capacity"), 2.5, "capacity: want an integer, got 2.5, in nodes[1]"),
                              (("nodes", 0, "stock"), [1], "stock: want an object of integers"),
                              (("orders", 2, "pickup"), "moon", 'picked up at "moon", which is no node'),
                              (("orders", 2, "promised_by"), "soon", 'promised_by "soon" is neither'),
                              (("cost", "unfilled"), 10 ** 15, "unfilled: 1e+15 is outside"),
                              (("cost",), None, "cost: missing")]:
        bad = json.loads(json.dumps(good))
        at = bad
        for key in where[:-1]:
            at = at[key]
        at[where[-1]] = value
        refused, fine = call([bad, good])
        assert say in refused["error"], refused
        audit(good, fine)
