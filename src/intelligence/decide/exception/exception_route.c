/* intelligence/decide/exception/exception_route.c - where else the goods lie: asked of route.order, with the failed stock left out. */
#include "core/capability.h"
#include "core/json.h"
#include "intelligence/decide/exception/exception.h"
#include <math.h>

enum { ROUTE_MS = 50, MOST = 1000000, DEAR = 1000000000 };

static int64_t at_most(int64_t v, int64_t most) { return v < 0 ? 0 : v > most ? most : v; }

static struct node *counts_node(struct tree *t, const struct counts *list, const struct ex_case *x, bool failed_here)
{
    struct node *o = tree_object(t);
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].key.n && list->at[i].key.n <= 200 && !(failed_here && ex_failed_line(x, list->at[i].key)))
            node_set(t, o, list->at[i].key.p, tree_int(t, at_most(list->at[i].value, MOST)));
    return o;
}

static struct node *nodes_node(struct tree *t, const struct ex_case *x)
{
    struct node *list = tree_array(t);
    bool stock_failed = str_eq(x->in->what, STR("stock")) || str_eq(x->in->what, STR("backorder")); /* whatever the books say */
    for (size_t i = 0; i < x->in->nodes.n; i++) {
        const struct ex_node *n = &x->in->nodes.at[i];
        struct node *o = tree_object(t);
        node_set(t, o, "id", tree_str(t, n->id));
        node_set(t, o, "kind", tree_str(t, n->kind));
        node_set(t, o, "stock", counts_node(t, &n->stock, x, stock_failed && str_eq(n->id, x->in->order->node)));
        if (n->protect.n)
            node_set(t, o, "protect", counts_node(t, &n->protect, x, false));
        node_add(t, list, o);
    }
    return list;
}

static bool is_node(const struct ex_case *x, struct str id)
{
    for (size_t i = 0; i < x->in->nodes.n; i++)
        if (str_eq(x->in->nodes.at[i].id, id))
            return true;
    return false;
}

/* Without prices of ways every node may send, for nothing: said among the notes. */
static struct node *quotes_node(struct tree *t, const struct ex_case *x)
{
    struct node *list = tree_array(t);
    const struct ex_order *order = x->in->order;
    for (size_t i = 0; i < (order->quotes.n ? order->quotes.n : x->in->nodes.n); i++) {
        struct node *o = tree_object(t);
        if (order->quotes.n && !is_node(x, order->quotes.at[i].node))
            continue;
        node_set(t, o, "node", tree_str(t, order->quotes.n ? order->quotes.at[i].node : x->in->nodes.at[i].id));
        node_set(t, o, "parcel", tree_int(t, order->quotes.n ? order->quotes.at[i].parcel : 0));
        node_set(t, o, "unit", tree_int(t, order->quotes.n ? order->quotes.at[i].unit : 0));
        if (order->quotes.n && !isnan(order->quotes.at[i].days))
            node_set(t, o, "days", tree_real(t, order->quotes.at[i].days));
        node_add(t, list, o);
    }
    return list;
}

static struct str question(struct ctx *c, const struct ex_case *x, struct ex_lines lines)
{
    struct tree *t = tree_open(c);
    struct node *root = tree_object(t), *order = tree_object(t), *orders = tree_array(t), *wanted = tree_array(t), *cost = tree_object(t);
    for (size_t i = 0; i < lines.n; i++) {
        struct node *l = tree_object(t);
        node_set(t, l, "sku", tree_str(t, lines.at[i].sku));
        node_set(t, l, "qty", tree_int(t, lines.at[i].quantity));
        node_add(t, wanted, l);
    }
    node_set(t, order, "id", tree_str(t, STR("this")));
    node_set(t, order, "lines", wanted);
    node_set(t, order, "quotes", quotes_node(t, x));
    if (!isnan(x->in->order->promised_days))
        node_set(t, order, "promised_by", tree_int(t, (int64_t)fmax(floor(x->in->order->promised_days), 0)));
    node_add(t, orders, order);
    node_set(t, cost, "unfilled", tree_int(t, DEAR));
    node_set(t, cost, "late", tree_int(t, x->policy->late_per_day == NONE ? 0 : x->policy->late_per_day));
    node_set(t, root, "nodes", nodes_node(t, x));
    node_set(t, root, "orders", orders);
    node_set(t, root, "cost", cost);
    node_set(t, root, "now", tree_str(t, STR("2026-01-01"))); /* days count from now: any day serves */
    node_set(t, root, "time_limit_ms", tree_int(t, ROUTE_MS));
    return tree_text(c, t, root);
}

static double quoted(const struct ex_case *x, struct str node, int64_t units)
{
    for (size_t i = 0; i < x->in->order->quotes.n; i++) {
        const struct ex_quote *q = &x->in->order->quotes.at[i];
        if (str_eq(q->node, node))
            return (double)q->parcel + (double)q->unit * (double)units;
    }
    return 0;
}

static void shipment_read(struct ctx *c, const struct ex_case *x, const struct json *s, struct ex_way *w, int64_t *units)
{
    int64_t here = 0;
    const struct json *days = json_get(s, "days");
    struct str node = str_copy(c, json_str(json_get(s, "node")));
    for (struct json_walk line = json_walk(json_get(s, "lines")); json_next(&line);) {
        int64_t quantity = json_int(json_get(line.value, "qty"));
        *LIST_ADD(c, &w->pieces) = (struct ex_piece){
            .sku = str_copy(c, json_str(json_get(line.value, "sku"))), .how = STR("elsewhere"), .quantity = quantity, .node = node,
            .days = json_kind(days) == JSON_NULL ? NAN : json_real(days)};
        here += quantity;
    }
    w->ways += quoted(x, node, here);
    *units += here;
}

enum status exception_route(struct ctx *c, const struct ex_case *x, struct ex_lines lines, struct ex_way *w, bool *all)
{
    struct str answer;
    const struct json *v;
    int64_t wanted = 0, found = 0;
    *all = false;
    if (!lines.n || !x->in->nodes.n)
        return OK;
    enum status s = capability_json(c, capability_find(STR("route.order")), question(c, x, lines), &answer);
    if (s != OK)
        return s;
    TRY(json_read(c, answer, &v));
    for (size_t i = 0; i < lines.n; i++)
        wanted += lines.at[i].quantity;
    for (struct json_walk walk = json_walk(json_get(v, "shipments")); json_next(&walk);)
        shipment_read(c, x, walk.value, w, &found);
    *all = found == wanted && wanted > 0;
    return OK;
}
