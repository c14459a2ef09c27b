"""Pictures that a catalogue gives as addresses: fetched from hosts that the shop names, and from no other; what is wrong is said and asked for once."""
import contextlib, http.server, json, threading

from conftest import until
from w_photo import NAVY, PINK, RED, looked, png
from web import served


@contextlib.contextmanager
def pictures(answers):
    """answers: path → (code, type, bytes); .asked: paths in order."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            code, kind, body = answers.get(self.path, (404, "text/plain", b"none"))
            self.send_response(code)
            self.send_header("Content-Type", kind)
            if code in (301, 302):
                self.send_header("Location", "/red.png")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


ANSWERS = {"/red.png": (200, "image/png", png(RED, "disc")), "/pink.png": (200, "image/png", png(PINK, "disc")), "/navy.png": (200, "text/html", png(NAVY, "disc")),
           "/page": (200, "image/png", b"<html>no picture</html>"), "/moved": (302, "text/plain", b""), "/large.png": (200, "image/png", png(RED, "disc")[:8] + b"x" * 60000)}


def stocked(shop, base, names):
    lines = [{"id": n.strip("/").split(".")[0], "title": "Plate " + n.strip("/").split(".")[0], "price": 3000, "currency": "USD", "images": [base + n]} for n in names]
    (shop.home / "goods.jsonl").write_text("".join(json.dumps(p) + "\n" for p in lines))
    shop("import", shop.home / "goods.jsonl")


def faults(shop):
    return {url.rsplit("/", 1)[1]: fault for url, fault in shop.rows("SELECT url, fault FROM fetched")}


def test_only_hosts_that_are_named_are_asked(shop):
    with pictures(ANSWERS) as (base, asked):
        stocked(shop, base, ANSWERS | {"/none.png": None})
        shop("search", "--index", "plate")
        assert not asked and shop.one("SELECT COUNT(*) FROM picture WHERE numbers IS NOT NULL") == 0
        shop("settings", "set", "picture.fetch", json.dumps({"hosts": ["cdn.example.com", "*.127.0.0.1", "0.0.1"], "internal": True}))
        shop("search", "--index", "plate")
        assert not asked and all("none of the hosts" in f for f in faults(shop).values())
        shop("settings", "set", "picture.fetch", json.dumps({"hosts": ["127.0.0.1"]}))
        shop("search", "--index", "plate")
        assert not asked and all("private network" in f for f in faults(shop).values())
        shop("settings", "set", "picture.fetch", json.dumps({"hosts": ["127.0.0.1"], "internal": True, "most": 50000}))
        shop("search", "--index", "plate")
        assert sorted(asked) == sorted([*ANSWERS, "/none.png"])
        said = faults(shop)
        assert [n for n, f in said.items() if f is None] == [n for n in said if n in ("red.png", "pink.png", "navy.png")]
        assert "not a JPEG" in said["page"] and "leads elsewhere" in said["moved"] and "404" in said["none.png"] and "large.png" in said and said["large.png"]
        assert shop.one("SELECT COUNT(*) FROM picture WHERE numbers IS NOT NULL") == 3
        photo = shop.home / "photo.png"
        photo.write_bytes(png((200, 30, 40), "disc", 130))
        assert json.loads(shop("search", "--json", "--photo", photo))["hits"][0]["id"] == "red"
        shop("search", "--index", "plate")
        assert len(asked) == len(ANSWERS) + 1  # nothing is asked for twice


def test_the_daemon_fetches_by_the_process_that_has_a_network(shop):
    with pictures(ANSWERS) as (base, asked):
        stocked(shop, base, ["/red.png", "/navy.png"])
        shop("settings", "set", "picture.fetch", json.dumps({"hosts": ["127.0.0.1"], "internal": True}))
        with served(shop) as web:
            looked(shop, 2)
            until(lambda: "Plate navy" in web("/shop/like/red?q=darker").body.decode(), what="the fetched picture compared")
        assert sorted(asked) == ["/navy.png", "/red.png"]
