/* intelligence/decide/route/route_relax.h - the wave with its common limits priced: one small problem per order is left. */
#pragma once
#include "intelligence/decide/route/route_menu.h"

enum { CUTS_MOST = 6000, HALVES_MOST = 6000, HALF_ROWS = 12 };

/* sum of unit x (units shipped) + any x (1 if any) over its terms <= most: true of every plan. */
struct relax_term {
    int slot;
    double unit, any;
};
struct relax_cut {
    struct relax_term *term;
    int n;
    double most;
    uint64_t mark; /* same slots, same mark */
};
/* sum of (units of these rows, halved and rounded down) <= most: true of every plan. A row is a limit, or n_limit + an
 * order: one for any plan of that order. */
struct relax_half {
    int row[HALF_ROWS], n;
    double most;
    uint64_t mark; /* same rows, same mark */
};
struct relax {
    const struct route *r;
    struct route_menu *menu;  /* [n_order] */
    int n_slot, n_cell;       /* n_cell: nodes x SKUs */
    int n_limit;              /* cells and nodes: what every plan must keep to */
    int *cell, *most;         /* [slot] as in the menus; units it could take, 0: not for cuts */
    double *unit, *first;     /* [slot] what the cuts add to each unit and to the first */
    int *take;                /* [slot] units in the last solution */
    double *units, *any;      /* [slot] shipped, and chance of any: averages over the last solutions */
    int *at, *slots;          /* slots of a cell: slots[at[cell] .. at[cell + 1]) */
    struct relax_cut *cut;    /* [CUTS_MOST] */
    int n_cut;
    struct relax_half *half;  /* [HALVES_MOST] */
    double *half_price;       /* [HALVES_MOST] with the highest bound */
    int n_half;
    struct arena *mem;        /* of the cuts */
    double *best;             /* [n_limit + CUTS_MOST] prices of limits, then of cuts, with the highest bound */
    double bound;
    double *mean;             /* [n_limit + CUTS_MOST] what the last solutions take on average of each limit and cut */
    int rounds;               /* solutions so far */
    int64_t work;             /* inner steps done */
};

struct relax *relax_make(struct ctx *c, const struct route *r);

/* The least total at these prices: a lower bound. `used` gets what that solution takes of each limit and cut; the
 * averages move towards it by `newest` of the way. */
double relax_value(struct relax *x, const double *price, double *used, double newest);

/* Write x->mean of the cuts since number `from`. */
void relax_cuts_mean(struct relax *x, int from);

/* What there is of limit or cut k. */
double relax_have(const struct relax *x, int k);

/* Write x->unit and x->first from the prices of the cuts. */
void relax_cuts_price(struct relax *x, const double *price);

/* Add cuts that the averaged solution breaks; returns how many. Source: flow covers, Padberg, Van Roy, Wolsey 1985. */
int route_cuts_find(struct ctx *c, struct relax *x);

/* Raise x->bound until it proves `target` (the cost of a known plan), or no more, for about `work` inner steps. */
void route_bound(struct ctx *c, struct relax *x, int64_t target, int64_t work);
