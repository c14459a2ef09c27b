/* data/ingest/shopify_json.c - a product as Shopify's webhooks and its products.json write it.
 *
 * Source  shopify.dev "Product" resource: handle, body_html, vendor, product_type, tags, options, variants, images.
 */
#include "core/json.h"
#include "data/ingest/reader.h"

static const struct column columns[] = {{"id", R_ID}, {"title", R_TITLE}, {"handle", R_GROUP}, {0}};

static int guess(const struct sheet *s)
{
    return sheet_has(s, "handle") && sheet_has(s, "title") && (sheet_has(s, "body html") || sheet_has(s, "variants")) ? 85 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str handle = row_get(r, R_GROUP);
    return handle.n ? handle : str_fmt(c, "\x01%lld", (long long)r->line);
}

static struct variant variant(struct ctx *c, const struct row *r, const struct json *v, const struct json *options, struct faults *faults)
{
    static const char *const values[] = {"option1", "option2", "option3"};
    struct variant out;
    record_init(&variant_record, &out);
    out.sku = member_text(c, v, "sku");
    out.price = member_money(c, r, v, "price", faults);
    out.compare_at = member_money(c, r, v, "compare_at_price", faults);
    out.currency = r->sheet->currency;
    if (member_text(c, v, "inventory_management").n)
        out.stock = member_whole(v, "inventory_quantity");
    out.weight_g = member_whole(v, "grams");
    out.gtin = member_gtin(c, r, v, "barcode", faults);
    for (size_t i = 0; i < 3; i++) {
        struct str value = member_text(c, v, values[i]);
        if (value.n && !str_eq(value, STR("Default Title")))
            option_put(c, &out, name_plain(c, member_text(c, json_at(options, i), "name")), value, str_fmt(c, "column:%s", values[i]));
    }
    out.title = options_title(c, &out);
    return out;
}

static void tags_read(struct ctx *c, const struct json *v, struct product *p)
{
    struct strs tags = str_split(c, member_text(c, v, "tags"), ',');
    const struct json *list = json_get(v, "tags");
    for (size_t i = 0; i < tags.n && json_kind(list) == JSON_STR; i++)
        attribute_add(c, p, STR("tag"), tags.at[i], (struct str){0}, STR("column:tags"));
    for (struct json_walk w = json_walk(list); json_kind(list) == JSON_ARRAY && json_next(&w);)
        attribute_add(c, p, STR("tag"), str_copy(c, json_str(w.value)), (struct str){0}, STR("column:tags"));
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *r = &rows->at[0];
    const struct json *v;
    record_init(&product_record, p);
    TRY(json_read(c, r->raw, &v));
    if (!member_named(c, r, v, "handle", "title", p, faults))
        return OK;
    p->brand = member_text(c, v, "vendor");
    p->category = member_text(c, v, "product_type");
    member_words(c, member_text(c, v, "body_html"), p);
    member_images(c, v, p);
    for (struct json_walk w = json_walk(json_get(v, "variants")); json_next(&w);)
        *LIST_ADD(c, &p->variants) = variant(c, r, w.value, json_get(v, "options"), faults);
    tags_read(c, v, p);
    return OK;
}

const struct reader reader_shopify_json = {
    .name = "shopify-json", .doc = "products as Shopify's API and webhooks write them", .shape = SHAPE_LINES, .dot = true, .columns = columns,
    .rest = R_SKIP, .guess = guess, .key = key, .product = product};
