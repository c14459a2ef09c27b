/* intelligence/answer/taste_score.c - one history against all items: rows of the tables, weighed and added. */
#include "intelligence/answer/taste.h"
#include <math.h>

enum { LAST = 10 /* choices whose followers count */, ROWS = 4 };
static const double STALE = 0.870550563; /* 0.5^(1/5): a choice counts half after five newer ones */
static const double OLDER = 0.7;         /* and in what follows, each older one so much of the newer */

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

static void like_add(const struct taste *t, const uint32_t *item, const float *weight, size_t n, double whole, double late, float *sum)
{
    const float *row[ROWS] = {0};
    float factor[ROWS];
    double fresh = 1;
    size_t held = 0;
    for (size_t i = n; i-- > 0; fresh *= STALE) {
        double f = (weight ? (double)weight[i] : 1) * (whole + late * fresh);
        if (item[i] >= t->core || f == 0)
            continue;
        row[held] = t->like + (size_t)item[i] * t->core;
        factor[held++] = (float)f;
        if (held < ROWS)
            continue;
        rows_add(row, factor, t->core, sum);
        held = 0;
    }
    for (size_t i = held; held && i < ROWS; i++)
        row[i] = row[0], factor[i] = 0;
    if (held)
        rows_add(row, factor, t->core, sum);
}

static void next_add(const struct taste *t, const uint32_t *item, const float *weight, size_t n, double by, float *sum)
{
    double near = by;
    for (size_t back = 0; back < LAST && back < n; back++, near *= OLDER) {
        size_t i = n - 1 - back;
        float f = (float)(near * (weight ? (double)weight[i] : 1));
        for (uint32_t p = t->next_start[item[i]]; p < t->next_start[item[i] + 1]; p++)
            sum[t->next_item[p]] += f * t->next[p];
    }
}

void taste_score(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *score)
{
    memcpy(score, t->base, t->items * sizeof *score);
    like_add(t, item, weight, n, t->weight[LIKE], t->weight[LATELY], score);
    next_add(t, item, weight, n, t->weight[NEXT], score);
}

void taste_views(const struct taste *t, const uint32_t *item, const float *weight, size_t n, float *out)
{
    memset(out, 0, VIEWS * t->items * sizeof *out);
    like_add(t, item, weight, n, 1, 0, out + LIKE * t->items);
    like_add(t, item, weight, n, 0, 1, out + LATELY * t->items);
    next_add(t, item, weight, n, 1, out + NEXT * t->items);
    memcpy(out + KNOWN * t->items, t->known, t->items * sizeof *out);
}

static float next_of(const struct taste *t, uint32_t from, uint32_t to)
{
    size_t low = t->next_start[from], high = t->next_start[from + 1];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->next_item[middle] == to)
            return t->next[middle];
        *(t->next_item[middle] < to ? &low : &high) = t->next_item[middle] < to ? middle + 1 : middle;
    }
    return 0;
}

struct taste_cause taste_cause(const struct taste *t, const uint32_t *item, const float *weight, size_t n, uint32_t candidate)
{
    struct taste_cause out = {.at = SIZE_MAX};
    double fresh = 1, near = t->weight[NEXT];
    for (size_t back = 0; back < n; back++, fresh *= STALE, near *= OLDER) {
        size_t i = n - 1 - back;
        double w = weight ? (double)weight[i] : 1, kin = 0, order = 0;
        if (item[i] < t->core && candidate < t->core)
            kin = w * (t->weight[LIKE] + t->weight[LATELY] * fresh) * (double)t->like[(size_t)item[i] * t->core + candidate];
        if (back < LAST)
            order = w * near * (double)next_of(t, item[i], candidate);
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
