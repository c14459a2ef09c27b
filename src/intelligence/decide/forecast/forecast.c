/* intelligence/decide/forecast/forecast.c - the forecast of one series: methods tried on its own past, weighted, combined.
 *
 * Weights fall with a method's squared error over rolling origins; a prior stands in where there is little past.
 * Averages of few good methods beat the one that won last time (Makridakis et al. 2020, M4).
 */
#include "intelligence/decide/forecast/forecast.h"
#include "core/stat.h"
#include "intelligence/decide/forecast/spread.h"
#include <math.h>

static const double GROWTH_MAX = 1; /* per step: that of a random walk */
static const double DOUBT = 0.8;    /* variance of a new item's pace over its square, seen once */
enum { ORIGINS_MAX = 8, LEAST_PAST = 6 };
static const double SHAPE_LEAST = 15; /* independent errors whose shape has half the say; overlapping ones lean one way together */
static const double USUAL_LEVEL = 0.1; /* of the usual error: a logarithm */
static const double USUAL_TRUST = 2;   /* independent errors that it is worth */
static const double SHARPNESS = 1.35; /* weight falls with the mean squared error to this power */
/* Of the evidence of a trend, as a logarithm; that there is none counts where no season hides one. */
static const double TREND_MOST = 7, TREND_LEAST = -0.7;

/* ---- rolling origins --------------------------------------------------------------------------- */

static void plan(struct trial *t, size_t n, size_t cycle, size_t h)
{
    size_t least = n / 2 > LEAST_PAST ? n / 2 : LEAST_PAST;
    if (cycle > 1 && n > 2 * cycle + 4 && least < 2 * cycle + 1)
        least = 2 * cycle + 1;
    *t = (struct trial){.stride = 1};
    if (n < least + 2)
        return;
    t->steps = h < n - least ? h : n - least;
    if (t->steps > (n - least + 1) / 2 && t->steps > 1)
        t->steps = (n - least + 1) / 2;
    size_t room = n - least - t->steps;
    t->stride = room / (ORIGINS_MAX - 1) > 1 ? room / (ORIGINS_MAX - 1) : 1;
    if (t->stride > (t->steps + 2) / 3)
        t->stride = (t->steps + 2) / 3;
    t->origins = room / t->stride + 1 < ORIGINS_MAX ? room / t->stride + 1 : ORIGINS_MAX;
    t->first = n - t->steps - (t->origins - 1) * t->stride;
}

static double squared_step(const double *y, size_t n)
{
    double sum = 0, k = 0, last = NAN;
    for (size_t t = 0; t < n; t++) {
        if (!isnan(y[t]) && !isnan(last))
            sum += (y[t] - last) * (y[t] - last), k++;
        last = isnan(y[t]) ? last : y[t];
    }
    return k > 0 ? sum / k : 0;
}

static void try_method(struct ctx *c, const struct past *p, int i, struct trial *t)
{
    struct fit f = {0};
    size_t k = 0;
    double sum = 0, seen = 0;
    t->guess[i] = NEW_ARRAY(c, double, t->origins * t->steps);
    methods[i].run(c, p, &f, t->first, t->steps, t->guess[i]);
    for (size_t o = 0; o < t->origins; o++) {
        double *out = t->guess[i] + o * t->steps;
        if (o)
            methods[i].run(c, p, &f, t->first + o * t->stride, t->steps, out);
        for (size_t j = 0; j < t->steps; j++, k++) {
            out[j] = p->positive ? fmax(0, out[j]) : out[j];
            if (!isnan(t->actual[k]))
                sum += (t->actual[k] - out[j]) * (t->actual[k] - out[j]), seen++;
        }
    }
    t->mse[i] = seen > 0 ? sum / seen : 0;
    if (methods[i].use == FOR_STEADY)
        t->trend = fmax(p->season == SEASON_NONE ? TREND_LEAST : 0,
                        fmin(TREND_MOST, trend_evidence(c, p)));
}

void trial_run(struct ctx *c, const double *y, size_t n, size_t cycle, size_t h, int only, struct trial *out)
{
    while (n > 1 && isnan(y[n - 1])) /* a gap at the end has nothing to test on */
        n--;
    plan(out, n, cycle, h);
    out->scale2 = squared_step(y, out->origins ? out->first : n);
    if (!out->origins) {
        struct past p = past_read(c, y, n, n, cycle, false);
        for (int i = 0; methods[i].name; i++)
            if (only >= 0 ? i == only : method_suits(&methods[i], &p))
                out->weight[i] = methods[i].prior;
        return;
    }
    struct past p = past_read(c, y, n, out->first, cycle, false);
    out->actual = NEW_ARRAY(c, double, out->origins * out->steps);
    for (size_t k = 0; k < out->origins * out->steps; k++)
        out->actual[k] = y[out->first + k / out->steps * out->stride + k % out->steps];
    for (int i = 0; methods[i].name; i++)
        if (only >= 0 ? i == only : method_suits(&methods[i], &p)) {
            try_method(c, &p, i, out);
            out->weight[i] = methods[i].prior;
        }
}

/* ---- weights ------------------------------------------------------------------------------------ */

static void normalise(double *w)
{
    double sum = 0, top = 0;
    for (int i = 0; i < METHODS_MAX; i++)
        top = fmax(top, w[i]);
    for (int i = 0; i < METHODS_MAX; i++) {
        w[i] = w[i] < 0.1 * top ? 0 : w[i]; /* the hopeless only add noise */
        sum += w[i];
    }
    for (int i = 0; i < METHODS_MAX; i++)
        w[i] = sum > 0 ? w[i] / sum : 0;
}

static void combine(struct ctx *c, struct trial *t)
{
    t->error = NEW_ARRAY(c, double, t->origins * t->steps);
    for (size_t k = 0; k < t->origins * t->steps; k++) {
        t->error[k] = t->actual[k];
        for (int i = 0; methods[i].name; i++)
            t->error[k] -= t->weight[i] > 0 ? t->weight[i] * t->guess[i][k] : 0;
    }
}

unsigned trial_methods(const struct trial *t)
{
    unsigned set = 0;
    bool zeros = false;
    for (int i = 0; methods[i].name; i++) {
        set |= t->weight[i] > 0 ? 1u << i : 0;
        zeros |= t->weight[i] > 0 && methods[i].use == FOR_ZEROS;
    }
    return zeros && set & ~1u ? set & ~1u : set; /* methods[0] is naive */
}

void trial_weigh(struct ctx *c, struct trial *t, const double *lean)
{
    double best = INFINITY;
    unsigned set = trial_methods(t);
    for (int i = 0; methods[i].name; i++)
        if (set >> i & 1 && t->origins)
            best = fmin(best, t->mse[i]);
    double ground = 1e-6 * t->scale2 + 1e-300;
    for (int i = 0; methods[i].name; i++) {
        if (!(set >> i & 1)) {
            t->weight[i] = 0;
            continue;
        }
        t->weight[i] = methods[i].prior * exp(t->trend * methods[i].trend) * (lean ? lean[i] : 1);
        if (t->origins)
            t->weight[i] *= pow((best + ground) / (t->mse[i] + ground), SHARPNESS);
    }
    normalise(t->weight);
    for (int i = 0; t->shared && methods[i].name; i++)
        t->weight[i] = (t->weight[i] + t->shared[i]) / 2;
    if (t->origins)
        combine(c, t);
}

double trial_rmsse(const struct trial *t)
{
    double sum = 0, seen = 0;
    for (size_t k = 0; k < t->origins * t->steps; k++)
        if (!isnan(t->error[k]))
            sum += t->error[k] * t->error[k], seen++;
    return seen > 0 && t->scale2 > 0 ? sqrt(sum / seen / t->scale2) : NAN;
}

/* ---- what the errors say of the spread ------------------------------------------------------------ */

/* Variance of the error j steps ahead as a (1 + growth j): growth by least squares, within what series show. */
static void spread_by_step(const struct trial *t, double *a, double *growth)
{
    double s = 0, sj = 0, sjj = 0, sv = 0, sjv = 0, level = 0;
    for (size_t k = 0; k < t->origins * t->steps; k++)
        if (!isnan(t->error[k])) {
            double j = (double)(k % t->steps), v = t->error[k] * t->error[k];
            s++, sj += j, sjj += j * j, sv += v, sjv += j * v;
        }
    double d = s * sjj - sj * sj, slope = d > 0 ? (s * sjv - sj * sv) / d : 0, at0 = s > 0 ? (sv - slope * sj) / s : 0;
    *growth = at0 > 0 ? fmax(0, fmin(GROWTH_MAX, slope / at0)) : slope > 0 ? GROWTH_MAX : 0;
    level = s + *growth * sj;
    *a = level > 0 ? sv / level : 0;
}

/* How many independent errors the trial holds: neighbouring steps of smooth series err alike. */
static double independent(const struct trial *t)
{
    double square = 0, product = 0, span = (double)((t->origins - 1) * t->stride + t->steps);
    for (size_t k = 0; k < t->origins * t->steps; k++) {
        double e = t->error[k], next = k % t->steps + 1 < t->steps ? t->error[k + 1] : NAN;
        square += isnan(next) || isnan(e) ? 0 : e * e;
        product += isnan(next) || isnan(e) ? 0 : e * next;
    }
    double alike = square > 0 ? fmax(0, fmin(1, product / square)) : 0;
    return fmax(1, span / (1 + (double)(t->steps - 1) * alike));
}

/* An interval from `free` errors is Student's: the square of his 90 % point over the normal's, within 2 % from 2 errors on. */
static double widened(double free) { return 1 + 1.5 / free + 1.8 / (free * free); }

/* What error to expect from how z moves: steps that turn back (-0.5 one to the next) are noise about a level, whose variance
 * is half that of its steps; those of a random walk are its errors; those of a trend add up. */
static double usual_error(const double *z, size_t n)
{
    double square = 0, k = 0, product = 0, both = 0, before = NAN;
    for (size_t t = 1; t < n; t++) {
        double step = z[t] - z[t - 1];
        if (!isnan(step))
            square += step * step, k++;
        if (!isnan(step) && !isnan(before))
            product += step * before, both += (step * step + before * before) / 2;
        before = step;
    }
    return k > 0 ? square / k * exp(USUAL_LEVEL + (both > 0 ? product / both : 0)) : 0;
}

/* A few errors of one time say little of the next: their variance is drawn to the usual one, as a logarithm. */
static double drawn_to(double a, double free, double usual)
{
    if (!(usual > 0))
        return a;
    return exp((free * log(fmax(a, 1e-6 * usual)) + USUAL_TRUST * log(usual)) / (free + USUAL_TRUST));
}

static double known(const double *y, size_t n) /* at least 1 */
{
    double seen = 0;
    for (size_t t = 0; t < n; t++)
        seen += !isnan(y[t]);
    return fmax(1, seen);
}

static void errors(struct ctx *c, struct forecast *f, size_t h, const struct past *p)
{
    const struct trial *t = &f->trial;
    double a = 0, growth = 0, seen = 0;
    f->sd = NEW_ARRAY(c, double, h);
    if (t->origins)
        spread_by_step(t, &a, &growth);
    for (size_t k = 0; k < t->origins * t->steps; k++)
        seen += !isnan(t->error[k]);
    f->free = seen >= 3 ? independent(t) : 0;
    double few = seen >= 3 ? widened(f->free) : 1.5, found = a;
    if (seen >= 3 && a > 0)
        a = drawn_to(a, f->free, usual_error(p->z, p->n));
    if (seen < 3) { /* chance alone scatters sales by their mean, and one or two values hardly say which mean that is */
        double mean = f->positive && h ? f->mean[0] : 0, doubt = mean / known(p->y, p->n);
        a = fmax(squared_step(p->y, p->n), mean) + DOUBT * doubt * doubt, growth = 0.05;
    }
    for (size_t j = 0; j < h; j++)
        f->sd[j] = sqrt(few * a * (1 + growth * (double)j));
    f->shape = NEW_ARRAY(c, double, t->origins * t->steps + 1);
    for (size_t k = 0; k < t->origins * t->steps; k++)
        if (!isnan(t->error[k]) && found > 0)
            f->shape[f->n_shape++] = t->error[k] / sqrt(found * (1 + growth * (double)(k % t->steps)));
    stat_sort(f->shape, f->n_shape);
}

static bool whole(const double *y, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && (y[t] < 0 || y[t] != floor(y[t])))
            return false;
    return true;
}

void forecast_run(struct ctx *c, const double *y, size_t n, size_t cycle, size_t h, const struct trial *t, struct forecast *out)
{
    struct past p = past_read(c, y, n, n, cycle, false);
    double *one = NEW_ARRAY(c, double, h);
    *out = (struct forecast){.trial = *t, .positive = p.positive, .is_count = whole(y, n)};
    out->mean = NEW_ARRAY(c, double, h);
    for (int i = 0; methods[i].name; i++) {
        struct fit f = {0};
        if (!(t->weight[i] > 0))
            continue;
        methods[i].run(c, &p, &f, n, h, one);
        for (size_t j = 0; j < h; j++)
            out->mean[j] += t->weight[i] * (p.positive ? fmax(0, one[j]) : one[j]);
    }
    errors(c, out, h, &p);
}

/* ---- quantiles ------------------------------------------------------------------------------------ */

/* The chances of each count of units; n 0: always the mean. */
static struct spread counts(struct ctx *c, double mean, double variance)
{
    if (!(mean > 1e-6))
        return spread_normal(0, 0);
    if (!(variance > 0.01))
        return spread_normal(round(mean), 0);
    return variance > mean * 1.001 ? spread_negbin(c, mean, variance)
           : variance > 0.7 * mean ? spread_poisson(c, mean) : spread_rounded(c, mean, sqrt(variance));
}

double forecast_quantile(struct ctx *c, struct forecast *f, size_t j, double q)
{
    double sd = f->sd[j], mean = f->mean[j];
    if (f->is_count && mean < 20) {
        if (f->counted != j + 1) /* one step's quantiles are asked for together */
            f->counts = counts(c, mean, sd * sd), f->counted = j + 1;
        return f->counts.n || f->counts.sd > 0 ? fmax(0, (double)spread_quantile(&f->counts, q)) : f->counts.mean;
    }
    double z = stat_normal_quantile(q), trust = f->free / (f->free + SHAPE_LEAST);
    if (f->n_shape >= 8)
        z = trust * stat_quantile(f->shape, f->n_shape, q) + (1 - trust) * z;
    double x = mean + sd * z;
    return f->positive ? fmax(0, x) : x;
}
