/* execution/order/change.c - what changes an order before it leaves: cancel, address, items, substitutes, nodes. */
#include "execution/order/deed.h"

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static bool has_live_lines(const struct order *o)
{
    for (size_t i = 0; i < o->lines.n; i++)
        if (!str_among(o->lines.at[i].state, "cancelled|substituted"))
            return true;
    return false;
}

/* Take lines off the order: stock back for sale; what was paid for them, and no more than is overpaid now, back. */
static enum status take_off(struct ctx *c, struct deed *d, const struct picks *picks)
{
    int64_t value = order_total(&d->o);
    TRY(deed_recall(c, d));
    for (size_t i = 0; i < picks->n; i++) {
        struct order_line *l = order_line_at(&d->o, picks->at[i].pos);
        if (str_among(l->state, "open|backordered"))
            TRY(stock_release(c, l->sku, l->quantity, l->node));
    }
    for (size_t i = 0; i < picks->n; i++) {
        struct order_line *l = order_line_at(&d->o, picks->at[i].pos);
        l->state = STR("cancelled"), l->node = STR("");
    }
    int64_t net = order_paid(&d->o) - order_refunded(&d->o);
    if (!has_live_lines(&d->o))
        value = net; /* shipping too */
    else
        value = least(value - order_total(&d->o), net - least(net, order_total(&d->o)));
    return value > 0 ? deed_refund_back(c, d, value) : OK;
}

static bool reason_allowed(const struct order_rules *r, struct str reason)
{
    for (size_t i = 0; i < r->cancel_reasons.n; i++)
        if (str_eq(r->cancel_reasons.at[i], reason))
            return true;
    return r->cancel_reasons.n == 0;
}

enum status deed_cancel(struct ctx *c, struct deed *d)
{
    struct picks picks;
    if (!reason_allowed(d->rules, d->a->reason))
        return fail(c, REJECT, "\"%.*s\" is not among the reasons to cancel", FMT(d->a->reason));
    if (d->o.item_changes && !d->rules->cancel_after_change)
        return fail(c, REJECT, "order %.*s: its items were changed, so it cannot be cancelled", FMT(d->o.id));
    TRY(deed_pick(c, d, "open|backordered", &picks));
    TRY(take_off(c, d, &picks));
    if (!has_live_lines(&d->o)) {
        d->o.status = STR("cancelled");
        d->o.cancel_reason = d->a->reason;
    }
    deed_said(c, d, "cancelled %zu lines", picks.n);
    return OK;
}

enum status deed_drop(struct ctx *c, struct deed *d)
{
    struct picks picks;
    if (!d->a->lines.n)
        return fail(c, REJECT, "drop: needs the lines that cannot be delivered");
    TRY(deed_pick(c, d, "open|backordered|lost", &picks));
    TRY(take_off(c, d, &picks));
    if (!has_live_lines(&d->o)) {
        d->o.status = STR("cancelled");
        d->o.cancel_reason = d->a->reason;
    } else if (str_among(d->o.status, "processed|shipped")) {
        d->o.status = deed_status(d);
    }
    deed_said(c, d, "took %zu lines off", picks.n);
    return OK;
}

/* ---- addresses ------------------------------------------------------------------------------------------ */

static enum status address_given(struct ctx *c, const struct deed *d)
{
    const struct address *a = d->a->address;
    return a && a->address1.n && a->city.n ? OK : fail(c, REJECT, "%.*s: needs an address with address1 and city", FMT(d->a->kind));
}

enum status deed_address(struct ctx *c, struct deed *d)
{
    TRY(address_given(c, d));
    d->o.address = d->a->address;
    if (str_eq(d->o.status, STR("held")) && str_eq(d->o.hold_reason, STR("address")))
        TRY(deed_release(c, d));
    deed_said(c, d, "address changed");
    return OK;
}

enum status deed_account_address(struct ctx *c, struct deed *d)
{
    int64_t known;
    if (!d->a->customer.n)
        return fail(c, REJECT, "account_address: needs a customer");
    TRY(address_given(c, d));
    TRY(db_int(c, &known, "SELECT COUNT(*) FROM account WHERE id = $1", A(d->a->customer)));
    if (!known)
        TRY(db_int(c, &known, "SELECT COUNT(*) FROM customer WHERE id = $1", A(d->a->customer)));
    if (!known)
        return fail(c, REJECT, "there is no customer \"%.*s\"", FMT(d->a->customer));
    d->who.address = d->a->address;
    TRY(account_save(c, &d->who));
    deed_said(c, d, "usual address changed");
    return OK;
}

/* ---- other goods ------------------------------------------------------------------------------------------ */

static enum status variant_of(struct ctx *c, const struct order_line *l, struct str to, struct offer *out)
{
    bool found;
    TRY(offer_find(c, to, out, &found));
    if (!found || out->price == NONE)
        return fail(c, REJECT, found ? "%.*s has no price" : "there is no product with the SKU %.*s", FMT(to));
    if (!str_eq(out->product, l->product))
        return fail(c, REJECT, "%.*s is another product than %.*s", FMT(to), FMT(l->sku));
    return OK;
}

/* In place: the line keeps its pos, so that the order reads as before. */
static enum status line_turn(struct ctx *c, struct order_line *l, struct str to, int64_t *difference)
{
    struct offer offer;
    struct str node;
    if (str_eq(l->sku, to))
        return fail(c, REJECT, "%.*s is what was ordered: name another variant", FMT(to));
    TRY(variant_of(c, l, to, &offer));
    TRY(stock_release(c, l->sku, l->quantity, l->node));
    TRY(stock_reserve(c, to, l->quantity, STR(""), &node));
    *difference += (offer.price - l->price) * l->quantity;
    l->sku = to, l->options = offer.options, l->price = offer.price, l->node = node, l->title = offer.title;
    return OK;
}

enum status deed_items(struct ctx *c, struct deed *d)
{
    struct picks picks;
    int64_t difference = 0;
    if (d->o.item_changes >= d->rules->item_changes_max)
        return fail(c, REJECT, "order %.*s: its items have been changed already", FMT(d->o.id));
    if (!d->a->lines.n)
        return fail(c, REJECT, "items: needs the lines to change");
    TRY(deed_pick(c, d, "open|backordered", &picks));
    for (size_t i = 0; i < picks.n; i++)
        TRY(line_turn(c, order_line_at(&d->o, picks.at[i].pos), picks.at[i].ask->to, &difference));
    TRY(deed_settle(c, d, d->a->method, difference));
    d->o.item_changes++;
    d->o.status = STR("pending (item modified)");
    deed_said(c, d, "changed %zu lines, difference %lld", picks.n, (long long)difference);
    return OK;
}

/* The shop's own choice, so at the customer's price or less: what is cheaper, the customer gets back. */
static enum status line_substitute(struct ctx *c, struct deed *d, const struct pick *p)
{
    struct order_line *l, was = *order_line_at(&d->o, p->pos);
    TRY(deed_line_add(c, d, p->ask->to, was.quantity, p->ask->node, &l));
    if (p->ask->price != NONE && p->ask->price < l->price)
        l->price = p->ask->price;
    l->price = least(l->price, was.price);
    l->discount = least(was.discount, l->price * l->quantity);
    l->instead_of = was.pos;
    if (!str_eq(was.state, STR("lost")))
        TRY(stock_release(c, was.sku, was.quantity, was.node));
    order_line_at(&d->o, p->pos)->state = STR("substituted");
    order_line_at(&d->o, p->pos)->node = STR("");
    return OK;
}

enum status deed_substitute(struct ctx *c, struct deed *d)
{
    struct picks picks;
    int64_t before = order_total(&d->o);
    if (!d->a->lines.n)
        return fail(c, REJECT, "substitute: needs the lines and what stands in for them");
    TRY(deed_pick(c, d, "open|backordered|lost", &picks));
    for (size_t i = 0; i < picks.n; i++)
        TRY(line_substitute(c, d, &picks.at[i]));
    if (str_among(d->o.status, "processed|shipped"))
        d->o.status = deed_status(d);
    /* These lines' difference alone: what was kept back of another line, damaged when it came back, stays kept. */
    int64_t net = order_paid(&d->o) - order_refunded(&d->o), over = least(before - order_total(&d->o), net - least(net, order_total(&d->o)));
    if (over > 0)
        TRY(deed_refund_back(c, d, over));
    deed_said(c, d, "%zu lines have a substitute", picks.n);
    return OK;
}

enum status deed_reroute(struct ctx *c, struct deed *d)
{
    struct picks picks;
    if (!d->a->lines.n)
        return fail(c, REJECT, "reroute: needs lines and nodes");
    TRY(deed_pick(c, d, "open|backordered", &picks));
    for (size_t i = 0; i < picks.n; i++) {
        struct order_line *l = order_line_at(&d->o, picks.at[i].pos);
        struct str node;
        TRY(stock_reserve(c, l->sku, l->quantity, picks.at[i].ask->node, &node));
        TRY(stock_release(c, l->sku, l->quantity, l->node));
        l->node = node, l->state = STR("open");
    }
    deed_said(c, d, "%zu lines come from elsewhere", picks.n);
    return OK;
}
