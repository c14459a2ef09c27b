/* app/verb_merchandise.c - from a file of daily sales: what will sell, what to order today, which prices to change.
 *
 * Tables  reads product, variant; with --propose writes batch, item, ledger
 */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"
#include "data/catalog.h"
#include "data/day.h"
#include "data/item.h"
#include "data/ledger.h"
#include "data/sales.h"
#include "intelligence/decide/forecast_demand.h"
#include "intelligence/decide/insight_chart.h"
#include "intelligence/decide/price_change.h"
#include "intelligence/decide/price_elastic.h"
#include "intelligence/decide/replenish.h"
#include <errno.h>
#include <math.h>
#include <sys/stat.h>

static const struct option options[] = {
    {"days", "N", "days ahead to forecast (28)"},
    {"lead", "DAYS", "days from order to stock (7)"},
    {"lead-sd", "DAYS", "its standard deviation (2)"},
    {"fill", "SHARE", "least share of demand met at once (0.97)"},
    {"order-cost", "MONEY", "what an order costs beside the goods (10)"},
    {"holding", "SHARE", "cost of holding stock for a year, share of its cost (0.25)"},
    {"on-order", "FILE", "CSV with sku,units of what is ordered and not yet here"},
    {"orders", "FILE", "write the draft of a purchase order"},
    {"charts", "FOLDER", "write a picture of each item's demand, as SKU.svg"},
    {"propose", NULL, "put the price changes before a person, as work items"},
    {0}};

struct row { /* of variant and product, by sku */
    struct str product, category, currency;
    int64_t price, cost, stock;
};
static const struct record row_record = {"row", sizeof(struct row), (const struct field[]){
    FIELD(struct row, product), FIELD(struct row, category, .flags = OPTIONAL), FIELD(struct row, currency, .flags = OPTIONAL),
    FIELD(struct row, price, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct row, cost, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct row, stock, .init = (double)NONE, .flags = OPTIONAL), {0}}};

struct line {
    const struct sold *sold;
    struct row row;
    bool in_shop;
    struct forecast_out demand;
    struct replenish_out order;
    struct priced *price;
    double on_order, cost; /* cost NAN: not known */
};
struct desk {
    struct sales sales;
    struct line *line;
    double days, lead, lead_sd, fill, order_cost, holding;
};

static double money(int64_t minor, struct str currency)
{
    return minor == NONE ? NAN : (double)minor / pow(10, currency_exponent(currency));
}

static enum status number(struct ctx *c, const struct shell *sh, const char *name, double usual, double least, double most, double *out)
{
    struct str given = shell_option(sh, name);
    *out = usual;
    if (given.p && (!str_real(given, out) || !(*out >= least && *out <= most)))
        return shell_misuse(c, "--%s wants a number from %g to %g, not %s", name, least, most, given.p);
    return OK;
}

static enum status options_read(struct ctx *c, const struct shell *sh, struct desk *d)
{
    TRY(number(c, sh, "days", 28, 1, 365, &d->days));
    TRY(number(c, sh, "lead", 7, 0, 365, &d->lead));
    TRY(number(c, sh, "lead-sd", 2, 0, 365, &d->lead_sd));
    TRY(number(c, sh, "fill", 0.97, 0.01, 0.9999, &d->fill));
    TRY(number(c, sh, "order-cost", 10, 0, 1e9, &d->order_cost));
    return number(c, sh, "holding", 0.25, 0.001, 100, &d->holding);
}

static enum status row_find(struct ctx *c, struct line *l)
{
    TRY(db_maybe(c, &row_record, &l->row, &l->in_shop,
                 "SELECT v.product, p.category, COALESCE(v.currency, p.currency) AS currency, COALESCE(v.price, p.price) AS price,"
                 " v.cost, v.stock FROM variant v JOIN product p ON p.id = v.product WHERE v.sku = $1 ORDER BY v.product LIMIT 1",
                 A(l->sold->sku)));
    if (!l->in_shop)
        l->row = (struct row){.price = NONE, .cost = NONE, .stock = NONE};
    l->cost = money(l->row.cost, l->row.currency);
    return OK;
}

/* ---- deciding ------------------------------------------------------------------------------------ */

static enum status forecast(struct ctx *c, const struct desk *d, struct line *l)
{
    static double quantiles[] = {0.1, 0.9};
    struct forecast_in in;
    record_init(&forecast_in_record, &in);
    in.sku = l->sold->sku;
    in.y = l->sold->units, in.price = l->sold->price, in.promo = l->sold->promo, in.in_stock = l->sold->in_stock;
    in.horizon = (int64_t)d->days;
    in.quantiles = (struct reals){quantiles, 2};
    return capability_call(c, "forecast.demand", &in, &l->demand);
}

static double mean_ahead(const struct line *l)
{
    double sum = 0;
    for (size_t j = 0; j < l->demand.mean.n; j++)
        sum += l->demand.mean.at[j];
    return sum / (double)l->demand.mean.n;
}

/* The spread of a day's demand from its 80 % interval, never below what chance alone gives. */
static double sd_ahead(struct ctx *c, const struct line *l, double mean)
{
    const struct json *v;
    double sum = 0, n = 0;
    if (json_read(c, l->demand.quantiles.text, &v) != OK)
        return sqrt(mean);
    struct json_walk low = json_walk(json_get(v, "0.1")), high = json_walk(json_get(v, "0.9"));
    while (json_next(&low) && json_next(&high))
        sum += (json_real(high.value) - json_real(low.value)) / 2.5631, n++;
    return fmax(sqrt(mean), n > 0 ? sum / n : 0);
}

static enum status replenish(struct ctx *c, const struct desk *d, struct line *l)
{
    double mean = mean_ahead(l);
    struct replenish_demand demand = {.mean = mean, .sd = sd_ahead(c, l, mean), .distribution = STR("auto")};
    struct replenish_lead lead = {d->lead, d->lead_sd};
    struct replenish_in in;
    record_init(&replenish_in_record, &in);
    in.sku = l->sold->sku, in.demand = &demand, in.lead_time = &lead;
    in.fill_rate = d->fill, in.fixed_cost = d->order_cost;
    in.holding_cost = fmax(1e-6, (isnan(l->cost) ? 1 : l->cost) * d->holding / 365);
    in.on_hand = l->row.stock == NONE ? 0 : (double)l->row.stock;
    in.on_order = l->on_order;
    return capability_call(c, "replenish.policy", &in, &l->order);
}

static enum status prices(struct ctx *c, struct desk *d)
{
    struct elastic_in in;
    struct elastic_out *out = NEW(c, struct elastic_out);
    LIST(struct line *) asked = {0};
    record_init(&elastic_in_record, &in);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct line *l = &d->line[i];
        double now = money(l->row.price, l->row.currency), seen = 0;
        for (size_t t = 0; t < l->sold->price.n; t++)
            seen += l->sold->price.at[t] > 0;
        if (!(now > 0) || seen < 1)
            continue;
        struct reals units = {NEW_ARRAY(c, double, l->sold->units.n), l->sold->units.n};
        for (size_t t = 0; t < units.n; t++) /* what stock cut short says nothing of price */
            units.at[t] = l->sold->in_stock.at[t] < 1 ? NAN : fmax(0, l->sold->units.at[t]);
        *LIST_ADD(c, &in.items) = (struct priced_item){.sku = l->sold->sku, .category = l->row.category.p ? l->row.category : STR(""),
            .segment = STR(""), .freq = STR("D"), .price = l->sold->price, .units = units, .promo = l->sold->promo, .price_now = now,
            .cost = l->cost, .ceiling = NAN, .competitor = NAN};
        *LIST_ADD(c, &asked) = l;
    }
    if (!in.items.n)
        return OK;
    TRY(capability_call(c, "price.elastic", &in, out));
    for (size_t i = 0; i < out->items.n; i++)
        asked.at[i]->price = &out->items.at[i];
    return OK;
}

static enum status on_order(struct ctx *c, struct desk *d, struct str path)
{
    struct sales *open = NEW(c, struct sales); /* its date column is the day of the order */
    if (!path.p)
        return OK;
    TRY(sales_read(c, path.p, open));
    for (size_t k = 0; k < open->items.n; k++)
        for (size_t i = 0; i < d->sales.items.n; i++)
            if (str_eq(open->items.at[k].sku, d->line[i].sold->sku))
                for (size_t t = 0; t < open->days; t++)
                    d->line[i].on_order += fmax(0, open->items.at[k].units.at[t]);
    return OK;
}

/* ---- telling ------------------------------------------------------------------------------------- */

static enum status orders_write(struct ctx *c, const struct desk *d, struct str path)
{
    FILE *f = fopen(path.p, "w");
    double total = 0, units = 0;
    if (!f)
        return fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
    fputs("date,sku,units,unit_cost,cost,reorder_point,on_hand,on_order\n", f);
    struct str day = day_text(c, c->now_ms / 86400000);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct line *l = &d->line[i];
        if (!l->order.order_now || !l->in_shop)
            continue;
        double cost = isnan(l->cost) ? 0 : l->cost * (double)l->order.order_now;
        fprintf(f, "%s,%s,%lld,%.2f,%.2f,%lld,%lld,%.0f\n", day.p, l->sold->sku.p, (long long)l->order.order_now,
                isnan(l->cost) ? 0 : l->cost, cost, (long long)l->order.reorder_point, (long long)(l->row.stock == NONE ? 0 : l->row.stock),
                l->on_order);
        total += cost, units += (double)l->order.order_now;
    }
    if (fclose(f) != 0)
        return fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
    printf("wrote the draft of a purchase order to %s: %.0f units for %.2f; nothing is sent\n", path.p, units, total);
    return OK;
}

static void line_print(const struct desk *d, const struct line *l)
{
    printf("%-14.14s %9.1f  %.*s%s\n", l->sold->sku.p, mean_ahead(l) * d->days, FMT(l->in_shop ? l->order.sentence : STR("not in the shop's catalogue")),
           l->demand.velocity && l->demand.velocity->declining ? "; slowing down" : "");
    if (l->price && fabs(l->price->price - l->price->price_now) > 1e-9)
        printf("%-14s %9s  %.*s\n", "", "", FMT(l->price->sentence));
}

static void line_json(struct ctx *c, const struct line *l)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "sku", tree_str(t, l->sold->sku));
    node_set(t, o, "demand", tree_raw(t, record_to_json(c, &forecast_out_record, &l->demand)));
    if (l->in_shop)
        node_set(t, o, "order", tree_raw(t, record_to_json(c, &replenish_out_record, &l->order)));
    if (l->price) {
        struct node *p = tree_object(t);
        node_set(t, p, "now", tree_real(t, l->price->price_now));
        node_set(t, p, "price", tree_real(t, l->price->price));
        node_set(t, p, "elasticity", tree_real(t, l->price->elasticity));
        node_set(t, p, "se", tree_real(t, l->price->se));
        node_set(t, p, "sentence", tree_str(t, l->price->sentence));
        node_set(t, o, "price", p);
    }
    puts(tree_text(c, t, o).p);
}

enum { HISTORY = 120 }; /* days of it that a picture shows */

static struct reals band_end(struct ctx *c, const struct line *l, const char *key)
{
    const struct json *v;
    struct reals out = {NEW_ARRAY(c, double, l->demand.mean.n), 0};
    if (json_read(c, l->demand.quantiles.text, &v) == OK)
        for (struct json_walk w = json_walk(json_get(v, key)); json_next(&w) && out.n < l->demand.mean.n;)
            out.at[out.n++] = json_real(w.value);
    return out;
}

static enum status chart_write(struct ctx *c, const struct line *l, struct str folder)
{
    size_t from = l->sold->units.n > HISTORY ? l->sold->units.n - HISTORY : 0;
    struct chart_in in;
    struct chart_out out;
    record_init(&chart_in_record, &in);
    in.kind = STR("demand"), in.unit = STR("day"), in.title = l->sold->sku;
    in.history = (struct reals){l->sold->units.at + from, l->sold->units.n - from};
    in.mean = l->demand.mean, in.low = band_end(c, l, "0.1"), in.high = band_end(c, l, "0.9");
    TRY(capability_call(c, "insight.chart", &in, &out));
    struct str name = str_replace(c, l->sold->sku, STR("/"), STR("_")), path = str_fmt(c, "%.*s/%.*s.svg", FMT(folder), FMT(name));
    FILE *f = fopen(path.p, "w");
    if (!f)
        return fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
    fwrite(out.svg.p, 1, out.svg.n, f);
    return fclose(f) == 0 ? OK : fail(c, RETRY, "cannot write %s: %s", path.p, strerror(errno));
}

static enum status charts_write(struct ctx *c, const struct desk *d, struct str folder)
{
    if (mkdir(folder.p, 0777) != 0 && errno != EEXIST)
        return fail(c, RETRY, "cannot make %s: %s", folder.p, strerror(errno));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(chart_write(c, &d->line[i], folder));
        arena_reset(c->mem, mark);
    }
    printf("wrote %zu pictures to %s\n", d->sales.items.n, folder.p);
    return OK;
}

/* ---- price changes as work ------------------------------------------------------------------------- */

static enum status propose_one(struct ctx *c, const struct line *l, int64_t batch, int64_t *made)
{
    struct product p;
    int64_t open;
    struct price_change in = {.product = &p, .price = l->price->price, .cost = l->cost, .elasticity = l->price->elasticity,
                              .elasticity_se = l->price->se, .profit_change = l->price->profit_change, .warnings = l->price->warnings,
                              .sentence = l->price->sentence};
    TRY(product_load(c, l->row.product, &p));
    TRY(db_int(c, &open, "SELECT COUNT(*) FROM item WHERE entity = 'product' AND subject = $1 AND kind = 'price.change' AND state <= $2",
               A(p.id), A((int64_t)APPROVED)));
    if (open || p.variants.n > 1) /* on its way already; a product of several prices has no one price to change */
        return OK;
    struct item i = {.id = db_new_id(c), .batch = batch, .kind = STR("price.change"), .entity = STR("product"), .subject = p.id,
                     .due_ms = c->now_ms, .created_ms = c->now_ms, .moved_ms = c->now_ms, .confidence = NAN};
    i.input.text = record_to_json(c, &price_change_record, &in);
    (*made)++;
    return item_add(c, &i);
}

static enum status propose(struct ctx *c, const struct desk *d, int64_t *made)
{
    int64_t batch = db_new_id(c);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        const struct line *l = &d->line[i];
        if (l->price && l->in_shop && fabs(l->price->price - l->price->price_now) > 1e-9)
            TRY(propose_one(c, l, batch, made));
    }
    if (!*made)
        return OK;
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, params, created_ms) VALUES ($1, 'price.change', $2, 'person:shell', '{}', $3)",
               A(batch), A(str_fmt(c, "price.change: %lld item%s", (long long)*made, *made == 1 ? "" : "s")), A(c->now_ms)));
    return ledger_append(c, STR("person:shell"), STR("plan"), str_fmt(c, "batch:%lld", (long long)batch),
                         str_fmt(c, "{\"batch\":%lld,\"items\":%lld}", (long long)batch, (long long)*made));
}

static enum status propose_all(struct ctx *c, const struct desk *d)
{
    int64_t made = 0;
    IN_ONE_STEP(c, propose(c, d, &made));
    printf("%lld price changes are planned; `purvey run` checks them, `purvey review` shows them\n", (long long)made);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct desk *d = NEW(c, struct desk);
    struct str orders = shell_option(sh, "orders");
    if (sh->args.n != 1)
        return shell_misuse(c, "merchandise takes one CSV of daily sales: date,sku,units and where known price,promo,in_stock");
    TRY(options_read(c, sh, d));
    TRY(sales_read(c, sh->args.at[0].p, &d->sales));
    for (size_t i = 0; i < d->sales.faults.n; i++)
        fprintf(stderr, "%s\n", d->sales.faults.at[i].p);
    d->line = NEW_ARRAY(c, struct line, d->sales.items.n);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        d->line[i].sold = &d->sales.items.at[i];
        TRY(row_find(c, &d->line[i]));
    }
    TRY(on_order(c, d, shell_option(sh, "on-order")));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        TRY(forecast(c, d, &d->line[i]));
        TRY(replenish(c, d, &d->line[i]));
    }
    TRY(prices(c, d));
    if (!sh->json)
        printf("%-14s %9s\n", "sku", str_fmt(c, "%.0f days", d->days).p);
    for (size_t i = 0; i < d->sales.items.n; i++)
        sh->json ? line_json(c, &d->line[i]) : line_print(d, &d->line[i]);
    if (orders.p)
        TRY(orders_write(c, d, orders));
    if (shell_option(sh, "charts").p)
        TRY(charts_write(c, d, shell_option(sh, "charts")));
    if (shell_flag(sh, "propose"))
        TRY(propose_all(c, d));
    return d->sales.faulty ? fail(c, REJECT, "%lld rows of %s were passed over", (long long)d->sales.faulty, sh->args.at[0].p) : OK;
}

const struct verb verb_merchandise = {"merchandise", "SALES.csv", "from daily sales: what will sell, what to order, which prices to change",
                                      options, run, SHOP_THERE};
