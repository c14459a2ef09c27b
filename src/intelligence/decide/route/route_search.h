/* intelligence/decide/route/route_search.h - a plan that is being changed: who holds what, and at what regret.
 *
 * The money paid and the bound's prices of all that is held, less the least that an order can have at these prices,
 * is its regret: what all orders regret, and what scarce things are left over, is all that a plan exceeds the bound by.
 */
#pragma once
#include "intelligence/decide/route/route_relax.h"

struct search {
    struct relax *x;
    const struct route *r;
    int *left;   /* [n_limit] units by cell, parcels by node: what nobody holds */
    int *loose;  /* [n_limit] what no locked order holds */
    int *hold;   /* [slot] units */
    int *owner;  /* [slot] order */
    struct route_plan *plan; /* [n_order]; quotes are numbers in the menu */
    int64_t *order_cost, cost;
    double *least, *regret; /* [n_order] */
    int *sender_at, *sender, *n_sender; /* per node: orders with a parcel from it are sender[sender_at[node] ..] */
    uint64_t seed;
    int64_t work; /* inner steps left */
};

struct search *search_make(struct ctx *c, struct relax *x);

/* Take the bound's prices as they are now: what each order could have at least. */
void search_price(struct search *s);

/* What may be had, at `weight` times the bound's prices. */
struct route_shelf search_shelf(const struct search *s, const int *have, double weight);

/* Plan an order, which holds nothing, from a shelf and let it hold that; what is left may fall below zero. */
void search_put(struct search *s, int order, const struct route_shelf *shelf);

/* Have an order hold this plan; give back what it holds. */
void search_hold(struct search *s, int order, const struct route_plan *p);
void search_drop(struct search *s, int order);

/* Lock what an order holds (sign 1) or unlock it (-1). */
void search_lock(struct search *s, int order, int sign);

void route_plan_copy(struct route_plan *to, const struct route_plan *from);

/* Keep this plan if it is the best. */
void search_best(const struct search *s, struct route_result *best);

/* Change the plan for about s->work inner steps; the best goes to `best`. `heat`: share of an order's mean cost by
 * which a worse plan is accepted at first. */
void route_anneal(struct ctx *c, struct search *s, double heat, struct route_result *best);
