/* intelligence/decide/forecast/smooth_level.c - levels and trends: naive, mean, exponential smoothing, theta, damped trend.
 *
 * Source  Hyndman et al. 2008 (state space smoothing); Assimakopoulos & Nikolopoulos 2000 (theta)
 */
#include "intelligence/decide/forecast/smooth_parts.h"
#include <math.h>

static const double TREND_PARAMETERS = 2; /* that a damped trend has more than simple smoothing: Akaike 1974 */
/* A few values say little of alpha: it is drawn to the usual one, if it is far off. */
static const double USUAL = 0.1, PULL = 2, PULL_TREND = 3, FEW = 32; /* FEW: over how many values there are */
static const double NEAR = 0.25; /* what the next value has to say in an alpha; all that are asked for have the rest */

void naive_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    (void)c, (void)f;
    for (size_t k = 0; k < h; k++) {
        size_t t = n + k; /* the last known value at the same place of the cycle, else the last known */
        while (t >= p->cycle && (t -= p->cycle, t >= n || isnan(p->y[t])))
            ;
        if (t >= n || isnan(p->y[t]))
            for (t = n; t-- > 0 && isnan(p->y[t]);)
                ;
        out[k] = t < n ? p->y[t] : p->mean;
    }
}

static void with_season(const struct past *p, size_t n, size_t h, double *out)
{
    for (size_t k = 0; k < h; k++)
        out[k] = past_add(p, n + k, out[k]);
}

void mean_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    (void)c, (void)f;
    double sum = 0, seen = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(p->z[t]))
            sum += p->z[t], seen++;
    for (size_t k = 0; k < h; k++)
        out[k] = seen > 0 ? sum / seen : 0;
    with_season(p, n, h, out);
}

/* ---- simple exponential smoothing --------------------------------------------------------------- */

/* Values and what follows each: an alpha has to do for all of the next h values, not for the next one alone. */
struct track {
    const double *z;
    size_t n;
    double *ahead; /* [n] mean of what is known of the h values from here; NAN: nothing */
    double around; /* sum over [n] of their mean square about it */
};

static struct track track_of(struct ctx *c, const double *z, size_t n, size_t h)
{
    struct track t = {.z = z, .n = n, .ahead = NEW_ARRAY(c, double, n)};
    for (size_t i = 0; i < n; i++) {
        double sum = 0, squares = 0, seen = 0;
        for (size_t k = i; k < n && k < i + h; k++)
            if (!isnan(z[k]))
                sum += z[k], squares += z[k] * z[k], seen++;
        t.ahead[i] = seen > 0 ? sum / seen : NAN;
        t.around += seen > 0 ? fmax(0, squares - sum * sum / seen) / seen : 0;
    }
    return t;
}

/* Sums from which the first level that fits best is solved: it is linear in the errors. */
struct sums {
    double ee, eg, gg;
};

static void sums_add(struct sums *s, double e, double weight)
{
    s->ee += e * e, s->eg += e * weight, s->gg += weight * weight;
}

static double sums_first(const struct sums *s) { return s->gg > 0 ? s->eg / s->gg : 0; }

static double sums_least(const struct sums *s)
{
    return fmax(0, s->ee - (s->gg > 0 ? s->eg * s->eg / s->gg : 0));
}

/* One pass at this alpha: the errors of the next value, and of the mean of the next h. */
static void level_pass(const struct track *t, double alpha, struct sums *near, struct sums *far)
{
    double level = 0, weight = 1;
    *near = *far = (struct sums){0};
    for (size_t i = 0; i < t->n; i++) {
        if (!isnan(t->ahead[i]))
            sums_add(far, t->ahead[i] - level, weight);
        if (isnan(t->z[i]))
            continue;
        double e = t->z[i] - level;
        sums_add(near, e, weight);
        level += alpha * e;
        weight *= 1 - alpha;
    }
}

/* How unlikely this alpha is: twice a negative log likelihood, with what is usual. The tail of what is usual is long, or a
 * few values of a random walk could never say that they are one. Sales that spring up for a week or two make the next
 * value alone ask for a quick level, which the weeks after do not thank. */
static double level_cost(const struct track *t, double alpha, double pull, double *first)
{
    double off = log(alpha / (1 - alpha)) - log(USUAL / (1 - USUAL));
    struct sums near, far;
    level_pass(t, alpha, &near, &far);
    *first = sums_first(&far);
    double next = log(fmax(sums_least(&near), 1e-300)), later = log(fmax(sums_least(&far) + t->around, 1e-300));
    return (double)t->n * (NEAR * next + (1 - NEAR) * later) + pull * log1p(off * off);
}

static size_t reach(size_t n, size_t h) { return h > n / 3 ? n / 3 + 1 : h ? h : 1; }

static double level_best(struct ctx *c, const double *z, size_t n, size_t h, double pull, double *first)
{
    static const double alphas[] = {0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25,
                                    0.3, 0.36, 0.43, 0.5, 0.58, 0.66, 0.75, 0.84, 0.92, 0.99};
    struct arena_mark mark = arena_mark(c->mem);
    struct track t = track_of(c, z, n, reach(n, h));
    double best = INFINITY, at = 0.1, start;
    for (size_t i = 0; i < sizeof alphas / sizeof *alphas; i++) {
        double cost = level_cost(&t, alphas[i], pull, &start);
        if (cost < best)
            best = cost, at = alphas[i], *first = start;
    }
    arena_reset(c->mem, mark);
    return at;
}

double level_fit(struct ctx *c, const double *z, size_t n, size_t h, double *first)
{
    return level_best(c, z, n, h, PULL, first);
}

double level_run(const double *z, size_t n, double alpha, double first)
{
    double level = first;
    for (size_t t = 0; t < n; t++)
        if (!isnan(z[t]))
            level += alpha * (z[t] - level);
    return level;
}

/* Few values do not say which alpha is right: each of a range counts by how likely it is. */
static void alphas_weigh(const struct track *t, const double *alphas, double *weight, double *first)
{
    double cost[ALPHAS], least = INFINITY, sum = 0;
    for (int i = 0; i < ALPHAS; i++) {
        cost[i] = level_cost(t, alphas[i], FEW / (double)t->n, &first[i]);
        least = fmin(least, cost[i]);
    }
    for (int i = 0; i < ALPHAS; i++) {
        weight[i] = exp((least - cost[i]) / 2);
        weight[i] = weight[i] < 0.02 ? 0 : weight[i]; /* not worth a pass over the series */
        sum += weight[i];
    }
    for (int i = 0; i < ALPHAS; i++)
        weight[i] /= sum;
}

void ses_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    static const double alphas[ALPHAS] = {0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.9};
    double level = 0, *weight = f->p, *first = f->p + ALPHAS;
    if (!f->is_done) {
        struct track t = track_of(c, p->z, n, reach(n, h));
        alphas_weigh(&t, alphas, weight, first);
    }
    f->is_done = true;
    for (int i = 0; i < ALPHAS; i++)
        level += weight[i] > 0 ? weight[i] * level_run(p->z, n, alphas[i], first[i]) : 0;
    for (size_t k = 0; k < h; k++)
        out[k] = level;
    with_season(p, n, h, out);
}

static double slope(const double *z, size_t n) /* least squares on what is known */
{
    double s = 0, st = 0, sy = 0, stt = 0, sty = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(z[t])) {
            double x = (double)t;
            s++, st += x, sy += z[t], stt += x * x, sty += x * z[t];
        }
    double d = s * stt - st * st;
    return d > 0 ? (s * sty - st * sy) / d : 0;
}

void theta_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    if (!f->is_done)
        f->p[0] = level_fit(c, p->z, n, 1, &f->p[1]);
    f->is_done = true;
    double level = level_run(p->z, n, f->p[0], f->p[1]), drift = slope(p->z, n) / 2;
    double lag = (1 - pow(1 - f->p[0], (double)n)) / f->p[0];
    for (size_t k = 0; k < h; k++)
        out[k] = level + drift * ((double)k + lag);
    with_season(p, n, h, out);
}

/* ---- damped trend, with or without its own moving season ----------------------------------------- */

struct holt {
    const struct past *p;
    const double *y;
    size_t n, cycle;
    enum season season;
    double level, trend, *index; /* starting values; index is scratch */
};

static void holt_start(struct ctx *c, struct holt *w, const struct past *p, size_t n, enum season season)
{
    size_t k = n < 2 * p->cycle + 8 ? n : 2 * p->cycle + 8;
    *w = (struct holt){.p = p, .n = n, .season = season};
    w->y = season == SEASON_NONE ? p->z : p->y;
    w->cycle = season == SEASON_NONE ? 1 : p->cycle;
    w->index = NEW_ARRAY(c, double, p->cycle);
    double sum = 0, seen = 0, at = 0;
    for (size_t t = 0; t < k; t++)
        if (!isnan(p->z[t]))
            sum += p->z[t], at += (double)t, seen++;
    w->trend = seen > 3 ? slope(p->z, k) : 0;
    w->level = seen > 0 ? sum / seen - w->trend * (at / seen + 1) : 0;
}

/* holt_pass where there is no season: most of the time of a forecast is spent here. */
static double flat_pass(const struct holt *w, const double *x, size_t n, double *level, double *trend)
{
    double l = w->level, b = w->trend, sse = 0, alpha = x[0], beta = x[0] * x[1], phi = x[2];
    for (size_t t = 0; t < n; t++) {
        double base = l + phi * b, e = isnan(w->y[t]) ? 0 : w->y[t] - base;
        sse += e * e;
        l = base + alpha * e;
        b = phi * b + beta * e;
    }
    *level = l, *trend = b;
    return sse;
}

/* Errors are one step ahead; x is alpha, beta / alpha, phi, gamma / (1 - alpha). Leaves the last states. */
static double holt_pass(struct holt *w, const double *x, size_t n, double *level, double *trend)
{
    if (w->season == SEASON_NONE)
        return flat_pass(w, x, n, level, trend);
    double l = w->level, b = w->trend, sse = 0, beta = x[0] * x[1], gamma = x[3] * (1 - x[0]);
    memcpy(w->index, w->p->index, w->cycle * sizeof *w->index);
    for (size_t t = 0, s = 0; t < n; t++, s = s + 1 == w->cycle ? 0 : s + 1) {
        double base = l + x[2] * b, i = w->index[s], e;
        if (isnan(w->y[t])) {
            l = base, b *= x[2];
            continue;
        }
        if (w->season == SEASON_TIMES) {
            e = w->y[t] - base * i;
            sse += e * e;
            double deep = fmax(fabs(base), 1e-9 + 0.05 * w->p->mean), part = e / fmax(i, w->p->least);
            l = base + x[0] * part;
            b = x[2] * b + beta * part;
            w->index[s] = fmax(w->p->least, i + gamma * e / deep);
        } else {
            e = w->y[t] - base - i;
            sse += e * e;
            l = base + x[0] * e;
            b = x[2] * b + beta * e;
            w->index[s] = i + gamma * e;
        }
    }
    *level = l, *trend = b;
    return sse;
}

static double holt_loss(const double *x, void *arg)
{
    struct holt *w = arg;
    double level, trend, off = log(x[0] / (1 - x[0])) - log(USUAL / (1 - USUAL));
    return holt_pass(w, x, w->n, &level, &trend) * exp(PULL_TREND * log1p(off * off) / (double)w->n);
}

/* The parameters that fit the first n values, into f->p: alpha, beta / alpha, phi, gamma, first level and trend. */
static void holt_fit(struct ctx *c, const struct past *p, struct fit *f, size_t n, enum season season)
{
    struct holt w;
    double low[] = {0.005, 0.001, 0.8, 0}, high[] = {0.99, 0.9, 0.98, 0.9}, start[] = {0.2, 0.1, 0.93, 0.1};
    holt_start(c, &w, p, n, season);
    minimise(holt_loss, &w, start, low, high, season == SEASON_NONE ? 3 : 4, season == SEASON_NONE ? 80 : 120);
    memcpy(f->p, start, sizeof start);
    f->p[4] = w.level, f->p[5] = w.trend;
    f->is_done = true;
}

static void holt_any(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out, enum season season)
{
    struct holt w;
    double level, trend;
    if (!f->is_done)
        holt_fit(c, p, f, n, season);
    holt_start(c, &w, p, n, season);
    w.level = f->p[4], w.trend = f->p[5];
    holt_pass(&w, f->p, n, &level, &trend);
    double sum = 0, power = 1;
    for (size_t k = 0; k < h; k++) {
        sum += power *= f->p[2];
        out[k] = level + sum * trend;
        double i = w.index[(n + k) % w.cycle];
        out[k] = season == SEASON_TIMES ? out[k] * i : season == SEASON_ADD ? out[k] + i : past_add(p, n + k, out[k]);
    }
}

/* The same on logarithms: a trend in percent. Values must be above 0. */
void growth_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    double *log_y = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        log_y[t] = p->y[t] > 0 ? log(p->y[t]) : NAN;
    struct past logs = past_read(c, log_y, n, f->is_done ? (size_t)f->p[6] : n, p->cycle, true);
    if (!f->is_done)
        f->p[6] = (double)n;
    holt_any(c, &logs, f, n, h, out, logs.season == SEASON_NONE ? SEASON_NONE : SEASON_ADD);
    for (size_t k = 0; k < h; k++)
        out[k] = exp(fmin(out[k], log(1e6 * (p->mean + 1))));
}

void damped_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    holt_any(c, p, f, n, h, out, SEASON_NONE);
}

double trend_evidence(struct ctx *c, const struct past *p)
{
    struct holt w;
    struct fit f;
    struct sums near, far;
    double level, trend, first, seen = 0;
    for (size_t t = 0; t < p->n; t++)
        seen += !isnan(p->z[t]);
    struct track track = track_of(c, p->z, p->n, 1);
    level_pass(&track, level_best(c, p->z, p->n, 1, 0, &first), &near, &far);
    double flat = sums_least(&near);
    holt_fit(c, p, &f, p->n, SEASON_NONE);
    holt_start(c, &w, p, p->n, SEASON_NONE);
    double bent = holt_pass(&w, f.p, p->n, &level, &trend);
    return flat > 0 && bent > 0 ? seen / 2 * log(flat / bent) - TREND_PARAMETERS : 0;
}

void winters_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    holt_any(c, p, f, n, h, out, p->season);
}
