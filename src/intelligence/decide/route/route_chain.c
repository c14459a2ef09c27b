/* intelligence/decide/route/route_chain.c - a choice of plans where nothing is held twice, changed by chains.
 *
 * An order takes another of its plans; who held what that needs takes one in turn, for a few turns from anybody who
 * has not moved yet, then from what nobody holds. Worse choices are accepted with falling probability.
 * Source: Glover 1996 (ejection chains).
 */
#include "intelligence/decide/route/route_pool.h"
#include <math.h>

enum {
    OUT_MOST = 24, /* orders that move in one chain */
    TURNS = 3,     /* turns that may take from others: 2 to 2 + this - 1 */
    DRAWS = 16,    /* orders looked at to start from the one that regrets most */
};
static const double hot = 0.3, cold = 0.02; /* temperature at first and at last, of the mean cost of an order */

struct chain {
    struct pool *p;
    int order[OUT_MOST], was[OUT_MOST], n; /* who moves, and the column it had */
    int *moved, now;                       /* [n_order] number of the last chain that moved it; of this chain */
    int *loose;                            /* [n_limit] what those who took their new plan do not hold */
};

static int below(struct chain *y, int n)
{
    return pool_below(y->p, n);
}

static void move_out(struct chain *y, int order)
{
    y->order[y->n] = order;
    y->was[y->n++] = y->p->chosen[order];
    y->moved[order] = y->now;
    pool_book(y->p, order, -1);
}

static void lock(struct chain *y, int order, int sign)
{
    const struct column *col = &y->p->column[y->p->chosen[order]];
    for (int i = 0; i < col->n_hold; i++)
        y->loose[col->hold[i].limit] -= sign * col->hold[i].units;
}

/* Who holds too much of what the order took moves out; false: there was no room for all. */
static bool evict(struct chain *y, int order)
{
    struct pool *p = y->p;
    const struct column *col = &p->column[p->chosen[order]];
    for (int i = 0; i < col->n_hold; i++)
        for (int k = col->hold[i].limit; p->left[k] < 0;) {
            const struct holder *list = p->holder + p->at[k];
            int n = p->n_holder[k], at = below(y, n), tries = n;
            while (tries-- && y->moved[list[at].order] == y->now)
                at = at + 1 < n ? at + 1 : 0;
            if (tries < 0 || y->n == OUT_MOST)
                return false;
            move_out(y, list[at].order);
        }
    return true;
}

/* The column of the order that is cheapest at `weight` times the bound's prices; NO_NODE: none fits. */
static int column_find(struct pool *p, int order, double weight, const int *have)
{
    int found = NO_NODE;
    double least = INFINITY;
    for (int k = p->first[order]; k < p->first[order + 1]; k++) {
        const struct column *col = &p->column[k];
        double v = (double)col->cost + weight * col->besides;
        p->work -= 5;
        if (v < least && pool_fits(col, have))
            least = v, found = k;
    }
    return found;
}

/* The order, of a few at random, that regrets most, and another column for it; NO_NODE: it has none. */
static int start(struct chain *y, int *column)
{
    struct pool *p = y->p;
    int order = below(y, p->s->r->n_order);
    for (int k = below(y, DRAWS); k > 0; k--) {
        int other = below(y, p->s->r->n_order);
        order = p->column[p->chosen[other]].regret > p->column[p->chosen[order]].regret ? other : order;
    }
    int n = p->first[order + 1] - p->first[order], a = below(y, n), b = below(y, n);
    *column = p->first[order] + (a < b ? a : b); /* those of little regret are likelier */
    return *column == p->chosen[order] || !pool_fits(&p->column[*column], y->loose) ? NO_NODE : order;
}

/* False: the chain did not end. */
static bool turns(struct chain *y, int column)
{
    struct pool *p = y->p;
    int most = 2 + below(y, TURNS), done = 0;
    double weight = 0.6 + 0.6 * rand_unit(&p->s->seed);
    bool ends = true;
    for (; ends && done < y->n; done++) {
        int order = y->order[done], to = done ? column_find(p, order, weight, done < most ? y->loose : p->left) : column;
        if (to == NO_NODE)
            break;
        p->chosen[order] = to;
        pool_book(p, order, 1);
        lock(y, order, 1);
        ends = evict(y, order);
    }
    for (int i = 0; i < done; i++)
        lock(y, y->order[i], -1);
    ends = ends && done == y->n;
    for (int i = 0; !ends && i < done; i++)
        pool_book(p, y->order[i], -1);
    return ends;
}

static void undo(struct chain *y, bool booked)
{
    for (int i = 0; i < y->n; i++) {
        if (booked)
            pool_book(y->p, y->order[i], -1);
        y->p->chosen[y->order[i]] = y->was[i];
    }
    for (int i = 0; i < y->n; i++)
        pool_book(y->p, y->order[i], 1);
}

void pool_chain(struct ctx *c, struct pool *p, struct route_result *best)
{
    int n = p->s->r->n_order, column;
    struct chain y = {.p = p, .moved = NEW_ARRAY(c, int, n), .loose = NEW_ARRAY(c, int, p->s->x->n_limit + 1)};
    p->best_cost = INT64_MAX;
    pool_keep(p);
    double mean = (double)p->cost / n, work = (double)p->work;
    for (int k = 0; k < p->s->x->n_limit; k++)
        y.loose[k] = (int)relax_have(p->s->x, k);
    for (; p->work > 0 && !(y.now % 256 == 0 && c->gone && c->gone(c)); p->work -= 65 + 52 * y.n) {
        double heat = mean * hot * pow(cold / hot, 1 - (double)p->work / work);
        int64_t before = p->cost;
        y.n = 0, y.now++;
        int order = start(&y, &column);
        if (order == NO_NODE)
            continue;
        move_out(&y, order);
        bool ends = turns(&y, column);
        double worse = (double)(p->cost - before);
        if (!ends || (worse > 0 && worse > -heat * log(rand_unit(&p->s->seed) + 1e-300)))
            undo(&y, ends);
        else
            pool_keep(p);
    }
    for (int i = 0; i < n; i++) {
        struct route_plan plan = pool_plan(p, p->best_cost < best->cost ? p->best : p->chosen, i);
        if (p->best_cost < best->cost)
            route_plan_copy(&best->plan[i], &plan);
    }
    best->cost = p->best_cost < best->cost ? p->best_cost : best->cost;
}
