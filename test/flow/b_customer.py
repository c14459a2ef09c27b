"""One customer's record by the command line: looked at within consent, exported whole, forgotten without a trace."""
import base64, json

from conftest import until

NAME, MAIL, PHONE, WORDS = "Zenobia Quill", "zenobia@x.example", "+49301234567", "my kettle whistles Wagner"
SALES = f"""Name,Email,Financial Status,Fulfillment Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Name,Shipping Country
#1001,{MAIL},paid,fulfilled,2026-10-01 10:00:00 +0200,EUR,19.90,0,0,19.90,2026-10-01 10:00:00 +0200,1,Brewmate Kettle,19.90,kettle-1,{NAME},{NAME},DE
#1002,bob@x.example,paid,fulfilled,2026-10-02 10:00:00 +0200,EUR,19.90,0,0,19.90,2026-10-02 10:00:00 +0200,1,Brewmate Kettle,19.90,kettle-1,Bob,Bob,DE
"""


def known(shop):
    shop.stock()
    (shop.home / "orders.csv").write_text(SALES)
    shop("import", shop.home / "orders.csv")
    shop("customer", "know", MAIL, "phone", "+49 (0)30 1234567")
    shop("settings", "set", "service.answer", '{"mail":"off"}')
    shop("settings", "set", "channel.mail", json.dumps({"mailboxes": [{"address": "help@shop.example"}]}))
    raw = f"From: {NAME} <{MAIL}>\nSubject: {WORDS}\nMessage-ID: <m1@x>\n\n{WORDS}\n"
    shop.change("INSERT INTO letter (mailbox, validity, uid, raw, state, at_ms) VALUES ('service', 1, 1, ?, 'new', 1)", base64.b64encode(raw.encode()).decode())
    from web import served
    with served(shop) as web:
        until(lambda: shop.rows("SELECT 1 FROM thread"), what="the letter")
        thread = shop.one("SELECT id FROM thread")
        a = web("/api/v1/wishes/reply", {"thread": str(thread), "text": f"Dear {NAME}, we look into it."}, web.token("editor", "anna"))
        assert a.code == 200, a.body
        until(lambda: shop.rows("SELECT 1 FROM outbox WHERE state = 'failed'"), what="the answer's way") # there is no server to send by


def columns(shop):
    """All columns of all tables: {table: {column: type}}."""
    found = {}
    if shop.engine == "sqlite":
        for t, in shop.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE ?", "sqlite%"):
            found[t] = {c: type.lower() for c, type in shop.rows("SELECT name, type FROM pragma_table_info(?)", t)}
    else:
        for t, c, type in shop.rows("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()"):
            found.setdefault(t, {})[c] = type
    return found


def dump(shop):
    return {t: repr(shop.rows(f"SELECT * FROM {t}")) for t in columns(shop)}


def bytes_of(shop):
    """The database's own files, freed pages and all; of PostgreSQL nothing, which frees in its own time."""
    return b"".join(p.read_bytes() for p in shop.home.glob("purvey.db*")) if shop.engine == "sqlite" else b""


def test_consent_bounds_what_is_shown(shop):
    known(shop)
    closed = shop.json("customer", "show", PHONE)
    assert NAME not in json.dumps(closed) and "#1001" not in json.dumps(closed) and len(closed["withheld"]) == 2
    shop("customer", "consent", MAIL, "associate", "--proof", "ticked at the till: staff may see my orders", "--days", "30")
    opened = shop.json("customer", "show", MAIL)
    assert opened["name"] == NAME and opened["orders"][0]["id"] == "#1001" and opened["cases"][0]["subject"] == WORDS
    shop("customer", "consent", MAIL, "associate", "--withdraw", "--proof", "said so on the telephone")
    assert "orders" not in shop.json("customer", "show", MAIL)
    shop("customer", "show", "Zenobia", code=1)
    shop("customer", "consent", MAIL, "associate", code=2)
    assert shop.one("SELECT COUNT(*) FROM customer_read") == 3


def test_export_and_erasure(shop):
    known(shop)
    all = json.loads(shop("customer", "export", MAIL))
    assert all["customer"][0]["name"] == NAME and all["sales"][0]["id"] == "#1001" and len(all["messages"]) == 2 and all["identities"][0]["value"] == PHONE
    assert "bob@x.example" not in json.dumps(all)
    page = shop("customer", "export", MAIL, "--page")
    assert page.startswith("<!doctype html>") and NAME in page and "#1001" in page and WORDS in page
    id = all["customer"][0]["id"]
    shop("customer", "erase", MAIL)  # only tells
    assert shop.one("SELECT COUNT(*) FROM customer") == 2
    before = dump(shop)
    assert all["customer"][0]["name"] in before["customer"] and WORDS in before["message"]
    report = shop.json("customer", "erase", MAIL, "--yes")
    assert {"sales"} <= {k["what"] for k in report["kept"] if k["why"]}
    assert "orders.csv still names them" in shop.said  # the shop's own file: told, not touched
    file = bytes_of(shop)
    assert not [s for s in (NAME, MAIL, PHONE, WORDS) if s.encode() in file], "freed pages are not overwritten"
    for table, text in dump(shop).items():
        for secret in (NAME, MAIL, PHONE, WORDS, base64.b64encode(WORDS.encode()).decode()[:20], id):
            assert secret.lower() not in text.lower(), f"{secret} still stands in {table}"
    assert shop.one("SELECT COUNT(*) FROM sale") == 2 and shop.one("SELECT COUNT(*) FROM customer") == 1
    shop("customer", "show", MAIL, code=1)
    shop.verify()


STREET = "12 Elm Street"
MENTION = f"so says {NAME}, {MAIL.upper()} or {PHONE} of {STREET}."
# What stands in these is the shop's own, or a number, a name of a column, a digest; and `ledger` is looked at in the test below this one.
SHOPS_OWN = {"meta", "product", "variant", "attribute", "vector", "picture", "brought", "watched", "shelf", "purchase", "cart", "neighbour", "stock", "reading", "policy",
             "setting", "person", "token", "spend", "heartbeat", "line", "ledger", "tombstone", "fetched"}
OTHERS = {"customer", "identity", "account", "method"}  # rows of another person, who lives with them: theirs
MACHINE = {"id", "kind", "state", "key", "entity", "subject_id", "field", "locale", "format", "channel", "lease", "hash", "currency", "country", "language", "status",
           "by_whom", "actor", "person", "source", "purpose", "sections", "topic", "file", "col", "cure", "what", "mailbox", "verified", "way", "refs", "held", "type",
           "method", "deed", "held_from", "risk", "edited_by", "action", "target", "verdict", "fact", "name", "visitor", "product", "sku", "list", "sale", "coupon",
           "orders", "customer", "kept", "gone", "value_of", "shopper", "shop", "remote"}
TOLD = {("thread", "name"), ("attachment", "name")}


def planted(shop):
    """A row in every table that is nobody's, and the person in each of its free texts."""
    tables, left = columns(shop), []
    value = lambda type: "x" if type == "text" else 0.5 if type.startswith("double") else 7000
    todo = [t for t in tables if t != "ledger"]
    for _ in range(4):  # parents before children
        for t in list(todo):
            try:
                shop.change(f"INSERT INTO {t} ({', '.join(tables[t])}) VALUES ({', '.join('?' * len(tables[t]))})", *map(value, tables[t].values()))
                todo.remove(t)
            except Exception as e:
                left.append((t, e))
    assert not todo, left
    told = []
    for t, c in ((t, c) for t in tables if t not in SHOPS_OWN | OTHERS for c, type in tables[t].items() if type == "text"):
        if (c in MACHINE and (t, c) not in TOLD) or (t, c) in {("item", "subject"), ("letter", "raw"), ("thread", "address"), ("attachment", "bytes"),
                                                               ("orders", "address"), ("orders", "lines"), ("orders", "parcels"), ("merging", "body")}:
            continue
        key = next(iter(tables[t]))
        shop.change(f"UPDATE {t} SET {c} = ? WHERE {key} = ?", MENTION, value(tables[t][key]))
        told.append((t, c))
    return told


def test_no_text_names_them_afterwards(shop):
    """Whatever free text there is in the schema: a new column that is forgotten here fails this test."""
    (shop.home / "orders.csv").write_text(SALES)
    shop("import", shop.home / "orders.csv")
    shop("customer", "know", MAIL, "phone", PHONE)
    id = shop.one("SELECT id FROM customer WHERE email = ?", MAIL)
    shop.change("INSERT INTO account (id, first_name, last_name, address) VALUES (?, 'Zenobia', 'Quill', ?)", id, json.dumps({"address1": STREET, "city": "Berlin"}))
    told = planted(shop)
    assert len(told) > 40, told
    shop("customer", "erase", MAIL, "--yes")
    for table, text in dump(shop).items():
        for secret in (NAME, MAIL, PHONE, STREET):
            assert secret.lower() not in text.lower(), f"{secret} still stands in {table}: {[c for t, c in told if t == table]}"
    file = bytes_of(shop).lower()
    assert not [s for s in (NAME, MAIL, PHONE, STREET) if s.encode().lower() in file], "freed pages are not overwritten"
    for t, c in told:  # what is around it stays, but where a whole document came from them
        if (t, c) in {("inbox", "body"), ("quarantine", "raw")}:
            continue
        key = next(iter(columns(shop)[t]))
        assert "so says" in (shop.one(f"SELECT COALESCE({c}, 'so says') FROM {t} WHERE {key} = ?", "x" if columns(shop)[t][key] == "text" else 7000)), (t, c)


def test_the_ledger_forgets_and_stays_whole(shop):
    known(shop)
    item = shop.one("SELECT id FROM item")
    shop("review", "reject", item, "--note", f"{NAME} has called, {MAIL}")
    assert NAME in repr(shop.rows("SELECT body FROM ledger"))
    shop("customer", "erase", MAIL, "--yes")
    assert NAME not in repr(shop.rows("SELECT body FROM ledger")) and NAME not in repr(shop.rows("SELECT because FROM move"))
    assert shop.verify()["forgotten"] >= 1
    row = shop.one("SELECT seq FROM ledger WHERE body LIKE ?", '{"forgotten":%')
    shop.change("UPDATE ledger SET body = ? WHERE seq = ?", '{"forgotten":"' + "0" * 64 + '"}', row)
    assert shop.json("ledger", "verify", code=1)["faults"]  # it can be forgotten, not changed


def test_whoever_was_forgotten_is_not_brought_back(shop):
    """Reviews of theirs are passed over, their orders count without them, and `back` notes that they signed up anew."""
    known(shop)
    reviews = shop.home / "reviews.jsonl"
    reviews.write_text("".join(json.dumps({"id": who, "text": f"The hat lost its colour, says {i}", "at": "2025-03-02", "email": who}) + "\n"
                               for i, who in enumerate((MAIL, "bo@x.example"))))
    assert shop.json("mine", "--from", reviews)["read"] == 2
    shop("customer", "erase", MAIL, "--yes")
    shop("import", shop.home / "orders.csv")
    assert "whoever is meant was forgotten on" in shop.said, shop.said
    assert shop.one("SELECT COUNT(*) FROM customer") == 1 and shop.one("SELECT COUNT(*) FROM sale") == 2
    assert shop.json("mine", "--from", reviews)["read"] == 1
    shop("customer", "show", MAIL, code=1)
    shop("customer", "back", MAIL, "--proof", "form of 21 November")
    shop("customer", "back", MAIL, "--proof", "form of 21 November", code=1)
    shop("import", shop.home / "orders.csv")  # these are of before
    assert shop.one("SELECT COUNT(*) FROM customer") == 1
    shop.verify()
