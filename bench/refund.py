#!/usr/bin/env python3
"""refund.py [KILLS] - kill purvey at any instant of orders' lives, from the payment to the refund of a return; 1,000 times.

Orders are placed, paid, sent, delivered, returned to a store, inspected and refunded, by `purvey order act` and `purvey order settle`,
against a payment provider that is busy, loses its answers and answers twice (test/flow/provider.py: a stand-in for failure
tests). Each process is killed by SIGKILL after a random time and started again with the same actions. Afterwards the provider
must have done every movement exactly once and with the right sum, all stock must be back, and the ledger must be whole."""
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
STOCK, AT_ONCE = 100000, 4


def life(i, chance):
    o, units, price = {"order": f"#{i}"}, chance.randint(1, 3), 1000 + i
    condition = chance.choice(["new", "new", "opened", "worn"])
    yield {"key": f"{i}p", "kind": "place", "customer": "u", "method": "card", "currency": "EUR",
           "lines": [{"sku": "M", "quantity": units, "price": price}], **o}, ("payments", units * price)
    yield {"key": f"{i}s", "kind": "ship", "parcel": f"T{i}", **o}, None
    yield {"key": f"{i}d", "kind": "deliver", **o}, None
    yield {"key": f"{i}r", "kind": "return", **o}, None
    yield {"key": f"{i}v", "kind": "receive", "node": "store", **o}, None
    paid = units * price
    yield {"key": f"{i}i", "kind": "inspect", "lines": [{"sku": "M", "condition": condition}], **o}, (
        "refunds", int(paid * 0.5 + 0.5) if condition == "worn" else paid)


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
            "money": "minor", "products": {"p": {"name": "Mug", "variants": {"M": {"price": 1000, "stock": STOCK}}}},
            "users": {"u": {"payment_methods": {"card": {"source": "credit_card"}}}}})).returncode == 0
        kills = {"act": 0, "settle": 0}
        expect, orders, todo = {}, 0, []
        while sum(kills.values()) < wanted:
            if not todo:
                acts = []
                for i in range(orders, orders + AT_ONCE):
                    for seq, (action, moves) in enumerate(life(i, chance)):
                        acts.append(json.dumps(action))
                        if moves:
                            expect[(moves[0], f"money:#{i}:{1 if moves[0] == 'payments' else 2}")] = moves[1]
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
    assert len(dump["orders"]) == orders and all(len(o["payment_history"]) == 2 for o in dump["orders"].values())
    assert all(refund <= paid for paid, refund in sums)
    assert sum(r for _, r in sums) == sum(v for (kind, _), v in expect.items() if kind == "refunds")
    assert verify.returncode == 0, verify.stderr
    print(f"{sum(kills.values())} kills ({kills['act']} while acting, {kills['settle']} while settling) in {time.monotonic() - begun:.0f} s; "
          f"{orders} orders, {len(done)} movements, the provider was asked {provider.asked} times: each done once, none lost, sums right, ledger whole")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
