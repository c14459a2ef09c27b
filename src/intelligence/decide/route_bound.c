/* intelligence/decide/route_bound.c - a lower bound and prices by Lagrangian relaxation.
 *
 * Stock and parcel limits are priced instead of obeyed; the rest falls apart into one small exact problem per
 * order (route_assign). The bound is at least that of the linear relaxation.
 */
#include "intelligence/decide/route.h"
#include <math.h>

struct prices {
    double *stock, *parcel; /* as in struct route_dual */
};
struct work_space {
    struct prices at, used, dir; /* where we stand; what the priced solution takes; where to go */
    struct route_menu menu;      /* of the order in hand */
    size_t cells, nodes;
    int64_t work; /* done */
};

static struct prices prices_make(struct ctx *c, size_t cells, size_t nodes)
{
    return (struct prices){NEW_ARRAY(c, double, cells), NEW_ARRAY(c, double, nodes)};
}

void route_dual_init(struct ctx *c, const struct route *r, struct route_dual *d)
{
    struct prices p = prices_make(c, (size_t)r->n_node * (size_t)r->n_sku, (size_t)r->n_node);
    *d = (struct route_dual){p.stock, p.parcel, 0};
}

static struct work_space work_space(struct ctx *c, const struct route *r)
{
    struct work_space s = {.cells = (size_t)r->n_node * (size_t)r->n_sku, .nodes = (size_t)r->n_node};
    s.at = prices_make(c, s.cells, s.nodes);
    s.used = prices_make(c, s.cells, s.nodes);
    s.dir = prices_make(c, s.cells, s.nodes);
    s.menu = route_menu_make(c, r);
    return s;
}

static double order_value(const struct route *r, const struct route_order *o, struct work_space *s)
{
    struct route_shelf shelf = {r->stock, r->capacity, s->at.stock, s->at.parcel, 1, true};
    struct route_menu *m = &s->menu;
    route_menu_fill(r, o, &shelf, m);
    double v = route_assign(m);
    for (int q = 0; q < m->n_quote; q++) {
        bool sends = false;
        for (int l = 0; l < m->n_line; l++) {
            int k = m->take[q * m->n_line + l];
            s->used.stock[o->quote[q].node * r->n_sku + o->line[l].sku] += k * m->part_qty[l];
            sends |= k > 0;
        }
        s->used.parcel[o->quote[q].node] += sends;
    }
    s->work += route_assign_work(m);
    return v;
}

static double value(const struct route *r, struct work_space *s)
{
    double v = 0;
    memset(s->used.stock, 0, s->cells * sizeof(double));
    memset(s->used.parcel, 0, s->nodes * sizeof(double));
    for (int i = 0; i < r->n_order; i++)
        v += order_value(r, &r->order[i], s);
    for (size_t k = 0; k < s->cells; k++)
        v -= s->at.stock[k] * r->stock[k];
    for (size_t w = 0; w < s->nodes; w++)
        v -= s->at.parcel[w] * r->capacity[w];
    s->work += (int64_t)s->cells;
    return v;
}

enum { STALE = 10 };         /* rounds without a better bound before steps shorten */
static const double keep = 0.6; /* share of the last direction that is kept: damps zigzag */

/* Violation, deflected by the last direction; a price at zero does not go below. Returns its square. */
static double direction(size_t n, const double *used, const int *have, const double *price, double *dir)
{
    double norm = 0;
    for (size_t k = 0; k < n; k++) {
        dir[k] = used[k] - have[k] + keep * dir[k];
        if (price[k] <= 0 && dir[k] < 0)
            dir[k] = 0;
        norm += dir[k] * dir[k];
    }
    return norm;
}

static void walk(size_t n, double *price, const double *dir, double step)
{
    for (size_t k = 0; k < n; k++)
        price[k] = fmax(0, price[k] + step * dir[k]);
}

static void back_to_best(const struct route_dual *d, struct work_space *s)
{
    memcpy(s->at.stock, d->stock_price, s->cells * sizeof(double));
    memcpy(s->at.parcel, d->parcel_price, s->nodes * sizeof(double));
    memset(s->dir.stock, 0, s->cells * sizeof(double));
    memset(s->dir.parcel, 0, s->nodes * sizeof(double));
}

void route_bound(struct ctx *c, const struct route *r, int64_t target, int64_t work, struct route_dual *d)
{
    struct work_space s = work_space(c, r);
    double pace = 1;
    int stale = 0;
    back_to_best(d, &s);
    while (s.work < work && pace > 1e-4 && !(c->gone && c->gone(c))) {
        double v = value(r, &s);
        stale = v > d->bound + 1e-6 * fabs(v) ? 0 : stale + 1;
        if (v > d->bound) {
            d->bound = v;
            memcpy(d->stock_price, s.at.stock, s.cells * sizeof(double));
            memcpy(d->parcel_price, s.at.parcel, s.nodes * sizeof(double));
        }
        if (stale >= STALE) {
            pace *= 0.6;
            stale = 0;
            back_to_best(d, &s);
            continue;
        }
        double norm = direction(s.cells, s.used.stock, r->stock, s.at.stock, s.dir.stock) +
                      direction(s.nodes, s.used.parcel, r->capacity, s.at.parcel, s.dir.parcel);
        if (norm <= 0 || (double)target - d->bound < 1)
            return; /* no limit is violated, or no cheaper plan can exist */
        double step = pace * fmax((double)target - v, 1e-4 * (double)target) / norm;
        walk(s.cells, s.at.stock, s.dir.stock, step);
        walk(s.nodes, s.at.parcel, s.dir.parcel, step);
    }
}
