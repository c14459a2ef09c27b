"""mine.py - themes of insight.mine beside k-means and HDBSCAN of scikit-learn on tf-idf, and on the same sentence vectors: one labelled set, one run.

mine.py [SET] - bench/mine.jsonl: 142 messages of customers by our own hand in three languages, 130 of 12 themes and 12 of none; our two
thresholds were chosen on it. bench/mine_six.jsonl: 140 in six languages, 128 of 14 themes and 12 of none, looked at when they were. Purity: the
share of messages in the commonest label of their group, a message alone being its own group; so pairs are counted too: precision and
recall of "these two are about the same", and their F1. k-means is told the number of themes, which we are not.
"""
import collections, itertools, json, os, pathlib, subprocess, sys, time, venv

ROOT = pathlib.Path(__file__).parents[1]
PURVEY = os.environ.get("PURVEY", str(ROOT / "build/purvey"))
ROWS = [json.loads(l) for l in open(ROOT / "bench" / (sys.argv[1] if len(sys.argv) > 1 else "mine.jsonl"))]


def need():
    try:
        import sklearn  # noqa: F401
    except ImportError:
        home = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "purvey/bench/mine"
        python = home / "bin/python"
        if not python.exists():
            venv.create(home, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "scikit-learn==1.7.2"], check=True)
        os.execv(python, [str(python), "-P", *sys.argv])


def call(capability, value, opt):
    run = subprocess.run([PURVEY, "call", capability, "--opt", json.dumps(opt)], text=True, capture_output=True, check=True, input=json.dumps(value))
    return json.loads(run.stdout)


def judge(name, groups, took):
    label = [r["theme"] or f"alone{i}" for i, r in enumerate(ROWS)]
    sizes = collections.defaultdict(list)
    for l, g in zip(label, groups):
        sizes[g].append(l)
    purity = sum(collections.Counter(v).most_common(1)[0][1] for v in sizes.values()) / len(ROWS)
    same = [(label[a] == label[b], groups[a] == groups[b]) for a, b in itertools.combinations(range(len(ROWS)), 2)]
    both, said, true = sum(t and s for t, s in same), sum(s for _, s in same), sum(t for t, _ in same)
    p, r = both / max(said, 1), both / true
    print(f"{name:34} groups {sum(len(v) > 2 for v in sizes.values()):3}  purity {purity:.3f}  pairs: precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}  {took:.2f} s")
    return 2 * p * r / max(p + r, 1e-9)


def ours(backend):
    begun = time.monotonic()
    out = call("insight.mine", {"messages": [{k: r[k] for k in ("id", "text", "at_ms")} for r in ROWS]}, {"backend": backend})
    took, at = time.monotonic() - begun, {r["id"]: i for i, r in enumerate(ROWS)}
    groups = [f"alone{i}" for i in range(len(ROWS))]
    for t in out["themes"]:
        for m in t["messages"]:
            groups[at[m]] = t["label"]
    return judge(f"insight.mine, {out['backend']}", groups, took), out


def peers(vectors):
    from sklearn.cluster import HDBSCAN, KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer
    themes = len({r["theme"] for r in ROWS if r["theme"]})
    best = 0
    for name, x in (("tf-idf", TfidfVectorizer().fit_transform([r["text"] for r in ROWS]).toarray()), ("e5 vectors", vectors)):
        begun = time.monotonic()
        best = max(best, judge(f"k-means (told {themes}), {name}", KMeans(themes, n_init=10, random_state=1).fit_predict(x).tolist(), time.monotonic() - begun))
        begun = time.monotonic()
        found = HDBSCAN(min_cluster_size=3).fit_predict(x).tolist()
        best = max(best, judge(f"HDBSCAN, {name}", [g if g >= 0 else f"alone{i}" for i, g in enumerate(found)], time.monotonic() - begun))
    return best


def main():
    need()
    import numpy as np
    e5, out = ours("e5")
    ours("hash")
    v = call("embed.e5", {"texts": [r["text"] for r in ROWS], "role": "query"}, {})["vectors"]
    peer = peers(np.array([x["v"] for x in v]))
    print(f"ours / best peer (F1 of pairs): {e5 / peer:.2f}")
    for t in out["themes"]:
        print(f"  {t['n']:3}  {t['trend']:8} q {t.get('q', 1):.3f}  {', '.join(t['phrases'])}")


if __name__ == "__main__":
    main()
