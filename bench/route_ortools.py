"""The waves of a file for CP-SAT of OR-tools: prints the sums {"cost", "bound", "seconds"}. Run by route.py (never with HiGHS
in one process)."""
import json
import sys
import time

from ortools.sat.python import cp_model


def solve(wave, limit):
    m = cp_model.CpModel()
    nodes = {n["id"]: n for n in wave["nodes"]}
    terms, stock, parcels = [], {}, {}
    for o in wave["orders"]:
        given = [[] for _ in o["lines"]]
        for q in o["quotes"]:
            n = nodes[q["node"]]
            y = m.new_bool_var("")
            terms.append(q["parcel"] * y)
            parcels.setdefault(q["node"], []).append(y)
            for i, l in enumerate(o["lines"]):
                top = min(l["qty"], n["stock"].get(l["sku"], 0))
                if not top:
                    continue
                x = m.new_int_var(0, top, "")
                m.add(x <= top * y)
                given[i].append(x)
                terms.append(q["unit"] * x)
                stock.setdefault((q["node"], l["sku"]), []).append(x)
        for i, l in enumerate(o["lines"]):
            miss = m.new_int_var(0, l["qty"], "")
            terms.append(wave["cost"]["unfilled"] * miss)
            m.add(sum(given[i]) + miss == l["qty"])
    for (n, s), v in stock.items():
        m.add(sum(v) <= nodes[n]["stock"][s])
    for n, v in parcels.items():
        m.add(sum(v) <= nodes[n]["capacity"])
    m.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = 2
    start = time.process_time()
    found = solver.solve(m) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver.objective_value if found else 0, solver.best_objective_bound, time.process_time() - start


total = [sum(x) for x in zip(*(solve(json.loads(line), float(sys.argv[2])) for line in open(sys.argv[1])))]
print(json.dumps(dict(zip(("cost", "bound", "seconds"), total))))
