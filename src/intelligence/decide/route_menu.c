/* intelligence/decide/route_menu.c - what every node could do for one order, priced.
 *
 * Lines move whole, for prices are linear, unless a node holds some but not all of one: that line is cut into
 * units, as long as the exact program can take it.
 */
#include "intelligence/decide/route.h"
#include <math.h>

struct route_menu route_menu_make(struct ctx *c, const struct route *r)
{
    int lines = 1, quotes = 1;
    for (int i = 0; i < r->n_order; i++) {
        lines = r->order[i].n_line > lines ? r->order[i].n_line : lines;
        quotes = r->order[i].n_quote > quotes ? r->order[i].n_quote : quotes;
    }
    return (struct route_menu){
        .parts = NEW_ARRAY(c, int, lines), .part_qty = NEW_ARRAY(c, int, lines), .miss = NEW_ARRAY(c, double, lines),
        .price = NEW_ARRAY(c, double, lines * quotes),
        .first = NEW_ARRAY(c, double, lines * quotes), .room = NEW_ARRAY(c, int, lines * quotes),
        .take = NEW_ARRAY(c, int, lines * quotes), .open = NEW_ARRAY(c, double, quotes)};
}

static size_t cell(const struct route *r, const struct route_order *o, int quote, int line)
{
    return (size_t)o->quote[quote].node * (size_t)r->n_sku + (size_t)o->line[line].sku;
}

/* Some node that can send has some of the line, but not all. */
static bool is_broken(const struct route *r, const struct route_order *o, int line, const struct route_shelf *shelf)
{
    for (int q = 0; q < o->n_quote && o->line[line].qty > 1; q++) {
        int has = shelf->stock[cell(r, o, q, line)];
        if (has > 0 && has < o->line[line].qty && shelf->capacity[o->quote[q].node] > 0)
            return true;
    }
    return false;
}

static void cut_lines(const struct route *r, const struct route_order *o, const struct route_shelf *shelf, struct route_menu *m)
{
    m->n_line = o->n_line;
    m->n_quote = o->n_quote;
    m->states = o->n_line <= LINES_EXACT ? 1 << o->n_line : STATES;
    m->cut = false;
    for (int l = 0; l < o->n_line; l++) {
        int64_t states = (int64_t)m->states / 2 * (o->line[l].qty + 1);
        bool cut = o->n_line <= LINES_EXACT && states <= STATES && (shelf->relax ? o->line[l].qty > 1 : is_broken(r, o, l, shelf));
        m->parts[l] = cut ? o->line[l].qty : 1;
        m->part_qty[l] = cut ? 1 : o->line[l].qty;
        m->states = cut ? (int)states : m->states;
        m->cut |= cut;
    }
}

void route_menu_fill(const struct route *r, const struct route_order *o, const struct route_shelf *shelf,
                     struct route_menu *m)
{
    cut_lines(r, o, shelf, m);
    for (int l = 0; l < m->n_line; l++)
        m->miss[l] = (double)r->unfilled * m->part_qty[l];
    for (int q = 0; q < o->n_quote; q++) {
        const struct route_quote *k = &o->quote[q];
        double parcel = shelf->parcel_price ? shelf->weight * shelf->parcel_price[k->node] : 0;
        bool any = false;
        for (int l = 0; l < m->n_line; l++) {
            size_t at = cell(r, o, q, l), to = (size_t)q * (size_t)m->n_line + (size_t)l;
            int has = shelf->stock[at], need = shelf->relax && m->parts[l] == 1 ? 1 : m->part_qty[l];
            int room = has / need;
            double each = (double)k->unit + (shelf->stock_price ? shelf->weight * shelf->stock_price[at] : 0);
            m->room[to] = room < m->parts[l] ? room : m->parts[l];
            m->price[to] = room ? m->part_qty[l] * each : INFINITY;
            any |= room > 0;
        }
        m->open[q] = any && shelf->capacity[k->node] > 0 ? (double)k->parcel + parcel : INFINITY;
    }
}
