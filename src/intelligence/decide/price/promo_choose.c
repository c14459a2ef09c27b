/* intelligence/decide/price/promo_choose.c - which lots to take and at which of their depths, within what may be given away.
 *
 * Source  Everett 1963 (multipliers); Kellerer, Pferschy & Pisinger 2004, 11 (multiple-choice knapsack)
 */
#include "intelligence/decide/price/promo_choose.h"
#include <math.h>
#include <stdlib.h>

enum { PASSES = 30, BISECTIONS = 30, PRICES = 14, EXCHANGES = 5 * 1000 * 1000 };

struct sums { /* over what is taken of one category */
    struct promo_part goal, profit;
    double share;
};
struct total {
    double gain, profit, given_away;
    int64_t n;
};
struct choice {
    const struct promo_wish *w;
    int *depth;        /* [lots] */
    struct sums *sums; /* [categories] */
    struct total is;
};

double promo_changes(const struct promo_part *p, double share, double whole)
{
    double own = share > 1 ? p->own / share : p->own; /* more than all cannot be taken */
    share = fmin(1, share);
    return p->then * (1 - share) + own - p->now - share * (whole - p->now);
}

static const struct promo_option *option(const struct promo_wish *w, size_t lot, int depth)
{
    return &w->at[lot * w->depths + (size_t)depth];
}

static bool allows(const struct promo_wish *w, const struct total *t)
{
    return t->n == 0 || (t->n <= w->most && !(t->given_away > w->budget) && !(t->profit < w->least_profit));
}

static void part_add(struct promo_part *to, const struct promo_part *p, double sign)
{
    to->then += sign * p->then, to->now += sign * p->now, to->own += sign * p->own;
}

static void lot_add(const struct promo_option *o, double sign, struct sums *s, struct total *t)
{
    part_add(&s->goal, &o->goal, sign), part_add(&s->profit, &o->profit, sign);
    s->share += sign * o->share;
    t->gain += sign * o->goal_beside, t->profit += sign * o->profit_beside, t->given_away += sign * o->given_away;
    t->n += sign > 0 ? 1 : -1;
}

static void value_add(const struct sums *s, const struct promo_whole *whole, double sign, struct total *t)
{
    t->gain += sign * promo_changes(&s->goal, s->share, whole->goal);
    t->profit += sign * promo_changes(&s->profit, s->share, whole->profit);
}

/* What all would be with this lot at this depth; and its category's sums. */
static struct total with(const struct choice *x, size_t lot, int depth, struct sums *s)
{
    const struct promo_whole *whole = &x->w->whole[x->w->category[lot]];
    struct total t = x->is;
    *s = x->sums[x->w->category[lot]];
    value_add(s, whole, -1, &t);
    if (x->depth[lot] >= 0)
        lot_add(option(x->w, lot, x->depth[lot]), -1, s, &t);
    if (depth >= 0)
        lot_add(option(x->w, lot, depth), 1, s, &t);
    value_add(s, whole, 1, &t);
    return t;
}

static void set(struct choice *x, size_t lot, int depth)
{
    struct sums s;
    x->is = with(x, lot, depth, &s);
    x->sums[x->w->category[lot]] = s;
    x->depth[lot] = depth;
}

static void clear(struct choice *x)
{
    for (size_t i = 0; i < x->w->lots; i++)
        x->depth[i] = -1;
    memset(x->sums, 0, x->w->categories * sizeof *x->sums);
    x->is = (struct total){0};
}

static struct choice nothing(struct ctx *c, const struct promo_wish *w)
{
    struct choice x = {.w = w, .depth = NEW_ARRAY(c, int, w->lots), .sums = NEW_ARRAY(c, struct sums, w->categories)};
    clear(&x);
    return x;
}

static void copy(struct choice *to, const struct choice *from)
{
    memcpy(to->depth, from->depth, from->w->lots * sizeof *to->depth);
    memcpy(to->sums, from->sums, from->w->categories * sizeof *to->sums);
    to->is = from->is;
}

static bool gains(const struct total *a, const struct total *b) { return a->gain > b->gain + 1e-9 * fabs(b->gain) + 1e-12; }

static void keep(const struct choice *x, struct choice *best)
{
    if (allows(x->w, &x->is) && gains(&x->is, &best->is))
        copy(best, x);
}

/* ---- by prices on the limits --------------------------------------------------------------------------- */

struct rank {
    size_t lot;
    int depth;
    double score;
};
struct search {
    struct choice x, *best;
    struct total *alone; /* [lots][depths] if nothing else is taken */
    struct rank *rank;
};

static int by_score(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->lot > y->lot) - (x->lot < y->lot);
}

/* What would be taken if money given away cost `price` and profit brought `worth`. */
static void priced(struct search *s, double price, double worth)
{
    const struct promo_wish *w = s->x.w;
    size_t n = 0;
    clear(&s->x);
    for (size_t i = 0; i < w->lots; i++) {
        struct rank best = {i, -1, 0};
        for (int d = 0; d < (int)w->depths; d++) {
            const struct total *t = &s->alone[i * w->depths + (size_t)d];
            double score = t->gain - price * t->given_away + worth * t->profit;
            if (t->gain > 0 && score > best.score)
                best = (struct rank){i, d, score};
        }
        if (best.depth >= 0)
            s->rank[n++] = best;
    }
    qsort(s->rank, n, sizeof *s->rank, by_score);
    for (size_t i = 0; i < n && (int64_t)i < w->most; i++)
        set(&s->x, s->rank[i].lot, s->rank[i].depth);
    keep(&s->x, s->best);
}

/* The least price that keeps the budget, for this worth of profit. */
static void priced_to_budget(struct search *s, double worth)
{
    double low = 0, high = 1e-6, budget = s->x.w->budget;
    priced(s, 0, worth);
    if (!(s->x.is.given_away > budget))
        return;
    for (; high < 1e12 && (priced(s, high, worth), s->x.is.given_away > budget); high *= 8)
        low = high;
    for (int i = 0; i < BISECTIONS; i++) {
        double price = (low + high) / 2;
        priced(s, price, worth);
        *(s->x.is.given_away > budget ? &low : &high) = price;
    }
}

static void by_prices(struct search *s)
{
    double worth = 1.0 / 64;
    priced_to_budget(s, 0);
    for (int i = 0; !isnan(s->x.w->least_profit) && i < PRICES; i++, worth *= 2.5)
        priced_to_budget(s, worth);
}

/* ---- by what gains most, and by trying changes --------------------------------------------------------- */

static bool changed(struct choice *x, size_t lot) /* to its best depth, or none, that the limits allow */
{
    struct total best = x->is;
    struct sums s;
    int to = x->depth[lot];
    for (int d = -1; d < (int)x->w->depths; d++) {
        if (d == x->depth[lot] || (d >= 0 && !option(x->w, lot, d)->may))
            continue;
        struct total t = with(x, lot, d, &s);
        if (gains(&t, &best) && allows(x->w, &t))
            best = t, to = d;
    }
    if (to == x->depth[lot])
        return false;
    set(x, lot, to);
    return true;
}

static bool exchanged(struct choice *x, size_t out) /* for one that is not taken */
{
    struct total best = x->is;
    struct sums s;
    size_t in = SIZE_MAX;
    int was = x->depth[out], depth = -1;
    set(x, out, -1);
    for (size_t i = 0; i < x->w->lots; i++)
        for (int d = 0; x->depth[i] < 0 && i != out && d < (int)x->w->depths; d++) {
            struct total t = with(x, i, d, &s);
            if (option(x->w, i, d)->may && gains(&t, &best) && allows(x->w, &t))
                best = t, in = i, depth = d;
        }
    if (in == SIZE_MAX)
        set(x, out, was);
    else
        set(x, in, depth);
    return in != SIZE_MAX;
}

static void improve(struct choice *x)
{
    const struct promo_wish *w = x->w;
    bool moved = true, few = (double)x->is.n * (double)w->lots * (double)w->depths < EXCHANGES;
    for (int pass = 0; moved && pass < PASSES; pass++) {
        moved = false;
        for (size_t i = 0; i < w->lots; i++)
            moved |= changed(x, i);
        for (size_t i = 0; few && i < w->lots; i++)
            moved |= x->depth[i] >= 0 && exchanged(x, i);
    }
}

/* One taken out and never let in again while the rest is filled: what a greedy choice cannot undo. */
static void without_each(struct search *s)
{
    const struct promo_wish *w = s->x.w;
    if ((double)s->best->is.n * (double)s->best->is.n * (double)w->lots * (double)w->depths > EXCHANGES)
        return;
    for (size_t out = 0; out < w->lots; out++) {
        if (s->best->depth[out] < 0)
            continue;
        copy(&s->x, s->best);
        set(&s->x, out, -1);
        for (size_t i = 0; i < w->lots; i++)
            if (i != out)
                changed(&s->x, i);
        improve(&s->x);
        keep(&s->x, s->best);
    }
}

static void by_gain(struct search *s)
{
    const struct promo_wish *w = s->x.w;
    for (size_t i = 0; i < w->lots; i++) {
        s->rank[i] = (struct rank){i, -1, 0};
        for (size_t d = 0; d < w->depths; d++)
            s->rank[i].score = fmax(s->rank[i].score, s->alone[i * w->depths + d].gain);
    }
    qsort(s->rank, w->lots, sizeof *s->rank, by_score);
    clear(&s->x);
    for (size_t i = 0; i < w->lots; i++)
        changed(&s->x, s->rank[i].lot);
    improve(&s->x);
    keep(&s->x, s->best);
}

static struct total *alone(struct ctx *c, const struct choice *none)
{
    const struct promo_wish *w = none->w;
    struct total *t = NEW_ARRAY(c, struct total, w->lots * w->depths);
    struct sums s;
    for (size_t i = 0; i < w->lots; i++)
        for (size_t d = 0; d < w->depths; d++)
            if (w->at[i * w->depths + d].may)
                t[i * w->depths + d] = with(none, i, (int)d, &s);
    return t;
}

double promo_choose(struct ctx *c, const struct promo_wish *w, int *depth)
{
    struct choice best = nothing(c, w);
    struct search s = {.x = nothing(c, w), .best = &best, .rank = NEW_ARRAY(c, struct rank, w->lots)};
    s.alone = alone(c, &s.x);
    by_prices(&s);
    improve(&best);
    by_gain(&s);
    without_each(&s);
    memcpy(depth, best.depth, w->lots * sizeof *depth);
    return best.is.gain;
}
