/* app/web/page_orders.c - orders that purvey answers for: those in trouble with the way out that waits, then the newest.
 *
 * Who it is of stands under Customers, where consent decides what is shown and each look is noted: here is the number alone.
 * Tables  reads orders, item, batch, money, deed, outbox
 */
#include "app/web/show.h"
#include "data/errand.h"
#include "data/item.h"
#include "data/order.h"

enum { SHOWN = 60 };

struct ordered {
    struct str id, status, customer, channel, item, trouble, currency;
    int64_t state, placed_ms, promised_ms; /* state: of the item */
    int64_t owed;                          /* refunds that the provider refused, and nothing made up for; minor units */
};
static const struct record ordered_record = {"ordered", sizeof(struct ordered), (const struct field[]){
    FIELD(struct ordered, id), FIELD(struct ordered, status), FIELD(struct ordered, customer),
    FIELD(struct ordered, channel, .flags = OPTIONAL), FIELD(struct ordered, item, .flags = OPTIONAL), FIELD(struct ordered, trouble, .flags = OPTIONAL),
    FIELD(struct ordered, state, .flags = OPTIONAL), FIELD(struct ordered, placed_ms, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct ordered, promised_ms, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct ordered, currency, .flags = OPTIONAL),
    FIELD(struct ordered, owed, .flags = OPTIONAL), {0}}};

struct ordereds { LIST(struct ordered) at; };

/* A refund that failed, until as much went back after it. */
#define OWED "SELECT f.amount - COALESCE((SELECT SUM(g.amount) FROM money g WHERE g.orders = f.orders AND g.kind = 'refund' AND g.state <> 'failed'" \
             " AND g.seq > f.seq), 0) FROM money f WHERE f.orders = o.id AND f.kind = 'refund' AND f.state = 'failed' ORDER BY f.seq DESC LIMIT 1"

/* What waits first, and money that is owed; then by age. */
static enum status read(struct visit *v, struct ordereds *out)
{
    return db_all(v->c, &ordered_record, &out->at,
                  "SELECT o.id, o.status, o.customer, o.channel, CAST(i.id AS TEXT) AS item, b.title AS trouble, i.state,"
                  " o.placed_ms, o.promised_ms, o.currency, CAST(COALESCE((" OWED "), 0) AS BIGINT) AS owed FROM orders o"
                  " LEFT JOIN item i ON i.id = (SELECT MAX(e.id) FROM item e WHERE e.entity = 'order' AND e.subject = o.id"
                  " AND e.created_ms >= COALESCE(o.placed_ms, 0))"
                  " LEFT JOIN batch b ON b.id = i.batch"
                  " ORDER BY CASE WHEN i.state = 3 OR (" OWED ") > 0 THEN 0 ELSE 1 END, o.placed_ms DESC, o.id LIMIT $1", A((int64_t)SHOWN));
}

static void put_row(struct visit *v, const struct ordered *o)
{
    struct str own = str_fmt(v->c, "%.*s: ", FMT(o->id)), said = str_starts(o->trouble, own) ? str_part(o->trouble, own.n, o->trouble.n) : o->trouble;
    put(v, "<tr><td><a href=\"/orders/{/}\">{}</a><td>{}<td>", A(o->id), A(o->id), A(o->status));
    if (o->item.n) {
        put(v, "<a href=\"/items/{}\">{}</a> ", A(o->item), A(said));
        put_state(v, str_z(state_name((enum state)o->state)));
    }
    if (o->owed > 0) {
        put(v, "a refund was refused: ");
        put_money(v, o->owed, o->currency);
        put(v, " is owed ");
    }
    put(v, "<td><a href=\"/customers?who={}\">{}</a><td>{}<td class=nowrap>", A(o->customer), A(o->customer),
        A(o->channel.n ? o->channel : STR("")));
    if (o->placed_ms != NONE)
        put(v, "{t}", A(o->placed_ms));
    put(v, "<td class=nowrap>");
    if (o->promised_ms != NONE)
        put(v, "{t}", A(o->promised_ms));
}

enum status page_orders(struct visit *v)
{
    struct ordereds all = {0};
    TRY(read(v, &all));
    TRY(page_open(v, "Orders", "/orders"));
    if (!all.at.n)
        put_empty(v, "There are no orders yet.", "Those of the storefront come here by themselves; <code>purvey order load FILE</code> reads others.");
    else {
        put(v, "<section class=card><div class=scroll tabindex=0><table><caption>Those in trouble first</caption><thead><tr><th>Order<th>Status<th>Trouble"
               "<th>Customer<th>Where<th>Placed<th>Promised</thead><tbody>");
        for (size_t i = 0; i < all.at.n; i++)
            put_row(v, &all.at.at[i]);
        put(v, "</tbody></table></div></section>");
    }
    return page_close(v);
}

/* ---- one ----------------------------------------------------------------------------------------------------- */

static void put_lines(struct visit *v, const struct order *o)
{
    put(v, "<section class=card><h2>Lines</h2><div class=scroll tabindex=0><table class=ways><thead><tr><th class=num>Units<th>What<th>SKU<th class=num>Price<th>State<th>From"
           "</thead><tbody>");
    for (size_t i = 0; i < o->lines.n; i++) {
        const struct order_line *l = &o->lines.at[i];
        put(v, "<tr><td class=num>{,}<th scope=row>{}<td class=nowrap>{}<td class=num>", A(l->quantity), A(l->title.n ? l->title : l->sku), A(l->sku));
        put_money(v, l->price, o->currency);
        put(v, "<td class=nowrap>{}<td class=nowrap>{}", A(l->state), A(l->node.n ? l->node : STR("")));
    }
    put(v, "</tbody></table></div><p>In all ");
    put_money(v, order_total(o), o->currency);
    put(v, "; paid ");
    put_money(v, order_paid(o), o->currency);
    put(v, ", given back ");
    put_money(v, order_refunded(o), o->currency);
    put(v, ".</p></section>");
}

static void put_movement(struct visit *v, const struct order *o, const struct money *m)
{
    bool failed = str_eq(m->state, STR("failed"));
    put(v, "<li>{} of ", A(m->kind));
    put_money(v, m->amount, o->currency);
    put(v, " {} {}", A(str_eq(m->kind, STR("payment")) ? STR("by") : STR("to")), A(m->method.n ? m->method : STR("the account")));
    if (!str_eq(m->state, STR("done")))
        put(v, " <span class=\"state{}\">{}</span>", A(failed ? STR(" bad") : STR("")), A(failed ? STR("refused") : m->state));
    put(v, " <span class=meta>{t}</span></li>", A(m->at_ms));
}

static void put_movements(struct visit *v, const struct order *o)
{
    if (!o->money.n)
        return;
    put(v, "<section class=card><h2>Money</h2><ul class=recent>");
    for (size_t i = 0; i < o->money.n; i++)
        put_movement(v, o, &o->money.at[i]);
    put(v, "</ul></section>");
}

/* What comes back or came, in what condition, and what was paid back and kept of it. */
static void put_backs(struct visit *v, const struct order *o)
{
    if (!o->backs.n)
        return;
    put(v, "<section class=card><h2>Returns and exchanges</h2><ul class=recent>");
    for (size_t i = 0; i < o->backs.n; i++) {
        const struct back *b = &o->backs.at[i];
        for (size_t k = 0; k < b->lines.n; k++) {
            const struct back_line *l = &b->lines.at[k];
            put(v, "<li>{} {}: {,} × {}", A(b->kind), A(b->id), A(l->quantity), A(l->sku));
            if (l->to.n)
                put(v, " for {}", A(l->to));
            put(v, " <span class=state>{}</span> <span class=meta>{}{}{}", A(b->state), A(b->reason.n ? b->reason : STR("")),
                A(l->condition.n ? STR(" · ") : STR("")), A(l->condition.n ? l->condition : STR("")));
            if (b->node.n)
                put(v, " · {}{}", A(l->restocked ? STR("for sale again at ") : STR("arrived at ")), A(b->node));
            put(v, "</span>");
            if (l->refund != NONE) {
                put(v, " <span class=meta>back ");
                put_money(v, l->refund, o->currency);
                if (l->fee) {
                    put(v, ", fee kept ");
                    put_money(v, l->fee, o->currency);
                }
                put(v, "</span>");
            }
            put(v, "</li>");
        }
    }
    put(v, "</ul></section>");
}

static void put_parcels(struct visit *v, const struct order *o)
{
    if (!o->parcels.n)
        return;
    put(v, "<section class=card><h2>Parcels</h2><ul class=recent>");
    for (size_t i = 0; i < o->parcels.n; i++) {
        const struct parcel *p = &o->parcels.at[i];
        put(v, "<li>{} <span class=state>{}</span> <span class=meta>{}</span>", A(p->id), A(p->state), A(p->carrier.n ? p->carrier : STR("")));
        if (p->expected_ms != NONE)
            put(v, "<span class=meta>expected {t}</span>", A(p->expected_ms));
        put(v, "</li>");
    }
    put(v, "</ul></section>");
}

struct told { struct str item, title; int64_t state, at_ms; };
static const struct record told_record = {"told", sizeof(struct told), (const struct field[]){
    FIELD(struct told, item), FIELD(struct told, title, .flags = OPTIONAL), FIELD(struct told, state), FIELD(struct told, at_ms), {0}}};
struct done { struct str kind, actor; int64_t at_ms; };
static const struct record done_record = {"done", sizeof(struct done), (const struct field[]){
    FIELD(struct done, kind), FIELD(struct done, actor), FIELD(struct done, at_ms), {0}}};

static enum status put_history(struct visit *v, struct str id)
{
    LIST(struct told) items;
    LIST(struct done) deeds;
    TRY(db_all(v->c, &told_record, &items,
               "SELECT CAST(i.id AS TEXT) AS item, b.title, i.moved_ms AS at_ms, i.state FROM item i LEFT JOIN batch b ON b.id = i.batch"
               " WHERE i.entity = 'order' AND i.subject = $1 ORDER BY i.id DESC LIMIT 20", A(id)));
    TRY(db_all(v->c, &done_record, &deeds, "SELECT kind, actor, at_ms FROM deed WHERE orders = $1 ORDER BY at_ms DESC, key LIMIT 50", A(id)));
    if (!items.n && !deeds.n)
        return OK;
    put(v, "<section class=card><h2>What was decided and done</h2><ul class=recent>");
    for (size_t i = 0; i < items.n; i++) {
        put(v, "<li><a href=\"/items/{}\">{}</a> ", A(items.at[i].item), A(items.at[i].title.n ? items.at[i].title : STR("a decision")));
        put_state(v, str_z(state_name((enum state)items.at[i].state)));
        put(v, " <span class=meta>{t}</span></li>", A(items.at[i].at_ms));
    }
    for (size_t i = 0; i < deeds.n; i++)
        put(v, "<li>{} <span class=meta>{} · {t}</span></li>", A(deeds.at[i].kind), A(deeds.at[i].actor), A(deeds.at[i].at_ms));
    put(v, "</ul></section>");
    return OK;
}

/* What the shop that it stands in was asked for. */
static enum status put_errands(struct visit *v, const struct order *o)
{
    struct errand_rows rows;
    TRY(errand_load(v->c, o->id, &rows));
    if (!o->shop.n || !rows.at.n)
        return OK;
    put(v, "<section class=card><h2>In {}</h2><ul class=recent>", A(o->shop));
    for (size_t i = 0; i < rows.at.n; i++) {
        const struct errand_row *r = &rows.at.at[i];
        put(v, "<li>{} <span class=state>{}</span> <span class=meta>{} {t}</span></li>", A(r->kind), A(r->state), A(r->why.n ? r->why : STR("")), A(r->at_ms));
    }
    put(v, "</ul></section>");
    return OK;
}

enum status page_order(struct visit *v)
{
    struct order o;
    struct str id = visit_param(v, "id");
    bool found;
    TRY(order_find(v->c, id, &o, &found));
    if (!found)
        return deny(v, 404, "there is no order \"%.100s\"", id.p);
    TRY(page_open(v, str_fmt(v->c, "Order %s", id.p).p, "/orders"));
    put(v, "<p class=metas><span class=state>{}</span><a href=\"/customers?who={}\">Customer {}</a>", A(o.status), A(o.customer), A(o.customer));
    if (o.placed_ms != NONE)
        put(v, "<span class=meta>placed {t}</span>", A(o.placed_ms));
    if (o.hold_reason.n)
        put(v, "<span class=meta>held: {}</span>", A(o.hold_reason));
    put(v, "</p>");
    put_lines(v, &o);
    put_movements(v, &o);
    put_parcels(v, &o);
    put_backs(v, &o);
    TRY(put_errands(v, &o));
    TRY(put_history(v, id));
    return page_close(v);
}
