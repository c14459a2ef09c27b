/* intelligence/decide/price/price_change.c - a new price for one product, as work that is checked, reviewed and published.
 *
 * The price and its evidence come from price.elastic; here the last limits are held once more, on what would go out.
 * Units   money in major units; share 0..1
 */
#include "core/capability.h"
#include "data/product.h"
#include "intelligence/decide/price/price_change.h"
#include <math.h>

static const struct record opt_record = {"price_change_limits", sizeof(struct price_limits), (const struct field[]){
    FIELD(struct price_limits, max_step, .min = 0, .max = 1, .init = 0.1, .flags = OPTIONAL, .doc = "largest change at once, share of the price"),
    FIELD(struct price_limits, max_markdown, .min = 0, .max = 1, .init = 0.5, .flags = OPTIONAL, .doc = "largest reduction of a markdown at once, share of the price"),
    FIELD(struct price_limits, min_margin, .min = 0, .max = 0.99, .flags = OPTIONAL, .doc = "least margin, share of the price"),
    FIELD(struct price_limits, stopped, .flags = OPTIONAL, .doc = "the kill switch: no price changes at all"),
    {0}}};
static const struct record variant_change_record = {"price_variant", sizeof(struct price_variant), (const struct field[]){
    FIELD(struct price_variant, sku, .min = 1, .max = 50, .flags = LOOSE, .doc = "its SKU"),
    FIELD(struct price_variant, price_now, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct price_variant, price, .min = 0, .max = 1e9, .doc = "to ask"),
    FIELD(struct price_variant, cost, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "of one unit"),
    {0}}};
static const struct record price_test_record = {"price_test", sizeof(struct price_test), (const struct field[]){
    FIELD(struct price_test, name, .min = 1, .max = 200, .doc = "which blocks test is a hash of it"),
    FIELD(struct price_test, first_ms, .unit = "ms", .doc = "its first block begins"),
    FIELD(struct price_test, block_ms, .unit = "ms", .min = 3600000, .max = 2419200000, .doc = "length of a block"),
    FIELD(struct price_test, blocks, .min = 2, .max = 400, .doc = "how many; of each two one asks the tested price"),
    {0}}};
const struct record price_change_record = {"price_change", sizeof(struct price_change), (const struct field[]){
    FIELD_ONE(struct price_change, product, &product_record, .doc = "the product as it stands in the shop"),
    FIELD(struct price_change, price, .unit = "money", .max = 1e9, .doc = "the price to ask"),
    FIELD(struct price_change, price_now, .unit = "money", .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "asked now, where the shop shows another than the product says"),
    FIELD(struct price_change, cost, .unit = "money", .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "of one unit"),
    FIELD(struct price_change, elasticity, .init = NAN, .flags = OPTIONAL, .doc = "evidence: from price.elastic"),
    FIELD(struct price_change, elasticity_se, .init = NAN, .flags = OPTIONAL, .doc = "its standard error"),
    FIELD(struct price_change, profit_change, .init = NAN, .flags = OPTIONAL, .doc = "expected, share of the profit now"),
    FIELD(struct price_change, warnings, .flags = OPTIONAL, .doc = "why not to trust the evidence"),
    FIELD(struct price_change, sentence, .flags = OPTIONAL, .doc = "the decision in words"),
    FIELD(struct price_change, place, .flags = OPTIONAL, .doc = "which it is of the plan's, and what waits"),
    FIELD(struct price_change, reason, .choice = "margin|markdown|test", .init_str = "margin", .flags = OPTIONAL, .doc = "what it is for: each has its own limit"),
    FIELD(struct price_change, starts_ms, .unit = "ms", .init = (double)NONE, .flags = OPTIONAL, .doc = "not before; absent: as soon as it is let out"),
    FIELD(struct price_change, ends_ms, .unit = "ms", .init = (double)NONE, .flags = OPTIONAL, .doc = "the price before comes back then; absent: it stays"),
    FIELD(struct price_change, follows, .init = (double)NONE, .flags = OPTIONAL, .doc = "of a test: the item that began it"),
    FIELD_ONE(struct price_change, test, &price_test_record, .flags = OPTIONAL, .doc = "of a test by time: its blocks"),
    FIELD_LIST(struct price_change, variants, &variant_change_record, .max = 1000, .flags = OPTIONAL, .doc = "of a product whose variants ask different prices: each that changes"),
    FIELD_ONE(struct price_change, trace, &trace_record, .flags = OPTIONAL, .doc = "what it stands on"),
    {0}}};
static const struct record out_record = {"changed_price", sizeof(struct changed_price), (const struct field[]){
    FIELD(struct changed_price, before, .doc = "the price now, with its currency"),
    FIELD(struct changed_price, after, .doc = "the price to ask, with its currency"),
    FIELD(struct changed_price, sentence, .doc = "the decision in words"),
    FIELD(struct changed_price, twin, .flags = OPTIONAL, .doc = "what doing nothing would mean"),
    {0}}};

static enum status limits_hold(struct ctx *c, const struct price_limits *limit, const struct price_change *in, const struct price_variant *v, int64_t now,
                               int64_t next)
{
    double step = (double)next / (double)now - 1;
    double most = step < 0 && str_eq(in->reason, STR("markdown")) ? limit->max_markdown : limit->max_step;
    if (limit->stopped)
        return fail(c, REJECT, "price changes are stopped by the shop's setting price.change.stopped");
    if (fabs(step) > most + 1e-9)
        return fail(c, REJECT, "%.*s: the price would move by %+.1f %%, the limit is %.1f %% at once", FMT(in->product->id), 100 * step, 100 * most);
    if (v->price < v->cost / (1 - limit->min_margin) - 1e-9)
        return fail(c, REJECT, "%.*s: %.10g leaves less than the least margin of %.3g %% over the cost of %.10g", FMT(v->sku.n ? v->sku : in->product->id),
                    v->price, 100 * limit->min_margin, v->cost);
    return OK;
}

/* "12.99 EUR", or "12.99 to 15.99 EUR" of several. */
static struct str range_text(struct ctx *c, int64_t low, int64_t high, struct str currency)
{
    struct str least = money_text(c, low, currency);
    if (low == high)
        return least;
    size_t blank = str_find(least, STR(" "), 0);
    return str_fmt(c, "%.*s to %.*s", FMT(str_part(least, 0, blank < least.n ? blank : least.n)), FMT(money_text(c, high, currency)));
}

static enum status variants_run(struct ctx *c, const struct price_limits *limit, const struct price_change *in, double minor, struct changed_price *out)
{
    int64_t low[2] = {INT64_MAX, INT64_MAX}, high[2] = {0, 0};
    for (size_t i = 0; i < in->variants.n; i++) {
        const struct price_variant *v = &in->variants.at[i];
        int64_t at[2] = {llround(v->price_now * minor), llround(v->price * minor)};
        if (at[0] <= 0 || at[1] <= 0)
            return fail(c, REJECT, "%.*s: a price of %.10g cannot be asked instead of %.10g", FMT(v->sku), v->price, v->price_now);
        TRY(limits_hold(c, limit, in, v, at[0], at[1]));
        for (int k = 0; k < 2; k++)
            low[k] = at[k] < low[k] ? at[k] : low[k], high[k] = at[k] > high[k] ? at[k] : high[k];
    }
    out->before = range_text(c, low[0], high[0], in->product->currency);
    out->after = range_text(c, low[1], high[1], in->product->currency);
    return OK;
}

/* The dull twin: the price stays. In money a day, where cost and sales are known. */
static struct str nothing(struct ctx *c, const struct price_change *in, double now, struct str before)
{
    struct str currency = in->product->currency;
    double units = 0;
    struct str kept = in->variants.n ? before : money_told(c, now, currency);
    size_t n = in->trace ? in->trace->mean.n : 0;
    for (size_t i = 0; i < n; i++)
        units += in->trace->mean.at[i] / (double)n;
    if (isnan(in->cost) || !n || isnan(in->profit_change))
        return str_fmt(c, "Doing nothing keeps %.*s.", FMT(kept));
    double profit = (now - in->cost) * units;
    return str_fmt(c, "Doing nothing keeps %.*s: %.*s units and %.*s of profit a day expected, instead of %.*s.", FMT(kept), FMT(units_told(c, units)),
                   FMT(money_told(c, profit, currency)), FMT(money_told(c, profit * (1 + in->profit_change), currency)));
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct price_change *in = in_;
    struct changed_price *out = out_;
    struct str currency = in->product->currency;
    double minor = currency_minor(currency);
    int64_t now = isnan(in->price_now) ? product_price(in->product) : (int64_t)llround(in->price_now * minor);
    if (now == NONE || now <= 0)
        return fail(c, REJECT, "%.*s has no price in the shop to change", FMT(in->product->id));
    if (!(in->price > 0))
        return fail(c, REJECT, "%.*s: a price of %.10g cannot be asked", FMT(in->product->id), in->price);
    int64_t next = (int64_t)llround(in->price * minor);
    if (in->variants.n)
        TRY(variants_run(c, opt, in, minor, out));
    else {
        TRY(limits_hold(c, opt, in, &(struct price_variant){.price = in->price, .cost = in->cost}, now, next));
        out->before = money_text(c, now, currency);
        out->after = money_text(c, next, currency);
    }
    if (in->warnings.n)
        doubt(c, "%.*s", FMT(in->warnings.at[0]));
    out->sentence = in->sentence.n ? in->sentence : in->variants.n ? str_fmt(c, "Ask %.*s instead of %.*s", FMT(out->after), FMT(out->before))
                    : str_fmt(c, "Ask %.*s instead of %.*s", FMT(money_said(c, next, currency, STR("en"))), FMT(money_said(c, now, currency, STR("en"))));
    out->twin = nothing(c, in, (double)now / minor, out->before);
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct price_change *in = in_;
    const struct changed_price *out = out_;
    double minor = currency_minor(in->product->currency);
    for (size_t i = 0; i < in->variants.n; i++) {
        const struct price_variant *v = &in->variants.at[i];
        *LIST_ADD(c, list) = (struct change){STR("product"), in->product->id, str_fmt(c, "price:%.*s", FMT(v->sku)),
                                             money_text(c, llround(v->price * minor), in->product->currency), STR("money")};
    }
    if (!in->variants.n)
        *LIST_ADD(c, list) = (struct change){STR("product"), in->product->id, STR("price"), out->after, STR("money")};
    return OK;
}

const struct capability price_change = {
    .name = "price.change",
    .title = "New price for {}",
    .doc = "a new price for one product, within the shop's limits on price changes",
    .stage = DECIDE,
    .in = &price_change_record,
    .out = &out_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
