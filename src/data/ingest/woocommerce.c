/* data/ingest/woocommerce.c - WooCommerce's product export: a variation names its parent's SKU, or "id:" and its number.
 *
 * The shop's language decides the headers and the decimal mark; English, German, French and Spanish are known.
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"id", R_ID},
    {"parent|übergeordnetes produkt|übergeordnet|superior", R_GROUP},
    {"sku|artikelnummer|ugs", R_SKU},
    {"gtin, upc, ean, or isbn|gtin, upc, ean oder isbn|gtin, upc, ean ou isbn|gtin, upc, ean o isbn|meta: global unique id", R_GTIN},
    {"name|nom|nombre", R_TITLE},
    {"short description|kurzbeschreibung|description courte|descripción corta", R_SHORT},
    {"description|beschreibung|descripción", R_DESCRIPTION},
    {"regular price|regulärer preis|normaler preis|tarif régulier|precio normal", R_PRICE},
    {"sale price|angebotspreis|tarif promo|precio rebajado", R_SALE},
    {"categories|kategorien|catégories|categorías", R_CATEGORY},
    {"tags|schlagwörter|étiquettes|etiquetas", R_TAGS},
    {"brands|marken|marques|marcas", R_BRAND},
    {"images|bilder|imágenes", R_IMAGES},
    {"stock|lager|lagerbestand|inventario", R_STOCK},
    {"weight*|gewicht*|poids*|peso*", R_WEIGHT},
    {"length (*|width (*|height (*|länge (*|breite (*|höhe (*|longueur (*|largeur (*|hauteur (*|longitud (*|anchura (*|altura (*", R_ATTRIBUTE},
    {0}};

static int guess(const struct sheet *s)
{
    bool woo = sheet_has(s, "type") && sheet_has(s, "sku") && (sheet_has(s, "regular price") || sheet_has(s, "parent"));
    bool de = sheet_has(s, "artikelnummer") && (sheet_has(s, "regulärer preis") || sheet_has(s, "übergeordnetes produkt"));
    bool fr = sheet_has(s, "ugs") && sheet_has(s, "tarif régulier");
    bool es = sheet_has(s, "precio normal") && sheet_has(s, "superior");
    return (woo || de || fr || es) ? 90 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str parent = row_get(r, R_GROUP), sku = row_get(r, R_SKU), id = row_get(r, R_ID);
    if (parent.n)
        return parent;
    return sku.n ? sku : id.n ? str_fmt(c, "id:%.*s", FMT(id)) : str_fmt(c, "\x01%lld", (long long)r->line);
}

/* The column of attribute `i`, "name" or "value", in the language of the file; -1: none. */
static int attribute_column(const struct sheet *s, int i, bool value)
{
    static const char *const names[] = {"attribute %d name", "attribut %d name", "nom de l’attribut %d", "nom de l'attribut %d", "nombre del atributo %d"};
    static const char *const values[] = {"attribute %d value(s)", "attribut %d wert(e)", "valeur(s) de l’attribut %d", "valeur(s) de l'attribut %d", "valor(es) del atributo %d"};
    char plain[48];
    int at = -1;
    for (size_t k = 0; k < sizeof names / sizeof *names && at < 0; k++) {
        const char *form = value ? values[k] : names[k];
        const char *percent = strchr(form, '%');
        snprintf(plain, sizeof plain, "%.*s%d%s", (int)(percent - form), form, i, percent + 2);
        at = sheet_column(s, plain);
    }
    return at;
}

static bool is_option(const struct product *p, struct str name)
{
    for (size_t v = 0; v < p->variants.n; v++)
        for (size_t i = 0; i < p->variants.at[v].options.n; i++)
            if (str_eq(p->variants.at[v].options.at[i].name, name))
                return true;
    return false;
}

static void attribute_read(struct ctx *c, const struct row *r, int i, struct product *p, struct variant *v)
{
    int name = attribute_column(r->sheet, i, false), value = attribute_column(r->sheet, i, true);
    if (name < 0 || value < 0 || name >= (int)r->n || value >= (int)r->n || !r->cell[name].n || !r->cell[value].n)
        return;
    struct str plain = name_plain(c, r->cell[name]), source = str_fmt(c, "column:%.*s", FMT(r->sheet->at[value].name));
    if (v) {
        option_put(c, v, plain, r->cell[value], source);
        return;
    }
    struct strs all = str_split(c, r->cell[value], ',');
    for (size_t k = 0; k < all.n && !is_option(p, plain); k++)
        attribute_add(c, p, plain, all.at[k], (struct str){0}, source);
}

static struct variant *variant_of(struct product *p, const struct row *r)
{
    for (size_t i = 0; i < p->variants.n; i++)
        if (p->variants.at[i].options.n == 0 && str_eq(p->variants.at[i].sku, row_get(r, R_SKU)))
            return &p->variants.at[i];
    return NULL;
}

/* "A > B, A": the path with the most parts. */
static struct str category_deepest(struct ctx *c, struct str list)
{
    struct strs all = str_split(c, list, ',');
    struct str best = {0};
    size_t most = 0;
    for (size_t i = 0; i < all.n; i++) {
        size_t parts = 1;
        for (size_t k = 0; k < all.at[i].n; k++)
            parts += all.at[i].p[k] == '>';
        if (parts > most && str_trim(all.at[i]).n)
            most = parts, best = str_trim(all.at[i]);
    }
    return str_copy(c, best);
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    const struct row *head = &rows->at[0];
    if (row_get(head, R_GROUP).n) {
        fault_add(c, faults, head, row_name(head, R_GROUP), LOSS_PRODUCT, "keep the parent's row in the file; name it by its SKU, or by id: where it has none",
                  "the parent \"%.80s\" of this variation is not in the file", row_get(head, R_GROUP).p);
        return OK;
    }
    TRY(assemble(c, rows, p, faults));
    if (!p->title.n)
        return OK;
    for (size_t i = 1; i < rows->n; i++) {
        struct variant *v = variant_of(p, &rows->at[i]);
        for (int k = 1; k <= 20 && v; k++)
            attribute_read(c, &rows->at[i], k, p, v);
        if (v)
            v->title = options_title(c, v);
    }
    for (int k = 1; k <= 20; k++)
        attribute_read(c, head, k, p, NULL);
    p->category = category_deepest(c, p->category);
    return OK;
}

const struct reader reader_woocommerce = {
    .name = "woocommerce", .doc = "WooCommerce product CSV, headers in English, German, French or Spanish", .shape = SHAPE_TABLE,
    .escaped = true, .columns = columns, .rest = R_SKIP, .guess = guess, .key = key, .product = product};
