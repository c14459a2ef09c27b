/* data/ingest/shopify_json.c - a product as Shopify's webhooks and its products.json write it.
 *
 * Source  shopify.dev "Product" resource: handle, body_html, vendor, product_type, tags, options, variants, images.
 */
#include "core/json.h"
#include "core/markup.h"
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
    if (json_kind(json_get(v, "inventory_quantity")) == JSON_INT && member_text(c, v, "inventory_management").n)
        out.stock = json_int(json_get(v, "inventory_quantity"));
    if (json_kind(json_get(v, "grams")) == JSON_INT)
        out.weight_g = json_int(json_get(v, "grams"));
    struct str barcode = gtin_digits(c, member_text(c, v, "barcode"));
    if (gtin_is(barcode))
        out.gtin = barcode;
    else if (barcode.n)
        fault_add(c, faults, r, STR("barcode"), LOSS_VALUE, "compare it with the one printed under the barcode", "\"%.40s\" is not a GTIN", barcode.p);
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
    p->id = member_text(c, v, "handle");
    p->title = member_text(c, v, "title");
    if (!p->id.n || !p->title.n) {
        fault_add(c, faults, r, p->id.n ? STR("title") : STR("handle"), LOSS_PRODUCT, "send the whole product", "the product has no %s", p->id.n ? "title" : "handle");
        return OK;
    }
    p->brand = member_text(c, v, "vendor");
    p->category = member_text(c, v, "product_type");
    p->language = r->sheet->language;
    p->currency = r->sheet->currency;
    p->description = member_text(c, v, "body_html");
    if (markup_is(p->description)) {
        p->html = p->description;
        p->description = markup_text(c, p->html, &p->features);
    }
    for (struct json_walk w = json_walk(json_get(v, "images")); json_next(&w);)
        if (member_text(c, w.value, "src").n)
            strs_add(c, &p->images, member_text(c, w.value, "src"));
    for (struct json_walk w = json_walk(json_get(v, "variants")); json_next(&w);)
        *LIST_ADD(c, &p->variants) = variant(c, r, w.value, json_get(v, "options"), faults);
    tags_read(c, v, p);
    return OK;
}

const struct reader reader_shopify_json = {
    .name = "shopify-json", .doc = "products as Shopify's API and webhooks write them", .shape = SHAPE_LINES, .dot = true, .columns = columns,
    .rest = R_SKIP, .guess = guess, .key = key, .product = product};
