/* execution/order/errand.c - what the shop that an order stands in is to do of an action.
 *
 * Tables  writes outbox, in the action's transaction
 */
#include "execution/order/errand.h"
#include "core/capability.h"
#include "core/hash.h"
#include "data/effect.h"
#include "data/errand.h"
#include "execution/order/settle.h"

/* What no shop is asked for, and what to do instead. Kinds that are not here are plans of the house, or have an errand. */
static const struct { const char *kind, *instead; } beyond[] = {
    {"method", "give back and take anew in the shop"},
    {"items", "change the items in the shop"},
    {"substitute", "take the line off (drop) and place what stands in for it in the shop"},
    {"exchange", "take a return here and place the other variant in the shop"},
    {"replace", "make a claim or a new order in the shop"},
    {"compensate", "its customers cannot use a gift card, coupon or points of ours there: give back an amount (refund)"},
};

bool errand_reaches(struct ctx *c, const struct order *o) { return !o->shop.n || capability_find(str_fmt(c, "channel.%.*s", FMT(o->shop))); }

enum status errand_allowed(struct ctx *c, const struct deed *d)
{
    const struct order *o = &d->o;
    if (!o->shop.n)
        return OK;
    if (!errand_reaches(c, o))
        return fail(c, REJECT, "order %.*s is known from an export of %.*s, and nothing reaches that shop from here: do it there and import its orders again",
                    FMT(o->id), FMT(o->shop));
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        if (str_eq(d->a->kind, str_z(beyond[i].kind)))
            return fail(c, REJECT, "order %.*s stands in %.*s, where %s is not done from here: %s, then purvey pull %.*s --orders", FMT(o->id), FMT(o->shop),
                        beyond[i].kind, beyond[i].instead, FMT(o->shop));
    bool part = str_eq(d->a->kind, STR("drop")) || (str_eq(d->a->kind, STR("cancel")) && d->a->lines.n);
    if (part && str_eq(o->shop, STR("medusa")))
        return fail(c, REJECT, "order %.*s stands in medusa, which cancels whole orders from here: edit the order there, then purvey pull medusa --orders, and refund",
                    FMT(o->id));
    return OK;
}

/* Once by its key; rows of one order go in order. The mark is new for each row: another database of the same shop has others. */
static enum status row_add(struct ctx *c, const struct deed *d, struct str key, struct str channel, struct effect *e, struct errand *w)
{
    int64_t id = db_new_id(c), due = c->now_ms;
    if (str_eq(d->a->kind, STR("retry")) && d->a->expected_ms != NONE && d->a->expected_ms > due)
        due = d->a->expected_ms;
    if (w) {
        w->order = d->o.remote;
        w->mark = str_fmt(c, "purvey %.16s", hash_blake2b(c, str_fmt(c, "%.*s %lld %s", FMT(key), (long long)id, c->home ? c->home : "")).p);
        e->value = record_to_json(c, &errand_record, w);
        e->entity = STR("order"), e->format = STR("json"), e->remote = d->o.remote;
    }
    e->key = key, e->id = d->o.id;
    return db_run(c,
                  "INSERT INTO outbox (id, item, change_pos, channel, key, action, target, body, state, due_ms, at_ms)"
                  " VALUES ($1, 0, 0, $2, $3, 'publish', $4, $5, 'waiting', $6, $7) ON CONFLICT (key) DO NOTHING",
                  A(id), A(channel), A(key), A(str_fmt(c, "money:%.*s", FMT(d->o.id))), A(record_to_json(c, &effect_record, e)), A(due), A(c->now_ms));
}

enum status errand_pay(struct ctx *c, const struct deed *d, const struct money *m)
{
    struct effect e = {.field = str_fmt(c, "%lld", (long long)m->seq), .from_ms = NONE, .to_ms = NONE};
    bool payment = str_eq(m->kind, STR("payment"));
    if (!d->o.shop.n) {
        e.entity = m->kind, e.remote = m->method, e.format = STR("money");
        e.value = str_fmt(c, "%lld%s%.*s", (long long)m->amount, d->o.currency.n ? " " : "", FMT(d->o.currency));
        return row_add(c, d, money_key(c, m), STR("payment"), &e, NULL);
    }
    struct errand w = {.kind = payment ? STR("pay") : STR("refund"), .payment = errand_payment(d->o.shop, m->method), .amount = m->amount,
                       .currency = d->o.currency, .reason = d->a->reason};
    if (!w.payment.n)
        return fail(c, REJECT, "order %.*s stands in %.*s, and %.*s is no payment there", FMT(d->o.id), FMT(d->o.shop), FMT(m->method));
    return row_add(c, d, money_key(c, m), d->o.shop, &e, &w);
}

/* ---- other errands ------------------------------------------------------------------------------------ */

static enum status plan_one(struct ctx *c, const struct deed *d, size_t n, struct errand *w)
{
    struct effect e = {.field = w->kind, .from_ms = NONE, .to_ms = NONE};
    w->amount = NONE, w->reason = d->a->reason;
    return row_add(c, d, str_fmt(c, "errand:%.*s:%zu", FMT(d->a->key), n), d->o.shop, &e, w);
}

/* A line that was split has several parts with the shop's one id. */
static void line_count(struct ctx *c, struct errand *w, struct str remote, int64_t units, bool damaged)
{
    for (size_t i = 0; i < w->lines.n; i++)
        if (str_eq(w->lines.at[i].line, remote) && w->lines.at[i].damaged == damaged) {
            w->lines.at[i].quantity += units;
            return;
        }
    if (remote.n && units > 0)
        *LIST_ADD(c, &w->lines) = (struct errand_line){remote, units, damaged};
}

static bool is_unsent(const struct order_line *l) { return str_among(l->state, "open|backordered"); }

static int64_t units_unsent(const struct order *o, struct str remote)
{
    int64_t n = 0;
    for (size_t i = 0; i < o->lines.n; i++)
        n += is_unsent(&o->lines.at[i]) && str_eq(o->lines.at[i].remote, remote) ? o->lines.at[i].quantity : 0;
    return n;
}

/* What had not left and is off the order now. What was lost on its way the shop has sent: only its money goes back. */
static enum status plan_cancel(struct ctx *c, const struct deed *d, const struct order *was)
{
    struct errand w = {.kind = STR("cancel")};
    bool all = str_eq(d->o.status, STR("cancelled"));
    for (size_t i = 0; i < was->lines.n; i++) {
        const struct order_line *l = &was->lines.at[i];
        bool first = is_unsent(l);
        for (size_t k = 0; k < i && first; k++)
            first = !(is_unsent(&was->lines.at[k]) && str_eq(was->lines.at[k].remote, l->remote));
        if (first)
            line_count(c, &w, l->remote, units_unsent(was, l->remote) - units_unsent(&d->o, l->remote), false);
        all &= is_unsent(l) || str_among(l->state, "cancelled|substituted");
    }
    if (!w.lines.n)
        return OK;
    if (all)
        w.lines.n = 0;
    return plan_one(c, d, 0, &w);
}

static enum status plan_ship(struct ctx *c, const struct deed *d)
{
    const struct parcel *p = &d->o.parcels.at[d->o.parcels.n - 1];
    struct errand w = {.kind = STR("ship"), .parcel = p->id, .carrier = p->carrier, .node = p->node};
    for (size_t i = 0; i < p->lines.n; i++) {
        const struct order_line *l = order_line_at(&d->o, p->lines.at[i]);
        line_count(c, &w, l->remote, l->quantity, false);
    }
    return w.lines.n ? plan_one(c, d, 0, &w) : OK;
}

static enum status plan_deliver(struct ctx *c, const struct deed *d, const struct order *was)
{
    for (size_t i = 0; i < was->parcels.n; i++) {
        const struct parcel *p = &d->o.parcels.at[i];
        struct errand w = {.kind = STR("deliver"), .parcel = p->id};
        if (str_eq(p->state, STR("delivered")) && !str_eq(was->parcels.at[i].state, STR("delivered")))
            TRY(plan_one(c, d, i, &w));
    }
    return OK;
}

/* What did not come back, or is worn, stays sold in the shop's books; damaged goods are told as such. */
static enum status plan_return(struct ctx *c, const struct deed *d, const struct order *was)
{
    for (size_t i = 0; i < was->backs.n; i++) {
        const struct back *b = &d->o.backs.at[i];
        struct errand w = {.kind = STR("return"), .node = b->node};
        if (!str_eq(b->state, STR("done")) || str_eq(was->backs.at[i].state, STR("done")))
            continue;
        for (size_t k = 0; k < b->lines.n; k++)
            if (!str_eq(b->lines.at[k].condition, STR("missing")))
                line_count(c, &w, order_line_at(&d->o, b->lines.at[k].pos)->remote, b->lines.at[k].quantity, !b->lines.at[k].restocked);
        if (w.lines.n)
            TRY(plan_one(c, d, i, &w));
    }
    return OK;
}

enum status errand_plan(struct ctx *c, const struct deed *d, const struct order *was)
{
    struct str kind = d->a->kind;
    if (!d->o.shop.n)
        return OK;
    if (str_eq(kind, STR("cancel")) || str_eq(kind, STR("drop")))
        return plan_cancel(c, d, was);
    if (str_eq(kind, STR("ship")))
        return plan_ship(c, d);
    if (str_eq(kind, STR("deliver")))
        return plan_deliver(c, d, was);
    if (str_eq(kind, STR("address")))
        return plan_one(c, d, 0, &(struct errand){.kind = STR("address"), .address = d->o.address});
    return str_eq(kind, STR("inspect")) ? plan_return(c, d, was) : OK;
}

struct order errand_before(struct ctx *c, const struct order *o)
{
    struct order was = *o;
    was.lines.at = NEW_ARRAY(c, struct order_line, o->lines.n);
    was.parcels.at = NEW_ARRAY(c, struct parcel, o->parcels.n);
    was.backs.at = NEW_ARRAY(c, struct back, o->backs.n);
    for (size_t i = 0; i < o->lines.n; i++)
        was.lines.at[i] = o->lines.at[i];
    for (size_t i = 0; i < o->parcels.n; i++)
        was.parcels.at[i] = o->parcels.at[i];
    for (size_t i = 0; i < o->backs.n; i++)
        was.backs.at[i] = o->backs.at[i];
    return was;
}
