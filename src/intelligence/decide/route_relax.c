/* intelligence/decide/route_relax.c - what the orders would do if stock and parcels had prices instead of limits. */
#include "intelligence/decide/route_relax.h"
#include <math.h>

static const double fresh = 0.05; /* share of the newest solution in the average */

static bool is_active(const struct route *r, const struct route_order *o, const struct route_quote *q)
{
    if (r->capacity[q->node] <= 0)
        return false;
    for (int l = 0; l < o->n_line; l++)
        if (r->stock[q->node * r->n_sku + o->line[l].sku] > 0)
            return true;
    return false;
}

/* Slots of one order: the quotes that can serve it, and where they draw from. */
static void order_make(struct ctx *c, struct relax *x, int i, const struct route_menu *all)
{
    const struct route *r = x->r;
    const struct route_order *o = &r->order[i];
    struct relax_order *to = &x->order[i];
    int lines = o->n_line, n = 0, cells = o->n_quote * lines;
    to->of = o;
    to->slot = x->n_slot;
    to->quote = NEW_ARRAY(c, const struct route_quote *, o->n_quote + 1);
    to->menu = (struct route_menu){
        .n_line = lines, .states = all->states, .cut = all->cut, .parts = NEW_ARRAY(c, int, lines + 1),
        .part_qty = NEW_ARRAY(c, int, lines + 1), .miss = NEW_ARRAY(c, double, lines + 1),
        .price = NEW_ARRAY(c, double, cells + 1), .first = NEW_ARRAY(c, double, cells + 1),
        .room = NEW_ARRAY(c, int, cells + 1), .take = NEW_ARRAY(c, int, cells + 1),
        .open = NEW_ARRAY(c, double, o->n_quote + 1)};
    memcpy(to->menu.parts, all->parts, (size_t)lines * sizeof(int));
    memcpy(to->menu.part_qty, all->part_qty, (size_t)lines * sizeof(int));
    memcpy(to->menu.miss, all->miss, (size_t)lines * sizeof(double));
    for (int q = 0; q < o->n_quote; q++) {
        if (!is_active(r, o, &o->quote[q]))
            continue;
        to->quote[n] = &o->quote[q];
        for (int l = 0; l < lines; l++) {
            int slot = to->slot + n * lines + l, cell = o->quote[q].node * r->n_sku + o->line[l].sku;
            to->menu.room[n * lines + l] = all->room[q * lines + l];
            x->cell[slot] = cell;
            bool counted = all->parts[l] * all->part_qty[l] == o->line[l].qty && all->part_qty[l] == 1;
            x->most[slot] = counted ? all->room[q * lines + l] : 0;
        }
        n++;
    }
    to->menu.n_quote = n;
    x->n_slot += n * lines;
}

static void cells_index(struct ctx *c, struct relax *x)
{
    int cells = x->r->n_node * x->r->n_sku;
    x->at = NEW_ARRAY(c, int, cells + 2);
    x->slots = NEW_ARRAY(c, int, x->n_slot + 1);
    for (int s = 0; s < x->n_slot; s++)
        x->at[x->cell[s] + 2]++;
    for (int k = 2; k <= cells + 1; k++)
        x->at[k] += x->at[k - 1];
    for (int s = 0; s < x->n_slot; s++)
        x->slots[x->at[x->cell[s] + 1]++] = s;
}

struct relax *relax_make(struct ctx *c, const struct route *r)
{
    struct relax *x = NEW(c, struct relax);
    struct route_menu all = route_menu_make(c, r);
    struct route_shelf shelf = {.stock = r->stock, .capacity = r->capacity, .relax = true};
    size_t most = 1;
    for (int i = 0; i < r->n_order; i++)
        most += (size_t)r->order[i].n_quote * (size_t)r->order[i].n_line;
    *x = (struct relax){.r = r, .order = NEW_ARRAY(c, struct relax_order, r->n_order + 1), .cell = NEW_ARRAY(c, int, most),
                        .most = NEW_ARRAY(c, int, most), .n_limit = r->n_node * r->n_sku + r->n_node,
                        .cut = NEW_ARRAY(c, struct relax_cut, CUTS_MOST)};
    for (int i = 0; i < r->n_order; i++) {
        route_menu_fill(r, &r->order[i], &shelf, &all);
        order_make(c, x, i, &all);
    }
    x->unit = NEW_ARRAY(c, double, x->n_slot + 1), x->use = NEW_ARRAY(c, double, x->n_slot + 1);
    x->mean = NEW_ARRAY(c, double, x->n_slot + 1), x->mean_use = NEW_ARRAY(c, double, x->n_slot + 1);
    x->take = NEW_ARRAY(c, int, x->n_slot + 1);
    cells_index(c, x);
    return x;
}

static void cuts_price(struct relax *x, const double *price)
{
    memset(x->unit, 0, (size_t)x->n_slot * sizeof(double));
    memset(x->use, 0, (size_t)x->n_slot * sizeof(double));
    for (int k = 0; k < x->n_cut; k++) {
        double p = price[x->n_limit + k];
        const struct relax_cut *cut = &x->cut[k];
        for (int t = 0; t < cut->n && p > 0; t++) {
            x->unit[cut->term[t].slot] += p * cut->term[t].unit;
            x->use[cut->term[t].slot] += p * cut->term[t].use;
        }
    }
}

static double order_value(struct relax *x, struct relax_order *o, const double *price, double *used)
{
    struct route_menu *m = &o->menu;
    const double *parcel = price + x->r->n_node * x->r->n_sku;
    for (int q = 0, k = 0; q < m->n_quote; q++) {
        m->open[q] = (double)o->quote[q]->parcel + parcel[o->quote[q]->node];
        for (int l = 0; l < m->n_line; l++, k++) {
            int s = o->slot + k;
            double each = (double)o->quote[q]->unit + price[x->cell[s]] + x->unit[s];
            m->first[k] = x->use[s];
            m->price[k] = m->room[k] ? m->part_qty[l] * each + (m->cut ? 0 : x->use[s]) : INFINITY;
        }
    }
    double v = route_assign(m);
    x->work += route_assign_work(m);
    for (int q = 0, k = 0; q < m->n_quote; q++) {
        bool sends = false;
        for (int l = 0; l < m->n_line; l++, k++) {
            int s = o->slot + k, units = m->take[k] * m->part_qty[l];
            x->take[s] = units;
            x->mean[s] += fresh * (units - x->mean[s]);
            x->mean_use[s] += fresh * ((units > 0) - x->mean_use[s]);
            used[x->cell[s]] += units;
            sends |= units > 0;
        }
        used[x->r->n_node * x->r->n_sku + o->quote[q]->node] += sends;
    }
    return v;
}

double relax_have(const struct relax *x, int k)
{
    int cells = x->r->n_node * x->r->n_sku;
    return k < cells ? x->r->stock[k] : k < x->n_limit ? x->r->capacity[k - cells] : x->cut[k - x->n_limit].most;
}

double relax_value(struct relax *x, const double *price, double *used)
{
    double v = 0;
    memset(used, 0, (size_t)(x->n_limit + x->n_cut) * sizeof(double));
    cuts_price(x, price);
    for (int i = 0; i < x->r->n_order; i++)
        v += order_value(x, &x->order[i], price, used);
    for (int k = 0; k < x->n_cut; k++)
        for (int t = 0; t < x->cut[k].n; t++) {
            const struct relax_term *term = &x->cut[k].term[t];
            used[x->n_limit + k] += term->unit * x->take[term->slot] + term->use * (x->take[term->slot] > 0);
            x->work++;
        }
    for (int k = 0; k < x->n_limit + x->n_cut; k++)
        v -= price[k] > 0 ? price[k] * relax_have(x, k) : 0;
    x->work += x->n_limit;
    return v;
}
