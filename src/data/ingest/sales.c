/* data/ingest/sales.c - any table of what was sold when: a date, a SKU, a quantity; perhaps a price and an order's number.
 *
 * in_stock tells a day without demand from a day with nothing to sell, promo what a promotion lifted.
 * Rows without an order's number are a day's sales of one SKU: they become one sale a day and SKU.
 */
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"date|day|order date|invoice date|transaction date|sold at|sale date|created at|ordered at|"
     "datum|bestelldatum|verkaufsdatum|tag|date de commande|jour|fecha|fecha de pedido|día", R_URL},
    {"order|order id|order number|order no|invoice|receipt|invoice no|transaction id|bestellnummer|auftrag|auftragsnummer|belegnummer|rechnung|"
     "commande|numéro de commande|pedido|número de pedido", R_GROUP},
    {"sku|item sku|variant sku|article number|product code|stock code|artikelnummer|artikelnr|artikel|référence|ref|referencia|código|product id|item id|item", R_SKU},
    {"quantity|qty|units|units sold|sold|sales|demand|menge|anzahl|stück|stückzahl|absatz|quantité|unités|cantidad|unidades", R_STOCK},
    {"price|unit price|unitprice|sale price|preis|einzelpreis|prix|prix unitaire|precio|precio unitario", R_PRICE},
    {"currency|währung|devise|moneda", R_CURRENCY},
    {"customer|customer id|customer no|kunde|kundennummer|client|cliente", R_BRAND},
    {"description|name|title|product|bezeichnung|beschreibung|désignation|descripción", R_TITLE},
    {0}};

static int guess(const struct sheet *s)
{
    bool date = false, sku = false, quantity = false;
    for (size_t i = 0; i < s->n; i++) {
        enum role r = column_role(columns, R_SKIP, s->at[i].plain);
        date |= r == R_URL, sku |= r == R_SKU, quantity |= r == R_STOCK;
    }
    return date && sku && quantity ? 60 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str order = row_get(r, R_GROUP), date = row_get(r, R_URL);
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
    static const char *const names[] = {"in stock", "availability"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str text = row_column(r, names[i]);
        if (text.n && !sold_out_read(text, &l->sold_out))
            fault_add(c, faults, r, str_z(names[i]), LOSS_VALUE, "write the share of the day with stock, 0 to 1, or yes or no",
                      "\"%.40s\" does not say whether there was stock", text.p);
    }
}

static void promoted_read(struct ctx *c, const struct row *r, struct line *l, struct faults *faults)
{
    static const char *const names[] = {"promo", "promoted", "promotion", "on promotion"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str text = row_column(r, names[i]);
        if (text.n && !promo_read(text, &l->promo))
            fault_add(c, faults, r, str_z(names[i]), LOSS_VALUE, "write 1 where it was promoted, else 0",
                      "\"%.40s\" does not say whether it was promoted", text.p);
    }
}

static void line_read(struct ctx *c, const struct row *r, struct sale *s, struct faults *faults)
{
    struct line l = {.sku = row_get(r, R_SKU), .title = row_get(r, R_TITLE), .discount = NONE};
    struct str quantity = row_get(r, R_STOCK);
    double n;
    if (!str_real(quantity, &n) || n != (double)(int64_t)n || n > 1e6 || n < -1e6) {
        fault_add(c, faults, r, row_name(r, R_STOCK), LOSS_ROW, "write a whole number", "\"%.40s\" is not a number of units", quantity.p);
        return;
    }
    l.quantity = (int64_t)n;
    l.price = cell_money(c, r, r->sheet->first[R_PRICE] >= 0 ? r->sheet->at[r->sheet->first[R_PRICE]].plain.p : "price", s->currency, faults);
    stock_read(c, r, &l, faults);
    promoted_read(c, r, &l, faults);
    *LIST_ADD(c, &s->lines) = l;
}

static enum status sale(struct ctx *c, const struct rows *rows, struct sale *s, struct customer *who, struct faults *faults)
{
    const struct row *r = &rows->at[0];
    struct str order = row_get(r, R_GROUP), date = row_get(r, R_URL);
    record_init(&sale_record, s);
    record_init(&customer_record, who);
    if (!moment_read(date, &s->placed_ms)) {
        fault_add(c, faults, r, row_name(r, R_URL), LOSS_PRODUCT, "write a date as 2026-03-01", "\"%.60s\" is not a date", date.p);
        return OK;
    }
    if (!row_get(r, R_SKU).n) {
        fault_add(c, faults, r, row_name(r, R_SKU), LOSS_PRODUCT, "say what was sold", "the row has no SKU");
        return OK;
    }
    s->id = order.n ? order : str_fmt(c, "%lld/%.*s", (long long)s->placed_ms / 86400000, FMT(row_get(r, R_SKU)));
    s->state = STR("paid");
    s->source = STR("table");
    s->currency = row_get(r, R_CURRENCY).n ? row_get(r, R_CURRENCY) : r->sheet->currency;
    for (size_t i = 0; i < rows->n; i++)
        line_read(c, &rows->at[i], s, faults);
    who->id = row_get(r, R_BRAND);
    s->customer = who->id.n ? who->id : (struct str){0};
    return OK;
}

const struct reader reader_sales = {
    .name = "sales", .doc = "any table of sales with a date, a SKU and a quantity", .shape = SHAPE_TABLE, .columns = columns, .rest = R_SKIP,
    .guess = guess, .key = key, .sale = sale};
