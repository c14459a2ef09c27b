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
    int64_t most, ceiling;          /* largest order and position: what shelf life leaves; INT64_MAX: any */
    struct spread lead, ends;       /* demand of the lead time; of lead time and review */
    struct spread held;             /* demand until the times that holding and shortage are counted at */
    struct spread cycle;            /* demand of one review */
};

struct plan {
    int64_t reorder, quantity, up_to; /* quantity 0: order up to `up_to` */
    double cost;                      /* expected, per period */
    double service, fill;             /* reached */
    double safety;                    /* mean net stock when an order arrives */
};

/* The best order of fixed size: reorder at `reorder`, always `quantity` (or the fewest multiples above it). */
void rq_solve(const struct stock *s, struct plan *out);

/* The best reorder point and order-up-to level; review > 0 and cycle a table. */
void ss_solve(struct ctx *c, const struct stock *s, struct plan *out);

/* One order for one season: holding is the cost of a unit left over, penalty of a unit short; `held` is the
 * season's demand. cost is that of a season begun with nothing. */
void season_solve(const struct stock *s, struct plan *out);

/* What to order at this position (>= 0), within most, ceiling, least and pack. */
int64_t stock_order(const struct stock *s, const struct plan *p, int64_t position);
