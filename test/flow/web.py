"""The web process as the tests see it: a served shop, its address, and requests to it."""
import contextlib, json, re, urllib.error, urllib.request

from conftest import until


class Answer:
    def __init__(self, code, headers, body):
        self.code, self.headers, self.body = code, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Web:
    def __init__(self, shop, url):
        self.shop, self.url = shop, url
        self.opener = urllib.request.build_opener(NoRedirect)

    def token(self, role="admin", person="owner"):
        return self.shop("token", "--api", "--role", role, "--person", person).strip()

    def link(self, *args):
        return self.shop("token", "--url", self.url, *args).strip()

    def __call__(self, path, body=None, token=None, method=None, headers=None, raw=None):
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        r = urllib.request.Request(path if path.startswith("http") else self.url + path, data=data, method=method)
        if data is not None:
            r.add_header("Content-Type", "application/json")
        if token:
            r.add_header("Authorization", f"Bearer {token}")
        for name, value in (headers or {}).items():
            r.add_header(name, value)
        try:
            with self.opener.open(r, timeout=30) as a:
                return Answer(a.status, a.headers, a.read())
        except urllib.error.HTTPError as e:
            return Answer(e.code, e.headers, e.read())


def _address(shop):
    found = re.findall(r"listens on (http://127\.0\.0\.1:\d+)", shop.log())
    return found[-1] if found else None


@contextlib.contextmanager
def served(shop):
    with shop.serving():
        yield Web(shop, until(lambda: _address(shop), what="the web process listening"))


def reviewed(shop):
    """Products whose copy waits for a person."""
    shop.stock()
    shop("policy", "set", "-", input=json.dumps({"rows": [{"kind": "*", "risk": "*", "confidence": 0, "doubts": True, "action": "review"}]}))
    shop("run", "copy.describe", "--all")
    assert shop.states() == {"waiting": 3}, shop.rows("SELECT state, why FROM item")
