"""Mail with real servers: Dovecot holds the shop's mailbox, aiosmtpd takes what the shop sends."""
import json

import pytest

from conftest import dovecot_wanted, until
from post import HELP, mail, opened, posted
from web import served

pytestmark = dovecot_wanted


@pytest.fixture
def post():
    with posted() as p:
        yield p


def threads(shop):
    return shop.rows("SELECT id, state, address FROM thread ORDER BY id")


def test_a_mail_is_answered_once_and_the_answer_of_the_customer_joins(shop, post):
    shop.stock()
    opened(shop, post)
    post.comes(mail("m1@x", "It leaks.\n\nOn 3 May 2026, Shop wrote:\n> buy it"))
    post.comes(mail("away@x", "I am away.", Auto_Submitted="auto-replied"))
    with served(shop) as web:
        token = web.token("editor", "anna")
        until(lambda: len(threads(shop)) == 2, what="the mails")
        thread = shop.one("SELECT thread FROM message WHERE key = 'm1@x'")
        assert shop.rows("SELECT text, held FROM message WHERE key = 'm1@x'") == [("It leaks.", None)]
        a = web("/api/v1/wishes/reply", {"thread": str(thread), "text": "Send it back, please.", "then": "waiting"}, token)
        assert a.code == 200, a.body
        until(lambda: post.to("ann@x.example"), what="the answer")
        until(lambda: shop.states() == {"live": 1}, what="the proof")
        sent = post.to("ann@x.example")[0]
        assert sent["In-Reply-To"] == "<m1@x>" and sent["Subject"] == "Re: Kettle" and not sent["Auto-Submitted"]
        assert sent.get_content().strip() == "Send it back, please."
        post.comes(mail("m2@x", "I did.", References=f"<m1@x> {sent['Message-ID']}"))
        until(lambda: shop.one("SELECT COUNT(*) FROM message WHERE thread = ?", thread) == 3, what="the second mail")
        until(lambda: shop.one("SELECT COUNT(*) FROM letter WHERE state = 'new'") == 0, what="the copies")
    assert len(threads(shop)) == 2 and len(post.to("ann@x.example")) == 1
    assert dict((str(i), s) for i, s, _ in threads(shop))[str(thread)] == "open"
    shop.verify()


@pytest.mark.parametrize("fault", ["451 try again", "lost"])
def test_an_answer_goes_out_once_whatever_the_server_does(shop, post, fault):
    shop.stock()
    opened(shop, post)
    post.comes(mail("m1@x", "It leaks."))
    times = []

    def first_time(p):
        times.append(1)
        return fault if len(times) == 1 else None
    post.say = first_time
    with served(shop) as web:
        token = web.token("editor", "anna")
        until(lambda: threads(shop), what="the mail")
        web("/api/v1/wishes/reply", {"thread": str(threads(shop)[0][0]), "text": "One moment."}, token)
        until(lambda: shop.rows("SELECT 1 FROM outbox WHERE tries > 0"), what="the fault")
        shop.change("UPDATE outbox SET due_ms = 0 WHERE state IN ('waiting', 'sent')")
        until(lambda: shop.states() == {"live": 1}, what="the answer")
    assert len(post.to("ann@x.example")) == 1


def test_a_letter_that_nobody_can_prove_is_asked_about(shop, post):
    shop.stock()
    opened(shop, post, copies="")
    post.comes(mail("m1@x", "It leaks."))
    post.say = lambda p: "lost"
    with served(shop) as web:
        token = web.token("editor", "anna")
        until(lambda: threads(shop), what="the mail")
        web("/api/v1/wishes/reply", {"thread": str(threads(shop)[0][0]), "text": "One moment."}, token)
        until(lambda: shop.rows("SELECT 1 FROM outbox WHERE tries > 0"), what="the loss")
        shop.change("UPDATE outbox SET due_ms = 0 WHERE state IN ('waiting', 'sent')")
        until(lambda: shop.states() == {"waiting": 1}, what="a person being asked")
    assert "may have been sent" in shop.one("SELECT doubts FROM item")
    assert len(post.to("ann@x.example")) == 1
