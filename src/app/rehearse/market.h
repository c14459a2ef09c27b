/* app/rehearse/market.h - demand as a simulated shop has it: what sells of a good on a day, and a buyer who reorders.
 *
 * Demand of a good is negative binomial around rate x trend x weekday x time of year x (price / usual)^elasticity x promotion.
 * All chance comes from `seed`: the same seed draws the same.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct season { /* what the goods of one category share */
    double elasticity, week[7], year, peak; /* year: share that the time of year moves; peak: day of it */
};
struct good {
    double price, cost, rate; /* usual price; units a day at it */
    double elasticity, lift, trend, size; /* lift: log of a promotion's; trend: log a day; size: of the negative binomial */
    int lead;                 /* days until a new order comes, at least */
    double asked, stock, coming, wait; /* as the days go by */
};

void season_draw(uint64_t *seed, struct season *out);
/* What the good does; price, cost and rate are given. */
void good_draw(uint64_t *seed, const struct season *k, struct good *g);
/* Expected units on `day` since 1970-01-01, which is day `t` of the history, at `price`. */
double good_mean(const struct season *k, const struct good *g, int64_t day, int64_t t, double price, bool promo);
/* The day ends: what is on its way comes nearer, and where too little is left six weeks' sales are ordered. */
void good_restock(uint64_t *seed, struct good *g);
