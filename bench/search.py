"""Lexical search beside tantivy and SQLite FTS5: NDCG@10 of known items, queries per second, time to index.

usage: bench/search.py [PRODUCTS]      (default 30000; names are generated, seeded; 100000 for the latency of a large shop)
A known-item query is a product's name with words dropped at p = 0.4; the product is the one right answer. The same queries are
asked of all three. tantivy and FTS5 are called from Python, ours through `purvey search --queries`, by words alone, with its
parser of limits. Below, what a page of the shop costs: 10 hits with marks and reasons, facets, chips, help, one query at a time.
"""
import json
import math
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOTS = "ba be bo ca ce co da de do fa fe fi ga ge go ha he hi ja jo ka ke ki la le li ma me mi na ne no pa pe po ra re ri sa se so ta te to va ve vi wa we za".split()


def words(r, n):
    seen = set()
    while len(seen) < n:
        seen.add("".join(r.choices(ROOTS, k=r.choice([2, 2, 3, 3, 4]))))
    return sorted(seen)


def catalogue(n, seed=1):
    r = random.Random(seed)
    vocabulary = words(r, 9000)
    r.shuffle(vocabulary)
    weight = [1 / (i + 3) ** .9 for i in range(len(vocabulary))]
    names = {}
    while len(names) < n:
        name = " ".join(dict.fromkeys(r.choices(vocabulary, weight, k=r.choice([3, 4, 4, 5, 6, 7]))))
        names.setdefault(name, f"p{len(names)}")
    products = [{"id": i, "title": t.title()} for t, i in names.items()]
    queries = []
    for q, p in enumerate(r.sample(products, min(2000, n))):
        kept = [w for w in p["title"].lower().split() if r.random() > .4] or [p["title"].split()[0].lower()]
        queries.append((f"q{q}", " ".join(kept), p["id"]))
    return products, queries


def ndcg(ranked, right):
    return 1 / math.log2(ranked.index(right) + 2) if right in ranked[:10] else 0


def ours(products, queries):
    with tempfile.TemporaryDirectory() as d:
        with open(f"{d}/catalog.jsonl", "w") as f:
            f.writelines(json.dumps(p) + "\n" for p in products)
        def ask(some):
            with open(f"{d}/queries.tsv", "w") as f:
                f.writelines(f"{i}\t{q}\n" for i, q, _ in some)
            start = time.perf_counter()
            subprocess.run(["build/purvey", "search", "--catalog", f"{d}/catalog.jsonl", "--queries", f"{d}/queries.tsv", "-k", "10",
                            "--words", "--run", f"{d}/run"], check=True, capture_output=True)
            return time.perf_counter() - start
        once, many = ask(queries[:1]), ask(queries)
        run = {}
        for line in open(f"{d}/run"):
            q, _, p, *_ = line.split()
            run.setdefault(q, []).append(p)
        timed = subprocess.run(["build/purvey", "search", "--catalog", f"{d}/catalog.jsonl", "--queries", f"{d}/queries.tsv", "-k", "10", "--words",
                                "--full", "--run", "/dev/null"], check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    score = sum(ndcg(run.get(i, []), p) for i, _, p in queries) / len(queries)
    return score, (len(queries) - 1) / max(many - once, 1e-9), once, timed


def fts5(products, queries):
    db = sqlite3.connect(":memory:")
    start = time.perf_counter()
    db.execute("create virtual table p using fts5(id unindexed, title, tokenize='porter')")
    db.executemany("insert into p values (?, ?)", [(p["id"], p["title"]) for p in products])
    made = time.perf_counter() - start
    start = time.perf_counter()
    score = 0
    for _, q, right in queries:
        match = " OR ".join(f'"{w}"' for w in q.split())
        score += ndcg([r[0] for r in db.execute("select id from p where p match ? order by rank limit 10", (match,))], right)
    return score / len(queries), len(queries) / (time.perf_counter() - start), made


TANTIVY = '''
import json, sys, time, tantivy
products, queries = json.load(open(sys.argv[1]))
s = tantivy.SchemaBuilder()
s.add_text_field("id", stored=True, tokenizer_name="raw")
s.add_text_field("title", tokenizer_name="en_stem")
index = tantivy.Index(s.build())
start = time.perf_counter()
w = index.writer(64 << 20, 1)
for p in products:
    w.add_document(tantivy.Document(id=p["id"], title=p["title"]))
w.commit()
made = time.perf_counter() - start
index.reload()
searcher = index.searcher()
start = time.perf_counter()
found = []
for _, q, _ in queries:
    hits = searcher.search(index.parse_query(q, ["title"]), 10).hits
    found.append(hits)
spent = time.perf_counter() - start
json.dump({"made": made, "spent": spent, "run": [[searcher.doc(a)["id"][0] for _, a in h] for h in found]}, sys.stdout)
'''


def tantivy(products, queries):
    python = subprocess.run(["bench/peer.sh", "tantivy", "tantivy==0.27.0"], capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump([products, queries], f)
        f.flush()
        d = json.loads(subprocess.run([python, "-c", TANTIVY, f.name], capture_output=True, text=True, check=True).stdout)
    score = sum(ndcg(r, p) for r, (_, _, p) in zip(d["run"], queries)) / len(queries)
    return score, len(queries) / d["spent"], d["made"]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 30000
    products, queries = catalogue(n)
    print(f"{n} products, {len(queries)} known-item queries")
    *mine, timed = ours(products, queries)
    rows = [("purvey", mine), ("tantivy 0.27.0", tantivy(products, queries)), (f"FTS5 {sqlite3.sqlite_version}", fts5(products, queries))]
    base = rows[0][1]
    print(f"{'':16} {'NDCG@10':>8} {'queries/s':>10} {'index s':>8} {'ours/theirs':>12}")
    for name, (score, rate, made) in rows:
        print(f"{name:16} {score:8.4f} {rate:10.0f} {made:8.2f} {base[1] / rate:11.2f}x")
    print(f"a whole answer: {timed}")


main()
