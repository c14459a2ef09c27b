/* core/vector.c - the heads of turned vectors scanned, the best of them weighed again.
 *
 * Sources  Bauer 1957, simultaneous iteration: the strongest axes of a covariance by multiplying and making orthonormal again;
 *          Jégou et al. 2011 and after: short codes first, the vectors themselves for the few that remain.
 */
#include "core/vector.h"
#include <math.h>
#include <stdlib.h>

enum {
    HEAD = 128,         /* numbers of a head: of sentence embeddings they hold about three quarters of the variance */
    TURN_LEAST = 4096,  /* rows; fewer are scanned whole */
    SAMPLE = 6000,      /* rows that the axes are found from */
    ROUNDS = 12,        /* of the iteration: more change nothing that 8 bits would show */
    CHUNK = 2048,       /* rows scanned before their scores are looked at */
    AGAIN_LEAST = 320, AGAIN_EACH = 12, /* weighed again: so many, or so many for each one wanted */
};

struct vectors {
    size_t n, width, room, head; /* room: the width, filled up with zeros to a multiple of DOT_STEP */
    float *mean;                 /* [room] */
    float *axis;                 /* [head][room], strongest first; NULL: not turned, the head is all of it */
    int8_t *short_of;            /* [n][head] */
    float *short_scale;          /* [n] */
    int32_t *short_sum;          /* [n] 128 times the row's sum */
    int16_t *whole;              /* [n][room] */
    float *whole_scale;          /* [n] */
    enum dot_kind kind;
    size_t bytes;
};
struct probe {
    float *whole;    /* [room] */
    float base;      /* the query's dot product with the mean */
    uint8_t *biased; /* [head] */
    float scale;
};

size_t vectors_width(const struct vectors *v) { return v->width; }
size_t vectors_bytes(const struct vectors *v) { return v->bytes; }

/* ---- axes -------------------------------------------------------------------------------------- */

static void mean_of(const float *at, size_t n, size_t width, float *mean)
{
    double *sum = calloc(width + 1, sizeof *sum);
    if (!sum)
        abort(); /* out of memory */
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < width; k++)
            sum[k] += (double)at[i * width + k];
    for (size_t k = 0; k < width; k++)
        mean[k] = n ? (float)(sum[k] / (double)n) : 0;
    free(sum);
}

/* Of about SAMPLE rows, evenly taken. Upper and lower half. */
static void covariance(const struct vectors *v, const float *at, float *cov)
{
    size_t step = v->n / SAMPLE + 1, w = v->width;
    float *row = calloc(v->room, sizeof *row);
    if (!row)
        abort(); /* out of memory */
    for (size_t i = 0; i < v->n; i += step) {
        for (size_t k = 0; k < w; k++)
            row[k] = at[i * w + k] - v->mean[k];
        for (size_t a = 0; a < w; a++)
            for (size_t b = a; b < w; b++)
                cov[a * v->room + b] += row[a] * row[b];
    }
    for (size_t a = 0; a < w; a++)
        for (size_t b = 0; b < a; b++)
            cov[a * v->room + b] = cov[b * v->room + a];
    free(row);
}

static float dot_floats(const float *a, const float *b, size_t n)
{
    float part[16] = {0};
    for (size_t k = 0; k < n; k += 16)
        for (size_t j = 0; j < 16; j++)
            part[j] += a[k + j] * b[k + j];
    for (size_t half = 8; half; half /= 2)
        for (size_t j = 0; j < half; j++)
            part[j] += part[j + half];
    return part[0];
}

/* Make each row a unit vector that has nothing of those before it. Source: modified Gram and Schmidt. */
static void orthonormal(float *rows, size_t n, size_t width)
{
    for (size_t i = 0; i < n; i++) {
        float *r = rows + i * width;
        for (size_t j = 0; j < i; j++) {
            float d = dot_floats(r, rows + j * width, width);
            for (size_t k = 0; k < width; k++)
                r[k] -= d * rows[j * width + k];
        }
        float length = sqrtf(dot_floats(r, r, width));
        for (size_t k = 0; k < width; k++)
            r[k] = length > 1e-20f ? r[k] / length : 0;
    }
}

static void axes_find(struct ctx *c, struct vectors *v, const float *at)
{
    size_t n = v->room;
    float *cov = calloc(n * n, sizeof *cov), *next = calloc(v->head * n, sizeof *next);
    if (!cov || !next)
        abort(); /* out of memory */
    v->axis = NEW_ARRAY(c, float, v->head * n);
    covariance(v, at, cov);
    for (size_t i = 0; i < v->head; i++)
        v->axis[i * n + i * v->width / v->head] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < v->head; i++)
            for (size_t k = 0; k < n; k++)
                next[i * n + k] = dot_floats(v->axis + i * n, cov + k * n, n);
        memcpy(v->axis, next, v->head * n * sizeof *next);
        orthonormal(v->axis, v->head, n);
    }
    free(cov);
    free(next);
}

/* ---- rows ---------------------------------------------------------------------------------------- */

/* From the mean. `from` [width]; `out` [room]. */
static void centred(const struct vectors *v, const float *from, bool centre, float *out)
{
    for (size_t k = 0; k < v->room; k++)
        out[k] = k < v->width ? from[k] - (centre ? v->mean[k] : 0) : 0;
}

/* Along the axes. `from` [room]; `out` [head]. */
static void turned(const struct vectors *v, const float *from, float *out)
{
    for (size_t k = 0; k < v->head; k++)
        out[k] = v->axis ? dot_floats(v->axis + k * v->room, from, v->room) : from[k];
}

static float greatest(const float *a, size_t n)
{
    float most = 1e-12f;
    for (size_t k = 0; k < n; k++)
        most = fabsf(a[k]) > most ? fabsf(a[k]) : most;
    return most;
}

/* `row` and `head`: room for one. */
static void row_keep(struct vectors *v, size_t i, const float *at, float *row, float *head)
{
    int32_t sum = 0;
    centred(v, at, true, row);
    turned(v, row, head);
    float s8 = greatest(head, v->head) / 127, s16 = greatest(row, v->room) / 32767;
    for (size_t k = 0; k < v->head; k++) {
        v->short_of[i * v->head + k] = (int8_t)lrintf(head[k] / s8);
        sum += v->short_of[i * v->head + k];
    }
    for (size_t k = 0; k < v->room; k++)
        v->whole[i * v->room + k] = (int16_t)lrintf(row[k] / s16);
    v->short_scale[i] = s8;
    v->short_sum[i] = 128 * sum;
    v->whole_scale[i] = s16;
}

void vector_unit(float *v, size_t width)
{
    double square = 0;
    for (size_t k = 0; k < width; k++)
        square += (double)v[k] * (double)v[k];
    for (size_t k = 0; k < width; k++)
        v[k] = square > 0 ? (float)((double)v[k] / sqrt(square)) : 0;
}

struct vectors *vectors_make(struct ctx *c, const float *at, size_t n, size_t width)
{
    size_t before = arena_size(c->mem);
    struct vectors *v = NEW(c, struct vectors);
    assert(width && width <= VECTOR_WIDTH);
    *v = (struct vectors){.n = n, .width = width, .room = (width + DOT_STEP - 1) / DOT_STEP * DOT_STEP, .kind = dot_best()};
    v->head = n >= TURN_LEAST && v->room > HEAD ? HEAD : v->room;
    v->mean = NEW_ARRAY(c, float, v->room);
    mean_of(at, n, width, v->mean);
    if (v->head < v->room)
        axes_find(c, v, at);
    v->short_of = NEW_ARRAY(c, int8_t, n * v->head + 1);
    v->short_scale = NEW_ARRAY(c, float, n + 1);
    v->short_sum = NEW_ARRAY(c, int32_t, n + 1);
    v->whole = NEW_ARRAY(c, int16_t, n * v->room + 1);
    v->whole_scale = NEW_ARRAY(c, float, n + 1);
    float *row = calloc(2 * v->room, sizeof *row);
    if (!row)
        abort(); /* out of memory */
    for (size_t i = 0; i < n; i++)
        row_keep(v, i, at + i * width, row, row + v->room);
    free(row);
    v->bytes = arena_size(c->mem) - before;
    return v;
}

/* ---- searching ------------------------------------------------------------------------------------ */

const struct probe *vectors_probe(struct ctx *c, const struct vectors *v, const float *query)
{
    struct probe *q = NEW(c, struct probe);
    float *head = NEW_ARRAY(c, float, v->room);
    q->whole = NEW_ARRAY(c, float, v->room);
    centred(v, query, false, q->whole);
    turned(v, q->whole, head);
    q->base = dot_floats(q->whole, v->mean, v->room);
    q->scale = greatest(head, v->head) / 127;
    q->biased = NEW_ARRAY(c, uint8_t, v->head);
    for (size_t k = 0; k < v->head; k++)
        q->biased[k] = (uint8_t)(128 + lrintf(head[k] / q->scale));
    return q;
}

const struct probe *vectors_probe_of(struct ctx *c, const struct vectors *v, uint32_t row)
{
    float *at = NEW_ARRAY(c, float, v->width);
    for (size_t k = 0; k < v->width; k++)
        at[k] = (float)v->whole[row * v->room + k] * v->whole_scale[row] + v->mean[k];
    return vectors_probe(c, v, at);
}

float vectors_score(const struct vectors *v, const struct probe *q, uint32_t row)
{
    return q->base + v->whole_scale[row] * dot_real(v->kind, v->whole + (size_t)row * v->room, q->whole, v->room);
}

static int nearer(const void *a, const void *b)
{
    const struct near *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1) : x->row > y->row ? 1 : -1;
}

/* The best `most` of what was pushed, in a list twice as long that is cut back when it is full. */
struct best {
    struct near *at;
    size_t n, most;
    float least; /* nothing below it can be among the best */
};

/* Part at[lo, hi] so that none up to the returned place is less than any behind it. Source: Hoare 1961. */
static ptrdiff_t part(struct near *at, ptrdiff_t lo, ptrdiff_t hi)
{
    float pivot = at[lo + (hi - lo) / 2].score;
    for (ptrdiff_t i = lo - 1, j = hi + 1;;) {
        do
            i++;
        while (at[i].score > pivot);
        do
            j--;
        while (at[j].score < pivot);
        if (i >= j)
            return j;
        struct near t = at[i];
        at[i] = at[j];
        at[j] = t;
    }
}

/* Keep the `most` greatest, in no order. */
static void best_cut(struct best *b)
{
    ptrdiff_t lo = 0, hi = (ptrdiff_t)b->n - 1, last = (ptrdiff_t)b->most - 1;
    while (lo < hi) {
        ptrdiff_t middle = part(b->at, lo, hi);
        if (last <= middle)
            hi = middle;
        else
            lo = middle + 1;
    }
    b->n = b->most;
    b->least = b->at[last].score;
}

enum { LOOK = 16 /* scores that are passed over at once */ };

static void chunk_look(const struct vectors *v, const struct probe *q, size_t from, size_t n, const int32_t *sum, struct best *b)
{
    float score[LOOK];
    for (size_t at = 0; at < n; at += LOOK) {
        size_t some = n - at < LOOK ? n - at : LOOK;
        bool any = false;
        for (size_t i = 0; i < some; i++)
            score[i] = (float)(sum[at + i] - v->short_sum[from + at + i]) * v->short_scale[from + at + i] * q->scale;
        for (size_t i = 0; i < some; i++)
            any |= score[i] > b->least;
        for (size_t i = 0; i < some && any; i++) {
            if (score[i] <= b->least)
                continue;
            b->at[b->n++] = (struct near){(uint32_t)(from + at + i), score[i]};
            if (b->n == 2 * b->most)
                best_cut(b);
        }
    }
}

struct near *vectors_near(struct ctx *c, const struct vectors *v, const struct probe *q, size_t k, size_t *n)
{
    int32_t sum[CHUNK];
    size_t again = k * AGAIN_EACH > AGAIN_LEAST ? k * AGAIN_EACH : AGAIN_LEAST;
    struct best b = {.most = again, .least = -INFINITY};
    b.at = NEW_ARRAY(c, struct near, 2 * again);
    for (size_t from = 0; from < v->n; from += CHUNK) {
        size_t some = v->n - from < CHUNK ? v->n - from : CHUNK;
        dot_rows(v->kind, v->short_of + from * v->head, some, v->head, q->biased, sum);
        chunk_look(v, q, from, some, sum, &b);
    }
    if (b.n > b.most)
        best_cut(&b);
    for (size_t i = 0; i < b.n; i++)
        b.at[i].score = vectors_score(v, q, b.at[i].row);
    if (b.n)
        qsort(b.at, b.n, sizeof *b.at, nearer);
    *n = b.n < k ? b.n : k;
    return b.at;
}
