/* intelligence/decide/replenish/stock_clear.c - what to do with stock that moves too slowly: keep, mark down, bundle or move, compared in money.
 *
 * Money from today on: what is taken until the deadline, what is left at salvage, less keeping, work and freight. What the goods
 * once cost is spent either way and counts for none. Demand is gamma with the given scatter; a markdown is price.markdown's own
 * plan. Doing nothing is always among them, and wins a tie.
 * Units   money in major units; days
 */
#include "intelligence/decide/replenish/stock_clear.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/stat.h"
#include "data/product.h"
#include <math.h>

static const struct record bundle_record = {"clear_bundle", sizeof(struct clear_bundle), (const struct field[]){
    FIELD(struct clear_bundle, partner, .min = 1, .max = 200, .flags = LOOSE, .doc = "what it is sold with"),
    FIELD(struct clear_bundle, partner_price, .min = 0, .max = 1e9, .doc = "of the partner"),
    FIELD(struct clear_bundle, partner_per_day, .min = 0, .max = 1e6, .doc = "units of the partner that sell a day"),
    FIELD(struct clear_bundle, attach, .min = 0, .max = 1, .init = 0.05, .flags = OPTIONAL, .doc = "share of its buyers that take the bundle"),
    FIELD(struct clear_bundle, already, .min = 0, .max = 1, .flags = OPTIONAL, .doc = "of these, the share of its buyers that buy both without it"),
    FIELD(struct clear_bundle, discount, .min = 0, .max = 0.9, .init = 0.15, .flags = OPTIONAL, .doc = "off both prices together"),
    {0}}};
static const struct record place_record = {"clear_place", sizeof(struct clear_place), (const struct field[]){
    FIELD(struct clear_place, name, .min = 1, .max = 200, .doc = "where it could be moved to"),
    FIELD(struct clear_place, per_day, .min = 0, .max = 1e6, .doc = "units that sell there a day"),
    FIELD(struct clear_place, price, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "asked there; absent: as here"),
    FIELD(struct clear_place, stock, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "units there already"),
    FIELD(struct clear_place, unit_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of moving one"),
    FIELD(struct clear_place, fixed_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of the move"),
    {0}}};
const struct record clear_in_record = {"clear", sizeof(struct clear_in), (const struct field[]){
    FIELD(struct clear_in, sku, .max = 200, .init_str = "", .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD(struct clear_in, title, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "its name in the sentence; absent: the sku"),
    FIELD(struct clear_in, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "of all money here, for the sentences; absent: bare numbers"),
    FIELD(struct clear_in, stock, .min = 0, .max = 1e6, .doc = "units to clear"),
    FIELD(struct clear_in, days, .min = 1, .max = 728, .doc = "until the deadline"),
    FIELD(struct clear_in, price, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct clear_in, per_day, .min = 0, .max = 1e5, .doc = "units that sell a day at that price"),
    FIELD(struct clear_in, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "percent of units per percent of price"),
    FIELD(struct clear_in, scatter, .min = 1, .max = 100, .init = 1, .flags = OPTIONAL, .doc = "variance of demand over its mean"),
    FIELD(struct clear_in, salvage, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "worth of a unit left at the deadline; below 0: disposal costs"),
    FIELD(struct clear_in, holding, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "money to keep one for a day"),
    FIELD(struct clear_in, floor, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "lowest price allowed"),
    FIELD(struct clear_in, change_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of a change of price, or of setting up a bundle"),
    FIELD(struct clear_in, ending, .min = 0, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "prices end in this: 0.99"),
    FIELD(struct clear_in, ending_of, .min = 0.001, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "the ending repeats every"),
    FIELD_ONE(struct clear_in, bundle, &bundle_record, .flags = OPTIONAL, .doc = "a bundle that is possible, from bundle.make"),
    FIELD_LIST(struct clear_in, places, &place_record, .max = 1000, .flags = OPTIONAL, .doc = "stores or warehouses it could be moved to"),
    {0}}};
const struct record clear_leg_record = {"clear_leg", sizeof(struct clear_leg), (const struct field[]){
    FIELD(struct clear_leg, period, .doc = "from 1"),
    FIELD(struct clear_leg, price, .doc = "to ask in it, if sales go as expected"),
    FIELD(struct clear_leg, units, .doc = "expected to sell"),
    FIELD(struct clear_leg, stock, .doc = "expected to be left after it"),
    {0}}};
const struct record clear_way_record = {"clear_way", sizeof(struct clear_way), (const struct field[]){
    FIELD(struct clear_way, way, .choice = "keep|markdown|bundle|transfer", .doc = "what is done"),
    FIELD(struct clear_way, where, .flags = OPTIONAL, .doc = "the partner, or the place"),
    FIELD(struct clear_way, money, .doc = "expected from today to the deadline"),
    FIELD(struct clear_way, gain, .doc = "more than keeping brings"),
    FIELD(struct clear_way, units, .doc = "expected to sell"),
    FIELD(struct clear_way, left, .doc = "expected to be left"),
    FIELD(struct clear_way, price, .init = NAN, .flags = OPTIONAL, .doc = "to ask today"),
    FIELD(struct clear_way, moved, .init = (double)NONE, .flags = OPTIONAL, .doc = "units to move"),
    FIELD_LIST(struct clear_way, path, &clear_leg_record, .flags = OPTIONAL, .doc = "of a markdown: its prices, period by period"),
    FIELD(struct clear_way, sentence, .doc = "in words"),
    {0}}};
static const struct record clear_out_record = {"cleared", sizeof(struct clear_out), (const struct field[]){
    FIELD(struct clear_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct clear_out, best, .doc = "the way that brings most"),
    FIELD_LIST(struct clear_out, ways, &clear_way_record, .doc = "keeping first, the rest by money"),
    FIELD(struct clear_out, period_days, .flags = OPTIONAL, .doc = "days of a period of a markdown's path"),
    FIELD(struct clear_out, sentence, .doc = "the decision in words"),
    {0}}};

/* E[min(D, stock)] of gamma demand. */
static double sells(double mean, double scatter, double stock)
{
    if (mean <= 0 || stock <= 0)
        return 0;
    double shape = mean / scatter;
    return fmin(stock, mean * stat_gamma_cdf(shape + 1, stock / scatter) + stock * (1 - stat_gamma_cdf(shape, stock / scatter)));
}

/* What is left falls evenly until the deadline. */
static double money_of(const struct clear_in *in, double stock, double units, double price)
{
    double left = stock - units;
    return units * price + left * in->salvage - in->holding * (double)in->days * (stock + left) / 2;
}

static void way_add(struct ctx *c, struct clear_out *out, struct clear_way w)
{
    double keep = out->ways.n ? out->ways.at[0].money : w.money;
    w.gain = stat_round(w.money - keep, 9), w.money = stat_round(w.money, 9), w.units = stat_round(w.units, 6), w.left = stat_round(w.left, 6);
    *LIST_ADD(c, &out->ways) = w;
}

/* "; each unit left counts €4.20", where it counts. */
static struct str worth_told(struct ctx *c, const struct clear_in *in)
{
    return in->salvage != 0 ? str_fmt(c, "; each unit left counts %.*s", FMT(money_told(c, in->salvage, in->currency))) : STR("");
}

static void keep(struct ctx *c, const struct clear_in *in, struct clear_out *out)
{
    double n = (double)in->stock, units = sells(in->per_day * (double)in->days, in->scatter, n), money = money_of(in, n, units, in->price);
    way_add(c, out, (struct clear_way){.way = STR("keep"), .money = money, .units = units, .left = n - units, .price = in->price, .moved = NONE,
                                       .sentence = str_fmt(c, "Keeping it at %.*s sells %.1f of %lld in %lld days: %.*s%.*s.", FMT(money_told(c, in->price, in->currency)), units,
                                                           (long long)in->stock, (long long)in->days, FMT(money_told(c, money, in->currency)), FMT(worth_told(c, in)))});
}

/* price.markdown plans in weeks. */
static enum status markdown(struct ctx *c, const struct clear_in *in, struct clear_out *out)
{
    const struct capability *k = capability_find(STR("price.markdown"));
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    struct str answer;
    const struct json *v;
    int64_t weeks = (in->days + 6) / 7;
    double week = (double)in->days / (double)weeks;
    if (!in->stock)
        return OK;
    node_set(t, o, "stock", tree_int(t, in->stock));
    node_set(t, o, "periods", tree_int(t, weeks));
    node_set(t, o, "price_now", tree_real(t, in->price));
    node_set(t, o, "units_now", tree_real(t, in->per_day * week));
    node_set(t, o, "elasticity", tree_real(t, in->elasticity));
    node_set(t, o, "floor", tree_real(t, in->floor));
    node_set(t, o, "salvage", tree_real(t, in->salvage));
    node_set(t, o, "holding", tree_real(t, in->holding * week));
    node_set(t, o, "change_cost", tree_real(t, in->change_cost));
    node_set(t, o, "scatter", tree_real(t, in->scatter));
    if (in->currency.n)
        node_set(t, o, "currency", tree_str(t, in->currency));
    if (!isnan(in->ending)) {
        node_set(t, o, "ending", tree_real(t, in->ending));
        node_set(t, o, "ending_of", tree_real(t, in->ending_of));
    }
    TRY(capability_json(c, k, tree_text(c, t, o), &answer));
    TRY(json_read(c, answer, &v));
    /* by its own reckoning of what keeping brings: the two are compared alike */
    double gain = json_real(json_get(v, "money")) - json_real(json_get(v, "money_if_kept")), price = json_real(json_get(v, "price_today"));
    double left = json_real(json_get(v, "left")), money = out->ways.at[0].money + fmax(0, gain);
    if (gain <= 0)
        return OK;
    struct clear_way w = {.path = {0}};
    for (struct json_walk i = json_walk(json_get(v, "path")); json_next(&i);)
        *LIST_ADD(c, &w.path) = (struct clear_leg){json_int(json_get(i.value, "period")), json_real(json_get(i.value, "price")),
                                                   json_real(json_get(i.value, "units")),
                                                   json_real(json_get(i.value, "stock"))};
    out->period_days = week;
    way_add(c, out, (struct clear_way){.path = {w.path.at, w.path.n}, .way = STR("markdown"), .money = money, .units = (double)in->stock - left, .left = left,
                                       .price = price, .moved = NONE,
                                       .sentence = str_fmt(c, "Marking it down, %.*s today, leaves %.1f: %.*s.", FMT(money_told(c, price, in->currency)), left,
                                                                              FMT(money_told(c, money, in->currency)))});
    return OK;
}

/* Bundles sell beside what sells alone; who would have bought both anyway takes the discount too, and is no new sale. */
static void bundle(struct ctx *c, const struct clear_in *in, struct clear_out *out)
{
    const struct clear_bundle *b = in->bundle;
    double n = (double)in->stock, buyers = b->partner_per_day * (double)in->days, anyway = buyers * fmin(b->already, b->attach);
    double before = in->per_day * (double)in->days, more = buyers * b->attach - anyway, all = fmax(before, anyway) + more;
    if (!(more > 0))
        return;
    double units = sells(all, in->scatter, n), bundles = units * (anyway + more) / all;
    double given = bundles * b->discount * (in->price + b->partner_price), money = money_of(in, n, units, in->price) - given - in->change_cost;
    way_add(c, out, (struct clear_way){.way = STR("bundle"), .where = b->partner, .money = money, .units = units, .left = n - units, .price = NAN, .moved = NONE,
                                       .sentence = str_fmt(c, "With %.*s, %.0f %% off both, sells %.1f (%.1f in bundles): %.*s.", FMT(b->partner),
                                                           100 * b->discount, units, bundles, FMT(money_told(c, money, in->currency)))});
}

static double moved_money(const struct clear_in *in, const struct clear_place *p, double q, double *units)
{
    double price = isnan(p->price) ? in->price : p->price, n = (double)in->stock - q, days = (double)in->days;
    double here = sells(in->per_day * days, in->scatter, n);
    double there = sells(p->per_day * days, in->scatter, p->stock + q) - sells(p->per_day * days, in->scatter, p->stock);
    *units = here + there;
    return money_of(in, n, here, in->price) + money_of(in, q, there, price) - p->unit_cost * q - (q > 0 ? p->fixed_cost : 0);
}

static void transfer(struct ctx *c, const struct clear_in *in, const struct clear_place *p, struct clear_out *out)
{
    enum { STEPS = 200 };
    double best = -INFINITY, at = 0, units = 0, now;
    int64_t step = in->stock / STEPS + 1;
    for (int64_t q = 1; q <= in->stock; q += step) {
        double money = moved_money(in, p, (double)q, &now);
        if (money > best)
            best = money, at = (double)q, units = now;
    }
    if (at <= 0)
        return;
    way_add(c, out, (struct clear_way){.way = STR("transfer"), .where = p->name, .money = best, .units = units, .left = (double)in->stock - units, .price = NAN,
                                       .moved = (int64_t)at,
                                       .sentence = str_fmt(c, "Moving %.0f to %.*s sells %.1f in both: %.*s.", at, FMT(p->name), units, FMT(money_told(c, best, in->currency)))});
}

static void by_money(struct clear_out *out)
{
    for (size_t i = 2; i < out->ways.n; i++)
        for (size_t k = i; k > 1 && out->ways.at[k].money > out->ways.at[k - 1].money; k--) {
            struct clear_way swap = out->ways.at[k];
            out->ways.at[k] = out->ways.at[k - 1], out->ways.at[k - 1] = swap;
        }
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct clear_in *in = in_;
    struct clear_out *out = out_;
    struct str name = in->title.n ? in->title : in->sku.n ? in->sku : STR("This item");
    *out = (struct clear_out){.sku = in->sku};
    keep(c, in, out);
    TRY(markdown(c, in, out));
    if (in->bundle)
        bundle(c, in, out);
    for (size_t i = 0; i < in->places.n; i++)
        transfer(c, in, &in->places.at[i], out);
    by_money(out);
    const struct clear_way *kept = &out->ways.at[0], *best = out->ways.n > 1 && out->ways.at[1].gain > 1e-9 ? &out->ways.at[1] : kept;
    out->best = best->way;
    out->sentence = best == kept ? str_fmt(c, "%.*s: nothing brings more than keeping it. %.*s", FMT(name), FMT(kept->sentence))
                                 : str_fmt(c, "%.*s: %.*s That is %.*s more than doing nothing. %.*s", FMT(name), FMT(best->sentence),
                                           FMT(money_told(c, best->gain, in->currency)),
                                           FMT(kept->sentence));
    return OK;
}

const struct capability stock_clear = {
    .name = "stock.clear",
    .doc = "slow stock: keeping, markdown, bundle and transfer compared in money before anything is done",
    .stage = DECIDE,
    .in = &clear_in_record,
    .out = &clear_out_record,
    .run = run,
};
