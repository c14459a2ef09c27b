#!/usr/bin/env python3
"""Planted traps and true sentences against verify.claims: recall, false alarms and texts per second.

bench/traps.jsonl holds sentences, bench/traps_product.jsonl their products. The rules were made with sets 1 to 6,
8 and 9 (whole descriptions) in view; nobody has looked into set 7 while making them, and nobody should. The peer is the check that
shops write first: every number of the text must stand in the product's data.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import time

here = pathlib.Path(__file__).parent
binary = here.parent / "build" / "purvey"


def rows(name):
    return [json.loads(line) for line in open(here / name, encoding="utf-8")]


def ours(cases):
    lines = "\n".join(json.dumps({k: c[k] for k in ("product", "text", "language")}) for c in cases)
    start = time.perf_counter()
    out = subprocess.run([binary, "call", "verify.claims"], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["accepted"] for line in out.splitlines()], time.perf_counter() - start


def peer(cases):
    start = time.perf_counter()
    verdicts = []
    for c in cases:
        said = set(re.findall(r"\d+(?:[.,]\d+)?", c["text"]))
        verdicts.append(said <= set(re.findall(r"\d+(?:[.,]\d+)?", json.dumps(c["product"]))))
    return verdicts, time.perf_counter() - start


def shares(cases, verdicts):
    traps = [(c, v) for c, v in zip(cases, verdicts) if not c["true"]]
    truths = [(c, v) for c, v in zip(cases, verdicts) if c["true"]]
    return sum(not v for _, v in traps) / len(traps), sum(not v for _, v in truths) / len(truths), traps, truths


def main():
    product = {p["id"]: p for p in rows("traps_product.jsonl")}
    cases = [dict(r, product=product[r["product"]]) for r in rows("traps.jsonl")]
    verdicts, seconds = ours(cases)
    recall, alarms, traps, truths = shares(cases, verdicts)
    if "-v" in sys.argv:
        for c, v in zip(cases, verdicts):
            if v != c["true"]:
                print("missed" if v else "false alarm", c["set"], c["product"]["id"], c["kind"], "|", c["text"])
    caught, total = collections.Counter(), collections.Counter()
    for c, v in traps:
        total[c["kind"]] += 1
        caught[c["kind"]] += not v
    for kind in sorted(total):
        print(f"{kind:16}{caught[kind]:4} of {total[kind]:3}  {caught[kind] / total[kind]:6.1%}")
    wrong = collections.Counter(c["language"] for c, v in truths if not v)
    for language, n in sorted(collections.Counter(c["language"] for c, _ in truths).items()):
        print(f"false alarms {language}  {wrong[language]:4} of {n:3}  {wrong[language] / n:6.1%}")
    for which in sorted({c["set"] for c in cases}):
        some = [(c, v) for c, v in zip(cases, verdicts) if c["set"] == which]
        its_recall, its_alarms, its_traps, its_truths = shares(*zip(*some))
        print(f"set {which}: recall {its_recall:6.1%} of {len(its_traps):3}, false alarms {its_alarms:6.1%} of {len(its_truths):3}")
    their, their_seconds = peer(cases)
    their_recall, their_alarms, _, _ = shares(cases, their)
    print(f"ours: recall {recall:.1%} of {len(traps)}, false alarms {alarms:.1%} of {len(truths)}, {len(cases) / seconds:.0f} texts/s with start-up")
    print(f"peer (numbers only): recall {their_recall:.1%}, false alarms {their_alarms:.1%}; ours catches {recall / their_recall:.2f} times as many")
    many = cases * 10
    _, long_run = ours(many)
    print(f"throughput: {len(many) / long_run:.0f} texts/s on {len(many)} texts, one process")


if __name__ == "__main__":
    main()
