"""Servers of mail for tests and benches: Dovecot holds the shop's mailbox, aiosmtpd takes what the shop sends."""
import contextlib, email, email.policy, getpass, grp, json, os, pathlib, pwd, shutil, signal, socket, subprocess, tempfile, uuid

from aiosmtpd.controller import Controller

from conftest import DOVECOT, until

HELP = "help@shop.example"

CONFIG = """
base_dir = {dir}/run
log_path = {dir}/dovecot.log
protocols = imap
ssl = no
disable_plaintext_auth = no
{users}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{dir}/mail
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Post:
    """The world outside the shop: an SMTP server that refuses, dies or delivers, and the shop's own mailbox."""

    def __init__(self, dir):
        self.dir, self.sent, self.say, self.copies = pathlib.Path(dir), [], None, True
        # Dovecot drops to another user where it is started by root: whose mail it is, then, is nobody's.
        self.uid = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
        for name in ("mail", "mail/tmp", "mail/new", "mail/cur"):
            (self.dir / name).mkdir()
            self.own(self.dir / name)

    async def handle_DATA(self, server, session, envelope):
        say = self.say(self) if self.say else None
        if say and say.startswith(("4", "5")):
            return say
        self.sent.append((list(envelope.rcpt_tos), email.message_from_bytes(envelope.content, policy=email.policy.default)))
        if HELP in envelope.rcpt_tos and self.copies:
            self.comes(envelope.content)
        if say == "lost":
            server.transport.close()
        return "250 taken"

    def own(self, path):
        if os.getuid() == 0:
            os.chown(path, self.uid, -1)

    def comes(self, raw):
        file = self.dir / "mail/tmp" / uuid.uuid4().hex
        file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        self.own(file)
        file.rename(self.dir / "mail/new" / file.name)

    def to(self, address):
        return [m for rcpt, m in self.sent if address in rcpt]


def users():
    if os.getuid() == 0:
        return ""
    me, ours = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {ours}\n"


@contextlib.contextmanager
def posted():
    dir = pathlib.Path(tempfile.mkdtemp(prefix="post"))  # short: sockets lie below it
    dir.chmod(0o777)
    p, port = Post(dir), free_port()
    conf = dir / "dovecot.conf"
    conf.write_text(CONFIG.format(dir=dir, users=users(), uid=p.uid, gid=os.getgid(), port=port))
    d = subprocess.Popen([DOVECOT, "-F", "-c", str(conf)])
    smtp = Controller(p, hostname="127.0.0.1", port=free_port())
    smtp.start()
    p.imap, p.smtp = f"imap://127.0.0.1:{port}", f"smtp://127.0.0.1:{smtp.port}"

    def up():
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0
    try:
        until(up, what="dovecot")
        yield p
    finally:
        smtp.stop()
        d.send_signal(signal.SIGTERM)
        d.wait(20)
        shutil.rmtree(dir, ignore_errors=True)


def mail(id, text, sender="Ann <ann@x.example>", **more):
    heads = {"From": sender, "To": HELP, "Subject": "Kettle", "Message-ID": f"<{id}>", **more}
    return "".join(f"{k.replace('_', '-')}: {v}\n" for k, v in heads.items()) + "\n" + text + "\n"


def opened(shop, post, **more):
    box = {"name": "service", "address": HELP, "title": "The Shop", "imap": post.imap, "smtp": post.smtp, "user": "help", "every_s": 1,
           "trusts": "mx.shop.example", **more}
    shop.env["PURVEY_MAIL_SECRET"] = "secret"
    shop("settings", "set", "service.answer", '{"mail":"off"}')
    shop("settings", "set", "channel.mail", json.dumps({"mailboxes": [box]}))
