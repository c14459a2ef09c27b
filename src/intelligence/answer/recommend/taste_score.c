/* intelligence/answer/recommend/taste_score.c - one history against all items: rows of the tables, weighed and added. */
#include "intelligence/answer/recommend/taste.h"
#include <math.h>

enum { LAST = 10 /* choices whose company counts */, LATEST = 3 /* whose next does */, ROWS = 4 };
static const double STALE = 0.870550563; /* 0.5^(1/5): a choice counts half after five newer ones */
static const double OLDER = 0.7;         /* in what comes near, each older choice so much of the newer */
static const double PASSING = 0.5;       /* and in what comes at once */

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FAST __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define FAST
#endif

/* sum += four rows by their factors: the sum goes through memory once for four rows. */
FAST static void rows_add(const float *const row[ROWS], const float factor[ROWS], size_t n, float *restrict sum)
{
    const float *a = row[0], *b = row[1], *d = row[2], *e = row[3];
    float x = factor[0], y = factor[1], z = factor[2], w = factor[3];
    for (size_t i = 0; i < n; i++)
        sum[i] += x * a[i] + y * b[i] + z * d[i] + w * e[i];
}

struct rows { /* gathered until there are four */
    const float *at[ROWS];
    float factor[ROWS];
    size_t held, width;
    float *sum;
};

static void rows_gather(struct rows *r, const float *row, double factor)
{
    r->at[r->held] = row;
    r->factor[r->held++] = (float)factor;
    if (r->held == ROWS) {
        rows_add(r->at, r->factor, r->width, r->sum);
        r->held = 0;
    }
}

static void rows_end(struct rows *r)
{
    for (size_t i = r->held; r->held && i < ROWS; i++)
        r->at[i] = r->at[0], r->factor[i] = 0;
    if (r->held)
        rows_add(r->at, r->factor, r->width, r->sum);
}

/* `near`: the laid rows of what is near, or NULL. */
static void like_add(const struct taste *t, const uint32_t *item, const float *weight, size_t n, double whole, double late, const float *near, float *sum)
{
    struct rows r = {.width = t->core, .sum = sum};
    double fresh = 1, old = 1;
    for (size_t i = n; i-- > 0; fresh *= STALE, old *= OLDER) {
        double w = weight ? (double)weight[i] : 1, f = w * (whole + late * fresh);
        if (item[i] < t->core && f != 0)
            rows_gather(&r, t->like + (size_t)item[i] * t->core, f);
        if (item[i] < t->core && near && n - 1 - i < LAST)
            rows_gather(&r, near + (size_t)item[i] * t->core, w * old);
    }
    rows_end(&r);
}

/* Weights of what one choice so far back says of its company. */
struct near {
    double next, before, once;
};
static struct near near_at(const double *view, size_t back, double by)
{
    double old = by * pow(OLDER, (double)back);
    return (struct near){old * view[NEXT], old * view[BEFORE], back < LATEST ? by * view[ONCE] * pow(PASSING, (double)back) : 0};
}

/* `is_whole`: by the learnt weights, whose rows are laid for the core; what is left then is pairs beyond it, and `once`. */
static void near_add(const struct taste *t, const uint32_t *item, const float *weight, size_t n, const double *view, bool is_whole, float *sum)
{
    for (size_t back = 0; back < LAST && back < n; back++) {
        size_t i = n - 1 - back;
        struct near by = near_at(view, back, weight ? (double)weight[i] : 1);
        float next = (float)by.next, before = (float)by.before, once = (float)by.once;
        size_t laid = is_whole && item[i] < t->core ? t->core : 0;
        const struct taste_pair *first = t->near + t->near_start[item[i]], *p = t->near + t->near_start[item[i] + 1];
        for (; p > first && p[-1].item >= laid; p--)
            sum[p[-1].item] += next * p[-1].next + before * p[-1].before + once * p[-1].once;
        for (; p > first && once != 0; p--)
            sum[p[-1].item] += once * p[-1].once;
    }
}

void taste_score(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *score)
{
    memcpy(score, t->base, t->items * sizeof *score);
    like_add(t, item, weight, n, t->weight[LIKE], t->weight[LATELY], t->near_like, score);
    near_add(t, item, weight, n, t->weight, t->near_like != NULL, score);
}

void taste_views(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *out)
{
    memset(out, 0, VIEWS * t->items * sizeof *out);
    like_add(t, item, weight, n, 1, 0, NULL, out + LIKE * t->items);
    like_add(t, item, weight, n, 0, 1, NULL, out + LATELY * t->items);
    near_add(t, item, weight, n, (const double[VIEWS]){[NEXT] = 1}, false, out + NEXT * t->items);
    near_add(t, item, weight, n, (const double[VIEWS]){[BEFORE] = 1}, false, out + BEFORE * t->items);
    near_add(t, item, weight, n, (const double[VIEWS]){[ONCE] = 1}, false, out + ONCE * t->items);
    memcpy(out + KNOWN * t->items, t->known, t->items * sizeof *out);
}

static const struct taste_pair *near_find(const struct taste *t, uint32_t from, uint32_t to)
{
    size_t low = t->near_start[from], high = t->near_start[from + 1];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->near[middle].item == to)
            return &t->near[middle];
        *(t->near[middle].item < to ? &low : &high) = t->near[middle].item < to ? middle + 1 : middle;
    }
    return NULL;
}

struct taste_cause taste_cause(const struct taste *t, const uint32_t *item, const float *weight, size_t n, uint32_t candidate)
{
    struct taste_cause out = {.at = SIZE_MAX};
    double fresh = 1;
    for (size_t back = 0; back < n; back++, fresh *= STALE) {
        size_t i = n - 1 - back;
        double w = weight ? (double)weight[i] : 1, kin = 0, order = 0;
        if (item[i] < t->core && candidate < t->core)
            kin = w * (t->weight[LIKE] + t->weight[LATELY] * fresh) * (double)t->like[(size_t)item[i] * t->core + candidate];
        const struct taste_pair *p = back < LAST ? near_find(t, item[i], candidate) : NULL;
        struct near by = near_at(t->weight, back, w);
        kin += p ? by.before * (double)p->before : 0;
        order = p ? by.next * (double)p->next + by.once * (double)p->once : 0;
        if (kin + order > 0 && (out.at == SIZE_MAX || kin + order > (double)out.kin + (double)out.order))
            out = (struct taste_cause){i, (float)kin, (float)order};
    }
    return out;
}

struct taste_both taste_both(const struct taste_places *v, uint32_t a, uint32_t b)
{
    struct taste_both out = {0};
    for (uint32_t i = v->start[a], j = v->start[b]; i < v->start[a + 1] && j < v->start[b + 1];) {
        struct taste_place x = v->at[i], y = v->at[j];
        out.both += x.user == y.user;
        out.later += x.user == y.user && y.pos > x.pos;
        i += x.user <= y.user;
        j += y.user <= x.user;
    }
    return out;
}

size_t taste_top(const float *score, size_t items, size_t k, uint32_t *out)
{
    size_t n = 0;
    float least = -INFINITY;
    for (size_t i = 0; i < items && k; i++) {
        if (!(score[i] > least))
            continue;
        size_t at = n < k ? n++ : k - 1;
        for (; at > 0 && score[out[at - 1]] < score[i]; at--)
            out[at] = out[at - 1];
        out[at] = (uint32_t)i;
        least = n == k ? score[out[k - 1]] : -INFINITY;
    }
    return n;
}
