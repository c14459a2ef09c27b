/* intelligence/decide/forecast/minimise.c - the least of a function of a few variables in a box.
 *
 * Source  Nelder & Mead 1965; Lagarias et al. 1998 for the coefficients. A step outside the box lands on its side.
 */
#include "intelligence/decide/forecast/smooth.h"
#include <math.h>

enum { DIM = 6 };

struct simplex {
    double (*f)(const double *x, void *arg);
    void *arg;
    const double *low, *high;
    size_t n;
    int left; /* evaluations */
    double x[DIM + 1][DIM], v[DIM + 1];
};

static double value(struct simplex *s, double *x)
{
    for (size_t i = 0; i < s->n; i++)
        x[i] = fmax(s->low[i], fmin(s->high[i], x[i]));
    s->left--;
    double v = s->f(x, s->arg);
    return isfinite(v) ? v : 1e300;
}

static void sort(struct simplex *s) /* best first */
{
    for (size_t i = 1; i <= s->n; i++)
        for (size_t j = i; j > 0 && s->v[j] < s->v[j - 1]; j--) {
            double x[DIM], v = s->v[j];
            memcpy(x, s->x[j], sizeof x);
            memcpy(s->x[j], s->x[j - 1], sizeof x);
            memcpy(s->x[j - 1], x, sizeof x);
            s->v[j] = s->v[j - 1], s->v[j - 1] = v;
        }
}

/* The worst point moved through the centre of the others by `by`: value at x. */
static double move(struct simplex *s, const double *centre, double by, double *x)
{
    for (size_t i = 0; i < s->n; i++)
        x[i] = centre[i] + by * (centre[i] - s->x[s->n][i]);
    return value(s, x);
}

static void replace(struct simplex *s, const double *x, double v)
{
    memcpy(s->x[s->n], x, s->n * sizeof *x);
    s->v[s->n] = v;
}

static void draw_in(struct simplex *s)
{
    for (size_t k = 1; k <= s->n; k++) {
        for (size_t i = 0; i < s->n; i++)
            s->x[k][i] = 0.5 * (s->x[k][i] + s->x[0][i]);
        s->v[k] = value(s, s->x[k]);
    }
}

static void step(struct simplex *s)
{
    double centre[DIM] = {0}, near[DIM], far[DIM];
    for (size_t k = 0; k < s->n; k++)
        for (size_t i = 0; i < s->n; i++)
            centre[i] += s->x[k][i] / (double)s->n;
    double v = move(s, centre, 1, near);
    if (v < s->v[0]) {
        double w = move(s, centre, 2, far);
        replace(s, w < v ? far : near, fmin(v, w));
    } else if (v < s->v[s->n - 1]) {
        replace(s, near, v);
    } else {
        double w = move(s, centre, v < s->v[s->n] ? 0.5 : -0.5, far);
        if (w < fmin(v, s->v[s->n]))
            replace(s, far, w);
        else
            draw_in(s);
    }
    sort(s);
}

void minimise(double (*f)(const double *x, void *arg), void *arg, double *x, const double *low, const double *high,
              size_t n, int evaluations)
{
    struct simplex s = {.f = f, .arg = arg, .low = low, .high = high, .n = n, .left = evaluations};
    for (size_t k = 0; k <= n; k++) {
        memcpy(s.x[k], x, n * sizeof *x);
        if (k) {
            double width = 0.25 * (high[k - 1] - low[k - 1]);
            s.x[k][k - 1] += s.x[k][k - 1] + width > high[k - 1] ? -width : width;
        }
        s.v[k] = value(&s, s.x[k]);
    }
    sort(&s);
    while (s.left > 0 && s.v[n] - s.v[0] > 1e-7 * fabs(s.v[0]))
        step(&s);
    memcpy(x, s.x[0], n * sizeof *x);
}
