/* intelligence/decide/route.h - a wave of orders over stock and parcels: arrays in, pieces out.
 *
 * Units   money: int64 minor units; quantities: units; work: inner-loop steps, so that a run replays
 *         whatever the machine's speed (the capability turns a time limit into work)
 */
#pragma once
#include "core/arena.h"

enum { NO_NODE = -1, LINES_EXACT = 8 /* lines an order may have for the 3^lines dynamic program */ };

struct route_quote {
    int node;
    int64_t parcel; /* minor units for one parcel, lateness included */
    int64_t unit;   /* minor units for each unit in it */
};
struct route_line {
    int sku, qty;
};
struct route_order {
    struct route_line *line;
    int n_line;
    struct route_quote *quote;
    int n_quote;
    double priority; /* served first where all else is equal */
};
struct route {
    int n_node, n_sku, n_order;
    int *stock;    /* [n_node][n_sku] units that may be shipped (protected ones taken off) */
    int *capacity; /* [n_node] parcels this wave */
    struct route_order *order;
    int64_t unfilled; /* minor units per unit not shipped */
};

/* `qty` units of line `line` leave from quote `quote` of the order. Pieces with one quote are one parcel. */
struct route_piece {
    int line, quote, qty;
};
struct route_plan {
    struct route_piece *piece;
    int n, room;
};
struct route_result {
    struct route_plan *plan; /* [n_order] */
    int64_t cost;            /* of the best plan found */
    double bound;            /* no plan costs less */
};

/* What the Lagrangian relaxation knows: prices of scarce things, and a bound.
 * stock_price [n_node][n_sku], parcel_price [n_node]: minor units, >= 0. */
struct route_dual {
    double *stock_price, *parcel_price;
    double bound;
};
void route_dual_init(struct ctx *c, const struct route *r, struct route_dual *d);

/* Raise the bound by subgradient steps towards `target` (the cost of a known plan), for about `work` steps.
 * Continues from what `d` holds; the best prices stay in it. Source: Held, Wolfe, Crowder 1974. */
void route_bound(struct ctx *c, const struct route *r, int64_t target, int64_t work, struct route_dual *d);

/* Find a cheap plan and a bound within about `work` inner steps. Feasible always: what fits nowhere is unfilled. */
void route_solve(struct ctx *c, const struct route *r, int64_t work, struct route_result *out);

/* Give every line of an order to one quote (or NO_NODE) at least total price.
 *
 *   price [n_quote][n_line]  of the whole line from that quote's node; INFINITY where it cannot
 *   open  [n_quote]          of a parcel from it
 *   miss  [n_line]           of leaving the line out
 *   pick  [n_line]           out: index of the quote, or NO_NODE
 *
 * Returns the least price: exact up to LINES_EXACT lines (dynamic program over sets of lines); beyond that a
 * lower bound, and the picks are greedy. */
double route_assign(const struct route_order *o, const double *price, const double *open, const double *miss, int *pick);
