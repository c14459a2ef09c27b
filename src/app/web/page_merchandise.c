/* app/web/page_merchandise.c - what to ask and what to order: decisions that wait, what is on order, the pictures behind. */
#include "app/desk/ration.h"
#include "app/web/figure.h"
#include "app/web/show.h"
#include "data/day.h"
#include "data/product.h"

enum { SHOWN = 6, WAITS_SHOWN = 20 };

struct decided { struct str sentence, twin; double value; int64_t units; };
static const struct record decided_record = {"decided", sizeof(struct decided), (const struct field[]){
    FIELD(struct decided, sentence, .flags = OPTIONAL), FIELD(struct decided, twin, .flags = OPTIONAL),
    FIELD(struct decided, value, .flags = OPTIONAL), FIELD(struct decided, units, .flags = OPTIONAL), {0}}};

static struct decided decided_of(struct ctx *c, const struct item *i)
{
    struct decided d;
    if (!i->output.text.n || record_from_json(c, &decided_record, i->output.text, LENIENT, &d) != OK)
        record_init(&decided_record, &d);
    return d;
}

static enum status count(struct visit *v, const char *kind, enum state least, enum state most, int64_t *n)
{
    return db_int(v->c, n, "SELECT COUNT(*) FROM item WHERE kind = $1 AND state >= $2 AND state <= $3", A(str_z(kind)), A((int64_t)least),
                  A((int64_t)most));
}

static enum status put_tiles(struct visit *v)
{
    int64_t prices, live, orders, under_way, lines;
    TRY(count(v, "price.change", WAITING, WAITING, &prices));
    TRY(count(v, "price.change", LIVE, KEPT, &live));
    TRY(count(v, "replenish.order", WAITING, WAITING, &orders));
    TRY(db_int(v->c, &under_way, "SELECT CAST(COALESCE(SUM(u.units - u.arrived), 0) AS BIGINT) FROM purchase u JOIN item i ON i.id = u.item"
                                 " WHERE i.state >= $1 AND i.state <= $2",
               A((int64_t)APPROVED), A((int64_t)KEPT)));
    TRY(db_int(v->c, &lines, "SELECT COUNT(*) FROM purchase u JOIN item i ON i.id = u.item WHERE u.arrived < u.units AND i.state >= $1"
                             " AND i.state <= $2",
               A((int64_t)APPROVED), A((int64_t)KEPT)));
    put(v, "<section class=tiles aria-label=\"In short\"><div class=tile><b>{,}</b><span>prices wait</span><small>{,} live</small></div>"
           "<div class=tile><b>{,}</b><span>orders wait</span><small>drafts, one a supplier</small></div>"
           "<div class=tile><b>{,}</b><span>units on order</span><small>{,} lines not yet here</small></div></section>",
        A(prices), A(live), A(orders), A(under_way), A(lines));
    return OK;
}

static enum status put_when(struct visit *v)
{
    struct str last;
    int64_t at = 0;
    TRY(db_text(v->c, &last, "SELECT value FROM meta WHERE name = 'merchandise'"));
    put(v, "<section class=\"card row\"><span>");
    if (last.n && str_int(last, &at))
        put(v, "Planned {t} from the shop&rsquo;s own sales.", A(at));
    else
        put(v, "Not planned yet: four weeks of sales are needed, then a plan is made every day. <code>purvey import sales.csv</code> "
                "brings them: a date, a SKU and a quantity a line.");
    put(v, "</span>");
    if (v->who.role >= EDITOR)
        put(v, "<form data-wish=merchandise><button class=primary>Plan now</button></form>");
    put(v, "</section>");
    return OK;
}

/* ---- orders ----------------------------------------------------------------------------------------- */

struct priced_in { struct str currency, arrives; };
static const struct record priced_in_record = {"priced_in", sizeof(struct priced_in), (const struct field[]){
    FIELD(struct priced_in, currency, .flags = OPTIONAL), FIELD(struct priced_in, arrives, .init_str = "", .flags = OPTIONAL), {0}}};

static struct str currency_of(struct ctx *c, const struct item *i)
{
    struct priced_in p;
    return record_from_json(c, &priced_in_record, i->input.text, LENIENT, &p) == OK ? p.currency : (struct str){0};
}

/* When it was to come; and that it has not, where it went out and lines of it are still open. */
static void put_expected(struct visit *v, const struct item *i, int64_t open)
{
    struct priced_in p;
    int64_t day, today = v->c->now_ms / DAY_MS;
    if (record_from_json(v->c, &priced_in_record, i->input.text, LENIENT, &p) != OK || !day_read(p.arrives, &day)) {
        put(v, "<td>");
        return;
    }
    put(v, "<td>{}", A(p.arrives));
    if (open && day < today && i->state >= LIVE)
        put(v, " <b>{,} day{} late</b>", A(today - day), A(today - day == 1 ? STR("") : STR("s")));
}

static enum status put_order_row(struct visit *v, const struct item *i)
{
    struct decided d = decided_of(v->c, i);
    int64_t lines, open;
    TRY(db_int(v->c, &lines, "SELECT COUNT(*) FROM purchase WHERE item = $1", A(i->id)));
    TRY(db_int(v->c, &open, "SELECT COUNT(*) FROM purchase WHERE item = $1 AND arrived < units", A(i->id)));
    put(v, "<tr><td><a href=\"/items/{}\">{}</a><td class=num>{,}<td class=num>{,}<td class=num>{}<td>", A(i->id), A(i->subject), A(lines),
        A(d.units), A(money_told(v->c, d.value, currency_of(v->c, i))));
    put_state(v, str_z(state_name((enum state)i->state)));
    put(v, "<td class=num>{,}", A(lines - open));
    put_expected(v, i, open);
    put(v, "<td>{t}<td><a href=\"/merchandise/{}/order.csv\">CSV</a>", A(i->created_ms), A(i->id));
    return OK;
}

static enum status put_orders(struct visit *v)
{
    LIST(struct item) rows;
    TRY(db_all(v->c, &item_record, &rows, "SELECT * FROM item WHERE kind = 'replenish.order' AND state <= $1 AND output IS NOT NULL"
                                          " ORDER BY id DESC LIMIT 30",
               A((int64_t)KEPT)));
    put(v, "<section class=card><h2>Purchase orders</h2>");
    if (!rows.n)
        put(v, "<p class=dim>None is drafted: all that sells lasts longer than a new order takes to arrive, or stock is not tracked.</p></section>");
    else {
        put(v, "<div class=scroll tabindex=0><table><thead><tr><th>Supplier<th class=num>Lines<th class=num>Units<th class=num>Value<th>State"
               "<th class=num>Arrived<th>Expected<th>Drafted<th>Table</thead><tbody>");
        for (size_t i = 0; i < rows.n; i++)
            TRY(put_order_row(v, &rows.at[i]));
        put(v, "</tbody></table></div></section>");
    }
    return OK;
}

/* ---- prices ----------------------------------------------------------------------------------------- */

static enum status put_card(struct visit *v, const struct item *i)
{
    struct decided d = decided_of(v->c, i);
    struct str title;
    TRY(db_text(v->c, &title, "SELECT title FROM product WHERE id = $1", A(i->subject)));
    put(v, "<section class=card><header class=metas><h3><a href=\"/items/{}\">{}</a></h3>", A(i->id), A(title.n ? title : i->subject));
    put_state(v, str_z(state_name((enum state)i->state)));
    put(v, "</header><p class=because>{}</p>", A(d.sentence));
    put_twin(v, d.sentence, d.twin);
    TRY(put_figure_first(v, i));
    put(v, "</section>");
    return OK;
}

static enum status put_cards(struct visit *v, const char *kind, const char *title, void (*none)(struct visit *))
{
    LIST(struct item) rows;
    int64_t all;
    TRY(count(v, kind, WAITING, LIVE, &all));
    TRY(db_all(v->c, &item_record, &rows, "SELECT * FROM item WHERE kind = $4 AND state >= $1 AND state <= $2 AND output IS NOT NULL"
                                          " ORDER BY state, id DESC LIMIT $3",
               A((int64_t)WAITING), A((int64_t)LIVE), A((int64_t)SHOWN), A(str_z(kind))));
    put(v, "<h2>{}</h2>", A(str_z(title)));
    if (!rows.n)
        none(v);
    put(v, "<div class=figures>");
    for (size_t i = 0; i < rows.n; i++)
        TRY(put_card(v, &rows.at[i]));
    put(v, "</div>");
    if (all > (int64_t)rows.n)
        put(v, "<p><a href=\"/review\">{,} more wait or are live</a></p>", A(all - (int64_t)rows.n));
    return OK;
}

/* Better prices that are known and not asked: the plan is full, or they are in doubt. */
static enum status put_waits(struct visit *v)
{
    struct waits w;
    TRY(ration_load(v->c, &w));
    if (!w.waits.n)
        return OK;
    put(v, "<section class=card><h2>Prices that wait</h2><p class=dim>Better ones are known, but in doubt, or past what one plan takes: "
           "<code>max_risk</code>, <code>max_changes</code> and <code>max_revenue</code> of the setting <code>merchandise</code>. A test of the price would tell.</p>"
           "<div class=scroll tabindex=0 role=region aria-label=Table><table><thead><tr><th>Product<th class=num>Now<th class=num>Then"
           "<th class=num>Expected a day<th class=words>Why it waits</thead><tbody>");
    for (size_t i = 0; i < w.waits.n && i < WAITS_SHOWN; i++) {
        const struct wait *x = &w.waits.at[i];
        put(v, "<tr><th scope=row class=name><a href=\"/products/{/}\">{}</a><td class=num>{}<td class=num>{}<td class=num>{}<td class=words>{}", A(x->product),
            A(x->title.n ? x->title : x->product), A(money_told(v->c, x->price_now, x->currency)), A(money_told(v->c, x->price, x->currency)),
            A(money_change(v->c, x->gain, x->currency)), A(x->because));
    }
    put(v, "</tbody></table></div>");
    if (w.waits.n > WAITS_SHOWN)
        put(v, "<p class=dim>{,} more wait, each expected to earn less than these.</p>", A((int64_t)(w.waits.n - WAITS_SHOWN)));
    put(v, "</section>");
    return OK;
}

static void no_price(struct visit *v)
{
    put_empty(v, "No price is to change.", "A price needs a cost, and a history of prices that moved, before another is worth asking.");
}

static void no_promotion(struct visit *v)
{
    put_empty(v, "No promotion is planned.", "One is proposed every two weeks at most, where a discount is expected to earn more than it gives away.");
}

static void no_offer(struct visit *v)
{
    put_empty(v, "No offer to a group of customers is planned.",
              "First orders can be offered a code at any time; offers by what somebody bought before only once the setting promotion.segment allows it.");
}

static void no_clearing(struct visit *v)
{
    put_empty(v, "No stock is to be cleared.", "What lasts longer than four months, or than it keeps, is compared here: markdown, bundle, move, or keeping it.");
}

enum status page_merchandise(struct visit *v)
{
    TRY(page_open(v, "Merchandising", "/merchandise"));
    TRY(put_when(v));
    put(v, "<div id=merchandise data-live>");
    TRY(put_tiles(v));
    TRY(put_orders(v));
    TRY(put_cards(v, "promotion.sale", "Promotions", no_promotion));
    TRY(put_cards(v, "promotion.segment", "Offers to some customers", no_offer));
    TRY(put_cards(v, "price.clear", "Stock to clear", no_clearing));
    TRY(put_cards(v, "price.change", "Prices", no_price));
    TRY(put_waits(v));
    put(v, "</div>");
    return page_close(v);
}

/* The table of a purchase order, as a person may have edited it. */
enum status page_order_csv(struct visit *v)
{
    struct str csv;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(db_text(v->c, &csv, "SELECT h.after FROM change h JOIN item i ON i.id = h.item WHERE i.id = $1 AND i.kind = 'replenish.order'", A(id)));
    if (!csv.n)
        return deny(v, 404, "item %lld is no purchase order that was drafted", (long long)id);
    visit_header(v, "Content-Disposition", str_fmt(v->c, "attachment; filename=\"order-%lld.csv\"", (long long)id));
    return text_answer(v, 200, "text/csv; charset=utf-8", csv);
}
