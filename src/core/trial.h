/* core/trial.h - trials of one way against another: who is shown which, what may be concluded when, how many it takes.
 *
 * Shared by prices, recommendations and pages. An arm is told by its sums alone, so any store of events can give them:
 * y is what is measured per unit (a visitor), x what it is divided by (clicks / views) or what was known before (CUPED).
 * Intervals of `always` hold at every look, however often one looks; those of `once` at one look fixed in advance.
 * Source  Welch 1947; Deng et al. 2013 (CUPED); Waudby-Smith et al. 2023, eqs 9, 155, 161 (always)
 */
#pragma once
#include "core/ctx.h"

enum trial_metric { TRIAL_MEAN, TRIAL_RATIO, TRIAL_ADJUSTED /* mean, with what x foretold taken out */ };

struct trial_arm {
    int64_t n; /* units */
    double y, yy, x, xx, xy; /* sums of y, y^2, x, x^2, x y */
};
struct trial_interval {
    double low, high, p;
};
struct trial_effect {
    double mean[2];      /* of control and other */
    double difference;   /* other - control; relative: as a share of control */
    double sd;           /* of the difference */
    double freedom;      /* Welch's */
    struct trial_interval once, always;
};

/* Add one unit to an arm. */
void trial_add(struct trial_arm *a, double y, double x);

/* Which arm a unit belongs to: the same for ever, and unrelated between trials. `share` sums to 1 or less; the rest is
 * in no arm: -1. */
int trial_assign(struct str trial, struct str unit, const double *share, int n);

/* Compare. false: nothing can be said: an arm has fewer than two units, no variance, or (relative) a control of 0. */
bool trial_compare(enum trial_metric metric, const struct trial_arm *control, const struct trial_arm *other, bool relative, double alpha,
                   struct trial_effect *out);

/* The same for units that are few, like days or products: the interval of `always` is tightest at so many of them, both arms
 * together (trial_compare: 5000), and as valid. */
bool trial_compare_few(enum trial_metric metric, const struct trial_arm *control, const struct trial_arm *other, bool relative, double alpha,
                       double tightest, struct trial_effect *out);

/* P of units so far from the shares by chance; below 0.001 assignment or counting is broken, and no effect is to be believed. */
double trial_balance(const int64_t *units, const double *share, int n);

/* Units in both arms together for a difference of `difference` to be found with that power; `share`: of the other arm.
 * 0: never (no difference, no variance). */
double trial_size(double sd, double difference, double alpha, double power, double share);

/* The same until the interval that holds at every look excludes 0 on average. */
double trial_size_always(double sd, double difference, double alpha, double share);
