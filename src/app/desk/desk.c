/* app/desk/desk.c - giving forecast, reorder and price what the shop knows.
 *
 * Tables  reads product, variant, content, purchase, item
 */
#include "app/desk/desk.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/asked.h"
#include "data/day.h"
#include "data/item.h"
#include "data/product.h"
#include "intelligence/decide/price/price_change.h"
#include <math.h>

enum { TRACE_DAYS = 120 }; /* of history that evidence and pictures show */

const struct record desk_choice_record = {"merchandise", sizeof(struct desk_choice), (const struct field[]){
    FIELD(struct desk_choice, every_hours, .min = 0, .max = 8760, .init = 24, .flags = OPTIONAL, .doc = "hours between plans; 0: only when asked"),
    FIELD(struct desk_choice, kinds, .max = 20, .flags = OPTIONAL,
          .doc = "what is planned; absent: all of price.align, price.change, price.clear, promotion.sale, promotion.segment, replenish.order"),
    FIELD(struct desk_choice, max_changes, .min = 0, .max = 100000, .init = 10, .flags = OPTIONAL, .doc = "price changes that may wait for a person at once, the best first"),
    FIELD(struct desk_choice, max_revenue, .min = 0, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "share of revenue whose prices may move at once"),
    FIELD(struct desk_choice, max_risk, .min = 0, .max = 1, .init = 0.1, .flags = OPTIONAL,
          .doc = "chance of earning less above which a price is in doubt: it is tested, or waits"),
    FIELD(struct desk_choice, least_gain, .min = -1e9, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "money a month that a new price is to earn, to be worth a look"),
    FIELD(struct desk_choice, ending, .min = 0, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "new prices end in this: 0.99; absent: each keeps its own ending where it can"),
    FIELD(struct desk_choice, tests, .min = 0, .max = 1000, .init = 2, .flags = OPTIONAL, .doc = "products whose doubtful new price is tested by time instead of asked; 0: none"),
    FIELD(struct desk_choice, test_block_hours, .min = 1, .max = 672, .init = 24, .flags = OPTIONAL, .doc = "hours of a block of a test by time"),
    FIELD(struct desk_choice, test_blocks, .min = 4, .max = 400, .init = 28, .flags = OPTIONAL, .doc = "blocks of a test; half of them ask the tested price"),
    FIELD(struct desk_choice, test_hour, .min = 0, .max = 23, .init = 4, .flags = OPTIONAL, .doc = "hour (UTC) at which the first block begins, when few buy"),
    FIELD(struct desk_choice, variants, .choice = "together|apart|leave", .init_str = "together", .flags = OPTIONAL,
          .doc = "prices of a product's variants: all by one share, each by its own, or not at all"),
    FIELD(struct desk_choice, country, .max = 2, .init_str = "", .flags = OPTIONAL, .doc = "whose public holidays and occasions demand follows: DE"),
    FIELD(struct desk_choice, history_days, .min = 28, .max = 5000, .init = 400, .flags = OPTIONAL, .doc = "days of sales looked at"),
    FIELD(struct desk_choice, least_days, .min = 7, .max = 1000, .init = 28, .flags = OPTIONAL, .doc = "no plan before the shop has so many days of sales"),
    FIELD(struct desk_choice, quiet_days, .min = 0, .max = 1000, .init = 7, .flags = OPTIONAL, .doc = "what a person rejected is not asked again for so long"),
    FIELD(struct desk_choice, stop_after, .min = 0, .max = 1000000, .init = 3, .flags = OPTIONAL,
          .doc = "so many prices taken back by the guard within a week stop further changes; 0: never"),
    FIELD(struct desk_choice, days, .min = 1, .max = 365, .init = 28, .flags = OPTIONAL, .doc = "days ahead to forecast"),
    FIELD(struct desk_choice, lead, .min = 0, .max = 365, .init = 7, .flags = OPTIONAL, .doc = "days from order to stock, where the supplier says nothing"),
    FIELD(struct desk_choice, lead_sd, .min = 0, .max = 365, .init = 2, .flags = OPTIONAL, .doc = "their standard deviation"),
    FIELD(struct desk_choice, fill, .min = 0.01, .max = 0.9999, .init = 0.97, .flags = OPTIONAL, .doc = "least share of demand met at once"),
    FIELD(struct desk_choice, order_cost, .min = 0, .max = 1e9, .init = 10, .flags = OPTIONAL, .doc = "what an order costs beside the goods"),
    FIELD(struct desk_choice, holding, .min = 0.001, .max = 100, .init = 0.25, .flags = OPTIONAL, .doc = "cost of holding stock for a year, share of its cost"),
    FIELD(struct desk_choice, assumed_elasticity, .min = -20, .max = 0, .init = -1.2, .flags = OPTIONAL,
          .doc = "reckoned with where no price of an item or its like has shown one"),
    {0}}};

static const struct record row_record = {"row", sizeof(struct desk_row), (const struct field[]){
    FIELD(struct desk_row, product), FIELD(struct desk_row, title, .flags = OPTIONAL), FIELD(struct desk_row, brand, .flags = OPTIONAL),
    FIELD(struct desk_row, category, .flags = OPTIONAL), FIELD(struct desk_row, currency, .flags = OPTIONAL), FIELD(struct desk_row, gtin, .flags = OPTIONAL),
    FIELD(struct desk_row, price, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct desk_row, cost, .init = (double)NONE, .flags = OPTIONAL),
    FIELD(struct desk_row, stock, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct desk_row, variants),
    FIELD(struct desk_row, weight_g, .init = (double)NONE, .flags = OPTIONAL), {0}}};

double desk_money(int64_t minor, struct str currency)
{
    return minor == NONE ? NAN : (double)minor / currency_minor(currency);
}

enum status desk_open(struct ctx *c, struct desk *d)
{
    TRY(settings_read(c, &desk_choice_record, STR("merchandise"), &d->choice));
    return settings_read(c, &suppliers_record, STR("supplier"), &d->suppliers);
}

/* ---- what the shop knows of an item --------------------------------------------------------------- */

/* A price that purvey put into the shop stands there until the next import says otherwise. */
static enum status price_now(struct ctx *c, struct desk_row *r, struct str sku) { return asked_price(c, r->product, sku, r->currency, &r->price, NULL); }

/* Asked for and not yet here: of drafts that wait, are approved or have gone out. */
static enum status on_order(struct ctx *c, struct desk_line *l)
{
    int64_t units;
    TRY(db_int(c, &units, "SELECT CAST(COALESCE(SUM(u.units - u.arrived), 0) AS BIGINT) FROM purchase u JOIN item i ON i.id = u.item"
                          " WHERE u.sku = $1 AND i.state <= $2",
               A(l->sold->sku), A((int64_t)KEPT)));
    l->on_order += (double)units;
    return OK;
}

static enum status lay_one(struct ctx *c, const struct desk *d, struct desk_line *l)
{
    TRY(db_maybe(c, &row_record, &l->row, &l->in_shop,
                 "SELECT v.product, v.gtin, p.title, p.brand, p.category, COALESCE(v.currency, p.currency) AS currency, COALESCE(v.price, p.price) AS price,"
                 " v.cost, v.stock, v.weight_g, (SELECT COUNT(*) FROM variant w WHERE w.product = v.product) AS variants"
                 " FROM variant v JOIN product p ON p.id = v.product WHERE v.sku = $1 AND p.gone = 0 ORDER BY v.product LIMIT 1",
                 A(l->sold->sku)));
    if (!l->in_shop)
        l->row = (struct desk_row){.price = NONE, .cost = NONE, .stock = NONE, .weight_g = NONE};
    else
        TRY(price_now(c, &l->row, l->sold->sku));
    l->cost = desk_money(l->row.cost, l->row.currency);
    l->supplier = supplier_of(&d->suppliers, l->sold->sku, l->row.brand);
    return on_order(c, l);
}

enum status desk_lay(struct ctx *c, struct desk *d)
{
    d->line = NEW_ARRAY(c, struct desk_line, d->sales.items.n);
    for (size_t i = 0; i < d->sales.items.n; i++) {
        d->line[i].sold = &d->sales.items.at[i];
        TRY(lay_one(c, d, &d->line[i]));
    }
    return OK;
}

/* ---- deciding ------------------------------------------------------------------------------------ */

static struct forecast_in forecast_of(struct ctx *c, const struct desk *d, const struct desk_line *l)
{
    static double quantiles[] = {0.1, 0.9};
    struct forecast_in in;
    record_init(&forecast_in_record, &in);
    in.sku = l->sold->sku, in.category = l->row.category.p ? l->row.category : STR("");
    in.y = l->sold->units, in.price = l->sold->price, in.promo = l->sold->promo, in.in_stock = l->sold->in_stock;
    in.horizon = d->choice.days, in.country = d->choice.country, in.from = day_text(c, d->sales.first_day);
    in.quantiles = (struct reals){quantiles, 2};
    return in;
}

/* Not one day is known: the category's level would be a guess at what may no longer be sold. */
static bool is_unknown(const struct desk_line *l)
{
    for (size_t t = 0; t < l->sold->units.n; t++)
        if (!isnan(l->sold->units.at[t]))
            return false;
    return true;
}

/* A category at once: its items share a season, what occasions do, and which methods err least. One that cannot be
 * forecast is asked alone, with what it decides, and says why. */
static enum status forecast_category(struct ctx *c, const struct desk *d, struct desk_line **line, size_t n)
{
    struct panel_in in;
    struct panel_out out;
    record_init(&panel_in_record, &in);
    for (size_t i = 0; i < n; i++)
        *LIST_ADD(c, &in.items) = forecast_of(c, d, line[i]);
    enum status s = capability_call(c, "forecast.panel", &in, &out);
    if (s == RETRY)
        return s;
    for (size_t i = 0; i < n && s == OK; i++)
        if (!is_unknown(line[i]))
            line[i]->demand = out.items.at[i];
    return OK;
}

static enum status forecast_all(struct ctx *c, struct desk *d)
{
    size_t n = d->sales.items.n;
    struct desk_line **line = NEW_ARRAY(c, struct desk_line *, n + 1);
    bool *done = NEW_ARRAY(c, bool, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        for (size_t j = i; j < n && !done[i]; j++)
            if (!done[j] && str_eq(d->line[j].row.category, d->line[i].row.category))
                line[k++] = &d->line[j], done[j] = j > i;
        if (k && c->gone && c->gone(c))
            return fail(c, RETRY, "asked to stop");
        if (k)
            TRY(forecast_category(c, d, line, k));
    }
    return OK;
}

static enum status forecast_alone(struct ctx *c, const struct desk *d, struct desk_line *l)
{
    struct forecast_in in = forecast_of(c, d, l);
    return capability_call(c, "forecast.demand", &in, &l->demand);
}

double desk_mean(const struct desk_line *l)
{
    double sum = 0;
    for (size_t j = 0; j < l->demand.mean.n; j++)
        sum += l->demand.mean.at[j];
    return l->demand.mean.n ? sum / (double)l->demand.mean.n : 0;
}

/* The spread of a day's demand from its 80 % interval, never below what chance alone gives. */
static double sd_ahead(struct ctx *c, const struct desk_line *l, double mean)
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

static double or_usual(double x, double usual) { return isnan(x) ? usual : x; }

static enum status replenish(struct ctx *c, const struct desk *d, struct desk_line *l)
{
    const struct supplier *s = l->supplier;
    double mean = desk_mean(l);
    struct replenish_demand demand = {.mean = mean, .sd = sd_ahead(c, l, mean), .distribution = STR("auto")};
    struct replenish_lead lead = {s ? or_usual(s->lead_days, d->choice.lead) : d->choice.lead,
                                  s ? or_usual(s->lead_sd, d->choice.lead_sd) : d->choice.lead_sd};
    struct replenish_in in;
    record_init(&replenish_in_record, &in);
    in.sku = l->sold->sku, in.demand = &demand, in.lead_time = &lead, in.period = STR("day");
    in.fill_rate = d->choice.fill, in.fixed_cost = s ? or_usual(s->order_cost, d->choice.order_cost) : d->choice.order_cost;
    in.holding_cost = fmax(1e-6, (isnan(l->cost) ? 1 : l->cost) * d->choice.holding / 365);
    in.on_hand = l->row.stock == NONE ? 0 : (double)l->row.stock;
    in.on_order = l->on_order;
    if (s)
        in.moq = s->moq, in.pack = s->pack, in.shelf_life = s->shelf_life_days;
    if (s && s->order_days.n && s->order_days.n < 7) /* what is ordered has to last until it takes orders again */
        in.review_period = 7.0 / (double)s->order_days.n;
    TRY(capability_call(c, "replenish.policy", &in, &l->order));
    l->order.sentence = str_fmt(c, "%.*s%.*s", FMT(l->order.sentence), FMT(forecast_days_text(c, l->demand.effects)));
    return OK;
}

/* What stock cut short says nothing of price. */
static struct reals desk_units(struct ctx *c, const struct sold *s)
{
    struct reals units = {NEW_ARRAY(c, double, s->units.n), s->units.n};
    for (size_t t = 0; t < units.n; t++)
        units.at[t] = s->in_stock.at[t] < 1 || isnan(s->units.at[t]) ? NAN : fmax(0, s->units.at[t]);
    return units;
}

bool desk_assumes(const struct desk_line *l)
{
    static const double KNOWN = 1; /* standard error: what is known no better is what is usual of all goods */
    return !l->price || !(l->price->se < KNOWN);
}

double desk_elasticity(const struct desk *d, const struct desk_line *l)
{
    return desk_assumes(l) ? d->choice.assumed_elasticity : fmin(0, fmax(-20, l->price->elasticity));
}

static bool has_price(const struct sold *s)
{
    for (size_t t = 0; t < s->price.n; t++)
        if (s->price.at[t] > 0)
            return true;
    return false;
}

double desk_ending(const struct desk *d, double now, double most, struct str currency, double *of)
{
    double coin = 1 / (double)currency_minor(currency);
    *of = 100 * coin;
    if (!isnan(d->choice.ending))
        return fmod(d->choice.ending, *of);
    while (*of > coin * 1.5 && *of > now * most)
        *of /= 10;
    return fmod(round(now / coin) * coin, *of);
}

static enum status prices(struct ctx *c, struct desk *d)
{
    struct elastic_in in;
    struct price_limits limits;
    struct elastic_out *out = NEW(c, struct elastic_out);
    LIST(struct desk_line *) asked = {0};
    record_init(&elastic_in_record, &in);
    TRY(settings_read(c, price_change.opt, STR("price.change"), &limits));
    in.max_step = limits.max_step, in.min_margin = limits.min_margin;
    for (size_t i = 0; i < d->sales.items.n; i++) {
        struct desk_line *l = &d->line[i];
        double now = desk_money(l->row.price, l->row.currency);
        if (!(now > 0) || !has_price(l->sold))
            continue;
        double of, ending = desk_ending(d, now, limits.max_step, l->row.currency, &of);
        *LIST_ADD(c, &in.items) = (struct priced_item){.ending = ending, .ending_of = of, .sku = l->sold->sku, .category = l->row.category.p ? l->row.category : STR(""),
            .segment = STR(""), .freq = STR("D"),
            .currency = l->row.currency.p ? l->row.currency : STR(""), .price = l->sold->price, .units = desk_units(c, l->sold), .promo = l->sold->promo,
            .price_now = now, .cost = l->cost, .ceiling = NAN, .competitor = NAN};
        *LIST_ADD(c, &asked) = l;
    }
    if (!in.items.n)
        return OK;
    TRY(capability_call(c, "price.elastic", &in, out));
    for (size_t i = 0; i < out->items.n; i++)
        asked.at[i]->price = &out->items.at[i];
    return OK;
}

static enum status decide_one(struct ctx *c, const struct desk *d, struct desk_line *l)
{
    if (!l->demand.mean.n)
        TRY(forecast_alone(c, d, l));
    return replenish(c, d, l);
}

enum status desk_decide(struct ctx *c, struct desk *d)
{
    TRY(forecast_all(c, d));
    for (size_t i = 0; i < d->sales.items.n; i++) {
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "asked to stop");
        enum status s = decide_one(c, d, &d->line[i]);
        if (s == RETRY)
            return s;
        if (s == REJECT) /* one item that cannot be decided does not hold up the others */
            d->line[i].order = (struct replenish_out){.sentence = str_copy(c, str_z(c->why))};
    }
    TRY(desk_joint(c, d));
    return prices(c, d);
}

/* ---- evidence ------------------------------------------------------------------------------------ */

static struct reals band_end(struct ctx *c, const struct desk_line *l, const char *key)
{
    const struct json *v;
    struct reals out = {NEW_ARRAY(c, double, l->demand.mean.n), 0};
    if (json_read(c, l->demand.quantiles.text, &v) == OK)
        for (struct json_walk w = json_walk(json_get(v, key)); json_next(&w) && out.n < l->demand.mean.n;)
            out.at[out.n++] = json_real(w.value);
    return out;
}

static bool counts(const struct effects *e, struct str name)
{
    for (size_t i = 0; e && i < e->events.n; i++)
        if (str_eq(e->events.at[i].name, name))
            return true;
    return false;
}

/* The occasions that count for this item, on the days that are drawn. */
static void marks(struct ctx *c, const struct desk *d, const struct desk_line *l, int64_t first, int64_t days, struct trace *t)
{
    struct occasion o;
    for (int64_t year = year_of(first); year <= year_of(first + days); year++)
        for (size_t i = 0; i < occasion_rows(); i++)
            if (occasion_of(d->choice.country, i, year, &o) && o.first >= first && o.first < first + days && counts(l->demand.effects, o.name))
                *LIST_ADD(c, &t->marks) = (struct mark){o.first - first, o.name};
}

struct trace *desk_trace(struct ctx *c, const struct desk *d, const struct desk_line *l)
{
    struct trace *t = NEW(c, struct trace);
    const struct sold *s = l->sold;
    size_t from = s->units.n > TRACE_DAYS ? s->units.n - TRACE_DAYS : 0, n = s->units.n - from;
    *t = (struct trace){.from = day_text(c, d->sales.first_day + (int64_t)from), .units = {s->units.at + from, n}, .price = {s->price.at + from, n},
                        .in_stock = {s->in_stock.at + from, n}, .mean = l->demand.mean, .low = band_end(c, l, "0.1"), .high = band_end(c, l, "0.9")};
    marks(c, d, l, d->sales.first_day + (int64_t)from, (int64_t)(n + t->mean.n), t);
    return t;
}
