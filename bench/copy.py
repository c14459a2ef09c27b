#!/usr/bin/env python3
"""copy.py - copy.describe over two catalogues: accepted share, near-duplicates, words and seconds, with the model and with its twin.

The catalogues: the 54 products that npm's @vendure/create carries (fetched by `make setup`), and 60 of our own of many kinds
(bench/copy.json). Near-duplicate: two texts whose sets of word 4-grams have a Jaccard index of at least 0.3, exactly, all pairs.
N=12 takes the first 12 products of each; BACKENDS=template skips the model.
"""
import csv, glob, itertools, json, os, re, subprocess, time

CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
PURVEY = os.environ.get("PURVEY", "build/purvey")
N = int(os.environ.get("N", "0")) or None


def vendure():
    for path in glob.glob(CACHE + "/src/vendure-create-*/assets/products.csv"):
        for row in csv.DictReader(open(path, encoding="utf-8-sig")):
            row = {k.strip(): (v or "").strip() for k, v in row.items() if k}
            facets = [f.split(":", 1) for f in row["facets"].split("|") if ":" in f]
            if row["name"]:
                yield {"id": row["slug"], "title": row["name"], "description": row["description"],
                       "brand": next((v for k, v in facets if k == "brand"), ""),
                       "category": " > ".join(v for k, v in facets if k == "category"),
                       "attributes": [{"name": k, "value": v} for k, v in facets if k not in ("brand", "category")]}


def grams(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i:i + 4]) for i in range(len(words) - 3)}


def duplicates(texts):
    sets = [grams(t) for t in texts]
    twins = set()
    for a, b in itertools.combinations(range(len(sets)), 2):
        if sets[a] and sets[b] and len(sets[a] & sets[b]) >= .3 * len(sets[a] | sets[b]):
            twins |= {a, b}
    return len(twins) / max(1, len(texts))


def measure(name, products, backend):
    asks = "\n".join(json.dumps({"product": p, "backend": backend}) for p in products) + "\n"
    start = time.monotonic()
    run = subprocess.run([PURVEY, "call", "copy.describe"], input=asks, capture_output=True, text=True)
    took = time.monotonic() - start
    out = [json.loads(line) for line in run.stdout.splitlines()]
    texts = [o.get("text", "") for o in out]
    accepted = sum(o.get("accepted", False) for o in out)
    by = sorted({o.get("backend", "refused").split(":")[0] for o in out})
    print(f"{name:9} {backend:9} {len(out):4} texts  accepted {accepted / len(out):6.1%}  near-duplicates {duplicates(texts):6.1%}"
          f"  words {sum(len(t.split()) for t in texts) / len(out):5.1f}  {took / len(out):6.2f} s each  by {', '.join(by)}")


catalogues = {"vendure": list(vendure())[:N], "own": json.load(open(os.path.join(os.path.dirname(__file__), "copy.json")))[:N]}
for backend in os.environ.get("BACKENDS", "template,llama").split(","):
    for name, products in catalogues.items():
        if products:
            measure(name, products, backend)
