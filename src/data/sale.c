/* data/sale.c - sales, customers and events to and from their tables. */
#include "data/sale.h"
#include "core/hash.h"
#include "data/identity.h"

const struct record customer_record = {"customer", sizeof(struct customer), (const struct field[]){
    FIELD(struct customer, id, .min = 1, .max = 200, .flags = KEY | PERSONAL, .doc = "the shop's own number, or a hash of the address"),
    FIELD(struct customer, email, .max = 320, .flags = OPTIONAL | PERSONAL, .doc = "address"),
    FIELD(struct customer, name, .max = 300, .flags = OPTIONAL | PERSONAL, .doc = "as they wrote it"),
    FIELD(struct customer, country, .max = 2, .flags = OPTIONAL, .doc = "ISO 3166-1"),
    FIELD(struct customer, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct customer, marketing, .flags = OPTIONAL, .doc = "agreed to be written to"),
    FIELD(struct customer, created_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "first known"),
    {0}}};

const struct record sale_line_record = {"line", sizeof(struct line), (const struct field[]){
    FIELD(struct line, product, .max = 500, .flags = OPTIONAL, .doc = "our id"),
    FIELD(struct line, sku, .max = 200, .flags = OPTIONAL, .doc = "as sold"),
    FIELD(struct line, title, .max = 1000, .flags = OPTIONAL, .doc = "as sold"),
    FIELD(struct line, quantity, .unit = "1", .min = -1e6, .max = 1e6, .doc = "units"),
    FIELD(struct line, price, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "of one"),
    FIELD(struct line, discount, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "off the line"),
    FIELD(struct line, sold_out, .max = 1, .flags = OPTIONAL, .doc = "share of the day it could not be bought"),
    FIELD(struct line, promo, .flags = OPTIONAL, .doc = "it was promoted"),
    {0}}};

const struct record sale_record = {"sale", sizeof(struct sale), (const struct field[]){
    FIELD(struct sale, id, .min = 1, .max = 200, .flags = KEY, .doc = "the shop's own number of the order"),
    FIELD(struct sale, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "who bought"),
    FIELD(struct sale, state, .choice = "open|paid|cancelled|refunded|part-refunded", .doc = "how far it is"),
    FIELD(struct sale, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct sale, coupon, .max = 200, .flags = OPTIONAL, .doc = "discount code"),
    FIELD(struct sale, country, .max = 2, .flags = OPTIONAL, .doc = "shipped to, ISO 3166-1"),
    FIELD(struct sale, source, .max = 100, .flags = OPTIONAL, .doc = "web, pos, …"),
    FIELD(struct sale, subtotal, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "of the lines"),
    FIELD(struct sale, shipping, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "of the way"),
    FIELD(struct sale, tax, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "taxes"),
    FIELD(struct sale, discount, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "off the whole"),
    FIELD(struct sale, total, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "paid or to pay"),
    FIELD(struct sale, refunded, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "given back"),
    FIELD(struct sale, placed_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "ordered"),
    FIELD(struct sale, paid_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "paid"),
    FIELD(struct sale, fulfilled_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "sent"),
    FIELD(struct sale, cancelled_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL, .doc = "cancelled"),
    FIELD_LIST(struct sale, lines, &sale_line_record, .flags = OPTIONAL, .doc = "what was bought"),
    {0}}};

const struct record event_record = {"event", sizeof(struct event), (const struct field[]){
    FIELD(struct event, id, .min = 1, .max = 200, .flags = KEY, .doc = "the sender's message id"),
    FIELD(struct event, pos, .flags = KEY, .doc = "of the product within the message"),
    FIELD(struct event, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct event, name, .min = 1, .max = 100, .doc = "\"Product Viewed\""),
    FIELD(struct event, visitor, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "a device or a person"),
    FIELD(struct event, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "who is signed in"),
    FIELD(struct event, product, .max = 500, .flags = OPTIONAL, .doc = "our id"),
    FIELD(struct event, sku, .max = 200, .flags = OPTIONAL, .doc = "of the variant"),
    FIELD(struct event, query, .max = 1000, .flags = OPTIONAL, .doc = "what was searched"),
    FIELD(struct event, list, .max = 200, .flags = OPTIONAL, .doc = "the list it stood in"),
    FIELD(struct event, sale, .max = 200, .flags = OPTIONAL, .doc = "the order"),
    FIELD(struct event, coupon, .max = 200, .flags = OPTIONAL, .doc = "discount code"),
    FIELD(struct event, currency, .max = 3, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct event, place, .init = NONE, .flags = OPTIONAL, .doc = "in the list, from 1"),
    FIELD(struct event, quantity, .init = NONE, .flags = OPTIONAL, .doc = "units"),
    FIELD(struct event, price, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "of one"),
    {0}}};

/* ---- customers ---------------------------------------------------------------------------------- */

struct str customer_of_email(struct ctx *c, struct str email)
{
    return email.n ? str_fmt(c, "email:%.32s", hash_blake2b(c, str_lower(c, str_trim(email))).p) : (struct str){0};
}

enum status customer_save(struct ctx *c, const struct customer *p)
{
    struct str now;
    TRY(record_check(c, &customer_record, p));
    TRY(identity_now(c, p->id, &now)); /* whoever was merged is not brought back by the next import */
    return db_run(c,
                  "INSERT INTO customer (id, email, name, country, language, marketing, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                  " ON CONFLICT (id) DO UPDATE SET email = COALESCE(excluded.email, customer.email), name = COALESCE(excluded.name, customer.name),"
                  " country = COALESCE(excluded.country, customer.country), language = COALESCE(excluded.language, customer.language),"
                  " marketing = excluded.marketing, created_ms = COALESCE(customer.created_ms, excluded.created_ms)",
                  A(now), A(p->email), A(p->name), A(p->country), A(p->language), A(p->marketing),
                  p->created_ms == NONE ? (struct arg){0} : arg_i(p->created_ms));
}

/* ---- sales ----------------------------------------------------------------------------------------- */

static enum status product_of_sku(struct ctx *c, struct str sku, struct str *product)
{
    *product = (struct str){0};
    return sku.n ? db_text(c, product, "SELECT product FROM variant WHERE sku = $1 ORDER BY product LIMIT 1", A(sku)) : OK;
}

static struct arg number(int64_t n) { return n == NONE ? (struct arg){0} : arg_i(n); }

static enum status line_add(struct ctx *c, struct str sale, size_t pos, const struct line *l)
{
    struct str product;
    TRY(product_of_sku(c, l->sku, &product));
    return db_run(c, "INSERT INTO line (sale, pos, product, sku, title, quantity, price, discount, sold_out, promo)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                  A(sale), A((int64_t)pos), A(product), A(l->sku), A(l->title), A(l->quantity), number(l->price), number(l->discount),
                  A(l->sold_out), A((int64_t)l->promo));
}

static enum status rows_save(struct ctx *c, const struct sale *s, struct str hash, int64_t batch)
{
    struct str buyer = s->customer;
    if (buyer.p)
        TRY(identity_now(c, s->customer, &buyer));
    const struct arg args[] = {
        A(s->id), A(buyer), A(s->state), A(s->currency), A(s->coupon), A(s->country), A(s->source), number(s->subtotal), number(s->shipping),
        number(s->tax), number(s->discount), number(s->total), number(s->refunded), number(s->placed_ms), number(s->paid_ms),
        number(s->fulfilled_ms), number(s->cancelled_ms), A(hash), A(batch)};
    TRY(db_run(c, "DELETE FROM line WHERE sale = $1", A(s->id)));
    TRY(db_run_(c,
                "INSERT INTO sale (id, customer, state, currency, coupon, country, source, subtotal, shipping, tax, discount, total, refunded,"
                " placed_ms, paid_ms, fulfilled_ms, cancelled_ms, hash, batch)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
                " ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, state = excluded.state, currency = excluded.currency,"
                " coupon = excluded.coupon, country = excluded.country, source = excluded.source, subtotal = excluded.subtotal,"
                " shipping = excluded.shipping, tax = excluded.tax, discount = excluded.discount, total = excluded.total,"
                " refunded = excluded.refunded, placed_ms = excluded.placed_ms, paid_ms = excluded.paid_ms,"
                " fulfilled_ms = excluded.fulfilled_ms, cancelled_ms = excluded.cancelled_ms, hash = excluded.hash, batch = excluded.batch",
                (struct args){args, sizeof args / sizeof *args}));
    for (size_t i = 0; i < s->lines.n; i++)
        TRY(line_add(c, s->id, i, &s->lines.at[i]));
    return OK;
}

enum status sale_save(struct ctx *c, const struct sale *s, int64_t batch, bool dry, enum saved *how)
{
    struct str there;
    TRY(record_check(c, &sale_record, s));
    struct str hash = str_fmt(c, "%016llx", (unsigned long long)str_hash(record_to_json(c, &sale_record, s)));
    TRY(db_text(c, &there, "SELECT hash FROM sale WHERE id = $1", A(s->id)));
    *how = !there.p ? SAVED_NEW : str_eq(there, hash) ? SAVED_SAME : SAVED_CHANGED;
    if (*how != SAVED_SAME && !dry)
        IN_ONE_STEP(c, rows_save(c, s, hash, batch));
    return OK;
}

enum status sale_load(struct ctx *c, struct str id, struct sale *out)
{
    bool found = false;
    TRY(db_maybe(c, &sale_record, out, &found,
                 "SELECT id, customer, state, currency, coupon, country, source, subtotal, shipping, tax, discount, total, refunded,"
                 " placed_ms, paid_ms, fulfilled_ms, cancelled_ms FROM sale WHERE id = $1",
                 A(id)));
    if (!found)
        return fail(c, REJECT, "there is no sale \"%.100s\"", id.p ? id.p : "");
    return db_all(c, &sale_line_record, &out->lines,
                  "SELECT product, sku, title, quantity, price, discount, sold_out, promo FROM line WHERE sale = $1 ORDER BY pos", A(id));
}

/* Our id of what a sender calls its product: by SKU, by our own id, by the number of the shop. */
static enum status product_meant(struct ctx *c, const struct event *e, struct str *product)
{
    TRY(product_of_sku(c, e->sku, product));
    return product->p || !e->product.n ? OK : db_text(c, product, "SELECT id FROM product WHERE id = $1 OR remote_id = $1 LIMIT 1", A(e->product));
}

/* ---- events ------------------------------------------------------------------------------------------ */

enum status event_save(struct ctx *c, const struct event *e, bool dry, enum saved *how)
{
    struct event own = *e;
    int64_t there;
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM event WHERE id = $1 AND pos = $2", A(e->id), A(e->pos)));
    *how = there ? SAVED_SAME : SAVED_NEW;
    if (there || dry)
        return OK;
    TRY(product_meant(c, e, &own.product));
    if (own.customer.p)
        TRY(identity_now(c, e->customer, &own.customer));
    return db_add(c, &event_record, &own);
}
