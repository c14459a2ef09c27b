/* data/ingest/vendure.c - Vendure's import file: a product's line, its further variants in lines without a name below.
 *
 * Source  docs.vendure.io "importing data"; facets and options are lists with '|', a facet is "name:value".
 *         Columns may carry a language: "name:en". Custom fields are "product:NAME" and "variant:NAME".
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"name|name:*", R_TITLE}, {"slug|slug:*", R_ID}, {"description|description:*", R_DESCRIPTION}, {"assets", R_IMAGES},
    {"variantassets", R_IMAGES}, {"sku", R_SKU}, {"price", R_PRICE}, {"stockonhand", R_STOCK},
    {"product:*|variant:*", R_ATTRIBUTE}, {0}};

static int guess(const struct sheet *s)
{
    return sheet_has(s, "optiongroups") && sheet_has(s, "optionvalues") && (sheet_has(s, "sku") || sheet_has(s, "facets")) ? 90 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    if (!row_get(r, R_TITLE).n)
        return before;
    struct str id = row_get(r, R_ID);
    return id.n ? id : slug(c, row_get(r, R_TITLE));
}

/* "category:Electronics|brand:Apple": categories join to a path, the brand is the brand, others are facts. */
static void facets_read(struct ctx *c, struct str list, struct product *p, const char *column)
{
    struct strs parts = str_split(c, list, '|');
    for (size_t i = 0; i < parts.n; i++) {
        size_t colon = str_find(parts.at[i], STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        struct str name = name_plain(c, str_part(parts.at[i], 0, colon));
        struct str value = str_copy(c, str_trim(str_part(parts.at[i], colon + 1, parts.at[i].n)));
        if (str_eq(name, STR("category")))
            p->category = p->category.n ? str_fmt(c, "%s > %s", p->category.p, value.p) : value;
        else if (str_eq(name, STR("brand")) && !p->brand.n)
            p->brand = value;
        else
            attribute_add(c, p, name, value, (struct str){0}, str_fmt(c, "column:%s", column));
    }
}

static struct str at(const struct strs *list, size_t i) { return i < list->n ? str_trim(list->at[i]) : STR(""); }

static void options_read(struct ctx *c, const struct row *r, const struct strs *names, struct variant *v)
{
    struct strs values = str_split(c, row_column(r, "optionvalues"), '|');
    struct buf title = {0};
    for (size_t i = 0; i < values.n && i < names->n; i++) {
        struct str text = str_copy(c, at(&values, i)), number, unit;
        if (!text.n)
            continue;
        struct attribute a = {.name = name_plain(c, at(names, i)), .value = text, .source = STR("column:optionValues")};
        if (measure_split(text, &number, &unit))
            a.value = number_plain(c, number), a.unit = str_copy(c, unit);
        *LIST_ADD(c, &v->options) = a;
        buf_fmt(c, &title, "%s%s", title.n ? " " : "", text.p);
    }
    v->title = title.n ? buf_str(&title) : (struct str){0};
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    TRY(assemble(c, rows, p, faults));
    const struct row *head = &rows->at[0];
    struct strs names = str_split(c, row_column(head, "optiongroups"), '|');
    facets_read(c, row_column(head, "facets"), p, "facets");
    size_t v = 0; /* assemble() makes a variant of each row that says anything of one */
    for (size_t i = 0; i < rows->n && v < p->variants.n; i++) {
        facets_read(c, row_column(&rows->at[i], "variantfacets"), p, "variantFacets");
        if (rows->n == 1 || row_get(&rows->at[i], R_SKU).n || row_get(&rows->at[i], R_PRICE).n || row_get(&rows->at[i], R_STOCK).n)
            options_read(c, &rows->at[i], &names, &p->variants.at[v++]);
    }
    int title = head->sheet->first[R_TITLE];
    struct str named = title >= 0 ? head->sheet->at[title].plain : STR("");
    if (!p->language.n && str_starts(named, STR("name:")))
        p->language = str_copy(c, str_part(named, 5, named.n));
    return OK;
}

const struct reader reader_vendure = {
    .name = "vendure", .doc = "Vendure import CSV", .shape = SHAPE_TABLE, .currency = "USD", .dot = true, .columns = columns,
    .rest = R_SKIP, .guess = guess, .key = key, .product = product};
