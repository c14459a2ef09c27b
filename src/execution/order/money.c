/* execution/order/money.c - what moves money: the only place that writes rows of `money` and balances of gift cards.
 *
 * What a card or an account bears goes by the outbox: the provider, or the shop that has the order, is asked once by its key,
 * whoever is killed meanwhile. One order's movements go in order. */
#include "core/hash.h"
#include "execution/order/errand.h"
#include "execution/order/settle.h"

static bool is_gift(const struct method *m) { return m && str_eq(m->source, STR("gift_card")); }
static bool is_ours(const struct method *m) { return is_gift(m) || (m && str_eq(m->source, STR("coupon"))); } /* we keep its balance */

/* The provider moves it, or the shop that the order stands in. */
static bool is_outside(const struct deed *d, const struct method *m) { return (d->rules->provider || d->o.shop.n) && !is_ours(m); }

enum status deed_method(struct ctx *c, struct deed *d, struct str id, const struct method **out)
{
    *out = account_method(&d->who, id);
    return *out ? OK : fail(c, REJECT, "the customer has no means of payment \"%.*s\"", FMT(id));
}

static enum status write_row(struct ctx *c, struct deed *d, struct str kind, struct str method, int64_t amount, bool outside)
{
    struct money m = {.order = d->o.id, .seq = (int64_t)d->o.money.n + 1, .kind = kind, .amount = amount, .method = method, .customer = d->o.customer,
                      .deed = d->a->key, .state = outside && amount ? STR("waiting") : STR("done"), .at_ms = c->now_ms};
    *LIST_ADD(c, &d->o.money) = m;
    *LIST_ADD(c, &d->r->money) = m;
    TRY(db_add(c, &money_record, &m));
    return str_eq(m.state, STR("waiting")) ? errand_pay(c, d, &m) : OK;
}

static enum status shop_takes(struct ctx *c, const struct deed *d, const struct method *m)
{
    if (!d->o.shop.n || !is_ours(m))
        return OK;
    return fail(c, REJECT, "order %.*s stands in %.*s, where %.*s of ours is worth nothing: name the payment that it was paid by", FMT(d->o.id), FMT(d->o.shop), FMT(m->id));
}

/* A conditional UPDATE: two orders may be paid by one card at the same instant. */
static enum status gift_move(struct ctx *c, struct deed *d, const struct method *m, int64_t by)
{
    int64_t done;
    TRY(db_count(c, &done, "UPDATE method SET balance = COALESCE(balance, 0) + $1 WHERE customer = $2 AND id = $3 AND COALESCE(balance, 0) + $1 >= 0",
                 A(by), A(d->who.id), A(m->id)));
    if (!done)
        return fail(c, REJECT, "%.*s has not enough on it", FMT(m->id));
    return db_int(c, &d->who.methods.at[m - d->who.methods.at].balance, "SELECT balance FROM method WHERE customer = $1 AND id = $2", A(d->who.id), A(m->id));
}

enum status deed_pay(struct ctx *c, struct deed *d, struct str method, int64_t amount)
{
    const struct method *m;
    TRY(deed_method(c, d, method, &m));
    TRY(shop_takes(c, d, m));
    if (is_ours(m))
        TRY(gift_move(c, d, m, -amount));
    return write_row(c, d, STR("payment"), m->id, amount, is_outside(d, m));
}

enum status deed_refund(struct ctx *c, struct deed *d, struct str method, int64_t amount)
{
    int64_t left = order_paid(&d->o) - order_refunded(&d->o);
    const struct method *m = account_method(&d->who, method);
    if (amount > left)
        return fail(c, REJECT, "order %.*s: %lld is more than the %lld that was paid and not yet given back", FMT(d->o.id), (long long)amount, (long long)left);
    TRY(shop_takes(c, d, m));
    if (is_ours(m))
        TRY(gift_move(c, d, m, amount));
    return write_row(c, d, STR("refund"), method, amount, is_outside(d, m));
}

enum status deed_refund_back(struct ctx *c, struct deed *d, int64_t amount)
{
    size_t n = d->o.money.n; /* what is written meanwhile is no payment */
    for (size_t i = 0; i < n && amount > 0; i++) {
        struct money m = d->o.money.at[i];
        int64_t net = order_net(&d->o, m.method), part = m.amount < net ? m.amount : net;
        if (!str_eq(m.kind, STR("payment")) || str_eq(m.state, STR("failed")) || part <= 0)
            continue;
        part = part < amount ? part : amount;
        TRY(deed_refund(c, d, m.method, part));
        amount -= part;
    }
    return amount ? fail(c, REJECT, "order %.*s: %lld more would be given back than was paid", FMT(d->o.id), (long long)amount) : OK;
}

/* What the provider refused to give back to a means is owed again, and may go to another one. */
static int64_t refused_refunds(const struct order *o)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->money.n; i++)
        sum += str_eq(o->money.at[i].kind, STR("refund")) && str_eq(o->money.at[i].state, STR("failed")) ? o->money.at[i].amount : 0;
    return sum;
}

/* Of theirs, and it paid, or may be given to all the same. */
static int64_t may_take(const struct deed *d, const struct method *m)
{
    int64_t paid = order_net(&d->o, m->id), other = refused_refunds(&d->o);
    return is_gift(m) || d->rules->return_anywhere ? INT64_MAX : other > paid ? other : paid;
}

enum status deed_refund_to(struct ctx *c, struct deed *d, struct str method, int64_t amount)
{
    const struct method *m;
    if (!method.n)
        return deed_refund_back(c, d, amount);
    TRY(deed_method(c, d, method, &m));
    int64_t most = may_take(d, m), part = amount < most ? amount : most;
    if (part > 0)
        TRY(deed_refund(c, d, method, part));
    return part < amount ? deed_refund_back(c, d, amount - part) : OK;
}

enum status deed_settle(struct ctx *c, struct deed *d, struct str method, int64_t difference)
{
    const struct method *m;
    TRY(deed_method(c, d, method, &m));
    return difference > 0 ? deed_pay(c, d, method, difference) : deed_refund(c, d, method, -difference);
}

static bool is_waiting(const struct money *m) { return str_eq(m->kind, STR("payment")) && str_eq(m->state, STR("waiting")); }

/* One that is not due is in nobody's hands: whoever changes its row first has it. */
enum status deed_recall(struct ctx *c, struct deed *d)
{
    for (size_t i = 0; i < d->o.money.n; i++) {
        struct money *m = &d->o.money.at[i];
        int64_t ours;
        if (!is_waiting(m))
            continue;
        TRY(db_count(c, &ours, "UPDATE outbox SET state = 'failed', why = 'no longer wanted' WHERE key = $1 AND state = 'waiting' AND tries = 0 AND due_ms > $2",
                     A(money_key(c, m)), A(c->now_ms)));
        if (!ours)
            continue;
        TRY(db_run(c, "UPDATE money SET state = 'failed' WHERE orders = $1 AND seq = $2", A(m->order), A(m->seq)));
        m->state = STR("failed");
    }
    return OK;
}

/* ---- actions ----------------------------------------------------------------------------------------------- */

enum status deed_pay_order(struct ctx *c, struct deed *d)
{
    TRY(deed_recall(c, d));
    int64_t due = order_due(&d->o), amount = d->a->amount == NONE ? due : d->a->amount;
    if (amount <= 0 || amount > due)
        return fail(c, REJECT, "order %.*s: %lld is due, not %lld", FMT(d->o.id), (long long)(due > 0 ? due : 0), (long long)amount);
    TRY(deed_pay(c, d, d->a->method, amount));
    bool asked = is_waiting(&d->o.money.at[d->o.money.n - 1]); /* then settling releases it, once it is paid */
    if (!asked && str_eq(d->o.status, STR("held")) && str_eq(d->o.hold_reason, STR("payment")))
        TRY(deed_release(c, d));
    deed_said(c, d, asked ? "asked the provider for %lld by %.*s" : "paid %lld by %.*s", (long long)amount, FMT(d->a->method));
    return OK;
}

enum status deed_retry(struct ctx *c, struct deed *d)
{
    const struct money *last = order_payment(&d->o);
    int64_t due = order_due(&d->o);
    if (!d->rules->provider && !d->o.shop.n)
        return fail(c, REJECT, "no provider moves money here (provider in the setting order): ask for another means of payment");
    if (!last || !str_eq(last->state, STR("failed")) || due <= 0)
        return fail(c, REJECT, "order %.*s: no payment of it has failed and is still due", FMT(d->o.id));
    TRY(deed_pay(c, d, d->a->method.n ? d->a->method : last->method, due));
    if (!str_eq(d->o.status, STR("held")))
        d->o.held_from = d->o.status;
    d->o.status = STR("held"), d->o.hold_reason = STR("payment");
    deed_said(c, d, "asks the provider once more for %lld", (long long)due);
    return OK;
}

/* The one instrument that has paid. */
static enum status payer(struct ctx *c, struct deed *d, struct str *method)
{
    *method = (struct str){0};
    for (size_t i = 0; i < d->o.money.n; i++) {
        struct str m = d->o.money.at[i].method;
        if (order_net(&d->o, m) <= 0 || str_eq(m, *method))
            continue;
        if (method->p)
            return fail(c, REJECT, "order %.*s was paid by more than one means", FMT(d->o.id));
        *method = m;
    }
    return method->p ? OK : fail(c, REJECT, "order %.*s has not been paid", FMT(d->o.id));
}

enum status deed_method_change(struct ctx *c, struct deed *d)
{
    struct str old;
    TRY(payer(c, d, &old));
    if (str_eq(old, d->a->method))
        return fail(c, REJECT, "order %.*s is paid by %.*s already", FMT(d->o.id), FMT(old));
    int64_t amount = order_net(&d->o, old);
    TRY(deed_pay(c, d, d->a->method, amount));
    TRY(deed_refund(c, d, old, amount));
    deed_said(c, d, "paid by %.*s, %.*s refunded", FMT(d->a->method), FMT(old));
    return OK;
}

enum status deed_refund_order(struct ctx *c, struct deed *d)
{
    int64_t left = order_paid(&d->o) - order_refunded(&d->o), amount = d->a->amount == NONE ? left : d->a->amount;
    const struct method *m;
    if (amount <= 0)
        return fail(c, REJECT, "order %.*s: there is nothing to give back", FMT(d->o.id));
    if (d->a->method.n) {
        TRY(deed_method(c, d, d->a->method, &m));
        if (may_take(d, m) < amount)
            return fail(c, REJECT, "order %.*s: %.*s has not paid so much", FMT(d->o.id), FMT(d->a->method));
    }
    TRY(deed_refund_to(c, d, d->a->method, amount));
    deed_said(c, d, "gave back %lld", (long long)amount);
    return OK;
}

static int64_t compensated(const struct order *o)
{
    int64_t sum = 0;
    for (size_t i = 0; i < o->money.n; i++)
        sum += str_eq(o->money.at[i].kind, STR("compensation")) ? o->money.at[i].amount : 0;
    return sum;
}

/* A gift card or a coupon of the customer; more of it, where the action names one. */
static enum status gift_new(struct ctx *c, struct deed *d, struct str source, int64_t amount)
{
    const struct method *given = account_method(&d->who, d->a->method);
    struct method m = {.customer = d->who.id, .source = source, .balance = amount, .currency = d->o.currency};
    if (d->a->method.n && (!given || !str_eq(given->source, source)))
        return fail(c, REJECT, "%.*s is no %.*s of the customer", FMT(d->a->method), FMT(source));
    if (given) {
        d->r->made = given->id;
        return gift_move(c, d, given, amount);
    }
    m.id = d->r->made = str_fmt(c, "%.*s_%.10s", FMT(source), hash_blake2b(c, d->a->key).p);
    return method_save(c, &m);
}

enum status deed_compensate(struct ctx *c, struct deed *d)
{
    int64_t most = (int64_t)(d->rules->compensate_share * (double)order_paid(&d->o)) - compensated(&d->o), amount = d->a->amount;
    if (amount == NONE || amount <= 0)
        return fail(c, REJECT, "compensate: needs an amount above 0");
    if (amount > most)
        return fail(c, REJECT, "order %.*s: at most %lld may be given for trouble, not %lld", FMT(d->o.id), (long long)(most > 0 ? most : 0), (long long)amount);
    struct str as = d->a->as.n ? d->a->as : STR("gift_card");
    if (str_eq(as, STR("points"))) {
        d->who.points += amount;
        TRY(account_save(c, &d->who));
    } else {
        TRY(gift_new(c, d, as, amount));
    }
    TRY(write_row(c, d, STR("compensation"), d->r->made.p ? d->r->made : STR(""), amount, false));
    deed_said(c, d, "compensated with %lld as %.*s", (long long)amount, FMT(as));
    return OK;
}
