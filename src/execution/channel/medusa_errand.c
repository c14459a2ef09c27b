/* execution/channel/medusa_errand.c - what is done to an order in Medusa: capture, refund, cancel, fulfil and ship, deliver, return.
 *
 * Source  Medusa 2.21 Admin API: /admin/payments/{id}/capture and /refund, /admin/orders/{id}/cancel, /fulfillments, /shipments,
 *         /mark-as-delivered, /admin/returns. The mark stands in a refund's note, in metadata of fulfilments and returns
 */
#include "core/url.h"
#include "execution/channel/errand.h"
#include "execution/channel/medusa.h"
#include "execution/channel/medusa_return.h"

static enum status load(struct ctx *c, struct link *l, struct str order, const struct json **out)
{
    struct http_out answer = {0};
    const struct json *v;
    struct str path = str_fmt(c, "/admin/orders/%.*s?fields=id,status,currency_code,*shipping_address,*payment_collections.payments,*payment_collections.payments.captures,"
                                 "*payment_collections.payments.refunds,*fulfillments,*fulfillments.labels,*fulfillments.items",
                              FMT(url_escape(c, order)));
    enum status s = shop_ask(c, l, "GET", path, (struct str){0}, &answer, &v);
    *out = s == OK ? json_get(v, "order") : NULL;
    return s == REJECT && answer.status == 404 ? OK : s;
}

static enum status post(struct ctx *c, struct link *l, struct str path, struct tree *t, struct node *body)
{
    const struct json *v;
    return shop_ask(c, l, "POST", path, tree_text(c, t, body), NULL, &v);
}

/* ---- money -------------------------------------------------------------------------------------------------- */

static enum status payment_of(struct ctx *c, const struct json *order, const struct errand *w, const struct json **out)
{
    for (struct json_walk a = json_walk(json_get(order, "payment_collections")); json_next(&a);)
        for (struct json_walk b = json_walk(json_get(a.value, "payments")); json_next(&b);)
            if (str_eq(json_str(json_get(b.value, "id")), w->payment))
                return *out = b.value, OK;
    return fail(c, REJECT, "medusa: order %.*s has no payment %.*s", FMT(w->order), FMT(w->payment));
}

static int64_t moved(const struct json *payment, const char *list, struct str currency)
{
    int64_t sum = 0;
    for (struct json_walk w = json_walk(json_get(payment, list)); json_next(&w);)
        sum += medusa_minor(json_get(w.value, "amount"), currency);
    return sum;
}

static enum status pay_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *p;
    TRY(payment_of(c, order, w, &p));
    int64_t taken = moved(p, "captures", w->currency);
    *want = errand_money(c, w);
    *shown = taken ? str_fmt(c, "%lld %.*s", (long long)taken, FMT(w->currency)) : (struct str){0};
    return OK;
}

static enum status pay_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *p;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    TRY(payment_of(c, order, w, &p));
    int64_t authorised = medusa_minor(json_get(p, "amount"), w->currency);
    if (json_str(json_get(p, "canceled_at")).n || w->amount != authorised || moved(p, "captures", w->currency))
        return fail(c, REJECT, "medusa: the payment %.*s has %.*s authorised and is %s: %.*s cannot be taken by it", FMT(w->payment),
                    FMT(money_text(c, authorised, w->currency)), json_str(json_get(p, "canceled_at")).n ? "cancelled" : "open",
                    FMT(money_text(c, w->amount, w->currency)));
    return post(c, l, str_fmt(c, "/admin/payments/%.*s/capture", FMT(url_escape(c, w->payment))), t, o);
}

static enum status refund_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *p;
    TRY(payment_of(c, order, w, &p));
    *want = errand_money(c, w);
    for (struct json_walk r = json_walk(json_get(p, "refunds")); json_next(&r);)
        if (str_has(json_str(json_get(r.value, "note")), w->mark))
            *shown = str_fmt(c, "%lld %.*s", (long long)medusa_minor(json_get(r.value, "amount"), w->currency), FMT(w->currency));
    return OK;
}

static enum status refund_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *p;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    TRY(payment_of(c, order, w, &p));
    TRY(errand_within(c, l, w, moved(p, "captures", w->currency), moved(p, "refunds", w->currency)));
    node_set(t, o, "amount", medusa_major(t, w->amount, w->currency));
    node_set(t, o, "note", tree_str(t, w->mark));
    return post(c, l, str_fmt(c, "/admin/payments/%.*s/refund", FMT(url_escape(c, w->payment))), t, o);
}

/* ---- the order ---------------------------------------------------------------------------------------------- */

static enum status cancel_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l, (void)c, (void)w;
    *want = STR("cancelled");
    *shown = str_eq(json_str(json_get(order, "status")), STR("canceled")) ? *want : (struct str){0};
    return OK;
}

/* When Medusa cancels it gives back all it still has, by itself and without a mark: so that must be nothing. */
static enum status cancel_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    int64_t has = 0;
    struct str currency = medusa_currency(c, json_get(order, "currency_code"));
    if (w->lines.n)
        return fail(c, REJECT, "medusa cancels whole orders from here: edit the order there");
    for (struct json_walk a = json_walk(json_get(order, "payment_collections")); json_next(&a);)
        for (struct json_walk b = json_walk(json_get(a.value, "payments")); json_next(&b);)
            has += moved(b.value, "captures", currency) - moved(b.value, "refunds", currency);
    if (has > 0)
        return fail(c, REJECT, "medusa has %.*s of this order still: give that back (refund) before it is cancelled", FMT(money_text(c, has, currency)));
    return post(c, l, str_fmt(c, "/admin/orders/%.*s/cancel", FMT(url_escape(c, w->order))), t, tree_object(t));
}

static bool has_label(const struct json *f, struct str parcel)
{
    for (struct json_walk w = json_walk(json_get(f, "labels")); json_next(&w);)
        if (str_eq(json_str(json_get(w.value, "tracking_number")), parcel))
            return true;
    return str_eq(json_str(json_get(f, "id")), parcel);
}

static const struct json *fulfilment_marked(const struct json *order, struct str mark)
{
    for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f);)
        if (str_eq(json_str(json_path(f.value, "metadata.purvey")), mark) && !json_str(json_get(f.value, "canceled_at")).n)
            return f.value;
    return NULL;
}

static const struct json *fulfilment_of(const struct json *order, struct str parcel)
{
    for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f);)
        if (has_label(f.value, parcel) && !json_str(json_get(f.value, "canceled_at")).n)
            return f.value;
    return NULL;
}

static enum status ship_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    struct str from, units = errand_units(c, w);
    const struct json *f = fulfilment_marked(order, w->mark);
    TRY(errand_location(c, l, w, &from));
    *want = str_fmt(c, "%.*s: %.*s%s%.*s", FMT(w->parcel), FMT(units), from.n ? " from " : "", FMT(from));
    if (!f || !json_str(json_get(f, "shipped_at")).n || !has_label(f, w->parcel))
        return OK;
    struct errand there = {0};
    for (struct json_walk i = json_walk(json_get(f, "items")); json_next(&i);)
        *LIST_ADD(c, &there.lines) = (struct errand_line){json_str(json_get(i.value, "line_item_id")), json_int(json_get(i.value, "quantity")), false};
    bool same = there.lines.n == w->lines.n; /* the shop lists them in an order of its own */
    for (size_t i = 0; i < w->lines.n && same; i++) {
        bool has = false;
        for (size_t k = 0; k < there.lines.n; k++)
            has |= str_eq(there.lines.at[k].line, w->lines.at[i].line) && there.lines.at[k].quantity == w->lines.at[i].quantity;
        same = has;
    }
    *shown = str_fmt(c, "%.*s: %.*s%s%.*s", FMT(w->parcel), FMT(same ? units : errand_units(c, &there)), from.n ? " from " : "",
                     FMT(from.n ? json_str(json_get(f, "location_id")) : from));
    return OK;
}

static struct node *items(struct tree *t, const struct errand *w)
{
    struct node *list = tree_array(t);
    for (size_t i = 0; i < w->lines.n; i++) {
        struct node *one = tree_object(t);
        node_set(t, one, "id", tree_str(t, w->lines.at[i].line));
        node_set(t, one, "quantity", tree_int(t, w->lines.at[i].quantity));
        node_add(t, list, one);
    }
    return list;
}

static enum status fulfil(struct ctx *c, struct link *l, const struct errand *w, struct str base)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *metadata = tree_object(t);
    struct str from;
    TRY(errand_location(c, l, w, &from));
    node_set(t, o, "items", items(t, w));
    node_set(t, metadata, "purvey", tree_str(t, w->mark));
    if (w->carrier.n)
        node_set(t, metadata, "carrier", tree_str(t, w->carrier));
    node_set(t, o, "metadata", metadata);
    if (from.n)
        node_set(t, o, "location_id", tree_str(t, from));
    return post(c, l, base, t, o);
}

static enum status ship_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct str base = str_fmt(c, "/admin/orders/%.*s/fulfillments", FMT(url_escape(c, w->order)));
    if (!fulfilment_marked(order, w->mark)) {
        TRY(fulfil(c, l, w, base));
        TRY(load(c, l, w->order, &order));
    }
    const struct json *f = fulfilment_marked(order, w->mark);
    if (!f)
        return fail(c, RETRY, "medusa took the fulfilment, but does not show it yet");
    if (json_str(json_get(f, "shipped_at")).n)
        return OK;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *label = tree_object(t), *labels = tree_array(t);
    node_set(t, label, "tracking_number", tree_str(t, w->parcel));
    node_set(t, label, "tracking_url", tree_str(t, STR("")));
    node_set(t, label, "label_url", tree_str(t, STR("")));
    node_add(t, labels, label);
    node_set(t, o, "items", items(t, w));
    node_set(t, o, "labels", labels);
    return post(c, l, str_fmt(c, "%.*s/%.*s/shipments", FMT(base), FMT(url_escape(c, json_str(json_get(f, "id"))))), t, o);
}

static enum status deliver_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *f = fulfilment_of(order, w->parcel);
    if (!f)
        return fail(c, REJECT, "medusa: order %.*s has no parcel %.*s", FMT(w->order), FMT(w->parcel));
    *want = str_fmt(c, "%.*s delivered", FMT(w->parcel));
    *shown = json_str(json_get(f, "delivered_at")).n ? *want : (struct str){0};
    return OK;
}

static enum status deliver_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    const struct json *f = fulfilment_of(order, w->parcel);
    return post(c, l, str_fmt(c, "/admin/orders/%.*s/fulfillments/%.*s/mark-as-delivered", FMT(url_escape(c, w->order)), FMT(url_escape(c, json_str(json_get(f, "id"))))),
                t, tree_object(t));
}

/* ---- where it goes to --------------------------------------------------------------------------------------- */

static struct str name_of(struct ctx *c, const struct json *a)
{
    return str_trim(str_fmt(c, "%.*s %.*s", FMT(json_str(json_get(a, "first_name"))), FMT(json_str(json_get(a, "last_name")))));
}

static struct address address_there(struct ctx *c, const struct json *order)
{
    const struct json *a = json_get(order, "shipping_address");
    return (struct address){name_of(c, a), json_str(json_get(a, "company")), json_str(json_get(a, "address_1")), json_str(json_get(a, "address_2")),
                            json_str(json_get(a, "city")), json_str(json_get(a, "province")), json_str(json_get(a, "postal_code")),
                            json_str(json_get(a, "country_code")), json_str(json_get(a, "phone"))};
}

static enum status address_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    struct address there = address_there(c, order), whole = errand_address_whole(w, &there);
    *want = errand_address(c, &whole);
    *shown = str_eq(errand_address(c, &there), *want) ? *want : (struct str){0};
    return OK;
}

static void text_set(struct tree *t, struct node *o, const char *key, struct str value) { node_set(t, o, key, tree_str(t, value.p ? value : STR(""))); }

/* The last word of a name is the last name: Medusa has two fields, and the label shows both. */
static enum status address_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *to = tree_object(t);
    struct address there = address_there(c, order), a = errand_address_whole(w, &there);
    size_t cut = a.name.n;
    while (cut && a.name.p[cut - 1] != ' ')
        cut--;
    text_set(t, to, "first_name", str_trim(str_part(a.name, 0, cut))), text_set(t, to, "last_name", str_part(a.name, cut, a.name.n));
    text_set(t, to, "company", a.company), text_set(t, to, "address_1", a.address1), text_set(t, to, "address_2", a.address2);
    text_set(t, to, "city", a.city), text_set(t, to, "province", a.state), text_set(t, to, "postal_code", a.zip);
    text_set(t, to, "country_code", str_lower(c, a.country)), text_set(t, to, "phone", a.phone);
    node_set(t, o, "shipping_address", to);
    return post(c, l, str_fmt(c, "/admin/orders/%.*s", FMT(url_escape(c, w->order))), t, o);
}

static const struct errand_kind kinds[] = {
    {"pay", pay_look, pay_put},    {"refund", refund_look, refund_put},    {"cancel", cancel_look, cancel_put},
    {"ship", ship_look, ship_put}, {"deliver", deliver_look, deliver_put}, {"return", medusa_return_look, medusa_return_put},
    {"address", address_look, address_put},
    {0}};

const struct errand_driver medusa_errands = {load, kinds};
