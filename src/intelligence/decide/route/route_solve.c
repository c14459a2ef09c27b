/* intelligence/decide/route/route_solve.c - a wave from first plan to proven bound. */
#include "intelligence/decide/route/route_master.h"
#include <math.h>
#include <stdlib.h>

enum {
    LISTS = 3,             /* times that plans are listed anew */
    STEPS_CYCLE = 2500000, /* an order, of one search from soft to hard limits */
};
/* Of a pass: the bound of whole orders; of listed plans; and of what is left, the search where limits are soft. */
static const double relax_share = 0.1, master_share = 0.24, melt_share = 0.4;

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

struct choice {
    struct search *s;
    struct route_result *best;
    int64_t bound_work, work; /* inner steps */
};
struct prices {
    double *best, *half; /* as in struct relax */
};

static struct prices prices_save(struct ctx *c, const struct relax *x)
{
    struct prices p = {NEW_ARRAY(c, double, x->n_limit + CUTS_MOST), NEW_ARRAY(c, double, HALVES_MOST)};
    memcpy(p.best, x->best, (size_t)(x->n_limit + CUTS_MOST) * sizeof(double));
    memcpy(p.half, x->half_price, HALVES_MOST * sizeof(double));
    return p;
}

static void prices_load(struct search *s, const struct prices *p)
{
    memcpy(s->x->best, p->best, (size_t)(s->x->n_limit + CUTS_MOST) * sizeof(double));
    memcpy(s->x->half_price, p->half, HALVES_MOST * sizeof(double));
    search_price(s);
}

/* The plans of little regret at the present prices; those prices give a bound. */
static struct pool *list(struct ctx *c, struct choice *t, const struct pool *old)
{
    struct relax *x = t->s->x;
    struct pool *p = pool_make(c, t->s, old, t->best->plan);
    x->bound = fmax(x->bound, p->bound);
    t->best->bound = x->bound;
    return p;
}

/* List plans, raise the bound by cuts of them, list anew at the new prices; then choose. Prices with halves and those before
 * take turns: neither always leads to the better choice. */
static enum status choose(struct ctx *c, void *arg)
{
    struct choice *t = arg;
    struct search *s = t->s;
    struct prices before = prices_save(c, s->x);
    struct pool *p = list(c, t, NULL);
    for (int k = 0; k < LISTS && !is_proven(t->best); k++) {
        struct master *m = master_make(c, p);
        master_raise(c, m, t->bound_work / LISTS);
        t->work -= m->work;
        search_price(s);
        p = list(c, t, p);
    }
    struct prices after = prices_save(c, s->x);
    prices_load(s, &before);
    struct pool *plain = list(c, t, p);
    int64_t most = (int64_t)s->r->n_order * STEPS_CYCLE, cycles = (t->work + most - 1) / most;
    for (int64_t k = 0; k < cycles && !is_proven(t->best); k++) {
        struct pool *in = k % 3 ? plain : p;
        prices_load(s, k % 3 ? &before : &after);
        pool_load(in, t->best->plan);
        in->work = (int64_t)(melt_share * (double)(t->work / cycles));
        pool_melt(c, in, t->best);
        in->work = (int64_t)((1 - melt_share) * (double)(t->work / cycles));
        pool_chain(c, in, t->best);
    }
    prices_load(s, &after);
    return OK;
}

/* A longer pass starts from what the last one found. */
static void pass(struct ctx *c, struct relax *x, struct search *s, int64_t work, struct route_result *best)
{
    bool first = !x->rounds;
    int64_t stop = x->work + work;
    if (first) /* later the lists know better */
        route_bound(c, x, best->cost, (int64_t)(relax_share * (double)work));
    best->bound = x->bound;
    search_price(s);
    for (int k = 2; first && k <= 5 && !is_proven(best); k++)
        greedy(c, s, 0.25 * k, best);
    struct choice t = {s, best, (int64_t)(master_share * (double)work), stop - x->work - work / 20};
    if (is_proven(best) || arena_apart(c, choose, &t) != OK || is_proven(best))
        return;
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
