/* intelligence/decide/forecast/smooth_zero.c - demand with many zeros: TSB, Croston with its bias removed, aggregation.
 *
 * Source  Teunter, Syntetos & Babai 2011 (TSB); Syntetos & Boylan 2005 (SBA); Petropoulos & Kourentzes 2015 (IMAPA)
 */
#include "intelligence/decide/forecast/smooth_parts.h"
#include <math.h>

/* A season added to zeros is no season of theirs: only a factor is taken out. */
static const double *values(const struct past *p) { return p->season == SEASON_ADD ? p->y : p->z; }

static void spread_out(const struct past *p, size_t n, size_t h, double level, double *out)
{
    for (size_t k = 0; k < h; k++)
        out[k] = p->season == SEASON_ADD ? level : past_add(p, n + k, level);
}

static double size_mean(const double *z, size_t n, double *chance)
{
    double sum = 0, hits = 0, seen = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(z[t])) {
            seen++;
            if (z[t] != 0)
                hits++, sum += z[t];
        }
    *chance = seen > 0 ? hits / seen : 0;
    return hits > 0 ? sum / hits : 0;
}

/* Chance of a sale and its size, each smoothed; the sum of squared errors on the way. */
static double tsb_pass(const double *z, size_t n, double a, double b, double *chance, double *size)
{
    double sse = 0, p = *chance, s = *size;
    for (size_t t = 0; t < n; t++) {
        if (isnan(z[t]))
            continue;
        double e = z[t] - p * s;
        sse += e * e;
        p += a * ((z[t] != 0) - p);
        if (z[t] != 0)
            s += b * (z[t] - s);
    }
    *chance = p, *size = s;
    return sse;
}

void tsb_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    static const double grid[] = {0.02, 0.05, 0.1, 0.2};
    (void)c;
    const double *z = values(p);
    if (!f->is_done) {
        double best = INFINITY, chance, size = size_mean(z, n, &chance);
        f->p[2] = chance, f->p[3] = size;
        for (int i = 0; i < 16; i++) {
            double x = chance, s = size, sse = tsb_pass(z, n, grid[i / 4], grid[i % 4], &x, &s);
            double a = log(grid[i / 4] / 0.1), b = log(grid[i % 4] / 0.1); /* drawn to the usual 0.1, as in level_fit */
            double cost = (double)n * log(sse + 1e-300) + 2 * (a * a + b * b);
            if (cost < best)
                best = cost, f->p[0] = grid[i / 4], f->p[1] = grid[i % 4];
        }
        f->is_done = true;
    }
    double chance = f->p[2], size = f->p[3];
    tsb_pass(z, n, f->p[0], f->p[1], &chance, &size);
    spread_out(p, n, h, chance * size, out);
}

void croston_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    (void)c, (void)f;
    const double *z = values(p), a = 0.1;
    double chance, size = size_mean(z, n, &chance), gap = chance > 0 ? 1 / chance : 0, since = 0;
    for (size_t t = 0; t < n; t++) {
        since += !isnan(z[t]);
        if (!isnan(z[t]) && z[t] != 0) {
            size += a * (z[t] - size);
            gap += a * (since - gap);
            since = 0;
        }
    }
    spread_out(p, n, h, gap > 0 ? (1 - a / 2) * size / gap : 0, out);
}

enum { WIDTHS = 8 }; /* of time at most */

/* Sums of `width` values that end at n; a sum with gaps is scaled up, one of gaps only is a gap. */
static size_t bucket(const double *z, size_t n, size_t width, double *out)
{
    size_t k = n / width;
    for (size_t i = 0; i < k; i++) {
        double sum = 0, seen = 0;
        for (size_t t = n - (k - i) * width; t < n - (k - i - 1) * width; t++)
            if (!isnan(z[t]))
                sum += z[t], seen++;
        out[i] = seen > 0 ? sum * (double)width / seen : NAN;
    }
    return k;
}

void imapa_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out)
{
    struct arena_mark mark = arena_mark(c->mem);
    const double *z = values(p);
    double chance, *sums = NEW_ARRAY(c, double, n), total = 0, first;
    size_mean(z, n, &chance);
    size_t widest = chance > 0 ? (size_t)fmin(round(1 / chance) + 1, fmax(1, (double)n / 4)) : 1, used = 0;
    for (size_t w = 1; w <= widest && w <= WIDTHS; w++, used++) {
        size_t k = bucket(z, n, w, sums);
        double alpha = level_fit(c, sums, k, (h + w - 1) / w, &first);
        total += level_run(sums, k, alpha, first) / (double)w;
    }
    arena_reset(c->mem, mark);
    (void)f;
    spread_out(p, n, h, used ? total / (double)used : 0, out);
}
