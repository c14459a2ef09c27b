"""Killing processes of the daemon at chosen calls, and what must be true afterwards. Used by x_crash.py and bench/crash.py."""
import collections, ctypes, http.client, itertools, json, mmap, os, pathlib, signal, socket, subprocess, time, urllib.request

from conftest import KIND, STATES, until

HERE = pathlib.Path(__file__).parent
ALLOWED = {("planned", "made"), ("planned", "dropped"), ("made", "checked"), ("made", "planned"), ("checked", "waiting"),
           ("checked", "approved"), ("checked", "dropped"), ("waiting", "approved"), ("waiting", "planned"), ("waiting", "dropped"),
           ("approved", "live"), ("approved", "waiting"), ("approved", "dropped"), ("live", "kept"), ("live", "undoing"),
           ("kept", "undoing"), ("undoing", "undone"), ("undoing", "live")}


class Row(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char * 16), ("calls", ctypes.c_uint64), ("at", ctypes.c_uint64), ("after", ctypes.c_uint64),
                ("killed", ctypes.c_uint64), ("saying", ctypes.c_char * 16)]


class Killer:
    """The page that test/flow/kill.c shares, and the library itself."""

    def __init__(self, folder, names=("web", "mind", "ship")):
        self.library, self.record = folder / "kill.so", folder / "renames"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, HERE / "kill.c", "-ldl"], check=True)
        path = folder / "page"
        path.write_bytes(bytes(4096))
        self.file = open(path, "r+b")
        self.map = mmap.mmap(self.file.fileno(), 4096)
        self.rows = (Row * 8).from_buffer(self.map)
        self.names = names
        for row, name in zip(self.rows, names):
            row.name = name.encode()
        self.env = {"LD_PRELOAD": str(self.library), "PURVEY_KILL": str(path), "PURVEY_KILL_RECORD": str(self.record)}

    def row(self, name):
        return self.rows[self.names.index(name)]

    def calls(self):
        return {n: self.row(n).calls for n in self.names}

    def put_in_place(self):
        """How often each product's file was put in place."""
        lines = self.record.read_text().splitlines() if self.record.exists() else []
        return collections.Counter(pathlib.Path(p).stem for p in lines if "/live/product/" in p)


def where(shop):
    """The states that items and effects are in."""
    items = {STATES[s] for s, in shop.rows("SELECT DISTINCT state FROM item")}
    return items | {"effect " + s for s, in shop.rows("SELECT DISTINCT state FROM outbox")}


class Storm:
    """One life of a shop, plan to publish to undo, with kills at calls that `points` names for each process.

    points: name → iterator of distances: after how many more calls the next kill falls. parent: distances in calls of
    mind after which the parent itself is killed, with all its processes.
    """

    def __init__(self, shop, killer, points, parent=()):
        self.shop, self.killer, self.kills = shop, killer, []
        self.points = {n: iter(p) for n, p in points.items()}
        self.parent, self.daemon = iter(parent), None
        self.next_parent = next(self.parent, None)
        self.token = shop.json("token", "--api")["token"]
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        for name in self.points:
            self.aim(name)

    def aim(self, name):
        row, distance = self.killer.row(name), next(self.points[name], None)
        row.killed = 0
        row.after = len(self.kills) % 2
        row.at = row.calls + distance if distance else 0

    def start(self):
        log = open(self.shop.home / "serve.log", "ab")
        self.daemon = subprocess.Popen([os.environ["PURVEY"], "serve", "--port", str(self.port)], env={**self.shop.env, **self.killer.env},
                                       stdout=log, stderr=log)

    def stop(self):
        for name in self.points: # nobody is killed from here on: a stopped parent would wait for us
            self.killer.row(name).at = 0
        self.daemon.send_signal(signal.SIGCONT)
        self.daemon.terminate()
        self.daemon.wait(30)

    def watch(self):
        """What the test does while it waits: note who died where, aim at the next call, let the parent go on."""
        for name in self.points:
            if self.killer.row(name).killed:
                self.kills.append((name, frozenset(where(self.shop))))
                self.aim(name)
                self.daemon.send_signal(signal.SIGCONT)
        if self.next_parent and self.killer.row("mind").calls >= self.next_parent:
            self.kills.append(("parent", frozenset(where(self.shop))))
            self.daemon.kill()
            self.daemon.wait()
            distance = next(self.parent, None)
            self.next_parent = self.killer.row("mind").calls + distance if distance else None
            self.start()
        assert self.daemon.poll() is None, "the parent ended: " + self.shop.log()[-2000:]

    def until(self, condition, what, seconds=120):
        def both():
            self.watch()
            return condition()
        try:
            return until(both, seconds, what)
        except AssertionError as e:
            rows = self.shop.rows("SELECT state, tries, due_ms, lease, why FROM item"), self.shop.rows("SELECT action, state, tries, due_ms, lease, why FROM outbox")
            raise AssertionError(f"{e}; now {time.time_ns() // 10**6}; {rows}; {self.kills}; {self.killer.calls()}; {self.shop.log()[-1500:]}")

    def post(self, kind, body):
        """Gives the wish's number, or None where the web process died on us; then only the database can tell."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/wishes/{kind}", json.dumps(body).encode(), method="POST",
                                         headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return int(json.load(answer)["id"])
        except (OSError, http.client.HTTPException):
            return None

    def wish(self, kind, body):
        """Over HTTP, as a person would; what was answered must be there, and there once."""
        def heard():
            return self.post(kind, body) or next((id for id, in self.shop.rows("SELECT id FROM wish WHERE kind = ?", kind)), None)
        id = self.until(heard, f"hearing the wish to {kind}")
        self.until(lambda: self.shop.one("SELECT state FROM wish WHERE id = ?", id) == "done", f"the wish to {kind}")
        assert self.shop.one("SELECT COUNT(*) FROM wish WHERE kind = ?", kind) == 1
        return self.shop.one("SELECT batch FROM wish WHERE id = ?", id)

    def all_are(self, state):
        return self.shop.states() == {state: self.n}

    def live(self, n):
        """Plan, make, check, publish; then undo. The shop must show what was wanted, each written once."""
        self.n = n
        self.start()
        try:
            before = self.shop.shown()
            batch = self.wish("generate", {"kinds": [KIND]})
            self.until(lambda: self.all_are("live"), "publishing")
            self.check_published()
            self.wish("undo", {"batch": str(batch)})
            self.until(lambda: self.all_are("undone"), "undoing")
            self.check_undone(before)
        finally:
            self.stop()
        check_records(self.shop)
        return self.kills

    def check_published(self):
        shown = self.shop.shown()
        for id, field, after in self.shop.rows("SELECT id, field, after FROM change"):
            assert after in json.dumps(shown[id], ensure_ascii=False), (id, field)
        twice = {p: k for p, k in self.killer.put_in_place().items() if k > 1}
        assert not twice, f"published more than once: {twice}"

    def check_undone(self, before):
        rows = self.shop.rows("SELECT action, state, COUNT(*) FROM outbox GROUP BY action, state")
        assert {(a, s) for a, s, _ in rows} == {("publish", "done"), ("undo", "done")}, rows
        twice = {p: k for p, k in self.killer.put_in_place().items() if k > 2}
        assert not twice, f"undone more than once: {twice}"


def check_records(shop):
    """Nothing lost, nothing told twice: the rows of every item tell one story, and the chain is whole."""
    shop.verify()
    changes = shop.one("SELECT COUNT(*) FROM change")
    for action in ("publish", "undo"):
        assert shop.one("SELECT COUNT(*) FROM outbox WHERE action = ?", action) == changes
    for (item,) in shop.rows("SELECT id FROM item"):
        moves = [(STATES[f], STATES[t]) for f, t in shop.rows("SELECT from_state, to_state FROM move WHERE item = ? ORDER BY seq", item)]
        assert moves[0][0] == "planned" and moves[-1][1] == "undone"
        assert all(m in ALLOWED for m in moves), moves
        assert all(a[1] == b[0] for a, b in itertools.pairwise(moves)), moves
        assert sum(t == "live" for _, t in moves) == 1 == sum(t == "undone" for _, t in moves), moves
    assert shop.one("SELECT COUNT(*) FROM batch WHERE kind <> 'import'") >= 1
    assert shop.one("SELECT COUNT(DISTINCT batch) FROM item") == 1
