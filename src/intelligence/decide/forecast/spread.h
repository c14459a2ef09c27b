/* intelligence/decide/forecast/spread.h - demand over some time as the three sums that inventory costs are made of.
 *
 * Units   whole units of stock; demand is never negative, save under the normal, which is taken as it is
 * Source  Zipkin 2000, Foundations of Inventory Management, C.2: F, G and G2 ("loss functions")
 */
#pragma once
#include "core/arena.h"

struct spread {
    double mean, sd;
    size_t n; /* table entries for y = 0 … n - 1; 0: a normal, by formula */
    double *pmf, *cdf, *loss, *loss2;
};

enum { SPREAD_ROOM = 1 << 18 }; /* entries; a wider demand is a normal, or is counted in bigger steps */

struct spread spread_normal(double mean, double sd);           /* sd 0: always the mean */
struct spread spread_poisson(struct ctx *c, double mean);      /* normal above SPREAD_ROOM / 2 */
struct spread spread_negbin(struct ctx *c, double mean, double variance); /* variance > mean */
struct spread spread_rounded(struct ctx *c, double mean, double sd); /* a normal to whole units, below 0 is 0 */
struct spread spread_pmf(struct ctx *c, const double *pmf, size_t n); /* sums to 1 */

/* Demand of two independent times; of either of two times, the first with chance `w`. */
struct spread spread_sum(struct ctx *c, const struct spread *a, const struct spread *b);
struct spread spread_mix(struct ctx *c, const struct spread *a, double w, const struct spread *b);

double spread_cdf(const struct spread *s, int64_t y);   /* P(D <= y) */
double spread_loss(const struct spread *s, int64_t y);  /* E[(D - y)+] */
double spread_loss2(const struct spread *s, int64_t y); /* the sum (normal: integral) of loss above y */
/* The smallest y with P(D <= y) >= q. */
int64_t spread_quantile(const struct spread *s, double q);
