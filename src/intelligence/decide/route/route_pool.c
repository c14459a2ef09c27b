/* intelligence/decide/route/route_pool.c - the plans of least regret of every order, and who holds what of them. */
#include "intelligence/decide/route/route_pool.h"
#include <math.h>
#include <stdlib.h>

enum {
    NEAR = 512,        /* plans of an order that are listed */
    COLUMNS_MOST = 40, /* and kept */
};

struct listing {
    struct pool *p;
    struct route_plan plan; /* as large as any */
    int *takes;             /* [NEAR][slots] */
    LIST(struct column) columns;
};

/* What a plan in the pool may regret: half the mean cost of an order, less in large waves, where unlucky orders find
 * more that is nearly as good. */
static double near_regret(const struct search *s)
{
    double n = s->r->n_order;
    return fmin(0.5, 0.25 * sqrt(1000 / n)) * (double)s->cost / n;
}

static bool plan_opened(const struct route_plan *plan, int n)
{
    for (int i = 0; i < n; i++)
        if (plan->piece[i].quote == plan->piece[n].quote)
            return true;
    return false;
}

static void column_set(struct pool *p, int order, const struct route_plan *plan, struct column *col)
{
    const struct search *s = p->s;
    const struct route_menu *m = &s->x->menu[order];
    col->cost = 0, col->besides = 0, col->n_piece = plan->n, col->n_hold = 0;
    for (int l = 0; l < m->n_line; l++)
        col->cost += s->r->unfilled * m->of->line[l].qty;
    for (int i = 0; i < plan->n; i++) {
        struct route_piece piece = plan->piece[i];
        const struct route_quote *q = &m->of->quote[m->quote[piece.quote]];
        int k = piece.quote * m->n_line + piece.line;
        col->piece[i] = piece;
        col->cost += (q->unit - s->r->unfilled) * piece.qty;
        col->besides += piece.qty * (s->x->best[m->cell[k]] + s->x->unit[m->slot + k]) + s->x->first[m->slot + k];
        col->hold[col->n_hold++] = (struct hold){m->cell[k], piece.qty};
        if (plan_opened(plan, i))
            continue;
        col->cost += q->parcel;
        col->besides += s->x->best[s->x->n_cell + q->node];
        if (s->r->capacity[q->node] < s->r->n_order) /* else it is no limit */
            col->hold[col->n_hold++] = (struct hold){s->x->n_cell + q->node, 1};
    }
    col->regret = (double)col->cost + col->besides - s->least[order];
}

static void column_add(struct ctx *c, struct listing *y, int order, const struct route_plan *plan, int room)
{
    struct column col = {.piece = NEW_ARRAY(c, struct route_piece, room + 1), .hold = NEW_ARRAY(c, struct hold, 2 * room + 1)};
    column_set(y->p, order, plan, &col);
    *LIST_ADD(c, &y->columns) = col;
}

static int column_cmp(const void *a, const void *b)
{
    const struct column *x = a, *y = b;
    return x->regret < y->regret ? -1 : x->regret > y->regret;
}

/* The plan that these takes are; false: one promises more than there is. */
static bool takes_plan(const struct route *r, const struct route_menu *m, const int *takes, struct route_plan *plan)
{
    plan->n = 0;
    for (int q = 0, k = 0; q < m->n_quote; q++)
        for (int l = 0; l < m->n_line; l++, k++) {
            int units = takes[k] * m->part_qty[l];
            if (units > r->stock[m->cell[k]])
                return false;
            if (units)
                plan->piece[plan->n++] = (struct route_piece){l, q, units};
        }
    return true;
}

static void order_list(struct ctx *c, struct listing *y, int order, const struct route_plan *start)
{
    struct search *s = y->p->s;
    struct route_menu *m = &s->x->menu[order];
    struct route_shelf all = search_shelf(s, s->left, 1);
    int slots = m->n_quote * m->n_line, n = 0;
    double slack = near_regret(s);
    size_t first = y->columns.n;
    all.full = true;
    route_menu_price(s->r, &all, m);
    do
        n = route_assign_near(m, slack, NEAR, y->takes);
    while (n == NEAR && (slack /= 2) > 1);
    for (int k = 0; k < n; k++)
        if (takes_plan(s->r, m, y->takes + k * slots, &y->plan))
            column_add(c, y, order, &y->plan, y->plan.n);
    if (y->columns.n > first)
        qsort(y->columns.at + first, y->columns.n - first, sizeof *y->columns.at, column_cmp);
    if (y->columns.n > first + COLUMNS_MOST)
        y->columns.n = first + COLUMNS_MOST;
    column_add(c, y, order, start, slots);
    y->p->work -= m->work + 200 * n;
    m->work = 0;
}

static void holders_make(struct ctx *c, struct pool *p)
{
    const struct relax *x = p->s->x;
    p->at = NEW_ARRAY(c, int, x->n_limit + 2), p->n_holder = NEW_ARRAY(c, int, x->n_limit + 1);
    for (int i = 0; i < p->s->r->n_order; i++) {
        const struct route_menu *m = &x->menu[i];
        for (int k = 0; k < m->n_quote * m->n_line; k++)
            p->at[m->cell[k] + 1]++;
        for (int q = 0; q < m->n_quote; q++)
            p->at[x->n_cell + m->of->quote[m->quote[q]].node + 1]++;
    }
    for (int k = 0; k < x->n_limit; k++)
        p->at[k + 1] += p->at[k];
    p->holder = NEW_ARRAY(c, int, p->at[x->n_limit] + 1);
}

struct pool *pool_make(struct ctx *c, struct search *s, const struct route_plan *start)
{
    struct pool *p = NEW(c, struct pool);
    int n = s->r->n_order, room = 0;
    *p = (struct pool){.s = s, .first = NEW_ARRAY(c, int, n + 1), .chosen = NEW_ARRAY(c, int, n), .best = NEW_ARRAY(c, int, n),
                       .left = NEW_ARRAY(c, int, s->x->n_limit + 1), .best_cost = INT64_MAX};
    for (int i = 0; i < n; i++) {
        int slots = s->x->menu[i].n_quote * s->x->menu[i].n_line;
        room = slots > room ? slots : room;
    }
    struct listing y = {.p = p, .takes = NEW_ARRAY(c, int, (size_t)NEAR * (size_t)room + 1)};
    y.plan.piece = NEW_ARRAY(c, struct route_piece, room + 1);
    holders_make(c, p);
    for (int k = 0; k < s->x->n_limit; k++)
        p->left[k] = (int)relax_have(s->x, k);
    for (int i = 0; i < n; i++) {
        order_list(c, &y, i, &start[i]);
        p->first[i + 1] = (int)y.columns.n;
    }
    p->column = y.columns.at;
    for (int i = 0; i < n; i++) {
        p->chosen[i] = p->first[i + 1] - 1;
        pool_book(p, i, 1);
    }
    return p;
}

void pool_load(struct pool *p, const struct route_plan *plan)
{
    for (int i = 0; i < p->s->r->n_order; i++)
        pool_book(p, i, -1);
    for (int i = 0; i < p->s->r->n_order; i++) {
        p->chosen[i] = p->first[i + 1] - 1;
        column_set(p, i, &plan[i], &p->column[p->chosen[i]]);
        pool_book(p, i, 1);
    }
}

void pool_book(struct pool *p, int order, int sign)
{
    const struct column *col = &p->column[p->chosen[order]];
    for (int i = 0; i < col->n_hold; i++) {
        int k = col->hold[i].limit, *list = p->holder + p->at[k], at = 0;
        p->left[k] -= sign * col->hold[i].units;
        if (sign > 0) {
            list[p->n_holder[k]++] = order;
            continue;
        }
        while (list[at] != order)
            at++;
        list[at] = list[--p->n_holder[k]];
    }
    p->cost += sign * col->cost;
}

bool pool_fits(const struct column *col, const int *have)
{
    for (int i = 0; i < col->n_hold; i++)
        if (have[col->hold[i].limit] < col->hold[i].units)
            return false;
    return true;
}

void pool_keep(struct pool *p)
{
    if (p->cost >= p->best_cost)
        return;
    p->best_cost = p->cost;
    memcpy(p->best, p->chosen, (size_t)p->s->r->n_order * sizeof *p->best);
}

struct route_plan pool_plan(const struct pool *p, const int *chosen, int order)
{
    const struct column *col = &p->column[chosen[order]];
    return (struct route_plan){col->piece, col->n_piece, col->n_piece};
}
