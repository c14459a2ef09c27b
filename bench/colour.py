"""colour.py - whose colours are found on a picture: the product's, or those of the wall behind it; with the cut-out and without, in one run.

The demo shop's 54 photographs. A person looked at each and wrote down the families of colour that the product has (below), before any
of this was measured; nothing was tuned on them. Printed: the share of the colours' weight that is of those families, how many products
are called pastel by their picture, how many of them by colours that are none of theirs, and processor time.
"""
import csv, glob, json, math, os, subprocess, sys

CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
SEEN = """laptop grey blue purple pink green|tablet black|cordless-mouse grey|32-inch-monitor blue black|curvy-monitor white black red orange|high-performance-ram black blue grey
gaming-pc black green|hard-drive black white grey|clacky-keyboard white grey yellow green blue orange red purple|ethernet-cable red pink white|usb-cable white grey
instant-camera white black grey|camera-lens black grey|vintage-folding-camera black grey brown|tripod black grey white|instamatic-camera black grey white
compact-digital-camera black grey|nikkormat-slr-camera black grey|compact-slr-camera black grey|twin-lens-camera black grey white|road-bike black grey
skipping-rope orange yellow|boxing-gloves red white black|tent yellow orange|cruiser-skateboard red pink|football white green grey|tennis-ball yellow green
basketball orange brown black|ultraboost-running-shoe blue pink green|freerun-running-shoe black grey|hi-top-basketball-shoe white grey|pureboost-running-shoe black grey pink green
runx-running-shoe black grey|allstar-sneakers black white grey brown|spiky-cactus green orange brown|tulip-pot red green yellow pink orange|hanging-plant green
aloe-vera green white grey|fern-blechnum-gibbum green|assorted-succulents green brown orange red|orchid pink red white green|bonsai-tree green brown grey
guardian-lion-statue grey blue|hand-trowel green|balloon-chair pink white|grey-fabric-sofa grey blue green|leather-sofa brown orange|light-shade grey white
wooden-side-desk brown orange green|comfy-padded-chair blue grey brown|black-eaves-chair black grey|wooden-stool white grey|bedside-table white grey brown black
modern-cafe-chair yellow grey black green"""


def family(l, a, b):
    """One of eleven, by lightness, chroma and hue of CIE Lab."""
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < 12 or (l < 20 and chroma < 20):
        return "black" if l < 30 else "white" if l > 84 else "grey"
    if hue < 15 or hue >= 340:
        return "pink" if l > 60 else "red"
    if hue < 45:
        return "red" if l < 58 and chroma > 35 else "brown" if l < 58 else "pink" if chroma < 35 else "orange"
    if hue < 78:
        return "brown" if l < 58 else "orange"
    return "yellow" if hue < 108 else "green" if hue < 200 else "blue" if hue < 290 else "purple"


def is_pastel(l, a, b):
    """As data/colour.c has it."""
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a))
    return l >= 68 and (20 if 70 < hue < 110 else 10 if l > 93 else 8) <= chroma <= 42


def catalogue():
    shop = glob.glob(f"{CACHE}/src/vendure-create-*/assets")[0]
    for row in csv.DictReader(open(f"{shop}/products.csv", encoding="utf-8-sig"), skipinitialspace=True):
        row = {k.strip(): (v or "").strip() for k, v in row.items() if k}
        if row.get("name") and row.get("assets"):
            yield row["slug"], f"{shop}/images/{row['assets'].split('|')[0].strip()}"


def tones(paths, env):
    begun = os.times().children_user
    answer = subprocess.run(["build/purvey", "call", "embed.colour"], input=json.dumps({"pictures": [{"file": p} for p in paths]}) + "\n", env={**os.environ, **env},
                            capture_output=True, text=True, check=True).stdout
    return [look["tones"] for look in json.loads(answer)["looks"]], os.times().children_user - begun


def main():
    seen = {line.split()[0]: set(line.split()[1:]) for line in SEEN.replace("\n", "|").split("|")}
    goods = [(slug, path) for slug, path in catalogue() if slug in seen]
    out = {}
    for name, env in (("the border's colour left out", {"PURVEY_CUTOUT": "/none"}), ("what the network finds", {})):
        found, seconds = tones([p for _, p in goods], env)
        right = [sum(t["share"] for t in tones if family(t["l"], t["a"], t["b"]) in seen[slug]) / max(sum(t["share"] for t in tones), 1e-9)
                 for (slug, _), tones in zip(goods, found)]
        pale = [[t for t in tones if is_pastel(t["l"], t["a"], t["b"])] for tones in found]
        pastel = [sum(t["share"] for t in some) >= .35 for some in pale]
        wrong = sum(said and sum(t["share"] for t in some if family(t["l"], t["a"], t["b"]) in seen[slug]) < .35 for said, some, (slug, _) in zip(pastel, pale, goods))
        out[name] = sum(right) / len(right)
        print(f"{name:30} {out[name]:.2f} of the colours' weight is the product's; {sum(pastel)} of {len(goods)} called pastel, {wrong} by another's colours; "
              f"{1000 * seconds / len(goods):.0f} ms of one core a picture")
    before, after = out.values()
    print(f"what is not the product's: {(1 - after) / (1 - before):.2f} of what it was")


sys.exit(main())
