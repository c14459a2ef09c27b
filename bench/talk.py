"""The shop's assistant in 60 conversations of several turns, in six languages, over two catalogues.

usage: bench/talk.py [all|tune|held] [WORD]
bench/talk.json has the conversations, written before the assistant was held against them; every other one was held out while it was
mended. The catalogues are the demo's and bench/theme.json's clothes. A turn says what its answer must do: "hits": some products, all of
these; "hits_or_none": none, or all of these; "service": a question about the shop and not its products, answered without a search;
"not_stated": said to be stated nowhere; "reply": one of these words; "cart": that product goes in; "compare": these are compared.
There is no peer: the figures are of ours alone.
"""
import json, os, subprocess, sys

sys.path.append("bench")
import theme

UNSTATED = ("not stated", "nothing about", "nicht angegeben", "nichts zu", "pas précisé", "pas indiqué", "rien sur", "no se indica", "no consta", "nada sobre",
            "non è indicato", "non indicato", "niente su", "niet vermeld", "niet aangegeven", "niets over")


def keeps(turn, a):
    """What the answer breaks; None: nothing."""
    titles, reply = [p["title"] for p in a.get("products", [])], a["reply"].lower()
    service = a["intent"] in ("service", "policy") and not titles
    unstated = a["intent"] in ("answer", "service", "policy") and any(u in reply for u in UNSTATED)
    if "hits" in turn:
        return None if titles and set(titles) <= set(turn["hits"]) else f"found {titles}"
    if "hits_or_none" in turn:
        return None if set(titles) <= set(turn["hits_or_none"]) else f"found {titles}"
    if "cart" in turn:
        ids = [x["product"] for x in a.get("actions", []) if x["kind"] == "cart.add"]
        return None if ids and titles[:1] == [turn["cart"]] or turn["cart"] in titles and a["intent"] == "choose" else f"{a['intent']} {ids}"
    if "compare" in turn:
        got = (a.get("comparison") or {}).get("titles", [])
        return None if set(got) == set(turn["compare"]) else f"compared {got}"
    if "intent" in turn:
        return None if a["intent"] == turn["intent"] else a["intent"]
    if "reply" in turn:
        return None if any(r.lower() in reply for r in turn["reply"]) else a["reply"]
    good = service if "service" in turn else unstated if "not_stated" in turn else service or unstated
    return None if good else f"{a['intent']}: {a['reply'][:100]}"


def main():
    which, word = (sys.argv[1:] + ["all", ""][len(sys.argv) - 1:])[:2]
    shops = {"demo": theme.demo(), "fashion": json.load(open("bench/theme.json"))["fashion"]}
    talks = [t for t in json.load(open("bench/talk.json")) if (which == "all" or t["held"] == (which == "held")) and word in json.dumps(t, ensure_ascii=False)]
    p = subprocess.Popen([theme.PURVEY, "call", "search.converse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    counts = {}
    for t in talks:
        state = None
        for turn in t["turns"]:
            p.stdin.write(json.dumps({"message": turn["say"], "products": shops[t["catalogue"]], **({"state": state} if state else {})}) + "\n")
            p.stdin.flush()
            a = json.loads(p.stdout.readline())
            state = a.get("state")
            wrong = keeps(turn, a) if "reply" in a else str(a)
            kind = "service" if {"service", "not_stated", "service_or_not_stated"} & turn.keys() else "goods"
            for key in ((t["held"], kind), (t["held"], t["language"])):
                n = counts.setdefault(key, [0, 0])
                n[0], n[1] = n[0] + (wrong is None), n[1] + 1
            if wrong is not None:
                print(f"{t['language']} {t['catalogue']}: {[x['say'] for x in t['turns']]}\n    {turn['say']!r}: {wrong}", flush=True)
    p.stdin.close()
    for held in (False, True):
        kinds = {k: v for (h, k), v in counts.items() if h == held}
        if kinds:
            good, all_ = (sum(kinds[k][i] for k in ("goods", "service") if k in kinds) for i in (0, 1))
            print(f"{'held out' if held else 'seen'}: {good} of {all_} turns as they should be; " + ", ".join(f"{k} {v[0]}/{v[1]}" for k, v in sorted(kinds.items())))


if __name__ == "__main__":
    main()
