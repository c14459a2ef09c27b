/* execution/order/place.c - new orders: stock is set aside or nothing is. */
#include "core/hash.h"
#include "data/tombstone.h"
#include "execution/order/deed.h"

static enum status new_id(struct ctx *c, struct deed *d)
{
    int64_t taken;
    if (!d->o.id.n)
        d->o.id = str_fmt(c, "P%.9s", hash_blake2b(c, d->a->key).p);
    TRY(db_int(c, &taken, "SELECT COUNT(*) FROM orders WHERE id = $1", A(d->o.id)));
    return taken ? fail(c, REJECT, "there is an order %.*s already", FMT(d->o.id)) : OK;
}

static enum status line_place(struct ctx *c, struct deed *d, const struct action_line *ask)
{
    struct order_line *l;
    TRY(deed_line_add(c, d, ask->sku, ask->quantity, ask->node, &l));
    if (ask->price != NONE)
        l->price = ask->price;
    return OK;
}

/* SKUs in one order everywhere, so that two orders at the same instant never wait for each other. */
static void sort(struct action_line *at, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && str_cmp(at[k - 1].sku, at[k].sku) > 0; k--) {
            struct action_line swap = at[k];
            at[k] = at[k - 1], at[k - 1] = swap;
        }
}

static enum status lines_place(struct ctx *c, struct deed *d, const struct action_line *at, size_t n)
{
    struct action_line *own = NEW_ARRAY(c, struct action_line, n);
    if (!n)
        return fail(c, REJECT, "an order needs at least one line");
    memcpy(own, at, n * sizeof *own);
    sort(own, n);
    for (size_t i = 0; i < n; i++)
        TRY(line_place(c, d, &own[i]));
    return OK;
}

static enum status finish(struct ctx *c, struct deed *d)
{
    d->o.status = STR("pending");
    d->o.placed_ms = c->now_ms;
    TRY(order_save(c, &d->o)); /* before the money that names it */
    if (d->a->method.n && order_total(&d->o) > 0)
        TRY(deed_pay(c, d, d->a->method, order_total(&d->o)));
    d->r->made = d->o.id;
    deed_said(c, d, "placed %.*s: %zu lines, %lld in all", FMT(d->o.id), d->o.lines.n, (long long)order_total(&d->o));
    return OK;
}

enum status deed_place(struct ctx *c, struct deed *d)
{
    const struct action *a = d->a;
    if (!a->customer.n)
        return fail(c, REJECT, "place: needs a customer");
    struct str forgotten; /* whoever buys is back */
    TRY(tombstone_bars(c, &(struct known){.id = a->customer}, SIGNED_UP, c->now_ms, false, &forgotten));
    TRY(new_id(c, d));
    d->o.channel = a->channel.n ? a->channel : STR("web");
    d->o.currency = a->currency;
    d->o.address = a->address ? a->address : d->who.address;
    d->o.shipping = a->shipping, d->o.tax = a->tax, d->o.discount = a->discount;
    d->o.promised_ms = a->expected_ms;
    TRY(lines_place(c, d, a->lines.at, a->lines.n));
    return finish(c, d);
}

enum status deed_reorder(struct ctx *c, struct deed *d)
{
    struct order old;
    LIST(struct action_line) lines = {0};
    TRY(order_load(c, d->a->from, &old));
    if (d->a->customer.n && !str_eq(d->a->customer, old.customer))
        return fail(c, REJECT, "order %.*s is another customer's", FMT(old.id));
    d->o.customer = old.customer;
    TRY(account_load(c, old.customer, &d->who));
    TRY(new_id(c, d));
    d->o.channel = d->a->channel.n ? d->a->channel : old.channel;
    d->o.currency = old.currency, d->o.shipping = d->a->shipping;
    d->o.address = d->a->address ? d->a->address : old.address;
    for (size_t i = 0; i < old.lines.n; i++)
        if (old.lines.at[i].instead_of == NONE)
            *LIST_ADD(c, &lines) = (struct action_line){.sku = old.lines.at[i].sku, .pos = NONE, .quantity = old.lines.at[i].quantity, .price = NONE};
    TRY(lines_place(c, d, lines.at, lines.n));
    return finish(c, d);
}
