/* data/ingest/shopify_order.c - Shopify's order export: rows of one order share its name, totals stand in the first.
 *
 * Service answers from them as they were exported. Nothing reaches the shop through a file, so what a customer wants changed is
 * refused with that reason (execution/order/errand.c) and handed to a person.
 * Source  help.shopify.com "Exporting orders": Name, Email, Financial Status, …, Lineitem quantity, name, price, sku.
 */
#include "data/bring.h"
#include "data/ingest/reader.h"

static const struct column columns[] = {
    {"name", R_ID}, {"currency", R_CURRENCY}, {"lineitem sku", R_SKU}, {"lineitem price", R_PRICE}, {"lineitem name", R_TITLE}, {0}};

static int guess(const struct sheet *s)
{
    return sheet_has(s, "lineitem name") && sheet_has(s, "financial status") && sheet_has(s, "name") ? 95 : 0;
}

static struct str key(struct ctx *c, const struct row *r, struct str before)
{
    (void)before;
    struct str name = row_get(r, R_ID);
    return name.n ? name : str_fmt(c, "\x01%lld", (long long)r->line);
}

static int64_t moment(struct ctx *c, const struct row *r, const char *column, struct faults *faults)
{
    struct str text = row_column(r, column);
    int64_t ms;
    if (!text.n)
        return NONE;
    if (moment_read(text, DAY_UNTOLD, &ms))
        return ms;
    fault_add(c, faults, r, str_z(column), LOSS_VALUE, "write a time as 2026-03-01 10:22:33 +0100", "\"%.60s\" is not a time", text.p);
    return NONE;
}

static struct str state_of(const struct row *r)
{
    struct str paid = row_column(r, "financial status");
    if (row_column(r, "cancelled at").n || str_eq(paid, STR("voided")) || str_eq(paid, STR("expired")))
        return STR("cancelled");
    return str_eq(paid, STR("paid")) ? STR("paid") : str_eq(paid, STR("refunded")) ? STR("refunded")
           : str_eq(paid, STR("partially_refunded")) ? STR("part-refunded") : STR("open");
}

static struct str country_of(const struct row *r)
{
    struct str to = row_column(r, "shipping country"), from = row_column(r, "billing country");
    to = to.n ? to : from;
    return to.n == 2 ? to : (struct str){0};
}

static void line_read(struct ctx *c, const struct row *r, struct str currency, struct sale *s, struct faults *faults)
{
    struct line l = {.sku = row_get(r, R_SKU).n ? row_get(r, R_SKU) : (struct str){0}, .title = row_get(r, R_TITLE)};
    struct str quantity = row_column(r, "lineitem quantity");
    if (!str_int(quantity, &l.quantity)) {
        fault_add(c, faults, r, STR("Lineitem quantity"), LOSS_ROW, "write a whole number", "\"%.40s\" is not a number of units", quantity.p);
        return;
    }
    l.price = cell_money(c, r, "lineitem price", currency, faults);
    l.discount = cell_money(c, r, "lineitem discount", currency, faults);
    *LIST_ADD(c, &s->lines) = l;
}

static void customer_read(struct ctx *c, const struct row *r, const struct sale *s, struct customer *who)
{
    struct str email = row_column(r, "email"), name = row_column(r, "billing name");
    record_init(&customer_record, who);
    who->id = customer_of_email(c, email);
    who->email = email;
    who->name = name.n ? name : row_column(r, "shipping name");
    who->country = s->country;
    who->marketing = str_eq(row_column(r, "accepts marketing"), STR("yes"));
    who->created_ms = s->placed_ms;
}

static enum status sale(struct ctx *c, const struct rows *rows, struct sale *s, struct customer *who, struct faults *faults)
{
    const struct row *r = &rows->at[0];
    record_init(&sale_record, s);
    s->id = row_get(r, R_ID);
    if (!s->id.n) {
        fault_add(c, faults, r, STR("Name"), LOSS_PRODUCT, "give each row of an order its name", "the row has no name of an order");
        return OK;
    }
    s->currency = row_get(r, R_CURRENCY).n ? row_get(r, R_CURRENCY) : r->sheet->currency;
    s->state = state_of(r);
    s->coupon = row_column(r, "discount code");
    s->source = row_column(r, "source");
    s->country = country_of(r);
    s->subtotal = cell_money(c, r, "subtotal", s->currency, faults);
    s->shipping = cell_money(c, r, "shipping", s->currency, faults);
    s->tax = cell_money(c, r, "taxes", s->currency, faults);
    s->discount = cell_money(c, r, "discount amount", s->currency, faults);
    s->total = cell_money(c, r, "total", s->currency, faults);
    s->refunded = cell_money(c, r, "refunded amount", s->currency, faults);
    s->placed_ms = moment(c, r, "created at", faults);
    s->paid_ms = moment(c, r, "paid at", faults);
    s->fulfilled_ms = moment(c, r, "fulfilled at", faults);
    s->cancelled_ms = moment(c, r, "cancelled at", faults);
    for (size_t i = 0; i < rows->n; i++)
        line_read(c, &rows->at[i], s->currency, s, faults);
    customer_read(c, r, s, who);
    s->customer = who->id;
    return OK;
}

/* ---- as orders ----------------------------------------------------------------------------------------------- */

static struct str cell_text(const struct row *r, const char *column)
{
    struct str text = row_column(r, column);
    return text.n ? text : (struct str){0};
}

static struct address *address_of(struct ctx *c, const struct row *r, const struct sale *s)
{
    struct address *a = NEW(c, struct address);
    struct str zip = row_column(r, "shipping zip");
    zip = zip.n && zip.p[0] == '\'' ? str_part(zip, 1, zip.n) : zip; /* so that a spreadsheet keeps its zeros */
    *a = (struct address){.name = cell_text(r, "shipping name"), .company = cell_text(r, "shipping company"), .address1 = cell_text(r, "shipping address1"),
                          .address2 = cell_text(r, "shipping address2"), .city = cell_text(r, "shipping city"), .state = cell_text(r, "shipping province"),
                          .zip = zip.n ? zip : (struct str){0}, .country = s->country, .phone = cell_text(r, "shipping phone")};
    return a->address1.n || a->zip.n ? a : NULL;
}

/* Whole orders are fulfilled, or line by line. A refund of all that is sent says that it came back, no more. */
static struct str line_state(const struct row *first, const struct row *r)
{
    struct str all = row_column(first, "fulfillment status"), own = row_column(r, "lineitem fulfillment status");
    return str_eq(own, STR("fulfilled")) || (!own.n && str_eq(all, STR("fulfilled"))) ? STR("shipped") : STR("open");
}

static void lines_of(struct ctx *c, const struct rows *rows, const struct sale *s, struct order *o)
{
    for (size_t i = 0; i < rows->n && i < s->lines.n; i++) {
        const struct line *l = &s->lines.at[i];
        struct order_line *to = LIST_ADD(c, &o->lines);
        record_init(&order_line_record, to);
        to->pos = (int64_t)i, to->sku = l->sku.n ? l->sku : STR("-"), to->title = l->title, to->quantity = l->quantity, to->price = l->price == NONE ? 0 : l->price;
        to->discount = l->discount == NONE ? 0 : l->discount, to->state = line_state(&rows->at[0], &rows->at[rows->n == s->lines.n ? i : 0]), to->node = STR("");
    }
}

static void money_of(struct ctx *c, const struct row *r, const struct sale *s, struct pulled_order *out)
{
    struct str by = row_column(r, "payment method");
    struct str source = str_has(str_lower(c, by), STR("paypal")) ? STR("paypal") : str_has(str_lower(c, by), STR("gift")) ? STR("gift_card") : STR("credit_card");
    if (s->paid_ms == NONE && (str_eq(s->state, STR("open")) || str_eq(s->state, STR("cancelled"))))
        return;
    pulled_payment(c, out, s->id, source, s->total);
    pulled_refund(c, out, s->id, s->refunded);
}

static void order(struct ctx *c, const struct rows *rows, const struct sale *s, const struct customer *who, struct pulled_order *out)
{
    const struct row *r = &rows->at[0];
    struct order *o = out->order;
    struct str number = row_column(r, "id"), source = row_column(r, "source");
    o->id = s->id, o->customer = who->id, o->shop = STR("shopify"), o->remote = number.n ? number : s->id;
    o->channel = str_eq(source, STR("pos")) ? STR("store") : STR("web");
    o->status = str_eq(s->state, STR("cancelled")) ? STR("cancelled") : STR("pending");
    o->currency = s->currency, o->placed_ms = s->placed_ms, o->shipping = s->shipping == NONE ? 0 : s->shipping, o->address = address_of(c, r, s);
    lines_of(c, rows, s, o);
    if (s->total != NONE)
        pulled_balance(o, s->total);
    money_of(c, r, s, out);
}

const struct reader reader_shopify_order = {
    .name = "shopify-orders", .doc = "Shopify order CSV", .shape = SHAPE_TABLE, .dot = true, .columns = columns, .rest = R_SKIP,
    .guess = guess, .key = key, .sale = sale, .order = order};
