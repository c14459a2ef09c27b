"""The waves of a file as integer programs for HiGHS: prints the sums {"cost", "bound", "seconds"}. Run by route.py."""
import json
import sys
import time

import highspy
import numpy as np


def solve(wave, limit):
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("time_limit", limit)
    h.setOptionValue("threads", 2)
    cost, most, rows, stock, parcels = [], [], [], {}, {}

    def var(price, top):
        cost.append(price)
        most.append(top)
        return len(cost) - 1

    nodes = {n["id"]: n for n in wave["nodes"]}
    for o in wave["orders"]:
        given = [[] for _ in o["lines"]]
        for q in o["quotes"]:
            n = nodes[q["node"]]
            held = [(i, l) for i, l in enumerate(o["lines"]) if n["stock"].get(l["sku"], 0) > 0]
            if not held or not n["capacity"]:
                continue
            y = var(q["parcel"], 1)
            parcels.setdefault(q["node"], []).append((y, 1))
            for i, l in held:
                top = min(l["qty"], n["stock"][l["sku"]])
                x = var(q["unit"], top)
                rows.append((-highspy.kHighsInf, 0, [(x, 1), (y, -top)]))
                given[i].append((x, 1))
                stock.setdefault((q["node"], l["sku"]), []).append((x, 1))
        for i, l in enumerate(o["lines"]):
            rows.append((l["qty"], l["qty"], given[i] + [(var(wave["cost"]["unfilled"], l["qty"]), 1)]))
    rows += [(-highspy.kHighsInf, nodes[n]["stock"][s], v) for (n, s), v in stock.items()]
    rows += [(-highspy.kHighsInf, nodes[n]["capacity"], v) for n, v in parcels.items()]
    n = len(cost)
    every = np.arange(n, dtype=np.int32)
    h.addVars(n, np.zeros(n), np.array(most, float))
    h.changeColsCost(n, every, np.array(cost, float))
    h.changeColsIntegrality(n, every, np.array([highspy.HighsVarType.kInteger] * n))
    for low, high, v in rows:
        h.addRow(low, high, len(v), np.array([a for a, _ in v], dtype=np.int32), np.array([b for _, b in v], float))
    start = time.process_time()
    h.run()
    info = h.getInfo()
    return info.objective_function_value, info.mip_dual_bound, time.process_time() - start


total = [sum(x) for x in zip(*(solve(json.loads(line), float(sys.argv[2])) for line in open(sys.argv[1])))]
print(json.dumps(dict(zip(("cost", "bound", "seconds"), total))))
