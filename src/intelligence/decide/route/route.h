/* intelligence/decide/route/route.h - a wave of orders over stock and parcels: arrays in, pieces out.
 *
 * Units   money: int64 minor units; quantities: units; work: inner-loop steps, so that a run replays
 *         whatever the machine's speed (the capability turns a time limit into work)
 */
#pragma once
#include "core/arena.h"

enum {
    NO_NODE = -1,
    LINES_EXACT = 8,   /* lines an order may have for the exact program */
    STATES = 256,      /* and what may still be to be sent: product of (parts + 1) */
    ROUTE_PASS = 1000000000, /* inner steps of the first pass: about a second. The next takes twice as many, and so on */
    MENU_QUOTES = 256, /* quotes an order may have; the cheapest are kept */
};

struct route_quote {
    int node;
    int64_t parcel; /* minor units for one parcel, lateness included */
    int64_t unit;   /* minor units for each unit in it */
    int64_t late;   /* part of `parcel` */
    double days;    /* until delivery; NAN: not said */
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

/* One entry for each line and quote that ships: `qty` units of line `line` leave from quote `quote`.
 * Pieces with one quote are one parcel. */
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

/* Find a cheap plan and a bound within about `work` inner steps. Feasible always: what fits nowhere is unfilled. */
void route_solve(struct ctx *c, const struct route *r, int64_t work, struct route_result *out);
