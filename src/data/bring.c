/* data/bring.c - an order of a shop, among the orders we answer for.
 *
 * Tables  writes orders, money, method, account, customer, sale, line
 */
#include "data/bring.h"
#include "data/errand.h"
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

/* All that is to be kept, before any of it is written: a caller's transaction is not undone by a refusal. */
static enum status check(struct ctx *c, const struct pulled_order *in, struct str who)
{
    struct order o = *in->order;
    o.customer = who, o.status = status_of(&o);
    TRY(record_check(c, &order_record, &o));
    TRY(record_check(c, &customer_record, in->customer));
    for (size_t i = 0; i < in->methods.n; i++) {
        struct method m = in->methods.at[i];
        m.customer = who;
        TRY(record_check(c, &method_record, &m));
    }
    for (size_t i = 0; i < in->money.n; i++)
        TRY(record_check(c, &money_record, &in->money.at[i]));
    return OK;
}

static enum status bring(struct ctx *c, const struct pulled_order *in, struct str who, int64_t batch, enum saved *how)
{
    struct order o = *in->order, known = {0};
    bool found, moved = false;
    o.customer = who;
    TRY(name_it(c, &o, &known, &found));
    TRY(products_name(c, &o));
    o.status = status_of(&o);
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
    struct str who;
    TRY(customer_now(c, in, &who));
    TRY(check(c, in, who));
    IN_ONE_STEP(c, bring(c, in, who, batch, how));
    return OK;
}

/* ---- what the readers of shops share ---------------------------------------------------------------------------- */

void pulled_balance(struct order *o, int64_t total)
{
    int64_t left = total - o->shipping;
    for (size_t i = 0; i < o->lines.n; i++)
        left -= o->lines.at[i].price * o->lines.at[i].quantity - o->lines.at[i].discount;
    o->tax = left > 0 ? left : 0;
    o->discount = left < 0 ? -left : 0;
}

static void money_add(struct ctx *c, struct pulled_order *one, struct str kind, struct str method, int64_t amount)
{
    if (amount > 0)
        *LIST_ADD(c, &one->money) = (struct money){.order = one->order->id, .seq = (int64_t)one->money.n + 1, .kind = kind, .amount = amount, .method = method,
                                                   .customer = one->customer->id, .deed = STR(""), .state = STR("done"), .at_ms = one->order->placed_ms};
}

void pulled_payment(struct ctx *c, struct pulled_order *one, struct str payment, struct str source, int64_t taken)
{
    struct str id = errand_method(c, one->order->shop.p, payment);
    *LIST_ADD(c, &one->methods) = (struct method){.customer = one->customer->id, .id = id, .source = str_part(source, 0, source.n < 40 ? source.n : 40), .balance = NONE};
    money_add(c, one, STR("payment"), id, taken);
}

void pulled_refund(struct ctx *c, struct pulled_order *one, struct str payment, int64_t amount)
{
    money_add(c, one, STR("refund"), errand_method(c, one->order->shop.p, payment), amount);
}
