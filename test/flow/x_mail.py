"""Killed while mail is fetched, answered and sent: none lost, none twice. bench/mail.py does it hundreds of times."""
import pytest

from conftest import dovecot_wanted
from crash import Killer
from mailstorm import MAILERS, MailStorm
from post import posted

pytestmark = dovecot_wanted


@pytest.mark.parametrize("copies", ["INBOX", ""])
def test_killed_between_mail_servers(shop, tmp_path, copies):
    points = {"mind": [9, 90], "ship": [4, 57], "post": [7, 17, 24, 13], "web": [3]}
    with posted() as post:
        storm = MailStorm(shop, Killer(tmp_path, MAILERS), post, points, parent=[120], copies=copies, only_smtp=True)
        kills = storm.live_mail(4)
        storm.check()
    assert {"mind", "ship", "post"} <= {process for process, _ in kills}, kills
