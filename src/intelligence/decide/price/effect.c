/* intelligence/decide/price/effect.c - what price and promotion do to sales, and whether an item is slowing down.
 *
 * Sales are a base (the moving level with its season) times exp(a + e log(price / usual) + b promo), fitted by
 * quasi-Poisson regression, which takes zeros as they are. An effect within two standard errors of nothing is none.
 * Source  McCullagh & Nelder 1989, chapter 6
 */
#include "intelligence/decide/forecast/forecast.h"
#include "core/stat.h"
#include "intelligence/decide/forecast/regress.h"
#include <math.h>

enum { ROUNDS = 4, K = 4, HOLIDAY = 3 }; /* columns: one, log price, promotion, holidays */
static const double CLEAR = 2, SLOWED = 0.75;
static const double HOLIDAY_SPREAD = 0.5; /* of the logarithm: shops close, or sell twice; what one item says alone is drawn to none by it */

struct plan {
    double *x; /* [n + h][K] */
    bool use[K];
    double at[K], se[K];
};

/* The level around each value with its season, from values at the usual price without promotion. */
static void base_of(struct ctx *c, const double *clean, size_t n, size_t cycle, double *base)
{
    struct past p = past_read(c, clean, n, n, cycle, false);
    size_t half = cycle > 6 ? cycle : 6;
    for (size_t t = 0; t < n; t++) {
        double sum = 0, seen = 0;
        for (size_t k = t > half ? t - half : 0; k < n && k <= t + half; k++)
            if (!isnan(p.z[k]))
                sum += p.z[k], seen++;
        base[t] = fmax(1e-6, past_add(&p, t, seen > 0 ? sum / seen : p.mean));
    }
}

static double median_known(struct ctx *c, const double *x, size_t n)
{
    double *known = NEW_ARRAY(c, double, n);
    size_t k = 0;
    for (size_t t = 0; t < n; t++)
        if (x[t] > 0)
            known[k++] = x[t];
    stat_sort(known, k);
    return k ? known[k / 2] : NAN;
}

static bool varies(const double *x, size_t n, int i)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t t = 0; t < n; t++)
        low = fmin(low, x[t * K + (size_t)i]), high = fmax(high, x[t * K + (size_t)i]);
    return high - low > 1e-3;
}

static void columns(const struct beside *b, double usual, size_t n, size_t all, double *x)
{
    const double *price = b->price, *promo = b->promo;
    double last = usual;
    for (size_t t = 0; t < all; t++) {
        last = price && price[t] > 0 ? price[t] : t < n ? usual : last; /* a gap in the past says nothing */
        x[t * K] = 1;
        x[t * K + 1] = price && usual > 0 ? log(last / usual) : 0;
        x[t * K + 2] = promo && !isnan(promo[t]) ? promo[t] : 0;
        x[t * K + HOLIDAY] = b->holiday ? b->holiday[t] : 0;
    }
}

static void factors(const struct plan *p, size_t all, double *factor)
{
    for (size_t t = 0; t < all; t++) {
        double sum = 0;
        for (size_t i = 1; i < K; i++)
            sum += p->use[i] ? p->at[i] * p->x[t * K + i] : 0;
        factor[t] = exp(fmax(-4, fmin(4, sum)));
    }
}

/* Regress on the columns in use only; a column left out keeps 0. */
static bool regress_used(struct ctx *c, struct plan *p, const double *y, const double *base, size_t n)
{
    size_t map[K], k = 0;
    for (size_t i = 0; i < K; i++)
        if (p->use[i])
            map[k++] = i;
    double *x = NEW_ARRAY(c, double, n * k);
    for (size_t t = 0; t < n; t++)
        for (size_t i = 0; i < k; i++)
            x[t * k + i] = p->x[t * K + map[i]];
    struct regress r = {.n = n, .k = k, .y = y, .base = base, .x = x};
    memset(p->at, 0, sizeof p->at);
    if (!regress_fit(&r))
        return false;
    for (size_t i = 0; i < k; i++)
        p->at[map[i]] = r.at[i], p->se[map[i]] = r.se[i];
    return true;
}

static void fit_rounds(struct ctx *c, struct plan *p, const double *y, size_t n, size_t cycle, double *factor)
{
    double *clean = NEW_ARRAY(c, double, n), *base = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        factor[t] = 1;
    for (int round = 0; round < ROUNDS && (p->use[1] || p->use[2] || p->use[HOLIDAY]); round++) {
        for (size_t t = 0; t < n; t++) /* the first base leaves out what a promotion may have lifted */
            clean[t] = round == 0 && ((p->use[2] && p->x[t * K + 2] > 0) || (p->use[HOLIDAY] && p->x[t * K + HOLIDAY] > 0)) ? NAN : y[t] / factor[t];
        base_of(c, clean, n, cycle, base);
        if (!regress_used(c, p, y, base, n))
            p->use[1] = p->use[2] = p->use[HOLIDAY] = false;
        factors(p, n, factor);
    }
}

double effect_drawn(double at, double se, double mean, double spread)
{
    double own = 1 / fmax(1e-9, se * se), common = 1 / fmax(1e-9, spread * spread);
    return (own * at + common * mean) / (own + common);
}

void effect_holiday(struct effect *e, double *y, size_t n, size_t h, double used)
{
    for (size_t t = 0; e->holiday_at && t < n + h; t++) {
        double more = exp((used - e->holiday_used) * e->holiday_at[t]);
        e->factor[t] *= more;
        if (t < n)
            y[t] /= more;
    }
    e->holiday_used = used;
}

void effect_fit(struct ctx *c, const double *y, size_t n, size_t h, size_t cycle, const struct beside *x, struct effect *out)
{
    const double *price = x->price, *promo = x->promo;
    struct past past = past_read(c, y, n, n, 1, false);
    struct plan p = {.x = NEW_ARRAY(c, double, K * (n + h)), .use = {true}};
    *out = (struct effect){.factor = NEW_ARRAY(c, double, n + h), .usual_price = price ? median_known(c, price, n) : NAN,
                           .holiday_at = x->holiday, .holiday_se = INFINITY};
    columns(x, out->usual_price, n, n + h, p.x);
    for (size_t t = 0; t < n + h; t++)
        out->factor[t] = 1;
    p.use[1] = price && varies(p.x, n, 1);
    p.use[2] = promo && varies(p.x, n, 2);
    p.use[HOLIDAY] = x->holiday && varies(p.x, n, HOLIDAY);
    if (!past.positive || !(past.mean > 0) || n < 12)
        return;
    fit_rounds(c, &p, y, n, cycle, out->factor);
    for (int i = 1; i < HOLIDAY; i++)
        if (p.use[i] && fabs(p.at[i]) < CLEAR * p.se[i]) { /* the other alone, from the start */
            p.use[i] = false;
            fit_rounds(c, &p, y, n, cycle, out->factor);
        }
    out->has_price = p.use[1], out->has_promo = p.use[2];
    out->elasticity = p.at[1], out->elasticity_se = p.se[1], out->promo = p.at[2], out->promo_se = p.se[2];
    out->has_holiday = p.use[HOLIDAY];
    if (p.use[HOLIDAY]) {
        out->holiday = p.at[HOLIDAY], out->holiday_se = p.se[HOLIDAY];
        p.at[HOLIDAY] = out->holiday_used = effect_drawn(out->holiday, out->holiday_se, 0, HOLIDAY_SPREAD);
    }
    factors(&p, n + h, out->factor);
}

struct velocity velocity_read(struct ctx *c, const double *y, size_t n, size_t cycle)
{
    struct past p = past_read(c, y, n, n, cycle, false);
    size_t window = n / 4 > cycle ? n / 4 : cycle, cap = cycle < 4 ? 8 : 4 * cycle;
    window = window > cap ? cap : window;
    struct velocity v = {0};
    if (window < 4 || n < 3 * window || !p.positive)
        return v;
    double sum[2] = {0}, seen[2] = {0}, square[2] = {0};
    for (size_t t = n - 3 * window; t < n; t++)
        if (!isnan(p.z[t])) {
            int late = t >= n - window;
            sum[late] += p.z[t], square[late] += p.z[t] * p.z[t], seen[late]++;
        }
    if (seen[0] < 4 || seen[1] < 4)
        return v;
    v.before = sum[0] / seen[0], v.recent = sum[1] / seen[1];
    double spread = 0;
    for (int i = 0; i < 2; i++)
        spread += (square[i] - sum[i] * sum[i] / seen[i]) / (seen[i] - 1) / seen[i];
    v.z = spread > 0 ? (v.recent - v.before) / sqrt(spread) : 0;
    v.declining = v.recent < SLOWED * v.before && v.z < -2.5;
    return v;
}
