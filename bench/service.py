#!/usr/bin/env python3
"""Own multi-step service cases: each is a conversation with the end state that it should lead to.

    bench/service.py [--backend words|llama] [--verbose] [CASE…]

Prints how many were solved, how often something was changed that should not have been (wrongful), and how many were
handed to a person. With `llama` the embedded model helps where the words do not tell what is wanted; what may be done is
decided the same way.
"""
import argparse, json, os, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STATE = os.path.join(ROOT, "test/service/state.json")


def get(doc, path):
    for key in path.split("/"):
        try:
            doc = doc[int(key)] if isinstance(doc, list) else doc[key]
        except (KeyError, IndexError, ValueError):
            return None
    return doc


def changed(before, after):
    return {f"{part}/{k}" for part in before for k in set(before[part]) | set(after[part]) if before[part].get(k) != after[part].get(k)}


def expected(case):
    out = {"/".join(p.split("/")[:2]) for p in case["state"]}
    return out


def talk(case, settings, purvey):
    with tempfile.TemporaryDirectory() as tmp:
        out = os.path.join(tmp, "out.json")
        args = [purvey, "agent", "--json", "--state", STATE, "--state-out", out, "--talk", case["id"]] + settings
        p = subprocess.run(args, input="".join(json.dumps({"say": t}) + "\n" for t in case["turns"]), capture_output=True, text=True, timeout=300)
        if p.returncode:
            sys.exit(f"{case['id']}: {p.stderr}")
        return [json.loads(line) for line in p.stdout.splitlines()], json.load(open(out))


def judge(case, replies, before, after):
    want, got = expected(case), changed(before, after)
    gift = {x for x in got if x.startswith("users/")}  # a gift card may be charged or credited by what was asked for
    wrongful = {x for x in got - want if not (x in gift and want)}
    good = all(get(after, p) == v for p, v in case["state"].items()) and not wrongful
    if "escalate" in case:
        good = good and replies[-1]["escalate"] == case["escalate"]
    if "says" in case:
        good = good and any(case["says"] in r["reply"] for r in replies)
    return good, wrongful


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--backend", default="words", choices=["words", "llama"])
    p.add_argument("--verbose", action="store_true")
    p.add_argument("--purvey", default=os.path.join(ROOT, "build/purvey"))
    p.add_argument("case", nargs="*")
    a = p.parse_args()
    cases = [json.loads(line) for line in open(os.path.join(ROOT, "test/service/case.jsonl"))]
    before = json.load(open(STATE))
    settings = ["--backend", "template" if a.backend == "words" else a.backend]
    solved = wrong = handed = n = 0
    began = time.monotonic()
    for case in cases:
        if a.case and case["id"] not in a.case:
            continue
        replies, after = talk(case, settings, a.purvey)
        good, wrongful = judge(case, replies, before, after)
        n, solved, wrong, handed = n + 1, solved + good, wrong + bool(wrongful), handed + any(r["escalate"] for r in replies)
        if a.verbose or not good:
            print(f"{'solved' if good else 'NOT SOLVED'} {case['id']} {sorted(wrongful) or ''}")
            for said, r in zip(case["turns"], replies):
                print(f"    > {said}\n    < {r['reply']}{'  [' + '; '.join(r['done']) + ']' if r['done'] else ''}")
    print(f"{a.backend}: {solved} of {n} solved, {wrong} with a wrongful change, {handed} handed to a person, {(time.monotonic() - began) / max(n, 1):.2f} s a conversation")
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
