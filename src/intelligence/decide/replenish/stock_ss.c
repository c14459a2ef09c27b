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
    size_t reach;    /* demand of a review is below it, but for a chance of 1e-12 */
    int64_t near;    /* the least reorder point of the distance tried last */
    double *under;   /* [reach] for the distance `of` */
    int64_t of;
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

/* under[k]: the chance that a review which orders finds the position at s - k. One unit further apart, it is that of k + 1
 * before, and of those that came as far as s + 1. */
static const double *undershoot(struct renewal *w, int64_t apart)
{
    const double *p = w->stock->cycle.pmf;
    if (apart < w->of)
        w->of = 0, memset(w->under, 0, w->reach * sizeof *w->under);
    for (; w->of < apart; w->of++) {
        for (size_t k = 0; k + 1 < w->reach; k++)
            w->under[k] = w->under[k + 1] + w->m[w->of] * p[k + 1];
        w->under[w->reach - 1] = 0;
    }
    return w->under;
}

static double service(const struct renewal *w, const double *under, int64_t reorder)
{
    double sum = 0, all = 0;
    for (size_t k = 0; k < w->reach; k++) {
        sum += under[k] * spread_cdf(&w->stock->lead, reorder - (int64_t)k);
        all += under[k];
    }
    return all > 0 ? sum / all : 1;
}

static double mean_safety(const struct renewal *w, const double *under, int64_t reorder)
{
    double sum = 0, all = 0;
    for (size_t k = 0; k < w->reach; k++) {
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

/* Looked for outwards from the last one found. */
static int64_t least_reorder(const struct renewal *w, const double *under, int64_t apart)
{
    int64_t most = spread_quantile(&w->stock->ends, 1 - 1e-12) + 1, high = w->near < most ? w->near : most, low = high, step = 1;
    for (; high < most && !is_enough(w, under, high, apart); step *= 2)
        low = high, high = high + step < most ? high + step : most;
    for (; low == high && low >= -apart; step *= 2)
        if (low = high - step, low >= -apart && is_enough(w, under, low, apart))
            high = low;
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

static double order_size(const struct renewal *w, int64_t apart) { return w->stock->cycle.mean * w->sum[apart]; } /* on average */

static double lack(const struct renewal *w, const double *under, int64_t reorder, int64_t apart)
{
    const struct stock *s = w->stock;
    double served = s->service > 0 ? s->service - service(w, under, reorder) : 0;
    return fmax(0, fmax(served, s->fill > 0 ? s->fill - fill(w, reorder + apart, apart) : 0));
}

static struct merit merit_of(struct ctx *c, struct renewal *w, int64_t apart, int64_t *reorder)
{
    const struct stock *s = w->stock;
    extend(c, w, (size_t)apart);
    bool aimed = s->service > 0 || s->fill > 0;
    const double *under = s->service > 0 ? undershoot(w, apart) : NULL;
    int64_t r = s->penalty > 0 ? cheapest_reorder(c, w, apart) : INT64_MIN;
    if (aimed || !(s->penalty > 0)) {
        w->near = least_reorder(w, under, apart);
        r = r > w->near ? r : w->near;
    }
    int64_t room = s->most == INT64_MAX ? r : stock_ceiling(s, order_size(w, apart)) - apart;
    *reorder = r < room ? r : room;
    return (struct merit){r > room ? lack(w, under, room, apart) : 0, cost(c, w, *reorder, *reorder + apart)};
}

struct hunt {
    struct merit best;
    int64_t reorder, apart;
};

static struct merit try(struct ctx *c, struct renewal *w, int64_t apart, struct hunt *h)
{
    int64_t r;
    struct merit one = merit_of(c, w, apart, &r);
    if (merit_better(one, h->best))
        *h = (struct hunt){one, r, apart};
    return one;
}

/* Distances from `from` on, each, then in steps that grow by a `widen`-th; stops where stock alone costs too much. */
static void scan(struct ctx *c, struct renewal *w, int64_t from, int64_t last, int64_t widen, struct hunt *h)
{
    for (int64_t apart = from, stride; apart <= last; apart += stride) {
        struct merit one = try(c, w, apart, h);
        stride = apart - from < 100 ? 1 : 1 + (apart - from) / widen;
        bool costs = 0.25 * w->stock->holding * (double)(apart - 1) > h->best.cost || one.cost > 1.5 * h->best.cost;
        if (h->best.lack > 0 ? one.lack > h->best.lack + 0.2 : costs)
            break;
    }
}

static void search(struct ctx *c, struct renewal *w, struct plan *out)
{
    int64_t least = w->stock->least, last = w->stock->most < SPREAD_ROOM ? w->stock->most : SPREAD_ROOM;
    struct hunt h = {.best = {INFINITY, INFINITY}};
    scan(c, w, least, last, 15, &h);
    int64_t near = h.apart, off = (near - least) / 15;
    if (near - least >= 100 && off > 0) /* then closely around the best */
        for (int64_t apart = near - off; apart <= near + off && apart <= last; apart += 1 + off / 20)
            try(c, w, apart, &h);
    *out = (struct plan){.reorder = h.reorder, .up_to = h.reorder + h.apart, .cost = h.best.cost};
}

void ss_solve(struct ctx *c, const struct stock *s, struct plan *out)
{
    struct renewal w = {.stock = s, .fixed = s->fixed / s->review, .reach = (size_t)spread_quantile(&s->cycle, 1 - 1e-12) + 1};
    w.under = NEW_ARRAY(c, double, w.reach);
    bool free = s->penalty > 0 && !(s->service > 0) && !(s->fill > 0) && s->most == INT64_MAX;
    if (free)
        optimum(c, &w, out);
    if (!free || out->up_to - out->reorder < s->least)
        search(c, &w, out);
    int64_t apart = out->up_to - out->reorder;
    const double *under = undershoot(&w, apart);
    out->quantity = 0;
    out->service = service(&w, under, out->reorder);
    out->fill = fill(&w, out->up_to, apart);
    out->waste = s->most == INT64_MAX ? 0 : stock_waste(s, out->up_to, order_size(&w, apart));
    out->safety = mean_safety(&w, under, out->reorder);
}
