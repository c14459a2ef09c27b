/* execution/channel/medusa_orders.c - orders of a Medusa shop as ours, with their payments, parcels and returns.
 *
 * Source  Medusa 2.21 Admin API: /admin/orders. Totals are major units and, of an item, with its tax and less its discount
 */
#include "core/url.h"
#include "execution/channel/medusa.h"
#include "execution/channel/ordered.h"

enum { PAGE = 20 };

static const char fields[] =
    "id,display_id,status,email,customer_id,currency_code,created_at,total,shipping_total,*items,*items.detail,*shipping_address,*customer,"
    "*payment_collections.payments,*payment_collections.payments.captures,*payment_collections.payments.refunds,*fulfillments,*fulfillments.labels,"
    "*fulfillments.items";

static void who(struct ctx *c, const struct json *v, struct pulled_order *one)
{
    const struct json *a = json_get(v, "shipping_address"), *k = json_get(v, "customer");
    struct str first = json_str(json_get(a, "first_name")), last = json_str(json_get(a, "last_name")), id = json_str(json_get(v, "customer_id"));
    first = first.n ? first : json_str(json_get(k, "first_name")), last = last.n ? last : json_str(json_get(k, "last_name"));
    struct str name = str_trim(str_fmt(c, "%.*s %.*s", FMT(first), FMT(last)));
    struct customer *p = one->customer;
    p->email = json_str(json_get(v, "email")), p->name = name.n ? name : (struct str){0};
    p->id = id.n ? str_fmt(c, "medusa:%.*s", FMT(id)) : customer_of_email(c, p->email);
    p->country = json_str(json_get(a, "country_code"));
    p->country = p->country.n ? medusa_currency(c, json_get(a, "country_code")) : (struct str){0};
    one->order->customer = p->id;
    if (!a || json_kind(a) != JSON_OBJECT)
        return;
    one->order->address = NEW(c, struct address);
    *one->order->address = (struct address){name, json_str(json_get(a, "company")), json_str(json_get(a, "address_1")), json_str(json_get(a, "address_2")),
                                            json_str(json_get(a, "city")), json_str(json_get(a, "province")), json_str(json_get(a, "postal_code")), p->country,
                                            json_str(json_get(a, "phone"))};
}

static void lines(struct ctx *c, const struct json *v, struct pulled_order *one, struct sent_parts *parts)
{
    struct str currency = one->order->currency;
    for (struct json_walk w = json_walk(json_get(v, "items")); json_next(&w);) {
        const struct json *d = json_get(w.value, "detail");
        struct order_line l = {.remote = json_str(json_get(w.value, "id")), .sku = json_str(json_get(w.value, "variant_sku")),
                               .title = json_str(json_get(w.value, "product_title")), .quantity = json_int(json_get(w.value, "quantity"))};
        int64_t before = medusa_minor(json_get(w.value, "original_total"), currency), asked = medusa_minor(json_get(w.value, "unit_price"), currency);
        int64_t off = medusa_minor(json_get(w.value, json_bool(json_get(w.value, "is_tax_inclusive")) ? "discount_total" : "discount_subtotal"), currency);
        int64_t back = json_int(json_get(d, "return_received_quantity")) + json_int(json_get(d, "return_dismissed_quantity"));
        ordered_line(c, one, &l, (struct ordered_sum){l.quantity ? before / l.quantity : 0, medusa_minor(json_get(w.value, "total"), currency)},
                     (struct ordered_sum){asked, asked * l.quantity - (off == NONE ? 0 : off)});
        if (back)
            *LIST_ADD(c, parts) = (struct sent_part){l.remote, (struct str){0}, back};
    }
}

static void parcels(struct ctx *c, const struct json *v, struct order *o, struct sent_parts *parts)
{
    for (struct json_walk f = json_walk(json_get(v, "fulfillments")); json_next(&f);) {
        struct str label = json_str(json_path(f.value, "labels.0.tracking_number"));
        int64_t shipped = ordered_moment(json_get(f.value, "shipped_at")), delivered = ordered_moment(json_get(f.value, "delivered_at"));
        if (json_str(json_get(f.value, "canceled_at")).n || (shipped == NONE && delivered == NONE))
            continue;
        struct str id = label.n ? label : json_str(json_get(f.value, "id"));
        ordered_parcel(c, o, id, json_str(json_path(f.value, "metadata.carrier")), delivered != NONE, delivered != NONE ? delivered : shipped);
        for (struct json_walk i = json_walk(json_get(f.value, "items")); json_next(&i);)
            *LIST_ADD(c, parts) = (struct sent_part){json_str(json_get(i.value, "line_item_id")), id, json_int(json_get(i.value, "quantity"))};
    }
}

static int64_t sum(const struct json *list, struct str currency)
{
    int64_t n = 0;
    for (struct json_walk w = json_walk(list); json_next(&w);)
        n += medusa_minor(json_get(w.value, "amount"), currency);
    return n;
}

static void payments(struct ctx *c, const struct json *v, struct pulled_order *one)
{
    struct str currency = one->order->currency;
    for (struct json_walk a = json_walk(json_get(v, "payment_collections")); json_next(&a);)
        for (struct json_walk b = json_walk(json_get(a.value, "payments")); json_next(&b);) {
            struct str id = json_str(json_get(b.value, "id"));
            if (json_str(json_get(b.value, "canceled_at")).n)
                continue;
            pulled_payment(c, one, id, json_str(json_get(b.value, "provider_id")), sum(json_get(b.value, "captures"), currency));
            pulled_refund(c, one, id, sum(json_get(b.value, "refunds"), currency));
        }
}

static void order_read(struct ctx *c, const struct json *v, struct channel_out *out)
{
    struct sent_parts parts = {0};
    struct pulled_order *one = ordered_add(c, out, "medusa", json_str(json_get(v, "id")));
    struct order *o = one->order;
    o->id = str_fmt(c, "#%lld", (long long)json_int(json_get(v, "display_id")));
    o->currency = medusa_currency(c, json_get(v, "currency_code"));
    o->placed_ms = ordered_moment(json_get(v, "created_at"));
    if (str_eq(json_str(json_get(v, "status")), STR("canceled")))
        o->status = STR("cancelled");
    who(c, v, one);
    lines(c, v, one, &parts);
    o->shipping = medusa_minor(json_get(v, "shipping_total"), o->currency);
    pulled_balance(o, medusa_minor(json_get(v, "total"), o->currency));
    parcels(c, v, o, &parts);
    ordered_split(c, o, &parts);
    payments(c, v, one);
}

enum status medusa_orders_pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out)
{
    const struct json *v;
    int64_t offset = 0;
    if (cursor.n && !str_int(cursor, &offset))
        return fail(c, REJECT, "medusa: \"%.*s\" is no page", FMT(cursor));
    TRY(shop_ask(c, l, "GET", str_fmt(c, "/admin/orders?limit=%d&offset=%lld&order=-updated_at&fields=%s", PAGE, (long long)offset, fields), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "orders")); json_next(&w);)
        order_read(c, w.value, out);
    if (out->orders.n && offset + PAGE < json_int(json_get(v, "count")))
        out->cursor = str_fmt(c, "%lld", (long long)offset + PAGE);
    return OK;
}
