/* data/ingest/inbox.c - webhook messages into the catalogue: each in one way, as if it were a file with one product. */
#include "core/json.h"
#include "data/brought.h"
#include "data/catalog.h"
#include "data/erase.h"
#include "data/identity.h"
#include "data/ingest/ingest.h"
#include "data/ingest/living.h"
#include "data/sale.h"
#include "data/tombstone.h"

struct message { struct str id, topic, body; };
static const struct record message_record = {"inbox", sizeof(struct message), (const struct field[]){
    FIELD(struct message, id), FIELD(struct message, topic), FIELD(struct message, body), {0}}};

struct reading { /* what a message wants */
    const char *as;     /* the format of its product; NULL: it is a deletion, or nothing for us */
    struct str product; /* JSON */
    struct known forget; /* a person who is to be forgotten */
    struct str gone;    /* the id of a product that was deleted */
};

/* A shop's own number of a product, as JSON writes it. */
static struct str number_of(struct ctx *c, const struct json *v)
{
    const struct json *id = json_get(v, "id");
    return json_kind(id) == JSON_INT ? str_fmt(c, "%lld", (long long)json_int(id)) : str_copy(c, json_str(id));
}

static bool says(struct str topic, const char *end)
{
    return str_ends(topic, str_z(end));
}

static enum status read_message(struct ctx *c, const struct message *m, struct reading *out)
{
    const struct json *v;
    TRY(json_read(c, m->body, &v));
    *out = (struct reading){.product = m->body};
    bool shopify = str_starts(m->topic, STR("shopify:")), woo = str_starts(m->topic, STR("woocommerce:"));
    struct str topic = shopify || woo ? m->topic : json_str(json_get(v, "type"));
    if (!shopify && !woo) {
        v = json_get(v, "data");
        out->product = v ? json_text(c, v) : STR("");
    }
    if (says(topic, "customers/redact")) {
        const struct json *who = json_get(v, "customer");
        out->forget = (struct known){.id = number_of(c, who), .email = str_copy(c, json_str(json_get(who, "email"))), .phone = str_copy(c, json_str(json_get(who, "phone")))};
    }
    else if (says(topic, "products/delete") || says(topic, "product.deleted"))
        out->gone = number_of(c, v);
    else if (says(topic, "products/create") || says(topic, "products/update") || says(topic, "product.created") || says(topic, "product.updated") ||
             says(topic, "product.restored"))
        out->as = woo && str_eq(json_str(json_get(v, "type")), STR("variation")) ? NULL /* its product has a message of its own */
                  : shopify ? "shopify-json" : woo ? "woocommerce-json" : "purvey";
    return OK;
}

/* The shop's number is remembered beside our id, so that a deletion, which has the number alone, finds it. */
static enum status remote_note(struct ctx *c, const struct reading *r)
{
    const struct json *v;
    if (!str_eq(str_z(r->as), STR("shopify-json")))
        return OK;
    TRY(json_read(c, r->product, &v));
    return db_run(c, "UPDATE product SET remote_id = $1 WHERE id = $2", A(number_of(c, v)), A(str_copy(c, json_str(json_get(v, "handle")))));
}

static enum status product_bring(struct ctx *c, const struct message *m, const struct reading *r)
{
    struct import_report report;
    struct import in = {.path = str_fmt(c, "webhook %s", m->id.p), .text = r->product, .as = str_z(r->as), .person = STR("webhook")};
    TRY(ingest_file(c, &in, &report));
    if (report.lost)
        return fail(c, REJECT, "the product was set aside; `purvey quarantine` says why");
    return remote_note(c, r);
}

static enum status gone_in_one_step(struct ctx *c, struct str id, int64_t batch)
{
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES ($1, 'import', $2, 'webhook', $3)", A(batch),
               A(str_fmt(c, "webhook: %.100s was deleted", id.p)), A(c->now_ms)));
    TRY(brought_note(c, batch, id, STR("gone")));
    return product_gone(c, id, true);
}

static enum status product_remove(struct ctx *c, struct str number)
{
    struct str id;
    TRY(db_text(c, &id, "SELECT id FROM product WHERE (id = $1 OR remote_id = $1) AND gone = 0", A(number)));
    if (id.n)
        IN_ONE_STEP(c, gone_in_one_step(c, id, db_new_id(c)));
    return OK;
}

/* What the shop's own pages tell: many, so what is done leaves no row. */
static bool is_stream(const struct message *m) { return str_eq(m->topic, STR("segment")); }

static enum status redact(struct ctx *c, const struct known *k)
{
    struct erased gone;
    struct str id;
    TRY(identity_find(c, STR("email"), k->email, &id));
    if (!id.p && k->id.n)
        TRY(identity_of(c, k->id, &id));
    if (id.p)
        TRY(customer_erase(c, id, STR("webhook"), true, &gone));
    TRY(tombstone_add(c, STR("id"), k->id));
    TRY(tombstone_add(c, STR("phone"), k->phone));
    if (k->email.n)
        TRY(tombstone_add(c, STR("id"), customer_of_email(c, k->email)));
    return tombstone_add(c, STR("email"), k->email);
}

/* A shop tells of somebody who wants to be forgotten; whom we never knew, no later file tells us of. */
static enum status customer_redact(struct ctx *c, const struct known *k)
{
    IN_ONE_STEP(c, redact(c, k));
    return OK;
}

static enum status message_take(struct ctx *c, const struct message *m)
{
    struct reading r;
    if (is_stream(m))
        return ingest_stream(c, m->body);
    TRY(read_message(c, m, &r));
    if (r.forget.email.n || r.forget.id.n || r.forget.phone.n)
        return customer_redact(c, &r.forget);
    if (r.gone.n)
        return product_remove(c, r.gone);
    return r.as ? product_bring(c, m, &r) : OK;
}

enum status ingest_inbox_step(struct ctx *c, bool *did)
{
    struct message m;
    TRY(db_maybe(c, &message_record, &m, did, "SELECT id, topic, body FROM inbox WHERE state = 'new' ORDER BY at_ms, id LIMIT 1"));
    if (!*did)
        return OK;
    /* Taking it again after a crash in between changes nothing: an import is idempotent. */
    enum status s = message_take(c, &m);
    if (s == RETRY)
        return s;
    if (s == OK && is_stream(&m))
        return db_run(c, "DELETE FROM inbox WHERE id = $1", A(m.id));
    return db_run(c, "UPDATE inbox SET state = $1, why = $2, body = '' WHERE id = $3", A(s == OK ? STR("done") : STR("refused")),
                  A(s == OK ? (struct str){0} : str_fmt(c, "%s", c->why)), A(m.id));
}
