/* data/ingest/sales.c - any table of what was sold when: a date, a SKU, a quantity; perhaps a price and an order's number.
 *
 * in_stock tells a day without demand from a day with nothing to sell, promo what a promotion lifted.
 * Rows without an order's number are a day's sales of one SKU: they become one sale a day and SKU.
 */
#include "data/day.h"
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"date|day|order date|invoice date|transaction date|sold at|sale date|created at|ordered at|purchase date|date of sale|"
     "datum|bestelldatum|verkaufsdatum|rechnungsdatum|tag|date de commande|date de vente|jour|fecha|fecha de pedido|fecha de venta|día|"
     "data|data ordine|data vendita|giorno|orderdatum|verkoopdatum|dag", R_DATE},
    {"order|order id|order number|order no|invoice|receipt|receipt no|receipt number|invoice no|invoice number|transaction id|transaction|"
     "bestellnummer|bestellnr|auftrag|auftragsnummer|belegnummer|rechnung|rechnungsnummer|commande|numéro de commande|n° commande|"
     "pedido|número de pedido|ordine|numero ordine|scontrino|bestelling|ordernummer", R_ORDER},
    {"sku|item sku|variant sku|article number|product code|stock code|product sku|artikelnummer|artikelnr|artikel nr|artikel|référence|ref|referencia|"
     "código|codice articolo|codice|articolo|product id|item id|item", R_SKU},
    {"quantity|qty|units|units sold|sold|sales|demand|quantity sold|menge|anzahl|stück|stückzahl|absatz|quantité|unités|cantidad|unidades|"
     "quantità|pezzi|aantal|stuks", R_QUANTITY},
    {"price|unit price|sale price|price each|preis|einzelpreis|stückpreis|prix|prix unitaire|precio|precio unitario|prezzo|prezzo unitario|prijs|stukprijs", R_PRICE},
    {"currency|währung|devise|moneda|valuta", R_CURRENCY},
    {"customer|customer id|customer no|customer number|kunde|kunden-id|kundennummer|kundennr|client|numéro client|cliente|numero cliente|klant|klantnummer", R_CUSTOMER},
    {"email|e-mail|customer email|customer e-mail|email address|buyer email|kunde e-mail|kunden-e-mail|kundenemail|e-mail-adresse|"
     "e-mail du client|adresse e-mail|courriel|correo|correo electrónico|email cliente|e-mailadres", R_EMAIL},
    {"channel|sales channel|sold in|kanal|vertriebskanal|canal|canale|kanaal", R_SOLD_IN},
    {"coupon|coupon code|discount code|voucher|promo code|gutschein|gutscheincode|code promo|cupón|codice sconto|kortingscode", R_COUPON},
    {"country|country code|land|lieferland|pays|país|paese", R_COUNTRY},
    {"description|name|title|product|product name|item name|bezeichnung|beschreibung|produkt|"
     "désignation|produit|descripción|producto|descrizione|prodotto|omschrijving", R_TITLE},
    {"in stock|availability|verfügbar|lieferbar|en stock|disponible|disponibile", R_IN_STOCK},
    {"promo|promoted|promotion|on promotion|aktion|promoción|promozione|actie", R_PROMO},
    {0}};

static int guess(const struct sheet *s)
{
    bool date = false, sku = false, quantity = false;
    for (size_t i = 0; i < s->n; i++) {
        enum role r = column_role(columns, R_SKIP, s->at[i].plain);
        date |= r == R_DATE, sku |= r == R_SKU, quantity |= r == R_QUANTITY;
    }
    return date && sku && quantity ? 60 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str order = row_get(r, R_ORDER), date = row_get(r, R_DATE);
    return order.n ? order : str_fmt(c, "%.*s %.*s", FMT(date), FMT(row_get(r, R_SKU)));
}

/* "1", "yes", "0", "": whether it was promoted that day. */
static bool promo_read(struct str text, bool *promo)
{
    static const char *const yes[] = {"yes", "true", "y", "x", "ja", "oui", "sí"};
    static const char *const no[] = {"no", "false", "n", "nein", "non"};
    double n;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (str_eq_case(text, str_z(yes[i])))
            return *promo = true;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (str_eq_case(text, str_z(no[i])))
            return *promo = false, true;
    return str_real(text, &n) && (*promo = n > 0, n >= 0);
}

/* "0.4", "1", "no", "out of stock" as the share of the day without stock; a count above 1 is stock too. */
static bool sold_out_read(struct str text, double *share)
{
    static const char *const yes[] = {"yes", "true", "y", "in stock", "in_stock", "available", "ja", "oui", "sí"};
    static const char *const no[] = {"no", "false", "n", "out of stock", "out_of_stock", "sold out", "nein", "non"};
    double there;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (str_eq_case(text, str_z(yes[i])))
            return *share = 0, true;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (str_eq_case(text, str_z(no[i])))
            return *share = 1, true;
    if (!str_real(text, &there) || !(there >= 0))
        return false;
    return *share = there < 1 ? 1 - there : 0, true;
}

static void stock_read(struct ctx *c, const struct row *r, struct line *l, struct faults *faults)
{
    struct str text = row_get(r, R_IN_STOCK);
    if (text.n && !sold_out_read(text, &l->sold_out))
        fault_add(c, faults, r, row_name(r, R_IN_STOCK), LOSS_VALUE, "write the share of the day with stock, 0 to 1, or yes or no",
                  "\"%.40s\" does not say whether there was stock", text.p);
}

static void promoted_read(struct ctx *c, const struct row *r, struct line *l, struct faults *faults)
{
    struct str text = row_get(r, R_PROMO);
    if (text.n && !promo_read(text, &l->promo))
        fault_add(c, faults, r, row_name(r, R_PROMO), LOSS_VALUE, "write 1 where it was promoted, else 0",
                  "\"%.40s\" does not say whether it was promoted", text.p);
}

static void line_read(struct ctx *c, const struct row *r, struct sale *s, struct faults *faults)
{
    struct line l = {.sku = row_get(r, R_SKU), .title = row_get(r, R_TITLE), .discount = NONE};
    struct str quantity = row_get(r, R_QUANTITY);
    double n;
    if (!str_real(quantity, &n) || n != (double)(int64_t)n || n > 1e6 || n < -1e6) {
        fault_add(c, faults, r, row_name(r, R_QUANTITY), LOSS_ROW, "write a whole number", "\"%.40s\" is not a number of units", quantity.p);
        return;
    }
    l.quantity = (int64_t)n;
    l.price = cell_money(c, r, r->sheet->first[R_PRICE] >= 0 ? r->sheet->at[r->sheet->first[R_PRICE]].plain.p : "price", s->currency, faults);
    stock_read(c, r, &l, faults);
    promoted_read(c, r, &l, faults);
    *LIST_ADD(c, &s->lines) = l;
}

static bool placed_read(struct ctx *c, const struct row *r, struct str date, struct sale *s, struct faults *faults)
{
    int64_t either;
    if (moment_read(date, r->sheet->days, &s->placed_ms))
        return true;
    bool two = moment_read(date, DAY_FIRST, &either) && moment_read(date, MONTH_FIRST, &either);
    fault_add(c, faults, r, row_name(r, R_DATE), LOSS_PRODUCT, "write a date as 2026-03-01",
              two ? "\"%.60s\" can be two days: other dates of the file have the day first, others the month" : "\"%.60s\" is not a date", date.p);
    return false;
}

/* The shop's own number of who bought, else the address. */
static void buyer_read(struct ctx *c, const struct row *r, struct sale *s, struct customer *who)
{
    struct str email = row_get(r, R_EMAIL);
    who->id = row_get(r, R_CUSTOMER).n ? row_get(r, R_CUSTOMER) : email.n ? customer_of_email(c, email) : (struct str){0};
    who->email = email.n ? email : (struct str){0};
    who->country = s->country;
    who->created_ms = s->placed_ms;
    s->customer = who->id;
}

static enum status sale(struct ctx *c, const struct rows *rows, struct sale *s, struct customer *who, struct faults *faults)
{
    const struct row *r = &rows->at[0];
    struct str order = row_get(r, R_ORDER), date = row_get(r, R_DATE);
    record_init(&sale_record, s);
    record_init(&customer_record, who);
    if (!placed_read(c, r, date, s, faults))
        return OK;
    if (!row_get(r, R_SKU).n) {
        fault_add(c, faults, r, row_name(r, R_SKU), LOSS_PRODUCT, "say what was sold", "the row has no SKU");
        return OK;
    }
    s->id = order.n ? order : str_fmt(c, "%lld/%.*s", (long long)s->placed_ms / DAY_MS, FMT(row_get(r, R_SKU)));
    s->state = STR("paid");
    s->source = row_get(r, R_SOLD_IN).n ? row_get(r, R_SOLD_IN) : STR("table");
    s->coupon = row_get(r, R_COUPON);
    s->country = row_get(r, R_COUNTRY).n == 2 ? row_get(r, R_COUNTRY) : (struct str){0};
    s->currency = row_get(r, R_CURRENCY).n ? row_get(r, R_CURRENCY) : r->sheet->currency;
    for (size_t i = 0; i < rows->n; i++)
        line_read(c, &rows->at[i], s, faults);
    buyer_read(c, r, s, who);
    return OK;
}

const struct reader reader_sales = {
    .name = "sales", .doc = "any table of sales with a date, a SKU and a quantity", .shape = SHAPE_TABLE, .columns = columns, .rest = R_SKIP, .tells = true,
    .guess = guess, .key = key, .sale = sale};
