#!/usr/bin/env python3
"""Fit how a service message's vector is read: one row of weights per wish, to the examples in service_sense.tsv.

    tool/sense.py            fit, and write service_sense.txt
    tool/sense.py --check    examples held out in six parts: how many are read right, and how many of the sure ones

Multinomial logistic regression on embed.e5's vectors (`purvey call embed.e5`), classes weighed by the root of their size. Wants
numpy. The examples are written for this; no customer's words are among them.
"""
import argparse, base64, json, os, subprocess, sys
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "src/intelligence/answer/service")
DECAY, STEPS, RATE = 1e-5, 800, 0.2  # DECAY: of 3e-6 … 3e-4 the one that reads most of what is held out above .5 right


def vectors(texts, purvey):
    out = []
    for i in range(0, len(texts), 64):
        p = subprocess.run([purvey, "call", "embed.e5"], input=json.dumps({"texts": texts[i:i + 64], "role": "query"}) + "\n", capture_output=True, text=True)
        if p.returncode:
            sys.exit(p.stderr)
        out += [v["v"] for v in json.loads(p.stdout)["vectors"]]
    return np.array(out)


def fit(x, y, n):
    """Adam on the whole set; the seed is of no matter, as it starts at zero."""
    p = {"w": np.zeros((n, x.shape[1])), "b": np.zeros(n)}
    first, second = ({k: np.zeros_like(v) for k, v in p.items()} for _ in range(2))
    weight = np.sqrt(1 / np.bincount(y, minlength=n).clip(1))[y]
    weight, want = weight / weight.sum(), np.eye(n)[y]
    for t in range(1, STEPS + 1):
        off = (shares(x, p["w"], p["b"]) - want) * weight[:, None]
        for k, slope in (("w", off.T @ x + DECAY * p["w"]), ("b", off.sum(0))):
            first[k] = 0.9 * first[k] + 0.1 * slope
            second[k] = 0.999 * second[k] + 0.001 * slope * slope
            p[k] = p[k] - RATE * (first[k] / (1 - 0.9 ** t)) / (np.sqrt(second[k] / (1 - 0.999 ** t)) + 1e-8)
    return p["w"], p["b"]


def shares(x, w, b):
    z = x @ w.T + b
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def check(x, y, names):
    part, held = np.random.default_rng(0).integers(0, 6, len(y)), np.zeros((len(y), len(names)))
    for f in range(6):
        held[part == f] = shares(x[part == f], *fit(x[part != f], y[part != f], len(names)))
    right, sure = held.argmax(1) == y, held.max(1)
    print(f"{len(y)} examples of {len(names)} wishes: {right.mean():.3f} read right")
    for least in (0.4, 0.5, 0.6, 0.8):
        print(f"  surer than {least}: {(sure > least).mean():.2f} of them, {right[sure > least].mean():.3f} right")


def write(names, w, b):
    with open(os.path.join(FOLDER, "service_sense.txt"), "w") as f:
        for name, row, bias in zip(names, w, b):
            scale = np.abs(row).max() / 127
            f.write(f"{name} {bias:.6g} {scale:.6g} {base64.b64encode(np.round(row / scale).astype(np.int8).tobytes()).decode()}\n")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--check", action="store_true")
    p.add_argument("--purvey", default=os.path.join(ROOT, "build/purvey"))
    a = p.parse_args()
    rows = [line.rstrip("\n").split("\t") for line in open(os.path.join(FOLDER, "service_sense.tsv"))]
    names = sorted({name for name, _ in rows})
    y, x = np.array([names.index(name) for name, _ in rows]), vectors([text for _, text in rows], a.purvey)
    middle = x.mean(0)
    scale = 1 / np.sqrt(((x - middle) ** 2).sum(1).mean())
    if a.check:
        return check((x - middle) * scale, y, names)
    w, b = fit((x - middle) * scale, y, len(names))
    write(names, w * scale, b - (w * scale) @ middle)


if __name__ == "__main__":
    sys.exit(main())
