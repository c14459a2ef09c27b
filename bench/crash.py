#!/usr/bin/env python3
"""crash.py [KILLS] - kill every process of the daemon at calls spread over a whole life of a shop, on SQLite and PostgreSQL.

A life: three products are imported, their copy is planned, made, checked, published, read back, and undone. Each process is
killed by SIGKILL just before or just after a call that writes, counted exactly (test/flow/kill.c); the parent too. Afterwards
every item must have gone the whole way, each file of the shop must have been written once for the publishing and once for
the undoing, and the ledger must be whole. Prints the kills by process and by the states that items and effects were in.
Needs the PostgreSQL of tool/pg.sh for the second engine: the script starts it by itself.
"""
import collections, os, pathlib, random, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("PURVEY", str(ROOT / "build/purvey"))
sys.path.insert(0, str(ROOT / "test/flow"))


def life(engine, chance):
    from conftest import PRODUCTS, Shop
    from crash import Killer, Storm
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(pathlib.Path(folder) / "shop", engine)
        try:
            shop("init")
            shop.stock()
            # distances grow, so that there is progress however unlucky the places
            points = {n: [chance.randint(1, 60 + 40 * i) for i in range(k)] for n, k in (("mind", 8), ("ship", 9), ("web", 3))}
            return Storm(shop, Killer(pathlib.Path(folder)), points, parent=[chance.randint(10, 300)]).live(len(PRODUCTS))
        finally:
            shop.drop()


def storm(engine, wanted):
    by_process, by_state, lives, begun, chance = collections.Counter(), collections.Counter(), 0, time.monotonic(), random.Random(7)
    while sum(by_process.values()) < wanted:
        lives += 1
        for process, states in life(engine, chance):
            by_process[process] += 1
            by_state.update((process, s) for s in states)
    total = sum(by_process.values())
    print(f"{engine}: {total} kills in {lives} lives, {time.monotonic() - begun:.0f} s: nothing lost, nothing told twice, every ledger whole")
    print("  by process:", ", ".join(f"{p} {n}" for p, n in sorted(by_process.items())))
    for process in sorted(by_process):
        print(f"  {process} killed while there were:", ", ".join(f"{s} {n}" for (p, s), n in sorted(by_state.items()) if p == process))
    return total


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    python = subprocess.check_output([ROOT / "tool/venv.sh"], text=True).strip()
    postgres = list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if sys.executable != python or (postgres and not os.environ.get("PURVEY_TEST_DATABASE")):
        sys.exit(subprocess.call(([ROOT / "tool/pg.sh"] if postgres else []) + [python, __file__, str(wanted)]))
    for engine in ([] if os.environ.get("ONLY_PG") else ["sqlite"]) + (["postgres"] if os.environ.get("PURVEY_TEST_DATABASE") else []):
        assert storm(engine, wanted) >= wanted
