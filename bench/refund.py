#!/usr/bin/env python3
"""refund.py [KILLS] - kill purvey at any instant of orders' lives, from the payment to the refund of a return; 1,000 times.

Four lives are drawn: sent back to a store in some condition; a unit cancelled and the rest sent back as damaged, with tax, discount and
shipping that divide by nothing; exchanged for a dearer variant and that sent back; lost on the way, sent again and sent back. All by `purvey order
act` and `purvey order settle`,
against a payment provider that is busy, loses its answers and answers twice (test/flow/provider.py: a stand-in for failure
tests). Each process is killed by SIGKILL after a random time and started again with the same actions. Afterwards the provider
must have done every movement exactly once and with the right sum, every unit must be on a shelf, lost or written off, and the ledger must be whole."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:] = [str(ROOT / "test/flow")] + [p for p in sys.path if p != str(ROOT / "bench")]  # bench/copy.py is no module of Python's
from provider import Provider  # noqa: E402

PURVEY = os.environ.get("PURVEY", str(ROOT / "build/purvey"))
STOCK, AT_ONCE, DEAR = 100000, 4, 900000


GONE = {"M": 0, "N": 0}  # units that may not come back: worn, damaged, lost


class Life:
    """One order: its actions, and beside each the movement of money it must make."""
    def __init__(self, i, chance):
        self.i, self.n, self.seq, self.acts, self.moves = i, 0, 0, [], {}
        self.units, self.price = chance.randint(1, 3), 1000 + i
        chance.choice([self.returned, self.returned, self.in_parts, self.exchanged, self.lost])(chance)

    def act(self, kind, moved=0, **more):
        self.n += 1
        self.acts.append({"key": f"{self.i}.{self.n}", "kind": kind, "order": f"#{self.i}", **more})
        if moved:
            self.seq += 1
            self.moves["payments" if moved > 0 else "refunds", f"money:#{self.i}:{self.seq}"] = abs(moved)

    def place(self, units, **more):
        self.act("place", units * self.price + more.get("shipping", 0) + more.get("tax", 0) - more.get("discount", 0), customer="u", method="card",
                 currency="EUR", lines=[{"sku": "M", "quantity": units, "price": self.price}], **more)

    def sent(self, parcel):
        self.act("ship", parcel=f"T{self.i}{parcel}")
        self.act("deliver")

    def back(self, sku, condition, units, paid, **more):
        self.act("return", **more)
        self.act("receive", node="store")
        self.act("inspect", -paid, lines=[{"sku": sku, "condition": condition}])
        GONE[sku] += units * (condition in ("worn", "damaged"))

    def returned(self, chance):
        condition, paid = chance.choice(["new", "new", "opened", "worn"]), self.units * self.price
        self.place(self.units)
        self.sent("a")
        self.back("M", condition, self.units, int(paid * 0.5 + 0.5) if condition == "worn" else paid)

    def in_parts(self, chance):
        units, tax, off, way = self.units + 1, 100 + self.i % 7, 101 + self.i % 11, 490
        goods = lambda n: n * self.price + tax * n // units - off * n // units
        self.place(units, tax=tax, discount=off, shipping=way)
        self.act("cancel", goods(units - 1) - goods(units), lines=[{"sku": "M"}])
        self.sent("a")
        self.back("M", "damaged", units - 1, goods(units - 1) + way, reason="damaged")

    def exchanged(self, chance):
        self.place(1)
        self.sent("a")
        self.act("exchange", method="card", lines=[{"sku": "M", "to": "N"}])
        self.act("receive", node="store")
        self.act("inspect", DEAR - self.price, lines=[{"sku": "M", "condition": "new"}])
        self.sent("b")
        self.back("N", "opened", 1, DEAR)

    def lost(self, chance):
        self.place(self.units)
        self.act("ship", parcel=f"T{self.i}a")
        self.act("lost", parcel=f"T{self.i}a")
        self.act("replace", lines=[{"sku": "M", "quantity": self.units}])
        GONE["M"] += self.units
        self.sent("b")
        self.back("M", "new", self.units, self.units * self.price)


def main(wanted):
    chance, begun = random.Random(11), time.monotonic()
    provider = Provider(trouble=0.3, seed=5)
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, PURVEY_HOME=folder + "/shop")
        env.pop("PURVEY_DATABASE", None)

        def run(*args, give=None):
            return subprocess.run([PURVEY, *args], env=env, input=give, text=True, capture_output=True)

        run("init")
        run("settings", "set", "order", '{"provider": true}')
        run("settings", "set", "channel.payment", json.dumps({"url": provider.url}))
        assert run("order", "load", "-", give=json.dumps({
            "money": "minor", "products": {"p": {"name": "Mug", "variants": {"M": {"price": 1000, "stock": STOCK}, "N": {"price": DEAR, "stock": STOCK}}}},
            "users": {"u": {"payment_methods": {"card": {"source": "credit_card"}}}}})).returncode == 0
        kills = {"act": 0, "settle": 0}
        expect, orders, todo = {}, 0, []
        while sum(kills.values()) < wanted:
            if not todo:
                acts = []
                for i in range(orders, orders + AT_ONCE):
                    one = Life(i, chance)
                    acts += map(json.dumps, one.acts)
                    expect.update(one.moves)
                orders += AT_ONCE
                todo = ["\n".join(acts) + "\n"]
            verb = "act" if chance.random() < 0.6 else "settle"
            p = subprocess.Popen([PURVEY, "order", verb, *(["-"] if verb == "act" else [])], env=env, text=True, stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                if verb == "act":
                    p.stdin.write(todo[0])
                p.stdin.close()
                p.wait(chance.uniform(0.002, 0.09))
                if verb == "act":
                    todo = []
            except subprocess.TimeoutExpired:
                p.kill()
                kills[verb] += p.wait() == -9
            except BrokenPipeError:
                p.wait()
        if todo:
            run("order", "act", "-", give=todo[0])
        while True:  # no more kills: what is open is finished
            r = run("order", "settle", "--json")
            if r.stdout and json.loads(r.stdout)["waiting"] == 0:
                break
            time.sleep(0.2)
        done = {k: v["amount"] for k, v in provider.done.items()}
        dump = json.loads(run("order", "dump").stdout)
        sums = [[sum(p["amount"] for p in o["payment_history"] if p["transaction_type"] == t) for t in ("payment", "refund")]
                for o in dump["orders"].values()]
        verify = run("ledger", "verify")
    provider.close()
    assert done == expect, {k: (done.get(k), expect.get(k)) for k in done.keys() | expect.keys() if done.get(k) != expect.get(k)}
    assert len(dump["orders"]) == orders
    assert {k: v["stock"] for k, v in dump["products"]["p"]["variants"].items()} == {k: STOCK - n for k, n in GONE.items()}, (dump["products"], GONE)
    assert all(refund <= paid for paid, refund in sums)
    assert sum(r for _, r in sums) == sum(v for (kind, _), v in expect.items() if kind == "refunds")
    assert verify.returncode == 0, verify.stderr
    print(f"{sum(kills.values())} kills ({kills['act']} while acting, {kills['settle']} while settling) in {time.monotonic() - begun:.0f} s; "
          f"{orders} orders, {len(done)} movements, the provider was asked {provider.asked} times: each done once, none lost, sums right, every unit accounted for, ledger whole")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
