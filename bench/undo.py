#!/usr/bin/env python3
"""undo.py - 10,000 products imported, rewritten, 37 edited by hand afterwards, undone; says what came back and how fast.

usage: bench/undo.py [PRODUCTS [EDITED]]        the binary: $PURVEY, else build/purvey
The copy is written by copy.describe with the template backend and goes through the whole loop: checked, decided by
policy (a table that lets everything through, since this measures undo), published to the folder of files, read back.
"""
import csv, json, os, pathlib, random, subprocess, sys, tempfile, time

PURVEY = os.environ.get("PURVEY", str(pathlib.Path(__file__).parents[1] / "build/purvey"))
N, EDITED = (int(sys.argv[i + 1]) if len(sys.argv) > i + 1 else n for i, n in enumerate((10_000, 37)))
WORDS = "kettle lamp mug chair bowl clock basket rug stool vase tray jar rack shelf pan pot kit box frame mat".split()
MADE_OF = "steel oak glass wool cotton linen bamboo brass slate cork".split()


def catalogue(path):
    chance = random.Random(1)
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["id", "title", "description", "brand", "price", "currency", "material", "weight"])
        for i in range(N):
            noun, of = chance.choice(WORDS), chance.choice(MADE_OF)
            w.writerow([f"p{i:06}", f"{of.title()} {noun.title()} {i}", f"A {noun} of {of}, number {i}.", f"Brand {i % 40}",
                        f"{chance.randrange(500, 20000) / 100:.2f}", "EUR", of, f"{chance.randrange(1, 90) * 100} g"])


def main():
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        home = work / "shop"
        took = {}

        def purvey(*args, input=None, step=None):
            begun = time.monotonic()
            r = subprocess.run([PURVEY, *args], env={**os.environ, "PURVEY_HOME": str(home)}, input=input, text=True, capture_output=True)
            assert r.returncode == 0, f"purvey {args}: {r.stdout}{r.stderr}"
            if step:
                took[step] = time.monotonic() - begun
            return r.stdout

        catalogue(work / "catalogue.csv")
        purvey("import", str(work / "catalogue.csv"), step="import")
        purvey("settings", "set", "text", '{"backend":"template"}')
        purvey("policy", "set", "-", input='{"rows":[{"kind":"*","risk":"*","confidence":0,"doubts":true,"action":"auto"}]}')
        before = {p["id"]: p for p in map(json.loads, purvey("export", "--as", "jsonl", "-").splitlines())}
        purvey("run", "copy.describe", "--all", step="rewrite")
        pages = sorted((home / "live" / "product").glob("*.json"))
        rewritten = sum(json.loads(p.read_text())["fields"]["description"]["value"] != before[p.stem]["description"] for p in pages)
        by_hand = random.Random(2).sample(pages, EDITED)
        for p in by_hand:
            page = json.loads(p.read_text())
            page["fields"]["description"]["value"] = "By hand."
            p.write_text(json.dumps(page))
        look = json.loads(purvey("undo", "last", "--dry-run", "--json", step="preview"))
        done = json.loads(purvey("undo", "last", "--json", step="undo"))
        after = {p["id"]: p for p in map(json.loads, purvey("export", "--as", "jsonl", "-").splitlines())}
        edited = {p.stem for p in by_hand}
        words = ("title", "description", "html")  # facts may have been read from the prose meanwhile
        restored = sum(all(after[i].get(w) == before[i].get(w) for w in words) for i in before if i not in edited)
        kept = sum(after[i]["description"] == "By hand." for i in edited)
        named = {r["id"] for r in done["rows"] if r["fate"] == "kept"} == edited
        for step, seconds in took.items():
            print(f"{step:8} {seconds:7.2f} s   {N / seconds:8.0f} products/s")
        print(f"{len(before)} imported, {rewritten} rewritten, {EDITED} edited by hand, undone: {restored} restored and {kept} kept"
              f"{'' if named else ', but the kept are named wrongly'}")
        assert (look["restored"], look["kept"]) == (done["restored"], done["kept"]) == (restored, kept) == (N - EDITED, EDITED) and named
        purvey("ledger", "verify")


main()
