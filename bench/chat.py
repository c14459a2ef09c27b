#!/usr/bin/env python3
"""chat.py [PRODUCTS] - how long a shopper waits for the assistant while the daemon serves, and while and after so many products (30,000) are imported.

A chat turn writes down what was said, so it needs SQLite's one lock, which an import and the reading of facts want all the time. Prints the
median and the longest turn of each phase, in seconds; and beside them a page of search results, which writes nothing.
"""
import csv, json, os, pathlib, random, re, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
PURVEY = os.environ.get("PURVEY", str(ROOT / "build/purvey"))
NOUNS = "kettle lamp mug chair table shoe jacket shirt bowl plate knife pan rug clock mirror".split()
STUFF = "oak steel enamel cotton wool glass marble copper brass linen leather bamboo".split()
AFTER_S = 20


def catalogue(path, n, chance):
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["id", "title", "description", "category", "sku", "price", "stock"])
        for i in range(n):
            stuff, noun = chance.choice(STUFF), chance.choice(NOUNS)
            w.writerow([f"p{n}-{i}", f"{stuff.title()} {noun.title()} {i}", f"A {noun} of {stuff}, {chance.randint(10, 90)} cm wide. It weighs {chance.randint(100, 4000)} g.",
                        f"Home > {noun.title()}s", f"S{n}-{i}", f"{chance.randint(5, 300)}.90", chance.randint(0, 50)])


class Shopper:
    def __init__(self, url):
        self.url, self.cookie = url, None

    def ask(self, path, body=None):
        r = urllib.request.Request(self.url + path, json.dumps(body).encode() if body else None)
        if body:
            r.add_header("Content-Type", "application/json")
        if self.cookie:
            r.add_header("Cookie", self.cookie)
        begun = time.monotonic()
        with urllib.request.urlopen(r, timeout=60) as a:
            a.read()
            self.cookie = (a.headers.get("Set-Cookie") or self.cookie or "").split(";")[0]
        return time.monotonic() - begun

    def phase(self, name, goes_on):
        turns, pages = [], []
        while goes_on():
            turns.append(self.ask("/shop/api/converse", {"message": "a lamp under 50"}))
            pages.append(self.ask("/shop/search?q=kettle"))
            time.sleep(0.1)
        print(f"{name:8} {len(turns):4} turns: median {statistics.median(turns):.3f}, longest {max(turns):.3f}; page: median {statistics.median(pages):.3f},"
              f" longest {max(pages):.3f}", flush=True)


def main(n):
    chance = random.Random(3)
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, PURVEY_HOME=home)
        small, big, log = (pathlib.Path(home) / name for name in ("small.csv", "big.csv", "log"))
        catalogue(small, 200, chance)
        catalogue(big, n, chance)
        run = lambda *args: subprocess.run([PURVEY, *map(str, args)], env=env, check=True, capture_output=True)
        run("init")
        run("import", small)
        daemon = subprocess.Popen([PURVEY, "serve", "--port", "0"], env=env, stdout=open(log, "wb"), stderr=subprocess.STDOUT)
        try:
            while not (found := re.findall(r"listens on (http://127\.0\.0\.1:\d+)", log.read_text())):
                time.sleep(0.05)
            shopper, end = Shopper(found[-1]), time.monotonic() + 5
            shopper.ask("/shop")
            shopper.phase("before", lambda: time.monotonic() < end)
            importing = subprocess.Popen([PURVEY, "import", str(big)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shopper.phase("import", lambda: importing.poll() is None)
            end = time.monotonic() + AFTER_S
            shopper.phase("after", lambda: time.monotonic() < end)
        finally:
            daemon.terminate()
            daemon.wait(30)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30000)
