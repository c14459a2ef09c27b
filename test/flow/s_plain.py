"""Conversations as customers write them, in six languages, held to the state that each should lead to; and who may ask for what."""
import json, pathlib, subprocess, sys

from conftest import PURVEY

ROOT = pathlib.Path(__file__).parents[2]
STATE = ROOT / "test/service/state.json"




def test_plain_conversations_end_as_they_should():
    p = subprocess.run([sys.executable, ROOT / "bench/service_blind.py", "--purvey", PURVEY, "--file", ROOT / "test/service/plain.jsonl", "--half", "all", "--verbose"],
                       capture_output=True, text=True)
    last = p.stdout.splitlines()[-1]
    assert "30 of 30 solved, 0 with a wrongful change" in last, "\n".join(line for line in p.stdout.splitlines() if not line.startswith("solved"))


def talk(tmp_path, *said):
    out = tmp_path / "out.json"
    p = subprocess.run([PURVEY, "agent", "--json", "--state", STATE, "--state-out", out], input="".join(json.dumps({"say": s}) + "\n" for s in said),
                       capture_output=True, text=True, check=True)
    return [json.loads(line) for line in p.stdout.splitlines()], json.load(open(out))


def test_an_address_alone_proves_nothing(tmp_path):
    answers, state = talk(tmp_path, "Where is my lamp?", "anna.keller@example.com", "99999", "10115")
    assert "S1001" not in answers[1]["reply"] and "S1001" not in answers[2]["reply"], answers
    assert "#S1001" in answers[3]["reply"]
    assert state["orders"] == json.load(open(STATE))["orders"]


def test_goods_are_not_sent_elsewhere_for_a_name_and_a_postcode(tmp_path):
    said = ["Please send my pending order to 5 Mill Lane, 10999 Berlin, Germany", "Anna Keller, 10115"]
    answers, state = talk(tmp_path, *said, "yes")
    assert "yes or no" not in answers[1]["reply"] and state["orders"]["#S1001"]["address"]["zip"] == "10115", answers
    answers, state = talk(tmp_path, *said, "the order number is #S1001", "yes")
    assert state["orders"]["#S1001"]["address"]["address1"] == "5 Mill Lane", answers


def test_the_shop_answers_what_its_policy_says(tmp_path):
    policy = json.loads(subprocess.run([PURVEY, "agent", "--show-policy"], capture_output=True, text=True, check=True).stdout)
    policy["answers"] = [{"topic": "warranty", "say": "Lamps have two years of warranty.", "says": {"de": "Auf Lampen geben wir zwei Jahre Garantie."}}]
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(policy))
    p = subprocess.run([PURVEY, "agent", "--state", STATE, "--policy", file], input="Wie lange habe ich Garantie auf die Lampe?\n", capture_output=True, text=True, check=True)
    assert "zwei Jahre Garantie" in p.stdout, p.stdout
