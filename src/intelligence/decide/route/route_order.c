/* intelligence/decide/route/route_order.c - which node ships which line of which order, and how far from the best that is.
 *
 * A pick-up in a store is a quote like any other, with nothing to pay. A protected quantity is never shipped.
 * Money in minor units. A run depends on its input only: a time limit becomes a number of steps.
 */
#include "core/capability.h"
#include "intelligence/decide/route/route.h"
#include "intelligence/decide/route/route_wave.h"
#include <math.h>

enum {
    STEPS_PER_MS = 720000,   /* inner steps a slow core does; a fast one is done sooner */
    CACHED = 200,            /* orders whose wave stays in the cache, */
    STEPS_CACHED = 1050000,  /* where it does more */
    LIMIT_MS = 1000,         /* where none is given; a ms an order where that is more */
    ORDERS_FULL = 10,        /* a smaller wave gets less of the time: there is less to look at */
};

struct shipment {
    struct str order, node;
    LIST(struct route_in_line) lines;
    int64_t cost;
    double days; /* until delivery as quoted; NAN */
};
struct unfilled {
    struct str order, sku;
    int64_t qty;
    struct str why;
};
struct out {
    LIST(struct shipment) shipments;
    LIST(struct unfilled) unfilled;
    int64_t cost, bound, late_cost;
    double gap;
    struct str why;
};

static const struct record shipment_record = {"shipment", sizeof(struct shipment), (const struct field[]){
    FIELD(struct shipment, order, .doc = "order id"),
    FIELD(struct shipment, node, .doc = "node id"),
    FIELD_LIST(struct shipment, lines, &route_line_record, .doc = "what is in the parcel"),
    FIELD(struct shipment, cost, .unit = "minor", .doc = "parcel + unit x units, and lateness"),
    FIELD(struct shipment, days, .unit = "d", .init = NAN, .flags = OPTIONAL, .doc = "until delivery, as quoted"),
    {0}}};
static const struct record unfilled_record = {"unfilled", sizeof(struct unfilled), (const struct field[]){
    FIELD(struct unfilled, order, .doc = "order id"),
    FIELD(struct unfilled, sku, .doc = "stock keeping unit"),
    FIELD(struct unfilled, qty, .unit = "1", .doc = "units not shipped"),
    FIELD(struct unfilled, why, .doc = "what stands in the way"),
    {0}}};
static const struct record out_record = {"route.order.out", sizeof(struct out), (const struct field[]){
    FIELD_LIST(struct out, shipments, &shipment_record, .doc = "one parcel each"),
    FIELD_LIST(struct out, unfilled, &unfilled_record, .doc = "what nobody ships"),
    FIELD(struct out, cost, .unit = "minor", .doc = "of this plan: parcels, units, lateness, unfilled units"),
    FIELD(struct out, bound, .unit = "minor", .doc = "proven: no plan costs less"),
    FIELD(struct out, late_cost, .unit = "minor", .doc = "part of cost: parcels that arrive after the promise"),
    FIELD(struct out, gap, .unit = "1", .doc = "(cost - bound) / cost: 0 is proven best"),
    FIELD(struct out, why, .doc = "the plan in words"),
    {0}}};

/* Pieces of one order become a shipment for each quote used. */
static void shipments_of(struct ctx *c, const struct route_wave *w, int order, const struct route_plan *p, struct out *out)
{
    const struct route_order *o = &w->route.order[order];
    for (int q = 0; q < o->n_quote; q++) {
        struct shipment *s = NULL;
        for (int i = 0; i < p->n; i++) {
            if (p->piece[i].quote != q || !p->piece[i].qty)
                continue;
            if (!s) {
                s = LIST_ADD(c, &out->shipments);
                *s = (struct shipment){.order = w->order_id[order], .node = w->node_id[o->quote[q].node],
                                       .cost = o->quote[q].parcel, .days = o->quote[q].days};
                out->late_cost += o->quote[q].late;
            }
            *LIST_ADD(c, &s->lines) = (struct route_in_line){w->sku[o->line[p->piece[i].line].sku], p->piece[i].qty};
            s->cost += o->quote[q].unit * p->piece[i].qty;
        }
    }
}

/* What is left after the plan, to say what stood in the way of a line. */
static void shelf_after(struct ctx *c, const struct route *r, const struct route_result *res, int **stock, int **capacity)
{
    size_t cells = (size_t)r->n_node * (size_t)r->n_sku;
    *stock = NEW_ARRAY(c, int, cells + 1);
    *capacity = NEW_ARRAY(c, int, r->n_node + 1);
    memcpy(*stock, r->stock, cells * sizeof(int));
    memcpy(*capacity, r->capacity, (size_t)r->n_node * sizeof(int));
    for (int i = 0; i < r->n_order; i++)
        for (int k = 0; k < res->plan[i].n; k++) {
            const struct route_piece *p = &res->plan[i].piece[k];
            int node = r->order[i].quote[p->quote].node;
            bool first = true;
            for (int j = 0; j < k; j++)
                first &= res->plan[i].piece[j].quote != p->quote;
            (*capacity)[node] -= first;
            (*stock)[node * r->n_sku + r->order[i].line[p->line].sku] -= p->qty;
        }
}

static const char *obstacle(const struct route *r, const struct route_order *o, int line, const int *stock, const int *capacity)
{
    bool had = false, has = false, room = false;
    for (int q = 0; q < o->n_quote; q++) {
        int node = o->quote[q].node, at = node * r->n_sku + o->line[line].sku;
        had |= r->stock[at] > 0;
        has |= stock[at] > 0;
        room |= stock[at] > 0 && capacity[node] > 0;
    }
    return !o->n_quote ? "no node quotes for this order"
           : !had      ? "no node that quotes for this order may ship any"
           : !has      ? "all that may be shipped is shipped already"
           : !room     ? "the nodes that have it have no parcels left in this wave"
                       : "shipping it costs more than leaving it out";
}

static void unfilled_of(struct ctx *c, const struct route_wave *w, const struct route_result *res, struct out *out)
{
    const struct route *r = &w->route;
    int *stock, *capacity;
    shelf_after(c, r, res, &stock, &capacity);
    for (int i = 0; i < r->n_order; i++)
        for (int l = 0; l < r->order[i].n_line; l++) {
            const struct route_plan *p = &res->plan[i];
            int left = r->order[i].line[l].qty;
            for (int k = 0; k < p->n; k++)
                left -= p->piece[k].line == l ? p->piece[k].qty : 0;
            if (left)
                *LIST_ADD(c, &out->unfilled) = (struct unfilled){
                    w->order_id[i], w->sku[r->order[i].line[l].sku], left,
                    str_z(obstacle(r, &r->order[i], l, stock, capacity))};
        }
}

static struct str sentence(struct ctx *c, const struct route_wave *w, const struct out *o)
{
    int64_t units = 0;
    for (size_t i = 0; i < o->unfilled.n; i++)
        units += o->unfilled.at[i].qty;
    struct str miss = units ? str_fmt(c, " %lld unit%s cannot be filled: %.*s%s.", (long long)units, units == 1 ? "" : "s",
                                      FMT(o->unfilled.at[0].why), o->unfilled.n > 1 ? " (the first of them)" : "")
                            : STR("");
    struct str best = o->cost == o->bound ? STR("no plan costs less")
                                          : str_fmt(c, "no plan costs less than %lld (gap %.2f %%)", (long long)o->bound, 100 * o->gap);
    return str_fmt(c, "%d order%s in %zu parcel%s for %lld minor units; %.*s.%.*s", w->route.n_order,
                   w->route.n_order == 1 ? "" : "s", o->shipments.n, o->shipments.n == 1 ? "" : "s", (long long)o->cost,
                   FMT(best), FMT(miss));
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *out_)
{
    (void)opt;
    const struct route_in *i = in;
    struct out *out = out_;
    struct route_wave w;
    struct route_result res;
    TRY(route_wave_read(c, i, &w));
    int n = w.route.n_order, full = n < ORDERS_FULL ? n : ORDERS_FULL;
    int64_t limit = i->time_limit_ms != NONE ? i->time_limit_ms : n > LIMIT_MS ? n : LIMIT_MS;
    int64_t steps = limit * (n < CACHED ? STEPS_CACHED : STEPS_PER_MS);
    route_solve(c, &w.route, 1 + steps / ORDERS_FULL * full, &res); /* without time: one look */
    for (int k = 0; k < w.route.n_order; k++)
        shipments_of(c, &w, k, &res.plan[k], out);
    unfilled_of(c, &w, &res, out);
    out->cost = res.cost;
    out->bound = (int64_t)ceil(res.bound - 1e-6);
    out->gap = res.cost > 0 ? (double)(res.cost - out->bound) / (double)res.cost : 0;
    out->why = sentence(c, &w, out);
    return OK;
}

const struct capability route_order = {
    .name = "route.order",
    .doc = "Decide which warehouse or store ships which line of each order at the least cost, with a proven bound.",
    .stage = DECIDE,
    .in = &route_in_record,
    .out = &out_record,
    .run = run,
};
