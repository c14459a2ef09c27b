#!/usr/bin/env python3
"""last.py [BUYERS] - sixty-four buyers at the same instant, each a process of its own, want the last unit: it is sold once.

On SQLite, and on PostgreSQL where tool/pg.sh can start one. Every round has one unit and BUYERS processes that have opened the
shop and wait for one line on stdin; the line comes to all of them at once."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:] = [str(ROOT / "test/flow")] + [p for p in sys.path if p != str(ROOT / "bench")]  # bench/copy.py is no module of Python's
os.environ.setdefault("PURVEY", str(ROOT / "build/purvey"))
ROUNDS = 3


def sell(engine, buyers):
    from conftest import PURVEY, Shop
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(pathlib.Path(folder) / "shop", engine)
        try:
            shop("init")
            sold, begun = 0, time.monotonic()
            for r in range(ROUNDS):
                shop("order", "load", "-", input=json.dumps({
                    "money": "minor", "users": {f"u{i}": {} for i in range(buyers)},
                    "products": {f"p{r}": {"name": "Last one", "variants": {f"S{r}": {"price": 1000, "stock": 1}}}}}))
                all_ = [subprocess.Popen([PURVEY, "order", "act", "-"], env=shop.env, text=True, stdin=subprocess.PIPE,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(buyers)]
                for i, b in enumerate(all_):
                    b.stdin.write(json.dumps({"key": f"{r}-{i}", "kind": "place", "customer": f"u{i}", "lines": [{"sku": f"S{r}"}]}) + "\n")
                for b in all_:
                    b.stdin.close()
                codes = [(b.wait(), b.stderr.read()) for b in all_]
                assert all(c == 0 or "fewer than 1 left" in why for c, why in codes), [x for x in codes if x[0] not in (0, 1)][:3]
                sold += sum(c == 0 for c, _ in codes)
                assert shop.rows(f"SELECT stock FROM variant WHERE sku = 'S{r}'") == [(0,)]
            assert sold == ROUNDS and shop.rows("SELECT COUNT(*) FROM orders") == [(ROUNDS,)], sold
            shop("ledger", "verify")
            print(f"{engine}: {ROUNDS} rounds of {buyers} buyers and one unit: sold {sold} times, {ROUNDS * buyers - sold} refused, "
                  f"{time.monotonic() - begun:.1f} s")
        finally:
            shop.drop()


if __name__ == "__main__":
    buyers = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    python = subprocess.check_output([ROOT / "tool/venv.sh"], text=True).strip()
    postgres = list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if sys.executable != python or (postgres and not os.environ.get("PURVEY_TEST_DATABASE")):
        sys.exit(subprocess.call(([ROOT / "tool/pg.sh"] if postgres else []) + [python, __file__, str(buyers)]))
    for engine in ([] if os.environ.get("ONLY_PG") else ["sqlite"]) + (["postgres"] if os.environ.get("PURVEY_TEST_DATABASE") else []):
        sell(engine, buyers)
