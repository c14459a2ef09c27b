/* intelligence/decide/price/price_own.c - what an item's own past says of how its sales answer to price.
 *
 * A quasi-Poisson regression of units on log price, promotion, season and what moves slowly. A price that answers to
 * sales, or that moves with the season alone, tells nothing of how sales answer to it: it is said, and not believed.
 * Source  Frisch & Waugh 1933 (a season taken out of the price); Fisher 1915 (correlations); Stouffer 1949 (taken together)
 */
#include "intelligence/decide/price/price_own.h"
#include "core/stat.h"
#include "intelligence/decide/forecast/regress.h"
#include "intelligence/decide/forecast/smooth.h"
#include <math.h>

static const double LITTLE = 0.02; /* spread of log price below which price says nothing */
/* Demand goes its own way over the past as a random walk may: standard deviations, of its logarithm, of the trend from
 * end to end and of the first half wave; the k-th half wave has a k-th of it. */
static const double TREND_USUAL = 2, WAVE_USUAL = 1;

enum { PRICE = 1, TREND, PROMO, ROUNDS = 3 };

static void warn(struct ctx *c, struct priced *a, const char *text) { strs_add(c, &a->warnings, str_z(text)); }

static size_t cycle_of(const struct priced_item *x)
{
    static const char freq[] = "HDWMQY";
    static const size_t cycle[] = {24, 7, 52, 12, 4, 1};
    const char *at = strchr(freq, x->freq.p[0]);
    return at ? cycle[at - freq] : 1;
}

/* Half waves over the past that demand may swell and ebb by whatever the price: a price stays for weeks, so what is
 * slow and left out would pass for its doing, and the errors that follow one another hide in the noise of days. */
static size_t waves_of(const struct priced_item *x)
{
    static const char freq[] = "HDWMQY";
    static const size_t length[] = {400, 60, 12, 6, 4, 4};
    const char *at = strchr(freq, x->freq.p[0]);
    size_t waves = x->units.n / length[at ? at - freq : 1];
    return waves < REGRESS_MAX - 4 ? waves : REGRESS_MAX - 4;
}

/* ---- the price that tells something ------------------------------------------------------------------- */

struct asked { double *at, spread; bool seasonal; }; /* log price about its mean, 0 where not known */

static bool is_known(const struct priced_item *x, size_t t) { return x->price.at[t] > 0 && !isnan(x->units.at[t]); }

/* Where the price moves with the season (dear weekends), what it does and what the season does is one thing: only what
 * it moves beyond that tells. */
static void season_out(struct ctx *c, const struct priced_item *x, struct asked *a)
{
    enum { CLEAR = 4 }; /* variance between the season's phases over that within */
    size_t cycle = cycle_of(x), n = x->price.n;
    double *sum = NEW_ARRAY(c, double, cycle), *seen = NEW_ARRAY(c, double, cycle), between = 0, within = 0, all = 0;
    for (size_t t = 0; t < n; t++)
        if (is_known(x, t))
            sum[t % cycle] += a->at[t], seen[t % cycle]++, all++;
    for (size_t k = 0; k < cycle; k++)
        sum[k] /= fmax(1, seen[k]), between += seen[k] * sum[k] * sum[k];
    for (size_t t = 0; t < n; t++)
        within += is_known(x, t) ? pow(a->at[t] - sum[t % cycle], 2) : 0;
    a->spread = sqrt((within + between) / fmax(1, all));
    a->seasonal = a->spread >= LITTLE && cycle > 1 && all > 2 * (double)cycle && between / (double)(cycle - 1) > CLEAR * within / (all - (double)cycle);
    for (size_t t = 0; t < n && a->seasonal; t++)
        a->at[t] -= x->price.at[t] > 0 ? sum[t % cycle] : 0;
    if (a->seasonal)
        a->spread = sqrt(within / all);
}

static struct asked asked_read(struct ctx *c, const struct priced_item *x)
{
    struct asked a = {.at = NEW_ARRAY(c, double, x->price.n)};
    double sum = 0, seen = 0;
    for (size_t t = 0; t < x->price.n; t++)
        if (is_known(x, t))
            sum += log(x->price.at[t]), seen++;
    for (size_t t = 0; t < x->price.n; t++)
        a.at[t] = x->price.at[t] > 0 ? log(x->price.at[t]) - sum / fmax(1, seen) : 0;
    season_out(c, x, &a);
    return a;
}

/* ---- the regression ----------------------------------------------------------------------------------- */

/* Columns: one, log price, trend, promotion where there is any, waves. */
static struct regress columns_of(struct ctx *c, const struct priced_item *x, const struct asked *a)
{
    size_t n = x->units.n, waves = waves_of(x);
    bool promo = false;
    for (size_t t = 0; t < x->promo.n; t++)
        promo = promo || x->promo.at[t] != 0;
    size_t first = promo ? PROMO + 1 : PROMO, k = first + waves;
    double *columns = NEW_ARRAY(c, double, n * k), *y = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++) {
        double *row = columns + t * k;
        y[t] = x->price.at[t] > 0 ? x->units.at[t] : NAN;
        row[0] = 1;
        row[PRICE] = a->at[t];
        row[TREND] = (double)t / (double)n - 0.5;
        if (promo)
            row[PROMO] = isnan(x->promo.at[t]) ? 0 : x->promo.at[t];
        for (size_t j = 0; j < waves; j++)
            row[first + j] = cos(M_PI * (double)(j + 1) * ((double)t + 0.5) / (double)n);
    }
    struct regress r = {.n = n, .k = k, .y = y, .x = columns, .follow = n / 8 < REGRESS_FOLLOW ? n / 8 : REGRESS_FOLLOW};
    r.ridge[TREND] = 1 / (TREND_USUAL * TREND_USUAL);
    for (size_t j = first; j < k; j++)
        r.ridge[j] = pow((double)(j - first + 1) / WAVE_USUAL, 2);
    return r;
}

/* The season is the base. It is found in sales without what prices did to them, and those are found beside it: in turns. */
static bool item_regress(struct ctx *c, const struct priced_item *x, const struct asked *a, struct regress *r)
{
    *r = columns_of(c, x, a);
    double *clean = NEW_ARRAY(c, double, r->n), *base = NEW_ARRAY(c, double, r->n);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t t = 0; t < r->n; t++) {
            double sum = 0;
            for (size_t j = 1; j < r->k && round; j++)
                sum += r->at[j] * r->x[t * r->k + j];
            clean[t] = r->y[t] / exp(fmax(-4, fmin(4, sum)));
        }
        struct past p = past_read(c, clean, r->n, r->n, cycle_of(x), false);
        if (p.season != SEASON_TIMES && round)
            break;
        for (size_t t = 0; t < r->n; t++)
            base[t] = p.season == SEASON_TIMES ? p.index[t % p.cycle] : 1;
        r->base = base;
        r->taken = p.season == SEASON_TIMES ? (double)(p.cycle - 1) * p.kept : 0;
        if (!regress_fit(r))
            return false;
    }
    return true;
}

/* ---- does the price follow sales? --------------------------------------------------------------------- */

enum { LOOK_BACK = 14, STEPS_LEAST = 8 }; /* periods that a shop may look at before it sets a price; changes of price that tell */
static const double ALONE = 2.8, TOGETHER = 3.3; /* standard normals that chance exceeds once in 100 items, in 1000 categories */

/* How sales stood above what price, promotion and season explain, just before t, in standard errors; NAN: not known. */
static double sales_before(const struct priced_item *x, const struct regress *r, size_t t)
{
    double sum = 0, seen = 0;
    size_t effects = r->k - waves_of(x) > PROMO ? PROMO : PRICE;
    for (size_t s = t; s-- > 0 && t - s <= LOOK_BACK && x->price.at[s] == x->price.at[t - 1];) {
        double mu = r->at[0];
        for (size_t j = 1; j <= effects; j++)
            mu += j == TREND ? 0 : r->at[j] * r->x[s * r->k + j];
        mu = r->base[s] * exp(fmax(-20, fmin(20, mu)));
        if (!isnan(r->y[s]))
            sum += (r->y[s] - mu) / sqrt(mu), seen++;
    }
    return seen > 0 ? sum / sqrt(seen) : NAN;
}

/* How two series of n go together, as a standard normal where they do so by chance; NAN: too few to tell. */
static double together(const double *x, const double *y, size_t n)
{
    double k = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(y[i]))
            k++, sx += x[i], sy += y[i], sxx += x[i] * x[i], syy += y[i] * y[i], sxy += x[i] * y[i];
    double vx = sxx - sx * sx / k, vy = syy - sy * sy / k, cov = sxy - sx * sy / k;
    if (k < STEPS_LEAST || !(vx > 0) || !(vy > 0))
        return NAN;
    return atanh(fmax(-0.999, fmin(0.999, cov / sqrt(vx * vy)))) * sqrt(k - 3);
}

/* Does the price step where sales stood high before, or follow how they moved since its last step? Then price answers
 * to demand, and the estimate mixes both. */
static void follow_read(struct ctx *c, const struct priced_item *x, const struct regress *r, struct own *own)
{
    double *step = NEW_ARRAY(c, double, r->n), *before = NEW_ARRAY(c, double, r->n), *moved = NEW_ARRAY(c, double, r->n);
    size_t k = 0;
    for (size_t t = 2; t < r->n; t++) {
        if (!(x->price.at[t] > 0) || !(x->price.at[t - 1] > 0) || x->price.at[t] == x->price.at[t - 1])
            continue;
        step[k] = log(x->price.at[t] / x->price.at[t - 1]);
        before[k] = sales_before(x, r, t);
        moved[k] = k ? before[k] - before[k - 1] : NAN;
        k++;
    }
    own->stood = together(step, before, k), own->moved = together(step, moved, k);
}

static bool is_clear(double normal, double least) { return fabs(normal) > least; } /* NAN is not */

void own_doubt(struct ctx *c, struct own *own, size_t n, size_t category, struct priced *a)
{
    double stood = 0, moved = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        if (own[i].category == category && !isnan(own[i].stood) && !isnan(own[i].moved))
            stood += own[i].stood, moved += own[i].moved, k++;
    if (k < 2 || (!is_clear(stood / sqrt(k), TOGETHER) && !is_clear(moved / sqrt(k), TOGETHER)))
        return;
    for (size_t i = 0; i < n; i++)
        if (own[i].category == category && !isinf(own[i].se)) {
            warn(c, &a[i], "prices of its category move after sales moved: the elasticity would mix cause and effect and is not believed, a price test would tell");
            own[i].se = INFINITY;
        }
}

/* ---- all of it ---------------------------------------------------------------------------------------- */

static struct own nothing(struct ctx *c, struct priced *a, const char *why)
{
    warn(c, a, why);
    return (struct own){.se = INFINITY, .stood = NAN, .moved = NAN};
}

struct own own_read(struct ctx *c, const struct priced_item *x, struct priced *a)
{
    struct regress r;
    struct asked asked = asked_read(c, x);
    if (asked.spread < LITTLE && asked.seasonal)
        return nothing(c, a, "the price moves with the season alone: what each does cannot be told apart, the category's elasticity stands in, a price test would tell");
    if (asked.spread < LITTLE)
        return nothing(c, a, "the price hardly changed: the category's elasticity stands in, a price test would tell");
    if (!item_regress(c, x, &asked, &r) || !(r.se[PRICE] > 0))
        return nothing(c, a, r.seen < (double)r.k + 3 ? "too few periods: the category's elasticity stands in"
                       : "price moved only with promotions: what each does cannot be told apart, the category's elasticity stands in, a price test would tell");
    struct own own = {.at = r.at[PRICE], .se = r.se[PRICE]};
    a->own = stat_round(own.at, 6), a->own_se = stat_round(own.se, 6);
    if (r.k == 4 + waves_of(x) && own.se > 3 * sqrt(r.dispersion) / (asked.spread * sqrt(fmax(1, r.seen * exp(r.at[0])))))
        warn(c, a, "price and promotion moved together: their effects are hard to tell apart");
    follow_read(c, x, &r, &own);
    if (is_clear(own.stood, ALONE) || is_clear(own.moved, ALONE)) {
        warn(c, a, "the price moved after sales moved: the elasticity mixes cause and effect and is not believed, a price test would tell");
        own.se = INFINITY;
    } else if (own.at - 2 * own.se > 0) {
        warn(c, a, "sales rose with the price: something else moved both, so it is not believed");
        own.se = INFINITY;
    }
    return own;
}
