/* execution/channel/vendure_errand.c - what is done to an order in Vendure: settle, refund, cancel, fulfil, deliver, take back.
 *
 * Source  Vendure 3.7 Admin API: settlePayment, refundOrder, cancelOrder, addFulfillmentToOrder, transitionFulfillmentToState. The
 *         mark stands in the reason of a refund and of a cancellation (order history ORDER_CANCELLATION); a parcel is known by its
 *         tracking code. Units that come back are cancelled units: Vendure puts them on sale again, and gives no money back by that
 */
#include "execution/channel/errand.h"
#include "execution/channel/vendure.h"

static enum status load(struct ctx *c, struct link *l, struct str order, const struct json **out)
{
    const struct json *data;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "id", tree_str(t, order));
    TRY(vendure_ask(c, l, STR("query($id:ID!){order(id:$id){id state currencyCode lines{id quantity}"
                              " shippingAddress{fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber}"
                              " payments{id amount state refunds{id total state reason}}"
                              " fulfillments{id state trackingCode lines{orderLineId quantity}}"
                              " history(options:{take:100,filter:{type:{eq:\"ORDER_CANCELLATION\"}}}){items{data}}}}"),
                    t, v, NULL, &data));
    *out = json_get(data, "order");
    *out = json_kind(*out) == JSON_OBJECT ? *out : NULL;
    return OK;
}

/* A mutation whose answer is the thing itself or an error with a message. */
static enum status ask(struct ctx *c, struct link *l, const char *query, const char *name, struct tree *t, struct node *v)
{
    const struct json *data;
    TRY(vendure_ask(c, l, str_z(query), t, v, NULL, &data));
    struct str said = json_str(json_get(json_get(data, name), "message"));
    return said.n ? fail(c, REJECT, "vendure: %.*s", FMT(str_part(said, 0, said.n < 200 ? said.n : 200))) : OK;
}

/* ---- money -------------------------------------------------------------------------------------------------- */

static enum status payment_of(struct ctx *c, const struct json *order, const struct errand *w, const struct json **out)
{
    for (struct json_walk p = json_walk(json_get(order, "payments")); json_next(&p);)
        if (str_eq(json_str(json_get(p.value, "id")), w->payment))
            return *out = p.value, OK;
    return fail(c, REJECT, "vendure: order %.*s has no payment %.*s", FMT(w->order), FMT(w->payment));
}

static bool is_settled(const struct json *payment) { return str_eq(json_str(json_get(payment, "state")), STR("Settled")); }

static struct str sum_text(struct ctx *c, int64_t minor, const struct errand *w) { return str_fmt(c, "%lld %.*s", (long long)minor, FMT(w->currency)); }

static enum status pay_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *p;
    TRY(payment_of(c, order, w, &p));
    *want = errand_money(c, w);
    *shown = is_settled(p) ? sum_text(c, json_int(json_get(p, "amount")), w) : (struct str){0};
    return OK;
}

static enum status pay_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *p;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    TRY(payment_of(c, order, w, &p));
    struct str state = json_str(json_get(p, "state"));
    int64_t amount = json_int(json_get(p, "amount"));
    if (!str_eq(state, STR("Authorized")) || amount != w->amount)
        return fail(c, REJECT, "vendure settles a payment whole: %.*s of %.*s is %.*s, so %.*s cannot be taken by it", FMT(w->payment),
                    FMT(money_text(c, amount, w->currency)), FMT(state), FMT(money_text(c, w->amount, w->currency)));
    node_set(t, v, "id", tree_str(t, w->payment));
    return ask(c, l, "mutation($id:ID!){settlePayment(id:$id){__typename ...on ErrorResult{message}}}", "settlePayment", t, v);
}

static bool counts(const struct json *refund) { return !str_eq(json_str(json_get(refund, "state")), STR("Failed")); }

static enum status refund_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *p;
    TRY(payment_of(c, order, w, &p));
    *want = errand_money(c, w);
    for (struct json_walk r = json_walk(json_get(p, "refunds")); json_next(&r);) {
        if (!str_has(json_str(json_get(r.value, "reason")), w->mark))
            continue;
        if (!counts(r.value))
            return fail(c, REJECT, "vendure: the payment's own provider has refused the refund %.*s", FMT(json_str(json_get(r.value, "id"))));
        *shown = sum_text(c, json_int(json_get(r.value, "total")), w);
    }
    return OK;
}

static enum status refund_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *p;
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t);
    int64_t given = 0;
    TRY(payment_of(c, order, w, &p));
    for (struct json_walk r = json_walk(json_get(p, "refunds")); json_next(&r);)
        given += counts(r.value) ? json_int(json_get(r.value, "total")) : 0;
    TRY(errand_within(c, l, w, is_settled(p) ? json_int(json_get(p, "amount")) : 0, given));
    node_set(t, i, "paymentId", tree_str(t, w->payment)), node_set(t, i, "amount", tree_int(t, w->amount));
    node_set(t, i, "lines", tree_array(t)), node_set(t, i, "shipping", tree_int(t, 0)), node_set(t, i, "adjustment", tree_int(t, 0)); /* else its table refuses */
    node_set(t, i, "reason", tree_str(t, w->reason.n ? str_fmt(c, "%.*s (%.*s)", FMT(w->reason), FMT(w->mark)) : w->mark));
    node_set(t, v, "i", i);
    return ask(c, l, "mutation($i:RefundOrderInput!){refundOrder(input:$i){__typename ...on ErrorResult{message}}}", "refundOrder", t, v);
}

/* ---- cancelled units, and units that came back ----------------------------------------------------------------- */

static bool is_sound(const struct errand *w)
{
    for (size_t i = 0; i < w->lines.n; i++)
        if (!w->lines.at[i].damaged)
            return true;
    return !w->lines.n;
}

static enum status cancel_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l, (void)c;
    *want = STR("cancelled");
    bool whole = !w->lines.n && str_eq(json_str(json_get(order, "state")), STR("Cancelled"));
    for (struct json_walk h = json_walk(json_path(order, "history.items")); json_next(&h) && !whole;)
        whole = str_has(json_str(json_path(h.value, "data.reason")), w->mark);
    *shown = whole ? *want : (struct str){0};
    return OK;
}

static struct node *lines_node(struct tree *t, const struct errand *w)
{
    struct node *list = tree_array(t);
    for (size_t i = 0; i < w->lines.n; i++) {
        struct node *one = tree_object(t);
        if (w->lines.at[i].damaged)
            continue;
        node_set(t, one, "orderLineId", tree_str(t, w->lines.at[i].line)), node_set(t, one, "quantity", tree_int(t, w->lines.at[i].quantity));
        node_add(t, list, one);
    }
    return list;
}

/* Units that have left may be cancelled in Vendure: they would be on sale again. Only a return may say so of them. */
static enum status none_left(struct ctx *c, const struct json *order, const struct errand *w)
{
    for (size_t i = 0; i < w->lines.n && str_eq(w->kind, STR("cancel")); i++) {
        int64_t here = 0;
        for (struct json_walk x = json_walk(json_get(order, "lines")); json_next(&x);)
            here += str_eq(json_str(json_get(x.value, "id")), w->lines.at[i].line) ? json_int(json_get(x.value, "quantity")) : 0;
        for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f);)
            for (struct json_walk x = json_walk(json_get(f.value, "lines")); json_next(&x);)
                if (!str_eq(json_str(json_get(f.value, "state")), STR("Cancelled")) && str_eq(json_str(json_get(x.value, "orderLineId")), w->lines.at[i].line))
                    here -= json_int(json_get(x.value, "quantity"));
        if (w->lines.at[i].quantity > here)
            return fail(c, REJECT, "vendure: of line %.*s only %lld have not left yet", FMT(w->lines.at[i].line), (long long)(here > 0 ? here : 0));
    }
    return OK;
}

static enum status cancel_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t);
    bool back = str_eq(w->kind, STR("return"));
    if (!w->lines.n && json_count(json_get(order, "fulfillments")))
        return fail(c, REJECT, "vendure: a part of order %.*s has left already", FMT(w->order));
    TRY(none_left(c, order, w));
    node_set(t, i, "orderId", tree_str(t, w->order));
    if (w->lines.n)
        node_set(t, i, "lines", lines_node(t, w));
    node_set(t, i, "cancelShipping", tree_bool(t, !w->lines.n));
    node_set(t, i, "reason", tree_str(t, str_fmt(c, "%s%.*s%s(%.*s)", back ? "came back: " : "", FMT(w->reason), w->reason.n ? " " : "", FMT(w->mark))));
    node_set(t, v, "i", i);
    return ask(c, l, "mutation($i:CancelOrderInput!){cancelOrder(input:$i){__typename ...on ErrorResult{message}}}", "cancelOrder", t, v);
}

/* Damaged goods leave no trace in Vendure but the refund: they are sold, and not for sale. */
static enum status return_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    if (!is_sound(w))
        return *want = *shown = STR("nothing for sale again"), OK;
    return cancel_look(c, l, order, w, shown, want);
}

/* ---- parcels --------------------------------------------------------------------------------------------------- */

static const struct json *parcel_of(const struct json *order, struct str parcel)
{
    for (struct json_walk f = json_walk(json_get(order, "fulfillments")); json_next(&f);) {
        struct str code = json_str(json_get(f.value, "trackingCode"));
        if (!str_eq(json_str(json_get(f.value, "state")), STR("Cancelled")) && str_eq(code.n ? code : json_str(json_get(f.value, "id")), parcel))
            return f.value;
    }
    return NULL;
}

static bool is_on_its_way(const struct json *f)
{
    struct str state = json_str(json_get(f, "state"));
    return str_eq(state, STR("Shipped")) || str_eq(state, STR("Delivered"));
}

static bool holds(const struct json *f, const struct errand *w)
{
    bool all = json_count(json_get(f, "lines")) == w->lines.n;
    for (size_t i = 0; i < w->lines.n && all; i++) {
        bool has = false;
        for (struct json_walk x = json_walk(json_get(f, "lines")); json_next(&x);)
            has |= str_eq(json_str(json_get(x.value, "orderLineId")), w->lines.at[i].line) && json_int(json_get(x.value, "quantity")) == w->lines.at[i].quantity;
        all = has;
    }
    return all;
}

static enum status ship_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *f = parcel_of(order, w->parcel);
    *want = str_fmt(c, "%.*s: %.*s", FMT(w->parcel), FMT(errand_units(c, w)));
    if (f && !holds(f, w))
        *shown = str_fmt(c, "%.*s: other lines", FMT(w->parcel));
    else if (f && is_on_its_way(f))
        *shown = *want;
    return OK;
}

static enum status turn(struct ctx *c, struct link *l, struct str fulfilment, const char *state)
{
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "id", tree_str(t, fulfilment)), node_set(t, v, "s", tree_str(t, str_z(state)));
    return ask(c, l, "mutation($id:ID!,$s:String!){transitionFulfillmentToState(id:$id,state:$s){__typename ...on ErrorResult{message}}}",
               "transitionFulfillmentToState", t, v);
}

static struct node *argument(struct tree *t, const char *name, struct str value)
{
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, str_z(name))), node_set(t, o, "value", tree_str(t, value));
    return o;
}

static enum status fulfil(struct ctx *c, struct link *l, const struct errand *w)
{
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t), *handler = tree_object(t), *args = tree_array(t);
    node_add(t, args, argument(t, "method", w->carrier.n ? w->carrier : STR("parcel")));
    node_add(t, args, argument(t, "trackingCode", w->parcel));
    node_set(t, handler, "code", tree_str(t, STR("manual-fulfillment"))), node_set(t, handler, "arguments", args);
    node_set(t, i, "lines", lines_node(t, w)), node_set(t, i, "handler", handler);
    node_set(t, v, "i", i);
    return ask(c, l, "mutation($i:FulfillOrderInput!){addFulfillmentToOrder(input:$i){__typename ...on ErrorResult{message}}}", "addFulfillmentToOrder", t, v);
}

static enum status ship_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *f = parcel_of(order, w->parcel);
    if (f && !holds(f, w))
        return fail(c, REJECT, "vendure has a parcel %.*s with other lines: give this one another number", FMT(w->parcel));
    if (!f) {
        TRY(fulfil(c, l, w));
        TRY(load(c, l, w->order, &order));
        f = parcel_of(order, w->parcel);
    }
    if (!f)
        return fail(c, RETRY, "vendure took the fulfilment, but does not show it yet");
    return is_on_its_way(f) ? OK : turn(c, l, json_str(json_get(f, "id")), "Shipped");
}

static enum status deliver_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    const struct json *f = parcel_of(order, w->parcel);
    if (!f)
        return fail(c, REJECT, "vendure: order %.*s has no parcel %.*s", FMT(w->order), FMT(w->parcel));
    *want = STR("Delivered");
    *shown = str_eq(json_str(json_get(f, "state")), *want) ? *want : (struct str){0};
    return OK;
}

static enum status deliver_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    const struct json *f = parcel_of(order, w->parcel);
    struct str id = json_str(json_get(f, "id"));
    if (!is_on_its_way(f))
        TRY(turn(c, l, id, "Shipped"));
    return turn(c, l, id, "Delivered");
}

/* ---- where it goes to --------------------------------------------------------------------------------------- */

static struct address address_there(const struct json *order)
{
    const struct json *a = json_get(order, "shippingAddress");
    return (struct address){json_str(json_get(a, "fullName")), json_str(json_get(a, "company")), json_str(json_get(a, "streetLine1")),
                            json_str(json_get(a, "streetLine2")), json_str(json_get(a, "city")), json_str(json_get(a, "province")),
                            json_str(json_get(a, "postalCode")), json_str(json_get(a, "countryCode")), json_str(json_get(a, "phoneNumber"))};
}

static bool is_open(const struct json *order) { return str_eq(json_str(json_get(order, "state")), STR("Modifying")); }

/* An order is opened for it and closed again; killed in between, it is found open. */
static enum status address_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)l;
    struct address there = address_there(order), whole = errand_address_whole(w, &there);
    *want = errand_address(c, &whole);
    *shown = !is_open(order) && str_eq(errand_address(c, &there), *want) ? *want : (struct str){0};
    return OK;
}

static enum status order_turn(struct ctx *c, struct link *l, const struct errand *w, const char *state)
{
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t);
    node_set(t, v, "id", tree_str(t, w->order)), node_set(t, v, "s", tree_str(t, str_z(state)));
    return ask(c, l, "mutation($id:ID!,$s:String!){transitionOrderToState(id:$id,state:$s){__typename ...on ErrorResult{message}}}", "transitionOrderToState", t, v);
}

static enum status address_write(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct tree *t = tree_open(c);
    struct node *v = tree_object(t), *i = tree_object(t), *to = tree_object(t), *options = tree_object(t);
    struct address there = address_there(order), a = errand_address_whole(w, &there);
    const struct { const char *key; struct str value; } all[] = {
        {"fullName", a.name}, {"company", a.company}, {"streetLine1", a.address1}, {"streetLine2", a.address2}, {"city", a.city}, {"province", a.state},
        {"postalCode", a.zip}, {"countryCode", a.country}, {"phoneNumber", a.phone}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        node_set(t, to, all[k].key, tree_str(t, all[k].value.p ? all[k].value : STR("")));
    node_set(t, options, "recalculateShipping", tree_bool(t, false)); /* what was agreed stays */
    node_set(t, i, "dryRun", tree_bool(t, false)), node_set(t, i, "orderId", tree_str(t, w->order)), node_set(t, i, "updateShippingAddress", to);
    node_set(t, i, "options", options), node_set(t, i, "note", tree_str(t, w->mark));
    node_set(t, v, "i", i);
    return ask(c, l, "mutation($i:ModifyOrderInput!){modifyOrder(input:$i){__typename ...on ErrorResult{message}}}", "modifyOrder", t, v);
}

static enum status address_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    bool settled = false;
    for (struct json_walk p = json_walk(json_get(order, "payments")); json_next(&p);)
        settled |= is_settled(p.value);
    if (json_count(json_get(order, "fulfillments")))
        return fail(c, REJECT, "vendure: a part of order %.*s has left already", FMT(w->order));
    if (!is_open(order))
        TRY(order_turn(c, l, w, "Modifying"));
    enum status s = address_write(c, l, order, w);
    if (s == RETRY)
        return s;
    TRY(order_turn(c, l, w, settled ? "PaymentSettled" : "PaymentAuthorized")); /* refused or not, it is not left open */
    return s;
}

static const struct errand_kind kinds[] = {
    {"pay", pay_look, pay_put},    {"refund", refund_look, refund_put},    {"cancel", cancel_look, cancel_put},
    {"ship", ship_look, ship_put}, {"deliver", deliver_look, deliver_put}, {"return", return_look, cancel_put},
    {"address", address_look, address_put},
    {0}};

const struct errand_driver vendure_errands = {load, kinds};
