/* intelligence/decide/route/route_solve.c - a wave from first plan to proven bound. */
#include "intelligence/decide/route/route_search.h"
#include <math.h>
#include <stdlib.h>

static int order_cmp(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return x[0] < y[0] ? 1 : x[0] > y[0] ? -1 : x[1] > y[1] ? 1 : -1;
}

/* Put in every order, those first that matter most, and keep the plan if it is the best. */
static void greedy(struct ctx *c, struct search *s, double weight, struct route_result *best)
{
    const struct route *r = s->r;
    struct route_shelf left = search_shelf(s, s->left, weight);
    double *rank = NEW_ARRAY(c, double, 2 * r->n_order + 2);
    for (int i = 0; i < r->n_order; i++) {
        rank[2 * i] = r->order[i].priority, rank[2 * i + 1] = i;
        search_drop(s, i);
    }
    qsort(rank, (size_t)r->n_order, 2 * sizeof *rank, order_cmp);
    for (int i = 0; i < r->n_order; i++)
        search_put(s, (int)rank[2 * i + 1], &left);
    search_best(s, best);
}

/* Quotes by their numbers in the orders. */
static void plans_name(const struct relax *x, struct route_plan *plan)
{
    for (int i = 0; i < x->r->n_order; i++)
        for (int k = 0; k < plan[i].n; k++)
            plan[i].piece[k].quote = x->menu[i].quote[plan[i].piece[k].quote];
}

void route_solve(struct ctx *c, const struct route *r, int64_t work, struct route_result *out)
{
    struct relax *x = relax_make(c, r);
    struct search *s = search_make(c, x);
    *out = (struct route_result){NEW_ARRAY(c, struct route_plan, r->n_order + 1), r->n_order ? INT64_MAX : 0, 0};
    for (int i = 0; i < r->n_order; i++)
        out->plan[i].piece = NEW_ARRAY(c, struct route_piece, x->menu[i].n_quote * x->menu[i].n_line + 1);
    if (!r->n_order)
        return;
    greedy(c, s, 0, out);
    route_bound(c, x, out->cost, work * 3 / 10);
    out->bound = x->bound;
    search_price(s);
    for (int k = 2; k <= 5 && (double)out->cost - out->bound >= 1; k++)
        greedy(c, s, 0.25 * k, out);
    s->work = work / 2;
    route_anneal(c, s, 1, out);
    if ((double)out->cost - out->bound >= 1)
        route_bound(c, x, out->cost, work / 5);
    out->bound = fmin(x->bound, (double)out->cost);
    plans_name(x, out->plan);
}
