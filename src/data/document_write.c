/* data/document_write.c - the other way of data/document.c: what stands in the tables as one JSON document. */
#include "core/order.h"
#include "data/document.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/sale.h"
#include <stdlib.h>

struct writing {
    struct tree *t;
    struct document_style style;
};

/* A shop that no document was read into counts minor units and stock, and says so. */
static enum status style_load(struct ctx *c, struct document_style *out)
{
    struct str text;
    *out = (struct document_style){.said = true, .stock = true};
    TRY(db_text(c, &text, "SELECT value FROM meta WHERE name = 'document'"));
    return text.n ? record_from_json(c, &document_style_record, text, LENIENT, out) : OK;
}

/* Major units as a decimal with at least one digit after the point: 17.0, 17.5, 17.45. */
static struct node *amount(struct ctx *c, const struct writing *w, int64_t minor)
{
    int digits = currency_exponent(w->style.currency);
    int64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    if (!w->style.major)
        return tree_int(w->t, minor);
    int64_t whole = llabs(minor) / unit, part = llabs(minor) % unit;
    struct str text = str_fmt(c, "%s%lld.%0*lld", minor < 0 ? "-" : "", (long long)whole, digits ? digits : 1, (long long)part);
    while (text.n > 3 && text.p[text.n - 1] == '0' && text.p[text.n - 2] != '.')
        text = str_part(text, 0, text.n - 1);
    return tree_raw(w->t, str_copy(c, text));
}

static void set_text(const struct writing *w, struct node *o, const char *key, struct str s)
{
    if (s.p)
        node_set(w->t, o, key, tree_str(w->t, s));
}

static void set_sum(struct ctx *c, const struct writing *w, struct node *o, const char *key, int64_t minor)
{
    if (minor)
        node_set(w->t, o, key, amount(c, w, minor));
}

static struct node *texts(const struct writing *w, const struct strs *list)
{
    struct node *a = tree_array(w->t);
    for (size_t i = 0; i < list->n; i++)
        node_add(w->t, a, tree_str(w->t, list->at[i]));
    return a;
}

static enum status set_extra(struct ctx *c, const struct writing *w, struct node *o, struct raw extra, const char *but)
{
    const struct json *v;
    if (!extra.text.n)
        return OK;
    TRY(json_read(c, extra.text, &v));
    for (struct json_walk walk = json_walk(v); json_next(&walk);)
        if (!str_eq(walk.key, str_z(but)))
            node_set(w->t, o, str_copy(c, walk.key).p, tree_raw(w->t, json_text(c, walk.value)));
    return OK;
}

/* ---- products ------------------------------------------------------------------------------------------- */

static struct node *variant_node(struct ctx *c, const struct writing *w, const struct variant *v)
{
    struct node *o = tree_object(w->t), *options = tree_object(w->t);
    for (size_t i = 0; i < v->options.n; i++)
        node_set(w->t, options, v->options.at[i].name.p, tree_str(w->t, v->options.at[i].value));
    if (!w->style.bare_variant)
        node_set(w->t, o, "item_id", tree_str(w->t, v->sku));
    node_set(w->t, o, "options", options);
    node_set(w->t, o, "available", tree_bool(w->t, variant_has_stock(v)));
    if (v->price != NONE)
        node_set(w->t, o, "price", amount(c, w, v->price));
    if (v->stock != NONE && w->style.stock)
        node_set(w->t, o, "stock", tree_int(w->t, v->stock));
    return o;
}

static enum status product_node(struct ctx *c, const struct writing *w, struct str id, struct node **out)
{
    struct product p;
    struct node *o = *out = tree_object(w->t), *variants = tree_object(w->t);
    TRY(product_load(c, id, &p));
    if (!w->style.bare_product)
        node_set(w->t, o, "product_id", tree_str(w->t, p.id));
    node_set(w->t, o, "name", tree_str(w->t, p.title));
    set_text(w, o, "description", p.description);
    set_text(w, o, "category", p.category);
    for (size_t i = 0; i < p.variants.n; i++)
        if (p.variants.at[i].sku.n)
            node_set(w->t, variants, p.variants.at[i].sku.p, variant_node(c, w, &p.variants.at[i]));
    node_set(w->t, o, "variants", variants);
    return OK;
}

/* ---- users ---------------------------------------------------------------------------------------------- */

static struct node *method_node(struct ctx *c, const struct writing *w, const struct method *m)
{
    struct node *o = tree_object(w->t);
    if (!w->style.bare_method)
        node_set(w->t, o, "id", tree_str(w->t, m->id));
    node_set(w->t, o, "source", tree_str(w->t, m->source));
    set_text(w, o, "brand", m->brand);
    set_text(w, o, "last_four", m->last_four);
    if (m->balance != NONE)
        node_set(w->t, o, "balance", amount(c, w, m->balance));
    return o;
}

/* In the order the document had; what was placed since, behind. */
static enum status orders_list(struct ctx *c, const struct account *a, struct strs *out)
{
    struct strs ids;
    const struct json *v = NULL;
    *out = (struct strs){0};
    TRY(order_of_customer(c, a->id, &ids));
    if (a->extra.text.n)
        TRY(json_read(c, a->extra.text, &v));
    for (struct json_walk w = json_walk(v ? json_get(v, "orders") : NULL); json_next(&w);)
        strs_add(c, out, str_copy(c, json_str(w.value)));
    for (size_t i = ids.n, told = out->n; i-- > 0;) {
        bool there = false;
        for (size_t k = 0; k < told; k++)
            there |= str_eq(out->at[k], ids.at[i]);
        if (!there)
            strs_add(c, out, ids.at[i]);
    }
    return OK;
}

static enum status user_node(struct ctx *c, const struct writing *w, struct str id, struct node **out)
{
    struct account a;
    struct strs orders;
    struct str email;
    struct node *o = *out = tree_object(w->t), *name = tree_object(w->t), *methods = tree_object(w->t);
    TRY(account_load(c, id, &a));
    TRY(db_text(c, &email, "SELECT email FROM customer WHERE id = $1", A(id)));
    TRY(orders_list(c, &a, &orders));
    if (!w->style.bare_user)
        node_set(w->t, o, "user_id", tree_str(w->t, a.id));
    set_text(w, name, "first_name", a.first_name);
    set_text(w, name, "last_name", a.last_name);
    if (a.first_name.p || a.last_name.p)
        node_set(w->t, o, "name", name);
    set_text(w, o, "email", email);
    if (a.address)
        node_set(w->t, o, "address", record_node(c, w->t, &address_record, a.address));
    if (a.points)
        node_set(w->t, o, "points", tree_int(w->t, a.points));
    for (size_t i = 0; i < a.methods.n; i++)
        node_set(w->t, methods, a.methods.at[i].id.p, method_node(c, w, &a.methods.at[i]));
    node_set(w->t, o, "payment_methods", methods);
    node_set(w->t, o, "orders", texts(w, &orders));
    return set_extra(c, w, o, a.extra, "orders");
}

/* ---- orders ----------------------------------------------------------------------------------------------- */

static bool is_implied(const struct order *o, struct str state)
{
    if (order_back(o, STR("")))
        return str_eq(state, STR("delivered")) || str_eq(state, STR("returning")) || str_eq(state, STR("exchanging"));
    if (str_starts(o->status, STR("pending")) || str_eq(o->status, STR("held")) || str_eq(o->status, STR("processed")))
        return str_eq(state, STR("open"));
    return str_eq(state, o->status);
}

/* A line says its own state only where the order's does not. */
static struct node *item_node(struct ctx *c, const struct writing *w, const struct order *o, const struct order_line *l)
{
    struct node *n = tree_object(w->t);
    set_text(w, n, "name", l->title);
    set_text(w, n, "product_id", l->product);
    node_set(w->t, n, "item_id", tree_str(w->t, l->sku));
    node_set(w->t, n, "price", amount(c, w, l->price));
    if (l->options.text.n)
        node_set(w->t, n, "options", tree_raw(w->t, l->options.text));
    if (l->quantity != 1)
        node_set(w->t, n, "quantity", tree_int(w->t, l->quantity));
    set_sum(c, w, n, "discount", l->discount);
    if (!is_implied(o, l->state))
        node_set(w->t, n, "status", tree_str(w->t, l->state));
    if (l->node.n)
        node_set(w->t, n, "node", tree_str(w->t, l->node));
    return n;
}

static struct node *parcel_node(struct ctx *c, const struct writing *w, const struct order *o, const struct parcel *p)
{
    struct node *n = tree_object(w->t);
    struct strs ids = str_split(c, p->id, ','), skus = {0};
    for (size_t i = 0; i < p->lines.n; i++) {
        const struct order_line *l = order_line_at(o, p->lines.at[i]);
        if (l)
            strs_add(c, &skus, l->sku);
    }
    node_set(w->t, n, "tracking_id", texts(w, &ids));
    node_set(w->t, n, "item_ids", texts(w, &skus));
    return n;
}

static void back_set(struct ctx *c, const struct writing *w, struct node *n, const struct back *b)
{
    struct strs items = {0}, wanted = {0};
    bool exchange = str_eq(b->kind, STR("exchange"));
    for (size_t i = 0; i < b->lines.n; i++) {
        for (int64_t k = 0; k < b->lines.at[i].quantity; k++) {
            strs_add(c, &items, b->lines.at[i].sku);
            if (exchange)
                strs_add(c, &wanted, b->lines.at[i].to);
        }
    }
    if (items.n)
        qsort(items.at, items.n, sizeof *items.at, order_str);
    if (wanted.n)
        qsort(wanted.at, wanted.n, sizeof *wanted.at, order_str);
    node_set(w->t, n, exchange ? "exchange_items" : "return_items", texts(w, &items));
    node_set(w->t, n, exchange ? "exchange_payment_method_id" : "return_payment_method_id", tree_str(w->t, b->method));
    if (!exchange)
        return;
    node_set(w->t, n, "exchange_new_items", texts(w, &wanted));
    node_set(w->t, n, "exchange_price_difference", amount(c, w, b->difference));
}

static void sums_set(struct ctx *c, const struct writing *w, struct node *n, const struct order *o)
{
    set_sum(c, w, n, "shipping", o->shipping);
    set_sum(c, w, n, "tax", o->tax);
    set_sum(c, w, n, "discount", o->discount);
    if (o->currency.n && !str_eq(o->currency, w->style.currency))
        set_text(w, n, "currency", o->currency);
}

static struct node *payments(struct ctx *c, const struct writing *w, const struct order *o)
{
    struct node *list = tree_array(w->t);
    for (size_t i = 0; i < o->money.n; i++) {
        const struct money *m = &o->money.at[i];
        struct node *n = tree_object(w->t);
        node_set(w->t, n, "transaction_type", tree_str(w->t, m->kind));
        node_set(w->t, n, "amount", amount(c, w, m->amount));
        node_set(w->t, n, "payment_method_id", tree_str(w->t, m->method));
        if (!str_eq(m->state, STR("done")))
            node_set(w->t, n, "state", tree_str(w->t, m->state));
        node_add(w->t, list, n);
    }
    return list;
}

static enum status order_node(struct ctx *c, const struct writing *w, struct str id, struct node **out)
{
    struct order o;
    struct node *n = *out = tree_object(w->t), *items = tree_array(w->t), *parcels = tree_array(w->t);
    TRY(order_load(c, id, &o));
    if (!w->style.bare_order)
        set_text(w, n, "order_id", o.id);
    set_text(w, n, "user_id", o.customer);
    set_text(w, n, "status", o.status);
    set_text(w, n, "cancel_reason", o.cancel_reason);
    set_text(w, n, "channel", o.channel);
    if (o.address)
        node_set(w->t, n, "address", record_node(c, w->t, &address_record, o.address));
    for (size_t i = 0; i < o.lines.n; i++)
        node_add(w->t, items, item_node(c, w, &o, &o.lines.at[i]));
    for (size_t i = 0; i < o.parcels.n; i++)
        node_add(w->t, parcels, parcel_node(c, w, &o, &o.parcels.at[i]));
    node_set(w->t, n, "items", items);
    node_set(w->t, n, "fulfillments", parcels);
    node_set(w->t, n, "payment_history", payments(c, w, &o));
    sums_set(c, w, n, &o);
    if (order_back(&o, STR("")))
        back_set(c, w, n, order_back(&o, STR("")));
    return set_extra(c, w, n, o.extra, "");
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

struct name { struct str id; };
static const struct record name_record = {"name", sizeof(struct name), (const struct field[]){FIELD(struct name, id), {0}}};
typedef LIST(struct name) names;
typedef enum status entry_node(struct ctx *c, const struct writing *w, struct str id, struct node **out);

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct json_walk *)a)->key, ((const struct json_walk *)b)->key);
}

/* The same value with all its objects' keys in order. */
static struct node *sorted(struct ctx *c, struct tree *t, const struct json *v)
{
    size_t n = json_count(v), i = 0;
    if (json_kind(v) != JSON_OBJECT && json_kind(v) != JSON_ARRAY)
        return tree_raw(t, json_text(c, v));
    struct json_walk *at = NEW_ARRAY(c, struct json_walk, n + 1);
    for (struct json_walk w = json_walk(v); json_next(&w);)
        at[i++] = w;
    if (json_kind(v) == JSON_OBJECT && n)
        qsort(at, n, sizeof *at, by_key);
    struct node *out = json_kind(v) == JSON_OBJECT ? tree_object(t) : tree_array(t);
    for (i = 0; i < n; i++) {
        struct node *m = sorted(c, t, at[i].value);
        if (json_kind(v) == JSON_OBJECT)
            node_set(t, out, str_copy(c, at[i].key).p, m);
        else
            node_add(t, out, m);
    }
    return out;
}

static enum status text_sorted(struct ctx *c, struct str json, struct str *out)
{
    const struct json *v;
    struct tree *t = tree_open(c);
    TRY(json_read(c, json, &v));
    *out = tree_text(c, t, sorted(c, t, v));
    return OK;
}

static enum status section(struct ctx *c, const struct writing *w, struct node *doc, const char *name, const names *ids, entry_node *entry)
{
    struct node *all = tree_object(w->t), *one;
    for (size_t i = 0; i < ids->n; i++) {
        TRY(entry(c, w, ids->at[i].id, &one));
        node_set(w->t, all, ids->at[i].id.p, one);
    }
    node_set(w->t, doc, name, all);
    return OK;
}

enum status order_document_write(struct ctx *c, struct str *json)
{
    struct writing w = {.t = tree_open(c)};
    names users, orders, products;
    struct node *doc = tree_object(w.t);
    TRY(style_load(c, &w.style));
    TRY(db_all(c, &name_record, &users, "SELECT id FROM account ORDER BY id"));
    TRY(db_all(c, &name_record, &orders, "SELECT id FROM orders ORDER BY id"));
    TRY(db_all(c, &name_record, &products, "SELECT id FROM product WHERE gone = 0 ORDER BY id"));
    if (w.style.said)
        node_set(w.t, doc, "money", tree_str(w.t, w.style.major ? STR("major") : STR("minor")));
    set_text(&w, doc, "currency", w.style.currency);
    TRY(section(c, &w, doc, "users", &users, user_node));
    TRY(section(c, &w, doc, "orders", &orders, order_node));
    TRY(section(c, &w, doc, "products", &products, product_node));
    return text_sorted(c, tree_text(c, w.t, doc), json);
}

enum status order_document_entry(struct ctx *c, struct str part, struct str id, struct str *json)
{
    struct writing w = {.t = tree_open(c)};
    struct node *one;
    struct str there;
    TRY(style_load(c, &w.style));
    if (str_eq(part, STR("users"))) {
        TRY(db_text(c, &there, "SELECT id FROM account WHERE id = $1", A(id)));
        if (!there.p)
            return fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
        TRY(user_node(c, &w, id, &one));
    } else if (str_eq(part, STR("orders"))) {
        TRY(order_node(c, &w, id, &one));
    } else {
        TRY(product_node(c, &w, id, &one));
    }
    return text_sorted(c, tree_text(c, w.t, one), json);
}
