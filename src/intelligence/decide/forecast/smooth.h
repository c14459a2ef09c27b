/* intelligence/decide/forecast/smooth.h - forecasts of one series by one method, with its parameters fitted once.
 *
 * A missing value (NAN) moves no state. Every method answers for any prefix of the series once it is fitted, so
 * a rolling origin costs one pass per origin and sees nothing after it.
 */
#pragma once
#include "core/arena.h"

enum season { SEASON_NONE, SEASON_ADD, SEASON_TIMES };

/* A series and what was learnt of its season from its first `n_fit` values. */
struct past {
    const double *y;  /* NAN: not known */
    size_t n;         /* values in all */
    size_t cycle;     /* periods in a season's cycle; 1: none */
    enum season season;
    double *index;    /* [cycle], by position modulo cycle: added to, or multiplying, the level */
    double kept;      /* share of the season's spread that noise does not explain */
    double *z;        /* y without its season */
    double seen;      /* known values it was learnt from */
    double zeros;     /* share of them that are 0 */
    bool positive;    /* no value below 0 */
    double mean;      /* of what is known */
    double drift;     /* its mean step in standard errors of that, without its sign */
    double least;     /* a factor of the season is at least this: a month without sales may yet have some */
};

enum { ALPHAS = 9, SMOOTH_PARAMETERS = 2 * ALPHAS };
struct fit {
    bool is_done;
    double p[SMOOTH_PARAMETERS];
};

/* By how much a damped trend makes a series likelier than a level alone: a logarithm. */
double trend_evidence(struct ctx *c, const struct past *p);

enum suit { FOR_ANY, FOR_SEASON, FOR_STEADY, FOR_GROWTH, FOR_ZEROS };
struct method {
    const char *name;
    const char *doc;
    /* Forecast out[h] from the first n values; fits `f` on them first when it is not done. */
    void (*run)(struct ctx *c, const struct past *past, struct fit *f, size_t n, size_t h, double *out);
    enum suit use; /* which series it is tried on */
    double prior; /* weight before any evidence: what pays over many series */
    double trend; /* how far it follows a trend: 0 not, 1 as far as one shows */
};
extern const struct method methods[]; /* ends with {0} */

/* Season and its removal, from the first n_fit values of y[n]; logs: y are logarithms, their season is added. */
struct past past_read(struct ctx *c, const double *y, size_t n, size_t n_fit, size_t cycle, bool logs);
double past_add(const struct past *p, size_t at, double level); /* the season back on a level at position `at` */
bool method_suits(const struct method *m, const struct past *p);

/* Minimise f over x[n] (n <= 6) within [low, high] by Nelder & Mead 1965; x is start and answer. */
void minimise(double (*f)(const double *x, void *arg), void *arg, double *x, const double *low, const double *high,
              size_t n, int evaluations);
