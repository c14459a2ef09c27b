"""Service: calls of tools replayed on a state file, and a conversation; a bad line costs only itself."""
import json, pathlib, subprocess

from conftest import PURVEY

STATE = str(pathlib.Path(__file__).parents[1] / "service/state.json")


def agent(*args, lines=()):
    p = subprocess.run([PURVEY, "agent", *args], input="".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), capture_output=True, text=True, timeout=60)
    return p.returncode, [json.loads(x) for x in p.stdout.splitlines()], p.stderr


def test_calls_are_replayed_and_a_bad_line_costs_only_itself():
    lines = [{"name": "find_user_id_by_email", "arguments": {"email": "ben.moore@example.com"}}, "{not json", {"name": "fly"}, "",
             {"name": "get_order_details", "kwargs": {"order_id": "#S2001"}, "id": 7},
             {"name": "cancel_pending_order", "kwargs": {"order_id": "#S2001", "reason": "bored"}},
             {"name": "cancel_pending_order", "kwargs": {"order_id": "#S2001", "reason": "no longer needed"}},
             [{"name": "calculate", "arguments": {"expression": "119 * 2"}}, {"name": "think", "arguments": {"thought": "done"}}]]
    code, out, err = agent("--tools", "--state", STATE, lines=lines)
    assert code == 1 and "2 of 8 lines" in err
    assert [x.get("ok") for x in out] == [True, False, False, True, False, True, True, True, None]
    assert out[0]["result"] == "u_ben" and out[3]["id"] == 7 and out[4]["rule"] == "cancel.reason" and out[6]["result"] == "238.0"
    before, after = json.load(open(STATE)), out[-1]["state"]
    changed = [k for p in before for k in before[p] if before[p][k] != after[p][k]]
    assert changed == ["#S2001"] and list(after) == list(before) and list(after["orders"]) == list(before["orders"])
    assert after["orders"]["#S2001"]["payment_history"][1] == {"transaction_type": "refund", "amount": 119.0, "payment_method_id": "credit_card_b1"}


def test_a_customer_must_be_recognised_and_agree(tmp_path):
    call = {"name": "cancel_order", "arguments": {"order_id": "#S2001", "reason": "no longer needed"}}
    lines = [call, {"name": "find_customer", "arguments": {"first_name": "ben", "last_name": "moore", "zip": "94107"}}, call, {**call, "confirmed": True},
             {"name": "cancel_order", "arguments": {"order_id": "#S1001", "reason": "no longer needed"}, "confirmed": True}]
    out = agent("--tools", "--state", STATE, "--state-out", str(tmp_path / "new.json"), "--caller", "customer", lines=lines)[1]
    assert [x.get("rule") for x in out] == ["identity", None, "confirm", None, "own"]
    assert json.load(open(tmp_path / "new.json"))["orders"]["#S2001"]["status"] == "cancelled"


def test_a_policy_of_ones_own_decides(tmp_path):
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"rules": [{"id": "never", "tools": "write", "fact": "order.value", "at_most": 1, "otherwise": "human", "say": "a person does it"}]}))
    call = {"name": "cancel_order", "arguments": {"order_id": "#S2001", "reason": "x"}}
    code, out, _ = agent("--tools", "--state", STATE, "--policy", str(policy), lines=[call])
    assert code == 0 and out[0]["verdict"] == "human" and out[1]["state"] == json.load(open(STATE))
    policy.write_text('{"rules": [{"id": "x", "tools": "fly", "fact": "order.value", "at_most": 1, "say": "x"}]}')
    code, _, err = agent("--tools", "--state", STATE, "--policy", str(policy), lines=[call])
    assert code == 1 and "policy.json" in err and 'no tool "fly"' in err


def test_a_conversation_ends_in_a_state():
    code, out, _ = agent("--json", "--state", STATE, "--backend", "template",
                         lines=["Ich möchte #S8002 stornieren, brauche ich nicht mehr. hugo.martin@example.com", {"say": "ja"}, "I want to talk to a human"])
    assert code == 0 and out[0]["language"] == "de" and out[1]["done"] == ["cancelled 1 lines"]
    assert out[2]["escalate"] and out[2]["file"]["done"] and out[3]["state"]["orders"]["#S8002"]["status"] == "cancelled"
