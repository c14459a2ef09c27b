/* data/ingest/shopify.c - Shopify's product export: rows of one product share the handle, its texts stand in the first.
 *
 * Two families of headers are in use: "Handle, Body (HTML), Variant Price, …" and, since 2025, "URL handle,
 * Description, Price, …". Further rows are variants or, with nothing but a picture, pictures.
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"handle|url handle", R_ID},
    {"title", R_TITLE},
    {"body (html)|body html|description", R_DESCRIPTION},
    {"vendor", R_BRAND},
    {"product category|google shopping / google product category", R_CATEGORY},
    {"tags", R_TAGS},
    {"variant sku|sku", R_SKU},
    {"variant barcode|barcode|barcodes", R_GTIN},
    {"variant price|price", R_PRICE},
    {"variant compare at price|compare-at price|compare at price", R_COMPARE},
    {"cost per item|variant cost", R_COST},
    {"variant inventory qty|inventory quantity", R_STOCK},
    {"variant grams|weight value (grams)", R_WEIGHT},
    {"option1 name", R_OPTION1_NAME}, {"option1 value", R_OPTION1},
    {"option2 name", R_OPTION2_NAME}, {"option2 value", R_OPTION2},
    {"option3 name", R_OPTION3_NAME}, {"option3 value", R_OPTION3},
    {"image src|product image url|variant image|variant image url", R_IMAGES},
    {"published*|status|variant inventory*|inventory tracker|variant fulfillment*|fulfillment service|variant requires*", R_SKIP},
    {"requires shipping|variant taxable|charge tax|tax code|variant tax*|variant weight unit|weight unit*|image position", R_SKIP},
    {"image alt text|gift card|seo *|continue selling*|template suffix|included /*|price /*|compare at price /*", R_SKIP},
    {"option1 linked*|option2 linked*|option3 linked*|unit price*|collection|custom product type|standardized product type", R_SKIP},
    {"google shopping / adwords*|google shopping / custom*|google: custom*", R_SKIP},
    {0}};

static int guess(const struct sheet *s)
{
    bool old = sheet_has(s, "handle") && (sheet_has(s, "variant price") || sheet_has(s, "variant sku") || sheet_has(s, "body (html)") ||
                                          (sheet_has(s, "title") && (sheet_has(s, "option1 value") || sheet_has(s, "vendor"))));
    bool new = sheet_has(s, "url handle") && sheet_has(s, "title");
    return old || new ? 95 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str id = row_get(r, R_ID), title = row_get(r, R_TITLE);
    return id.n ? id : title.n ? slug(c, title) : str_fmt(c, "\x01%lld", (long long)r->line);
}

/* A variant whose stock nobody tracks says 0; that is not a stock. */
static void untracked(const struct rows *rows, struct product *p)
{
    const struct row *head = &rows->at[0];
    bool old = sheet_has(head->sheet, "variant inventory tracker"), new = sheet_has(head->sheet, "inventory tracker");
    for (size_t i = 0; (old || new) && i < p->variants.n; i++)
        for (size_t k = 0; k < rows->n; k++)
            if (str_eq(row_get(&rows->at[k], R_SKU), p->variants.at[i].sku) &&
                !row_column(&rows->at[k], old ? "variant inventory tracker" : "inventory tracker").n)
                p->variants.at[i].stock = NONE;
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *head = &rows->at[0];
    if (!row_get(head, R_ID).n && !row_get(head, R_TITLE).n) {
        fault_add(c, faults, head, row_name(head, R_ID), LOSS_PRODUCT, "give each row of a product its handle", "the row has no handle");
        return OK;
    }
    TRY(assemble(c, rows, p, faults));
    untracked(rows, p);
    struct str type = row_column(head, "type");
    if (!p->category.n)
        p->category = type;
    return OK;
}

const struct reader reader_shopify = {
    .name = "shopify", .doc = "Shopify product CSV, both families of headers", .shape = SHAPE_TABLE, .dot = true, .one_title = true,
    .columns = columns, .rest = R_ATTRIBUTE, .guess = guess, .key = key, .product = product};
