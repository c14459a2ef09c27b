/* data/reaction.c - past trouble, and what became of it.
 *
 * Tables  reads deed, orders, variant, product
 */
#include "data/reaction.h"
#include "core/json.h"
#include "data/day.h"

enum { CASES = 1000 /* the nearest past says most */ };

struct past { /* one thing that was done, and what followed */
    struct str kind, customer, status;
    struct raw body;
    int64_t at_ms, cancelled, returned, went_on;
};
static const struct record past_record = {"past", sizeof(struct past), (const struct field[]){
    FIELD(struct past, kind), FIELD(struct past, customer), FIELD(struct past, status), FIELD(struct past, body), FIELD(struct past, at_ms, .unit = "ms"),
    FIELD(struct past, cancelled), FIELD(struct past, returned), FIELD(struct past, went_on), {0}}};
typedef LIST(struct past) past_list;

static enum status past_load(struct ctx *c, past_list *out)
{
    return db_all(c, &past_record, out,
                  "SELECT d.kind, o.customer, o.status, d.body, d.at_ms,"
                  " (SELECT COUNT(*) FROM deed e WHERE e.orders = d.orders AND e.at_ms > d.at_ms AND e.kind IN ('cancel', 'drop')"
                  "   AND substr(e.actor, 1, 5) <> 'item:') AS cancelled,"
                  " (SELECT COUNT(*) FROM deed e WHERE e.orders = d.orders AND e.at_ms > d.at_ms AND e.kind IN ('return', 'exchange')) AS returned,"
                  " (SELECT COUNT(*) FROM deed e WHERE e.orders = d.orders AND e.at_ms > d.at_ms"
                  "   AND e.kind IN ('release', 'process', 'ship', 'deliver', 'unback')) AS went_on"
                  " FROM deed d JOIN orders o ON o.id = d.orders WHERE d.kind IN ('substitute', 'backorder', 'hold') ORDER BY d.at_ms DESC, d.key LIMIT $1",
                  A((int64_t)CASES));
}

static struct reaction *reaction_of(struct reactions *all, const char *way)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].way, str_z(way)))
            return &all->at[i];
    return NULL;
}

/* Which way out it was; NULL: none that a customer reacts to. */
static const char *way_of(const struct past *p, const struct json *body)
{
    struct str reason = json_str(json_get(body, "reason"));
    if (str_eq(p->kind, STR("substitute")))
        return "substitute";
    if (str_eq(p->kind, STR("backorder")))
        return "wait";
    return str_eq(reason, STR("fraud")) ? "verify" : str_eq(reason, STR("address")) || str_eq(reason, STR("payment")) ? "ask" : NULL;
}

/* 1 taken, -1 refused, 0 not decided yet. */
static int verdict(const struct past *p)
{
    bool substitute = str_eq(p->kind, STR("substitute"));
    if (p->cancelled || (substitute && p->returned))
        return -1;
    if (substitute)
        return str_eq(p->status, STR("delivered")) ? 1 : 0;
    return p->went_on ? 1 : 0;
}

static enum status is_near(struct ctx *c, const struct json *body, struct str category, bool *near)
{
    const struct json *first = json_at(json_get(body, "lines"), 0);
    struct str sku = json_str(json_get(first, "sku"));
    int64_t n = 0;
    if (sku.n && category.n)
        TRY(db_int(c, &n, "SELECT COUNT(*) FROM variant v JOIN product p ON p.id = v.product WHERE v.sku = $1 AND p.category = $2", A(sku), A(category)));
    *near = n > 0;
    return OK;
}

static enum status count(struct ctx *c, const struct past *p, struct str category, struct str customer, struct reactions *all)
{
    const struct json *body;
    bool near;
    int v = verdict(p);
    if (!v || json_read(c, p->body.text, &body) != OK)
        return OK;
    struct reaction *r = way_of(p, body) ? reaction_of(all, way_of(p, body)) : NULL;
    if (!r)
        return OK;
    TRY(is_near(c, body, category, &near));
    bool own = customer.n && str_eq(p->customer, customer), taken = v > 0;
    const struct json *until = json_get(body, "expected_ms");
    double days = until ? ((double)json_int(until) - (double)p->at_ms) / DAY_MS : 0;
    int64_t n = r->taken + r->refused;
    r->days = (r->days * (double)n + (days > 0 ? days : 0)) / (double)(n + 1);
    r->taken += taken, r->refused += !taken;
    r->near_taken += near && taken, r->near_refused += near && !taken;
    r->own_taken += own && taken, r->own_refused += own && !taken;
    return OK;
}

enum status reactions_load(struct ctx *c, struct str category, struct str customer, struct reactions *out)
{
    static const char *const ways[] = {"substitute", "wait", "ask", "verify"};
    past_list past;
    *out = (struct reactions){NEW_ARRAY(c, struct reaction, 4), 4};
    for (size_t i = 0; i < out->n; i++)
        out->at[i].way = str_z(ways[i]);
    TRY(past_load(c, &past));
    for (size_t i = 0; i < past.n; i++)
        TRY(count(c, &past.at[i], category, customer, out));
    return OK;
}
