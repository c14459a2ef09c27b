/* intelligence/decide/forecast/forecast_share.c - the combination of methods that errs least over a whole category.
 *
 * One item's past says little about which methods to combine; that of hundreds does, and also which methods err
 * together. Weights are not below 0 and sum to 1 (Breiman 1996, stacked regressions), found by exponentiated
 * gradient steps (Kivinen & Warmuth 1997).
 */
#include "intelligence/decide/forecast/forecast.h"
#include <math.h>

enum { ITEMS_LEAST = 20, ROUNDS = 2000 };
static const double RIDGE = 0.02; /* of the mean error: draws to an even share */
static const double PACE = 1; /* above 2, opposite methods would swing */

typedef double products[METHODS_MAX][METHODS_MAX];

static unsigned tried(const struct trial *t)
{
    return t->origins && t->scale2 > 0 ? trial_methods(t) : 0;
}

/* The root of its methods' mean square error, a mean over them: an item whose demand springs counts by it, not by its
 * square. */
static double root_error(const struct trial *t)
{
    double sum = 0, k = 0;
    unsigned set = trial_methods(t);
    for (int i = 0; methods[i].name; i++)
        if (set >> i & 1)
            sum += sqrt(t->mse[i]), k++;
    return fmax(k > 0 ? sum / k : 0, 1e-3 * sqrt(t->scale2));
}

/* Add the products of the methods' errors, each item's by its own scale. */
static void products_add(const struct trial *t, products sum)
{
    double seen = 0;
    products one = {{0}};
    for (size_t k = 0; k < t->origins * t->steps; k++) {
        if (isnan(t->actual[k]))
            continue;
        seen++;
        for (int i = 0; methods[i].name; i++)
            for (int j = 0; t->guess[i] && j <= i; j++)
                if (t->guess[j])
                    one[i][j] += (t->actual[k] - t->guess[i][k]) * (t->actual[k] - t->guess[j][k]);
    }
    double typical = root_error(t);
    for (int i = 0; i < METHODS_MAX && seen > 0; i++)
        for (int j = 0; j <= i; j++)
            sum[i][j] += one[i][j] / (seen * sqrt(t->scale2) * typical);
}

static void share_out(double *w)
{
    double sum = 0;
    for (int i = 0; i < METHODS_MAX; i++)
        sum += w[i];
    for (int i = 0; i < METHODS_MAX; i++)
        w[i] /= sum;
}

/* The weights w of the methods in `set` with the least w' p w. */
static void weights_solve(products p, unsigned set, double *w)
{
    double trace = 0, n = 0;
    for (int i = 0; i < METHODS_MAX; i++) {
        bool in = set >> i & 1;
        w[i] = in ? methods[i].prior : 0;
        trace += in ? p[i][i] : 0, n += in;
        for (int j = 0; j < i; j++)
            p[j][i] = p[i][j];
    }
    for (int i = 0; i < METHODS_MAX; i++)
        p[i][i] += set >> i & 1 ? RIDGE * trace / n : 0;
    share_out(w);
    for (int round = 0; round < ROUNDS && trace > 0; round++) {
        double slope[METHODS_MAX] = {0}, value = 0;
        for (int i = 0; i < METHODS_MAX; i++)
            for (int j = 0; j < METHODS_MAX; j++)
                slope[i] += p[i][j] * w[j];
        for (int i = 0; i < METHODS_MAX; i++)
            value += slope[i] * w[i];
        for (int i = 0; i < METHODS_MAX; i++)
            w[i] *= exp(fmin(PACE * (value - slope[i]) / (trace / n), 50));
        share_out(w);
    }
}

void trials_share(struct ctx *c, struct trial **trial, size_t n)
{
    bool *done = NEW_ARRAY(c, bool, n + 1);
    for (size_t a = 0; a < n; a++) {
        unsigned set = done[a] ? 0 : tried(trial[a]);
        size_t items = 0;
        products sum = {{0}};
        for (size_t b = a; b < n && set; b++)
            if (tried(trial[b]) == set) {
                done[b] = true, items++;
                products_add(trial[b], sum);
            }
        if (items < ITEMS_LEAST)
            continue;
        double *w = NEW_ARRAY(c, double, METHODS_MAX);
        weights_solve(sum, set, w);
        for (size_t b = a; b < n; b++)
            if (tried(trial[b]) == set)
                trial[b]->shared = w;
    }
}
