/* intelligence/decide/route/route_menu.c - what every node could do for one order, priced. */
#include "intelligence/decide/route/route_menu.h"
#include <math.h>

static int cell_of(const struct route *r, const struct route_order *o, int quote, int line)
{
    return o->quote[quote].node * r->n_sku + o->line[line].sku;
}

static bool is_active(const struct route *r, const struct route_order *o, int quote)
{
    for (int l = 0; l < o->n_line && r->capacity[o->quote[quote].node] > 0; l++)
        if (r->stock[cell_of(r, o, quote, l)] > 0)
            return true;
    return false;
}

static void cut_lines(const struct route *r, struct route_menu *m)
{
    m->states = m->n_line <= LINES_EXACT ? 1 << m->n_line : STATES;
    for (int l = 0; l < m->n_line; l++) {
        int qty = m->of->line[l].qty;
        int64_t states = (int64_t)m->states / 2 * (qty + 1);
        bool cut = m->n_line <= LINES_EXACT && states <= STATES;
        m->parts[l] = cut ? qty : 1;
        m->part_qty[l] = cut ? 1 : qty;
        m->states = cut ? (int)states : m->states;
        m->miss[l] = (double)r->unfilled * m->part_qty[l];
    }
}

struct route_menu route_menu_make(struct ctx *c, const struct route *r, const struct route_order *o, int slot)
{
    struct route_menu m = {.of = o, .n_line = o->n_line, .slot = slot, .quote = NEW_ARRAY(c, int, o->n_quote + 1)};
    for (int q = 0; q < o->n_quote; q++)
        if (is_active(r, o, q))
            m.quote[m.n_quote++] = q;
    int slots = m.n_quote * m.n_line + 1;
    m.parts = NEW_ARRAY(c, int, m.n_line + 1), m.part_qty = NEW_ARRAY(c, int, m.n_line + 1);
    m.miss = NEW_ARRAY(c, double, m.n_line + 1), m.open = NEW_ARRAY(c, double, m.n_quote + 1);
    m.cell = NEW_ARRAY(c, int, slots), m.most = NEW_ARRAY(c, int, slots), m.room = NEW_ARRAY(c, int, slots);
    m.price = NEW_ARRAY(c, double, slots), m.first = NEW_ARRAY(c, double, slots), m.take = NEW_ARRAY(c, int, slots);
    cut_lines(r, &m);
    for (int q = 0, k = 0; q < m.n_quote; q++)
        for (int l = 0; l < m.n_line; l++, k++) {
            m.cell[k] = cell_of(r, o, m.quote[q], l);
            int has = r->stock[m.cell[k]], parts = m.parts[l] == 1 ? has > 0 : has;
            m.most[k] = parts < m.parts[l] ? parts : m.parts[l];
        }
    return m;
}

void route_menu_price(const struct route *r, const struct route_shelf *shelf, struct route_menu *m)
{
    const double *parcel = shelf->price + r->n_node * r->n_sku;
    for (int q = 0, k = 0; q < m->n_quote; q++) {
        const struct route_quote *quote = &m->of->quote[m->quote[q]];
        bool sends = shelf->full || shelf->capacity[quote->node] > 0;
        bool any = false;
        for (int l = 0; l < m->n_line; l++, k++) {
            int has = shelf->full ? m->most[k] : shelf->stock[m->cell[k]];
            int parts = shelf->full || m->part_qty[l] == 1 ? has : has / m->part_qty[l];
            double besides = shelf->price[m->cell[k]] + shelf->unit[m->slot + k];
            m->room[k] = parts < m->parts[l] ? parts : m->parts[l];
            m->price[k] = m->part_qty[l] * ((double)quote->unit + shelf->weight * besides);
            m->first[k] = shelf->weight * shelf->first[m->slot + k];
            any |= parts > 0;
        }
        m->open[q] = any && sends ? (double)quote->parcel + shelf->weight * parcel[quote->node] : INFINITY;
    }
}
