/* intelligence/decide/route/route_list.c - the plans of least regret of every order, listed; and a bound from them.
 *
 * A plan's regret counts the prices of halves too (route_half.c), which the order's exact program does not know: its plans
 * are listed by their other prices until none that is left out can be the least. So the sum of the least is a bound.
 */
#include "intelligence/decide/route/route_pool.h"
#include <math.h>
#include <stdlib.h>

enum {
    NEAR = 4096,       /* plans of an order that are listed */
    COLUMNS_MOST = 40, /* and kept */
};

struct listing {
    struct pool *p;
    const struct pool *old; /* or NULL */
    struct route_plan plan; /* as large as any */
    int *takes;             /* [NEAR][slots] */
    LIST(struct column) columns;
    size_t first;      /* of this order */
    int *at, *halves;  /* of row r (limits, then orders): halves[at[r]] .. halves[at[r + 1]] */
    int *count, *seen; /* [n_half] for now */
};

/* Which halves that cost something a row is in. */
static void halves_index(struct ctx *c, const struct relax *x, struct listing *y)
{
    int rows = x->n_limit + x->r->n_order;
    y->at = NEW_ARRAY(c, int, rows + 3);
    y->count = NEW_ARRAY(c, int, x->n_half + 1), y->seen = NEW_ARRAY(c, int, x->n_half + 1);
    for (int fill = 0; fill < 2; fill++) {
        for (int k = 0; k < x->n_half; k++)
            for (int i = 0; i < x->half[k].n && x->half_price[k] > 0; i++) {
                if (fill)
                    y->halves[y->at[x->half[k].row[i] + 1]++] = k;
                else
                    y->at[x->half[k].row[i] + 2]++;
            }
        for (int r = 0; r < rows && !fill; r++)
            y->at[r + 2] += y->at[r + 1];
        if (!fill)
            y->halves = NEW_ARRAY(c, int, y->at[rows + 1] + 1);
    }
}

static void half_count(struct listing *y, int row, int units, int *n)
{
    for (int i = y->at[row]; i < y->at[row + 1]; i++) {
        int k = y->halves[i];
        if (!y->count[k])
            y->seen[(*n)++] = k;
        y->count[k] += units;
    }
}

/* What a column pays for the halves. */
static double halves_price(struct listing *y, const struct relax *x, const struct column *col)
{
    int n = 0;
    double v = 0;
    for (int h = 0; h < col->n_hold; h++)
        half_count(y, col->hold[h].limit, col->hold[h].units, &n);
    half_count(y, x->n_limit + col->order, 1, &n);
    for (int i = 0; i < n; i++) {
        v += x->half_price[y->seen[i]] * (y->count[y->seen[i]] / 2);
        y->count[y->seen[i]] = 0;
    }
    return v;
}

/* What a plan in the pool may regret: half the mean cost of an order, less in large waves, where unlucky orders find
 * more that is nearly as good. */
static double near_regret(const struct search *s)
{
    double n = s->r->n_order;
    return fmin(0.5, 0.25 * sqrt(1000 / n)) * (double)s->cost / n;
}

static void column_add(struct ctx *c, struct listing *y, int order, const struct route_plan *plan, int room)
{
    struct column col = {.piece = NEW_ARRAY(c, struct route_piece, room + 1), .hold = NEW_ARRAY(c, struct hold, 2 * room + 1)};
    column_set(y->p, order, plan, &col);
    double halves = halves_price(y, y->p->s->x, &col);
    col.besides += halves, col.regret += halves;
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

/* List what the order may do within `slack` of its least without halves; returns how many there were. */
static int near_list(struct ctx *c, struct listing *y, int order, double slack)
{
    const struct search *s = y->p->s;
    struct route_menu *m = &s->x->menu[order];
    int slots = m->n_quote * m->n_line, n = route_assign_near(m, slack, NEAR, y->takes);
    y->columns.n = y->first;
    for (int k = 0; k < n; k++)
        if (takes_plan(s->r, m, y->takes + k * slots, &y->plan))
            column_add(c, y, order, &y->plan, y->plan.n);
    if (y->columns.n > y->first)
        qsort(y->columns.at + y->first, y->columns.n - y->first, sizeof *y->columns.at, column_cmp);
    y->p->work -= m->work + 200 * n;
    m->work = 0;
    return n;
}

/* List the order's plans of least regret; returns a regret that none of all its plans is below. */
static double plans_list(struct ctx *c, struct listing *y, int order)
{
    const struct route_menu *m = &y->p->s->x->menu[order];
    double slack = near_regret(y->p->s), least = 0;
    bool cut = false; /* the list was too long once */
    for (bool again = true; again;) {
        int n = near_list(c, y, order, slack);
        double found = y->columns.n > y->first ? y->columns.at[y->first].regret : slack;
        least = n && n < NEAR ? fmin(slack, found) : 0;
        cut |= n == NEAR;
        again = n == NEAR ? slack > 1 : found > slack && !cut;
        slack = n == NEAR ? slack / 2 : found + 1; /* halves made all that is listed dearer than what is not */
    }
    for (int l = 0; l < m->n_line; l++)
        least = m->part_qty[l] == 1 ? least : 0; /* a line that moves whole: not all plans are listed */
    return least;
}

static bool plan_same(const struct column *a, const struct column *b)
{
    return a->n_piece == b->n_piece && !memcmp(a->piece, b->piece, (size_t)a->n_piece * sizeof *a->piece);
}

/* The columns that the order had before are kept, and their shares. */
static void old_add(struct ctx *c, struct listing *y, int order)
{
    size_t listed = y->columns.n;
    for (int j = y->old ? y->old->first[order] : 0; y->old && j < y->old->first[order + 1]; j++) {
        const struct column *col = &y->old->column[j];
        size_t k = y->first;
        while (k < listed && !plan_same(&y->columns.at[k], col))
            k++;
        if (k == listed)
            column_add(c, y, order, &(struct route_plan){col->piece, col->n_piece, col->n_piece}, col->n_piece);
        y->columns.at[k == listed ? y->columns.n - 1 : k].share += col->share; /* `start` may be there twice */
    }
}

/* What the columns of an order hold, side by side: the search reads them one after the other. */
static void holds_pack(struct ctx *c, struct listing *y, int room)
{
    int n = room, at = 0;
    for (size_t k = y->first; k < y->columns.n; k++)
        n += y->columns.at[k].n_hold;
    struct hold *hold = NEW_ARRAY(c, struct hold, n + 1);
    for (size_t k = y->first; k < y->columns.n; k++) {
        struct column *col = &y->columns.at[k];
        memcpy(hold + at, col->hold, (size_t)col->n_hold * sizeof *hold);
        col->hold = hold + at;
        at += col->n_hold;
    }
}

static void order_list(struct ctx *c, struct listing *y, int order, const struct route_plan *start)
{
    struct search *s = y->p->s;
    struct route_menu *m = &s->x->menu[order];
    struct route_shelf all = search_shelf(s, s->left, 1);
    all.full = true;
    route_menu_price(s->r, &all, m);
    y->first = y->columns.n;
    y->p->bound += s->least[order] + plans_list(c, y, order);
    if (y->columns.n > y->first + COLUMNS_MOST)
        y->columns.n = y->first + COLUMNS_MOST;
    old_add(c, y, order);
    column_add(c, y, order, start, m->n_quote * m->n_line);
    holds_pack(c, y, 2 * m->n_quote * m->n_line); /* its own, the last, may grow */
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
    p->holder = NEW_ARRAY(c, struct holder, p->at[x->n_limit] + 1);
}

/* The prices of all that there is: what a bound is less by. */
static double prices_sum(const struct relax *x)
{
    double v = 0;
    for (int k = 0; k < x->n_limit + x->n_cut; k++)
        v += x->best[k] > 0 ? x->best[k] * relax_have(x, k) : 0;
    for (int k = 0; k < x->n_half; k++)
        v += x->half_price[k] * x->half[k].most;
    return v;
}

struct pool *pool_make(struct ctx *c, struct search *s, const struct pool *old, const struct route_plan *start)
{
    struct pool *p = NEW(c, struct pool);
    int n = s->r->n_order, room = 0;
    *p = (struct pool){.s = s, .first = NEW_ARRAY(c, int, n + 1), .chosen = NEW_ARRAY(c, int, n), .best = NEW_ARRAY(c, int, n),
                       .left = NEW_ARRAY(c, int, s->x->n_limit + 1), .best_cost = INT64_MAX, .bound = -prices_sum(s->x)};
    for (int i = 0; i < n; i++) {
        int slots = s->x->menu[i].n_quote * s->x->menu[i].n_line;
        room = slots > room ? slots : room;
    }
    struct listing y = {.p = p, .old = old, .takes = NEW_ARRAY(c, int, (size_t)NEAR * (size_t)room + 1)};
    y.plan.piece = NEW_ARRAY(c, struct route_piece, room + 1);
    holders_make(c, p);
    halves_index(c, s->x, &y);
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
