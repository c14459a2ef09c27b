/* execution/channel/ordered.c - an order as a real shop has it, as ours. */
#include "execution/channel/ordered.h"
#include "data/ingest/reader.h"

int64_t ordered_moment(const struct json *v)
{
    int64_t ms = NONE;
    return json_str(v).n && moment_read(json_str(v), DAY_UNTOLD, &ms) ? ms : NONE;
}

struct pulled_order *ordered_add(struct ctx *c, struct channel_out *out, const char *shop, struct str remote)
{
    struct pulled_order *one = LIST_ADD(c, &out->orders);
    *one = (struct pulled_order){.order = NEW(c, struct order), .customer = NEW(c, struct customer)};
    record_init(&order_record, one->order);
    record_init(&customer_record, one->customer);
    one->order->shop = str_z(shop), one->order->remote = remote, one->order->channel = str_z(shop), one->order->status = STR("pending");
    return one;
}

void ordered_line(struct ctx *c, struct pulled_order *one, const struct order_line *l, struct ordered_sum paid, struct ordered_sum asked)
{
    struct order *o = one->order;
    if (l->quantity <= 0)
        return;
    struct order_line *to = LIST_ADD(c, &o->lines);
    struct line *sold = LIST_ADD(c, &one->lines);
    int64_t each = paid.each * l->quantity < paid.all ? (paid.all + l->quantity - 1) / l->quantity : paid.each; /* no discount is negative */
    record_init(&order_line_record, to);
    to->pos = (int64_t)o->lines.n - 1, to->sku = l->sku.n ? l->sku : l->remote, to->title = l->title, to->quantity = l->quantity, to->price = each;
    to->discount = each * l->quantity - paid.all, to->state = STR("open"), to->node = STR(""), to->remote = l->remote;
    record_init(&sale_line_record, sold);
    int64_t off = asked.each * l->quantity - asked.all;
    sold->sku = to->sku, sold->title = l->title, sold->quantity = l->quantity, sold->price = asked.each, sold->discount = off > 0 ? off : 0;
}

void ordered_parcel(struct ctx *c, struct order *o, struct str id, struct str carrier, bool delivered, int64_t at_ms)
{
    struct parcel *p = LIST_ADD(c, &o->parcels);
    record_init(&parcel_record, p);
    p->id = id, p->carrier = carrier, p->state = delivered ? STR("delivered") : STR("shipped");
    *(delivered ? &p->delivered_ms : &p->shipped_ms) = at_ms;
    if (delivered && at_ms != NONE && (o->delivered_ms == NONE || at_ms > o->delivered_ms))
        o->delivered_ms = at_ms;
}

/* `units` of line i get a state of their own; the rest stays a line of its own. */
static void split_off(struct ctx *c, struct order *o, size_t i, int64_t units, struct str state, struct str parcel)
{
    struct order_line rest = o->lines.at[i];
    struct order_line *l = &o->lines.at[i];
    if (units < l->quantity) {
        rest.pos = (int64_t)o->lines.n, rest.quantity -= units;
        rest.discount = rest.discount * rest.quantity / l->quantity;
        l->quantity = units, l->discount -= rest.discount;
        *LIST_ADD(c, &o->lines) = rest;
        l = &o->lines.at[i];
    }
    l->state = state;
    l->parcel = parcel.n ? parcel : l->parcel;
}

static struct parcel *parcel_at(struct order *o, struct str id)
{
    for (size_t i = 0; i < o->parcels.n; i++)
        if (str_eq(o->parcels.at[i].id, id))
            return &o->parcels.at[i];
    return NULL;
}

static void part_apply(struct ctx *c, struct order *o, const struct sent_part *s)
{
    const struct parcel *p = s->parcel.n ? parcel_at(o, s->parcel) : NULL;
    struct str from = p ? STR("open") : STR("delivered"), to = p ? p->state : STR("returned");
    int64_t left = s->units;
    for (size_t i = 0; i < o->lines.n && left > 0; i++) {
        struct order_line *l = &o->lines.at[i];
        if (!str_eq(l->remote, s->line) || !str_eq(l->state, from))
            continue;
        int64_t units = l->quantity < left ? l->quantity : left;
        split_off(c, o, i, units, to, s->parcel);
        left -= units;
    }
}

void ordered_split(struct ctx *c, struct order *o, const struct sent_parts *parts)
{
    for (int back = 0; back < 2; back++)
        for (size_t i = 0; i < parts->n; i++)
            if ((parts->at[i].parcel.n == 0) == back)
                part_apply(c, o, &parts->at[i]);
    for (size_t i = 0; i < o->parcels.n; i++) {
        struct parcel *p = &o->parcels.at[i];
        p->lines.at = NEW_ARRAY(c, int64_t, o->lines.n);
        for (size_t k = 0; k < o->lines.n; k++)
            if (str_eq(o->lines.at[k].parcel, p->id))
                p->lines.at[p->lines.n++] = o->lines.at[k].pos;
    }
}
