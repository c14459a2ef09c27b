/* core/trial.c - closed forms of trials. */
#include "core/trial.h"
#include "core/rand.h"
#include "core/stat.h"
#include "core/str.h"
#include <math.h>

/* Units at which an interval that holds at every look is tightest, against one look: the choice of GrowthBook. */
static const double TIGHTEST = 5000;

void trial_add(struct trial_arm *a, double y, double x)
{
    a->n++;
    a->y += y, a->yy += y * y;
    a->x += x, a->xx += x * x, a->xy += x * y;
}

int trial_assign(struct str trial, struct str unit, const double *share, int n)
{
    uint64_t seed = str_hash(trial) ^ (str_hash(unit) * 0x9E3779B97F4A7C15u);
    double at = rand_unit(&seed), sum = 0;
    for (int i = 0; i < n; i++) {
        sum += share[i];
        if (at < sum)
            return i;
    }
    return -1;
}

/* ---- one arm ----------------------------------------------------------------------------------------- */

struct moment {
    double n, mean, variance; /* of one unit */
};

static double covariance(double n, double a, double b, double ab) { return (ab - a * b / n) / (n - 1); }

static struct moment moment_of(enum trial_metric metric, const struct trial_arm *a, double theta)
{
    double n = (double)a->n, yy = covariance(n, a->y, a->y, a->yy), xx = covariance(n, a->x, a->x, a->xx), xy = covariance(n, a->x, a->y, a->xy);
    switch (metric) {
    case TRIAL_MEAN: return (struct moment){n, a->y / n, yy};
    case TRIAL_ADJUSTED: return (struct moment){n, a->y / n - theta * a->x / n, yy + theta * theta * xx - 2 * theta * xy};
    case TRIAL_RATIO: {
        double x = a->x / n, r = a->y / a->x; /* delta method */
        return (struct moment){n, r, (yy - 2 * r * xy + r * r * xx) / (x * x)};
    }
    }
    return (struct moment){0};
}

/* What one of x foretells of y, by the spread within both arms. */
static double slope(const struct trial_arm *a, const struct trial_arm *b)
{
    double n = (double)a->n, m = (double)b->n;
    double xx = covariance(n, a->x, a->x, a->xx) * (n - 1) + covariance(m, b->x, b->x, b->xx) * (m - 1);
    double xy = covariance(n, a->x, a->y, a->xy) * (n - 1) + covariance(m, b->x, b->y, b->xy) * (m - 1);
    return xx > 0 ? xy / xx : 0;
}

/* ---- two arms ----------------------------------------------------------------------------------------- */

static double rho_squared(double alpha, double tightest) { return (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / tightest; }

/* Half the width of the interval that holds at every look, for variance 1 of a unit. */
static double half_always(double n, double alpha, double tightest)
{
    double r = rho_squared(alpha, tightest), grown = n * r + 1;
    return sqrt(2 * grown * log(sqrt(grown) / alpha) / (n * n * r));
}

static void intervals(struct trial_effect *e, double n, double alpha, double tightest)
{
    double t = e->difference / e->sd, r = rho_squared(alpha, tightest), grown = n * r + 1;
    double half = stat_t_quantile(1 - alpha / 2, e->freedom) * e->sd;
    e->once = (struct trial_interval){e->difference - half, e->difference + half, stat_t_tail(t, e->freedom)};
    half = half_always(n, alpha, tightest) * e->sd * sqrt(n);
    double evidence = r * t * t * n / (2 * grown) - log(grown) / 2;
    e->always = (struct trial_interval){e->difference - half, e->difference + half, fmin(1, exp(-evidence))};
}

bool trial_compare(enum trial_metric metric, const struct trial_arm *control, const struct trial_arm *other, bool relative, double alpha,
                   struct trial_effect *out)
{
    return trial_compare_few(metric, control, other, relative, alpha, TIGHTEST, out);
}

bool trial_compare_few(enum trial_metric metric, const struct trial_arm *control, const struct trial_arm *other, bool relative, double alpha,
                       double tightest, struct trial_effect *out)
{
    *out = (struct trial_effect){0};
    if (control->n < 2 || other->n < 2 || (metric == TRIAL_RATIO && !(control->x != 0 && other->x != 0)))
        return false;
    double theta = metric == TRIAL_ADJUSTED ? slope(control, other) : 0;
    struct moment a = moment_of(metric, control, theta), b = moment_of(metric, other, theta);
    bool adjusted = metric == TRIAL_ADJUSTED;
    double plain_a = adjusted ? control->y / a.n : a.mean, plain_b = adjusted ? other->y / b.n : b.mean;
    double va = a.variance / a.n, vb = b.variance / b.n;
    if (!(va + vb > 0) || !isfinite(va + vb) || (relative && plain_a == 0))
        return false;
    out->mean[0] = plain_a, out->mean[1] = plain_b;
    out->difference = b.mean - a.mean;
    out->sd = sqrt(va + vb);
    out->freedom = (va + vb) * (va + vb) / (va * va / (a.n - 1) + vb * vb / (b.n - 1));
    if (relative) {
        out->difference /= plain_a;
        out->sd = sqrt(vb / (plain_a * plain_a) + va * plain_b * plain_b / pow(plain_a, 4));
    }
    intervals(out, a.n + b.n, alpha, tightest);
    return out->sd > 0 && isfinite(out->sd) && isfinite(out->difference);
}

double trial_balance(const int64_t *units, const double *share, int n)
{
    double all = 0, shares = 0, far = 0;
    for (int i = 0; i < n; i++)
        all += (double)units[i], shares += share[i];
    for (int i = 0; i < n && all > 0 && shares > 0; i++) {
        double want = all * share[i] / shares, off = (double)units[i] - want;
        far += want > 0 ? off * off / want : 0;
    }
    return n > 1 ? 1 - stat_gamma_cdf((n - 1) / 2.0, far / 2) : 1;
}

/* ---- how many ------------------------------------------------------------------------------------------ */

double trial_size(double sd, double difference, double alpha, double power, double share)
{
    double z = stat_normal_quantile(1 - alpha / 2) + stat_normal_quantile(power), d = difference / sd;
    double n = ceil(z * z * (1 / share + 1 / (1 - share)) / (d * d));
    return sd > 0 && difference != 0 && isfinite(n) ? n : 0;
}

double trial_size_always(double sd, double difference, double alpha, double share)
{
    double spread = sd * sqrt(1 / share + 1 / (1 - share)), low = 2, high = 2;
    if (!(sd > 0) || difference == 0)
        return 0;
    while (half_always(high, alpha, TIGHTEST) * spread > fabs(difference) && high < 1e15)
        high *= 2;
    while (high - low > 0.5) {
        double middle = (low + high) / 2;
        *(half_always(middle, alpha, TIGHTEST) * spread > fabs(difference) ? &low : &high) = middle;
    }
    return high < 1e15 ? ceil(high) : 0;
}
