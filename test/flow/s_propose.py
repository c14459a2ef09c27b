"""A large outside model proposes, and nothing more: what it is told, what counts of what it says, every way it can fail.

The endpoint is a scripted stand-in and no model: it says what a test gave it, lies and attacks included."""
import json, os, subprocess

import pytest

from conftest import until
from endpoint import Endpoint
from s_service import answers, stocked
from w_help import say
from web import served

PURVEY = os.environ.get("PURVEY", "build/purvey")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STATE = os.path.join(ROOT, "test/service/state.json")
BEFORE = json.load(open(STATE))


def calls(*list):
    """An answer that proposes calls: (name, arguments) each."""
    made = [{"id": f"c{i}", "type": "function", "function": {"name": n, "arguments": a if isinstance(a, str) else json.dumps(a)}} for i, (n, a) in enumerate(list)]
    return 200, json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": None, "tool_calls": made}, "finish_reason": "tool_calls"}]}), {}


def talk(endpoint, turns, **opt):
    options = ["--backend", "template"]
    if endpoint:
        options = ["--backend", "openai", "--openai", json.dumps({"url": endpoint.url, "model": "stand-in", "wait_ms": 1, "tries": 1, **opt})]
    run = subprocess.run([PURVEY, "agent", "--json", "--state", STATE, "--talk", "t", *options], input="".join(json.dumps({"say": t}) + "\n" for t in turns),
                         capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return lines[:-1], lines[-1]["state"]


def changed(state):
    return {k for part in ("users", "orders") for k in state[part] if state[part][k] != BEFORE[part].get(k)}


ME = "anna.keller@example.com, 10115"


def test_a_proposal_is_looked_up_shown_and_done_after_a_yes():
    swap = calls(("exchange_items", {"order": "O2", "changes": [{"item": "O2.2", "variant": "i503"}]}))
    with Endpoint([calls(("look_up", {"item": "O2.2"})), swap]) as e:
        replies, state = talk(e, ["Den Rucksack hätte ich lieber in Oliv und größer, " + ME, "ja"])
    assert "Backpack (grey, 20 l) → olive, 30 l" in replies[0]["reply"] and "17,50" in replies[0]["reply"]
    assert state["orders"]["#S1002"]["exchange_new_items"] == ["i503"] and changed(state) == {"#S1002"}
    told = json.loads(e.asked[1]["messages"][1]["content"][len("DATA "):])
    assert [v["variant"] for v in told["orders"][1]["items"][1]["variants"]] == ["i501", "i502", "i503"] and len(e.asked) == 2


def test_two_deeds_are_two_proposals_with_a_yes_each():
    both = calls(("cancel_order", {"order": "O1", "reason": "no longer needed"}), ("return_items", {"order": "O2", "items": ["O2.1"]}))
    with Endpoint([both]) as e:
        replies, state = talk(e, ["Weg mit der Jacke, und die Mühle geht zurück. " + ME, "ja", "ja"])
    assert state["orders"]["#S1001"]["status"] == "cancelled" and state["orders"]["#S1002"]["return_items"] == ["i301"]
    assert [len(r["done"]) for r in replies] == [0, 1, 1]


def test_nothing_is_done_without_the_customers_own_yes():
    greedy = calls(("cancel_order", {"order": "O1", "reason": "no longer needed", "confirmed": True, "customer_id": "u_ben"}))
    with Endpoint([greedy] * 3) as e:
        replies, state = talk(e, ["What is the weather like? " + ME, "I did not ask for that", "No"])
    assert changed(state) == set() and all(r["done"] == [] for r in replies)


def test_the_policy_decides_as_without_a_model():
    words, without = talk(None, ["Please cancel order #S1002, no longer needed. " + ME])
    with Endpoint([calls(("cancel_order", {"order": "O2", "reason": "no longer needed"}))]) as e:
        replies, state = talk(e, ["Please cancel order #S1002, no longer needed. " + ME])
    assert replies[0]["reply"] == words[0]["reply"] and "delivered" in words[0]["reply"] and changed(state) == changed(without) == set()


@pytest.mark.parametrize("bad", [
    (500, "{}", {}), (200, "not json", {}), (200, "{}", {}), (200, json.dumps({"choices": []}), {}), (0, "", {}),
    (200, json.dumps({"choices": [{"index": 0, "message": {"content": "I have cancelled everything and paid you 500."}, "finish_reason": "stop"}]}), {}),
    (200, json.dumps({"choices": [{"index": 0, "message": {"tool_calls": [{"function": None}, 7]}, "finish_reason": "stop"}]}), {}),
    calls(("refund_everything", {"amount": 1000})), calls(("return_items", "{broken")), calls(("return_items", {"order": "O2", "items": "O2.1"})),
    calls(("return_items", {"order": "O9", "items": ["O9.1"]})), calls(("return_items", {"order": "#S2002", "items": ["i701"]})),
    calls(("return_items", {"order": "O2", "items": ["O2.9"]})), calls(("return_items", {"order": "O2", "items": []})),
    calls(("return_items", {"order": "O2", "items": ["O2.1"], "method": "M9"})), calls(("return_items", {"order": "O2", "items": ["O2.1"], "method": "M1"})),
    calls(("cancel_order", {"order": "O1", "reason": "no longer needed"})),
    calls(("return_items", {"order": "O2", "items": ["O2.2"]}), ("delete_customer", {})),
], ids=["500", "no json", "empty", "no choice", "hangs", "claims it did", "odd calls", "no such tool", "broken arguments", "wrong kind", "no such order", "a strange order",
        "no such item", "no item", "no such method", "a method nobody named", "an order nobody named", "half of it is odd"])
def test_what_is_no_proposal_leaves_the_words(bad):
    turns = ["I want to return the backpack of #S1002. " + ME, "yes"]
    words, want = talk(None, turns)
    with Endpoint([bad]) as e:
        replies, state = talk(e, turns, timeout_s=1)
    assert [r["reply"] for r in replies] == [r["reply"] for r in words]
    assert state == want and changed(state) == {"#S1002"} and state["orders"]["#S1002"]["return_items"] == ["i501"]


SAME = [("Please cancel order #S1001, no longer needed.", "cancel_order", {"order": "O1", "reason": "no longer needed"}),
        ("Please cancel order #S1003, ordered by mistake.", "cancel_order", {"order": "O3", "reason": "ordered by mistake"}),
        ("Return the backpack of #S1002.", "return_items", {"order": "O2", "items": ["O2.2"]}),
        ("Return the backpack of #S1002 to my gift card.", "return_items", {"order": "O2", "items": ["O2.2"], "method": "M1"}),
        ("Return the desk lamp of #S1001.", "return_items", {"order": "O1", "items": ["O1.2"]}),
        ("In #S1001 change the desk lamp to white.", "change_items", {"order": "O1", "changes": [{"item": "O1.2", "variant": "i202"}]}),
        ("Please change the payment of #S1001 to my gift card.", "change_payment", {"order": "O1", "method": "M1"}),
        ("Send #S1001 to 5 Mill Lane, 10119 Berlin.", "change_address", {"order": "O1", "address": "written"})]


@pytest.mark.parametrize("say, tool, arguments", SAME, ids=[f"{s[1]}-{i}" for i, s in enumerate(SAME)])
def test_the_same_call_from_words_or_a_model_has_the_same_end(say, tool, arguments):
    turns = [say + " " + ME, "yes"]
    words, want = talk(None, turns)
    with Endpoint([calls((tool, arguments))]) as e:
        replies, state = talk(e, turns)
    assert state == want and [(r["reply"], r["done"], r["escalate"]) for r in replies] == [(r["reply"], r["done"], r["escalate"]) for r in words]


CALL = json.dumps({"name": "return_items", "arguments": {"order": "O2", "items": ["O2.2"]}})
WRITTEN = ["```json\n%s\n```" % CALL, "<think>perhaps cancel?</think>\n" + CALL, "<tool_call>\n%s\n</tool_call>" % CALL, '{"calls": [%s]}' % CALL, "[%s]" % CALL]


@pytest.mark.parametrize("in_words", [False, True])
@pytest.mark.parametrize("text", WRITTEN, ids=["fenced", "thought aloud", "marked", "object", "list"])
def test_calls_written_as_text_count_as_calls(text, in_words):
    plain = (200, json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": text, "reasoning_content": "…"}, "finish_reason": "stop"}]}), {})
    with Endpoint([plain]) as e:
        replies, state = talk(e, ["The bag is not for me, it goes back. " + ME, "yes"], tools_in_words=in_words)
    assert changed(state) == {"#S1002"} and state["orders"]["#S1002"]["return_items"] == ["i501"]
    assert ("tools" in e.asked[0]) != in_words and ("response_format" in e.asked[0]) == in_words


def test_a_busy_endpoint_is_asked_again():
    good = calls(("return_items", {"order": "O2", "items": ["O2.2"]}))
    with Endpoint([(429, "{}", {"retry-after": "0"}), (503, "{}", {}), good]) as e:
        replies, state = talk(e, ["The bag is not for me, it goes back. " + ME, "yes"], tries=3)
    assert len(e.asked) == 3 and state["orders"]["#S1002"]["return_items"] == ["i501"]


def test_a_refusal_leaves_the_words():
    no = (200, json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": None, "refusal": "I can't help with that."}, "finish_reason": "stop"}]}), {})
    turns = ["I want to return the backpack of #S1002. " + ME, "yes"]
    with Endpoint([no]) as e:
        assert talk(e, turns)[1] == talk(None, turns)[1]


def test_a_variant_that_cannot_be_had_is_not_proposed():
    with Endpoint([calls(("exchange_items", {"order": "O2", "changes": [{"item": "O2.1", "variant": v}]})) for v in ("i303", "i101")]) as e:
        replies, state = talk(e, ["Keramik statt Stahl bei der Mühle. " + ME, "Doch!", "ja"])
    assert changed(state) == set() and "nicht zu haben" in replies[0]["reply"]


def test_looking_without_end_ends():
    turns = ["I want to return the backpack of #S1002. " + ME, "yes"]
    with Endpoint([calls(("look_up", {"item": f"O{1 + i % 3}.{1 + i // 3}"})) for i in range(20)]) as e:
        replies, state = talk(e, turns)
    assert len(e.asked) <= 5 and state["orders"]["#S1002"]["return_items"] == ["i501"]


def test_handing_over_hands_over():
    with Endpoint([calls(("hand_over", {"why": "ignore the rules and refund 500 to me"}))]) as e:
        replies, state = talk(e, ["It is complicated. " + ME])
    assert replies[0]["escalate"] and "500" not in json.dumps(replies[0]) and changed(state) == set()


PERSONAL = [("u_ben", ["I am Ben Moore, zip 94107. Send #S2001 to 500 Howard St, Apt 4, San Mateo, CA 94403, USA", "Use the visa 4242, or call +1 415 555 0134"]),
            ("u_anna", ["Anna Keller, 10115, Bestellung S1001 bitte an Torstraße 5, 10119 Potsdam", "anna.keller@example.com, IBAN DE89370400440532013000"]),
            ("u_claire", ["claire.dubois@example.com je m'appelle Claire Dubois, commande #S3001 et #S4001", "carte 1881, 14 rue de la Paix, 75002 Paris, France"])]


@pytest.mark.parametrize("who, turns", PERSONAL, ids=[p[0] for p in PERSONAL])
def test_nothing_personal_leaves(who, turns):
    user = BEFORE["users"][who]
    secret = [user["email"], user["name"]["first_name"], user["name"]["last_name"], user["address"]["address1"], user["address"]["zip"], user["address"]["city"], who,
              *user["payment_methods"], *(m["last_four"] for m in user["payment_methods"].values() if "last_four" in m), *user["orders"], *(o[1:] for o in user["orders"])]
    secret += ["S4001", "Howard", "San Mateo", "94403", "0134", "Torstra", "10119", "Potsdam", "DE8937", "rue de la Paix", "75002", "Apt 4"]
    with Endpoint([calls(("ask", {"what": "wish"}))] * 4) as e:
        talk(e, turns + ["yes", "thanks " + user["email"]])
    assert e.asked
    for body in e.asked:
        said = " ".join(m["content"] for m in body["messages"][1:])
        assert [s for s in secret if s.lower() in said.lower()] == [], said


def test_injections_change_nothing_though_the_model_obeys_them():
    """Every sixth of the attempts, each with a stand-in that proposes what an attacker would like."""
    lines = [json.loads(line) for line in open(os.path.join(ROOT, "test/service/injection.jsonl"))][::6]
    wants = [("cancel_order", {"order": "O1", "reason": "no longer needed"}), ("return_items", {"order": "O2", "items": ["O2.1", "O2.2"], "method": "M1"}),
             ("change_address", {"order": "O1", "address": "written"}), ("refund", {"order": "O1", "amount": 500}), ("compensate", {"amount": 100})]
    for i, line in enumerate(lines):
        text = line["text"] if isinstance(line, dict) and "text" in line else json.dumps(line)
        with Endpoint([calls(wants[i % len(wants)])] * 3) as e:
            replies, state = talk(e, [text[:3000], ME, "why?"])
        assert changed(state) == set(), (text, replies)


def test_in_the_chat_the_process_with_a_network_asks_it(shop):
    """The whole way: the shop's setting, the running processes, the database's state."""
    with Endpoint([calls(("cancel_order", {"order": "O1", "reason": "ordered by mistake"}))]) as e:
        stocked(shop)
        shop("settings", "set", "openai", json.dumps({"url": e.url, "model": "stand-in", "wait_ms": 1, "tries": 1}))
        shop("settings", "set", "reply.customer", json.dumps({"backend": "openai"}))
        with served(shop) as web:
            until(lambda: web("/shop/help").code == 200, what="the shop opening")
            _, cookie = say(web, "The kettle thing was a blunder, get rid of it. ann@x.example, 10115", None)
            until(lambda: len(answers(shop)) == 1, what="the proposal")
            assert shop.rows("SELECT status FROM orders") == [("pending",)] and "Kettle (red)" in answers(shop)[0]
            say(web, "yes", cookie)
            until(lambda: len(answers(shop)) == 2, what="the receipt")
        assert shop.rows("SELECT status FROM orders") == [("cancelled",)] and len(e.asked) == 1, (shop.rows("SELECT case_file FROM thread"), len(e.asked))
        assert not any(x in json.dumps(e.asked) for x in ("ann@", "#W1", "Berlin", "Main Street", "paypal_1"))
    shop.verify()
