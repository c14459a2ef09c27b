/* data/document.c - the whole state of users, orders and products as one JSON document, read and written.
 *
 * Tables  customer, account, method, orders, money, product, variant; meta 'document': how amounts were written
 * Source  the form is that of public retail-agent benchmarks: users, orders and products by id, amounts in major units
 *
 * Members that purvey has no place for are kept as they came (orders, users) and given back.
 */
#include "data/document.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/rehearsal.h"
#include "data/sale.h"
#include "data/tombstone.h"
#include <math.h>
#include <stdlib.h>

const struct record document_style_record = {"document", sizeof(struct document_style), (const struct field[]){
    FIELD(struct document_style, major, .flags = OPTIONAL, .doc = "amounts are major units"),
    FIELD(struct document_style, said, .flags = OPTIONAL, .doc = "it said so itself"),
    FIELD(struct document_style, stock, .flags = OPTIONAL, .doc = "it counts stock"),
    FIELD(struct document_style, bare_user, .flags = OPTIONAL, .doc = "users do not repeat their id"),
    FIELD(struct document_style, bare_order, .flags = OPTIONAL, .doc = "orders do not"),
    FIELD(struct document_style, bare_product, .flags = OPTIONAL, .doc = "products do not"),
    FIELD(struct document_style, bare_variant, .flags = OPTIONAL, .doc = "variants do not"),
    FIELD(struct document_style, bare_method, .flags = OPTIONAL, .doc = "means of payment do not"),
    FIELD(struct document_style, currency, .flags = OPTIONAL, .doc = "ISO 4217"),
    {0}}};

struct reading {
    struct document_style style;
    double unit;        /* minor units of one */
    struct str where;   /* "orders.#W1", for errors */
    struct strs *aside; /* entries that are not taken */
    struct strs barred; /* ids of users among them */
};

/* ---- reading ------------------------------------------------------------------------------------------- */

static enum status wrong(struct ctx *c, const struct reading *r, const char *member, const char *what)
{
    return fail(c, REJECT, "%.*s: \"%s\" %s", FMT(r->where), member, what);
}

static enum status text_of(struct ctx *c, const struct reading *r, const struct json *v, const char *member, bool must, struct str *out)
{
    const struct json *m = json_get(v, member);
    *out = (struct str){0};
    if (json_kind(m) == JSON_STR)
        *out = str_copy(c, json_str(m));
    else if (json_kind(m) == JSON_INT)
        *out = json_text(c, m);
    else if (json_kind(m) != JSON_NULL || must)
        return wrong(c, r, member, "must be a text");
    return OK;
}

static enum status amount_of(struct ctx *c, const struct reading *r, const struct json *v, const char *member, int64_t *out)
{
    const struct json *m = json_get(v, member);
    if (json_kind(m) == JSON_NULL)
        return OK;
    if (json_kind(m) != JSON_INT && json_kind(m) != JSON_REAL)
        return wrong(c, r, member, "must be an amount");
    double minor = json_real(m) * r->unit;
    if (!(fabs(minor) < 9e15))
        return wrong(c, r, member, "is out of range");
    *out = (int64_t)llround(minor);
    return OK;
}

static enum status record_of(struct ctx *c, const struct reading *r, const struct json *v, const char *member, const struct record *rec, void **out)
{
    const struct json *m = json_get(v, member);
    *out = NULL;
    if (json_kind(m) == JSON_NULL)
        return OK;
    if (json_kind(m) != JSON_OBJECT)
        return wrong(c, r, member, "must be an object");
    *out = arena_take(c->mem, rec->size);
    return record_from(c, rec, m, LENIENT, *out);
}

/* Members that are not among `known`, as an object; absent when there are none. */
static struct raw others(struct ctx *c, const struct json *v, const char *known)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    int n = 0;
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        if (str_among(w.key, known))
            continue;
        node_set(t, o, str_copy(c, w.key).p, tree_raw(t, json_text(c, w.value)));
        n++;
    }
    return (struct raw){n ? tree_text(c, t, o) : (struct str){0}};
}

/* ---- products */

static enum status variant_read(struct ctx *c, const struct reading *r, struct str key, const struct json *v, struct variant *out)
{
    const struct json *free = json_get(v, "available");
    record_init(&variant_record, out);
    TRY(text_of(c, r, v, "item_id", false, &out->sku));
    out->sku = out->sku.n ? out->sku : str_copy(c, key);
    out->currency = r->style.currency;
    TRY(amount_of(c, r, v, "price", &out->price));
    if (json_kind(json_get(v, "stock")) == JSON_INT)
        out->stock = json_int(json_get(v, "stock"));
    else if (json_kind(free) == JSON_BOOL && !json_bool(free))
        out->stock = 0;
    for (struct json_walk w = json_walk(json_get(v, "options")); json_next(&w);) {
        struct attribute *a = LIST_ADD(c, &out->options);
        *a = (struct attribute){.name = str_copy(c, w.key)};
        a->value = json_kind(w.value) == JSON_STR ? str_copy(c, json_str(w.value)) : json_text(c, w.value);
    }
    return OK;
}

static enum status product_read(struct ctx *c, struct reading *r, struct str key, const struct json *v)
{
    struct product p;
    record_init(&product_record, &p);
    TRY(text_of(c, r, v, "product_id", false, &p.id));
    TRY(text_of(c, r, v, "name", true, &p.title));
    TRY(text_of(c, r, v, "description", false, &p.description));
    TRY(text_of(c, r, v, "category", false, &p.category));
    p.id = p.id.n ? p.id : key;
    p.currency = r->style.currency;
    for (struct json_walk w = json_walk(json_get(v, "variants")); json_next(&w);)
        TRY(variant_read(c, r, w.key, w.value, LIST_ADD(c, &p.variants)));
    return product_save(c, &p, STR("file"), 0, NULL);
}

/* ---- users */

static enum status method_read(struct ctx *c, const struct reading *r, struct str customer, struct str key, const struct json *v)
{
    struct method m;
    record_init(&method_record, &m);
    TRY(text_of(c, r, v, "id", false, &m.id));
    TRY(text_of(c, r, v, "source", true, &m.source));
    TRY(text_of(c, r, v, "brand", false, &m.brand));
    TRY(text_of(c, r, v, "last_four", false, &m.last_four));
    TRY(amount_of(c, r, v, "balance", &m.balance));
    m.id = m.id.n ? m.id : str_copy(c, key);
    m.customer = customer;
    m.currency = m.balance == NONE ? (struct str){0} : r->style.currency;
    return method_save(c, &m);
}

/* Whoever was forgotten is not brought back by a document of before; nor are their orders. */
static enum status is_aside(struct ctx *c, struct reading *r, const struct known *k, bool *aside)
{
    struct str why;
    for (size_t i = 0; i < r->barred.n; i++)
        if (str_eq(r->barred.at[i], k->id)) {
            strs_add(c, r->aside, str_fmt(c, "%.*s: of a customer who was set aside", FMT(r->where)));
            *aside = true;
            return OK;
        }
    TRY(tombstone_bars(c, k, SAID_OF_THEM, NONE, false, &why));
    *aside = why.p != NULL;
    if (!*aside)
        return OK;
    strs_add(c, r->aside, str_fmt(c, "%.*s: %.*s", FMT(r->where), FMT(why)));
    strs_add(c, &r->barred, k->id);
    return OK;
}

static enum status user_read(struct ctx *c, struct reading *r, struct str key, const struct json *v)
{
    struct account a;
    struct customer p;
    bool aside;
    void *address;
    record_init(&account_record, &a);
    record_init(&customer_record, &p);
    TRY(text_of(c, r, v, "user_id", false, &a.id));
    a.id = p.id = a.id.n ? a.id : key;
    TRY(text_of(c, r, v, "email", false, &p.email));
    const struct json *name = json_get(v, "name");
    if (json_kind(name) == JSON_OBJECT) {
        TRY(text_of(c, r, name, "first_name", false, &a.first_name));
        TRY(text_of(c, r, name, "last_name", false, &a.last_name));
        p.name = str_fmt(c, "%.*s%s%.*s", FMT(a.first_name), a.first_name.n && a.last_name.n ? " " : "", FMT(a.last_name));
    }
    TRY(record_of(c, r, v, "address", &address_record, &address));
    a.address = address;
    TRY(is_aside(c, r, &(struct known){.id = p.id, .email = p.email, .phone = a.address ? a.address->phone : (struct str){0}}, &aside));
    if (aside)
        return OK;
    if (json_kind(json_get(v, "points")) == JSON_INT)
        a.points = json_int(json_get(v, "points"));
    a.extra = others(c, v, "user_id|email|name|address|payment_methods|points");
    TRY(customer_save(c, &p));
    TRY(account_save(c, &a));
    TRY(db_run(c, "DELETE FROM method WHERE customer = $1", A(a.id)));
    for (struct json_walk w = json_walk(json_get(v, "payment_methods")); json_next(&w);)
        TRY(method_read(c, r, a.id, w.key, w.value));
    return OK;
}

/* ---- orders */

static struct str line_state(struct str status)
{
    static const struct { const char *status, *state; } of[] = {
        {"shipped", "shipped"}, {"delivered", "delivered"}, {"cancelled", "cancelled"}, {"return requested", "delivered"},
        {"exchange requested", "delivered"}, {"returned", "returned"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (str_eq(status, str_z(of[i].status)))
            return str_z(of[i].state);
    return STR("open");
}

static enum status item_read(struct ctx *c, const struct reading *r, const struct order *o, const struct json *v, struct order_line *l)
{
    record_init(&order_line_record, l);
    l->pos = (int64_t)o->lines.n - 1;
    TRY(text_of(c, r, v, "item_id", true, &l->sku));
    TRY(text_of(c, r, v, "product_id", false, &l->product));
    TRY(text_of(c, r, v, "name", false, &l->title));
    l->state = line_state(o->status);
    TRY(text_of(c, r, v, "status", false, &l->state));
    l->state = l->state.n ? l->state : line_state(o->status);
    TRY(amount_of(c, r, v, "price", &l->price));
    TRY(amount_of(c, r, v, "discount", &l->discount));
    TRY(text_of(c, r, v, "node", false, &l->node));
    if (json_kind(json_get(v, "quantity")) == JSON_INT)
        l->quantity = json_int(json_get(v, "quantity"));
    if (json_kind(json_get(v, "options")) == JSON_OBJECT)
        l->options.text = json_text(c, json_get(v, "options"));
    return OK;
}

static struct order_line *line_of(struct order *o, struct str sku, struct str state)
{
    for (size_t i = 0; i < o->lines.n; i++)
        if (str_eq(o->lines.at[i].sku, sku) && str_eq(o->lines.at[i].state, state))
            return &o->lines.at[i];
    return NULL;
}

/* One entry can have several numbers; they are kept together: "T1,T2". */
static void parcel_read(struct ctx *c, struct order *o, const struct json *v)
{
    struct strs ids = {0};
    struct parcel *p = LIST_ADD(c, &o->parcels);
    record_init(&parcel_record, p);
    for (struct json_walk w = json_walk(json_get(v, "tracking_id")); json_next(&w);)
        strs_add(c, &ids, str_copy(c, json_str(w.value)));
    p->id = ids.n ? str_join(c, &ids, STR(",")) : str_fmt(c, "parcel-%zu", o->parcels.n);
    p->state = str_eq(line_state(o->status), STR("delivered")) ? STR("delivered") : STR("shipped");
    p->lines.at = NEW_ARRAY(c, int64_t, json_count(json_get(v, "item_ids")) + 1);
    for (struct json_walk w = json_walk(json_get(v, "item_ids")); json_next(&w);)
        for (size_t i = 0; i < o->lines.n; i++)
            if (str_eq(o->lines.at[i].sku, json_str(w.value)) && !o->lines.at[i].parcel.n) {
                o->lines.at[i].parcel = p->id;
                p->lines.at[p->lines.n++] = o->lines.at[i].pos;
                break;
            }
}

/* What is wanted stands in a list of its own, sorted: the first of the same product that no line before took. */
static enum status wanted_for(struct ctx *c, const struct order_line *l, const struct strs *wanted, bool *taken, struct back_line *bl)
{
    for (size_t i = 0; i < wanted->n; i++) {
        struct offer offer;
        bool found;
        TRY(offer_find(c, wanted->at[i], &offer, &found));
        if (taken[i] || !found || !str_eq(offer.product, l->product))
            continue;
        taken[i] = true;
        bl->to = wanted->at[i], bl->to_price = offer.price;
        return OK;
    }
    return OK;
}

static enum status back_read(struct ctx *c, struct order *o, const struct json *items, const struct json *to, struct back *b)
{
    struct strs wanted = {0};
    for (struct json_walk w = json_walk(to); json_next(&w);)
        strs_add(c, &wanted, str_copy(c, json_str(w.value)));
    bool *taken = NEW_ARRAY(c, bool, wanted.n + 1);
    for (struct json_walk w = json_walk(items); json_next(&w);) {
        struct order_line *l = line_of(o, json_str(w.value), STR("delivered"));
        if (!l)
            continue;
        l->state = to ? STR("exchanging") : STR("returning");
        struct back_line *bl = LIST_ADD(c, &b->lines);
        *bl = (struct back_line){.pos = l->pos, .quantity = l->quantity, .sku = l->sku, .to_price = NONE, .refund = NONE};
        TRY(wanted_for(c, l, &wanted, taken, bl));
    }
    return OK;
}

static enum status backs_read(struct ctx *c, const struct reading *r, struct order *o, const struct json *v)
{
    bool exchange = str_eq(o->status, STR("exchange requested"));
    if (!exchange && !str_eq(o->status, STR("return requested")))
        return OK;
    struct back *b = LIST_ADD(c, &o->backs);
    *b = (struct back){.id = exchange ? STR("E1") : STR("R1"), .kind = exchange ? STR("exchange") : STR("return"), .state = STR("requested"),
                       .asked_ms = NONE, .received_ms = NONE};
    TRY(text_of(c, r, v, exchange ? "exchange_payment_method_id" : "return_payment_method_id", false, &b->method));
    if (exchange)
        TRY(amount_of(c, r, v, "exchange_price_difference", &b->difference));
    return back_read(c, o, json_get(v, exchange ? "exchange_items" : "return_items"), exchange ? json_get(v, "exchange_new_items") : NULL, b);
}

static enum status payment_read(struct ctx *c, const struct reading *r, const struct order *o, int64_t seq, const struct json *v)
{
    struct money m;
    record_init(&money_record, &m);
    m.order = o->id, m.customer = o->customer, m.seq = seq, m.at_ms = c->now_ms;
    TRY(text_of(c, r, v, "transaction_type", true, &m.kind));
    TRY(text_of(c, r, v, "payment_method_id", false, &m.method));
    TRY(amount_of(c, r, v, "amount", &m.amount));
    TRY(text_of(c, r, v, "state", false, &m.state));
    m.method = m.method.p ? m.method : STR("");
    m.state = m.state.p ? m.state : STR("done");
    return db_add(c, &money_record, &m);
}

static enum status sums_read(struct ctx *c, const struct reading *r, struct order *o, const struct json *v)
{
    TRY(amount_of(c, r, v, "shipping", &o->shipping));
    TRY(amount_of(c, r, v, "tax", &o->tax));
    TRY(amount_of(c, r, v, "discount", &o->discount));
    TRY(text_of(c, r, v, "currency", false, &o->currency));
    o->currency = o->currency.n ? o->currency : r->style.currency;
    return OK;
}

static enum status order_read(struct ctx *c, struct reading *r, struct str key, const struct json *v)
{
    struct order o;
    bool aside;
    void *address;
    int64_t seq = 0;
    record_init(&order_record, &o);
    TRY(text_of(c, r, v, "order_id", false, &o.id));
    TRY(text_of(c, r, v, "user_id", true, &o.customer));
    TRY(is_aside(c, r, &(struct known){.id = o.customer}, &aside));
    if (aside)
        return OK;
    TRY(text_of(c, r, v, "status", true, &o.status));
    TRY(text_of(c, r, v, "cancel_reason", false, &o.cancel_reason));
    TRY(text_of(c, r, v, "channel", false, &o.channel));
    TRY(record_of(c, r, v, "address", &address_record, &address));
    TRY(sums_read(c, r, &o, v));
    o.id = o.id.n ? o.id : key;
    o.address = address;
    o.item_changes = str_eq(o.status, STR("pending (item modified)"));
    for (struct json_walk w = json_walk(json_get(v, "items")); json_next(&w);)
        TRY(item_read(c, r, &o, w.value, LIST_ADD(c, &o.lines)));
    for (struct json_walk w = json_walk(json_get(v, "fulfillments")); json_next(&w);)
        parcel_read(c, &o, w.value);
    TRY(backs_read(c, r, &o, v));
    o.extra = others(c, v, "order_id|user_id|address|items|fulfillments|status|payment_history|cancel_reason|channel|shipping|tax|discount|currency"
                           "|exchange_items|exchange_new_items|exchange_payment_method_id|exchange_price_difference|return_items"
                           "|return_payment_method_id");
    TRY(order_save(c, &o));
    TRY(db_run(c, "DELETE FROM money WHERE orders = $1", A(o.id)));
    for (struct json_walk w = json_walk(json_get(v, "payment_history")); json_next(&w);)
        TRY(payment_read(c, r, &o, ++seq, w.value));
    return OK;
}

/* ---- the whole */

typedef enum status entry_read(struct ctx *c, struct reading *r, struct str key, const struct json *v);

static enum status section_read(struct ctx *c, struct reading *r, const struct json *doc, const char *name, entry_read *read, int64_t *n)
{
    const struct json *section = json_get(doc, name);
    if (json_kind(section) != JSON_NULL && json_kind(section) != JSON_OBJECT)
        return fail(c, REJECT, "\"%s\" must be an object of entries by id", name);
    for (struct json_walk w = json_walk(section); json_next(&w); ++*n) {
        r->where = str_fmt(c, "%s.%.*s", name, FMT(w.key));
        if (json_kind(w.value) != JSON_OBJECT)
            return fail(c, REJECT, "%.*s: must be an object", FMT(r->where));
        enum status s = read(c, r, str_copy(c, w.key), w.value);
        if (s != OK)
            return str_starts(str_z(c->why), r->where) ? s : fail(c, s, "%.*s: %s", FMT(r->where), str_copy(c, str_z(c->why)).p);
    }
    return OK;
}

static bool is_amount(struct str key)
{
    static const char *const names[] = {"price", "amount", "balance", "exchange_price_difference", "shipping", "tax", "discount"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(key, str_z(names[i])))
            return true;
    return false;
}

/* Whether any member called `price` or the like has a decimal point; depth is that of json_read. */
static bool has_fraction(const struct json *v, bool *stock)
{
    bool yes = false;
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        *stock |= str_eq(w.key, STR("stock"));
        yes |= json_kind(w.value) == JSON_REAL && is_amount(w.key);
        if (json_kind(w.value) == JSON_OBJECT || json_kind(w.value) == JSON_ARRAY)
            yes |= has_fraction(w.value, stock);
    }
    return yes;
}

/* Whether the entries of a section leave out `id`: none of them has it. */
static bool is_bare(const struct json *section, const char *id)
{
    bool any = false;
    for (struct json_walk w = json_walk(section); json_next(&w) && !any;)
        any = json_kind(w.value) == JSON_OBJECT && json_get(w.value, id);
    return !any && json_count(section) > 0;
}

static bool are_bare(const struct json *section, const char *inner, const char *id)
{
    bool some = false, bare = true;
    for (struct json_walk w = json_walk(section); json_next(&w);) {
        const struct json *list = json_kind(w.value) == JSON_OBJECT ? json_get(w.value, inner) : NULL;
        some |= json_kind(list) == JSON_OBJECT && json_count(list) > 0;
        bare &= json_kind(list) != JSON_OBJECT || !json_count(list) || is_bare(list, id);
    }
    return some && bare;
}

static enum status style_of(struct ctx *c, const struct json *doc, struct document_style *out)
{
    struct str money = json_str(json_get(doc, "money")), currency = json_str(json_get(doc, "currency"));
    *out = (struct document_style){.said = money.n > 0, .currency = currency.n ? str_copy(c, currency) : (struct str){0}};
    out->major = has_fraction(doc, &out->stock);
    out->bare_user = is_bare(json_get(doc, "users"), "user_id");
    out->bare_order = is_bare(json_get(doc, "orders"), "order_id");
    out->bare_product = is_bare(json_get(doc, "products"), "product_id");
    out->bare_variant = are_bare(json_get(doc, "products"), "variants", "item_id");
    out->bare_method = are_bare(json_get(doc, "users"), "payment_methods", "id");
    if (money.n && !str_eq(money, STR("major")) && !str_eq(money, STR("minor")))
        return fail(c, REJECT, "\"money\" is \"minor\" or \"major\", not \"%.*s\"", FMT(money));
    out->major = money.n ? str_eq(money, STR("major")) : out->major;
    return OK;
}

static double unit_of(const struct document_style *s) { return s->major ? currency_minor(s->currency) : 1; }

static enum status read_all(struct ctx *c, const struct json *doc, struct order_counts *out)
{
    struct reading r = {.aside = &out->aside};
    TRY(style_of(c, doc, &r.style));
    r.unit = unit_of(&r.style);
    TRY(section_read(c, &r, doc, "products", product_read, &out->products));
    TRY(section_read(c, &r, doc, "users", user_read, &out->users));
    TRY(section_read(c, &r, doc, "orders", order_read, &out->orders));
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('document', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                  A(record_to_json(c, &document_style_record, &r.style)));
}

enum status order_document_read(struct ctx *c, struct str json, struct order_counts *out)
{
    const struct json *doc;
    *out = (struct order_counts){0};
    TRY(rehearsal_refuse(c, "orders of a document"));
    TRY(json_read(c, json, &doc));
    if (json_kind(doc) != JSON_OBJECT)
        return fail(c, REJECT, "the document must be an object of users, orders and products");
    IN_ONE_STEP(c, read_all(c, doc, out));
    return OK;
}
