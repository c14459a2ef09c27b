/* intelligence/decide/route/route_menu.h - one order at given prices: what its nodes could send, and the best of it.
 *
 * A slot is one (order, active quote, line); a quote is active where its node may send a parcel and holds some of
 * the goods. A line is cut into units as long as the exact program can take that; else it moves whole.
 * Prices: [n_node][n_sku] of a unit of stock, then [n_node] of a parcel; minor units, >= 0.
 */
#pragma once
#include "intelligence/decide/route/route.h"

struct route_menu {
    const struct route_order *of;
    int n_line, n_quote, states; /* states: product of (parts + 1) */
    int slot;                    /* of quote 0, line 0; what is [quote][line] below starts there in slot arrays */
    int *quote;                  /* [quote] index in of->quote */
    int *parts, *part_qty;       /* [line] parts of it, units in each */
    int *cell, *most;            /* [quote][line] node x n_sku + sku; parts it could give with full stock */
    double *miss;                /* [line] of leaving one part out */
    /* what route_menu_price writes: */
    int *room;             /* [quote][line] parts it can give */
    double *price, *first; /* [quote][line] of a part; on top of the first one */
    double *open;          /* [quote] of a parcel; INFINITY where none may leave */
    /* what route_assign writes: */
    int *take;    /* [quote][line] parts */
    int64_t work; /* inner steps, added up */
};

/* What is left to give, and what it costs besides money. */
struct route_shelf {
    const int *stock, *capacity; /* as in struct route */
    const double *price;         /* of stock and parcels */
    const double *unit, *first;  /* [slot] besides, for each unit and for any */
    double weight;               /* of all those prices */
    bool full;                   /* all stock is there, and a line that moves whole may be promised where only some
                                    of it is: for bounds */
};

/* The menu of one order, with `slot` as its first slot. */
struct route_menu route_menu_make(struct ctx *c, const struct route *r, const struct route_order *o, int slot);
void route_menu_price(const struct route *r, const struct route_shelf *shelf, struct route_menu *m);

/* Fill m->take at least total price and return that price.
 * Exact up to LINES_EXACT lines (a dynamic program over what is still to be sent). Beyond, the takes are a good
 * guess and the price returned is a lower bound of the least one. */
double route_assign(struct route_menu *m);

/* Write up to `most` takes (of n_quote x n_line each) whose price is within `slack` of the least; returns how many.
 * None where there are more than LINES_EXACT lines. */
int route_assign_near(struct route_menu *m, double slack, int most, int *takes);
