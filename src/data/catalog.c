/* data/catalog.c - products to and from their three tables. */
#include "data/catalog.h"
#include "data/brought.h"

struct stamp { /* what product_save must know of the row that is there */
    struct str hash, title, description, html;
    int64_t gone;
};
static const struct record stamp_record = {"product", sizeof(struct stamp), (const struct field[]){
    FIELD(struct stamp, hash), FIELD(struct stamp, title), FIELD(struct stamp, description, .flags = OPTIONAL),
    FIELD(struct stamp, html, .flags = OPTIONAL), FIELD(struct stamp, gone), {0}}};

struct name { struct str id; };
static const struct record name_record = {"product", sizeof(struct name), (const struct field[]){FIELD(struct name, id), {0}}};

/* Lists that stand in one column, as {"at":[…]}. */
static const struct record texts_record = {"texts", sizeof(struct strs), (const struct field[]){
    {.name = "at", .kind = T_STRS}, {0}}};
static const struct record options_record = {"options", sizeof(struct variant), (const struct field[]){
    {.name = "at", .kind = T_LIST, .at = offsetof(struct variant, options), .of = &attribute_record}, {0}}};

bool attribute_is_read(const struct attribute *a) { return str_starts(a->source, STR("description:")); }

static struct str texts_json(struct ctx *c, const struct strs *list)
{
    struct str all = record_to_json(c, &texts_record, list); /* {"at":[…]} */
    return str_copy(c, str_part(all, 6, all.n - 1));
}

static struct str options_json(struct ctx *c, const struct variant *v)
{
    if (!v->options.n)
        return (struct str){0};
    struct str all = record_to_json(c, &options_record, v);
    return str_copy(c, str_part(all, 6, all.n - 1));
}

static struct arg money(int64_t minor) { return minor == NONE ? (struct arg){0} : arg_i(minor); }

static struct str currency_of(const struct product *p)
{
    for (size_t i = 0; !p->currency.n && i < p->variants.n; i++)
        if (p->variants.at[i].currency.n)
            return p->variants.at[i].currency;
    return p->currency;
}

/* Facts read from the text follow from it and are left out. Of this the hash is taken. */
struct product product_as_stored(struct ctx *c, const struct product *p)
{
    struct product as = *p;
    int64_t price = product_lowest(p);
    as.currency = currency_of(p);
    as.price.text = price == NONE ? (struct str){0} : str_fmt(c, "%lld", (long long)price);
    as.variants.at = NEW_ARRAY(c, struct variant, p->variants.n);
    for (size_t i = 0; i < p->variants.n; i++) {
        as.variants.at[i] = p->variants.at[i];
        if (!as.variants.at[i].currency.n)
            as.variants.at[i].currency = as.currency;
    }
    as.attributes.at = NEW_ARRAY(c, struct attribute, p->attributes.n);
    as.attributes.n = 0;
    for (size_t i = 0; i < p->attributes.n; i++)
        if (!attribute_is_read(&p->attributes.at[i]))
            as.attributes.at[as.attributes.n++] = p->attributes.at[i];
    return as;
}

static struct str product_hash(struct ctx *c, const struct product *p, struct str channel)
{
    struct product as = product_as_stored(c, p);
    struct buf all = {0};
    buf_add(c, &all, channel);
    buf_byte(c, &all, ' ');
    buf_add(c, &all, record_to_json(c, &product_record, &as));
    return str_fmt(c, "%016llx", (unsigned long long)str_hash(buf_str(&all)));
}

static enum status row_save(struct ctx *c, const struct product *p, struct str channel, struct str hash, int64_t batch)
{
    struct arg price = money(product_lowest(p));
    const struct arg args[] = {
        A(p->id), A(p->title), A(p->brand), A(p->category), A(p->description), A(p->html), A(p->language), A(p->url), price,
        A(currency_of(p)), A(texts_json(c, &p->features)), A(texts_json(c, &p->images)), A(channel), A(hash), A(batch), A(c->now_ms)};
    return db_run_(c,
                   "INSERT INTO product (id, title, brand, category, description, html, language, url, price, currency,"
                   " features, images, channel, hash, batch, gone, updated_ms)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16)"
                   " ON CONFLICT (id) DO UPDATE SET title = excluded.title, brand = excluded.brand,"
                   " category = excluded.category, description = excluded.description, html = excluded.html,"
                   " language = excluded.language, url = excluded.url, price = excluded.price, currency = excluded.currency,"
                   " features = excluded.features, images = excluded.images, channel = excluded.channel,"
                   " hash = excluded.hash, batch = excluded.batch, gone = 0, updated_ms = excluded.updated_ms",
                   (struct args){args, sizeof args / sizeof *args});
}

/* A shop's id of a variant stays with its SKU, not with its place in the list. */
static enum status variant_save(struct ctx *c, struct str product, size_t pos, const struct variant *v, struct str currency)
{
    return db_run(c,
                  "INSERT INTO variant (product, pos, sku, gtin, title, options, price, compare_at, cost, currency, stock, weight_g)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
                  " ON CONFLICT (product, pos) DO UPDATE SET sku = excluded.sku, gtin = excluded.gtin, title = excluded.title,"
                  " options = excluded.options, price = excluded.price, compare_at = excluded.compare_at, cost = excluded.cost,"
                  " currency = excluded.currency, stock = excluded.stock, weight_g = excluded.weight_g,"
                  " remote_id = CASE WHEN variant.sku = excluded.sku THEN variant.remote_id END",
                  A(product), A((int64_t)pos), A(v->sku), A(v->gtin), A(v->title), A(options_json(c, v)), money(v->price),
                  money(v->compare_at), money(v->cost), A(v->currency.n ? v->currency : currency), money(v->stock), money(v->weight_g));
}

static enum status attribute_add(struct ctx *c, struct str product, int64_t pos, const struct attribute *a)
{
    return db_run(c, "INSERT INTO attribute (product, pos, name, value, unit, source) VALUES ($1, $2, $3, $4, $5, $6)",
                  A(product), A(pos), A(a->name), A(a->value), A(a->unit), A(a->source.p ? a->source : STR("")));
}

/* Facts read from the text go with the text; a brought list that has some (another database's) brings its own. */
static enum status attributes_save(struct ctx *c, const struct product *p, bool same_text)
{
    int64_t first = 0;
    if (same_text)
        TRY(db_run(c, "DELETE FROM attribute WHERE product = $1 AND source NOT LIKE 'description:%'", A(p->id)));
    else
        TRY(db_run(c, "DELETE FROM attribute WHERE product = $1", A(p->id)));
    if (same_text)
        TRY(db_int(c, &first, "SELECT COALESCE(MAX(pos) + 1, 0) FROM attribute WHERE product = $1", A(p->id)));
    for (size_t i = 0; i < p->attributes.n; i++)
        if (!same_text || !attribute_is_read(&p->attributes.at[i]))
            TRY(attribute_add(c, p->id, first + (int64_t)i, &p->attributes.at[i]));
    return OK;
}

/* What we know the shop to show follows an import that brings other words: they are the merchant's later edit. */
static enum status content_follow(struct ctx *c, struct str id, struct str field, struct str channel, struct str text, int64_t batch)
{
    return db_run(c,
                  "UPDATE content SET value = $1, by_whom = $2, updated_ms = $3 WHERE entity = 'product' AND id = $4 AND field = $5"
                  " AND locale = '' AND channel = $6 AND COALESCE(value, '') <> COALESCE($1, '')",
                  A(text), A(str_fmt(c, "import:%lld", (long long)batch)), A(c->now_ms), A(id), A(field), A(channel));
}

static enum status words_follow(struct ctx *c, const struct product *p, const struct stamp *there, struct str channel, int64_t batch)
{
    struct str now = p->html.p ? p->html : p->description, was = there->html.p ? there->html : there->description;
    if (!str_eq(now, was))
        TRY(content_follow(c, p->id, STR("description"), channel, now, batch));
    return str_eq(p->title, there->title) ? OK : content_follow(c, p->id, STR("title"), channel, p->title, batch);
}

/* `there`: what stands in the product's row, NULL for a new one. */
static enum status rows_save(struct ctx *c, const struct product *p, struct str channel, struct str hash, int64_t batch,
                             const struct stamp *there)
{
    TRY(brought_note(c, batch, p->id, there ? STR("changed") : STR("new")));
    TRY(row_save(c, p, channel, hash, batch));
    if (there)
        TRY(words_follow(c, p, there, channel, batch));
    for (size_t i = 0; i < p->variants.n; i++)
        TRY(variant_save(c, p->id, i, &p->variants.at[i], currency_of(p)));
    TRY(db_run(c, "DELETE FROM variant WHERE product = $1 AND pos >= $2", A(p->id), A((int64_t)p->variants.n)));
    return attributes_save(c, p, there && str_eq(there->description, p->description));
}

enum status product_save(struct ctx *c, const struct product *p, struct str channel, int64_t batch, enum saved *how)
{
    struct stamp there = {0};
    bool found = false;
    TRY(record_check(c, &product_record, p));
    struct str hash = product_hash(c, p, channel);
    TRY(db_maybe(c, &stamp_record, &there, &found, "SELECT hash, title, description, html, gone FROM product WHERE id = $1", A(p->id)));
    enum saved now = !found ? SAVED_NEW : str_eq(there.hash, hash) && !there.gone ? SAVED_SAME : SAVED_CHANGED;
    if (now != SAVED_SAME)
        IN_ONE_STEP(c, rows_save(c, p, channel, hash, batch, found ? &there : NULL));
    if (how)
        *how = now;
    return OK;
}

/* ---- reading ------------------------------------------------------------------------------ */

enum status product_find(struct ctx *c, struct str id, struct product *out, bool *found)
{
    TRY(db_maybe(c, &product_record, out, found,
                 "SELECT id, title, brand, category, description, html, language, url, price, currency, features, images"
                 " FROM product WHERE id = $1",
                 A(id)));
    if (!*found)
        return OK;
    TRY(db_all(c, &attribute_record, &out->attributes,
               "SELECT name, value, unit, source FROM attribute WHERE product = $1"
               " ORDER BY CASE WHEN source LIKE 'description:%' THEN 1 ELSE 0 END, pos",
               A(id)));
    return db_all(c, &variant_record, &out->variants,
                  "SELECT sku, gtin, title, options, price, compare_at, cost, currency, stock, weight_g"
                  " FROM variant WHERE product = $1 ORDER BY pos",
                  A(id));
}

enum status product_load(struct ctx *c, struct str id, struct product *out)
{
    bool found = false;
    TRY(product_find(c, id, out, &found));
    return found ? OK : fail(c, REJECT, "there is no product \"%.200s\"", id.p ? id.p : "");
}

enum status product_list(struct ctx *c, struct str after, int64_t limit, struct strs *ids)
{
    LIST(struct name) names;
    TRY(db_all(c, &name_record, &names, "SELECT id FROM product WHERE id > $1 AND gone = 0 ORDER BY id LIMIT $2",
               A(after.p ? after : STR("")), A(limit)));
    *ids = (struct strs){0};
    for (size_t i = 0; i < names.n; i++)
        strs_add(c, ids, names.at[i].id);
    return OK;
}

enum status product_count(struct ctx *c, int64_t *n)
{
    return db_int(c, n, "SELECT COUNT(*) FROM product WHERE gone = 0");
}

/* ---- facts and absence ------------------------------------------------------------------------ */

static enum status facts_replace(struct ctx *c, struct str id, struct str hash, const struct attribute *at, size_t n)
{
    int64_t first, same;
    TRY(db_int(c, &same, "SELECT COUNT(*) FROM product WHERE id = $1 AND hash = $2", A(id), A(hash)));
    if (!same)
        return OK; /* it has been imported anew since, or is no more */
    TRY(db_run(c, "DELETE FROM attribute WHERE product = $1 AND source LIKE 'description:%'", A(id)));
    TRY(db_int(c, &first, "SELECT COALESCE(MAX(pos) + 1, 0) FROM attribute WHERE product = $1", A(id)));
    for (size_t i = 0; i < n; i++) {
        assert(attribute_is_read(&at[i]));
        TRY(attribute_add(c, id, first + (int64_t)i, &at[i]));
    }
    return db_run(c, "UPDATE product SET facts_of = $2 WHERE id = $1", A(id), A(hash));
}

enum status product_unread(struct ctx *c, int64_t limit, struct strs *ids)
{
    LIST(struct name) names;
    TRY(db_all(c, &name_record, &names, "SELECT id FROM product WHERE facts_of IS NULL OR facts_of <> hash ORDER BY id LIMIT $1", A(limit)));
    *ids = (struct strs){0};
    for (size_t i = 0; i < names.n; i++)
        strs_add(c, ids, names.at[i].id);
    return OK;
}

enum status product_hash_now(struct ctx *c, struct str id, struct str *hash)
{
    return db_text(c, hash, "SELECT hash FROM product WHERE id = $1", A(id));
}

enum status product_facts_save(struct ctx *c, struct str id, struct str hash, const struct attribute *at, size_t n)
{
    IN_ONE_STEP(c, facts_replace(c, id, hash, at, n));
    return OK;
}

enum status product_gone(struct ctx *c, struct str id, bool gone)
{
    return db_run(c, "UPDATE product SET gone = $1, updated_ms = $2 WHERE id = $3", A(gone), A(c->now_ms), A(id));
}
