/* data/bring.c - an order of a shop, among the orders we answer for.
 *
 * Tables  writes orders, money, method, account, customer, sale, line
 */
#include "data/bring.h"
#include "data/identity.h"
#include "data/tombstone.h"

/* The name people know it by, unless another order of ours has that: then the shop's name stands before it. */
static enum status name_it(struct ctx *c, struct order *o, struct order *known, bool *found)
{
    struct str id;
    int64_t taken;
    TRY(db_text(c, &id, "SELECT id FROM orders WHERE shop = $1 AND remote = $2", A(o->shop), A(o->remote)));
    *found = false;
    if (id.n) {
        o->id = id;
        return order_find(c, id, known, found);
    }
    TRY(db_int(c, &taken, "SELECT COUNT(*) FROM orders WHERE id = $1", A(o->id)));
    if (taken)
        o->id = str_fmt(c, "%.*s%s%.*s", FMT(o->shop), o->id.p[0] == '#' ? "" : "#", FMT(o->id));
    return OK;
}

static enum status products_name(struct ctx *c, struct order *o)
{
    for (size_t i = 0; i < o->lines.n; i++) {
        struct offer offer;
        bool found;
        TRY(offer_find(c, o->lines.at[i].sku, &offer, &found));
        if (found)
            o->lines.at[i].product = offer.product, o->lines.at[i].options = offer.options;
    }
    return OK;
}

/* What the shop's payments have moved and we do not know of. Movements of ours that are still on their way count as known. */
static enum status money_bring(struct ctx *c, const struct pulled_order *in, struct order *o, bool *moved)
{
    for (size_t i = 0; i < in->money.n; i++) {
        struct money m = in->money.at[i];
        int64_t known = 0;
        for (size_t k = 0; k < o->money.n; k++) {
            const struct money *have = &o->money.at[k];
            bool same = str_eq(have->kind, m.kind) && str_eq(have->method, m.method) && !str_eq(have->state, STR("failed"));
            known += same ? have->amount : 0;
        }
        m.amount -= known;
        if (m.amount <= 0)
            continue;
        m.order = o->id, m.seq = (int64_t)o->money.n + 1, m.customer = o->customer, m.at_ms = known || m.at_ms == NONE ? c->now_ms : m.at_ms;
        TRY(db_add(c, &money_record, &m));
        *LIST_ADD(c, &o->money) = m;
        *moved = true;
    }
    return OK;
}

static enum status sale_bring(struct ctx *c, const struct order *o, const struct pulled_order *in, int64_t batch)
{
    struct sale s;
    enum saved how;
    int64_t paid = order_paid(o), back = order_refunded(o), total = order_total(o);
    record_init(&sale_record, &s);
    bool off = str_eq(o->status, STR("cancelled"));
    s.id = o->id, s.customer = o->customer, s.currency = o->currency, s.country = in->customer->country, s.source = o->shop, s.placed_ms = o->placed_ms;
    s.state = off ? STR("cancelled") : back && back >= paid ? STR("refunded") : back ? STR("part-refunded") : paid ? STR("paid") : STR("open");
    s.shipping = o->shipping, s.tax = o->tax, s.total = total, s.refunded = back;
    s.lines.at = in->lines.at, s.lines.n = in->lines.n;
    return sale_save(c, &s, batch, false, &how);
}

static enum status who_bring(struct ctx *c, const struct pulled_order *in, struct str who)
{
    struct account a;
    int64_t agreed;
    TRY(db_int(c, &agreed, "SELECT COALESCE(MAX(marketing), 0) FROM customer WHERE id = $1", A(who)));
    in->customer->marketing = agreed; /* an order says nothing of that */
    TRY(customer_save(c, in->customer));
    TRY(account_load(c, who, &a));
    if (in->order->address && !a.address) {
        a.address = in->order->address;
        TRY(account_save(c, &a));
    }
    for (size_t i = 0; i < in->methods.n; i++) {
        in->methods.at[i].customer = who;
        TRY(method_save(c, &in->methods.at[i]));
    }
    return OK;
}

/* Nothing sent: pending. Else as far as the line that is least far. */
static struct str status_of(const struct order *o)
{
    bool begun = o->parcels.n;
    for (size_t i = 0; i < o->lines.n; i++)
        begun |= !str_eq(o->lines.at[i].state, STR("open"));
    if (str_eq(o->status, STR("cancelled")) || !o->lines.n)
        return STR("cancelled");
    return begun ? order_status_of(o) : STR("pending");
}

static enum status customer_now(struct ctx *c, const struct pulled_order *in, struct str *who)
{
    struct str forgotten;
    const struct known known = {.id = in->customer->id, .email = in->customer->email};
    TRY(tombstone_bars(c, &known, SIGNED_UP, in->order->placed_ms, false, &forgotten));
    if (forgotten.p)
        return fail(c, REJECT, "%.*s", FMT(forgotten));
    return identity_now(c, in->customer->id, who);
}

static enum status bring(struct ctx *c, const struct pulled_order *in, int64_t batch, enum saved *how)
{
    struct order o = *in->order, known = {0};
    bool found, moved = false;
    TRY(customer_now(c, in, &o.customer));
    TRY(name_it(c, &o, &known, &found));
    TRY(products_name(c, &o));
    o.status = status_of(&o);
    TRY(record_check(c, &order_record, &o));
    TRY(who_bring(c, in, o.customer));
    if (found && known.rev > 0)
        o = known;
    else
        o.money.at = known.money.at, o.money.n = known.money.n;
    bool same = found && str_eq(record_to_json(c, &order_record, &known), record_to_json(c, &order_record, &o));
    if (!same)
        TRY(order_save(c, &o));
    TRY(money_bring(c, in, &o, &moved));
    *how = !found ? SAVED_NEW : same && !moved ? SAVED_SAME : SAVED_CHANGED;
    return in->lines.n ? sale_bring(c, &o, in, batch) : OK; /* else its file told the sale itself */
}

enum status order_bring(struct ctx *c, const struct pulled_order *in, int64_t batch, enum saved *how)
{
    TRY(db_begin(c));
    enum status s = bring(c, in, batch, how), end = db_end(c, s != RETRY);
    TRY(s);
    return end;
}
