/* intelligence/decide/route/route_master.c - prices of limits and cuts by the volume algorithm on the columns of the pool.
 *
 * Source: Barahona and Anbil 2000.
 */
#include "intelligence/decide/route/route_master.h"
#include <math.h>

enum {
    REDS = 5,        /* steps without a better bound before they shorten */
    SEEK = 100,      /* steps between looks for cuts */
    FIRST_SEEK = 120, /* before the first, where no averages are known */
};
static const double step_first = 2e-3, step_again = 1e-4, step_least = 1e-7; /* of the bound, that a step tries to gain */
static const double longer = 1.1, shorter = 0.66;
static const double newest_first = 0.1, newest_least = 0.006;
static const double better_least = 1e-6; /* gain of the bound, of it, for which steps are made long again */

/* Take the averages as the columns have them; false: there are none. */
static bool shares_take(struct master *m)
{
    const struct pool *p = m->p;
    bool known = true;
    for (int i = 0; i < m->x->r->n_order; i++) {
        double sum = 0;
        for (int j = p->first[i]; j < p->first[i + 1]; j++)
            sum += m->share[j] = p->column[j].share;
        known &= fabs(sum - 1) < 1e-3;
    }
    return known;
}

static double order_pick(struct master *m, int i)
{
    const struct pool *p = m->p;
    double least = INFINITY;
    for (int j = p->first[i]; j < p->first[i + 1]; j++) {
        const struct column *col = &p->column[j];
        double v = m->cost[j] + (double)col->cost;
        for (int h = 0; h < col->n_hold; h++)
            v += m->price[col->hold[h].limit] * col->hold[h].units;
        if (v < least)
            least = v, m->pick[i] = j;
    }
    for (int j = p->first[i]; j < p->first[i + 1]; j++)
        m->share[j] -= m->newest * m->share[j];
    m->share[m->pick[i]] += m->newest;
    const struct column *col = &p->column[m->pick[i]];
    for (int h = 0; h < col->n_hold; h++)
        m->used[col->hold[h].limit] += col->hold[h].units;
    m->work += 8 * (p->first[i + 1] - p->first[i]);
    return least;
}

static void cuts_price(struct master *m)
{
    memset(m->cost, 0, (size_t)m->p->first[m->x->r->n_order] * sizeof(double));
    for (int r = m->x->n_limit; r < m->n_row; r++) {
        for (int t = 0; t < m->row[r].n && m->price[r] > 0; t++)
            m->cost[m->row[r].term[t].column] += m->price[r] * m->row[r].term[t].units;
        m->work += 2 * m->row[r].n;
    }
}

/* The least total at m->price; the averages move towards that solution. */
static double value(struct master *m)
{
    double v = 0;
    cuts_price(m);
    memset(m->used, 0, (size_t)m->n_row * sizeof(double));
    for (int i = 0; i < m->x->r->n_order; i++)
        v += order_pick(m, i);
    for (int r = m->x->n_limit; r < m->n_row; r++)
        for (int t = 0; t < m->row[r].n; t++) {
            int j = m->row[r].term[t].column;
            m->used[r] += m->pick[m->p->column[j].order] == j ? m->row[r].term[t].units : 0;
        }
    for (int r = 0; r < m->n_row; r++) {
        m->mean[r] += m->newest * (m->used[r] - m->mean[r]);
        v -= m->price[r] > 0 ? m->price[r] * m->have[r] : 0;
    }
    m->work += 3 * m->n_row;
    return v;
}

struct master *master_make(struct ctx *c, struct pool *p)
{
    struct master *m = NEW(c, struct master);
    struct relax *x = p->s->x;
    int rows = x->n_limit + CUTS_MOST + HALVES_MOST, n = x->r->n_order, columns = p->first[n];
    *m = (struct master){.p = p, .x = x, .of = NEW_ARRAY(c, int, rows), .row = NEW_ARRAY(c, struct master_row, rows),
                         .have = NEW_ARRAY(c, double, rows), .best = NEW_ARRAY(c, double, rows), .price = NEW_ARRAY(c, double, rows),
                         .mean = NEW_ARRAY(c, double, rows), .used = NEW_ARRAY(c, double, rows), .dir = NEW_ARRAY(c, double, rows),
                         .cost = NEW_ARRAY(c, double, columns + 1), .share = NEW_ARRAY(c, double, columns + 1),
                         .pick = NEW_ARRAY(c, int, n + 1)};
    m->known = shares_take(m);
    master_rows(c, m);
    memcpy(m->price, m->best, (size_t)m->n_row * sizeof(double));
    m->newest = m->known ? newest_least : 1;
    m->bound = value(m);
    m->newest = m->known ? newest_least : newest_first;
    return m;
}

/* False: nothing is broken. */
static bool step(struct master *m)
{
    double norm = 0, uphill = 0;
    for (int r = 0; r < m->n_row; r++) {
        double d = m->mean[r] - m->have[r];
        m->dir[r] = m->best[r] <= 0 && d < 0 ? 0 : d;
        norm += m->dir[r] * m->dir[r];
    }
    if (norm <= 0)
        return false;
    for (int r = 0; r < m->n_row; r++)
        m->price[r] = fmax(0, m->best[r] + m->gain / norm * m->dir[r]);
    double v = value(m);
    for (int r = 0; r < m->n_row; r++)
        uphill += (m->used[r] - m->have[r]) * m->dir[r];
    if (v > m->bound) {
        m->bound = v;
        memcpy(m->best, m->price, (size_t)m->n_row * sizeof(double));
        m->reds = 0;
        m->gain *= uphill > 0 ? longer : 1;
    } else if (++m->reds >= REDS) {
        m->reds = 0;
        m->gain *= shorter;
        m->newest = fmax(newest_least, 0.9 * m->newest);
    }
    return true;
}

/* The averages by slot, for the flow covers. */
static void slots_mean(struct master *m)
{
    struct relax *x = m->x;
    for (int k = 0; k < x->n_slot; k++) {
        x->units[k] = x->any[k] = 0;
        for (int i = m->slot.at[k]; i < m->slot.at[k + 1]; i++) {
            x->units[k] += m->share[m->slot.column[i]] * m->slot.units[i];
            x->any[k] += m->share[m->slot.column[i]];
        }
    }
}

static int cuts_seek(struct ctx *c, struct master *m)
{
    int covers = m->x->n_cut, halves = m->x->n_half;
    int64_t work = m->x->work;
    slots_mean(m);
    int found = route_cuts_find(c, m->x) + route_half_find(c, m);
    m->work += m->x->work - work;
    m->x->work = work;
    if (found)
        master_cuts(c, m, covers, halves);
    return found;
}

static void prices_give(struct master *m)
{
    memcpy(m->x->best, m->best, (size_t)m->x->n_limit * sizeof(double));
    for (int r = m->x->n_limit; r < m->n_row; r++) {
        if (m->of[r] >= 0)
            m->x->best[m->x->n_limit + m->of[r]] = m->best[r];
        else
            m->x->half_price[-1 - m->of[r]] = m->best[r];
    }
    for (int j = 0; j < m->p->first[m->x->r->n_order]; j++)
        m->p->column[j].share = m->share[j];
}

void master_raise(struct ctx *c, struct master *m, int64_t work)
{
    double last = m->bound; /* when steps were last made long */
    int first = m->known ? SEEK : FIRST_SEEK;
    m->gain = step_first * fabs(m->bound) + 1;
    for (int k = 1; m->work < work && !(c->gone && c->gone(c)); k++) {
        int found = k >= first && k % SEEK == 0 ? cuts_seek(c, m) : 0;
        if (m->gain < step_least * fabs(m->bound)) {
            if (!found && k % SEEK == 0 && m->bound < last + better_least * fabs(last))
                break;
            last = m->bound;
            m->gain = step_again * fabs(m->bound);
        }
        if (!step(m))
            break;
    }
    prices_give(m);
}
