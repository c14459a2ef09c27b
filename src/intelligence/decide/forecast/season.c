/* intelligence/decide/forecast/season.c - the season of a series: ratios or differences to its moving average, shrunk.
 *
 * Indices are pulled towards "no season" by the share of their spread that noise alone would give, so a series
 * without a season keeps none and needs no test.
 * Source  Miller & Williams 2003, shrinkage of seasonal factors; James & Stein 1961
 */
#include "intelligence/decide/forecast/smooth.h"
#include <math.h>

/* Noise counts this often, more where many values are 0: sums of few sales scatter more than their variance says. */
enum { WAVES = 4 };
static const double SHRINK = 1.4, SHRINK_ZEROS = 1.5;



/* Mean of what is known within half a cycle on either side; wider where nothing is known. */
static void moving_average(const double *y, size_t n, size_t cycle, double *out)
{
    size_t half = cycle / 2;
    bool even = cycle % 2 == 0;
    for (size_t t = 0; t < n; t++) {
        double sum = 0, weight = 0;
        size_t centre = t < half ? half : t + half >= n ? n - 1 - half : t;
        for (size_t k = centre - half; k <= centre + half; k++) {
            double w = even && (k == centre - half || k == centre + half) ? 0.5 : 1;
            if (!isnan(y[k]))
                sum += w * y[k], weight += w;
        }
        out[t] = weight > 0 ? sum / weight : NAN;
    }
}

/* Indices and their sampling noise; false: some position of the cycle was never seen. */
static bool raw_index(const double *y, const double *base, size_t n, size_t cycle, bool times, double *index, double *noise)
{
    double sum[2] = {0}, squares = 0, seen = 0, floor_share = 0;
    for (size_t s = 0; s < cycle; s++) {
        double up = 0, down = 0, k = 0;
        for (size_t t = s; t < n; t += cycle)
            if (!isnan(y[t]) && !isnan(base[t])) {
                up += times ? y[t] : y[t] - base[t];
                down += times ? base[t] : 1;
                k++;
            }
        if (k < 1 || !(down > 0))
            return false;
        index[s] = up / down;
        sum[0] += index[s];
        floor_share += down;
    }
    for (size_t s = 0; s < cycle; s++) {
        index[s] = times ? index[s] / (sum[0] / (double)cycle) : index[s] - sum[0] / (double)cycle;
        for (size_t t = s; t < n; t += cycle)
            if (!isnan(y[t]) && !isnan(base[t])) {
                double e = times ? y[t] - base[t] * index[s] : y[t] - base[t] - index[s];
                squares += e * e, seen++;
            }
    }
    double freedom = fmax(1, seen - (double)cycle), level = floor_share / fmax(seen, 1);
    *noise = squares / freedom * (double)cycle / fmax(seen, 1) / (times ? level * level : 1);
    return true;
}

static double shrink(double *index, size_t cycle, double centre, double noise)
{
    double spread = 0;
    for (size_t s = 0; s < cycle; s++)
        spread += (index[s] - centre) * (index[s] - centre) / (double)(cycle - 1);
    double keep = spread > 0 ? fmax(0, 1 - noise / spread) : 0;
    for (size_t s = 0; s < cycle; s++)
        index[s] = centre + keep * (index[s] - centre);
    return keep;
}

static double leftover(const double *y, const double *base, size_t n, size_t cycle, const double *index, bool times)
{
    double sum = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && !isnan(base[t])) {
            double e = y[t] - (times ? base[t] * index[t % cycle] : base[t] + index[t % cycle]);
            sum += e * e;
        }
    return sum;
}

/* Long cycles rest on few values a position: a smooth year (a few waves) and what stands out from it are drawn to
 * nothing apart, each by its own share of the noise. */
static double shrink_waves(struct ctx *c, double *index, size_t cycle, double centre, double noise)
{
    double *smooth = NEW_ARRAY(c, double, cycle), share = 2.0 * WAVES / (double)cycle;
    for (int k = 1; k <= WAVES; k++) {
        double a = 0, b = 0, turn = 2 * M_PI * k / (double)cycle;
        for (size_t s = 0; s < cycle; s++) {
            a += 2 * (index[s] - centre) * cos(turn * (double)s) / (double)cycle;
            b += 2 * (index[s] - centre) * sin(turn * (double)s) / (double)cycle;
        }
        for (size_t s = 0; s < cycle; s++)
            smooth[s] += a * cos(turn * (double)s) + b * sin(turn * (double)s);
    }
    for (size_t s = 0; s < cycle; s++)
        index[s] -= smooth[s];
    double rest = shrink(index, cycle, centre, noise * (1 - share)), wave = shrink(smooth, cycle, 0, noise * share);
    for (size_t s = 0; s < cycle; s++)
        index[s] += smooth[s];
    return fmax(rest, wave);
}

static void season_fit(struct ctx *c, struct past *p, size_t n, bool logs)
{
    double *base = NEW_ARRAY(c, double, n), *add = NEW_ARRAY(c, double, p->cycle), noise[2];
    double *times = NEW_ARRAY(c, double, p->cycle);
    moving_average(p->y, n, p->cycle, base);
    if (!raw_index(p->y, base, n, p->cycle, false, add, &noise[0]))
        return;
    bool can_times = !logs && p->positive && p->mean > 0 && raw_index(p->y, base, n, p->cycle, true, times, &noise[1]);
    bool is_times = can_times && leftover(p->y, base, n, p->cycle, times, true) <= 1.02 * leftover(p->y, base, n, p->cycle, add, false);
    p->index = is_times ? times : add;
    double doubtful = SHRINK + SHRINK_ZEROS * p->zeros;
    double centre = is_times ? 1 : 0, pull = doubtful * noise[is_times];
    double keep = p->cycle < 26 ? shrink(p->index, p->cycle, centre, pull) : shrink_waves(c, p->index, p->cycle, centre, pull);
    for (size_t s = 0; is_times && s < p->cycle; s++)
        p->index[s] = fmax(p->index[s], p->least);
    p->kept = keep;
    p->season = !(keep > 0) ? SEASON_NONE : is_times ? SEASON_TIMES : SEASON_ADD;
}

static void summarise(struct past *p, size_t n)
{
    double seen = 0, zeros = 0, sum = 0;
    p->positive = true;
    for (size_t t = 0; t < n; t++)
        if (!isnan(p->y[t])) {
            seen++, sum += p->y[t];
            zeros += p->y[t] == 0;
            p->positive = p->positive && p->y[t] >= 0;
        }
    p->seen = seen;
    p->zeros = seen > 0 ? zeros / seen : 0;
    p->mean = seen > 0 ? sum / seen : 0;
    p->least = p->zeros > 0.05 ? 0.2 : 0.01;
}

/* A random walk's is below 2 most of the time; noise around a level steps back again and is near 0. */
static double drift_of(const double *z, size_t n)
{
    double sum = 0, squares = 0, k = 0, last = NAN;
    for (size_t t = 0; t < n; t++) {
        double step = z[t] - last;
        if (!isnan(step))
            sum += step, squares += step * step, k++;
        last = isnan(z[t]) ? last : z[t];
    }
    double spread = k > 1 ? (squares - sum * sum / k) / (k - 1) : 0;
    return spread > 0 ? fabs(sum) / sqrt(k * spread) : sum != 0 ? INFINITY : 0;
}

struct past past_read(struct ctx *c, const double *y, size_t n, size_t n_fit, size_t cycle, bool logs)
{
    struct past p = {.y = y, .n = n, .cycle = cycle > 1 && n_fit >= 2 * cycle + 1 ? cycle : 1};
    summarise(&p, n_fit);
    p.z = NEW_ARRAY(c, double, n);
    p.index = NEW_ARRAY(c, double, p.cycle);
    if (p.cycle > 1)
        season_fit(c, &p, n_fit, logs);
    for (size_t t = 0; t < n; t++) {
        double i = p.index[t % p.cycle];
        p.z[t] = p.season == SEASON_TIMES ? y[t] / i : p.season == SEASON_ADD ? y[t] - i : y[t];
    }
    p.drift = drift_of(p.z, n);
    return p;
}

double past_add(const struct past *p, size_t at, double level)
{
    double i = p->index[at % p->cycle];
    return p->season == SEASON_TIMES ? level * i : p->season == SEASON_ADD ? level + i : level;
}
