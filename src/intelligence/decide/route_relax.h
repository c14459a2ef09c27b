/* intelligence/decide/route_relax.h - the wave with its common limits priced: one small problem per order is left.
 *
 * A price vector holds [n_node x n_sku] for a unit of stock, [n_node] for a parcel, then one for each cut.
 * A slot is one (order, active quote, line): a quote is active where its node has a parcel and some of the goods.
 */
#pragma once
#include "intelligence/decide/route.h"

/* sum of unit x (units shipped) + use x (1 if any) over its terms <= most: true of every plan. */
struct relax_term {
    int slot;
    double unit, use;
};
struct relax_cut {
    struct relax_term *term;
    int n;
    double most;
    uint64_t mark; /* same terms, same mark */
};
struct relax_order {
    struct route_menu menu; /* of the active quotes; its arrays are its own */
    const struct route_order *of;
    const struct route_quote **quote; /* [menu.n_quote] */
    int slot;                         /* of quote 0, line 0 */
};
struct relax {
    const struct route *r;
    struct relax_order *order; /* [r->n_order] */
    int n_slot, n_limit;       /* n_limit: cells and nodes, what every plan must keep to */
    int *cell, *most;          /* [slot] node x n_sku + sku; units it could take, 0: not for cuts */
    double *unit, *use;        /* [slot] what the cuts add to a unit and to the first one */
    int *take;                 /* [slot] units in the last solution */
    double *mean, *mean_use;   /* [slot] units and chance of any, averaged over the last solutions */
    int *at, *slots;           /* slots of a cell: slots[at[cell] .. at[cell + 1]) */
    struct relax_cut *cut;     /* [CUTS_MOST] */
    int n_cut;
    int64_t work;              /* steps done */
};
enum { CUTS_MOST = 6000 };

struct relax *relax_make(struct ctx *c, const struct route *r);

/* The least total at these prices: a lower bound. `used` gets what that solution takes of each limit and cut. */
double relax_value(struct relax *x, const double *price, double *used);

/* What there is of limit or cut k. */
double relax_have(const struct relax *x, int k);

/* Add cuts that the averaged solution breaks; returns how many. Source: flow covers, Padberg, Van Roy, Wolsey 1985. */
int route_cuts_find(struct ctx *c, struct relax *x);
