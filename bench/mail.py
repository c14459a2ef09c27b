#!/usr/bin/env python3
"""mail.py [KILLS] - kill every process of the daemon while letters are fetched, answered and sent, on SQLite and PostgreSQL.

A life: eight letters arrive in a mailbox that Dovecot holds, the agent answers each, and the answers leave by SMTP. Each process
is killed by SIGKILL just before or just after a call that writes to disk, to the database or to one of the mail servers, counted
exactly (test/flow/kill.c); the parent too. One letter in ten is put off by the SMTP server or the connection is lost after it
took it. Afterwards every letter must be in its conversation once and answered once, every Message-ID must have reached the
server once, and what is recorded as sent must have been sent. In every third life the mailbox keeps no copies: then nothing
can prove what was taken, and a person must have been asked instead of anything being sent twice.
"""
import collections, os, pathlib, random, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("PURVEY", str(ROOT / "build/purvey"))
sys.path.insert(0, str(ROOT / "test/flow"))
LETTERS = 8


def life(engine, chance, copies, only_smtp):
    from conftest import Shop
    from crash import Killer
    from mailstorm import MAILERS, MailStorm
    from post import posted
    with tempfile.TemporaryDirectory() as folder, posted() as post:
        shop = Shop(pathlib.Path(folder) / "shop", engine)
        try:
            shop("init")
            # few of each: what dies again and again as soon as it starts is started later and later
            points = {n: [chance.randint(1, 45 + 15 * i) for i in range(k)] for n, k in (("mind", 3), ("ship", 3), ("web", 1))}
            points["post"] = [chance.randint(1, 12 + 3 * i) for i in range(6)]
            storm = MailStorm(shop, Killer(pathlib.Path(folder), MAILERS), post, points, parent=[chance.randint(20, 200) for _ in range(3)], copies=copies,
                              faults=0.1, seed=chance.random(), only_smtp=only_smtp)
            kills = storm.live_mail(LETTERS)
            return kills, storm.said, storm.check()
        finally:
            shop.drop()


def storm(engine, wanted):
    by_process, said, lives, asked, begun, chance = collections.Counter(), collections.Counter(), 0, 0, time.monotonic(), random.Random(11)
    while sum(by_process.values()) < wanted:
        kills, words, n = life(engine, chance, "" if lives % 3 == 2 else "INBOX", lives % 2 == 1)
        lives, asked = lives + 1, asked + n
        by_process.update(p for p, _ in kills)
        said.update(("after " if after else "before ") + word for _, word, after in words if word)
    total = sum(by_process.values())
    print(f"{engine}: {total} kills in {lives} lives, {time.monotonic() - begun:.0f} s, {lives * LETTERS} letters: none lost, none answered twice, none sent twice;"
          f" a person was asked about {asked}, all of mailboxes without copies")
    print("  by process:", ", ".join(f"{p} {n}" for p, n in sorted(by_process.items())))
    print(f"  {sum(said.values())} of them between it and a mail server:", ", ".join(f"{w} {n}" for w, n in said.most_common()), flush=True)
    return total


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    python = subprocess.check_output([ROOT / "tool/venv.sh"], text=True).strip()
    postgres = list(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if sys.executable != python or (postgres and not os.environ.get("PURVEY_TEST_DATABASE")):
        sys.exit(subprocess.call(([ROOT / "tool/pg.sh"] if postgres else []) + [python, "-P", __file__, str(wanted)]))
    for engine in ["sqlite"] + (["postgres"] if os.environ.get("PURVEY_TEST_DATABASE") else []):
        assert storm(engine, wanted) >= wanted
