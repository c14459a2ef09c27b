/* intelligence/decide/route/route_rows.c - what each column takes of the limits, of flow covers and of halves. */
#include "intelligence/decide/route/route_master.h"

/* The columns that take some of half cut k. */
static struct master_row half_row(struct ctx *c, const struct master *m, int k, int *count, int *touched)
{
    const struct relax_half *h = &m->x->half[k];
    const struct pool *p = m->p;
    int n = 0, terms = 0;
    for (int i = 0; i < h->n; i++) {
        int o = h->row[i] - m->x->n_limit;
        for (int j = o < 0 ? 0 : p->first[o]; o >= 0 && j < p->first[o + 1]; j++) {
            if (!count[j]++)
                touched[n++] = j;
        }
        const struct master_row *row = &m->row[o < 0 ? h->row[i] : 0];
        for (int t = 0; o < 0 && t < row->n; t++) {
            if (!count[row->term[t].column])
                touched[n++] = row->term[t].column;
            count[row->term[t].column] += (int)row->term[t].units;
        }
    }
    for (int i = 0; i < n; i++)
        terms += count[touched[i]] > 1;
    struct master_row to = {NEW_ARRAY(c, struct master_term, terms + 1), 0};
    for (int i = 0; i < n; i++) {
        if (count[touched[i]] > 1)
            to.term[to.n++] = (struct master_term){touched[i], count[touched[i]] / 2};
        count[touched[i]] = 0;
    }
    return to;
}

static void limit_rows(struct ctx *c, struct master *m)
{
    struct pool *p = m->p;
    int n = p->first[m->x->r->n_order];
    int *size = NEW_ARRAY(c, int, m->x->n_limit + 1);
    for (int j = 0; j < n; j++)
        for (int h = 0; h < p->column[j].n_hold; h++)
            size[p->column[j].hold[h].limit]++;
    for (int k = 0; k < m->x->n_limit; k++) {
        m->row[k] = (struct master_row){NEW_ARRAY(c, struct master_term, size[k] + 1), 0};
        m->have[k] = relax_have(m->x, k);
        m->best[k] = m->x->best[k];
        m->mean[k] = 0;
    }
    for (int j = 0; j < n; j++)
        for (int h = 0; h < p->column[j].n_hold; h++) {
            m->mean[p->column[j].hold[h].limit] += m->share[j] * p->column[j].hold[h].units;
            struct master_row *row = &m->row[p->column[j].hold[h].limit];
            row->term[row->n++] = (struct master_term){j, p->column[j].hold[h].units};
        }
}

static struct by_slot slots_of(struct ctx *c, const struct master *m)
{
    const struct pool *p = m->p;
    int n = m->x->r->n_order, slots = m->x->n_slot;
    struct by_slot y = {.at = NEW_ARRAY(c, int, slots + 3)};
    for (int fill = 0; fill < 2; fill++) {
        for (int i = 0; i < n; i++)
            for (int j = p->first[i]; j < p->first[i + 1]; j++)
                for (int k = 0; k < p->column[j].n_piece; k++) {
                    const struct route_piece *piece = &p->column[j].piece[k];
                    int slot = m->x->menu[i].slot + piece->quote * m->x->menu[i].n_line + piece->line;
                    if (!fill) {
                        y.at[slot + 2]++;
                        continue;
                    }
                    y.column[y.at[slot + 1]] = j;
                    y.units[y.at[slot + 1]++] = piece->qty;
                }
        for (int s = 0; s < slots && !fill; s++)
            y.at[s + 2] += y.at[s + 1];
        if (!fill) {
            y.column = NEW_ARRAY(c, int, y.at[slots + 1] + 1);
            y.units = NEW_ARRAY(c, int, y.at[slots + 1] + 1);
        }
    }
    return y;
}

static struct master_row cover_row(struct ctx *c, const struct by_slot *y, const struct relax_cut *cut)
{
    int n = 0;
    for (int t = 0; t < cut->n; t++)
        n += y->at[cut->term[t].slot + 1] - y->at[cut->term[t].slot];
    struct master_row to = {NEW_ARRAY(c, struct master_term, n + 1), 0};
    for (int t = 0; t < cut->n; t++)
        for (int i = y->at[cut->term[t].slot]; i < y->at[cut->term[t].slot + 1]; i++)
            to.term[to.n++] = (struct master_term){y->column[i], cut->term[t].unit * y->units[i] + cut->term[t].any};
    return to;
}

static void row_append(struct master *m, struct master_row row, int of, double have, double price)
{
    int r = m->n_row++;
    m->row[r] = row, m->of[r] = of, m->have[r] = have, m->best[r] = price;
    m->mean[r] = 0;
    for (int t = 0; t < row.n; t++)
        m->mean[r] += row.term[t].units * m->share[row.term[t].column];
}

void master_cuts(struct ctx *c, struct master *m, int cover, int half)
{
    struct relax *x = m->x;
    int n = m->p->first[x->r->n_order];
    int *count = NEW_ARRAY(c, int, n + 1), *touched = NEW_ARRAY(c, int, n + 1);
    for (int k = cover; k < x->n_cut; k++)
        row_append(m, cover_row(c, &m->slot, &x->cut[k]), k, x->cut[k].most, x->best[x->n_limit + k]);
    for (int k = half; k < x->n_half; k++)
        row_append(m, half_row(c, m, k, count, touched), -1 - k, x->half[k].most, x->half_price[k]);
}

void master_rows(struct ctx *c, struct master *m)
{
    m->slot = slots_of(c, m);
    limit_rows(c, m);
    m->n_row = m->x->n_limit;
    master_cuts(c, m, 0, 0);
}
