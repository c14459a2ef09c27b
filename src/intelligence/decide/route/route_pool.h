/* intelligence/decide/route/route_pool.h - the few plans of each order that a good wave is made of, one of them chosen.
 *
 * At the bound's prices each order has a best plan, and what a plan costs above it is regret. A good wave regrets
 * little in sum, so each of its orders regrets little: a handful of plans per order is enough to look at.
 */
#pragma once
#include "core/rand.h"
#include "intelligence/decide/route/route_search.h"

struct hold {
    int limit, units; /* limit: a cell, or n_cell + a node */
    int at;           /* while its column is chosen: where in the limit's list of holders */
};
struct holder {
    int order;
    struct hold *hold;
};
struct column {
    struct route_piece *piece; /* quotes are numbers in the menu */
    struct hold *hold;         /* what the pieces take */
    int order, n_piece, n_hold;
    int64_t cost;
    double besides, regret; /* at the bound's prices */
    double share;           /* in the average of the master's last solutions */
};
struct pool {
    struct search *s;
    struct column *column; /* those of order i are column[first[i]] .. column[first[i + 1] - 1]; the last is its own: */
    int *first;            /* [n_order + 1] any plan that pool_load gives it */
    int *chosen, *best;    /* [n_order] columns; of the cheapest feasible choice seen */
    int *left;             /* [n_limit] below zero: held twice */
    struct holder *holder;       /* per limit: those that hold some are holder[at[limit]] .., n_holder[limit] of them */
    int *at, *n_holder;
    int64_t cost, best_cost;     /* best_cost INT64_MAX: no feasible choice seen */
    int64_t work;                /* inner steps left */
    double bound;                /* no plan costs less: of all plans, not only these */
};

/* What a plan of the order is, costs and holds; halves are not priced. */
void column_set(const struct pool *p, int order, const struct route_plan *plan, struct column *col);

/* The plans with the least regret at the prices of s->x, those of `old` (or NULL), and `start` as each order's own and
 * chosen. s->least must be of these prices (search_price). */
struct pool *pool_make(struct ctx *c, struct search *s, const struct pool *old, const struct route_plan *start);

/* Choose these plans, as each order's own. */
void pool_load(struct pool *p, const struct route_plan *plan);

/* Book what an order's chosen column holds (sign 1) or give it back (-1). */
void pool_book(struct pool *p, int order, int sign);

static inline bool pool_fits(const struct column *col, const int *have)
{
    for (int i = 0; i < col->n_hold; i++)
        if (have[col->hold[i].limit] < col->hold[i].units)
            return false;
    return true;
}

/* Chance: 0 .. n - 1. */
static inline int pool_below(struct pool *p, int n)
{
    return (int)((rand_next(&p->s->seed) >> 32) * (uint64_t)n >> 32);
}

/* Remember this choice if it is the cheapest. */
void pool_keep(struct pool *p);

/* The chosen plan of an order. */
struct route_plan pool_plan(const struct pool *p, const int *chosen, int order);

/* Search where a limit may be broken at a penalty that grows until none is; what is left broken is planned anew.
 * What that ends with is chosen. */
void pool_melt(struct ctx *c, struct pool *p, struct route_result *best);

/* Search where an order takes a column from whoever holds it, who takes another, until nobody lost. */
void pool_chain(struct ctx *c, struct pool *p, struct route_result *best);
