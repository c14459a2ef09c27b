/* execution/channel/medusa.c - a Medusa 2 shop by its Admin REST API.
 *
 * Flow    outbox → shop; shop → products. Asked only through data/effect.h
 * Fields  description, title, slug (handle), price (of all variants, in one currency); any other text as metadata of that name. Medusa's shop fronts print the
 *         description as plain text, so HTML is made plain unless the option `html` is set
 * Mark    metadata.ai_generated lists the fields, metadata.digital_source_type is "trained_algorithmic_media"
 * Source  Medusa 2.21 Admin API: /auth/user/emailpass, /admin/products. Prices are numbers in major units;
 *         metadata is merged key by key, and "" takes a key out
 */
#include "core/hash.h"
#include "core/markup.h"
#include "core/secret.h"
#include "core/url.h"
#include "execution/channel/coupon.h"
#include "execution/channel/errand.h"
#include "execution/channel/medusa.h"
#include <math.h>

struct medusa_opt {
    struct str url, user, secret, currency;
    bool html;
    LIST(struct shop_group) groups;
    LIST(struct shop_location) locations;
    int64_t late_s;
};
static const struct record medusa_opt_record = {"channel_medusa", sizeof(struct medusa_opt), (const struct field[]){
    FIELD(struct medusa_opt, url, .max = 500, .flags = OPTIONAL, .doc = "address of the server: https://shop.example"),
    FIELD(struct medusa_opt, user, .max = 200, .flags = OPTIONAL, .doc = "e-mail of who signs in; not needed with a secret API key"),
    FIELD(struct medusa_opt, secret, .init_str = "env:PURVEY_MEDUSA_SECRET", .max = 500, .flags = OPTIONAL,
          .doc = "where the password or the secret API key (sk_…) stands: env:NAME or file:PATH"),
    FIELD(struct medusa_opt, currency, .max = 3, .flags = OPTIONAL, .doc = "which of a variant's prices to read; absent: the first"),
    FIELD(struct medusa_opt, html, .flags = OPTIONAL, .doc = "the shop front shows HTML in descriptions"),
    FIELD_LIST(struct medusa_opt, groups, &shop_group_record, .max = 40, .flags = OPTIONAL, .doc = "groups of customers in Medusa that are segments of ours"),
    FIELD_LIST(struct medusa_opt, locations, &shop_location_record, .max = 200, .flags = OPTIONAL, .doc = "stock locations in Medusa that are nodes of ours"),
    FIELD(struct medusa_opt, late_s, .unit = "s", .init = 60, .max = 3600, .flags = OPTIONAL,
          .doc = "how long a request about an order, whose answer was lost, may still be at work: nothing is sent again before"),
    {0}}};

enum { PAGE = 50 }; /* products in one answer of a pull */

static enum status sign_in(struct ctx *c, struct link *l)
{
    const struct medusa_opt *opt = l->opt;
    struct str secret;
    const struct json *v;
    TRY(secret_read(c, opt->secret, &secret));
    if (str_starts(secret, STR("sk_"))) { /* a secret API key is the user of basic sign-in */
        l->auth = str_fmt(c, "Basic %s", hash_base64(c, str_fmt(c, "%s:", secret.p)).p);
        return OK;
    }
    if (!opt->user.n)
        return fail(c, REJECT, "medusa: the e-mail of who signs in is not set: purvey settings set channel.medusa '{\"url\":…,\"user\":…}'");
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "email", tree_str(t, opt->user));
    node_set(t, o, "password", tree_str(t, secret));
    TRY(shop_ask(c, l, "POST", STR("/auth/user/emailpass"), tree_text(c, t, o), NULL, &v));
    struct str token = json_str(json_get(v, "token"));
    if (!token.n)
        return fail(c, RETRY, "medusa: the sign-in gave no token");
    l->auth = str_fmt(c, "Bearer %.*s", FMT(token));
    return OK;
}

/* Without its rules, a price for a region or a group looks as if it held for everybody. */
static const char prices[] = "variants.sku,variants.prices.id,variants.prices.amount,variants.prices.currency_code,variants.prices.min_quantity,"
                             "variants.prices.max_quantity,variants.prices.price_rules.attribute,variants.prices.price_rules.value";

/* By the shop's id where we know it, else our id is its handle. */
static enum status load_by(struct ctx *c, struct link *l, struct pages *pages, bool remote)
{
    struct buf path = {0};
    const struct json *v;
    size_t asked = 0;
    buf_fmt(c, &path, "/admin/products?limit=%zu&fields=id,title,handle,description,metadata,variants.id,%s", pages->n, prices);
    for (size_t i = 0; i < pages->n; i++) {
        const struct page *p = &pages->at[i];
        if ((p->remote.n > 0) != remote)
            continue;
        asked++;
        buf_fmt(c, &path, "&%s%%5B%%5D=%.*s", remote ? "id" : "handle", FMT(url_escape(c, remote ? p->remote : p->id)));
    }
    if (!asked)
        return OK;
    TRY(shop_ask(c, l, "GET", buf_str(&path), (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "products")); json_next(&w);)
        for (size_t i = 0; i < pages->n; i++) {
            struct page *p = &pages->at[i];
            struct str id = json_str(json_get(w.value, remote ? "id" : "handle"));
            if ((p->remote.n > 0) == remote && str_eq(id, remote ? p->remote : p->id))
                p->at = w.value;
        }
    return OK;
}

static enum status load(struct ctx *c, struct link *l, struct pages *pages)
{
    for (size_t i = 0; i < pages->n; i++)
        pages->at[i].at = NULL;
    TRY(load_by(c, l, pages, true));
    return load_by(c, l, pages, false);
}

/* Medusa's own name of a field; NULL: metadata. */
static const char *column(struct str field)
{
    return str_eq(field, STR("description")) ? "description" : str_eq(field, STR("title")) ? "title" : str_eq(field, STR("slug")) ? "handle" : NULL;
}

static struct str shown(struct ctx *c, const struct link *l, const struct page *p, const struct effect *e)
{
    (void)c, (void)l;
    const char *own = column(e->field);
    return json_str(own ? json_get(p->at, own) : json_get(json_get(p->at, "metadata"), e->field.p));
}

static struct str want(struct ctx *c, const struct link *l, const struct effect *e)
{
    const struct medusa_opt *opt = l->opt;
    bool plain = str_eq(e->format, STR("html")) && !opt->html && !e->restore;
    return plain ? markup_text(c, e->value, NULL) : e->value;
}

static void fields(struct ctx *c, const struct link *l, struct strs *out)
{
    (void)l;
    static const char *const carried[] = {"description", "title", "slug", "price", "compare_at", "compare_at:", "offer", "seo_title", "seo_description", "alt_text", "feed_title",
                                          "feed_description", "social"};
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        strs_add(c, out, str_z(carried[i]));
}

/* The list of machine-written fields after these effects. */
static struct node *marks(struct tree *t, const struct page *p, const struct effect *const *effects, size_t n, size_t *count)
{
    struct node *a = tree_array(t);
    *count = 0;
    for (struct json_walk w = json_walk(json_path(p->at, "metadata.ai_generated")); json_next(&w);) {
        bool touched = false;
        for (size_t i = 0; i < n && !touched; i++)
            touched = str_eq(json_str(w.value), effects[i]->field);
        if (!touched)
            node_add(t, a, tree_str(t, json_str(w.value))), ++*count;
    }
    for (size_t i = 0; i < n; i++)
        if (effects[i]->machine)
            node_add(t, a, tree_str(t, effects[i]->field)), ++*count;
    return a;
}

static enum status put(struct ctx *c, struct link *l, const struct page *p, const struct effect *const *effects, size_t n)
{
    const struct json *v;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *metadata = tree_object(t);
    size_t marked;
    for (size_t i = 0; i < n; i++) {
        const struct effect *e = effects[i];
        const char *own = column(e->field);
        struct str value = want(c, l, e);
        if (e->locale.n)
            return fail(c, REJECT, "medusa: a product's texts have one language; %.*s has no place there", FMT(e->locale));
        if (own)
            node_set(t, o, own, value.p ? tree_str(t, value) : tree_null(t));
        else
            node_set(t, metadata, e->field.p, tree_str(t, value.p ? value : STR("")));
    }
    struct node *list = marks(t, p, effects, n, &marked);
    node_set(t, metadata, "ai_generated", marked ? list : tree_str(t, STR("")));
    node_set(t, metadata, "digital_source_type", tree_str(t, marked ? STR("trained_algorithmic_media") : STR("")));
    node_set(t, o, "metadata", metadata);
    struct str path = str_fmt(c, "/admin/products/%.*s", FMT(url_escape(c, json_str(json_get(p->at, "id")))));
    return shop_ask(c, l, "POST", path, tree_text(c, t, o), NULL, &v);
}

/* ---- prices -------------------------------------------------------------------------------------------------- */

int64_t medusa_minor(const struct json *number, struct str currency)
{
    double amount = json_real(number) * currency_minor(currency);
    bool is = json_kind(number) == JSON_INT || json_kind(number) == JSON_REAL;
    return is && fabs(amount) < 1e15 ? llround(amount) : NONE;
}

struct node *medusa_major(struct tree *t, int64_t minor, struct str currency) { return tree_real(t, (double)minor / currency_minor(currency)); }

static int64_t minor_of(const struct json *price, struct str currency) { return medusa_minor(json_get(price, "amount"), currency); }

static bool is_for_all(const struct json *price)
{
    bool bounded = json_kind(json_get(price, "min_quantity")) == JSON_INT || json_kind(json_get(price, "max_quantity")) == JSON_INT;
    return !bounded && !json_count(json_get(price, "rules"));
}

/* The price that holds for everybody: without rules or a least quantity, in the currency asked for. */
static const struct json *price_of(const struct json *variant, struct str currency)
{
    for (struct json_walk w = json_walk(json_get(variant, "prices")); json_next(&w);)
        if (is_for_all(w.value) && (!currency.n || str_eq_case(json_str(json_get(w.value, "currency_code")), currency)))
            return w.value;
    return NULL;
}

struct str medusa_currency(struct ctx *c, const struct json *code)
{
    struct str s = json_str(code);
    struct buf b = {0};
    for (size_t i = 0; i < s.n; i++)
        buf_byte(c, &b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
    return buf_str(&b);
}

static void offers(struct ctx *c, const struct link *l, const struct page *p, struct str currency, struct askings *out)
{
    const struct medusa_opt *opt = l->opt;
    for (struct json_walk w = json_walk(json_get(p->at, "variants")); json_next(&w);) {
        const struct json *price = price_of(w.value, currency.n ? currency : opt->currency);
        struct str own = medusa_currency(c, json_get(price, "currency_code"));
        *LIST_ADD(c, out) = (struct asking){json_str(json_get(w.value, "id")), json_str(json_get(w.value, "sku")), own, minor_of(price, own)};
    }
}

/* Medusa takes the list given as all the prices of a variant, so the others are sent along as they stand. */
static struct node *variant_node(struct ctx *c, struct tree *t, const struct json *variant, struct str currency, int64_t minor)
{
    struct node *o = tree_object(t), *list = tree_array(t);
    const struct json *ours = price_of(variant, currency);
    for (struct json_walk w = json_walk(json_get(variant, "prices")); json_next(&w);) {
        static const char *const kept[] = {"id", "currency_code", "min_quantity", "max_quantity", "rules", "amount"};
        struct node *one = tree_object(t);
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
            if (json_get(w.value, kept[i]) && !(w.value == ours && str_eq(str_z(kept[i]), STR("amount"))))
                node_set(t, one, kept[i], tree_raw(t, json_text(c, json_get(w.value, kept[i]))));
        if (w.value == ours)
            node_set(t, one, "amount", medusa_major(t, minor, currency));
        node_add(t, list, one);
    }
    node_set(t, o, "id", tree_str(t, json_str(json_get(variant, "id"))));
    node_set(t, o, "prices", list);
    return o;
}

static bool is_among(const struct askings *all, struct str variant)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].variant, variant))
            return true;
    return false;
}

static enum status price(struct ctx *c, struct link *l, const struct page *p, const struct askings *all, int64_t minor)
{
    const struct json *v;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *list = tree_array(t);
    for (struct json_walk w = json_walk(json_get(p->at, "variants")); json_next(&w);)
        if (is_among(all, json_str(json_get(w.value, "id"))))
            node_add(t, list, variant_node(c, t, w.value, all->at[0].currency, minor));
    node_set(t, o, "update", list);
    struct str path = str_fmt(c, "/admin/products/%.*s/variants/batch", FMT(url_escape(c, json_str(json_get(p->at, "id")))));
    return shop_ask(c, l, "POST", path, tree_text(c, t, o), NULL, &v);
}

/* ---- pulling ------------------------------------------------------------------------------------------------- */

static void pull_variant(struct ctx *c, const struct medusa_opt *opt, const struct json *v, struct product *p)
{
    struct variant *out = LIST_ADD(c, &p->variants);
    const struct json *price = price_of(v, opt->currency);
    struct str currency = medusa_currency(c, json_get(price, "currency_code")), gtin = json_str(json_get(v, "ean"));
    *out = (struct variant){.sku = json_str(json_get(v, "sku")), .title = json_str(json_get(v, "title")), .currency = currency,
                            .gtin = gtin.n ? gtin : json_str(json_get(v, "upc")), .price = minor_of(price, currency),
                            .compare_at = NONE, .cost = NONE, .stock = NONE, .weight_g = NONE};
    if (!out->gtin.n)
        out->gtin = json_str(json_get(v, "barcode"));
    for (struct json_walk w = json_walk(json_get(v, "options")); json_next(&w);)
        *LIST_ADD(c, &out->options) = (struct attribute){.name = str_lower(c, json_str(json_path(w.value, "option.title"))),
                                                         .value = json_str(json_get(w.value, "value")), .source = STR("medusa:options")};
}

static void pull_fact(struct ctx *c, const struct json *v, const char *key, const char *name, struct product *p)
{
    struct str value = json_str(json_get(v, key));
    if (value.n)
        *LIST_ADD(c, &p->attributes) = (struct attribute){.name = str_z(name), .value = value, .source = str_fmt(c, "medusa:%s", key)};
}

static void pull_words(struct ctx *c, const struct json *v, struct product *p)
{
    struct str text = json_str(json_get(v, "description"));
    p->id = json_str(json_get(v, "handle"));
    p->title = json_str(json_get(v, "title"));
    p->description = text.n ? text : (struct str){0};
    if (markup_is(text)) {
        p->html = text;
        p->description = markup_text(c, text, NULL);
    }
    p->category = json_str(json_path(v, "categories.0.name"));
    if (!p->category.n)
        p->category = json_str(json_path(v, "type.value"));
    for (struct json_walk w = json_walk(json_get(v, "images")); json_next(&w);)
        strs_add(c, &p->images, json_str(json_get(w.value, "url")));
    pull_fact(c, v, "material", "material", p);
    pull_fact(c, v, "origin_country", "country of origin", p);
    double grams = json_real(json_get(v, "weight"));
    if (grams > 0 && grams < 1e9)
        *LIST_ADD(c, &p->attributes) = (struct attribute){.name = STR("weight"), .value = str_fmt(c, "%g", grams), .unit = STR("g"),
                                                          .source = STR("medusa:weight")};
}

static enum status pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out)
{
    const struct json *v;
    int64_t offset = 0;
    if (cursor.n && !str_int(cursor, &offset))
        return fail(c, REJECT, "medusa: \"%.*s\" is no page", FMT(cursor));
    struct str path = str_fmt(c,
                              "/admin/products?limit=%d&offset=%lld&order=id&fields=id,title,handle,description,material,weight,origin_country,"
                              "images.url,type.value,categories.name,variants.id,variants.title,variants.barcode,variants.ean,variants.upc,"
                              "%s,variants.options.value,variants.options.option.title",
                              PAGE, (long long)offset, prices);
    TRY(shop_ask(c, l, "GET", path, (struct str){0}, NULL, &v));
    for (struct json_walk w = json_walk(json_get(v, "products")); json_next(&w);) {
        struct pulled *one = LIST_ADD(c, &out->products);
        *one = (struct pulled){.product = NEW(c, struct product), .remote = json_str(json_get(w.value, "id"))};
        record_init(&product_record, one->product);
        pull_words(c, w.value, one->product);
        for (struct json_walk x = json_walk(json_get(w.value, "variants")); json_next(&x);) {
            pull_variant(c, l->opt, x.value, one->product);
            strs_add(c, &one->variants, json_str(json_get(x.value, "id")));
        }
    }
    if (out->products.n && offset + PAGE < json_int(json_get(v, "count")))
        out->cursor = str_fmt(c, "%lld", (long long)offset + PAGE);
    return OK;
}

static const struct driver driver = {sign_in, load, shown, want, put, offers, price, medusa_sale_find, medusa_sale_add, medusa_sale_drop, pull, fields,
                                     &medusa_coupons, &medusa_errands, medusa_orders_pull};

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    const struct medusa_opt *o = opt;
    struct link l = {.name = "medusa", .base = o->url, .opt = o, .groups = o->groups.at, .n_groups = o->groups.n,
                     .locations = o->locations.at, .n_locations = o->locations.n, .late_ms = o->late_s * 1000};
    return shop_run(c, &driver, &l, in, out);
}

const struct capability channel_medusa = {
    .name = "channel.medusa", .doc = "publish to a Medusa 2 shop, read its products", .stage = PUBLISH, .needs = NET | SECRET,
    .in = &channel_in_record, .out = &channel_out_record, .opt = &medusa_opt_record, .run = run};
