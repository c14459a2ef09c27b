/* intelligence/decide/forecast/regress.c - quasi-Poisson regression by Newton's method. */
#include "intelligence/decide/forecast/regress.h"
#include "core/stat.h"
#include <math.h>

enum { STEPS = 30 };

static double regress_expected(const struct regress *r, size_t t)
{
    double sum = 0;
    for (size_t i = 0; i < r->k; i++)
        sum += r->at[i] * r->x[t * r->k + i];
    return (r->base ? r->base[t] : 1) * exp(fmax(-20, fmin(20, sum)));
}

static bool usable(const struct regress *r, size_t t) { return !isnan(r->y[t]) && (!r->base || r->base[t] > 0); }

/* The score and information at the present coefficients; the sum of squared Pearson errors. */
static double score(const struct regress *r, double *g, double *info)
{
    double chi = 0;
    memset(g, 0, r->k * sizeof *g);
    memset(info, 0, r->k * r->k * sizeof *info);
    for (size_t t = 0; t < r->n; t++) {
        if (!usable(r, t))
            continue;
        double mu = regress_expected(r, t), e = r->y[t] - mu;
        chi += e * e / mu;
        for (size_t i = 0; i < r->k; i++) {
            double at = r->x[t * r->k + i];
            g[i] += e * at;
            for (size_t j = 0; j <= i; j++)
                info[i * r->k + j] += mu * at * r->x[t * r->k + j];
        }
    }
    for (size_t i = 0; i < r->k; i++) {
        for (size_t j = i + 1; j < r->k; j++)
            info[i * r->k + j] = info[j * r->k + i];
        g[i] -= r->ridge[i] * r->at[i];
        info[i * r->k + i] += r->ridge[i];
    }
    return chi;
}

static void start(struct regress *r)
{
    double sum = 0, base = 0;
    r->seen = 0;
    for (size_t t = 0; t < r->n; t++)
        if (usable(r, t))
            sum += r->y[t], base += r->base ? r->base[t] : 1, r->seen++;
    memset(r->at, 0, sizeof r->at);
    r->at[0] = sum > 0 && base > 0 ? log(sum / base) : -10;
}

static double autocorrelation(const struct regress *r)
{
    double square = 0, product = 0, before = NAN;
    for (size_t t = 0; t < r->n; t++) {
        double mu = usable(r, t) ? regress_expected(r, t) : NAN, e = (r->y[t] - mu) / sqrt(mu);
        square += isnan(e) ? 0 : e * e;
        product += isnan(e) || isnan(before) ? 0 : e * before;
        before = e;
    }
    double rho = square > 0 ? product / square : 0;
    return rho + (1 + 3 * rho) / r->seen; /* what estimating it takes away: Kendall 1954 */
}

/* How many times larger the variance of coefficient i is than if errors did not go together: what each row adds to it,
 * with Bartlett's weights over distances. A price stays for weeks, so errors that swell and ebb do not cancel. */
static double go_together(const struct regress *r, const double *inverse, size_t i)
{
    double own = 0, all = 0, pull[REGRESS_FOLLOW + 1] = {0};
    for (size_t t = 0; t < r->n; t++) {
        double sum = 0;
        for (size_t j = 0; j < r->k; j++)
            sum += inverse[i * r->k + j] * r->x[t * r->k + j];
        double now = usable(r, t) ? sum * (r->y[t] - regress_expected(r, t)) : 0;
        own += now * now, all += now * now;
        for (size_t l = 1; l <= r->follow && l <= t; l++)
            all += 2 * (1 - (double)l / (double)(r->follow + 1)) * now * pull[(t - l) % (REGRESS_FOLLOW + 1)];
        pull[t % (REGRESS_FOLLOW + 1)] = now;
    }
    return own > 0 ? all / own : 1;
}

bool regress_fit(struct regress *r)
{
    double g[REGRESS_MAX], info[REGRESS_MAX * REGRESS_MAX], inverse[REGRESS_MAX * REGRESS_MAX], chi = 0, moved = 1;
    start(r);
    if (r->seen < (double)r->k + 3)
        return false;
    for (int step = 0; step < STEPS && moved > 1e-9; step++) {
        chi = score(r, g, info);
        if (!stat_solve(info, g, r->k))
            return false;
        moved = 0;
        for (size_t i = 0; i < r->k; i++) {
            double by = fmax(-1, fmin(1, g[i]));
            r->at[i] += by;
            moved = fmax(moved, fabs(by));
        }
    }
    r->dispersion = fmax(chi / fmax(1, r->seen - (double)r->k - r->taken), 1e-9);
    r->alike = autocorrelation(r);
    double follow = fmax(0, fmin(0.9, r->alike)), widen = (1 + follow) / (1 - follow);
    stat_inverse(info, inverse, r->k);
    for (size_t i = 0; i < r->k; i++)
        r->se[i] = sqrt(r->dispersion * fmax(widen, r->follow ? go_together(r, inverse, i) : 1) * inverse[i * r->k + i]);
    return isfinite(r->se[0]) && isfinite(chi);
}
