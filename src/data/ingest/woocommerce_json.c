/* data/ingest/woocommerce_json.c - a product as WooCommerce's REST API v3 and its webhooks write it.
 *
 * Source  woocommerce.github.io/woocommerce-rest-api-docs "Product properties": prices are texts with a point.
 *         Variations are products of their own there; a variable product comes with its attributes only.
 */
#include "core/json.h"
#include "data/ingest/reader.h"

static const struct column columns[] = {{"id", R_ID}, {"name", R_TITLE}, {0}};

static int guess(const struct sheet *s)
{
    return sheet_has(s, "id") && sheet_has(s, "name") && sheet_has(s, "regular price") && sheet_has(s, "type") ? 85 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str id = row_get(r, R_ID);
    return id.n ? id : str_fmt(c, "\x01%lld", (long long)r->line);
}

static struct variant only_variant(struct ctx *c, const struct row *r, const struct json *v, struct faults *faults)
{
    struct variant out;
    record_init(&variant_record, &out);
    int64_t regular = member_money(c, r, v, "regular_price", faults), now = member_money(c, r, v, "price", faults);
    out.sku = member_text(c, v, "sku");
    out.price = now != NONE ? now : regular;
    out.compare_at = now != NONE && regular != NONE && now < regular ? regular : NONE;
    out.currency = r->sheet->currency;
    out.stock = member_whole(v, "stock_quantity");
    out.gtin = member_gtin(c, r, v, "global_unique_id", faults);
    return out;
}

static void lists_read(struct ctx *c, const struct json *v, struct product *p)
{
    for (struct json_walk w = json_walk(json_get(v, "attributes")); json_next(&w);)
        for (struct json_walk o = json_walk(json_get(w.value, "options")); json_next(&o);)
            attribute_add(c, p, name_plain(c, member_text(c, w.value, "name")), str_copy(c, json_str(o.value)), (struct str){0}, STR("column:attributes"));
    for (struct json_walk w = json_walk(json_get(v, "tags")); json_next(&w);)
        attribute_add(c, p, STR("tag"), member_text(c, w.value, "name"), (struct str){0}, STR("column:tags"));
    const struct json *brand = json_at(json_get(v, "brands"), 0), *category = json_at(json_get(v, "categories"), 0);
    p->brand = brand ? member_text(c, brand, "name") : STR("");
    p->category = category ? member_text(c, category, "name") : STR("");
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *r = &rows->at[0];
    const struct json *v;
    record_init(&product_record, p);
    TRY(json_read(c, r->raw, &v));
    if (!member_named(c, r, v, "id", "name", p, faults))
        return OK;
    struct str whole = member_text(c, v, "description");
    p->url = member_text(c, v, "permalink");
    member_words(c, whole.n ? whole : member_text(c, v, "short_description"), p);
    member_images(c, v, p);
    lists_read(c, v, p);
    if (!str_eq(member_text(c, v, "type"), STR("variable")))
        *LIST_ADD(c, &p->variants) = only_variant(c, r, v, faults);
    return OK;
}

const struct reader reader_woocommerce_json = {
    .name = "woocommerce-json", .doc = "products as WooCommerce's API and webhooks write them", .shape = SHAPE_LINES, .dot = true, .partial = true,
    .columns = columns, .rest = R_SKIP, .guess = guess, .key = key, .product = product};
