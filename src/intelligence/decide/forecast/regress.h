/* intelligence/decide/forecast/regress.h - sales as a base times the exponential of a few columns: quasi-Poisson regression.
 *
 * Zeros are taken as they are. Standard errors are widened for scatter beyond Poisson and for errors that follow
 * one another. Source  McCullagh & Nelder 1989, chapter 6; Newey & West 1987 for the latter's idea
 */
#pragma once
#include "core/arena.h"

enum { REGRESS_MAX = 16, REGRESS_FOLLOW = 60 };
struct regress {
    size_t n, k;       /* rows, columns */
    const double *y;   /* [n]; NAN rows are left out */
    const double *base; /* [n] > 0, or NULL: 1 */
    const double *x;   /* [n][k] */
    double ridge[REGRESS_MAX]; /* prior precision of each column's coefficient: pulls it to 0 */
    double taken;      /* freedom that finding the base took */
    size_t follow;     /* errors up to so many rows apart may go together, whatever their shape; 0: as those beside each other tell */
    double at[REGRESS_MAX], se[REGRESS_MAX];
    double dispersion, alike; /* of the errors: variance over mean; correlation with the one before */
    double seen;       /* rows used */
};
/* false: too few rows, or columns that cannot be told apart. */
bool regress_fit(struct regress *r);
