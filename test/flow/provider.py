"""A payment provider that misbehaves, for tests of failure: a stand-in, not a model of any real one.

It keeps what a key has done, as providers do, and by chance fails before or after doing it, answers late, closes the
connection instead of answering, or answers twice."""
import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider:
    def __init__(self, trouble=0.0, refuse=(), seed=1, slow=0.0, why="card_declined"):
        self.done = {}       # (kind, key): body
        self.asked = 0       # POSTs that came
        self.trouble, self.refuse, self.slow, self.why = trouble, set(refuse), slow, why
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def say(self, status, body):
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_GET(self):
                from urllib.parse import unquote
                _, kind, key = self.path.split("/", 2)
                with provider.lock:
                    body = provider.done.get((kind, unquote(key)))
                self.say(200 if body else 404, body or {"message": "no such key"})

            def do_POST(self):
                kind = self.path.strip("/")
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                key = self.headers["idempotency-key"]
                with provider.lock:
                    provider.asked += 1
                    luck = provider.chance.random()
                    if body["method"] in provider.refuse:
                        return self.say(422, {"message": "refused", "code": provider.why})
                    if luck < provider.trouble / 3:
                        return self.say(503, {"message": "busy"})
                    again = (kind, key) in provider.done
                    provider.done.setdefault((kind, key), dict(body, id="re_" + key))
                if provider.slow:
                    time.sleep(provider.slow)
                if luck < 2 * provider.trouble / 3:  # done, but nobody is told
                    self.close_connection = True
                    return None
                return self.say(200 if again else 201, provider.done[(kind, key)])

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # who asked was killed
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
