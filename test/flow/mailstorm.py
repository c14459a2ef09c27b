"""Killing a daemon that fetches, answers and sends mail, and what must be true afterwards. Used by x_mail.py and bench/mail.py."""
import collections, json, random, time

from conftest import until
from crash import Storm
from post import HELP, mail, opened

ASKS = ["Where is my order?", "I want to send the kettle back.", "Can you cancel my order please?", "Is the oak lamp in stock?", "Please reset my password.",
        "The mug arrived broken!", "How long does delivery take?", "I was charged twice."]


MAILERS = ("web", "mind", "ship", "post")  # post: ship, counted by what it says to mail servers


class MailStorm(Storm):
    """One life of a mailbox: letters come in while the processes are killed; each is answered by the agent, and every answer leaves.

    only_smtp: "post" counts what is said to the server that sends, and not the asking for new mail.
    faults: how often the outside server puts a letter off, or loses the connection after it has taken it.
    """

    def __init__(self, shop, killer, post, points, parent=(), copies="INBOX", faults=0.0, seed=1, only_smtp=False):
        super().__init__(shop, killer, points, parent)
        shop.stock()
        opened(shop, post, copies=copies, copy_s=2)
        shop("settings", "set", "service.answer", '{"mail":"auto"}')
        self.post, self.copies, self.chance, self.said = post, copies, random.Random(seed), []
        killer.env["PURVEY_KILL_PORTS"] = "".join("," + p.rsplit(":", 1)[1] for p in ([] if only_smtp else [post.imap]) + [post.smtp]) + ","
        post.say = lambda p: self.chance.choice(["451 try again", "lost"]) if self.chance.random() < faults else None

    def live_mail(self, n):
        self.n = n
        self.start()
        try:
            for i in range(n):
                self.post.comes(mail(f"m{i}@x", ASKS[i % len(ASKS)], sender=f"Ann <ann{i}@x.example>"))
                self.hurry()
            self.until(self.settled, "every letter being answered", seconds=240)
        finally:
            self.stop()
        return self.kills

    def watch(self):
        """Note also what each was telling a mail server when it died."""
        for name in self.points:
            if self.killer.row(name).killed:
                said = self.killer.row(name).saying.decode("latin-1").split()
                word = (said[1] if said and said[0][:1] in "AB" and said[0][1:].isdigit() and len(said) > 1 else said[0]) if said else ""
                self.said.append((name, "" if not said else word if word.isupper() else "a letter", bool(self.killer.row(name).after)))
        super().watch()

    def hurry(self):
        """What waits for a later try is tried now; the wait for a copy is not cut short."""
        self.watch()
        self.shop.change("UPDATE mailbox SET due_ms = 0")

    def settled(self):
        self.shop.change("UPDATE outbox SET due_ms = 0 WHERE state = 'waiting'")
        self.shop.change("UPDATE item SET due_ms = 0 WHERE tries > 0")
        answered = self.shop.one("SELECT COUNT(*) FROM message WHERE way = 'out'")
        states = self.shop.states()
        return answered >= self.n and sum(states.values()) == states.get("live", 0) + states.get("waiting", 0)

    def check(self):
        """Gives how many letters a person was asked about."""
        shop, post = self.shop, self.post
        shop.verify()
        assert shop.one("SELECT COUNT(*) FROM message WHERE way = 'in'") == self.n == shop.one("SELECT COUNT(*) FROM thread")
        assert shop.one("SELECT COUNT(*) FROM message WHERE way = 'in' AND answered = 0") == 0
        assert shop.one("SELECT COUNT(*) FROM letter WHERE state = 'refused'") == 0
        outs = shop.rows("SELECT thread, COUNT(*) FROM message WHERE way = 'out' GROUP BY thread")
        assert len(outs) == self.n and all(k == 1 for _, k in outs), f"answered twice: {outs}"
        ids = collections.Counter(m["Message-ID"] for rcpt, m in post.sent if rcpt != [HELP])
        twice = {i: k for i, k in ids.items() if k > 1}
        assert not twice, f"sent twice: {twice}"
        asked = {i for i, in shop.rows("SELECT m.key FROM message m JOIN item i ON i.id = m.item WHERE i.state = 3 AND i.doubts LIKE ?", "%may have been sent%")}
        keys = {f"<{k}>" for k, in shop.rows("SELECT m.key FROM message m JOIN item i ON i.id = m.item WHERE i.state = 5")}
        assert keys <= set(ids), f"said to be sent, and never were: {keys - set(ids)}"
        assert len(keys) + len(asked) == self.n, (len(keys), len(asked), shop.rows("SELECT state, doubts, why FROM item"))
        assert not (self.copies and asked), asked
        return len(asked)
