"""Collections from themes: how many of the products chosen belong, and how many of those that belong are chosen.

usage: bench/theme.py [all|tune|held]
bench/theme.json has two made-up shops (36 things to wear, described in German; 45 groceries in English) and 40 themes in six languages,
each with the products a person would accept, written down before anything was chosen; for 3 of them nothing belongs, and then no
collection is right. The third shop is that of the demo. 19 themes were held out while the choosing was mended. Precision: of the
products chosen in all, those that belong. Recall: of those that belong, as many as a collection of 8 can hold. There is no peer:
the figures stand beside those of the eight nearest by the same vectors with no more thought.
"""
import csv, glob, json, math, os, subprocess, sys

PURVEY = os.path.join(os.getcwd(), "build/purvey")
MOST = 8


def demo():
    cache = subprocess.run(["tool/fetch.sh"], capture_output=True, text=True, check=True).stdout.strip()
    rows = list(csv.reader(open(glob.glob(f"{cache}/src/vendure-create-*/assets/products.csv")[0], encoding="utf-8-sig")))
    head, out = [h.strip() for h in rows[0]], []
    for row in rows[1:]:
        r = {k: v.strip() for k, v in zip(head, row)}
        facets = [f.split(":", 1) for f in r["facets"].split("|") if ":" in f]
        if r["name"]:
            out.append({"id": r["slug"], "title": r["name"], "description": r["description"], "price": round(float(r["price"]) * 100), "currency": "USD",
                        "language": "en", "category": " > ".join(v for k, v in facets if k == "category"),
                        "attributes": [{"name": k, "value": v} for k, v in facets if k != "category"]})
    return out


def right_of(shop, theme):
    """Products are named by id, in the demo's shop by title."""
    by_title = {p["title"]: p["id"] for p in shop}
    unknown = [r for r in theme["right"] if r not in by_title and r not in {p["id"] for p in shop}]
    assert not unknown, unknown
    return {by_title.get(r, r) for r in theme["right"]}


def chosen(shops, themes):
    asked = [{"theme": t["theme"], "language": t["language"], "k": MOST, "per_category": 0, "products": shops[t["catalogue"]], "backend": "template",
              **({"budget": t["budget"]} if "budget" in t else {})} for t in themes]
    done = subprocess.run([PURVEY, "call", "collection.theme"], input="".join(json.dumps(a) + "\n" for a in asked), capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(asked), done.stderr
    return answers


def vectors(texts, role):
    out = []
    for i in range(0, len(texts), 64):
        done = subprocess.run([PURVEY, "call", "embed.e5"], input=json.dumps({"texts": texts[i:i + 64], "role": role}) + "\n", capture_output=True, text=True, check=True)
        out += [v["v"] for v in json.loads(done.stdout)["vectors"]]
    return out


def nearest(shops, themes):
    """The eight with the greatest cosine."""
    near = {s: vectors([f"{p['title']}. {p['category']}. {p.get('description', '')[:200]}" for p in shop], "passage") for s, shop in shops.items()}
    asked = vectors([t["theme"] for t in themes], "query")
    cosine = lambda a, b: sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return [[shops[t["catalogue"]][i]["id"] for i in sorted(range(len(near[t["catalogue"]])), key=lambda i: -cosine(q, near[t["catalogue"]][i]))[:MOST]]
            for t, q in zip(themes, asked)]


def figures(name, shops, themes, lists):
    hit = sum(len(set(ids) & right_of(shops[t["catalogue"]], t)) for t, ids in zip(themes, lists))
    given = sum(map(len, lists))
    wanted = sum(min(MOST, len(t["right"])) for t in themes)
    empty = [ids for t, ids in zip(themes, lists) if not t["right"]]
    made = sum(1 for t, ids in zip(themes, lists) if t["right"] and ids)
    print(f"{name:24} precision {hit / max(given, 1):.3f}  recall {hit / wanted:.3f}  collections made {made} of {len(themes) - len(empty)}"
          f"  rightly none {sum(1 for e in empty if not e)} of {len(empty)}", flush=True)


def main():
    data = json.load(open("bench/theme.json"))
    shops = {"demo": demo(), "fashion": data["fashion"], "groceries": data["groceries"]}
    which = sys.argv[1] if len(sys.argv) > 1 else "all"
    themes = [t for t in data["themes"] if which == "all" or t["held"] == (which == "held")]
    answers = chosen(shops, themes)
    lists = [[p["id"] for p in a.get("products", [])] for a in answers]
    titles = {s: {p["id"]: p["title"] for p in shop} for s, shop in shops.items()}
    for t, ids, a in zip(themes, lists, answers):
        right = right_of(shops[t["catalogue"]], t)
        told = ", ".join(("" if i in right else "NOT ") + titles[t["catalogue"]][i] for i in ids) or "none: " + a.get("error", "")
        print(f"{t['theme']} [{t['catalogue']}, {len(right)} belong]: {told}")
    naive = nearest(shops, themes)
    for name, held in (("seen", False), ("held out", True)):
        some = [i for i, t in enumerate(themes) if t["held"] == held]
        if some:
            figures(f"purvey, {name}", shops, [themes[i] for i in some], [lists[i] for i in some])
            figures(f"the eight nearest, {name}", shops, [themes[i] for i in some], [naive[i] for i in some])


if __name__ == "__main__":
    main()
