"""One customer's record by the command line: looked at within consent, exported whole, forgotten without a trace."""
import base64, json

from conftest import until

NAME, MAIL, PHONE, WORDS = "Zenobia Quill", "zenobia@x.example", "+49301234567", "my kettle whistles Wagner"
SALES = f"""Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Name,Shipping Country
#1001,{MAIL},paid,2026-10-01 10:00:00 +0200,EUR,19.90,0,0,19.90,2026-10-01 10:00:00 +0200,1,Brewmate Kettle,19.90,kettle-1,{NAME},{NAME},DE
#1002,bob@x.example,paid,2026-10-02 10:00:00 +0200,EUR,19.90,0,0,19.90,2026-10-02 10:00:00 +0200,1,Brewmate Kettle,19.90,kettle-1,Bob,Bob,DE
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


def dump(shop):
    tables = ["customer", "identity", "consent", "merging", "sale", "line", "event", "orders", "account", "method", "money", "deed", "thread", "message",
              "attachment", "letter", "item", "move", "change", "outbox", "content", "wish", "inbox", "quarantine", "ledger", "customer_read", "batch", "partial"]
    return {t: repr(shop.rows(f"SELECT * FROM {t}")) for t in tables}


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
    id = all["customer"][0]["id"]
    shop("customer", "erase", MAIL)  # only tells
    assert shop.one("SELECT COUNT(*) FROM customer") == 2
    before = dump(shop)
    assert all["customer"][0]["name"] in before["customer"] and WORDS in before["message"]
    shop("customer", "erase", MAIL, "--yes")
    for table, text in dump(shop).items():
        for secret in (NAME, MAIL, PHONE, WORDS, base64.b64encode(WORDS.encode()).decode()[:20], id):
            assert secret.lower() not in text.lower(), f"{secret} still stands in {table}"
    assert shop.one("SELECT COUNT(*) FROM sale") == 2 and shop.one("SELECT COUNT(*) FROM customer") == 1
    shop("customer", "show", MAIL, code=1)
    shop.verify()
