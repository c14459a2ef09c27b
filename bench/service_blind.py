#!/usr/bin/env python3
"""Conversations that the service agent was not tuned on, held by a simple simulated customer who says yes to every proposal.

    bench/service_blind.py [--half even|odd|all] [--verbose] [CASE…]       own cases: test/service/blind.jsonl
    bench/service_blind.py --file test/service/fresh.jsonl [--half …]      a second set of them
    bench/service_blind.py --public FOLDER [--half …] [NUMBER…]            tasks.json and db.json of the public retail benchmark

The cases of our own were written before the reading of messages was changed for them; those at even places were then used to
mend it, those at odd places were not. plain.jsonl was used to mend it, plain_held.jsonl was not. Of the public tasks each one's text is said as it stands, in the first person; what its
recorded actions lead to is worked out by `purvey agent --tools`. Wrongful: something was changed otherwise than wanted. As the
customer says yes to all, every misreading that gets to a proposal counts.
"""
import argparse, json, os, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "bench"))
from service import get  # noqa: E402
YES = {"yes or no": "yes", "Ja oder Nein": "ja", "oui ou par non": "oui", "sí o no": "sí", "sì o no": "sì", "ja of nee": "ja"}
MORE = ("anything else", "sonst noch", "autre chose", "algo más", "Posso fare altro", "nog iets")
PERSON = [(r"\b[Yy]ou are\b", "I am"), (r"\b([Yy])ou('re|'d|'ve)", lambda m: {"'re": "I'm", "'d": "I'd", "'ve": "I've"}[m[2]]), (r"\bYour\b", "My"), (r"\byour\b", "my"),
          (r"\b(for|to|at|with|of) you\b", r"\1 me"), (r"\b[Yy]ou\b", "I"), (r"\byourself\b", "myself")]
SECOND = "postcode|postleitzahl|code postal|código postal|\\bCAP\\b"
TURNS = 14


def rows(state):
    return {f"{part}/{k}": v for part in ("users", "orders") for k, v in state[part].items()}


def same(a, b):  # lists of items have no order of their own
    return sorted(a) == sorted(b) if isinstance(a, list) and isinstance(b, list) else a == b


def answer(case, reply, todo, log):
    """What the customer says next; None: nothing more."""
    yes = [v for k, v in YES.items() if k in reply]
    while todo and todo[0].lstrip("!") in [say for say, _ in log]:  # said in answer to a question
        todo.pop(0)
    if yes:
        return todo.pop(0)[1:] if todo and todo[0][0] == "!" else yes[0]
    if re.search("e-?mail|correo", reply, re.I) and case["who"] not in [say for say, _ in log]:
        return case["who"]
    if re.search(SECOND, reply, re.I) and case.get("zip") and case["zip"] not in [say for say, _ in log]:
        return case["zip"]
    if "no longer needed, or was it" in reply and case.get("public"):
        return "It was ordered by mistake." if re.search("mistake|accident", case["say"][0]) else "It is no longer needed."
    told = [say for ask, say in case.get("ask", {}).items() if re.search(ask, reply) and say not in [said for said, _ in log]]
    if told:
        return told[0]
    if todo:
        return todo.pop(0).lstrip("!")
    if any(m in reply for m in MORE) or not case.get("public"):
        return None
    return case["again"] if sum(say == case["again"] for say, _ in log) < 3 else None


def talk(a, case, state):
    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "out.json")
        with open(os.path.join(tmp, "err"), "w+") as err, subprocess.Popen([a.purvey, "agent", "--json", "--state", state, "--state-out", out, "--talk", str(case["id"]), *a.opt.split()],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, text=True, bufsize=1) as p:
            todo, log, handed = list(case["say"]), [], False
            say = todo.pop(0)
            while say and len(log) < TURNS and not handed:
                p.stdin.write(json.dumps({"say": say}) + "\n")
                line = p.stdout.readline()
                if not line:
                    sys.exit(f"{case['id']}: the agent ended: {open(err.name).read()}")
                reply = json.loads(line)
                log.append((say, reply["reply"]))
                handed = reply["escalate"]
                say = answer(case, reply["reply"], todo, log)
            p.stdin.close()
            p.wait()
        return log, json.load(open(out)), handed


def judge_own(case, before, after, log):
    good, wrong = judge_state(case, before, after)
    says = case.get("says", [])
    return good and all(any(re.search(s, reply, re.I) for _, reply in log) for s in ([re.escape(says)] if isinstance(says, str) else says)), wrong


def fits(case, handed):
    """Where a case says whether a person should take over."""
    return {"yes": handed, "no": not handed}.get(case.get("handed"), True)


def judge_state(case, before, after):
    b, a = rows(before), rows(after)
    changed = {k for k in a if a[k] != b.get(k)}
    if case["state"].get("__new_order"):
        return len(set(a) - set(b)) == 1 and all(k.startswith("users/") for k in changed & set(b)), set()
    if "__changed" in case["state"]:  # exactly these orders, and what pays for them
        want = {f"orders/{k}" for k in case["state"]["__changed"]}
        return changed & {k for k in changed if k.startswith("orders/")} == want, {k for k in changed - want if k.startswith("orders/")}
    if "__any" in case["state"]:  # a person may be asked, or the goods sent again: nothing else
        wrong = changed - {f"orders/{k}" for k in case["state"]["__any"]}
        return not wrong, wrong
    want = {"/".join(p.split("/")[:2]) for p in case["state"]}
    wrong = {k for k in changed - want if not (want and k.startswith("users/") and {f for f in a[k] if a[k][f] != b[k][f]} <= {"payment_methods"})}
    wrong |= {k for k in changed & want if not all(same(get(after, p), v) for p, v in case["state"].items() if p.startswith(k + "/"))}
    return not wrong and all(same(get(after, p), v) for p, v in case["state"].items()), wrong


def judge_public(case, before, after, _):
    b, a, e = rows(before), rows(after), rows(case["expected"])

    def on_the_way(k):  # each field that was changed is as it was to become; money follows the items
        return k in b and k in e and all(a[k][f] in (b[k].get(f), e[k].get(f)) or f == "payment_methods" or (f == "payment_history" and a[k]["items"] == e[k]["items"]) for f in a[k])
    wrong = {k for k in a if a[k] != b.get(k) and not on_the_way(k)}
    return a == e, wrong


def own_cases(a):
    cases = [json.loads(line) for line in open(a.file)]
    for case in cases:
        case["say"] = [case["say"]] if isinstance(case["say"], str) else case["say"]
    return [c for i, c in enumerate(cases) if (c["id"] in a.case if a.case else a.half in ("all", ("even", "odd")[i % 2]))]


def expected(a, task, state, tmp):
    writes = [x for x in task["evaluation_criteria"]["actions"] if not re.match("get_|find_|list_|calculate|think|transfer", x["name"])]
    out = os.path.join(tmp, f"{task['id']}.json")
    subprocess.run([a.purvey, "agent", "--tools", "--state", state, "--state-out", out], capture_output=True, text=True,
                   input="".join(json.dumps({"name": x["name"], "arguments": x["arguments"]}) + "\n" for x in writes))
    return json.load(open(out))


def public_cases(a, state, tmp):
    out = []
    for i, task in enumerate(json.load(open(os.path.join(a.public, "tasks.json")))):
        if not (str(i) in a.case if a.case else a.half in ("all", ("even", "odd")[i % 2])):
            continue
        told = task["user_scenario"]["instructions"]
        who, reason, more = (told.get(k) or "" for k in ("known_info", "reason_for_call", "task_instructions"))
        for pattern, to in PERSON:
            who, reason, more = (re.sub(pattern, to, t) for t in (who, reason, more))
        out.append({"id": i, "public": True, "who": who, "say": [f"{who} {reason} {more}"], "again": reason, "expected": expected(a, task, state, tmp)})
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--public", help="folder of the public retail benchmark's tasks.json and db.json")
    p.add_argument("--file", default=os.path.join(ROOT, "test/service/blind.jsonl"), help="own cases, one a line")
    p.add_argument("--half", default="odd", choices=["even", "odd", "all"])
    p.add_argument("--verbose", action="store_true")
    p.add_argument("--opt", default="--backend template", help="options of purvey agent")
    p.add_argument("--purvey", default=os.path.join(ROOT, "build/purvey"))
    p.add_argument("case", nargs="*")
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        state = os.path.join(a.public, "db.json") if a.public else os.path.join(ROOT, "test/service/state.json")
        before, cases = json.load(open(state)), public_cases(a, state, tmp) if a.public else own_cases(a)
        zips = {u["email"].lower(): u["address"]["zip"] for u in before["users"].values()}
        for case in cases:  # what a customer knows and is asked for
            case["zip"] = next((zips[e] for e in re.findall(r"[\w.+-]+@[\w.-]+\w", case["who"].lower()) if e in zips), None)
        with ThreadPoolExecutor(2) as pool:
            held = list(pool.map(lambda case: talk(a, case, state), cases))
        judge = judge_public if a.public else judge_own
        results = [(case, *judge(case, before, after, log), handed, log) for case, (log, after, handed) in zip(cases, held)]
        results = [(case, good and fits(case, handed), *rest) for case, good, *rest in results for handed in [rest[1]]]
    for case, good, wrong, handed, log in results:
        if a.verbose or wrong:
            print(f"{'solved' if good else 'WRONGFUL' if wrong else 'open'} {case['id']} {sorted(wrong) or ''}")
            for say, reply in log if a.verbose else []:
                print(f"    > {say}\n    < {reply}")
    print(f"{a.half}: {sum(r[1] for r in results)} of {len(results)} solved, {sum(bool(r[2]) for r in results)} with a wrongful change, {sum(r[3] for r in results)} handed to a person")
    return 1 if any(r[2] for r in results) else 0


if __name__ == "__main__":
    sys.exit(main())
