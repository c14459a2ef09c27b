/* intelligence/decide/route/route_melt.c - a choice of plans where limits are soft, and harden.
 *
 * An order at a time chooses anew: the plan whose cost, penalties for what is held twice and some noise are least. The
 * noise falls (annealing); in the second half the penalty of each limit that is still broken grows. So orders pass
 * through one another where searches among feasible plans are stuck. Source: Morris 1993 (breakout).
 */
#include "intelligence/decide/route/route_pool.h"
#include <math.h>

static const double hot = 0.1, cold = 0.02; /* noise at first and at last, of the mean cost of an order */
static const double wild_least = 0.5, wild_most = 2; /* a factor of noise and penalties, drawn for each search */
static const double penalty = 0.2;          /* at first, of that mean, besides the bound's price */
static const double harder = 1.02, harder_from = 0.4; /* growth a sweep; from this share of the work on */

enum { DRAWS = 4096 }; /* of noise, made beforehand */

struct melt {
    struct pool *p;
    double *draw;  /* [DRAWS] Gumbel: a plan is taken with a chance of exp(-v / noise) */
    double *fine;  /* [n_limit] for one unit too many */
    int *broken, *where, n_broken; /* limits; index of each in broken, or -1 */
};

static void broken_note(struct melt *t, const struct column *col)
{
    for (int i = 0; i < col->n_hold; i++) {
        int k = col->hold[i].limit;
        if (t->p->left[k] < 0 && t->where[k] < 0) {
            t->where[k] = t->n_broken;
            t->broken[t->n_broken++] = k;
        } else if (t->p->left[k] >= 0 && t->where[k] >= 0) {
            int moved = t->broken[--t->n_broken];
            t->broken[t->where[k]] = moved;
            t->where[moved] = t->where[k];
            t->where[k] = -1;
        }
    }
}

static double fines(const struct melt *t, const struct column *col)
{
    double v = 0;
    for (int i = 0; i < col->n_hold; i++) {
        int left = t->p->left[col->hold[i].limit], units = col->hold[i].units;
        int over = left < 0 ? units : units - left;
        v += over > 0 ? t->fine[col->hold[i].limit] * over : 0;
    }
    return v;
}

static void choose(struct melt *t, double noise)
{
    struct pool *p = t->p;
    int order = pool_below(p, p->s->r->n_order), draw = pool_below(p, DRAWS);
    if (t->n_broken && pool_below(p, 2)) {
        int k = t->broken[pool_below(p, t->n_broken)];
        order = p->holder[p->at[k] + pool_below(p, p->n_holder[k])].order;
    }
    int was = p->chosen[order], first = p->first[order], end = p->first[order + 1], to = was;
    double least = INFINITY;
    p->work -= 60;
    pool_book(p, order, -1);
    for (int k = first; k < end; k++) {
        double v = (double)p->column[k].cost + fines(t, &p->column[k]) + noise * t->draw[draw++ % DRAWS];
        p->work -= 3 + p->column[k].n_hold;
        if (v < least)
            least = v, to = k;
    }
    p->chosen[order] = to;
    pool_book(p, order, 1);
    if (to == was)
        return;
    broken_note(t, &p->column[was]);
    broken_note(t, &p->column[to]);
    if (!t->n_broken)
        pool_keep(p);
}

/* The search gets the chosen plans; who finds nothing left of what it chose is planned anew. */
static void mend(struct ctx *c, const struct pool *p, const int *chosen)
{
    struct search *s = p->s;
    struct route_shelf left = search_shelf(s, s->left, 0.5);
    int *late = NEW_ARRAY(c, int, s->r->n_order), n_late = 0;
    for (int i = 0; i < s->r->n_order; i++)
        search_drop(s, i);
    for (int i = 0; i < s->r->n_order; i++) {
        struct route_plan plan = pool_plan(p, chosen, i);
        if (pool_fits(&p->column[chosen[i]], s->left))
            search_hold(s, i, &plan);
        else
            late[n_late++] = i;
    }
    for (int k = 0; k < n_late; k++)
        search_put(s, late[k], &left);
}

void pool_melt(struct ctx *c, struct pool *p, struct route_result *best)
{
    int n = p->s->r->n_order, limits = p->s->x->n_limit;
    double wild = wild_least + (wild_most - wild_least) * rand_unit(&p->s->seed);
    double mean = (double)p->cost / n, work = (double)p->work;
    struct melt t = {p, NEW_ARRAY(c, double, DRAWS), NEW_ARRAY(c, double, limits + 1), NEW_ARRAY(c, int, limits + 1), NEW_ARRAY(c, int, limits + 1), 0};
    p->best_cost = INT64_MAX;
    for (int k = 0; k < DRAWS; k++)
        t.draw[k] = log(-log(rand_unit(&p->s->seed) + 0x1p-54));
    for (int k = 0; k < limits; k++)
        t.fine[k] = p->s->x->best[k] + penalty * wild * mean, t.where[k] = NO_NODE;
    for (int round = 0; p->work > 0 && !(round % 256 == 0 && c->gone && c->gone(c)); round++) {
        double done = 1 - (double)p->work / work;
        if (round % n == 0 && done > harder_from)
            for (int k = 0; k < t.n_broken; k++)
                t.fine[t.broken[k]] *= harder;
        choose(&t, hot * wild * mean * pow(cold / hot, done));
    }
    mend(c, p, p->chosen);
    search_best(p->s, best);
    if (p->best_cost < p->s->cost)
        mend(c, p, p->best);
    search_best(p->s, best);
    pool_load(p, p->s->plan);
}
