/* intelligence/decide/effect.c - what price and promotion do to sales, and whether an item is slowing down.
 *
 * Sales are a base (the moving level with its season) times exp(a + e log(price / usual) + b promo), fitted by
 * quasi-Poisson regression, which takes zeros as they are. An effect within two standard errors of nothing is none.
 * Source  McCullagh & Nelder 1989, chapter 6
 */
#include "intelligence/decide/forecast.h"
#include "core/stat.h"
#include <math.h>

enum { ROUNDS = 4, STEPS = 12, K = 3 };
static const double CLEAR = 2, SLOWED = 0.75;

struct regress {
    size_t n;
    const double *y, *base;
    double (*x)[K];
    bool use[K]; /* intercept, price, promotion */
    double at[K], se[K];
};

static double expected(const struct regress *r, size_t t)
{
    double sum = 0;
    for (int i = 0; i < K; i++)
        sum += r->use[i] ? r->at[i] * r->x[t][i] : 0;
    return r->base[t] * exp(fmax(-6, fmin(6, sum)));
}

/* One Newton step; the information matrix stays in `info`. */
static bool newton(struct regress *r, double *info, double *dispersion)
{
    double g[K] = {0}, chi = 0, seen = 0;
    memset(info, 0, K * K * sizeof *info);
    for (size_t t = 0; t < r->n; t++) {
        if (isnan(r->y[t]) || !(r->base[t] > 0))
            continue;
        double mu = expected(r, t), e = r->y[t] - mu;
        chi += e * e / mu, seen++;
        for (int i = 0; i < K; i++) {
            g[i] += r->use[i] ? e * r->x[t][i] : 0;
            for (int j = 0; j < K; j++)
                info[i * K + j] += r->use[i] && r->use[j] ? mu * r->x[t][i] * r->x[t][j] : 0;
        }
    }
    for (int i = 0; i < K; i++)
        info[i * K + i] += r->use[i] ? 1e-6 * r->base[0] + 1e-9 : 1;
    *dispersion = seen > K + 1 ? fmax(chi / (seen - K), 1e-6) : NAN;
    if (!stat_solve(info, g, K))
        return false;
    for (int i = 0; i < K; i++)
        r->at[i] += fmax(-1, fmin(1, g[i]));
    return true;
}

static bool regress(struct regress *r)
{
    double info[K * K], inverse[K * K], dispersion = NAN;
    for (int i = 0; i < STEPS; i++)
        if (!newton(r, info, &dispersion))
            return false;
    stat_inverse(info, inverse, K);
    for (int i = 0; i < K; i++)
        r->se[i] = sqrt(dispersion * inverse[i * K + i]);
    return isfinite(r->se[0]);
}

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

static bool varies(const double (*x)[K], size_t n, int i)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t t = 0; t < n; t++)
        low = fmin(low, x[t][i]), high = fmax(high, x[t][i]);
    return high - low > 1e-3;
}

static void columns(const double *price, const double *promo, double usual, size_t n, size_t all, double (*x)[K])
{
    double last = usual;
    for (size_t t = 0; t < all; t++) {
        last = price && price[t] > 0 ? price[t] : t < n ? usual : last; /* a gap in the past says nothing */
        x[t][0] = 1;
        x[t][1] = price && usual > 0 ? log(last / usual) : 0;
        x[t][2] = promo && !isnan(promo[t]) ? promo[t] : 0;
    }
}

static void factors(const struct regress *r, size_t all, double *factor)
{
    for (size_t t = 0; t < all; t++)
        factor[t] = exp(fmax(-4, fmin(4, (r->use[1] ? r->at[1] * r->x[t][1] : 0) + (r->use[2] ? r->at[2] * r->x[t][2] : 0))));
}

static void fit_rounds(struct ctx *c, struct regress *r, const double *y, size_t cycle, double *factor)
{
    double *clean = NEW_ARRAY(c, double, r->n), *base = NEW_ARRAY(c, double, r->n);
    r->base = base;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t t = 0; t < r->n; t++) /* the first base leaves out what a promotion may have lifted */
            clean[t] = round == 0 && r->use[2] && r->x[t][2] > 0 ? NAN : y[t] / factor[t];
        base_of(c, clean, r->n, cycle, base);
        memset(r->at, 0, sizeof r->at);
        if (!regress(r)) {
            r->use[1] = r->use[2] = false;
            return;
        }
        factors(r, r->n, factor);
    }
}

void effect_fit(struct ctx *c, const double *y, size_t n, size_t h, size_t cycle, const double *price, const double *promo,
                struct effect *out)
{
    struct past p = past_read(c, y, n, n, 1, false);
    struct regress r = {.n = n, .y = y, .use = {true}};
    *out = (struct effect){.factor = NEW_ARRAY(c, double, n + h), .usual_price = price ? median_known(c, price, n) : NAN};
    r.x = (double(*)[K])NEW_ARRAY(c, double, K * (n + h));
    columns(price, promo, out->usual_price, n, n + h, r.x);
    for (size_t t = 0; t < n + h; t++)
        out->factor[t] = 1;
    r.use[1] = price && varies((const double(*)[K])r.x, n, 1);
    r.use[2] = promo && varies((const double(*)[K])r.x, n, 2);
    if (!p.positive || !(p.mean > 0) || n < 12 || !(r.use[1] || r.use[2]))
        return;
    fit_rounds(c, &r, y, cycle, out->factor);
    for (int i = 1; i < K; i++)
        if (r.use[i] && fabs(r.at[i]) < CLEAR * r.se[i]) { /* the other alone, from the start */
            r.use[i] = false;
            for (size_t t = 0; t < n; t++)
                out->factor[t] = 1;
            if (r.use[1] || r.use[2])
                fit_rounds(c, &r, y, cycle, out->factor);
        }
    out->has_price = r.use[1], out->has_promo = r.use[2];
    out->elasticity = r.at[1], out->elasticity_se = r.se[1], out->promo = r.at[2], out->promo_se = r.se[2];
    factors(&r, n + h, out->factor);
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
