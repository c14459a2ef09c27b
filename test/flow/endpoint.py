"""endpoint.py - a scripted stand-in for an OpenAI-compatible endpoint: each request gets the next answer of the script.

It is no model: it says what a test gave it, failures and lies included.
"""
import http.server, json, threading


def event(text=None, stop=None, index=0, **more):
    delta = {} if text is None else {"content": text}
    return "data: " + json.dumps({"choices": [{"index": index, "delta": delta, "finish_reason": stop}], **more}) + "\n\n"


def stream(text, usage=(10, 5)):
    """A well-behaved answer, in pieces of three characters."""
    parts = [event(text[i:i + 3]) for i in range(0, len(text), 3)] + [event(stop="stop")]
    parts.append("data: " + json.dumps({"choices": [], "usage": {"prompt_tokens": usage[0], "completion_tokens": usage[1]}}) + "\n\n")
    return "".join(parts) + "data: [DONE]\n\n"


class Endpoint:
    """with Endpoint([(200, stream("hi"), {}), …]) as e: e.url, e.asked (bodies), e.headers"""

    def __init__(self, script):
        self.script, self.asked, self.headers = list(script), [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.asked.append(json.loads(body))
                outer.headers.append(dict(self.headers))
                status, text, headers = outer.script.pop(0) if outer.script else (500, "{}", {})
                if status == 0:  # never answers
                    outer.hang.wait(20)
                    return
                data = text.encode() if isinstance(text, str) else text
                self.send_response(status)
                for k, v in headers.items():
                    self.send_header(k, v)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args):
                pass

        self.hang = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *args):
        self.hang.set()
        self.server.shutdown()
        self.server.server_close()
