/* execution/export/shopify.c - Shopify's product CSV, in the header family of today's template.
 *
 * One row per variant, then one per further image; product columns on the first row only. Words written by a
 * machine: the tag "ai-generated-text", and a metafield column that names the fields.
 * Source  Shopify's template product_template.csv; metafield columns "Name (product.metafields.space.key)"
 */
#include "execution/export/export.h"

static const char *const columns[] = {
    "Title", "URL handle", "Description", "Vendor", "Type", "Tags", "Published on online store", "Status", "SKU", "Barcode",
    "Option1 name", "Option1 value", "Option2 name", "Option2 value", "Option3 name", "Option3 value", "Price", "Compare-at price",
    "Cost per item", "Inventory tracker", "Inventory quantity", "Continue selling when out of stock", "Weight value (grams)",
    "Weight unit for display", "Requires shipping", "Fulfillment service", "Product image URL", "Image position", "Image alt text",
    "Gift card", "SEO title", "SEO description", "AI-generated fields (product.metafields.purvey.ai_fields)"};
enum { COLUMNS = sizeof columns / sizeof *columns, OPTIONS = 3 };

static void cell(struct ctx *c, struct buf *b, struct str s, bool first)
{
    if (!first)
        buf_byte(c, b, ',');
    bool quote = false;
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r' || ((i == 0 || i == s.n - 1) && s.p[i] == ' ');
    if (!quote) {
        buf_add(c, b, s);
        return;
    }
    buf_byte(c, b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(c, b, '"');
        buf_byte(c, b, s.p[i]);
    }
    buf_byte(c, b, '"');
}

static struct str metafield(struct ctx *c, struct str name)
{
    struct str key = str_lower(c, name);
    struct buf b = {0};
    for (size_t i = 0; i < key.n; i++)
        buf_byte(c, &b, (key.p[i] >= 'a' && key.p[i] <= 'z') || (key.p[i] >= '0' && key.p[i] <= '9') ? key.p[i] : '_');
    return str_fmt(c, "%.*s (product.metafields.custom.%.*s)", FMT(name), FMT(buf_str(&b)));
}

static void begin(struct ctx *c, struct export *x)
{
    struct buf b = {0};
    for (int i = 0; i < COLUMNS; i++)
        cell(c, &b, str_z(columns[i]), i == 0);
    for (size_t i = 0; i < x->facts.n; i++)
        cell(c, &b, metafield(c, x->facts.at[i]), false);
    buf_byte(c, &b, '\n');
    fwrite(b.p, 1, b.n, x->out);
}

static struct str plain(struct ctx *c, int64_t minor, struct str currency)
{
    return minor == NONE ? (struct str){0} : money_plain(c, minor, currency);
}

static void product_cells(struct ctx *c, const struct live *l, struct str *at)
{
    at[0] = l->p.title;
    at[2] = l->p.html.n ? l->p.html : l->p.description;
    at[3] = l->p.brand;
    at[4] = l->p.category;
    at[5] = l->ai.n ? STR("ai-generated-text") : (struct str){0};
    at[6] = STR("TRUE");
    at[7] = STR("Active");
    at[29] = STR("FALSE");
    at[30] = l->seo_title;
    at[31] = l->seo_description;
    at[32] = str_join(c, &l->ai, STR(", "));
}

static void variant_cells(struct ctx *c, const struct live *l, const struct variant *v, bool first, struct str *at)
{
    struct str currency = v->currency.n ? v->currency : l->p.currency;
    at[8] = v->sku;
    at[9] = v->gtin;
    for (size_t i = 0; i < OPTIONS && i < v->options.n; i++) {
        at[10 + 2 * i] = first ? v->options.at[i].name : (struct str){0};
        at[11 + 2 * i] = quantity(c, &v->options.at[i]);
    }
    if (!v->options.n) { /* what Shopify writes itself for a product without options */
        at[10] = first ? STR("Title") : (struct str){0};
        at[11] = l->p.variants.n > 1 && v->title.n ? v->title : STR("Default Title");
    }
    at[16] = plain(c, v->price, currency);
    at[17] = plain(c, v->compare_at, currency);
    at[18] = plain(c, v->cost, currency);
    at[19] = v->stock != NONE ? STR("shopify") : (struct str){0};
    at[20] = v->stock != NONE ? str_fmt(c, "%lld", (long long)v->stock) : (struct str){0};
    at[21] = STR("DENY");
    at[22] = v->weight_g != NONE ? str_fmt(c, "%lld", (long long)v->weight_g) : (struct str){0};
    at[23] = v->weight_g != NONE ? STR("g") : (struct str){0};
    at[24] = STR("TRUE");
    at[25] = STR("manual");
}

static void image_cells(struct ctx *c, const struct live *l, const struct strs *images, size_t i, struct str *at)
{
    at[26] = images->at[i];
    at[27] = str_fmt(c, "%zu", i + 1);
    at[28] = i == 0 ? l->alt_text : (struct str){0};
}

static void row(struct ctx *c, struct export *x, const struct live *l, const struct str *at, bool first)
{
    struct buf b = {0};
    for (int i = 0; i < COLUMNS; i++)
        cell(c, &b, at[i], i == 0);
    for (size_t i = 0; i < x->facts.n; i++) {
        struct str value = {0};
        for (size_t k = 0; first && k < l->p.attributes.n && !value.n; k++)
            if (str_eq(l->p.attributes.at[k].name, x->facts.at[i]) && !attribute_is_read(&l->p.attributes.at[k]))
                value = quantity(c, &l->p.attributes.at[k]);
        cell(c, &b, value, false);
    }
    buf_byte(c, &b, '\n');
    fwrite(b.p, 1, b.n, x->out);
}

static void one(struct ctx *c, struct export *x, const struct live *l)
{
    struct variant bare = {.price = product_price(&l->p), .compare_at = NONE, .cost = NONE, .stock = NONE, .weight_g = NONE};
    const struct variant *v = l->p.variants.n ? l->p.variants.at : &bare;
    struct strs images = images_of(c, x, l);
    size_t variants = l->p.variants.n ? l->p.variants.n : 1, rows = variants > images.n ? variants : images.n;
    for (size_t i = 0; i < rows; i++) {
        struct str at[COLUMNS] = {0};
        at[1] = l->p.id;
        if (i == 0)
            product_cells(c, l, at);
        if (i < variants)
            variant_cells(c, l, &v[i], i == 0, at);
        if (i < images.n)
            image_cells(c, l, &images, i, at);
        row(c, x, l, at, i == 0);
    }
}

static void end(struct ctx *c, struct export *x) { (void)c, (void)x; }

const struct format format_shopify = {"shopify", "Shopify product CSV", true, begin, one, end};
