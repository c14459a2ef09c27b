/* intelligence/decide/forecast/smooth_parts.h - the methods of smooth.c and the pieces they share. */
#pragma once
#include "intelligence/decide/forecast/smooth.h"

typedef void method_run(struct ctx *c, const struct past *p, struct fit *f, size_t n, size_t h, double *out);
method_run naive_run, mean_run, ses_run, theta_run, damped_run, winters_run, growth_run; /* smooth_level.c */
method_run tsb_run, croston_run, imapa_run;                                   /* smooth_zero.c */

/* The alpha of simple smoothing that fits z[n] for forecasts h ahead, and its first level. */
double level_fit(struct ctx *c, const double *z, size_t n, size_t h, double *first);
double level_run(const double *z, size_t n, double alpha, double first); /* the last level */
