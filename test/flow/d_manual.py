"""Every command that a page of doc/manual prints runs as it is printed, on the demo's catalogue and, where a page needs trade, its rehearsal.

Names of one shop (an item's number, "#1", POT) stand for those of another: they are put in; all else is left as it stands. Files that a
page names hold the golden example of the capability that reads them. What cannot be run here is listed with its reason in LEFT.
"""
import json, os, pathlib, re, shutil, subprocess

import pytest

from conftest import PURVEY, Shop, once

ROOT = pathlib.Path(__file__).parents[2]
PAGES = sorted((ROOT / "doc/manual").glob("*.md"))
OWN_TRADE = {"merchandising.md"}  # its page brings its own sales
PLAIN = {"import.md", "rehearsal.md", "orders.md"}  # they bring trade in, which a rehearsal refuses, or begin one
REFUSED = r"quarantine retry"  # a row that is still wrong is refused again, and says so
LEFT = [  # what a statement holds that is not run, and why
    (r"\bcurl\b|\bpurvey serve\b", "needs a daemon: w_api and s_serve"),
    (r"\bpurvey pull\b|channel\.vendure|channel\.medusa|channel\.mail|channel\.payment|sk_", "needs a server that the page does not bring: p_publish, s_mail, w_pay"),
    (r"…", "a placeholder"),
    (r"\bmake\b|bench/", "make demo, make test and benches are runs of their own"),
    (r"text\.llama|/srv/models|openai|OPENAI", "needs a model that a machine may lack: test_openai"),
    (r"/srv/exports", "a folder of the reader's"),
    (r"\[Service\]|Environment=", "not a command"),
    (r"--queries|--half|--public", "needs a set of queries of the reader's: bench/search.py"),
    (r"purvey agent", "a conversation: s_agent"),
    (r"--photo", "needs a photograph: w_photo"),
]


def blocks(text):
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M)
    bare = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    return fenced + ["".join(line[4:] + "\n" for line in b.splitlines()) for b in re.findall(r"(?:^    .*\n)+", bare, re.M)]


def statements(block):
    """Whole shell statements that call purvey: a line with an open quote, a pipe or a backslash at its end goes on."""
    so_far = ""
    for line in block.splitlines():
        so_far += ("\n" if so_far else "") + re.sub(r"^\$ ", "", line)
        bare = re.sub(r"\s+#\s.*$", "", so_far) if so_far.count("'") % 2 == 0 else so_far
        if so_far.count("'") % 2 == 0 and not bare.rstrip().endswith(("|", "\\")):
            if re.search(r"(^|[|&(\s])purvey\s", bare) and not bare.lstrip().startswith(("{", "/", "POST", "GET")):
                yield bare.strip()
            so_far = ""


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The demo's catalogue with written copy; once with a rehearsal, once without."""
    base = tmp_path_factory.mktemp("manual")
    cache = subprocess.run([ROOT / "tool/fetch.sh"], capture_output=True, text=True, check=True).stdout.strip()
    catalogue = next(pathlib.Path(cache).glob("src/vendure-create-*/assets/products.csv"))
    plain = Shop(base / "plain", "sqlite")
    plain("import", catalogue, code=1)  # two rows of it are set aside
    plain("settings", "set", "text", '{"backend":"template"}')
    plain("run", "copy.describe", "laptop", "tablet", "--later")
    shutil.copytree(base / "plain", base / "rehearsed")
    rehearsed = Shop(base / "rehearsed", "sqlite")
    rehearsed("rehearse", "--days", "120", "--units", "30")
    rehearsed("run")
    plain("run", code=0)
    return base, catalogue


def files_of(shop, work, commands, catalogue):
    """What the page's commands read: examples of the capabilities, the catalogue under each name."""
    for name, _, file in re.findall(r"purvey call (\S+) (--in |<\s*)(\S+)", "\n".join(commands)):
        shown = re.search(r"for example:\n\necho '(.*)' \| purvey call", shop("call", name, "--help"), re.S)
        (work / file).write_text(shown[1].replace("'\\''", "'") + "\n")
    for file in ("list.csv", "new.csv", "all.csv", "products.csv", "mine.csv"):
        good = [line for i, line in enumerate(catalogue.read_text().splitlines(True), 1) if i not in (88, 89)]
        (work / file).write_text("".join(good).replace("name,", "Item desc,", 1) if file == "list.csv" else "".join(good))
    (work / "secret.txt").write_text("a long enough secret\n")
    (work / "reviews.jsonl").write_text("".join(json.dumps({"id": str(i), "text": "The parcel came late, and no note was left.", "at": "2026-11-20"}) + "\n" for i in range(6)))
    (work / "actions.jsonl").write_text("")
    if (ROOT / "test/service/state.json").exists():
        shutil.copy(ROOT / "test/service/state.json", work / "state.json")


def names_of(shop):
    """Names of this shop for those that the page prints."""
    names = {"kettle lamp": "laptop tablet", "p17": "laptop", "Shoes": "Electronics", "ROW": "0", "BATCH": "0", "ITEM": "0"}
    for key, sql in (("455942441692342", "SELECT id FROM item WHERE state = 3 ORDER BY id LIMIT 1"), ("ITEM", "SELECT id FROM item WHERE state = 3 ORDER BY id DESC LIMIT 1"),
                     ("BATCH", "SELECT MAX(batch) FROM item WHERE kind = 'copy.describe'"), ("ROW", "SELECT MAX(id) FROM quarantine WHERE state = 'open'"),
                     ("c12", "SELECT MIN(customer) FROM sale"), ("#W1", "SELECT MIN(id) FROM orders"), ("#1", "SELECT MIN(id) FROM orders WHERE status = 'pending'")):
        rows = shop.rows(sql)
        names[key] = str(rows[0][0]) if rows and rows[0][0] is not None else names.get(key, key)
    if names["#1"] != "#1":
        names["POT"] = json.loads(shop.one("SELECT lines FROM orders WHERE id = ?", names["#1"]))[0]["sku"]
    return names


def put_in(statement, names):
    for said, ours in names.items():
        statement = re.sub(rf"(?<![\w#]){re.escape(said)}(?!\w)", ours, statement)
    return statement


@once
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_commands_run_as_printed(ready, tmp_path, page):
    base, catalogue = ready
    commands = [s for b in blocks(page.read_text()) for s in statements(b)]
    run = [s for s in commands if not any(re.search(what, s) for what, _ in LEFT)]
    if not run:
        return
    shop = Shop(tmp_path / "shop", "sqlite")
    shop.env["PATH"] = os.path.dirname(os.path.realpath(PURVEY)) + ":" + os.environ["PATH"]
    if page.name not in OWN_TRADE:
        shutil.copytree(base / ("plain" if page.name in PLAIN else "rehearsed"), shop.home)
    work = tmp_path / "work"
    work.mkdir()
    files_of(shop, work, commands, catalogue)
    for s in run:
        r = subprocess.run(["bash", "-c", put_in(s, names_of(shop) if shop.home.exists() else {})], env=shop.env, cwd=work, text=True, capture_output=True, timeout=120,
                           stdin=subprocess.DEVNULL)
        assert r.returncode in ((0, 1) if re.search(REFUSED, s) else (0,)), f"{page.name}: {s}\nexit {r.returncode}\n{r.stdout[-500:]}\n{r.stderr[-800:]}"
