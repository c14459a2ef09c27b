/* data/ingest/google.c - the Google Merchant feed, as XML (RSS, Atom) and as TSV; Meta's catalogue has the same names.
 *
 * Items of one item_group_id are the variants of one product; what differs among them is an option.
 * Source  support.google.com/merchants "Product data specification"; doc of product_detail: section:name:value.
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"id", R_ID}, {"item group id", R_GROUP},
    {"title|structured title", R_TITLE},
    {"description|structured description|rich text description", R_DESCRIPTION},
    {"link|url", R_URL},
    {"image link|additional image link|additional image links|image", R_IMAGES},
    {"price", R_PRICE}, {"sale price", R_SALE}, {"cost of goods sold", R_COST},
    {"brand", R_BRAND}, {"gtin|ean|upc", R_GTIN},
    {"product type", R_CATEGORY},
    {"shipping weight", R_WEIGHT},
    {"quantity|inventory|sell on google quantity|quantity to sell on facebook", R_STOCK},
    {"content language", R_LANGUAGE},
    {"product highlight", R_FEATURES},
    {"color|colour|size|gender|age group|material|pattern|mpn|condition|size type|size system|energy efficiency class|unit pricing measure", R_ATTRIBUTE},
    {"product length|product width|product height|product weight|certification|expiration date|multipack|is bundle", R_ATTRIBUTE},
    {0}};

static const char *const varying[] = {"color", "colour", "size", "material", "pattern", "gender", "age group"};

static int guess(const struct sheet *s)
{
    bool priced = sheet_has(s, "availability") && sheet_has(s, "price");
    bool linked = sheet_has(s, "link") && (sheet_has(s, "image link") || sheet_has(s, "image"));
    bool grouped = sheet_has(s, "item group id") || sheet_has(s, "google product category") || sheet_has(s, "image link");
    return sheet_has(s, "id") && (priced || grouped) && (linked || grouped || priced) ? 80 : 0;
}

/* What comes as an XML feed of items is taken for one of these, if an old or a lean one. */
static int guess_feed(const struct sheet *s) { return sheet_has(s, "title") ? 80 : 1; }

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str group = row_get(r, R_GROUP), id = row_get(r, R_ID);
    return group.n ? group : id.n ? id : str_fmt(c, "\x01%lld", (long long)r->line);
}

/* trained_algorithmic_media:"text" with its own quotes doubled, and the same from XML without the quotes: the text. */
static struct str content_of(struct ctx *c, struct str s)
{
    static const char *const kinds[] = {"trained_algorithmic_media:", "default:"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct str kind = str_z(kinds[i]);
        if (!str_starts(s, kind))
            continue;
        struct str text = str_trim(str_part(s, kind.n, s.n));
        bool quoted = text.n > 1 && text.p[0] == '"' && text.p[text.n - 1] == '"';
        return quoted ? str_replace(c, str_part(text, 1, text.n - 1), STR("\"\""), STR("\"")) : str_copy(c, text);
    }
    return s;
}

static void details_read(struct ctx *c, const struct row *r, struct product *p)
{
    struct strs all = str_split(c, row_column(r, "product detail"), '\x1f');
    for (size_t i = 0; i < all.n; i++) {
        size_t value = all.at[i].n;
        while (value && all.at[i].p[value - 1] != ':')
            value--;
        if (value < 2)
            continue;
        struct str names = str_part(all.at[i], 0, value - 1);
        size_t section = str_find(names, STR(":"), 0);
        struct str name = section == SIZE_MAX ? names : str_part(names, section + 1, names.n);
        attribute_add(c, p, name_plain(c, name), str_part(all.at[i], value, all.at[i].n), (struct str){0}, STR("column:product_detail"));
    }
}

static bool differs(const struct rows *rows, const char *column)
{
    for (size_t i = 1; i < rows->n; i++)
        if (!str_eq(row_column(&rows->at[i], column), row_column(&rows->at[0], column)))
            return true;
    return false;
}

static void attribute_drop(struct product *p, struct str name)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->attributes.n; i++)
        if (!str_eq(p->attributes.at[i].name, name))
            p->attributes.at[kept++] = p->attributes.at[i];
    p->attributes.n = kept;
}

static void options_read(struct ctx *c, const struct rows *rows, struct product *p)
{
    for (size_t k = 0; k < sizeof varying / sizeof *varying; k++) {
        if (!differs(rows, varying[k]))
            continue;
        attribute_drop(p, str_z(varying[k]));
        for (size_t i = 0; i < rows->n && i < p->variants.n; i++)
            option_put(c, &p->variants.at[i], str_z(varying[k]), row_column(&rows->at[i], varying[k]), str_fmt(c, "column:%s", varying[k]));
    }
}

static void availability_read(const struct row *r, struct variant *v)
{
    struct str a = row_column(r, "availability");
    if (v->stock == NONE && (str_eq(a, STR("out_of_stock")) || str_eq(a, STR("out of stock"))))
        v->stock = 0;
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *head = &rows->at[0];
    if (!row_get(head, R_ID).n && !row_get(head, R_GROUP).n) {
        fault_add(c, faults, head, row_name(head, R_ID), LOSS_PRODUCT, "give each item its id", "the item has no id");
        return OK;
    }
    TRY(assemble(c, rows, p, faults));
    if (!p->title.n)
        return OK;
    p->id = row_get(head, R_GROUP).n ? row_get(head, R_GROUP) : row_get(head, R_ID);
    p->title = content_of(c, p->title);
    p->description = content_of(c, p->description);
    if (!p->category.n && strcspn(row_column(head, "google product category").p, "0123456789") > 0)
        p->category = row_column(head, "google product category");
    details_read(c, head, p);
    for (size_t i = 0; i < rows->n && i < p->variants.n; i++) {
        p->variants.at[i].sku = row_get(&rows->at[i], R_ID);
        availability_read(&rows->at[i], &p->variants.at[i]);
    }
    options_read(c, rows, p);
    for (size_t i = 0; i < p->variants.n; i++)
        p->variants.at[i].title = options_title(c, &p->variants.at[i]);
    return OK;
}

const struct reader reader_google_xml = {
    .name = "google-xml", .doc = "Google Merchant feed, XML (RSS 2.0 or Atom); Meta's catalogue too", .shape = SHAPE_FEED, .dot = true,
    .columns = columns, .rest = R_SKIP, .guess = guess_feed, .key = key, .product = product};

const struct reader reader_google = {
    .name = "google", .doc = "Google Merchant feed, TSV or CSV; Meta's catalogue too", .shape = SHAPE_TABLE, .dot = true,
    .columns = columns, .rest = R_SKIP, .guess = guess, .key = key, .product = product};
