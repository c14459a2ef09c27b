/* core/stat.h - distributions, order statistics and small linear systems for every stage.
 *
 * Own code: the well-kept C library for this (GSL) is GPL and purvey is MIT (doc/decision). Each function
 * is checked against published tables or a second formula in stat_test.c.
 */
#pragma once
#include "core/arena.h"

double stat_normal_cdf(double z);
double stat_normal_pdf(double z);
/* z with P(Z <= z) = q for q in (0, 1). Relative error below 1e-9. Source: Acklam 2003, one Halley step. */
double stat_normal_quantile(double q);

/* P(X <= x) for a gamma variable of this shape and scale 1. Source: Abramowitz & Stegun 6.5.29, Lentz 1976. */
double stat_gamma_cdf(double shape, double x);
/* x with P(X <= x) = q, by mean and variance of X (both > 0). Relative error below 1e-6.
 * Source: Wilson & Hilferty 1931 for the start, then Newton. */
double stat_gamma_quantile(double mean, double variance, double q);
/* P(X <= x) of a beta variable. Source: Abramowitz & Stegun 26.5.8, continued fraction. */
double stat_beta_cdf(double a, double b, double x);
/* Two-sided tail of Student's t: P(|T| >= |t|). */
double stat_t_tail(double t, double freedom);
/* t with P(T <= t) = q for q in (0, 1). Relative error below 1e-9. */
double stat_t_quantile(double q, double freedom);

void stat_sort(double *x, size_t n); /* ascending; no NAN */
/* The q-quantile of ascending x[n], n > 0: the order statistic of rank q (n + 1), interpolated (Weibull),
 * which covers q of the future of exchangeable data; beyond the ends the extreme value. */
double stat_quantile(const double *sorted, size_t n, double q);

/* Solve A x = b for symmetric positive definite A [n][n] (row-major); A becomes its Cholesky factor and b
 * the solution. false: A is not positive definite, and b is not to be used. */
bool stat_solve(double *a, double *b, size_t n);
/* The inverse of the matrix whose factor stat_solve left in `factor`, into inverse [n][n]. */
void stat_inverse(const double *factor, double *inverse, size_t n);

/* Round to `digits` significant digits: what is written out is the same on every machine. */
double stat_round(double x, int digits);

/* Seeded draws; `seed` moves on. */
double stat_draw_normal(uint64_t *seed);
double stat_draw_gamma(uint64_t *seed, double shape); /* scale 1; Marsaglia & Tsang 2000 */
int64_t stat_draw_poisson(uint64_t *seed, double mean);
int64_t stat_draw_negbin(uint64_t *seed, double mean, double size); /* variance = mean + mean^2 / size */
