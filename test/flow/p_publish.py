"""Publishing: policy, review, once under kill, undo that keeps later edits, exports that come back as they went."""
import csv, io, json, random, re, signal, subprocess, time, xml.etree.ElementTree as xml

import pytest
from conftest import KIND, PRODUCTS, PURVEY

REVIEW = json.dumps({"rows": [{"kind": "*", "risk": "*", "confidence": 0, "doubts": True, "action": "review"}]})
G = "{http://base.google.com/ns/1.0}"


def page_of(shop, product):
    return shop.home / f"live/product/{product}.json"


def edit_by_hand(shop, product, text):
    page = json.loads(page_of(shop, product).read_text())
    page["fields"]["description"]["value"] = text
    page_of(shop, product).write_text(json.dumps(page))


def words(shop):
    return {p["id"]: p.get("description") for p in map(json.loads, shop("export", "--as", "jsonl", "-").splitlines())}


def test_a_person_reviews(shop):
    shop.stock()
    shop("policy", "set", "-", input=REVIEW)
    shop("run", KIND, "--all")
    waits = [json.loads(x) for x in shop("review", "--json").splitlines()]
    assert {w["subject"] for w in waits} == {p[0] for p in PRODUCTS}
    before = {p[0]: p[2] for p in PRODUCTS}
    assert all(w["changes"][0]["before"] == before[w["subject"]] for w in waits)
    item = {w["subject"]: w["id"] for w in waits}
    shop("review", "accept", item["kettle"], "--who", "berta")
    shop("review", "edit", item["lamp"], "--text", "As Anna wrote.")
    shop("review", "reject", item["mug"], "--note", "dull")
    shop("run")
    now = words(shop)
    assert now["kettle"] != before["kettle"] and now["lamp"] == "As Anna wrote." and now["mug"] == before["mug"]
    assert shop.rows("SELECT actor, because FROM move WHERE from_state = 3 ORDER BY actor, because") == [
        ("person:anna", "accepted as edited"), ("person:anna", "rejected: dull"), ("person:berta", "accepted")]
    assert shop("review", "accept", item["mug"], code=1) == "accept: 0 of 1\n"
    assert "only what waits can be reviewed" in shop.said
    shop.verify()


def test_what_a_person_adds_is_held_against_the_facts(shop):
    shop.stock()
    shop("policy", "set", "-", input=REVIEW)
    shop("run", KIND, "--all")
    item = json.loads(shop("review", "--json").splitlines()[0])["id"]
    shop("review", "edit", item, "--text", "It is waterproof to 300 m and made of titanium.")
    because = shop.one("SELECT because FROM move WHERE item = ? AND from_state = 3", int(item))
    assert "no fact proves all of it" in because and "titanium" in because
    shop("run")
    assert shop.one("SELECT state FROM item WHERE id = ?", int(item)) == 5, "the person decides all the same"


def test_undo_restores_keeps_and_names(shop):
    shop.stock()
    before = words(shop)
    r = shop.json("run", KIND, "--all")
    edit_by_hand(shop, "lamp", "By hand.")
    look = shop.json("undo", r["batch"], "--dry-run")
    assert (look["restored"], look["kept"]) == (2, 1)
    assert shop.states() == {"live": 3}, "a look ahead changes nothing"
    assert "kept product lamp, description in file: somebody in the shop" in shop("undo", r["batch"])
    assert words(shop) == {**before, "lamp": "By hand."}
    assert shop.json("undo", r["batch"])["restored"] == 2, "undoing again tells the same"
    shop.verify()


def test_undo_keeps_what_was_imported_since(shop):
    shop.stock()
    shop("run", KIND, "--all")
    file = shop.home / "products.csv"
    file.write_text(file.read_text().replace("An enamel mug. It holds 350 ml.", "A mug said anew."))
    shop("import", file)
    done = shop.json("undo", "last")
    kept = [r for r in done["rows"] if r["fate"] == "kept"]
    assert [r["id"] for r in kept] == ["mug"] and re.match(r"import \d+", kept[0]["who"])
    assert words(shop)["mug"] == "A mug said anew."


def test_undo_of_one_item(shop):
    shop.stock()
    before = words(shop)
    shop("run", KIND, "--all")
    item = shop.one("SELECT id FROM item WHERE subject = 'mug'")
    assert shop.json("undo", item)["restored"] == 1
    now = words(shop)
    assert now["mug"] == before["mug"] and now["lamp"] != before["lamp"]


def test_published_once_whenever_killed(shop):
    """Each page is written once however often the process dies: a second write would get a new inode."""
    shop.stock([(f"p{i:03}", f"Enamel Mug {i}", f"An enamel mug. It holds {300 + i} ml.", "Brewmate", "Mugs") for i in range(120)])
    shop("run", KIND, "--all", "--later")
    chance, inode, kills = random.Random(5), {}, 0
    while shop.states() != {"live": 120} and kills < 200:
        p = subprocess.Popen([PURVEY, "run"], env=shop.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * 0.3)  # where it dies is left to chance
        p.send_signal(signal.SIGKILL)
        p.wait()
        kills += 1
        for page in (shop.home / "live/product").glob("*.json"):
            assert inode.setdefault(page.name, page.stat().st_ino) == page.stat().st_ino, f"{page.name} was written twice"
    shop("run")
    assert shop.states() == {"live": 120}
    assert shop.rows("SELECT COUNT(*), COUNT(DISTINCT key) FROM outbox WHERE state = 'done'") == [(120, 120)]
    shop("undo", "last")
    assert list((shop.home / "live/product").glob("*.json")) == []
    shop.verify()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"rows":[{}]}', '{"rows":[{"kind":"*","risk":"huge","confidence":0,"doubts":true,"action":"auto"}]}',
                                  '{"rows":[{"kind":"*","risk":"*","confidence":7,"doubts":true,"action":"auto"}]}', '{"rows":[],"more":1}', "\0\xff"])
def test_a_wrong_policy_changes_nothing(shop, text):
    shop("init")
    shop("policy", "set", "-", input=REVIEW)
    before = shop("policy", "--json")
    shop("policy", "set", "-", input=text, code=1)
    assert shop("policy", "--json") == before
    assert "the default table" in shop("policy", "reset")


@pytest.mark.parametrize("args", [["undo"], ["undo", "a", "b"], ["undo", "1", "--offline"], ["review", "accept"], ["review", "accept", "1", "--all"],
                                  ["review", "dance"], ["review", "show"], ["review", "edit", "1"], ["policy", "burn"], ["export"],
                                  ["export", "x.odt"], ["export", "--as", "fax", "-"], ["pull"], ["pull", "file"], ["pull", "amazon"]])
def test_wrong_use_is_told(shop, args):
    shop("init")
    shop(*args, code=2)
    assert "usage: purvey" in shop.said


@pytest.mark.parametrize("args", [["undo", "0"], ["undo", "99"], ["undo", "last"], ["undo", "nonsense"], ["review", "show", "7"],
                                  ["review", "accept", "x"], ["review", "edit", "7", "--text", "x"], ["export", "/nonexistent/x.csv"], ["pull", "vendure"]])
def test_nonsense_is_refused_with_a_sentence(shop, args):
    shop("init")
    shop(*args, code=1)
    assert len(shop.said) > 20


def test_a_broken_page_is_named_and_left(shop):
    shop.stock()
    shop("run", KIND, "--all")
    page_of(shop, "mug").write_text("{ half a page")
    assert "mug.json is no longer a JSON object" in shop("undo", "last", code=1)
    assert page_of(shop, "mug").read_text() == "{ half a page"
    assert shop.one("SELECT COUNT(*) FROM change WHERE state = 'restored'") == 2


NASTY = [("k-1", 'A "quoted" <kettle> & co; 1,5 l', 'Line one.\nLine "two", <b>bold</b> &amp; tab\there', "Müller & Söhne", "Kitchen")]


@pytest.mark.parametrize("form,ending", [("jsonl", "jsonl"), ("shopify", "csv"), ("google-xml", "xml"), ("google-tsv", "tsv")])
def test_exports_come_back_as_they_went(shop, tmp_path, form, ending):
    shop.stock(PRODUCTS + NASTY)
    shop("settings", "set", "export", '{"shop_url":"https://shop.example"}')
    shop("run", KIND, "--all")
    there = {p["id"]: p for p in map(json.loads, shop("export", "--as", "jsonl", "-").splitlines())}
    file = tmp_path / f"out.{ending}"
    shop("export", "--as", form, file)
    shop.env["PURVEY_HOME"] = str(tmp_path / "second")
    shop.env.pop("PURVEY_DATABASE", None)
    shop("import", file, *(["--currency", "USD"] if form == "shopify" else []))  # Shopify's file names no currency
    back = {p["id"]: p for p in map(json.loads, shop("export", "--as", "jsonl", "-").splitlines())}
    by_title = {" ".join(p["title"].split()): p for p in back.values()}
    for p in there.values():
        q = by_title[" ".join(p["title"].split())]
        assert " ".join(q["description"].split()) == " ".join(p["description"].split())
        assert q["brand"] == p["brand"] and q["price"] == p["price"] and q["currency"] == p["currency"]


def test_every_generated_text_is_marked(shop):
    shop.stock(PRODUCTS + NASTY)
    shop("run", KIND, "--all")
    n = len(PRODUCTS + NASTY)
    feed = xml.fromstring(shop("export", "--as", "google-xml", "-"))
    marked = feed.findall(f".//{G}structured_description/{G}digital_source_type")
    assert [m.text for m in marked] == ["trained_algorithmic_media"] * n and feed.find(f".//{G}description") is None
    rows = list(csv.DictReader(io.StringIO(shop("export", "--as", "google-tsv", "-")), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == n and all(r["structured_description"].startswith('trained_algorithmic_media:"') and not r["description"] for r in rows)
    rows = list(csv.DictReader(io.StringIO(shop("export", "--as", "shopify", "-"))))
    assert all(r["Tags"] == "ai-generated-text" for r in rows)
    graph = json.loads(shop("export", "--as", "jsonld", "-"))["@graph"]
    assert all(p["subjectOf"][0]["digitalSourceType"].endswith("TrainedAlgorithmicMediaDigitalSource") for p in graph)
    shop("undo", "last")
    assert "trained_algorithmic_media" not in shop("export", "--as", "google-xml", "-")
