"""The inbox of those who answer customers: list, conversation, case file, taking over, answering; by keyboard and over the API."""
import base64, json

from conftest import CHROMIUM, chromium_wanted, once, until
from web import served


def comes(shop, uid, text, sender="Ann Berg <ann@x.example>", subject="Kettle leaks", **more):
    """A letter as the process with the network would have fetched it."""
    heads = {"From": sender, "Subject": subject, "Message-ID": f"<m{uid}@x>", **more}
    raw = "".join(f"{k}: {v}\n" for k, v in heads.items()) + "\n" + text + "\n"
    shop.change("INSERT INTO letter (mailbox, validity, uid, raw, state, at_ms) VALUES ('service', 1, ?, ?, 'new', ?)", uid,
                base64.b64encode(raw.encode()).decode(), uid)


def ready(shop):
    shop("init")
    shop("settings", "set", "service.answer", '{"mail":"off"}')
    shop("settings", "set", "channel.mail", json.dumps({"mailboxes": [{"address": "help@shop.example"}]}))


def test_a_conversation_over_the_api(shop):
    ready(shop)
    comes(shop, 1, "It leaks.")
    comes(shop, 2, "I am away.", sender="b@x.example", subject="Away", **{"Auto-Submitted": "auto-replied"})
    with served(shop) as web:
        viewer, editor = web.token("viewer", "vic"), web.token("editor", "anna")
        until(lambda: shop.one("SELECT COUNT(*) FROM thread") == 2, what="the letters")
        ours = web("/api/v1/threads", token=viewer).json
        assert [t["subject"] for t in ours["threads"]] == ["Kettle leaks"] and ours["total"] == 1
        id = ours["threads"][0]["id"]
        assert web("/api/v1/threads?state=all", token=viewer).json["total"] == 2
        assert web("/api/v1/threads?state=all&q=LEAKS", token=viewer).json["total"] == 1
        assert web("/api/v1/wishes/thread", {"thread": id, "action": "take"}, viewer).code == 403
        assert web("/api/v1/wishes/thread", {"thread": id, "action": "take"}, editor).code == 200
        assert web("/api/v1/threads?state=all&mine=true", token=editor).json["total"] == 1
        assert web("/api/v1/threads?state=all&mine=true", token=viewer).json["total"] == 0
        assert web("/api/v1/wishes/thread", {"thread": id, "action": "note", "text": "She called."}, editor).code == 200
        assert web("/api/v1/wishes/thread", {"thread": "12", "action": "take"}, editor).code == 409
        whole = web(f"/api/v1/threads/{id}", token=viewer).json
        assert whole["thread"]["person"] == "anna" and [s["way"] for s in whole["said"]] == ["in", "note"]
        assert web("/api/v1/threads/5", token=viewer).code == 404
        assert web("/inbox", token=viewer).code == 200 and web("/inbox/5", token=viewer).code == 404
    shop.verify()


@chromium_wanted
@once
def test_answering_by_keyboard(shop):
    ready(shop)
    comes(shop, 1, "<script>alert(1)</script> It leaks.")
    from playwright.sync_api import sync_playwright
    with served(shop) as web, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page, complaints = browser.new_page(), []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: complaints.append(d.message))
        page.goto(web.link("--person", "anna", "--role", "editor"))
        until(lambda: shop.one("SELECT COUNT(*) FROM thread") == 1, what="the letter")
        page.goto(web.url + "/inbox")
        page.wait_for_selector("#live.on")
        page.keyboard.press("t")
        page.wait_for_selector("#talkhead:has-text('anna has it')")
        page.keyboard.press("r")
        page.keyboard.type("We send a new one.")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#talk .w-out")
        page.keyboard.press("Escape")
        comes(shop, 2, "Thank you!", References="<m1@x>")
        page.wait_for_selector("#talk .w-in >> nth=1")  # it comes in while one looks
        browser.close()
        assert complaints == []
    assert shop.rows("SELECT state, person FROM thread") == [("open", None)]  # sent: it was their turn, and they answered
