/* core/stat.c - distributions, order statistics and small linear systems. */
#include "core/stat.h"
#include "core/order.h"
#include "core/rand.h"
#include <math.h>
#include <stdlib.h>

double stat_normal_cdf(double z) { return 0.5 * erfc(-z * M_SQRT1_2); }
double stat_normal_pdf(double z) { return exp(-0.5 * z * z) * 0.39894228040143267794; }

static double tail_start(double q) /* Acklam's rational approximation below 0.02425 */
{
    double r = sqrt(-2 * log(q));
    return (((((-7.784894002430293e-03 * r - 3.223964580411365e-01) * r - 2.400758277161838e+00) * r -
              2.549732539343734e+00) * r + 4.374664141464968e+00) * r + 2.938163982698783e+00) /
           ((((7.784695709041462e-03 * r + 3.224671290700398e-01) * r + 2.445134137142996e+00) * r +
             3.754408661907416e+00) * r + 1);
}

static double middle_start(double q)
{
    double u = q - 0.5, r = u * u;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
              1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239e+00) * u /
           (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
              6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1);
}

double stat_normal_quantile(double q)
{
    assert(q > 0 && q < 1);
    double z = q < 0.02425 ? tail_start(q) : q > 1 - 0.02425 ? -tail_start(1 - q) : middle_start(q);
    double e = (stat_normal_cdf(z) - q) / fmax(stat_normal_pdf(z), 1e-300);
    return z - e / (1 + z * e / 2);
}

static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < 10000 && term > sum * 1e-16; i++)
        sum += term *= x / (a + i);
    return sum * exp(-x + a * log(x) - lgamma(a));
}

static double gamma_fraction(double a, double x) /* the upper tail, by Lentz's method */
{
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 10000; i++) {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = fabs(d) < 1e-300 ? 1e300 : 1 / d;
        c = b + an / c;
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-15)
            break;
    }
    return h * exp(-x + a * log(x) - lgamma(a));
}

double stat_gamma_cdf(double shape, double x)
{
    if (x <= 0)
        return 0;
    return x < shape + 1 ? gamma_series(shape, x) : 1 - gamma_fraction(shape, x);
}

static double hilferty(double shape, double q)
{
    double z = stat_normal_quantile(q), t = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
    if (t > 0.2)
        return shape * t * t * t;
    return exp((log(q) + lgamma(shape + 1)) / shape); /* small x: P = x^a / gamma(a + 1) */
}

double stat_gamma_quantile(double mean, double variance, double q)
{
    assert(mean > 0 && variance > 0 && q > 0 && q < 1);
    double shape = mean * mean / variance, x = hilferty(shape, q);
    for (int i = 0; i < 50 && shape < 1e4; i++) { /* above, the start is good to 1e-6 */
        double density = exp(-x + (shape - 1) * log(x) - lgamma(shape));
        double step = (stat_gamma_cdf(shape, x) - q) / fmax(density, 1e-290);
        step = fmax(fmin(step, x * 0.9), -9 * x - 1e-290); /* stays positive */
        x -= step;
        if (fabs(step) <= 1e-8 * x || x < 1e-290)
            break;
    }
    return x * variance / mean;
}

static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
    double h = d;
    for (int m = 1; m < 10000; m++) {
        double terms[2] = {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                           -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))};
        double before = h;
        for (int i = 0; i < 2; i++) {
            d = 1 + terms[i] * d;
            c = 1 + terms[i] / c;
            d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
            c = fabs(c) < 1e-300 ? 1e-300 : c;
            h *= d * c;
        }
        if (fabs(h - before) <= 1e-15 * fabs(h))
            break;
    }
    return h;
}

/* log of the beta function. For half and a large one the difference of two large logarithms would lose its digits:
 * Abramowitz & Stegun 6.1.47. */
static double log_beta(double a, double b)
{
    double large = fmax(a, b), r = 1 / large;
    if (fmin(a, b) == 0.5 && large > 100)
        return lgamma(0.5) - (log(large) / 2 - r / 8 + r * r * r / 192);
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

double stat_beta_cdf(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x > 0;
    double front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* Near the middle by the part between, so that freedom / (freedom + t^2), almost 1, loses no digits. */
double stat_t_tail(double t, double freedom)
{
    if (t * t < 1)
        return 1 - stat_beta_cdf(0.5, freedom / 2, t * t / (freedom + t * t));
    return stat_beta_cdf(freedom / 2, 0.5, freedom / (freedom + t * t));
}

/* Newton on the tail, from the normal; below one degree of freedom it may need many halvings, so the bracket is kept. */
double stat_t_quantile(double q, double freedom)
{
    double tail = q < 0.5 ? 2 * q : 2 * (1 - q), low = 0, high = INFINITY, t = fabs(stat_normal_quantile(q));
    double scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * M_PI);
    for (int i = 0; i < 200; i++) {
        double off = stat_t_tail(t, freedom) - tail;
        *(off > 0 ? &low : &high) = t;
        double next = t + off / (2 * scale * pow(1 + t * t / freedom, -(freedom + 1) / 2));
        if (!(next > low && next < high))
            next = isinf(high) ? 2 * t + 1 : (low + high) / 2;
        if (fabs(next - t) <= 1e-13 * fabs(next))
            break;
        t = next;
    }
    return q < 0.5 ? -t : t;
}

void stat_sort(double *x, size_t n)
{
    if (n > 24) {
        qsort(x, n, sizeof *x, order_real);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        double v = x[i];
        size_t j = i;
        for (; j > 0 && x[j - 1] > v; j--)
            x[j] = x[j - 1];
        x[j] = v;
    }
}

double stat_quantile(const double *sorted, size_t n, double q)
{
    double rank = q * ((double)n + 1) - 1;
    if (rank <= 0)
        return sorted[0];
    size_t i = (size_t)rank;
    if (i >= n - 1)
        return sorted[n - 1];
    return sorted[i] + (rank - (double)i) * (sorted[i + 1] - sorted[i]);
}

static bool factorise(double *a, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        double d = a[j * n + j], scale = d;
        for (size_t k = 0; k < j; k++)
            d -= a[j * n + k] * a[j * n + k];
        if (!(d > 1e-14 * scale) || !isfinite(d))
            return false;
        a[j * n + j] = sqrt(d);
        for (size_t i = j + 1; i < n; i++) {
            double s = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                s -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = s / a[j * n + j];
        }
    }
    return true;
}

static void substitute(const double *l, double *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= l[i * n + k] * b[k];
        b[i] /= l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= l[k * n + i] * b[k];
        b[i] /= l[i * n + i];
    }
}

bool stat_solve(double *a, double *b, size_t n)
{
    if (!factorise(a, n))
        return false;
    substitute(a, b, n);
    return true;
}

void stat_inverse(const double *factor, double *inverse, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = 0; i < n; i++)
            inverse[j * n + i] = i == j;
        substitute(factor, inverse + j * n, n); /* symmetric: rows are columns */
    }
}

double stat_round(double x, int digits)
{
    static const double ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (x == 0 || !isfinite(x))
        return x;
    int shift = digits - 1 - (int)floor(log10(fabs(x)));
    if (shift < -15)
        return x;
    if (shift > 15) /* too fine for a table of ten: to 1e-15, and what is below 1e-10 is what arithmetic left of 0 */
        return fabs(x) < 1e-10 ? 0 : round(x * ten[15]) / ten[15];
    return shift < 0 ? round(x / ten[-shift]) * ten[-shift] : round(x * ten[shift]) / ten[shift];
}

double stat_draw_normal(uint64_t *seed)
{
    double u = rand_unit(seed), v = rand_unit(seed);
    return sqrt(-2 * log(1 - u)) * cos(2 * M_PI * v);
}

double stat_draw_gamma(uint64_t *seed, double shape)
{
    if (shape <= 0)
        return 0;
    double boost = 1;
    if (shape < 1) {
        boost = pow(1 - rand_unit(seed), 1 / shape);
        shape += 1;
    }
    double d = shape - 1.0 / 3, k = 1 / sqrt(9 * d);
    for (;;) {
        double x = stat_draw_normal(seed), v = 1 + k * x;
        v = v * v * v;
        if (v > 0 && log(1 - rand_unit(seed)) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v * boost;
    }
}

int64_t stat_draw_poisson(uint64_t *seed, double mean)
{
    if (!(mean > 0))
        return 0;
    if (mean > 500) /* the normal is within 0.1 % of its quantiles there */
        return (int64_t)fmax(0, floor(mean + sqrt(mean) * stat_draw_normal(seed) + 0.5));
    double left = exp(-mean), u = rand_unit(seed), p = left;
    int64_t k = 0;
    for (; u > left && k < 2000; left += p)
        p *= mean / (double)++k;
    return k;
}

int64_t stat_draw_negbin(uint64_t *seed, double mean, double size)
{
    return stat_draw_poisson(seed, mean > 0 ? stat_draw_gamma(seed, size) * mean / size : 0);
}
