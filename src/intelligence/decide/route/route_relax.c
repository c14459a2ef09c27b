/* intelligence/decide/route/route_relax.c - what the orders would do if stock and parcels had prices instead of limits. */
#include "intelligence/decide/route/route_relax.h"
#include <math.h>

static void slots_index(struct ctx *c, struct relax *x)
{
    x->at = NEW_ARRAY(c, int, x->n_cell + 3);
    x->slots = NEW_ARRAY(c, int, x->n_slot + 1);
    for (int s = 0; s < x->n_slot; s++)
        x->at[x->cell[s] + 2]++;
    for (int k = 2; k <= x->n_cell + 1; k++)
        x->at[k] += x->at[k - 1];
    for (int s = 0; s < x->n_slot; s++)
        x->slots[x->at[x->cell[s] + 1]++] = s;
}

static void slots_make(struct ctx *c, struct relax *x)
{
    x->cell = NEW_ARRAY(c, int, x->n_slot + 1), x->most = NEW_ARRAY(c, int, x->n_slot + 1);
    x->take = NEW_ARRAY(c, int, x->n_slot + 1);
    x->unit = NEW_ARRAY(c, double, x->n_slot + 1), x->first = NEW_ARRAY(c, double, x->n_slot + 1);
    x->units = NEW_ARRAY(c, double, x->n_slot + 1), x->any = NEW_ARRAY(c, double, x->n_slot + 1);
    for (int i = 0, s = 0; i < x->r->n_order; i++) {
        const struct route_menu *m = &x->menu[i];
        for (int q = 0, k = 0; q < m->n_quote; q++)
            for (int l = 0; l < m->n_line; l++, k++, s++) {
                bool exact = m->n_line <= LINES_EXACT && m->part_qty[l] == 1;
                x->cell[s] = m->cell[k];
                x->most[s] = exact ? m->most[k] : 0;
            }
    }
    slots_index(c, x);
}

struct relax *relax_make(struct ctx *c, const struct route *r)
{
    struct relax *x = NEW(c, struct relax);
    *x = (struct relax){.r = r, .menu = NEW_ARRAY(c, struct route_menu, r->n_order + 1), .n_cell = r->n_node * r->n_sku,
                        .cut = NEW_ARRAY(c, struct relax_cut, CUTS_MOST), .half = NEW_ARRAY(c, struct relax_half, HALVES_MOST),
                        .half_price = NEW_ARRAY(c, double, HALVES_MOST), .mem = c->mem};
    x->n_limit = x->n_cell + r->n_node;
    x->best = NEW_ARRAY(c, double, x->n_limit + CUTS_MOST);
    x->mean = NEW_ARRAY(c, double, x->n_limit + CUTS_MOST);
    for (int i = 0; i < r->n_order; i++) {
        x->menu[i] = route_menu_make(c, r, &r->order[i], x->n_slot);
        x->n_slot += x->menu[i].n_quote * x->menu[i].n_line;
    }
    slots_make(c, x);
    return x;
}

void relax_cuts_price(struct relax *x, const double *price)
{
    memset(x->unit, 0, (size_t)x->n_slot * sizeof(double));
    memset(x->first, 0, (size_t)x->n_slot * sizeof(double));
    for (int k = 0; k < x->n_cut; k++) {
        double p = price[x->n_limit + k];
        const struct relax_cut *cut = &x->cut[k];
        for (int t = 0; t < cut->n && p > 0; t++) {
            x->unit[cut->term[t].slot] += p * cut->term[t].unit;
            x->first[cut->term[t].slot] += p * cut->term[t].any;
        }
    }
}

/* Book what the order took. */
static void order_count(struct relax *x, const struct route_menu *m, double newest, double *used)
{
    for (int q = 0, k = 0; q < m->n_quote; q++) {
        bool sends = false;
        for (int l = 0; l < m->n_line; l++, k++) {
            int s = m->slot + k, units = m->take[k] * m->part_qty[l];
            x->take[s] = units;
            x->units[s] += newest * (units - x->units[s]);
            x->any[s] += newest * ((units > 0) - x->any[s]);
            used[m->cell[k]] += units;
            sends |= units > 0;
        }
        used[x->n_cell + m->of->quote[m->quote[q]].node] += sends;
    }
}

static void cut_count(struct relax *x, double *used)
{
    const int *take = x->take;
    for (int k = 0; k < x->n_cut; k++)
        for (int t = 0; t < x->cut[k].n; t++) {
            const struct relax_term *term = &x->cut[k].term[t];
            used[x->n_limit + k] += term->unit * take[term->slot] + term->any * (take[term->slot] > 0);
            x->work++;
        }
}

void relax_cuts_mean(struct relax *x, int from)
{
    for (int k = from; k < x->n_cut; k++) {
        double mean = 0;
        for (int t = 0; t < x->cut[k].n; t++) {
            const struct relax_term *term = &x->cut[k].term[t];
            mean += term->unit * x->units[term->slot] + term->any * x->any[term->slot];
        }
        x->mean[x->n_limit + k] = mean;
    }
}

double relax_have(const struct relax *x, int k)
{
    return k < x->n_cell ? x->r->stock[k] : k < x->n_limit ? x->r->capacity[k - x->n_cell] : x->cut[k - x->n_limit].most;
}

double relax_value(struct relax *x, const double *price, double *used, double newest)
{
    struct route_shelf shelf = {.price = price, .unit = x->unit, .first = x->first, .weight = 1, .full = true};
    double v = 0;
    memset(used, 0, (size_t)(x->n_limit + x->n_cut) * sizeof(double));
    relax_cuts_price(x, price);
    for (int i = 0; i < x->r->n_order; i++) {
        struct route_menu *m = &x->menu[i];
        route_menu_price(x->r, &shelf, m);
        v += route_assign(m);
        x->work += m->work;
        m->work = 0;
        order_count(x, m, newest, used);
    }
    cut_count(x, used);
    for (int k = 0; k < x->n_limit + x->n_cut; k++)
        x->mean[k] += newest * (used[k] - x->mean[k]);
    for (int k = 0; k < x->n_limit + x->n_cut; k++)
        v -= price[k] > 0 ? price[k] * relax_have(x, k) : 0;
    x->work += x->n_limit;
    return v;
}
