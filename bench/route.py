"""route.order beside HiGHS and CP-SAT on generated waves: cost, proven gap, seconds; the ratio of costs.

usage: bench/route.py [--limit SECONDS] [ORDERSxNODES ...]     (default limit of the peers: 20)
Waves: stock is 1.6 times the demand (tight: 1.25), a store packs 1.2 N/W parcels (tight: 0.6), a unit not shipped
costs 25.00. The gap of all three is against the best bound that any of them proved. Of 1 order there are 200 waves, one
after the other in one process; their money and seconds are added up. Seconds are of processor time: of ours the whole process
(start, JSON in and out), of the peers the solver alone, on two threads. The limit of the peers is by the clock.
"""
import json
import random
import resource
import subprocess
import sys
import tempfile


SINGLES = 200


def wave(n, w, tight, seed):
    r = random.Random(seed)
    skus = max(20, n // 3)
    popular = [1 / (i + 1) ** .8 for i in range(skus)]
    place = [(r.random(), r.random()) for _ in range(w)]
    warehouses = max(1, w // 5)
    orders, demand = [], {}
    for i in range(n):
        lines = {}
        for s in r.choices(range(skus), popular, k=r.choices([1, 2, 3, 4], [.45, .3, .15, .1])[0]):
            lines[s] = lines.get(s, 0) + r.choices([1, 2, 3], [.75, .18, .07])[0]
        for s, q in lines.items():
            demand[s] = demand.get(s, 0) + q
        x, y = r.random(), r.random()
        far = [((x - a) ** 2 + (y - b) ** 2) ** .5 for a, b in place]
        quotes = [{"node": f"n{j}", "parcel": int(350 + 900 * d + r.randint(0, 100)),
                   "unit": r.randint(20, 60) + (0 if j < warehouses else 25)} for j, d in enumerate(far)]
        orders.append({"id": f"o{i}", "lines": [{"sku": f"s{s}", "qty": q} for s, q in lines.items()], "quotes": quotes})
    stock = [{} for _ in range(w)]
    for s, q in demand.items():
        for _ in range(max(1, round(q * (1.25 if tight else 1.6)))):
            j = r.randrange(warehouses) if r.random() < .4 else r.randrange(w)
            stock[j][f"s{s}"] = stock[j].get(f"s{s}", 0) + 1
    nodes = [{"id": f"n{j}", "kind": "warehouse" if j < warehouses else "store", "stock": stock[j],
              "capacity": n if j < warehouses else max(1, int((.6 if tight else 1.2) * n / w))} for j in range(w)]
    return {"nodes": nodes, "orders": orders, "cost": {"unfilled": 2500}, "time_limit_ms": 1000}


def ours(path):
    start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    out = subprocess.run(["build/purvey", "call", "route.order"], stdin=open(path), capture_output=True, text=True, check=True)
    all_ = [json.loads(line) for line in out.stdout.splitlines()]
    return {"cost": sum(d["cost"] for d in all_), "bound": sum(d["bound"] for d in all_), "seconds": resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start}


def peer(name, *packages):
    python = subprocess.run(["bench/peer.sh", name, *packages], capture_output=True, text=True, check=True).stdout.strip()
    return lambda path, limit: json.loads(subprocess.run([python, "-P", f"bench/route_{name}.py", path, str(limit)],
                                                         capture_output=True, text=True, check=True).stdout)


def main(args):
    limit = float(args[args.index("--limit") + 1]) if "--limit" in args else 20
    sizes = [a for a in args if "x" in a] or ["1x10", "100x10", "100x20", "300x10", "1000x10", "1000x20"]
    highs, ortools = peer("highs", "highspy==1.15.1", "numpy==2.4.6"), peer("ortools", "ortools==9.15.6755")
    print(f"{'wave':>14} {'':6} {'ours':>9} {'gap':>7} {'own gap':>7} {'cpu s':>6} | {'HiGHS':>9} {'gap':>7} {'cpu s':>6} | {'CP-SAT':>9} {'gap':>7} {'cpu s':>6} | ours/HiGHS")
    for tight in (False, True):
        for size in sizes:
            n, w = map(int, size.split("x"))
            with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
                for seed in range(1, 1 + (SINGLES if n == 1 else 1)):
                    f.write(json.dumps(wave(n, w, tight, seed)) + "\n")
                f.flush()
                a, b, o = ours(f.name), highs(f.name, limit), ortools(f.name, limit)
            bound = max(a["bound"], b["bound"], o["bound"])
            gap = lambda x: f"{100 * (x['cost'] - bound) / x['cost']:6.2f}%" if x["cost"] else "   none"
            own = 100 * (a["cost"] - a["bound"]) / a["cost"] if a["cost"] else 0
            print(f"{size:>14} {'tight' if tight else 'loose':6} {a['cost']:9} {gap(a)} {own:6.2f}% {a['seconds']:6.2f} | {b['cost']:9.0f} {gap(b)} {b['seconds']:6.2f}"
                  f" | {o['cost']:9.0f} {gap(o)} {o['seconds']:6.2f} | {a['cost'] / b['cost']:.4f}", flush=True)


main(sys.argv[1:])
