/* intelligence/decide/forecast/event.c - what occasions do to sales: windows around each, and which of them are clear.
 *
 * The effect of a window is the logarithm of what sold in it over what was to be expected from the days around that are in no
 * window. Its error knows the scatter beyond Poisson, that errors follow one another, and that levels wander.
 * Source  DerSimonian & Laird 1986 for effects that differ between items
 */
#include "intelligence/decide/forecast/event.h"
#include "intelligence/decide/forecast/forecast.h"
#include <math.h>
#include <stdlib.h>

static const double CLEAR_ALONE = 3.5, CLEAR_POOLED = 3; /* standard errors: some fifty windows are looked at */
static const double LEAST = 0.05;   /* of the logarithm: smaller effects are not worth telling */
static const double WANDER = 0.06;  /* of the level's logarithm within weeks, whatever the noise */
static const double SPREAD = 0.5;   /* of effects, as for holidays: one item's own is drawn to none by it */
enum { AROUND = 28, KNOWN = 8, POOLED_LEAST = 3 }; /* days that make a level; least of them; items that make a category */

/* -1: none. */
static int block_of(const struct occasion *o, int64_t day)
{
    int64_t before = o->first - day, after = day - o->last;
    if (before <= 0 && after <= 0)
        return BLOCK_DAY;
    if (after > 0)
        return after <= BLOCK_AFTER ? BLOCK_DAY + 1 : -1;
    if (before > o->lead)
        return -1;
    return before <= 3 ? 2 : before <= 7 ? 1 : 0;
}

/* The occasion that a day belongs to is the one whose block is next to its days; -1: none. */
static int nearest(const struct occasion *all, size_t n, int64_t day, size_t *which)
{
    static const int rank[BLOCKS] = {1, 2, 4, 5, 3};
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        int block = block_of(&all[i], day);
        if (block >= 0 && (best < 0 || rank[block] > rank[best]))
            best = block, *which = i;
    }
    return best;
}

static uint16_t window_of(struct events *e, const struct occasion *o, int block)
{
    static const int64_t reach[BLOCKS] = {INT64_MAX, 7, 3, 0, BLOCK_AFTER};
    size_t i = 0;
    while (i < e->n && !(e->window[i].block == block && str_eq(e->window[i].name, o->name)))
        i++;
    if (i == e->n)
        e->window[e->n++] = (struct window){.name = o->name, .block = block, .se = INFINITY,
                                            .reach = block < BLOCK_DAY && o->lead < reach[block] ? o->lead : reach[block]};
    return (uint16_t)(i + 1);
}

/* A week belongs to an occasion if most of the seven days up to its first are in it. */
static bool week_of(const struct occasion *o, int64_t begin) { return llabs(begin - (o->first - 6)) <= 3; }

void events_place(struct ctx *c, const struct occasion *all, size_t n_all, int64_t first, size_t n, int64_t width, struct events *out)
{
    *out = (struct events){.window = NEW_ARRAY(c, struct window, n_all * BLOCKS + 1), .at = NEW_ARRAY(c, uint16_t, n)};
    for (size_t t = 0; t < n; t++) {
        int64_t day = first + (int64_t)t * width;
        size_t which = 0;
        int block = -1;
        if (width == 1)
            block = nearest(all, n_all, day, &which);
        for (size_t i = 0; width > 1 && i < n_all; i++)
            if (week_of(&all[i], day))
                block = BLOCK_DAY, which = i;
        if (block >= 0)
            out->at[t] = window_of(out, &all[which], block);
    }
}

/* ---- fitting ------------------------------------------------------------------------------------- */

/* What is to be expected of each period from those around that are in no window; NAN: nothing is known. */
static void expect(struct ctx *c, const double *y, size_t n, size_t cycle, const struct events *e, double *base)
{
    double *calm = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        calm[t] = e->at[t] ? NAN : y[t];
    struct past p = past_read(c, calm, n, n, cycle, false);
    for (size_t t = 0; t < n; t++) {
        double sum = 0, seen = 0;
        for (size_t reach = 0; reach < n && (reach <= AROUND || seen < KNOWN); reach++) {
            double left = reach <= t ? p.z[t - reach] : NAN, right = reach && t + reach < n ? p.z[t + reach] : NAN;
            sum += (isnan(left) ? 0 : left) + (isnan(right) ? 0 : right);
            seen += !isnan(left) + !isnan(right);
        }
        base[t] = seen > 0 ? fmax(1e-6, past_add(&p, t, sum / seen)) : NAN;
    }
}

/* Variance of sales over their mean in calm periods, widened where errors follow one another. */
static double scatter(const double *y, const double *base, size_t n, const struct events *e)
{
    double chi = 0, product = 0, k = 0, before = NAN;
    for (size_t t = 0; t < n; t++) {
        double z = e->at[t] ? NAN : (y[t] - base[t]) / sqrt(base[t]);
        chi += isnan(z) ? 0 : z * z, k += !isnan(z);
        product += isnan(z) || isnan(before) ? 0 : z * before;
        before = z;
    }
    double alike = chi > 0 ? fmax(0, fmin(0.9, product / chi)) : 0;
    return k > 0 ? fmax(1e-3, chi / k) * (1 + alike) / (1 - alike) : INFINITY;
}

void events_fit(struct ctx *c, const double *y, size_t n, size_t cycle, struct events *e)
{
    double *base = NEW_ARRAY(c, double, n), *sold = NEW_ARRAY(c, double, e->n), *due = NEW_ARRAY(c, double, e->n);
    double *times = NEW_ARRAY(c, double, e->n);
    for (size_t t = 0; t < n; t++)
        if (y[t] < 0)
            return;
    expect(c, y, n, cycle, e, base);
    double wide = scatter(y, base, n, e);
    for (size_t t = 0; t < n; t++) {
        if (!e->at[t] || isnan(y[t]) || isnan(base[t]))
            continue;
        size_t i = e->at[t] - 1u;
        sold[i] += y[t], due[i] += base[t];
        times[i] += t == 0 || e->at[t - 1] != e->at[t];
    }
    for (size_t i = 0; i < e->n; i++) {
        struct window *w = &e->window[i];
        if (!(due[i] > 0))
            continue;
        double level = due[i] + wide; /* half a unit's doubt, so that none sold is not minus infinity */
        w->at = log((sold[i] + 0.5 * wide) / (due[i] + 0.5 * wide));
        w->se = sqrt(wide / fmin(level, fmax(sold[i], 0.25 * due[i]) + wide) + WANDER * WANDER / fmax(1, times[i]) + wide / (KNOWN * 2 * level));
    }
}

/* ---- what is clear ------------------------------------------------------------------------------- */

static bool is_clear(double at, double se, double least) { return isfinite(se) && fabs(at) > LEAST && fabs(at) > least * se; }

void events_alone(struct events *e)
{
    for (size_t i = 0; i < e->n; i++) {
        struct window *w = &e->window[i];
        w->used = is_clear(w->at, w->se, CLEAR_ALONE) ? effect_drawn(w->at, w->se, 0, SPREAD) : 0;
    }
}

static struct window *same(struct events *e, const struct window *as, size_t guess)
{
    for (size_t k = 0; k < e->n; k++) {
        struct window *w = &e->window[(guess + k) % e->n];
        if (w->block == as->block && str_eq(w->name, as->name))
            return w;
    }
    return NULL;
}

/* The mean of k effects that differ by `spread` beside their own errors, and its error. Those never seen say nothing. */
static bool between(struct window **all, size_t k, double *mean, double *se, double *spread)
{
    double weight = 0, squares = 0, sum = 0, q = 0, seen = 0;
    for (size_t i = 0; i < k; i++) {
        double own = 1 / (all[i]->se * all[i]->se); /* 0 for those never seen */
        weight += own, squares += own * own, sum += own * all[i]->at, seen += own > 0;
    }
    if (seen < POOLED_LEAST)
        return false;
    for (size_t i = 0; i < k; i++)
        q += pow((all[i]->at - sum / weight) / all[i]->se, 2);
    double between2 = fmax(LEAST * LEAST, (q - (seen - 1)) / fmax(1e-9, weight - squares / weight));
    weight = sum = 0;
    for (size_t i = 0; i < k; i++) {
        double own = 1 / (all[i]->se * all[i]->se + between2);
        weight += own, sum += own * all[i]->at;
    }
    *mean = sum / weight, *spread = sqrt(between2);
    *se = sqrt(1 / weight + WANDER * WANDER / 4); /* a whole category's level wanders too */
    return true;
}

static void pool_one(struct window **all, size_t k)
{
    double mean, se, spread;
    if (!between(all, k, &mean, &se, &spread) || !is_clear(mean, se, CLEAR_POOLED))
        return;
    for (size_t i = 0; i < k; i++)
        all[i]->used = isfinite(all[i]->se) ? effect_drawn(all[i]->at, all[i]->se, mean, spread) : mean;
}

void events_pool(struct ctx *c, struct events **item, size_t n)
{
    struct window **all = NEW_ARRAY(c, struct window *, n);
    for (size_t a = 0; a < n; a++)
        for (size_t i = 0; i < item[a]->n; i++) {
            size_t k = 0;
            bool done = false;
            for (size_t b = 0; b < n && !done; b++) {
                struct window *w = same(item[b], &item[a]->window[i], i);
                done = w && b < a; /* with an earlier item */
                if (w)
                    all[k++] = w;
            }
            if (!done)
                pool_one(all, k);
        }
}

void events_apply(struct events *e, double *y, size_t n, size_t h, double *factor)
{
    for (size_t t = 0; t < n + h; t++) {
        struct window *w = e->at[t] ? &e->window[e->at[t] - 1u] : NULL;
        double more = w ? exp(w->used - w->applied) : 1;
        factor[t] *= more;
        if (t < n)
            y[t] /= more;
    }
    for (size_t i = 0; i < e->n; i++)
        e->window[i].applied = e->window[i].used;
}
