/* execution/order/way.c - an order's way: held, packed, sent, late, lost, arrived, sent again. */
#include "execution/order/deed.h"

enum status deed_hold(struct ctx *c, struct deed *d)
{
    if (!d->a->reason.n)
        return fail(c, REJECT, "hold: needs a reason");
    if (!str_eq(d->o.status, STR("held")))
        d->o.held_from = d->o.status;
    d->o.hold_reason = d->a->reason;
    d->o.status = STR("held");
    deed_said(c, d, "held: %.*s", FMT(d->a->reason));
    return OK;
}

enum status deed_release(struct ctx *c, struct deed *d)
{
    if (!str_eq(d->o.status, STR("held"))) {
        deed_said(c, d, "it was not held, and goes on");
        return OK;
    }
    d->o.status = d->o.held_from.n ? d->o.held_from : STR("pending");
    d->o.held_from = d->o.hold_reason = (struct str){0};
    deed_said(c, d, "released");
    return OK;
}

enum status deed_process(struct ctx *c, struct deed *d)
{
    d->o.status = STR("processed");
    deed_said(c, d, "being packed");
    return OK;
}

static struct parcel *parcel_at(const struct order *o, struct str id)
{
    for (size_t i = 0; i < o->parcels.n; i++)
        if (str_eq(o->parcels.at[i].id, id))
            return &o->parcels.at[i];
    return NULL;
}

static enum status parcel_given(struct ctx *c, struct deed *d, struct parcel **out)
{
    *out = parcel_at(&d->o, d->a->parcel);
    return *out ? OK : fail(c, REJECT, "order %.*s has no parcel \"%.*s\"", FMT(d->o.id), FMT(d->a->parcel));
}

enum status deed_ship(struct ctx *c, struct deed *d)
{
    struct picks picks;
    const struct action *a = d->a;
    if (!a->parcel.n || parcel_at(&d->o, a->parcel))
        return fail(c, REJECT, "ship: needs the number of a new parcel");
    TRY(deed_pick(c, d, "open", &picks));
    struct parcel p = {.id = a->parcel, .carrier = a->carrier, .node = a->node, .state = STR("shipped"), .shipped_ms = c->now_ms,
                       .expected_ms = a->expected_ms, .delivered_ms = NONE};
    p.lines.at = NEW_ARRAY(c, int64_t, picks.n);
    for (size_t i = 0; i < picks.n; i++) {
        struct order_line *l = order_line_at(&d->o, picks.at[i].pos);
        TRY(stock_leave(c, l->sku, l->quantity, l->node));
        p.node = p.node.n ? p.node : l->node;
        l->state = STR("shipped"), l->parcel = p.id;
        p.lines.at[p.lines.n++] = l->pos;
    }
    *LIST_ADD(c, &d->o.parcels) = p;
    d->o.status = deed_status(d);
    deed_said(c, d, "sent %zu lines as %.*s", picks.n, FMT(p.id));
    return OK;
}

/* Lines of the parcel that are on their way get `state`. */
static int parcel_turn(struct deed *d, const struct parcel *p, struct str state)
{
    int n = 0;
    for (size_t i = 0; i < p->lines.n; i++) {
        struct order_line *l = order_line_at(&d->o, p->lines.at[i]);
        if (l && str_eq(l->state, STR("shipped"))) {
            l->state = state;
            n++;
        }
    }
    return n;
}

enum status deed_deliver(struct ctx *c, struct deed *d)
{
    for (size_t i = 0; i < d->o.parcels.n; i++) {
        struct parcel *p = &d->o.parcels.at[i];
        if ((d->a->parcel.n && !str_eq(p->id, d->a->parcel)) || !str_among(p->state, "shipped|late"))
            continue;
        parcel_turn(d, p, STR("delivered"));
        p->state = STR("delivered"), p->delivered_ms = c->now_ms;
        d->r->made = p->id;
    }
    if (!d->r->made.p)
        return fail(c, REJECT, "order %.*s has no such parcel on its way", FMT(d->o.id));
    d->o.status = deed_status(d);
    if (str_eq(d->o.status, STR("delivered")))
        d->o.delivered_ms = c->now_ms;
    deed_said(c, d, "arrived");
    return OK;
}

enum status deed_late(struct ctx *c, struct deed *d)
{
    struct parcel *p;
    TRY(parcel_given(c, d, &p));
    if (!str_among(p->state, "shipped|late"))
        return fail(c, REJECT, "parcel %.*s is %.*s", FMT(p->id), FMT(p->state));
    p->state = STR("late"), p->expected_ms = d->a->expected_ms;
    deed_said(c, d, "parcel %.*s is late", FMT(p->id));
    return OK;
}

enum status deed_lost(struct ctx *c, struct deed *d)
{
    struct parcel *p;
    TRY(parcel_given(c, d, &p));
    if (!parcel_turn(d, p, STR("lost")) && !str_eq(p->state, STR("lost")))
        return fail(c, REJECT, "nothing of parcel %.*s is on its way", FMT(p->id));
    p->state = STR("lost");
    deed_said(c, d, "parcel %.*s is lost", FMT(p->id));
    return OK;
}

/* ---- goods that are not there -------------------------------------------------------------------------- */

/* An order with lines still to be sent is not a shipped one. */
static enum status lines_unsent(struct ctx *c, struct deed *d, size_t n, const char *what)
{
    if (str_eq(d->o.status, STR("shipped")))
        d->o.status = STR("processed");
    deed_said(c, d, "%zu lines %s", n, what);
    return OK;
}

enum status deed_backorder(struct ctx *c, struct deed *d)
{
    struct picks picks;
    TRY(deed_pick(c, d, d->a->lines.n ? "open|backordered|lost" : "open|backordered", &picks));
    for (size_t i = 0; i < picks.n; i++) {
        struct order_line *l = order_line_at(&d->o, picks.at[i].pos);
        if (!str_eq(l->state, STR("lost")))
            TRY(stock_release(c, l->sku, l->quantity, l->node));
        l->state = STR("backordered"), l->node = STR(""), l->parcel = (struct str){0}, l->expected_ms = d->a->expected_ms;
    }
    return lines_unsent(c, d, picks.n, "wait for goods");
}

enum status deed_unback(struct ctx *c, struct deed *d)
{
    struct picks picks;
    TRY(deed_pick(c, d, "backordered", &picks));
    for (size_t i = 0; i < picks.n; i++) {
        struct order_line *l = order_line_at(&d->o, picks.at[i].pos);
        TRY(stock_reserve(c, l->sku, l->quantity, d->a->node, &l->node));
        l->state = STR("open"), l->expected_ms = NONE;
    }
    return lines_unsent(c, d, picks.n, "have their goods");
}

/* The new line stands for the old one at what was paid for it, so the order's total stays. */
enum status deed_replace(struct ctx *c, struct deed *d)
{
    struct picks picks;
    if (!d->a->lines.n)
        return fail(c, REJECT, "replace: needs the lines");
    TRY(deed_pick(c, d, "lost|delivered", &picks));
    for (size_t i = 0; i < picks.n; i++) {
        struct order_line *l, was = *order_line_at(&d->o, picks.at[i].pos);
        TRY(deed_line_add(c, d, was.sku, was.quantity, picks.at[i].ask->node, &l));
        l->price = was.price, l->discount = was.discount, l->instead_of = was.pos;
        order_line_at(&d->o, was.pos)->state = STR("substituted");
    }
    d->o.status = deed_status(d);
    deed_said(c, d, "%zu lines are sent again", picks.n);
    return OK;
}
