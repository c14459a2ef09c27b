"""The daemon: processes, wishes, limits, death and a clean end."""
import json, os, signal, subprocess, time

from conftest import KIND, PRODUCTS, PURVEY, until

NAMES = {"web", "mind", "ship"}


def wish(shop, kind, body, id=None):
    id = id or time.time_ns()
    shop.change("INSERT INTO wish (id, kind, body, person, state, at_ms) VALUES (?, ?, ?, 'anna', 'new', ?)", id, kind, json.dumps(body), id // 10**6)
    return id


def fate(shop, id):
    until(lambda: shop.one("SELECT state FROM wish WHERE id = ?", id) != "new", what="the wish")
    return shop.rows("SELECT state, why, batch FROM wish WHERE id = ?", id)[0]


def pids(shop):
    return {name: pid for name, pid in shop.rows("SELECT process, pid FROM heartbeat")}


def test_wishes_go_all_the_way_and_back(shop):
    shop.stock()
    with shop.serving():
        state, why, batch = fate(shop, wish(shop, "generate", {"kinds": [KIND]}))
        assert state == "done", why
        until(lambda: shop.states() == {"live": len(PRODUCTS)}, what="publishing")
        assert set(shop.shown()) == {p[0] for p in PRODUCTS}
        assert fate(shop, wish(shop, "undo", {"batch": str(batch)}))[0] == "done"
        until(lambda: shop.states() == {"undone": len(PRODUCTS)}, what="undoing")
    shop.verify()


def test_a_wish_that_cannot_be_is_refused_with_a_sentence(shop):
    shop.stock()
    with shop.serving():
        state, why, _ = fate(shop, wish(shop, "generate", {"kinds": ["copy.nothing"]}))
        assert (state, "copy.nothing" in why) == ("refused", True)
        assert fate(shop, wish(shop, "nonsense", {}))[0] == "refused"


def test_limits_are_in_force_and_said(shop):
    with shop.serving():
        rows = dict(until(lambda: (r := shop.rows("SELECT process, limits FROM heartbeat")) and len(r) >= len(NAMES) and r, what="heartbeats"))
        for name in NAMES:
            status = open(f"/proc/{pids(shop)[name]}/status").read()
            assert ("Seccomp:\t2" in status) == rows[name].startswith("seccomp:"), rows[name]
            assert "NoNewPrivs:\t1" in status or "not limited" in rows[name]


def test_the_dead_are_started_again_and_their_work_goes_on(shop):
    shop.stock()
    with shop.serving():
        before = until(lambda: (p := pids(shop)).keys() >= NAMES and p, what="heartbeats")
        for name in NAMES:
            os.kill(before[name], signal.SIGKILL)
        after = until(lambda: all((p := pids(shop))[n] != before[n] for n in NAMES) and p, what="the restart")
        wish(shop, "generate", {"kinds": [KIND]})
        until(lambda: shop.states() == {"live": len(PRODUCTS)}, what="publishing")
        assert all(os.path.exists(f"/proc/{after[n]}") for n in NAMES)
    shop.verify()


def test_a_changed_setting_is_taken_up(shop):
    shop.stock()
    with shop.serving():
        before = until(lambda: (p := pids(shop)).keys() >= NAMES and p, what="heartbeats")
        assert fate(shop, wish(shop, "setting", {"name": "brand", "value": {"voice": "warm"}}))[0] == "done"
        until(lambda: all(pids(shop)[n] != before[n] for n in ("mind", "ship")), what="the new start")  # web reads them each time


def test_it_ends_cleanly_and_leaves_no_lease(shop):
    shop.stock()
    with shop.serving() as p:
        until(lambda: pids(shop).keys() >= NAMES, what="heartbeats")
        p.terminate()
        assert p.wait(30) == 0
    assert shop.one("SELECT COUNT(*) FROM item WHERE lease IS NOT NULL") == 0
    assert all(not os.path.exists(f"/proc/{pid}") for pid in pids(shop).values())


def test_children_do_not_outlive_the_parent(shop):
    with shop.serving() as p:
        children = until(lambda: (q := pids(shop)).keys() >= NAMES and q, what="heartbeats")
        p.kill()
        p.wait(30)
        until(lambda: not any(alive(pid) for pid in children.values()), what="their end")


def alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def test_an_address_in_use_is_told(shop):
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        r = subprocess.run([PURVEY, "serve", "--port", str(s.getsockname()[1])], env=shop.env, capture_output=True, text=True, timeout=60)
        assert r.returncode == 3 and "port" in r.stderr
