/* intelligence/decide/replenish/stock.h - one item's inventory problem, and the policies that solve it exactly.
 *
 * Position = on hand + on order - backorders. An order is placed when the position is at or below `reorder`.
 * Units   whole units; periods of the demand; money per unit and period. Unmet demand waits (backorders).
 * Source  Federgruen & Zheng 1992 (r,Q); Zheng & Federgruen 1991 (s,S); Zipkin 2000, chapter 6
 */
#pragma once
#include "intelligence/decide/forecast/spread.h"

struct stock {
    double fixed, holding, penalty; /* money per order; per unit and period; penalty 0: none */
    double service, fill;           /* least share of order cycles without stock-out, of demand met at once; 0: none */
    double rate;                    /* mean demand per period */
    double review;                  /* periods between looks; 0: always looking */
    int64_t least, pack;            /* smallest order, a multiple of pack */
    int64_t most;                   /* largest order: what sells in its shelf life; INT64_MAX: keeps for ever */
    double life, waste;             /* periods that goods keep; largest share of an order that may be expected to grow too old */
    struct spread lead, ends;       /* demand of the lead time; of lead time and review */
    struct spread held;             /* demand until the times that holding and shortage are counted at */
    struct spread cycle;            /* demand of one review */
    struct spread keeps;            /* demand from an order until what it brought is too old; with `most` */
};

struct plan {
    int64_t reorder, quantity, up_to; /* quantity 0: order up to `up_to` */
    double cost;                      /* expected, per period */
    double service, fill;             /* reached */
    double safety;                    /* mean net stock when an order arrives */
    double waste;                     /* share of what is ordered that is expected to grow too old */
};

/* What policies are compared by: first how far they stay below the goals, then their cost. */
struct merit {
    double lack, cost;
};
bool merit_better(struct merit a, struct merit b);

/* The best order of fixed size: reorder at `reorder`, always `quantity` (or the fewest multiples above it). */
void rq_solve(const struct stock *s, struct plan *out);

/* The best reorder point and order-up-to level; review > 0 and cycle a table. */
void ss_solve(struct ctx *c, const struct stock *s, struct plan *out);

/* One order for one season: holding is the cost of a unit left over, penalty of a unit short; `held` is the
 * season's demand. quantity, cost and what is reached are those of a season begun with nothing. */
void season_solve(const struct stock *s, struct plan *out);
/* Its order at this position: to the level `up`, or what moq and pack allow that costs least; 0 where none pays for itself. */
int64_t season_order(const struct stock *s, int64_t up, int64_t position);

/* Of an order of q that brings the position to y, the share expected to be left when it is too old: what was there
 * before it sells first. */
double stock_waste(const struct stock *s, int64_t y, double q);
/* The highest position that orders of q on average, never fewer than `least`, may bring. */
int64_t stock_ceiling(const struct stock *s, double q);

/* What to order at this position (>= 0), within most, least and pack. */
int64_t stock_order(const struct stock *s, const struct plan *p, int64_t position);
