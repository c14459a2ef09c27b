"""One shop per test, with the real binary; on SQLite, and on PostgreSQL where tool/pg.sh started one."""
import contextlib, csv, json, os, pathlib, shutil, signal, sqlite3, subprocess, sys, time, uuid

import pytest

PURVEY = os.environ.get("PURVEY", str(pathlib.Path(__file__).parents[2] / "build/purvey"))
SERVER = os.environ.get("PURVEY_TEST_DATABASE")
KIND = os.environ.get("PURVEY_TEST_KIND", "copy.describe")
STATES = ["planned", "made", "checked", "waiting", "approved", "live", "kept", "undoing", "undone", "dropped"]

PRODUCTS = [
    ("kettle", "Brewmate Kettle", "A kettle of stainless steel. It holds 1.7 litres.", "Brewmate", "Kettles"),
    ("lamp", "Oak Desk Lamp", "A desk lamp of oak. The cable is 2 metres long.", "Lumo", "Lamps"),
    ("mug", "Enamel Mug", "An enamel mug. It holds 350 ml.", "Brewmate", "Mugs"),
]


def until(condition, seconds=30, what="it"):
    """Poll, so that no test says how long a thing takes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen in {seconds} s")


class Shop:
    def __init__(self, home, engine):
        self.home, self.engine = pathlib.Path(home), engine
        self.env = dict(os.environ, PURVEY_HOME=str(home), HOME=str(home), USER="anna")
        self.env.pop("PURVEY_DATABASE", None)
        self.name = None
        if engine == "postgres":
            self.name = "shop_" + uuid.uuid4().hex
            self.admin(f"CREATE DATABASE {self.name}")
            self.url = SERVER.replace("/postgres?", f"/{self.name}?")
            self.env["PURVEY_DATABASE"] = self.url

    def admin(self, sql):
        import psycopg
        with psycopg.connect(SERVER, autocommit=True) as d:
            d.execute(sql)

    def drop(self):
        if self.name:
            self.admin(f"DROP DATABASE {self.name} WITH (FORCE)")

    def __call__(self, *args, code=0, input=None, env=None):
        r = subprocess.run([PURVEY, *map(str, args)], env={**self.env, **(env or {})}, input=input, text=True, capture_output=True,
                           timeout=120)
        assert r.returncode == code, f"{args}: exit {r.returncode}, not {code}\n{r.stdout}\n{r.stderr}"
        self.said = r.stderr
        return r.stdout

    def json(self, *args, **more):
        return json.loads(self(*args, "--json", **more))

    def connect(self):
        if self.engine == "postgres":
            import psycopg
            return psycopg.connect(self.url, autocommit=True)
        return sqlite3.connect(self.home / "purvey.db", timeout=20, isolation_level=None)

    def rows(self, sql, *args):
        with contextlib.closing(self.connect()) as d:
            return d.execute(sql if self.engine == "sqlite" else sql.replace("?", "%s"), args).fetchall()

    def change(self, sql, *args):
        with contextlib.closing(self.connect()) as d:
            d.execute(sql if self.engine == "sqlite" else sql.replace("?", "%s"), args)

    def one(self, sql, *args):
        return self.rows(sql, *args)[0][0]

    def states(self):
        return {STATES[s]: n for s, n in self.rows("SELECT state, COUNT(*) FROM item GROUP BY state")}

    def stock(self, products=PRODUCTS):
        """A small shop whose texts need no model, and go out by themselves."""
        file = self.home / "products.csv"
        with open(file, "w", newline="") as f:
            w = csv.writer(f)
            w.writerow(["name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku", "price", "taxCategory",
                        "stockOnHand", "trackInventory", "variantAssets", "variantFacets"])
            w.writerows([t, i, d, "", f"brand:{b}|category:{c}", "", "", i + "-1", "19.90", "standard", 5, "false", "", ""]
                        for i, t, d, b, c in products)
        self("import", file)
        self("settings", "set", "text", '{"backend":"template"}')
        self("policy", "set", "-", input=json.dumps({"rows": [{"kind": "*", "risk": "*", "confidence": 0, "doubts": True, "action": "auto"}]}))

    def shown(self):
        """What the shop (a folder of files) shows, by product."""
        return {p.stem: json.loads(p.read_text()) for p in (self.home / "live/product").glob("*.json")}

    def verify(self):
        r = self.json("ledger", "verify")
        assert r["faults"] == [], r
        return r

    @contextlib.contextmanager
    def serving(self, *args, env=None):
        log = open(self.home / "serve.log", "ab")
        p = subprocess.Popen([PURVEY, "serve", "--port", "0", *args], env={**self.env, **(env or {})}, stdout=log, stderr=log)
        try:
            yield p
        finally:
            if p.poll() is None:
                p.send_signal(signal.SIGCONT)
                p.terminate()
                p.wait(30)
            log.close()

    def log(self):
        return (self.home / "serve.log").read_text()


ENGINES = ["sqlite"] + (["postgres"] if SERVER else [])


# ---- what is not run, and why: here and nowhere else ----------------------------------------------------
# once     what the test shows does not depend on the engine: it runs on SQLite alone, and is not counted as skipped on the other
# chromium, dovecot: a program that a machine may lack. `make test` installs Chromium (tool/packages.txt); Dovecot is not installed for
#          anybody, since its package starts a mail server. Under CI nothing is skipped: what is missing fails.

once = pytest.mark.once
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")


def wanted(program, cure):
    return pytest.mark.skipif(not program and not os.environ.get("CI"), reason=cure)


chromium_wanted = wanted(CHROMIUM, "there is no Chromium: apt-get install chromium")
dovecot_wanted = wanted(DOVECOT, "there is no Dovecot: apt-get install dovecot-imapd, which starts a mail server")


def pytest_configure(config):
    config.addinivalue_line("markers", "once: on SQLite alone, since nothing in it depends on the engine")


def pytest_generate_tests(metafunc):
    if "shop" in metafunc.fixturenames:
        metafunc.parametrize("shop", ENGINES[:1] if metafunc.definition.get_closest_marker("once") else ENGINES, indirect=True)


@pytest.fixture
def shop(request, tmp_path):
    s = Shop(tmp_path, request.param)
    s("init")
    yield s
    s.drop()
