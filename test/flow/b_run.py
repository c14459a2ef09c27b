"""Basic: from a file to the shop and back, on the command line alone."""
from conftest import KIND, PRODUCTS, STATES


def test_from_file_to_shop_and_back(shop):
    shop.stock()
    r = shop.json("run", KIND, "--all")
    assert r["items"] == len(PRODUCTS) and r["open"] == 0
    assert shop.states() == {"live": len(PRODUCTS)}, shop.said
    assert set(shop.shown()) == {p[0] for p in PRODUCTS}
    shop.verify()
    undone = shop.json("undo", r["batch"])
    assert undone["kept"] == 0
    assert shop.states() == {"undone": len(PRODUCTS)}
    shop.verify()


def test_the_same_seed_writes_the_same_words(shop, tmp_path):
    shop.stock()
    shop("run", KIND, "--all")
    first = shop.rows("SELECT subject, output FROM item ORDER BY subject")
    shop("run", KIND, "--all")
    both = shop.rows("SELECT subject, output, seed FROM item ORDER BY subject, id")
    assert [o for _, o, _ in both[::2]] == [o for _, o in first]
    assert len({seed for _, _, seed in both}) == 2 * len(PRODUCTS)


def test_what_is_on_its_way_is_not_asked_for_twice(shop):
    shop.stock()
    assert shop.json("run", KIND, "--all", "--later")["states"] == {"planned": len(PRODUCTS)}
    r = shop.json("run", KIND, "--all")
    assert r["items"] == 0 and r["on_way"] == len(PRODUCTS)
    shop("run")
    assert shop.states() == {"live": len(PRODUCTS)}


def test_wrong_words_are_named_and_change_nothing(shop):
    shop.stock()
    for args, code, why in [
        (["run", "copy.nothing", "--all"], 1, 'no capability "copy.nothing"'),
        (["run", KIND, "nosuch"], 1, 'no product "nosuch"'),
        (["run", KIND], 2, "--all"),
        (["run", KIND, "kettle", "--all"], 2, "--all"),
        (["run", "text.template", "--all"], 1, "does not work on one product"),
        (["explain", "12"], 1, "no item 12"),
        (["explain", "x"], 2, "not the number"),
    ]:
        shop(*args, code=code)
        assert why in shop.said, (args, shop.said)
    assert shop.states() == {}


def test_explain_tells_what_was_done(shop):
    shop.stock()
    shop("run", KIND, "kettle", "lamp")
    item = shop.one("SELECT id FROM item WHERE subject = 'kettle'")
    e = shop.json("explain", item)
    assert [m["to"] for m in e["moves"]] == ["made", "checked", "approved", "live"]
    assert e["asked_by"] == "person:anna" and e["backend"]
    assert e["effects"][0]["state"] == "done" and e["effects"][0]["readback"]
    assert all(m["from"] in STATES for m in e["moves"])
    text = shop("explain", item)
    for word in ["evidence", "claims", "approved → live", "read back", "ledger"]:
        assert word in text


def test_a_person_sends_it_back_and_gets_another(shop):
    shop.stock()
    shop("policy", "set", "-", input='{"rows":[{"kind":"*","risk":"*","confidence":0,"doubts":true,"action":"review"}]}')
    shop("run", KIND, "kettle")
    assert shop.states() == {"waiting": 1}
    item, before = shop.rows("SELECT id, output FROM item")[0]
    shop("review", "back", item, "--note", "too dull")
    shop("run")
    assert shop.states() == {"waiting": 1}
    assert shop.one("SELECT output FROM item") != before
    shop("review", "accept", item)
    shop("run")
    assert shop.states() == {"live": 1}
    shop.verify()
