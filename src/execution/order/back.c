/* execution/order/back.c - goods that come back: returns and exchanges, from the wish to the shelf and the money.
 *
 * One is under way at a time. What was bought in one channel may arrive at any node: stock goes to the shelf of the node
 * where it arrived, money to the order it was paid for. */
#include "execution/order/deed.h"

static bool paid_by_several(const struct order *o)
{
    struct str first = {0};
    for (size_t i = 0; i < o->money.n; i++) {
        struct str m = o->money.at[i].method;
        if (order_net(o, m) > 0 && first.p && !str_eq(first, m))
            return true;
        first = order_net(o, m) > 0 && !first.p ? m : first;
    }
    return false;
}

/* Where the money goes: how it was paid, or a gift card. Left out: how it was paid, "" where that is by several means. */
static enum status way_back(struct ctx *c, struct deed *d, struct str *method)
{
    const struct method *m;
    *method = d->a->method;
    if (!method->n && paid_by_several(&d->o))
        return OK;
    for (size_t i = 0; !method->n && i < d->o.money.n; i++)
        if (str_eq(d->o.money.at[i].kind, STR("payment")))
            *method = d->o.money.at[i].method;
    TRY(deed_method(c, d, *method, &m));
    for (size_t i = 0; i < d->o.money.n; i++)
        if (str_eq(d->o.money.at[i].kind, STR("payment")) && str_eq(d->o.money.at[i].method, *method))
            return OK;
    if (d->rules->return_anywhere || str_eq(m->source, STR("gift_card")))
        return OK;
    return fail(c, REJECT, "money goes back to how order %.*s was paid, or to a gift card, not to %.*s", FMT(d->o.id), FMT(*method));
}

static struct back *back_add(struct ctx *c, struct deed *d, struct str kind, struct str method)
{
    struct back *b = LIST_ADD(c, &d->o.backs);
    *b = (struct back){.id = str_fmt(c, "%c%zu", kind.p[0] == 'r' ? 'R' : 'E', d->o.backs.n), .kind = kind, .state = STR("requested"),
                       .reason = d->a->reason, .method = method, .asked_ms = c->now_ms, .received_ms = NONE};
    d->r->made = b->id;
    return b;
}

static struct back_line *back_line_add(struct ctx *c, struct deed *d, struct back *b, int64_t pos, struct str state)
{
    struct order_line *l = order_line_at(&d->o, pos);
    struct back_line *bl = LIST_ADD(c, &b->lines);
    l->state = state;
    *bl = (struct back_line){.pos = pos, .quantity = l->quantity, .sku = l->sku, .to_price = NONE, .refund = NONE};
    return bl;
}

static enum status in_time(struct ctx *c, const struct deed *d, const struct picks *picks)
{
    for (size_t i = 0; i < picks->n; i++)
        TRY(deed_in_time(c, d, order_line_at(&d->o, picks->at[i].pos)));
    return OK;
}

enum status deed_return(struct ctx *c, struct deed *d)
{
    struct picks picks;
    struct str method;
    TRY(way_back(c, d, &method));
    TRY(deed_pick(c, d, "delivered", &picks));
    TRY(in_time(c, d, &picks));
    struct back *b = back_add(c, d, STR("return"), method);
    for (size_t i = 0; i < picks.n; i++)
        back_line_add(c, d, b, picks.at[i].pos, STR("returning"));
    d->o.status = STR("return requested");
    deed_said(c, d, "return %.*s of %zu lines asked for", FMT(b->id), picks.n);
    return OK;
}

static enum status exchange_line(struct ctx *c, struct deed *d, struct back *b, const struct pick *p)
{
    struct offer offer;
    bool found;
    const struct order_line *l = order_line_at(&d->o, p->pos);
    TRY(offer_find(c, p->ask->to, &offer, &found));
    if (!found || offer.price == NONE || !str_eq(offer.product, l->product))
        return fail(c, REJECT, "%.*s is no variant of the product %.*s", FMT(p->ask->to), FMT(l->sku));
    struct back_line *bl = back_line_add(c, d, b, p->pos, STR("exchanging"));
    bl->to = p->ask->to, bl->to_price = offer.price;
    b->difference += (offer.price - l->price) * l->quantity;
    return stock_reserve(c, bl->to, bl->quantity, p->ask->node, &bl->node);
}

/* A gift card must be able to bear the difference now; it is taken when the goods are here. */
enum status deed_exchange(struct ctx *c, struct deed *d)
{
    struct picks picks;
    const struct method *m;
    if (!d->a->lines.n)
        return fail(c, REJECT, "exchange: needs the lines and what is wanted instead");
    TRY(deed_method(c, d, d->a->method, &m));
    TRY(deed_pick(c, d, "delivered", &picks));
    TRY(in_time(c, d, &picks));
    struct back *b = back_add(c, d, STR("exchange"), m->id);
    for (size_t i = 0; i < picks.n; i++)
        TRY(exchange_line(c, d, b, &picks.at[i]));
    if (str_eq(m->source, STR("gift_card")) && m->balance != NONE && m->balance < b->difference)
        return fail(c, REJECT, "%.*s has not enough on it", FMT(m->id));
    d->o.status = STR("exchange requested");
    deed_said(c, d, "exchange %.*s of %zu lines asked for, difference %lld", FMT(b->id), picks.n, (long long)b->difference);
    return OK;
}

static enum status back_meant(struct ctx *c, struct deed *d, const char *states, struct back **out)
{
    *out = order_back(&d->o, d->a->back);
    if (!*out || !str_among((*out)->state, states))
        return fail(c, REJECT, "order %.*s has no return or exchange that is %s", FMT(d->o.id), states);
    return OK;
}

enum status deed_receive(struct ctx *c, struct deed *d)
{
    struct back *b;
    TRY(back_meant(c, d, "requested", &b));
    b->state = STR("received"), b->received_ms = c->now_ms;
    b->node = d->a->node.n ? d->a->node : STR("main");
    deed_said(c, d, "%.*s arrived at %.*s", FMT(b->id), FMT(b->node));
    return OK;
}

/* What the inspector says of a line; of one that is not named, of any line of the action without a name. */
static const struct action_line *found_of(const struct deed *d, const struct back_line *bl)
{
    for (size_t i = 0; i < d->a->lines.n; i++) {
        const struct action_line *l = &d->a->lines.at[i];
        if (l->pos != NONE ? l->pos == bl->pos : str_eq(l->sku, bl->sku))
            return l;
    }
    return NULL;
}

/* Goods that came back for a fault of theirs are looked at before they are sold again; a wrong item is as good as new. */
static bool is_broken(const struct order_rules *r, const struct back *b)
{
    return deed_is_fault(r, b->reason) && str_among(b->reason, "damaged|defective");
}

/* What went back is off the order at once, so that the next line's part of tax and discount is of what is left. */
static enum status line_inspect(struct ctx *c, struct deed *d, struct back *b, struct back_line *bl)
{
    const struct action_line *says = found_of(d, bl);
    struct order_line *l = order_line_at(&d->o, bl->pos);
    if (!says || !says->condition.n)
        return fail(c, REJECT, "inspect: in what condition is %.*s?", FMT(bl->sku));
    int64_t worth = line_value(&d->o, l, bl->quantity);
    bl->condition = says->condition;
    TRY(deed_return_sum(c, d, l, bl->condition, b->reason, worth, &bl->refund, &bl->fee));
    if (says->refund != NONE)
        bl->refund = says->refund, bl->fee = 0;
    if (bl->refund > worth)
        return fail(c, REJECT, "%.*s: %lld is more than the %lld that was paid for it", FMT(bl->sku), (long long)bl->refund, (long long)worth);
    bl->restocked = str_among(bl->condition, "new|opened") && !is_broken(d->rules, b);
    if (str_eq(b->kind, STR("return")))
        l->state = str_eq(bl->condition, STR("missing")) ? STR("delivered") : STR("returned");
    return bl->restocked ? stock_add(c, bl->sku, bl->quantity, b->node) : OK;
}

static bool all_is_back(const struct order *o)
{
    for (size_t i = 0; i < o->lines.n; i++)
        if (!str_among(o->lines.at[i].state, "returned|cancelled|substituted|exchanged"))
            return false;
    return true;
}

/* The way there is paid back where all came back, by the shop's rule or by its fault. */
static enum status shipping_back(struct ctx *c, const struct deed *d, const struct back *b, int64_t *sum)
{
    struct return_rule rule;
    *sum = 0;
    for (size_t i = 0; i < b->lines.n && all_is_back(&d->o); i++) {
        TRY(deed_return_rule(c, d, order_line_at(&d->o, b->lines.at[i].pos), &rule));
        if (rule.shipping || deed_is_fault(d->rules, b->reason))
            *sum = d->o.shipping;
    }
    return OK;
}

static enum status return_close(struct ctx *c, struct deed *d, struct back *b)
{
    int64_t sum;
    TRY(shipping_back(c, d, b, &sum));
    for (size_t i = 0; i < b->lines.n; i++)
        sum += b->lines.at[i].refund;
    int64_t left = order_paid(&d->o) - order_refunded(&d->o); /* something may have been given back before */
    sum = sum < left ? sum : left;
    return sum > 0 ? deed_refund_to(c, d, b->method, sum) : OK;
}

/* It goes out again as the other variant where it came back whole, or where what is wrong with it is the shop's doing. */
static bool is_exchanged(const struct order_rules *r, const struct back *b, const struct back_line *bl)
{
    return bl->restocked || (deed_is_fault(r, b->reason) && !str_eq(bl->condition, STR("missing")));
}

static enum status exchange_close(struct ctx *c, struct deed *d, struct back *b)
{
    struct back own = *b;
    int64_t difference = 0;
    for (size_t i = 0; i < own.lines.n; i++) {
        struct back_line *bl = &own.lines.at[i];
        struct order_line *l = order_line_at(&d->o, bl->pos), *to;
        TRY(stock_release(c, bl->to, bl->quantity, bl->node));
        if (!is_exchanged(d->rules, b, bl)) {
            l->state = STR("delivered"); /* it stays the customer's */
            continue;
        }
        l->state = STR("exchanged");
        bl->refund = NONE, bl->fee = 0;
        int64_t off = l->discount, before = l->price * bl->quantity - off;
        TRY(deed_line_add(c, d, bl->to, bl->quantity, bl->node, &to));
        to->price = bl->to_price, to->instead_of = bl->pos;
        to->discount = off < to->price * to->quantity ? off : to->price * to->quantity; /* what came off the line comes off what stands for it */
        difference += to->price * to->quantity - to->discount - before;
    }
    return difference ? deed_settle(c, d, own.method, difference) : OK;
}

enum status deed_inspect(struct ctx *c, struct deed *d)
{
    struct back *b;
    TRY(back_meant(c, d, "received", &b));
    for (size_t i = 0; i < b->lines.n; i++)
        TRY(line_inspect(c, d, b, &b->lines.at[i]));
    TRY(str_eq(b->kind, STR("return")) ? return_close(c, d, b) : exchange_close(c, d, b));
    b->state = STR("done");
    d->o.status = deed_status(d);
    deed_said(c, d, "%.*s is done", FMT(b->id));
    return OK;
}

enum status deed_withdraw(struct ctx *c, struct deed *d)
{
    struct back *b;
    TRY(back_meant(c, d, "requested|received", &b));
    for (size_t i = 0; i < b->lines.n; i++) {
        order_line_at(&d->o, b->lines.at[i].pos)->state = STR("delivered");
        if (b->lines.at[i].to.n)
            TRY(stock_release(c, b->lines.at[i].to, b->lines.at[i].quantity, b->lines.at[i].node));
    }
    b->state = STR("withdrawn");
    d->o.status = deed_status(d);
    deed_said(c, d, "%.*s is off", FMT(b->id));
    return OK;
}
