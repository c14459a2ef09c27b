/* execution/channel/vendure_orders.c - orders of a Vendure shop as ours, with their payments and parcels.
 *
 * Source  Vendure 3.7 Admin API: orders. Sums are minor units with tax. A line's quantity is what still stands of it: units that
 *         were cancelled or came back are not told apart there, and are no part of the order any more
 */
#include "execution/channel/ordered.h"
#include "execution/channel/vendure.h"

enum { PAGE = 20 };

static const char query[] =
    "query($skip:Int!,$take:Int!){activeChannel{pricesIncludeTax}"
    " orders(options:{skip:$skip,take:$take,sort:{updatedAt:DESC},filter:{active:{eq:false},orderPlacedAt:{isNull:false}}}){totalItems"
    " items{id code state currencyCode totalWithTax shippingWithTax orderPlacedAt customer{id emailAddress firstName lastName}"
    " shippingAddress{fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber}"
    " lines{id quantity unitPrice unitPriceWithTax proratedLinePrice proratedLinePriceWithTax productVariant{sku name}}"
    " payments{id method amount state refunds{total state}} fulfillments{id state trackingCode method updatedAt lines{orderLineId quantity}}}}}";

static void who(struct ctx *c, const struct json *v, struct pulled_order *one)
{
    const struct json *k = json_get(v, "customer"), *a = json_get(v, "shippingAddress");
    struct customer *p = one->customer;
    struct str first = json_str(json_get(k, "firstName")), last = json_str(json_get(k, "lastName")), full = json_str(json_get(a, "fullName"));
    struct str name = str_trim(str_fmt(c, "%.*s %.*s", FMT(first), FMT(last)));
    p->id = str_fmt(c, "vendure:%.*s", FMT(json_str(json_get(k, "id")))), p->email = json_str(json_get(k, "emailAddress"));
    p->name = name.n ? name : full.n ? full : (struct str){0};
    p->country = json_str(json_get(a, "countryCode")).n ? json_str(json_get(a, "countryCode")) : (struct str){0};
    one->order->customer = p->id;
    if (json_kind(a) != JSON_OBJECT)
        return;
    one->order->address = NEW(c, struct address);
    *one->order->address = (struct address){full, json_str(json_get(a, "company")), json_str(json_get(a, "streetLine1")), json_str(json_get(a, "streetLine2")),
                                            json_str(json_get(a, "city")), json_str(json_get(a, "province")), json_str(json_get(a, "postalCode")),
                                            json_str(json_get(a, "countryCode")), json_str(json_get(a, "phoneNumber"))};
}

static void parcels(struct ctx *c, const struct json *v, struct order *o, struct sent_parts *parts)
{
    for (struct json_walk f = json_walk(json_get(v, "fulfillments")); json_next(&f);) {
        struct str state = json_str(json_get(f.value, "state")), code = json_str(json_get(f.value, "trackingCode"));
        bool delivered = str_eq(state, STR("Delivered"));
        if (!delivered && !str_eq(state, STR("Shipped")))
            continue;
        struct str id = code.n ? code : json_str(json_get(f.value, "id"));
        ordered_parcel(c, o, id, json_str(json_get(f.value, "method")), delivered, ordered_moment(json_get(f.value, "updatedAt")));
        for (struct json_walk x = json_walk(json_get(f.value, "lines")); json_next(&x);)
            *LIST_ADD(c, parts) = (struct sent_part){json_str(json_get(x.value, "orderLineId")), id, json_int(json_get(x.value, "quantity"))};
    }
}

static void payments(struct ctx *c, const struct json *v, struct pulled_order *one)
{
    for (struct json_walk p = json_walk(json_get(v, "payments")); json_next(&p);) {
        struct str state = json_str(json_get(p.value, "state")), id = json_str(json_get(p.value, "id"));
        bool settled = str_eq(state, STR("Settled"));
        int64_t given = 0;
        if (!settled && !str_eq(state, STR("Authorized")))
            continue;
        for (struct json_walk r = json_walk(json_get(p.value, "refunds")); json_next(&r);)
            given += str_eq(json_str(json_get(r.value, "state")), STR("Failed")) ? 0 : json_int(json_get(r.value, "total"));
        pulled_payment(c, one, id, json_str(json_get(p.value, "method")), settled ? json_int(json_get(p.value, "amount")) : 0);
        pulled_refund(c, one, id, given);
    }
}

/* with_tax: the channel's prices, and so the catalogue's, are. */
static void line(struct ctx *c, const struct json *v, struct pulled_order *one, bool with_tax)
{
    const struct order_line l = {.remote = json_str(json_get(v, "id")), .sku = json_str(json_path(v, "productVariant.sku")),
                                 .title = json_str(json_path(v, "productVariant.name")), .quantity = json_int(json_get(v, "quantity"))};
    const struct ordered_sum paid = {json_int(json_get(v, "unitPriceWithTax")), json_int(json_get(v, "proratedLinePriceWithTax"))};
    const struct ordered_sum net = {json_int(json_get(v, "unitPrice")), json_int(json_get(v, "proratedLinePrice"))};
    ordered_line(c, one, &l, paid, with_tax ? paid : net);
}

static void order_read(struct ctx *c, const struct json *v, bool with_tax, struct channel_out *out)
{
    struct sent_parts parts = {0};
    struct pulled_order *one = ordered_add(c, out, "vendure", json_str(json_get(v, "id")));
    struct order *o = one->order;
    o->id = json_str(json_get(v, "code")), o->currency = json_str(json_get(v, "currencyCode")), o->placed_ms = ordered_moment(json_get(v, "orderPlacedAt"));
    if (str_eq(json_str(json_get(v, "state")), STR("Cancelled")))
        o->status = STR("cancelled");
    who(c, v, one);
    for (struct json_walk w = json_walk(json_get(v, "lines")); json_next(&w);)
        line(c, w.value, one, with_tax);
    o->shipping = json_int(json_get(v, "shippingWithTax"));
    pulled_balance(o, json_int(json_get(v, "totalWithTax")));
    parcels(c, v, o, &parts);
    ordered_split(c, o, &parts);
    payments(c, v, one);
}

enum status vendure_orders_pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out)
{
    const struct json *data;
    int64_t skip = 0;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    if (cursor.n && !str_int(cursor, &skip))
        return fail(c, REJECT, "vendure: \"%.*s\" is no page", FMT(cursor));
    node_set(t, v, "skip", tree_int(t, skip)), node_set(t, v, "take", tree_int(t, PAGE));
    TRY(vendure_ask(c, l, str_z(query), t, v, NULL, &data));
    for (struct json_walk w = json_walk(json_path(data, "orders.items")); json_next(&w);)
        order_read(c, w.value, json_bool(json_path(data, "activeChannel.pricesIncludeTax")), out);
    if (out->orders.n && skip + PAGE < json_int(json_path(data, "orders.totalItems")))
        out->cursor = str_fmt(c, "%lld", (long long)skip + PAGE);
    return OK;
}
