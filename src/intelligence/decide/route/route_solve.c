/* intelligence/decide/route/route_solve.c - a wave from first plan to proven bound. */
#include "intelligence/decide/route/route_pool.h"
#include <math.h>
#include <stdlib.h>

enum { STEPS_CYCLE = 700000 }; /* an order, of one search from soft to hard limits */

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

/* The search gets the best plan. */
static void search_load(struct search *s, const struct route_result *best)
{
    for (int i = 0; i < s->r->n_order; i++)
        search_drop(s, i);
    for (int i = 0; i < s->r->n_order; i++)
        search_hold(s, i, &best->plan[i]);
}

static bool is_proven(const struct route_result *best) { return (double)best->cost - best->bound < 1; }

/* Choose among the plans of little regret, again and again from the best choice. */
static void choose(struct ctx *c, struct search *s, int64_t work, struct route_result *best)
{
    struct arena_mark mark = arena_mark(c->mem);
    struct pool *p = pool_make(c, s, best->plan);
    int64_t most = (int64_t)s->r->n_order * STEPS_CYCLE, cycles = (work + most - 1) / most;
    for (int64_t k = 0; k < cycles && !is_proven(best); k++) {
        p->work = work / cycles * 4 / 10;
        pool_melt(c, p, best);
        p->work = work / cycles * 6 / 10;
        pool_chain(c, p, best);
    }
    arena_reset(c->mem, mark);
}

/* A longer pass starts from what the last one found. */
static void pass(struct ctx *c, struct relax *x, struct search *s, int64_t work, struct route_result *best)
{
    bool first = !x->rounds;
    int64_t stop = x->work + work;
    route_bound(c, x, best->cost, work * 35 / 100);
    best->bound = x->bound;
    search_price(s);
    for (int k = 2; first && k <= 5 && !is_proven(best); k++)
        greedy(c, s, 0.25 * k, best);
    if (is_proven(best))
        return;
    choose(c, s, stop - x->work - work / 20, best);
    search_load(s, best);
    s->work = work / 20;
    route_anneal(c, s, 0.03, best);
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
    for (int64_t n = ROUTE_PASS; work > 0; work -= n, n *= 2) {
        pass(c, x, s, n < work ? n : work, out);
        if (is_proven(out) || (c->gone && c->gone(c)))
            break;
    }
    out->bound = fmin(x->bound, (double)out->cost);
    plans_name(x, out->plan);
}
