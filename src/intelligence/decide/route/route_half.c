/* intelligence/decide/route/route_half.c - zero-half cuts that the averages break.
 *
 * Some limits and some orders' own rows ("one plan") are added up and halved; what then is left of a half is rounded down on
 * both sides. With an odd sum on the right, the cut is broken by (1 - loss) / 2, where loss is what the rows leave unused
 * and the shares of the columns that take an odd number of units. Rows are joined one by one to lose least.
 * Source: Caprara and Fischetti 1996; Koster, Zymolka, Kutschka 2009.
 */
#include "core/rand.h"
#include "intelligence/decide/route/route_master.h"
#include <math.h>
#include <stdlib.h>

enum {
    ADD_MOST = 200, /* cuts in one look */
    TRIES = 3,      /* from each limit */
};
static const double loss_most = 0.85;   /* of a cut that is worth having */
static const double slack_most = 0.4;   /* of a limit that is looked at, units */
static const double share_least = 1e-3; /* of a column: below it is noise */
static const double wobble = 0.15;      /* of the choice of the next row, more with each try */

struct found {
    double loss;
    struct relax_half half;
};
struct look {
    struct master *m;
    double *slack, *base; /* [limits, then orders] not used; shares of its odd columns: what a row adds to the loss at first */
    double *gain;         /* [row] what it would add now */
    bool *odd;            /* [column] */
    bool *in, *seen;      /* [row] */
    int *list, n_list;    /* rows seen */
    int *flip, n_flip;    /* columns made odd at some time */
    LIST(struct found) found;
    uint64_t seed;
};

static void row_see(struct look *y, int row)
{
    if (y->seen[row])
        return;
    y->seen[row] = true;
    y->list[y->n_list++] = row;
    y->gain[row] = y->base[row];
}

static void column_flip(struct look *y, int j)
{
    const struct column *col = &y->m->p->column[j];
    double x = y->m->share[j], change = y->odd[j] ? 2 * x : -2 * x;
    if (x <= share_least)
        return;
    y->odd[j] = !y->odd[j];
    y->flip[y->n_flip++] = j;
    for (int h = -1; h < col->n_hold; h++) {
        int row = h < 0 ? y->m->x->n_limit + col->order : col->hold[h].limit;
        if (h >= 0 && (!(col->hold[h].units & 1) || y->slack[row] > slack_most))
            continue;
        row_see(y, row);
        y->gain[row] += change;
    }
}

/* Join a row; returns what that adds to the loss. */
static double row_join(struct look *y, int row)
{
    const struct master *m = y->m;
    const struct pool *p = m->p;
    row_see(y, row);
    double loss = y->slack[row] + y->gain[row];
    y->in[row] = true;
    if (row >= m->x->n_limit)
        for (int o = row - m->x->n_limit, j = p->first[o]; j < p->first[o + 1]; j++)
            column_flip(y, j);
    else
        for (int t = 0; t < m->row[row].n; t++)
            if ((int)m->row[row].term[t].units & 1)
                column_flip(y, m->row[row].term[t].column);
    return loss;
}

/* The row that adds least, with some noise; NO_NODE: none is left. */
static int row_next(struct look *y, double noise)
{
    double least = INFINITY;
    int found = NO_NODE;
    for (int i = 0; i < y->n_list; i++) {
        int row = y->list[i];
        double v = y->slack[row] + y->gain[row] + noise * rand_unit(&y->seed);
        if (!y->in[row] && v < least)
            least = v, found = row;
    }
    y->m->work += 4 * y->n_list;
    return found;
}

static void look_from(struct ctx *c, struct look *y, int row, double noise)
{
    struct relax_half half = {0};
    struct found best = {.loss = loss_most};
    double loss = 0;
    int have = 0;
    for (; row != NO_NODE && half.n < HALF_ROWS; row = row_next(y, noise)) {
        half.row[half.n++] = row;
        half.mark += (uint64_t)(row + 1) * 0x9e3779b97f4a7c15u; /* odd: sums of different rows differ */
        have += row < y->m->x->n_limit ? (int)y->m->have[row] : 1;
        half.most = have / 2; /* rounded down */
        loss += row_join(y, row);
        if (have & 1 && loss < best.loss)
            best = (struct found){loss, half};
    }
    y->m->work += 8 * y->n_flip;
    for (int i = 0; i < y->n_flip; i++)
        y->odd[y->flip[i]] = false;
    for (int i = 0; i < y->n_list; i++)
        y->seen[y->list[i]] = y->in[y->list[i]] = false;
    y->n_list = y->n_flip = 0;
    if (best.half.n)
        *LIST_ADD(c, &y->found) = best;
}

static int found_cmp(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    return x->loss < y->loss ? -1 : x->loss > y->loss ? 1 : (x->half.mark > y->half.mark) - (x->half.mark < y->half.mark);
}

static bool is_known(const struct relax *x, uint64_t mark)
{
    for (int k = 0; k < x->n_half; k++)
        if (x->half[k].mark == mark)
            return true;
    return false;
}

/* Add those that are broken most; returns how many. */
static int halves_add(struct look *y)
{
    struct relax *x = y->m->x;
    int added = 0;
    if (y->found.n)
        qsort(y->found.at, y->found.n, sizeof *y->found.at, found_cmp);
    for (size_t i = 0; i < y->found.n && added < ADD_MOST && x->n_half < HALVES_MOST; i++) {
        if (is_known(x, y->found.at[i].half.mark))
            continue;
        x->half_price[x->n_half] = 0;
        x->half[x->n_half++] = y->found.at[i].half;
        added++;
    }
    return added;
}

/* What a row adds to the loss when it is the first. */
static void rows_value(struct look *y)
{
    const struct master *m = y->m;
    for (int r = 0; r < m->x->n_limit; r++) {
        y->slack[r] = m->row[r].n ? fmax(0, m->have[r] - m->mean[r]) : INFINITY;
        for (int t = 0; t < m->row[r].n && y->slack[r] <= slack_most; t++) {
            double x = m->share[m->row[r].term[t].column];
            y->base[r] += (int)m->row[r].term[t].units & 1 && x > share_least ? x : 0;
        }
    }
    for (int i = 0; i < m->x->r->n_order; i++)
        for (int j = m->p->first[i]; j < m->p->first[i + 1]; j++)
            y->base[m->x->n_limit + i] += m->share[j] > share_least ? m->share[j] : 0;
}

int route_half_find(struct ctx *c, struct master *m)
{
    int rows = m->x->n_limit + m->x->r->n_order, columns = m->p->first[m->x->r->n_order];
    struct look y = {.m = m, .slack = NEW_ARRAY(c, double, rows), .base = NEW_ARRAY(c, double, rows), .gain = NEW_ARRAY(c, double, rows),
                     .odd = NEW_ARRAY(c, bool, columns + 1), .in = NEW_ARRAY(c, bool, rows), .seen = NEW_ARRAY(c, bool, rows),
                     .list = NEW_ARRAY(c, int, rows), .flip = NEW_ARRAY(c, int, columns * HALF_ROWS + 1), .seed = m->p->s->seed++};
    rows_value(&y);
    for (int r = 0; r < m->x->n_limit; r++)
        for (int k = 0; k < TRIES && y.slack[r] <= slack_most; k++)
            look_from(c, &y, r, k * wobble);
    return halves_add(&y);
}
