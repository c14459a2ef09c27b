/* intelligence/decide/forecast/spread.c - demand over some time as the three sums that inventory costs are made of. */
#include "intelligence/decide/forecast/spread.h"
#include "core/stat.h"
#include <math.h>

struct spread spread_normal(double mean, double sd) { return (struct spread){.mean = mean, .sd = sd}; }

/* From the thin end inwards, so that small tails keep their digits. */
static void sums(struct ctx *c, struct spread *s)
{
    double tail = 0, above = 0, loss = 0, below = 0, square = 0;
    s->cdf = NEW_ARRAY(c, double, s->n);
    s->loss = NEW_ARRAY(c, double, s->n);
    s->loss2 = NEW_ARRAY(c, double, s->n);
    for (size_t i = s->n; i-- > 0;) {
        s->loss2[i] = above;
        loss += tail;
        s->loss[i] = loss;
        above += loss;
        tail += s->pmf[i];
    }
    s->mean = loss;
    for (size_t i = 0; i < s->n; i++) {
        double off = (double)i - s->mean;
        s->cdf[i] = fmin(1, below += s->pmf[i]);
        square += s->pmf[i] * off * off;
    }
    s->sd = sqrt(square);
}

static size_t trimmed(const double *pmf, size_t n)
{
    while (n > 1 && pmf[n - 1] < 1e-18)
        n--;
    return n;
}

struct spread spread_pmf(struct ctx *c, const double *pmf, size_t n)
{
    struct spread s = {.n = trimmed(pmf, n)};
    s.pmf = NEW_ARRAY(c, double, s.n);
    memcpy(s.pmf, pmf, s.n * sizeof *pmf);
    sums(c, &s);
    return s;
}

/* P(k) / P(k - 1) = (a + b / k): Poisson a = 0, b = mean; negative binomial a = q, b = q (size - 1). */
static struct spread recursive(struct ctx *c, size_t mode, double at_mode, double a, double b, size_t n)
{
    struct spread s = {.n = n, .pmf = NEW_ARRAY(c, double, n)};
    s.pmf[mode] = at_mode;
    for (size_t k = mode + 1; k < n; k++)
        s.pmf[k] = s.pmf[k - 1] * (a + b / (double)k);
    for (size_t k = mode; k > 0; k--)
        s.pmf[k - 1] = s.pmf[k] / (a + b / (double)k);
    s.n = trimmed(s.pmf, n);
    sums(c, &s);
    return s;
}

struct spread spread_poisson(struct ctx *c, double mean)
{
    if (mean > SPREAD_ROOM / 2)
        return spread_normal(mean, sqrt(mean));
    double mode = floor(mean), at_mode = mean > 0 ? exp(-mean + mode * log(mean) - lgamma(mode + 1)) : 1;
    return recursive(c, (size_t)mode, at_mode, 0, mean, (size_t)(mean + 12 * sqrt(mean)) + 30);
}

struct spread spread_negbin(struct ctx *c, double mean, double variance)
{
    double size = mean * mean / (variance - mean), q = mean / (mean + size);
    double mode = size > 1 ? floor((size - 1) * q / (1 - q)) : 0, reach = mean + 12 * sqrt(variance) - 42 / log(q);
    if (!(reach < SPREAD_ROOM) || !(size > 1e-6))
        return spread_normal(mean, sqrt(variance));
    double at_mode = exp(lgamma(mode + size) - lgamma(size) - lgamma(mode + 1) + size * log1p(-q) + mode * log(q));
    return recursive(c, (size_t)mode, at_mode, q, q * (size - 1), (size_t)reach + 30);
}

struct spread spread_rounded(struct ctx *c, double mean, double sd)
{
    double reach = mean + 9 * sd + 2, before = 0;
    if (!(reach < SPREAD_ROOM) || sd <= 0)
        return spread_normal(mean, sd);
    struct spread s = {.n = (size_t)reach};
    s.pmf = NEW_ARRAY(c, double, s.n);
    for (size_t k = 0; k < s.n; k++) {
        double z = ((double)k + 0.5 - mean) / sd, cdf = stat_normal_cdf(z);
        s.pmf[k] = z > 0 && k ? stat_normal_cdf(1 / sd - z) - stat_normal_cdf(-z) : cdf - before;
        before = cdf;
    }
    s.n = trimmed(s.pmf, s.n);
    sums(c, &s);
    return s;
}

struct spread spread_sum(struct ctx *c, const struct spread *a, const struct spread *b)
{
    if (!a->n || !b->n || a->n + b->n > SPREAD_ROOM)
        return spread_normal(a->mean + b->mean, hypot(a->sd, b->sd));
    struct spread s = {.n = a->n + b->n - 1};
    s.pmf = NEW_ARRAY(c, double, s.n);
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; a->pmf[i] > 0 && j < b->n; j++)
            s.pmf[i + j] += a->pmf[i] * b->pmf[j];
    s.n = trimmed(s.pmf, s.n);
    sums(c, &s);
    return s;
}

struct spread spread_mix(struct ctx *c, const struct spread *a, double w, const struct spread *b)
{
    double mean = w * a->mean + (1 - w) * b->mean, apart = a->mean - b->mean;
    if (!a->n || !b->n)
        return spread_normal(mean, sqrt(w * a->sd * a->sd + (1 - w) * b->sd * b->sd + w * (1 - w) * apart * apart));
    struct spread s = {.n = a->n > b->n ? a->n : b->n};
    s.pmf = NEW_ARRAY(c, double, s.n);
    for (size_t i = 0; i < s.n; i++)
        s.pmf[i] = (i < a->n ? w * a->pmf[i] : 0) + (i < b->n ? (1 - w) * b->pmf[i] : 0);
    sums(c, &s);
    return s;
}

double spread_cdf(const struct spread *s, int64_t y)
{
    if (s->n)
        return y < 0 ? 0 : y < (int64_t)s->n ? s->cdf[y] : 1;
    return s->sd > 0 ? stat_normal_cdf(((double)y - s->mean) / s->sd) : (double)y >= s->mean;
}

double spread_loss(const struct spread *s, int64_t y)
{
    if (s->n)
        return y < 0 ? s->mean - (double)y : y < (int64_t)s->n ? s->loss[y] : 0;
    double off = (double)y - s->mean, z = off / s->sd;
    if (!(s->sd > 0) || fabs(z) > 37)
        return fmax(-off, 0);
    return s->sd * (stat_normal_pdf(z) - z * stat_normal_cdf(-z));
}

double spread_loss2(const struct spread *s, int64_t y)
{
    if (s->n && y < 0) { /* below 0 every unit is short: an arithmetic series */
        double a = -(double)y;
        return s->loss2[0] + a * s->mean + a * (a - 1) / 2;
    }
    if (s->n)
        return y < (int64_t)s->n ? s->loss2[y] : 0;
    double off = (double)y - s->mean, z = off / s->sd;
    if (!(s->sd > 0) || fabs(z) > 37)
        return off < 0 ? off * off / 2 + s->sd * s->sd / 2 : 0;
    return s->sd * s->sd / 2 * ((z * z + 1) * stat_normal_cdf(-z) - z * stat_normal_pdf(z));
}

int64_t spread_quantile(const struct spread *s, double q)
{
    int64_t low = s->n ? -1 : (int64_t)floor(s->mean - 9 * s->sd) - 1;
    int64_t high = s->n ? (int64_t)s->n - 1 : (int64_t)ceil(s->mean + 9 * s->sd) + 1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (spread_cdf(s, middle) >= q)
            high = middle;
        else
            low = middle;
    }
    return high;
}
