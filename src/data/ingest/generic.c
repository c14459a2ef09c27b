/* data/ingest/generic.c - any table or JSON Lines: columns are known by their names in four languages, or by --map.
 *
 * A column that is in no list is a fact of the product. Rows with one group, or one id, are its variants.
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"group|group id|item group id|parent|parent id|parent sku|gruppe|variantengruppe|hauptartikel|groupe|grupo|master", R_GROUP},
    {"id|product id|handle|slug|item id|article id|produkt id|produkt-id|artikel-id|artikel id|id produit|id producto|item number|product code|produktnummer", R_ID},
    {"title|name|product name|product title|product|item name|item|titel|produktname|produkttitel|bezeichnung|artikelbezeichnung|artikelname|produkt|artikel|"
     "nom|nom du produit|titre|désignation|produit|libellé|nombre|nombre del producto|título|titulo|producto|denominación", R_TITLE},
    {"brand|vendor|manufacturer|maker|marke|hersteller|lieferant|marque|fabricant|fournisseur|marca|fabricante|proveedor", R_BRAND},
    {"category|categories|product category|product type|type|category path|kategorie|kategorien|warengruppe|produktgruppe|produkttyp|"
     "catégorie|catégories|categorie|type de produit|rayon|categoría|categorías|categoria|tipo de producto", R_CATEGORY},
    {"description|body|body html|long description|html|details|product description|text|beschreibung|produktbeschreibung|artikelbeschreibung|langtext|langbeschreibung|"
     "description longue|description du produit|descriptif|descripción|descripcion|descripción larga", R_DESCRIPTION},
    {"short description|summary|excerpt|subtitle|kurzbeschreibung|kurztext|description courte|résumé|descripción corta|resumen", R_SHORT},
    {"features|bullet points|highlights|selling points|merkmale|vorteile|highlights des produkts|caractéristiques|points forts|características|puntos destacados", R_FEATURES},
    {"url|link|product url|permalink|product link|produkt-url|produktlink|lien|enlace", R_URL},
    {"language|lang|locale|sprache|langue|idioma", R_LANGUAGE},
    {"image|images|image url|image urls|image src|image link|image 1|image 2|image 3|image 4|image 5|picture|pictures|photo|photos|main image|additional images|"
     "additional image link|bild|bilder|bild-url|bild url|hauptbild|foto|fotos|image du produit|imagen|imágenes|imagenes|url de la imagen", R_IMAGES},
    {"tags|keywords|schlagwörter|stichwörter|mots-clés|étiquettes|etiquetas|palabras clave", R_TAGS},
    {"price|regular price|retail price|unit price|selling price|price gross|list price|amount|preis|verkaufspreis|vk|bruttopreis|preis brutto|vk brutto|uvp|ladenpreis|"
     "prix|prix de vente|prix ttc|tarif|prix unitaire|precio|precio de venta|pvp|precio unitario|price.amount", R_PRICE},
    {"sale price|special price|offer price|discount price|angebotspreis|aktionspreis|sonderpreis|prix promo|prix promotionnel|prix soldé|"
     "precio rebajado|precio de oferta|precio oferta", R_SALE},
    {"compare at price|compare-at price|original price|old price|was price|msrp|rrp|streichpreis|alter preis|statt-preis|ancien prix|prix barré|precio anterior", R_COMPARE},
    {"cost|cost price|purchase price|cost per item|wholesale price|einkaufspreis|ek|ek-preis|ek netto|prix d'achat|prix d’achat|coût|precio de compra|coste|costo", R_COST},
    {"currency|currency code|price currency|währung|waehrung|devise|monnaie|moneda|divisa|price.currency", R_CURRENCY},
    {"sku|item sku|variant sku|article number|part number|model number|artikelnummer|artikelnr|artikelnr.|artikel-nr.|art.-nr.|art-nr|bestellnummer|"
     "référence|reference|réf|ref|ugs|code article|referencia|código|codigo", R_SKU},
    {"gtin|ean|ean13|ean-13|upc|barcode|isbn|gtin/ean|ean/gtin|ean-code|strichcode|code-barres|code barre|código de barras|codigo de barras", R_GTIN},
    {"stock|quantity|qty|inventory|stock quantity|stock level|in stock|on hand|lager|bestand|lagerbestand|menge|stückzahl|verfügbare menge|"
     "quantité|en stock|stock disponible|existencias|cantidad|inventario", R_STOCK},
    {"weight|weight *|shipping weight|versandgewicht|gewicht|gewicht (*|poids|poids (*|peso|peso (*", R_WEIGHT},
    {"weight unit|gewichtseinheit|unité de poids|unidad de peso", R_WEIGHT_UNIT},
    {"option1 name|option 1 name", R_OPTION1_NAME}, {"option1 value|option 1 value|option1|option 1", R_OPTION1},
    {"option2 name|option 2 name", R_OPTION2_NAME}, {"option2 value|option 2 value|option2|option 2", R_OPTION2},
    {"option3 name|option 3 name", R_OPTION3_NAME}, {"option3 value|option 3 value|option3|option 3", R_OPTION3},
    {"status|published|visible|active|aktiv|veröffentlicht|statut|estado|created at|updated at|created|updated|erstellt|geändert|position|sort|sort order|sortierung|"
     "seo title|seo description|meta title|meta description|tax|tax class|tax code|vat|mwst|mwst.|steuersatz|tva|iva|"
     "availability|verfügbarkeit|disponibilité|disponibilidad", R_SKIP},
    {0}};

static int guess(const struct sheet *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (column_role(columns, R_ATTRIBUTE, s->at[i].plain) == R_TITLE)
            return 10;
    return 1; /* --map may name the title */
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    static const enum role order[] = {R_GROUP, R_ID, R_SKU};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (row_get(r, order[i]).n)
            return row_get(r, order[i]);
    struct str title = row_get(r, R_TITLE);
    return title.n ? slug(c, title) : str_fmt(c, "\x01%lld", (long long)r->line);
}

/* Rows of one group are variants: a fact in which they differ is an option of each. */
static void options_find(struct ctx *c, const struct rows *rows, struct product *p)
{
    const struct sheet *s = rows->at[0].sheet;
    for (size_t k = 0; k < s->n && p->variants.n == rows->n; k++) {
        bool differs = false;
        for (size_t i = 0; i < rows->n && s->at[k].role == R_ATTRIBUTE; i++)
            differs |= i && k < rows->at[i].n && k < rows->at[0].n && !str_eq(rows->at[i].cell[k], rows->at[0].cell[k]);
        for (size_t i = 0; i < rows->n && differs; i++)
            if (k < rows->at[i].n)
                option_put(c, &p->variants.at[i], s->at[k].attribute, rows->at[i].cell[k], s->at[k].source);
        for (size_t i = 0; i < p->attributes.n && differs;)
            if (str_eq(p->attributes.at[i].name, s->at[k].attribute)) {
                memmove(&p->attributes.at[i], &p->attributes.at[i + 1], (p->attributes.n - i - 1) * sizeof *p->attributes.at);
                p->attributes.n--;
            } else
                i++;
    }
    for (size_t i = 0; i < p->variants.n; i++)
        p->variants.at[i].title = options_title(c, &p->variants.at[i]);
}

/* The rows that are a variant each. */
static struct rows rows_once(struct ctx *c, const struct rows *rows)
{
    struct rows once = {NEW_ARRAY(c, struct row, rows->n), 0};
    for (size_t i = 0; i < rows->n; i++)
        if (!row_again(rows, &rows->at[i]))
            once.at[once.n++] = rows->at[i];
    return once;
}

static enum status product(struct ctx *c, const struct rows *rows, struct product *p, struct faults *faults)
{
    TRY(assemble(c, rows, p, faults));
    struct str group = row_get(&rows->at[0], R_GROUP);
    if (group.n)
        p->id = group;
    struct rows once = p->variants.n == rows->n ? *rows : rows_once(c, rows);
    if (rows->n > 1 && p->title.n)
        options_find(c, &once, p);
    return OK;
}

const struct reader reader_generic = {
    .name = "generic", .doc = "any CSV or TSV with a title column; --map names what is not recognised", .shape = SHAPE_TABLE,
    .columns = columns, .rest = R_ATTRIBUTE, .guess = guess, .key = key, .product = product};

const struct reader reader_jsonl = {
    .name = "jsonl", .doc = "any JSON Lines or array of objects; --map names what is not recognised", .shape = SHAPE_LINES, .dot = true,
    .columns = columns, .rest = R_ATTRIBUTE, .guess = guess, .key = key, .product = product};
