#!/usr/bin/env python3
"""bench/recommend.py - recommend.next beside implicit's ALS and item-kNN on MovieLens-100k, in one run.

  python3 -m venv V; V/bin/pip install numpy scipy implicit==0.7.3; V/bin/python bench/recommend.py [--ties item|file|random]

Data: MovieLens-100k as the PyPI wheel recbole 1.2.1 carries it (fetched by pip into the cache, checksum below). Ratings of 4 and
5; each person's last one is held out and ranked against everything the person has not rated. People with five or more count.
Equal times are put in the order of --ties. Nothing of ours was tuned on the held-out choices: it learns its weights from the choice
before, inside the run. The peer gets the best of a grid of settings on the held-out choices themselves, which favours it.
What of it is sequence shows the line "order forgotten": the same past, shuffled and without times, the same held-out choices.
Also a seeded set with a known truth: chains of items, where the best possible hit rate is known.
"""
import argparse, hashlib, io, json, math, os, pathlib, random, subprocess, sys, time, zipfile

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from scipy.sparse import csr_matrix

PURVEY = "build/purvey"
WHEEL = "recbole-1.2.1-py3-none-any.whl"
SHA256 = "9c9948202011f37eb0a7c6768129313f00d6403ad221ec940d5e2d5d5f33a407"
K = 10


def ratings():
    cache = pathlib.Path(os.environ.get("PURVEY_CACHE") or pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "purvey") / "bench"
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / WHEEL).exists():
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(cache), "recbole==1.2.1"], check=True)
    data = (cache / WHEEL).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{cache / WHEEL} is not the wheel this bench was written for; remove it and run again")
    text = zipfile.ZipFile(io.BytesIO(data)).read("recbole/dataset_example/ml-100k/ml-100k.inter").decode()
    return np.array([[int(float(x)) for x in line.split("\t")] for line in text.splitlines()[1:]])


def histories(ties):
    r = ratings()
    r = r[r[:, 2] >= 4]
    tie = {"item": r[:, 1], "file": np.arange(len(r)), "random": np.random.default_rng(0).permutation(len(r))}[ties]
    r = r[np.lexsort((tie, r[:, 3], r[:, 0]))]
    out = {}
    for user, item, _, at in r:
        out.setdefault(user, []).append((int(item), int(at) * 1000))
    return [h for h in out.values() if len(h) >= 5]


def score(lists, targets):
    hits = [list(l).index(t) + 1 if t in l else 0 for l, t in zip(lists, targets)]
    return sum(h > 0 for h in hits) / len(hits), sum(1 / math.log2(h + 1) for h in hits if h) / len(hits)


def call(body):
    start = time.perf_counter()
    done = subprocess.run([PURVEY, "call", "recommend.next"], input=json.dumps(body), capture_output=True, text=True, check=True)
    return json.loads(done.stdout), time.perf_counter() - start


def ours(train):
    acts = [{"user": u, "item": i, "at_ms": at} for u, h in enumerate(train) for i, at in h]
    everyone, repeat = list(range(len(train))), 20
    _, one = call({"interactions": acts, "users": [0], "reasons": False, "k": K})
    _, many = call({"interactions": acts, "users": everyone * repeat, "reasons": False, "k": K})
    out, told = call({"interactions": acts, "k": K})
    lists = [[int(x["item"]) for x in u["items"]] for u in out["users"]]
    return lists, one, len(train) * repeat / max(1e-9, many - one), len(train) / max(1e-9, told - one), out["model"]


def forgotten(train):
    """Lists from the same past in a random order, without times."""
    rand = random.Random(0)
    acts = [{"user": u, "item": i} for u, h in enumerate(train) for i, _ in rand.sample(h, len(h))]
    out, _ = call({"interactions": acts, "reasons": False, "k": K})
    return [[int(x["item"]) for x in u["items"]] for u in out["users"]]


def peers(train, n_items):
    from implicit.als import AlternatingLeastSquares
    from implicit.nearest_neighbours import BM25Recommender
    rows = [u for u, h in enumerate(train) for _ in h]
    x = csr_matrix((np.ones(len(rows)), (rows, [i for h in train for i, _ in h])), shape=(len(train), n_items))
    als = [("implicit ALS", AlternatingLeastSquares(factors=f, regularization=0.05, iterations=15, alpha=a, dtype=np.float64, num_threads=0, random_state=0))
           for f in (32, 64) for a in (1, 5, 20)]
    for name, model in als + [("implicit item-kNN", BM25Recommender(K=k, num_threads=0)) for k in (50, 100)]:
        start = time.perf_counter()
        model.fit(x, show_progress=False)
        fit = time.perf_counter() - start
        start = time.perf_counter()
        lists = [model.recommend(u, x[u], N=K)[0].tolist() for u in range(len(train))]
        yield name, lists, fit, len(train) / (time.perf_counter() - start)


def best(found, target):
    """Of each model the setting with the highest NDCG."""
    out = {}
    for name, lists, fit, single in found:
        row = (*score(lists, target), fit, single)
        if name not in out or row[1] > out[name][1]:
            out[name] = row
    return out


def chains(seed=7, people=1500, chain=10, count=40):
    rand, train, target = random.Random(seed), [], []
    for _ in range(people):
        at, h = rand.randrange(chain * count), []
        for step in range(7):
            h.append((at, step))
            at = at // chain * chain + (at + 1) % chain if rand.random() < 0.8 else rand.randrange(chain * count)
        train.append(h[:-1])
        target.append(h[-1][0])
    return train, target, chain * count


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--ties", default="item", choices=["item", "file", "random"])
    args = args.parse_args()
    all_ = histories(args.ties)
    sets = [("MovieLens-100k, ties by " + args.ties, [h[:-1] for h in all_], [h[-1][0] for h in all_], 1 + max(i for h in all_ for i, _ in h))]
    sets.append(("chains of 10 (0.8 to the next)", *chains()))
    for title, train, target, n in sets:
        print(f"{title}: {len(train)} people, {sum(map(len, train))} choices; standard error of HR about {math.sqrt(0.15 * 0.85 / len(train)):.4f}")
        lists, wall, rate, told, model = ours(train)
        hr, ndcg = score(lists, target)
        print(f"  {'recommend.next':18} HR@10 {hr:.4f}  NDCG@10 {ndcg:.4f}  start, read, train: {wall:.3f} s  {rate:8.0f} lists/s  ({told:.0f}/s with reasons)")
        print("  {:18} HR@10 {:.4f}  NDCG@10 {:.4f}".format("  order forgotten", *score(forgotten(train), target)))
        for name, (p_hr, p_ndcg, fit, single) in best(peers(train, n), target).items():
            print(f"  {name:18} HR@10 {p_hr:.4f}  NDCG@10 {p_ndcg:.4f}  train: {fit:.3f} s  {single:8.0f} lists/s   ours / this: HR {hr / p_hr:.2f}, NDCG {ndcg / p_ndcg:.2f}, "
                  f"lists {rate / single:.1f}")
        print("  weights", {k: v for k, v in model.items() if isinstance(v, float)})


if __name__ == "__main__":
    main()
