/* app/rehearse/counter.c - the newest orders as purvey answers for them, from just placed to delivered, and trouble with five of them.
 *
 * Tables  writes orders, money, stock, variant (stock); through app/loop/trouble.h batch, item
 */
#include "app/loop/trouble.h"
#include "app/rehearse/rehearse.h"
#include "core/rand.h"
#include "data/day.h"
#include "data/order.h"
#include <math.h>

enum { ORDERS_MOST = 60, WAY_DAYS = 3, PROMISE_DAYS = 5 };

/* How far an order is by its age; what is older has arrived. */
static struct str status_at(int64_t age_ms)
{
    return age_ms < 20 * (int64_t)HOUR_MS ? STR("pending") : age_ms < 40 * (int64_t)HOUR_MS ? STR("processed")
           : age_ms < 5 * DAY_MS ? STR("shipped") : STR("delivered");
}

static struct address *address_of(struct ctx *c, const struct player *p)
{
    struct address *a = NEW(c, struct address);
    *a = (struct address){.name = str_fmt(c, "%s %s", p->first.p, p->last.p), .address1 = STR("1 Simulated Street"), .city = STR("Nowhere"),
                          .zip = STR("00000"), .country = p->country};
    return a;
}

static void parcel_add(struct ctx *c, struct order *o, bool arrived)
{
    struct parcel *p = LIST_ADD(c, &o->parcels);
    *p = (struct parcel){.id = str_fmt(c, "PARCEL-%s", o->id.p), .carrier = STR("Simulated Post"), .node = STR("main"),
                         .state = arrived ? STR("delivered") : STR("shipped"), .shipped_ms = o->placed_ms + 2 * DAY_MS,
                         .expected_ms = o->placed_ms + PROMISE_DAYS * DAY_MS, .delivered_ms = NONE};
    p->lines = (struct ints){NEW_ARRAY(c, int64_t, o->lines.n), o->lines.n};
    for (size_t k = 0; k < o->lines.n; k++)
        p->lines.at[k] = o->lines.at[k].pos, o->lines.at[k].parcel = p->id;
    if (arrived)
        o->delivered_ms = p->delivered_ms = o->placed_ms + (2 + WAY_DAYS) * DAY_MS;
}

static void lines_add(struct ctx *c, struct stage *s, const struct basket *b, struct order *o)
{
    bool open = str_eq(o->status, STR("pending")) || str_eq(o->status, STR("processed")), sent = str_eq(o->status, STR("shipped"));
    for (size_t k = 0; k < b->n; k++) {
        struct ware *w = &s->wares.at[b->line[k].ware];
        struct order_line *l = LIST_ADD(c, &o->lines);
        record_init(&order_line_record, l);
        l->pos = (int64_t)k, l->sku = w->sku, l->product = w->product, l->title = w->title, l->quantity = b->line[k].quantity;
        l->price = b->line[k].price, l->node = STR("main");
        l->state = open ? STR("open") : sent ? STR("shipped") : STR("delivered");
        w->reserved += open ? l->quantity : 0;
    }
}

static enum status order_put(struct ctx *c, struct stage *s, const struct basket *b)
{
    const struct player *p = &s->players.at[b->player];
    struct order o;
    record_init(&order_record, &o);
    o.id = b->id, o.customer = p->id, o.channel = STR("simulated"), o.currency = s->wares.at[b->line[0].ware].currency, o.placed_ms = b->at_ms;
    o.address = address_of(c, p);
    o.promised_ms = b->at_ms + PROMISE_DAYS * DAY_MS;
    o.status = status_at(c->now_ms - b->at_ms);
    lines_add(c, s, b, &o);
    if (str_eq(o.status, STR("shipped")) || str_eq(o.status, STR("delivered")))
        parcel_add(c, &o, str_eq(o.status, STR("delivered")));
    TRY(order_save(c, &o));
    TRY(db_run(c, "UPDATE sale SET state = 'paid', refunded = NULL WHERE id = $1", A(o.id)));
    return db_save(c, &money_record, &(struct money){.order = o.id, .seq = 1, .kind = STR("payment"), .amount = order_total(&o), .customer = p->id,
                                                     .method = str_fmt(c, "credit_card_%zu", b->player + 1), .deed = STR("rehearsal"),
                                                     .state = STR("done"), .at_ms = b->at_ms});
}

/* What is set aside for orders in work lies at "main" beside what may be sold. */
static enum status reserved_write(struct ctx *c, const struct stage *s)
{
    for (size_t i = 0; i < s->wares.n; i++)
        if (s->wares.at[i].reserved)
            TRY(db_run(c, "UPDATE stock SET units = units + $1, reserved = reserved + $1 WHERE node = 'main' AND sku = $2",
                       A(s->wares.at[i].reserved), A(s->wares.at[i].sku)));
    return OK;
}

/* ---- trouble ------------------------------------------------------------------------------------------------------ */

/* The newest (or, `oldest`, the longest) order in this state that has no trouble yet; "": there is none. */
static enum status order_in(struct ctx *c, struct str status, bool oldest, struct str *id)
{
    const int64_t turn = oldest ? 1 : -1;
    TRY(db_text(c, id, "SELECT id FROM orders o WHERE status = $1 AND NOT EXISTS (SELECT 1 FROM item i WHERE i.entity = 'order' AND i.subject = o.id)"
                       " ORDER BY placed_ms * $2, id LIMIT 1", A(status), A(turn)));
    return OK;
}

/* The goods of its first line are broken at "main": what is left of them stands in the store. */
static enum status shelf_break(struct ctx *c, struct str id, struct str *sku)
{
    struct order o;
    TRY(order_load(c, id, &o));
    *sku = o.lines.at[0].sku;
    TRY(db_run(c, "UPDATE stock SET units = reserved WHERE node = 'main' AND sku = $1", A(*sku)));
    TRY(db_run(c, "UPDATE stock SET units = reserved + 3 WHERE node = 'store-1' AND sku = $1", A(*sku)));
    return db_run(c, "UPDATE variant SET stock = (SELECT SUM(units - reserved) FROM stock WHERE stock.sku = variant.sku) WHERE sku = $1", A(*sku));
}

static enum status trouble_make(struct ctx *c, struct trouble t, struct str status)
{
    int64_t item;
    bool again;
    struct str sku;
    TRY(order_in(c, status, str_eq(t.what, STR("lost")), &t.order));
    if (!t.order.n)
        return OK;
    if (str_eq(t.what, STR("stock"))) {
        TRY(shelf_break(c, t.order, &sku));
        *LIST_ADD(c, &t.failed) = (struct ex_failed){sku, NONE};
    }
    if (str_eq(t.what, STR("lost")) || str_eq(t.what, STR("late")))
        t.parcel = str_fmt(c, "PARCEL-%.*s", FMT(t.order));
    return trouble_plan(c, &t, &item, &again);
}

static enum status troubles_make(struct ctx *c)
{
    struct trouble t = {.late_days = NAN, .risk = NAN, .value = NONE, .by_whom = STR("rehearsal")};
    t.what = STR("stock");
    TRY(trouble_make(c, t, STR("processed")));
    t.what = STR("lost");
    TRY(trouble_make(c, t, STR("shipped")));
    t.what = STR("late"), t.late_days = 4;
    TRY(trouble_make(c, t, STR("shipped")));
    t.what = STR("payment"), t.late_days = NAN, t.cause = STR("expired");
    TRY(trouble_make(c, t, STR("pending")));
    t.what = STR("fraud"), t.cause = (struct str){0}, t.risk = 0.6;
    return trouble_make(c, t, STR("pending"));
}

/* The newest, and some of each day before, so that every state is there. */
enum status counter_open(struct ctx *c, struct stage *s)
{
    size_t step = s->recent.n / ORDERS_MOST + 1;
    for (size_t k = 0; k < s->recent.n; k++) {
        const struct basket *b = &s->recent.at[s->recent.n - 1 - k];
        if (k >= 12 && (k % step || c->now_ms - b->at_ms > 14 * DAY_MS))
            continue;
        TRY(order_put(c, s, b));
    }
    TRY(reserved_write(c, s));
    return troubles_make(c);
}
