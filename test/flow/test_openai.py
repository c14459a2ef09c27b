"""b3 - text.openai against a scripted stand-in of an endpoint: what is sent, what comes back, and every way it can fail."""
import json, os, subprocess

from endpoint import Endpoint, event, stream

PURVEY = os.environ.get("PURVEY", "build/purvey")


def call(url, ask, env=None, **opt):
    opt = {"url": url, "model": "stand-in", "wait_ms": 1, **opt}
    run = subprocess.run([PURVEY, "call", "text.openai", "--opt", json.dumps(opt)], input=json.dumps(ask) + "\n", capture_output=True,
                         text=True, env={**os.environ, "PURVEY_OPENAI_KEY": "sk-secret", **(env or {})}, timeout=60)
    assert "sk-secret" not in run.stdout + run.stderr
    return json.loads(run.stdout.splitlines()[0])


def test_streams_counts_and_pays():
    with Endpoint([(200, stream("A fine kettle.", (100, 40)), {})]) as e:
        out = call(e.url, {"prompt": "kettle", "system": "Be brief.", "max_tokens": 50}, price_in=2, price_out=10)
    assert out["candidates"][0]["text"] == "A fine kettle."
    assert (out["tokens_in"], out["tokens_out"], out["cost_micro"], out["backend"]) == (100, 40, 600, "openai:stand-in")
    assert e.headers[0]["authorization"] == "Bearer sk-secret"
    assert [m["role"] for m in e.asked[0]["messages"]] == ["system", "user"] and e.asked[0]["stream"] is True


def test_takes_an_answer_that_is_no_stream():
    whole = json.dumps({"choices": [{"index": i, "message": {"content": t}, "finish_reason": "stop"} for i, t in enumerate("ab")]}, indent=1)
    with Endpoint([(200, whole, {})]) as e:
        out = call(e.url + "/", {"prompt": "x", "n": 2}, whole=True)
    assert [c["text"] for c in out["candidates"]] == ["a", "b"] and "stream" not in e.asked[0] and e.asked[0]["n"] == 2


def test_nothing_personal_leaves():
    ask = {"prompt": "Answer Anna Schmidt (anna@example.org, +49 30 1234567, Hauptstraße 5): 1.7 l kettle, GTIN 4006381333931.",
           "names": ["Anna Schmidt"]}
    with Endpoint([(200, stream("Dear [name 1], we write to [e-mail 1]."), {})]) as e:
        out = call(e.url, ask)
    sent = json.dumps(e.asked[0], ensure_ascii=False)
    assert not any(s in sent for s in ("Anna", "anna@", "1234567", "Hauptstra")) and "4006381333931" in sent and "1.7 l" in sent
    assert out["candidates"][0]["text"] == "Dear Anna Schmidt, we write to anna@example.org."


def test_tries_again_after_what_passes():
    for bad in [(429, "{}", {"Retry-After": "0"}), (500, "oops", {}), (503, '{"error":{"message":"busy"}}', {}), (200, "<html>", {}),
                (200, "data: {broken\n\n", {}), (200, event("half a sen"), {}), (200, "", {}),
                (200, 'data: {"error":{"message":"overloaded"}}\n\n', {}), (200, b"\xff\xfe\x00", {}), (200, stream(""), {})]:
        with Endpoint([bad, (200, stream("good"), {})]) as e:
            out = call(e.url, {"prompt": "x"})
        assert out["candidates"][0]["text"] == "good", bad
        assert len(e.asked) == 2


def test_gives_up_with_a_sentence():
    with Endpoint([(500, "{}", {})] * 3) as e:
        out = call(e.url, {"prompt": "x"})
    assert out["retry"] is True and "answers 500" in out["error"] and len(e.asked) == 3
    with Endpoint([(401, '{"error":{"message":"bad key sk-secret"}}', {})]) as e:
        out = call(e.url, {"prompt": "x"})
    assert out["retry"] is False and "refuses the key" in out["error"] and len(e.asked) == 1
    with Endpoint([(429, "{}", {"Retry-After": "3600"})]) as e:  # too long to wait here: the loop comes again
        out = call(e.url, {"prompt": "x"})
    assert out["retry"] is True and len(e.asked) == 1
    with Endpoint([(0, "", {})]) as e:
        out = call(e.url, {"prompt": "x"}, timeout_s=1, tries=1)
    assert out["retry"] is True and "no answer in time" in out["error"]
    assert "no outside model" in call("", {"prompt": "x"})["error"]


def test_breaker_leaves_a_failing_server_alone():
    with Endpoint([(500, "{}", {})] * 20) as e:
        asks = "".join(json.dumps({"prompt": "x"}) + "\n" for _ in range(4))
        opt = json.dumps({"url": e.url, "model": "m", "wait_ms": 1})
        run = subprocess.run([PURVEY, "call", "text.openai", "--opt", opt], input=asks, capture_output=True, text=True, timeout=60)
    assert len(e.asked) == 5
    assert "left alone" in json.loads(run.stdout.splitlines()[-1])["error"]


def test_answers_have_the_form_asked_for():
    schema = {"type": "object", "required": ["text"], "additionalProperties": False, "properties": {"text": {"type": "string", "maxLength": 20}}}
    ask = {"prompt": "x", "schema": json.dumps(schema)}
    bad = ['{"text": 5}', '{"other": "x"}', '["text"]', "no json", '{"text": "' + "x" * 30 + '"}']
    with Endpoint([(200, stream(b), {}) for b in bad] + [(200, stream('```json\n{"text": "fits"}\n```'), {})]) as e:
        out = call(e.url, ask, tries=6)
    assert json.loads(out["candidates"][0]["text"]) == {"text": "fits"} and len(e.asked) == 6
    assert e.asked[0]["response_format"]["json_schema"]["schema"] == schema
    with Endpoint([(200, stream('{"text": 5}'), {})]) as e:
        out = call(e.url, ask, tries=1)
    assert "answer.text is of another type" in out["error"]
