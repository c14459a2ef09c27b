/* intelligence/decide/route.h - a wave of orders over stock and parcels: arrays in, pieces out.
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

/* What the Lagrangian relaxation knows: prices of scarce things, and a bound.
 * stock_price [n_node][n_sku], parcel_price [n_node]: minor units, >= 0, the first of `price`. */
struct route_dual {
    double *stock_price, *parcel_price;
    double bound;
    double *price; /* those of cuts are behind */
    struct relax *relax;
};
void route_dual_init(struct ctx *c, const struct route *r, struct route_dual *d);

/* Raise the bound by subgradient steps towards `target` (the cost of a known plan), for about `work` steps.
 * Continues from what `d` holds; the best prices stay in it. Source: Held, Wolfe, Crowder 1974. */
void route_bound(struct ctx *c, int64_t target, int64_t work, struct route_dual *d);

/* Find a cheap plan and a bound within about `work` inner steps. Feasible always: what fits nowhere is unfilled. */
void route_solve(struct ctx *c, const struct route *r, int64_t work, struct route_result *out);

/* One order at given prices: what route_assign decides on. A line is cut into parts (units) where some node has
 * some but not all of it; else it is one part. Arrays are [n_quote][n_line] or [n_line] or [n_quote]. */
struct route_menu {
    int n_quote, n_line;
    int *parts, *part_qty; /* [line] parts of it, units in each */
    double *price;         /* [quote][line] of one part from that quote's node; INFINITY where it has none */
    double *first;         /* [quote][line] on top of the first part, where lines are cut */
    int *room;             /* [quote][line] parts it can give */
    double *open;          /* [quote] of a parcel; INFINITY where none may leave */
    double *miss;          /* [line] of leaving one part out */
    int *take;             /* [quote][line] out: parts */
    int states;            /* product of (parts + 1) */
    bool cut;              /* some line has more than one part */
};
struct route_menu route_menu_make(struct ctx *c, const struct route *r);

/* What is left to give, and what it costs besides money. */
struct route_shelf {
    const int *stock, *capacity;              /* as in struct route */
    const double *stock_price, *parcel_price; /* NULL: nothing besides */
    double weight;                            /* of those prices */
    bool relax; /* a node with too few of a long line may promise all of it: for bounds only */
};
void route_menu_fill(const struct route *r, const struct route_order *o, const struct route_shelf *shelf,
                     struct route_menu *m);

/* Fill m->take at least total price and return that price.
 * Exact up to LINES_EXACT lines (dynamic programs over what is still to be sent). Beyond, the takes are a good
 * guess and the price returned is a lower bound of the least one. */
double route_assign(struct route_menu *m);

/* Inner steps that route_assign needs. */
int64_t route_assign_work(const struct route_menu *m);
