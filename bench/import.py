#!/usr/bin/env python3
"""import.py [ROWS] - a Shopify export of 100,000 rows: ours beside a bare parse of the same file by libcsv and by Python's csv.

A bare parse only counts values. Ours also finds the encoding, groups rows to products, reads HTML, prices and GTINs, compares
with what is stored, and writes; so three of ours are shown: into an empty shop, again (nothing changed), and --dry-run.
Processor seconds and peak memory of each process, as the kernel counts them.
"""
import csv, os, pathlib, random, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
PURVEY = os.environ.get("PURVEY", str(ROOT / "build/purvey"))
WORDS = "soft warm steel cotton oak blue green kettle chair lamp shirt travel garden desk light heavy large small round".split()
HEADER = ("Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
          "Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Material,Status").split(",")
BARE = r"""
#include <csv.h>
#include <stdio.h>
static long values, rows;
static void value(void *s, size_t n, void *a) { (void)s, (void)n, (void)a, values++; }
static void row(int c, void *a) { (void)c, (void)a, rows++; }
int main(int n, char **arg)
{
    struct csv_parser p;
    char b[65536];
    FILE *f = fopen(arg[n - 1], "rb");
    csv_init(&p, 0);
    for (size_t got; (got = fread(b, 1, sizeof b, f)) > 0;)
        csv_parse(&p, b, got, value, row, 0);
    csv_fini(&p, value, row, 0);
    printf("%ld rows\n", rows);
}
"""


def gtin(i):
    body = f"{i:012d}"
    return body + str(-sum(int(d) * (3 if k % 2 else 1) for k, d in enumerate(body)) % 10)


def export(path, n):
    chance, rows, product = random.Random(3), 0, 0
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(HEADER)
        while rows < n:
            product += 1
            for v in range(min(chance.choice([1, 1, 1, 2, 3, 4]), n - rows)):
                rows += 1
                words = lambda k: " ".join(chance.choices(WORDS, k=k))
                head = [words(4).title(), f"<p>{words(60)}.</p><ul><li>{words(4)}</li><li>{words(4)}</li></ul>", "Acme", "Chair", "a, b", "true", "Size"]
                w.writerow([f"product-{product}", *(head if v == 0 else [""] * 7), "SMLX"[v], f"SKU-{product}-{v}", chance.randint(1, 5000), "shopify",
                            chance.randint(0, 99), f"{chance.uniform(1, 900):.2f}", gtin(rows), f"https://cdn/x/{rows}.jpg", "oak" if v == 0 else "", "active"])


def run(name, *args):
    p = subprocess.Popen(list(map(str, args)), stdout=subprocess.PIPE, text=True)
    out = p.stdout.read()
    _, status, used = os.wait4(p.pid, 0)
    if status:
        sys.exit(f"{name}: exit {status >> 8}")
    said = re.search(r"[\d]+ rows.*", out)
    print(f"{name:28} {used.ru_utime + used.ru_stime:7.2f} s  {used.ru_maxrss / 1024:7.1f} MB   {said[0] if said else ''}")
    return used.ru_utime + used.ru_stime


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        d = pathlib.Path(folder)
        export(d / "export.csv", n)
        (d / "bare.c").write_text(BARE)
        subprocess.run(["cc", "-O2", "-o", d / "bare", d / "bare.c", "-lcsv"], check=True)
        print(f"{n} rows, {(d / 'export.csv').stat().st_size / 1e6:.1f} MB\n{'':28} {'processor':>9}  {'peak memory':>10}")
        ours = [PURVEY, "import", "--home", d / "shop", "--currency", "EUR", d / "export.csv"]
        bare = run("libcsv, bare parse", d / "bare", d / "export.csv")
        python = run("Python csv, bare parse", sys.executable, "-c",
                     f"import csv; print(sum(1 for _ in csv.reader(open({str(d / 'export.csv')!r}, newline=''))), 'rows')")
        first, again = run("purvey import", *ours), run("purvey import again", *ours)
        dry = run("purvey import --dry-run", *ours, "--dry-run")
        for name, t in (("import", first), ("again", again), ("dry run", dry)):
            print(f"{name}: {t / bare:.1f} x libcsv's bare parse, {t / python:.1f} x Python's; {n / t:,.0f} rows a second")


main()
