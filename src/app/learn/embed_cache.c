/* app/learn/embed_cache.c - a file of fixed-size records, one a text: written at its end only, read from its start.
 *
 * A record: hash and length of the text, scale, 16-bit numbers. A torn last record is cut off before the next is written.
 */
#include "app/learn/embed_cache.h"
#include "app/verb.h"
#include "core/clock.h"
#include "core/file.h"
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AT_ONCE = 256, QUIET_MS = 10000 };

struct record_head {
    uint64_t hash;
    uint32_t length;
    float scale;
};
struct wanted { /* a product's text, to be found by its hash */
    uint64_t hash;
    uint32_t length, row;
};

static int by_hash(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash ? 1 : -1) : x->row > y->row ? 1 : x->row < y->row ? -1 : 0;
}

/* ---- progress ----------------------------------------------------------------------------------- */

static const char *what_of(const struct progress *p) { return p->what ? p->what : "products read for their meaning"; }

void progress_tell(struct progress *p, int64_t done)
{
    int64_t now = clock_ms();
    p->begun_ms = p->begun_ms ? p->begun_ms : now;
    bool terminal = isatty(STDERR_FILENO);
    p->done = done;
    if (now - (p->told_ms ? p->told_ms : p->begun_ms) < (terminal ? 500 : QUIET_MS))
        return;
    double rate = (double)done * 1000 / (double)(now - p->begun_ms + 1);
    fprintf(stderr, "%s%lld of %lld %s, %.0f a second%s", terminal ? "\r" : "", (long long)done, (long long)p->all, what_of(p), rate,
            terminal ? "" : "\n");
    p->told_ms = now;
    p->told = terminal;
}

void progress_end(struct progress *p)
{
    if (p->told)
        fprintf(stderr, "\r%lld of %lld %s            \n", (long long)p->done, (long long)p->all, what_of(p));
}

/* ---- the file ------------------------------------------------------------------------------------ */

static struct str cache_path(struct ctx *c, struct str by)
{
    struct str folder = cache_folder(c), vector = str_fmt(c, "%s/vector", folder.p);
    if (folder_make(c, folder, 0755) != OK || folder_make(c, vector, 0755) != OK)
        return (struct str){0};
    return str_fmt(c, "%s/%.*s.bin", vector.p, FMT(by));
}

static void rows_room(struct ctx *c, struct meaning_rows *out, size_t width)
{
    if (!out->width) {
        out->width = width;
        out->at = NEW_ARRAY(c, float, out->n * width);
    }
}

static size_t first_with(const struct wanted *w, size_t n, uint64_t hash)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (w[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Fill the rows whose texts the file has. It begins with the width. */
static void cache_read(struct ctx *c, FILE *f, const struct wanted *w, struct meaning_rows *out)
{
    uint32_t width;
    struct record_head h;
    if (!f || fread(&width, sizeof width, 1, f) != 1 || width < 1 || width > VECTOR_WIDTH)
        return;
    int16_t *numbers = NEW_ARRAY(c, int16_t, width);
    rows_room(c, out, width);
    while (fread(&h, sizeof h, 1, f) == 1 && fread(numbers, sizeof *numbers, width, f) == width)
        for (size_t i = first_with(w, out->n, h.hash); i < out->n && w[i].hash == h.hash; i++) {
            if (w[i].length != h.length)
                continue;
            out->has[w[i].row] = true;
            for (size_t k = 0; k < width; k++)
                out->at[w[i].row * width + k] = (float)numbers[k] * h.scale;
        }
}

static bool cache_write(FILE *f, const struct wanted *w, const float *v, size_t width)
{
    struct record_head h = {w->hash, w->length, 1e-12f};
    int16_t numbers[VECTOR_WIDTH];
    for (size_t k = 0; k < width; k++)
        h.scale = fabsf(v[k]) > h.scale ? fabsf(v[k]) : h.scale;
    h.scale /= 32767;
    for (size_t k = 0; k < width; k++)
        numbers[k] = (int16_t)lrintf(v[k] / h.scale);
    return fwrite(&h, sizeof h, 1, f) == 1 && fwrite(numbers, sizeof *numbers, width, f) == width;
}

/* Open to add to: the width in front, a torn record cut off. NULL: vectors are made, and not kept. */
static FILE *cache_open(const char *path, size_t width)
{
    FILE *f = path ? fopen(path, "a+b") : NULL;
    uint32_t had = 0, want = (uint32_t)width;
    struct stat s;
    if (!f || fstat(fileno(f), &s) != 0)
        return f;
    rewind(f);
    if (fread(&had, sizeof had, 1, f) != 1 || had != want) {
        if (ftruncate(fileno(f), 0) != 0 || fwrite(&want, sizeof want, 1, f) != 1)
            return fclose(f), NULL;
        return f;
    }
    off_t size = (off_t)(sizeof(struct record_head) + sizeof(int16_t) * width), whole = (s.st_size - (off_t)sizeof had) / size * size + (off_t)sizeof had;
    if (whole != s.st_size && ftruncate(fileno(f), whole) != 0)
        return fclose(f), NULL;
    return f;
}

/* ---- making what is missing ------------------------------------------------------------------------ */

static enum status embed_missing(struct ctx *c, struct str by, const struct product *p, const struct wanted *w, const char *path,
                                 struct meaning_rows *out)
{
    struct progress told = {0};
    FILE *f = NULL;
    enum status s = OK;
    for (size_t i = 0; i < out->n; i++)
        told.all += !out->has[w[i].row];
    for (size_t i = 0; i < out->n && s == OK;) {
        struct arena_mark mark = arena_mark(c->mem);
        size_t some[AT_ONCE], n = 0, width;
        struct strs texts = {0};
        float *v;
        for (; i < out->n && n < AT_ONCE; i++)
            if (!out->has[w[i].row]) {
                some[n++] = i;
                strs_add(c, &texts, meaning_text(c, &p[w[i].row]));
            }
        if (!n || (s = meaning_embed(c, by, &texts, false, &v, &width)) != OK)
            break;
        if (!out->width) { /* lives longer than this round, which is then not given back */
            rows_room(c, out, width);
            mark = arena_mark(c->mem);
        }
        f = f ? f : cache_open(path, width);
        for (size_t k = 0; k < n; k++) {
            out->has[w[some[k]].row] = true;
            memcpy(out->at + w[some[k]].row * width, v + k * width, width * sizeof *v);
            if (f && !cache_write(f, &w[some[k]], v + k * width, width))
                path = NULL, fclose(f), f = NULL;
        }
        arena_reset(c->mem, mark);
        progress_tell(&told, told.done + (int64_t)n);
    }
    progress_end(&told);
    if (f)
        fclose(f);
    return s;
}

enum status embed_cached(struct ctx *c, struct str by, const struct product *p, size_t n, struct meaning_rows *out)
{
    struct wanted *w = NEW_ARRAY(c, struct wanted, n + 1);
    struct str path = cache_path(c, by);
    *out = (struct meaning_rows){.has = NEW_ARRAY(c, bool, n + 1), .n = n};
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct str text = meaning_text(c, &p[i]);
        w[i] = (struct wanted){str_hash(text), (uint32_t)text.n, (uint32_t)i};
        arena_reset(c->mem, mark);
    }
    qsort(w, n, sizeof *w, by_hash);
    FILE *f = path.n ? fopen(path.p, "rb") : NULL;
    cache_read(c, f, w, out);
    if (f)
        fclose(f);
    return embed_missing(c, by, p, w, path.p, out);
}
