/* intelligence/decide/replenish/stock_ss.c - the exact (s,S) policy under periodic review.
 *
 * m(j) is the mean number of reviews that find the position j below S between two orders. The cost of (s,S) is
 * (K + sum m(j) g(S - j)) / sum m(j), j < S - s (Zheng & Federgruen 1991), whose search is followed here with m
 * and the sums kept between steps. Under a target of service or fill rate, and with a smallest order above S - s,
 * every distance S - s is tried with the S that is cheapest for it.
 */
#include "intelligence/decide/replenish/stock.h"
#include <math.h>

struct renewal {
    const struct stock *stock;
    double *m, *sum; /* m(0 … n - 1); sum[n] = m(0) + … + m(n - 1) */
    size_t n, room;
    double fixed;    /* per review period */
};

static void extend(struct ctx *c, struct renewal *w, size_t n)
{
    const struct spread *p = &w->stock->cycle;
    if (n + 1 > w->room) {
        size_t room = 2 * n + 64;
        double *m = NEW_ARRAY(c, double, room), *sum = NEW_ARRAY(c, double, room + 1);
        if (w->n) {
            memcpy(m, w->m, w->n * sizeof *m);
            memcpy(sum, w->sum, (w->n + 1) * sizeof *sum);
        }
        w->m = m, w->sum = sum, w->room = room;
    }
    for (; w->n < n; w->n++) {
        double mass = w->n == 0;
        for (size_t d = 1; d <= w->n && d < p->n; d++)
            mass += p->pmf[d] * w->m[w->n - d];
        w->m[w->n] = mass / (1 - p->pmf[0]);
        w->sum[w->n + 1] = w->sum[w->n] + w->m[w->n];
    }
}

static double level_cost(const struct stock *s, int64_t y)
{
    double loss = spread_loss(&s->held, y);
    return s->holding * ((double)y - s->held.mean + loss) + s->penalty * loss;
}

static double weighted(const struct renewal *w, double (*f)(const struct stock *s, int64_t y), int64_t up, int64_t apart)
{
    double sum = 0;
    for (int64_t j = 0; j < apart; j++)
        sum += w->m[j] * f(w->stock, up - j);
    return sum;
}

static double cost(struct ctx *c, struct renewal *w, int64_t reorder, int64_t up)
{
    size_t apart = (size_t)(up - reorder);
    extend(c, w, apart);
    return (w->fixed + weighted(w, level_cost, up, up - reorder)) / w->sum[apart];
}

/* The reorder point for S0 = the level of least cost: the first whose own cost is no lower than the policy's. */
static int64_t first_reorder(struct ctx *c, struct renewal *w, int64_t up, double *best)
{
    double sum = w->fixed;
    int64_t s = up;
    do {
        s--;
        extend(c, w, (size_t)(up - s));
        sum += w->m[up - s - 1] * level_cost(w->stock, s + 1);
        *best = sum / w->sum[up - s];
    } while (*best > level_cost(w->stock, s));
    return s;
}

static void optimum(struct ctx *c, struct renewal *w, struct plan *out)
{
    const struct stock *k = w->stock;
    int64_t up = spread_quantile(&k->held, k->penalty / (k->penalty + k->holding)), best_up = up;
    double best;
    int64_t s = first_reorder(c, w, up, &best);
    for (up++; level_cost(k, up) <= best; up++) {
        if (cost(c, w, s, up) >= best)
            continue;
        best_up = up;
        while (s + 1 < up && cost(c, w, s, up) <= level_cost(k, s + 1))
            s++;
        best = cost(c, w, s, up);
    }
    *out = (struct plan){.reorder = s, .up_to = best_up, .cost = best};
}

/* ---- what a policy reaches ------------------------------------------------------------------- */

static double missed(const struct stock *s, int64_t y) /* of the demand that one position has to meet */
{
    return (spread_loss(&s->ends, y) - spread_loss(&s->lead, y)) / (s->rate * s->review);
}

static double fill(const struct renewal *w, int64_t up, int64_t apart)
{
    return w->stock->rate > 0 ? 1 - weighted(w, missed, up, apart) / w->sum[apart] : 1;
}

/* under[k]: the chance that a review which orders finds the position at s - k. */
static double *undershoot(struct ctx *c, const struct renewal *w, int64_t apart)
{
    const struct spread *p = &w->stock->cycle;
    double *under = NEW_ARRAY(c, double, p->n);
    for (int64_t k = 0; k < (int64_t)p->n; k++)
        for (int64_t j = 0, d = apart + k; j < apart; j++, d--)
            under[k] += d < (int64_t)p->n ? w->m[j] * p->pmf[d] : 0;
    return under;
}

static double service(const struct renewal *w, const double *under, int64_t reorder)
{
    double sum = 0, all = 0;
    for (size_t k = 0; k < w->stock->cycle.n; k++) {
        sum += under[k] * spread_cdf(&w->stock->lead, reorder - (int64_t)k);
        all += under[k];
    }
    return all > 0 ? sum / all : 1;
}

static double mean_safety(const struct renewal *w, const double *under, int64_t reorder)
{
    double sum = 0, all = 0;
    for (size_t k = 0; k < w->stock->cycle.n; k++) {
        sum += under[k] * (double)k;
        all += under[k];
    }
    return (double)reorder - (all > 0 ? sum / all : 0) - w->stock->lead.mean;
}

/* ---- under a target, a smallest order or a ceiling -------------------------------------------- */

static bool is_enough(const struct renewal *w, const double *under, int64_t reorder, int64_t apart)
{
    return (!(w->stock->service > 0) || service(w, under, reorder) >= w->stock->service) &&
           (!(w->stock->fill > 0) || fill(w, reorder + apart, apart) >= w->stock->fill);
}

static int64_t least_reorder(const struct renewal *w, const double *under, int64_t apart)
{
    int64_t high = spread_quantile(&w->stock->ends, 1 - 1e-12) + 1, low = -apart - 1;
    while (high - low > 1) {
        int64_t r = low + (high - low) / 2;
        *(is_enough(w, under, r, apart) ? &high : &low) = r;
    }
    return high;
}

static int64_t cheapest_reorder(struct ctx *c, struct renewal *w, int64_t apart) /* the cost is convex in S */
{
    int64_t best = spread_quantile(&w->stock->held, w->stock->penalty / (w->stock->penalty + w->stock->holding));
    int64_t low = best - apart - 2, high = best;
    while (high - low > 1) {
        int64_t r = low + (high - low) / 2;
        *(cost(c, w, r + 1, r + 1 + apart) >= cost(c, w, r, r + apart) ? &high : &low) = r;
    }
    return high;
}

static double apart_cost(struct ctx *c, struct renewal *w, int64_t apart, int64_t *reorder)
{
    const struct stock *s = w->stock;
    struct arena_mark mark = arena_mark(c->mem);
    extend(c, w, (size_t)apart);
    bool aimed = s->service > 0 || s->fill > 0;
    int64_t r = s->penalty > 0 ? cheapest_reorder(c, w, apart) : INT64_MIN;
    if (aimed || !(s->penalty > 0)) {
        int64_t least = least_reorder(w, s->service > 0 ? undershoot(c, w, apart) : NULL, apart);
        r = r > least ? r : least;
    }
    *reorder = s->ceiling != INT64_MAX && r > s->ceiling - apart ? s->ceiling - apart : r;
    double one = cost(c, w, *reorder, *reorder + apart);
    arena_reset(c->mem, mark);
    return one;
}

/* Distances from `from` on, each, then in steps that grow by a `widen`-th; stops where stock alone costs too much. */
static void scan(struct ctx *c, struct renewal *w, int64_t from, int64_t last, int64_t widen, struct plan *out)
{
    for (int64_t apart = from, stride; apart <= last; apart += stride) {
        int64_t r;
        extend(c, w, 2 * (size_t)apart); /* here, so that its memory outlasts apart_cost's */
        double one = apart_cost(c, w, apart, &r);
        if (one < out->cost)
            *out = (struct plan){.reorder = r, .up_to = r + apart, .cost = one};
        stride = apart - from < 100 ? 1 : 1 + (apart - from) / widen;
        if (0.25 * w->stock->holding * (double)(apart - 1) > out->cost || one > 1.5 * out->cost)
            break;
    }
}

static void search(struct ctx *c, struct renewal *w, struct plan *out)
{
    int64_t least = w->stock->least, last = w->stock->most < SPREAD_ROOM ? w->stock->most : SPREAD_ROOM;
    out->cost = INFINITY;
    scan(c, w, least, last, 15, out);
    int64_t apart = out->up_to - out->reorder, off = (apart - least) / 15;
    if (apart - least >= 100 && off > 0) /* then closely around the best */
        for (int64_t near = apart - off; near <= apart + off && near <= last; near += 1 + off / 20) {
            int64_t r;
            double one = apart_cost(c, w, near, &r);
            if (one < out->cost)
                *out = (struct plan){.reorder = r, .up_to = r + near, .cost = one};
        }
}

void ss_solve(struct ctx *c, const struct stock *s, struct plan *out)
{
    struct renewal w = {.stock = s, .fixed = s->fixed / s->review};
    bool free = s->penalty > 0 && !(s->service > 0) && !(s->fill > 0) && s->ceiling == INT64_MAX;
    if (free)
        optimum(c, &w, out);
    if (!free || out->up_to - out->reorder < s->least)
        search(c, &w, out);
    int64_t apart = out->up_to - out->reorder;
    const double *under = undershoot(c, &w, apart);
    out->quantity = 0;
    out->service = service(&w, under, out->reorder);
    out->fill = fill(&w, out->up_to, apart);
    out->safety = mean_safety(&w, under, out->reorder);
}
