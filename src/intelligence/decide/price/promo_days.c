/* intelligence/decide/price/promo_days.c - an item's days without its promotions, and what being promoted did to it.
 *
 * The level is the mean of three weeks on both sides, of days without promotion, with its weekdays; a promotion's days over it,
 * the price's effect taken out, and what others' promotions took of both put back, are its lift. Few such days say little: logarithms are drawn to the shop's.
 * Source  DerSimonian & Laird 1986
 */
#include "intelligence/decide/price/promo_cross.h"
#include "core/stat.h"
#include <math.h>

enum { WEEK = 7, HALF = 21 };
static const double LEAST_SPREAD = 0.05; /* no two are entirely alike */
static const double USUAL_LIFT = 0.25, USUAL_LIFT_SD = 0.3; /* logarithm, of a shop that told nothing yet */
static const double LIFT_SPREAD = 0.15;
static const double BORNE_ERROR = 1.0 / 3; /* of what others' promotions took, as a logarithm: what they sold is an estimate as well */

struct own { /* of one item, while it is read */
    double usual, log_lift;
};

static double usual_of(struct ctx *c, const struct reals *price)
{
    double *known = NEW_ARRAY(c, double, price->n + 1);
    size_t n = 0;
    for (size_t t = 0; t < price->n; t++)
        if (price->at[t] > 0)
            known[n++] = price->at[t];
    stat_sort(known, n);
    return n ? known[n / 2] : NAN;
}

static double promoted(const struct cross_item *x, size_t t) { return t < x->promo.n && x->promo.at[t] > 0 ? fmin(1, x->promo.at[t]) : 0; }

static double there(const struct cross_item *x, size_t t) { return t < x->in_stock.n ? fmax(0, fmin(1, x->in_stock.at[t])) : 1; }

/* As many as would have sold with stock all day. */
static double units_of(const struct cross_item *x, size_t t) { return there(x, t) < 0.5 ? NAN : x->units.at[t] / there(x, t); }

static double own_factor(const struct cross_item *x, const struct own *o, size_t t)
{
    double price = t < x->price.n ? x->price.at[t] : NAN;
    double f = (price > 0 && o->usual > 0 ? pow(price / o->usual, x->elasticity) : 1) * exp(o->log_lift * promoted(x, t));
    return fmin(50, fmax(0.02, f));
}

void cross_smooth(struct ctx *c, const double *y, size_t n, double *out)
{
    double *sum = NEW_ARRAY(c, double, n + 1), *seen = NEW_ARRAY(c, double, n + 1);
    for (size_t t = 0; t < n; t++)
        sum[t + 1] = sum[t] + (isnan(y[t]) ? 0 : y[t]), seen[t + 1] = seen[t] + !isnan(y[t]);
    for (size_t t = 0; t < n; t++) {
        size_t from = t > HALF ? t - HALF : 0, to = t + HALF + 1 < n ? t + HALF + 1 : n;
        out[t] = seen[to] > seen[from] ? (sum[to] - sum[from]) / (seen[to] - seen[from]) : 0;
    }
}

static void weekdays(const double *clean, const double *level, size_t n, double week[WEEK])
{
    double sum[WEEK] = {0}, of[WEEK] = {0};
    for (size_t t = 0; t < n; t++)
        if (!isnan(clean[t]))
            sum[t % WEEK] += clean[t], of[t % WEEK] += level[t];
    for (int d = 0; d < WEEK; d++)
        week[d] = of[d] > 0 ? (sum[d] + 5) / (of[d] + 5) : 1; /* drawn to none by five units */
}

/* `spared`: share of the day's sales that the others' promotions left it; NULL: all. */
static void days_read(struct ctx *c, const struct cross_item *x, const struct own *o, bool plain_only, const double *spared, struct days *out)
{
    size_t n = x->units.n;
    double week[WEEK], *clean = NEW_ARRAY(c, double, n), *level = NEW_ARRAY(c, double, n);
    *out = (struct days){NEW_ARRAY(c, double, n), NEW_ARRAY(c, double, n), NEW_ARRAY(c, double, n), NEW_ARRAY(c, double, n)};
    for (size_t t = 0; t < n; t++)
        clean[t] = plain_only && promoted(x, t) > 0 ? NAN : units_of(x, t) / (own_factor(x, o, t) * (spared ? spared[t] : 1));
    cross_smooth(c, clean, n, level);
    weekdays(clean, level, n, week);
    for (size_t t = 0; t < n; t++)
        clean[t] /= week[t % WEEK];
    cross_smooth(c, clean, n, level);
    for (size_t t = 0; t < n; t++) {
        double f = own_factor(x, o, t);
        out->base[t] = fmax(1e-6, level[t] * week[t % WEEK]);
        out->expected[t] = out->base[t] * f;
        out->extra[t] = out->base[t] * (f - 1) * there(x, t); /* what is sold out takes from nobody */
        out->left[t] = units_of(x, t) / (spared ? spared[t] : 1) - out->expected[t];
    }
}

/* Sold on promoted days over what their price alone would have sold, as a logarithm; false: there are none. */
static bool lift_read(const struct cross_item *x, const struct days *d, const double *spared, struct cross_own *own, struct told *out)
{
    double sold = 0.5, expected = 0.5, left = 0.5, scatter = 0, plain = 0; /* half a unit: none sold is no reason for minus infinity */
    for (size_t t = 0; t < x->units.n; t++) {
        if (isnan(d->left[t]))
            continue;
        if (promoted(x, t) > 0)
            sold += d->left[t] + d->expected[t], expected += d->expected[t], left += d->expected[t] * (spared ? spared[t] : 1), own->days++;
        else
            scatter += d->left[t] * d->left[t] / fmax(0.05, d->expected[t]), plain++;
    }
    if (own->days < 3 || plain < WEEK)
        return false;
    double lift = log(sold / expected), of = expected * exp(fmax(0, lift));
    *out = (struct told){lift, hypot(sqrt(fmax(1, scatter / plain) / of), BORNE_ERROR * log(left / expected))};
    return true;
}

void cross_days(struct ctx *c, const struct cross_in *in, double *const *spared, struct days *out, struct cross_out *told)
{
    size_t n = in->items.n, known = 0;
    struct own *own = NEW_ARRAY(c, struct own, n);
    struct told *lift = NEW_ARRAY(c, struct told, n), *all = NEW_ARRAY(c, struct told, n);
    double spread;
    for (size_t i = 0; i < n; i++) {
        struct days d;
        struct arena_mark mark = arena_mark(c->mem);
        own[i].usual = usual_of(c, &in->items.at[i].price);
        days_read(c, &in->items.at[i], &own[i], true, spared ? spared[i] : NULL, &d);
        struct cross_own one = {.sku = in->items.at[i].sku};
        lift[i].se = INFINITY;
        if (lift_read(&in->items.at[i], &d, spared ? spared[i] : NULL, &one, &lift[i]))
            all[known++] = lift[i];
        arena_reset(c->mem, mark);
        *LIST_ADD(c, &told->items) = one;
    }
    struct told shop = cross_together(all, known, USUAL_LIFT, USUAL_LIFT_SD, &spread);
    for (size_t i = 0; i < n; i++) {
        double sd = sqrt(fmax(LIFT_SPREAD * LIFT_SPREAD, spread * spread) + shop.se * shop.se);
        struct told t = isinf(lift[i].se) ? (struct told){shop.at, sd} : cross_drawn(lift[i], shop.at, sd);
        own[i].log_lift = t.at;
        told->items.at[i].lift = stat_round(exp(t.at) - 1, 6), told->items.at[i].se = stat_round(t.se, 6);
        days_read(c, &in->items.at[i], &own[i], false, NULL, &out[i]);
    }
}

/* ---- drawing together -------------------------------------------------------------------------------------- */

struct told cross_drawn(struct told own, double mean, double sd)
{
    double a = 1 / (own.se * own.se), b = 1 / (sd * sd);
    return (struct told){(a * own.at + b * mean) / (a + b), sqrt(1 / (a + b))};
}

struct told cross_together(const struct told *x, size_t n, double usual, double usual_sd, double *spread)
{
    double w = 0, wx = 0, ww = 0, q = 0;
    for (size_t i = 0; i < n; i++)
        w += 1 / (x[i].se * x[i].se), wx += x[i].at / (x[i].se * x[i].se), ww += pow(x[i].se, -4);
    for (size_t i = 0; i < n; i++)
        q += pow((x[i].at - wx / w) / x[i].se, 2);
    double apart = n > 1 && w - ww / w > 0 ? (q - (double)(n - 1)) / (w - ww / w) : 0;
    *spread = sqrt(fmax(LEAST_SPREAD * LEAST_SPREAD, apart));
    w = wx = 0;
    for (size_t i = 0; i < n; i++) {
        double v = x[i].se * x[i].se + *spread * *spread;
        w += 1 / v, wx += x[i].at / v;
    }
    return n ? cross_drawn((struct told){wx / w, sqrt(1 / w)}, usual, usual_sd) : (struct told){usual, usual_sd};
}
