/* intelligence/decide/price/promotion_segment.c - one coupon for one segment as work: who, what, how deep, from when until when.
 *
 * What is in it comes from promo.plan, asked of each segment's own orders; here the shop's limits are held once more on what
 * would go out. An offer that draws on what somebody bought before is a personal price: off unless the shop allows it, never
 * without the notice, and never by what somebody is.
 * Units   money in major units; shares 0..1; ms UTC
 * Source  Directive 2011/83/EU article 6(1)(ea): personal prices are said to be so
 */
#include "intelligence/decide/price/promotion_segment.h"
#include "core/capability.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/product.h"
#include "data/protect.h"
#include <math.h>

static const struct record opt_record = {"segment_limits", sizeof(struct segment_limits), (const struct field[]){
    FIELD(struct segment_limits, goal, .choice = "profit|revenue|units|aov|acquisition", .init_str = "profit", .flags = OPTIONAL,
          .doc = "what an offer is to gain, where its segment does not say"),
    FIELD(struct segment_limits, segments, .max = 40, .flags = OPTIONAL, .doc = "names of the segments to choose from; absent: all of setting segment"),
    FIELD(struct segment_limits, personal, .flags = OPTIONAL, .doc = "offers may draw on what a customer bought before; off unless set, and never without `notice`"),
    FIELD(struct segment_limits, notice, .max = 500, .flags = OPTIONAL, .doc = "said beside a personal price, as the law asks"),
    FIELD(struct segment_limits, depths, .max = 20, .flags = OPTIONAL, .doc = "discounts to choose from; absent: 0.1, 0.15, 0.2, 0.25, 0.3"),
    FIELD(struct segment_limits, days, .min = 1, .max = 60, .init = 14, .flags = OPTIONAL, .doc = "how long one lasts"),
    FIELD(struct segment_limits, starts, .min = 1, .max = 28, .init = 7, .flags = OPTIONAL, .doc = "days in a row that are tried as its first"),
    FIELD(struct segment_limits, lead_days, .min = 0, .max = 60, .init = 2, .flags = OPTIONAL, .doc = "days a person has to look at it before the first start"),
    FIELD(struct segment_limits, max_items, .min = 1, .max = 1000, .init = 20, .flags = OPTIONAL, .doc = "products of one"),
    FIELD(struct segment_limits, max_share, .min = 0.001, .max = 1, .init = 0.5, .flags = OPTIONAL, .doc = "share of the products that may be in one"),
    FIELD(struct segment_limits, replay_days, .min = 7, .max = 400, .init = 84, .flags = OPTIONAL, .doc = "days of real orders that are played through it"),
    FIELD(struct segment_limits, every_days, .min = 1, .max = 400, .init = 28, .flags = OPTIONAL, .doc = "from one plan to the next"),
    FIELD(struct segment_limits, least_customers, .min = 1, .max = 1e9, .init = 20, .flags = OPTIONAL,
          .doc = "customers of a segment, or orders of one whose customers are not known yet: a smaller one is nobody's to be singled out in"),
    FIELD(struct segment_limits, uses_most, .min = 1, .max = 1e9, .init = (double)NONE, .flags = OPTIONAL, .doc = "orders one may be used in, all together"),
    FIELD(struct segment_limits, order_least, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "sum of an order it may be used in, at least"),
    FIELD(struct segment_limits, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money one may give away: planned, and at the checkout"),
    FIELD(struct segment_limits, max_depth, .min = 0, .max = 0.99, .init = 0.4, .flags = OPTIONAL, .doc = "deepest discount that ever goes out"),
    FIELD(struct segment_limits, min_margin, .min = 0, .max = 0.99, .init = 0.05, .flags = OPTIONAL, .doc = "least margin at the discount, share of the price"),
    FIELD(struct segment_limits, least_profit, .min = -1e12, .max = 1e12, .init = 0, .flags = OPTIONAL,
          .doc = "expected change of profit at least, whatever the goal: -100 may cost 100"),
    FIELD(struct segment_limits, hold, .min = 0, .max = 0.9, .init = 0.2, .flags = OPTIONAL, .doc = "share of a personal segment held out as control; 0: nothing measures it"),
    FIELD(struct segment_limits, stopped, .flags = OPTIONAL, .doc = "the kill switch: no offers to segments at all"),
    {0}}};
static const struct record way_record = {"segment_way", sizeof(struct segment_way), (const struct field[]){
    FIELD(struct segment_way, name, .doc = "the segment"),
    FIELD(struct segment_way, goal, .doc = "what the offer was to gain"),
    FIELD(struct segment_way, words, .doc = "its rule in words"),
    FIELD(struct segment_way, why, .flags = OPTIONAL, .doc = "why it could not be taken; absent: it could"),
    FIELD(struct segment_way, customers, .doc = "of it now"),
    FIELD(struct segment_way, silent, .flags = OPTIONAL, .doc = "who would be of it, but did not agree"),
    FIELD(struct segment_way, orders, .doc = "of it among those replayed"),
    FIELD(struct segment_way, share, .init = NAN, .flags = OPTIONAL, .doc = "of the units sold, in its orders"),
    FIELD(struct segment_way, gain, .init = NAN, .flags = OPTIONAL, .doc = "of the goal, expected"),
    FIELD(struct segment_way, profit_change, .init = NAN, .flags = OPTIONAL, .doc = "expected"),
    FIELD(struct segment_way, discount, .init = NAN, .flags = OPTIONAL, .doc = "that the replayed orders would have had"),
    {0}}};
const struct record segment_sale_record = {"promotion_segment", sizeof(struct segment_sale), (const struct field[]){
    FIELD(struct segment_sale, name, .min = 1, .max = 200, .doc = "what it is called in lists"),
    FIELD(struct segment_sale, code, .min = 4, .max = 40, .doc = "what is typed at the checkout"),
    FIELD(struct segment_sale, goal, .max = 40, .init_str = "profit", .flags = OPTIONAL, .doc = "what it is to gain"),
    FIELD_ONE(struct segment_sale, segment, &segment_record, .doc = "who may use it, once each"),
    FIELD(struct segment_sale, words, .max = 500, .init_str = "", .flags = OPTIONAL, .doc = "the segment's rule in words"),
    FIELD(struct segment_sale, currency, .max = 3, .init_str = "EUR", .flags = OPTIONAL, .doc = "of its prices"),
    FIELD(struct segment_sale, sentence, .init_str = "", .flags = OPTIONAL, .doc = "the plan in words, from promo.plan"),
    FIELD(struct segment_sale, starts_ms, .unit = "ms", .doc = "not before"),
    FIELD(struct segment_sale, ends_ms, .unit = "ms", .doc = "the code ends then"),
    FIELD(struct segment_sale, customers, .min = 0, .flags = OPTIONAL, .doc = "of the segment when it was planned"),
    FIELD(struct segment_sale, silent, .min = 0, .flags = OPTIONAL, .doc = "whose orders would fit, but who did not agree"),
    FIELD(struct segment_sale, share, .init = NAN, .flags = OPTIONAL, .doc = "of the units sold, in the segment's orders"),
    FIELD(struct segment_sale, order_now, .init = NAN, .flags = OPTIONAL, .doc = "mean revenue of an order without it"),
    FIELD(struct segment_sale, order_then, .init = NAN, .flags = OPTIONAL, .doc = "the same with it"),
    FIELD_LIST(struct segment_sale, lines, &promotion_line_record, .min = 1, .max = 1000, .doc = "what it reduces, by one discount"),
    FIELD_LIST(struct segment_sale, compared, &way_record, .max = 40, .flags = OPTIONAL, .doc = "the segments it was chosen from"),
    FIELD_ONE(struct segment_sale, replay, &promo_replay_record, .flags = OPTIONAL, .doc = "the last weeks' real orders through it"),
    FIELD(struct segment_sale, by_start, .flags = OPTIONAL, .doc = "what the goal gains, by first day that was tried"),
    FIELD(struct segment_sale, evidence, .flags = OPTIONAL, .doc = "sentences it stands on"),
    {0}}};
const struct record segment_sold_record = {"segment_sold", sizeof(struct segment_sold), (const struct field[]){
    FIELD(struct segment_sold, sentence, .doc = "the decision in words"),
    FIELD(struct segment_sold, twin, .doc = "what doing nothing would mean"),
    FIELD(struct segment_sold, notice, .flags = OPTIONAL, .doc = "what is said beside the price, where it is personal"),
    FIELD(struct segment_sold, items, .doc = "variants that it reduces"),
    FIELD(struct segment_sold, profit_change, .doc = "expected"),
    FIELD(struct segment_sold, revenue_change, .doc = "expected"),
    FIELD(struct segment_sold, given_away, .doc = "discount on units that the segment would have bought anyway"),
    FIELD(struct segment_sold, first_orders, .doc = "first orders of new customers that are expected"),
    FIELD_ONE(struct segment_sold, coupon, &coupon_record, .doc = "what goes into the shop"),
    {0}}};

static enum status who_check(struct ctx *c, const struct segment_limits *limit, const struct segment_sale *in)
{
    const char *word = protected_word(in->segment->name);
    word = word ? word : protected_word(in->segment->category);
    if (word)
        return fail(c, REJECT, "segment \"%.60s\" names a protected attribute (%s): offers must not depend on it", in->segment->name.p, word);
    if (!segment_is_personal(in->segment))
        return OK;
    if (!limit->personal)
        return fail(c, REJECT, "an offer to \"%.60s\" draws on what customers bought before: set promotion.segment.personal to allow that", in->segment->name.p);
    if (!limit->notice.n)
        return fail(c, REJECT, "an offer to \"%.60s\" is a personal price: set promotion.segment.notice to the words the law asks for", in->segment->name.p);
    if (in->customers < limit->least_customers)
        return fail(c, REJECT, "\"%.60s\" has %lld customers, the shop asks for %lld: fewer would be singled out", in->segment->name.p, (long long)in->customers,
                    (long long)limit->least_customers);
    return OK;
}

static enum status lines_check(struct ctx *c, const struct segment_limits *limit, const struct segment_sale *in)
{
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        TRY(promotion_line_check(c, limit->max_depth, limit->min_margin, l));
        if (fabs(l->depth - in->lines.at[0].depth) > 1e-9)
            return fail(c, REJECT, "%.*s: a coupon has one discount, not %.3g and %.3g", FMT(l->sku), l->depth, in->lines.at[0].depth);
    }
    return in->lines.at[0].depth > 0 ? OK : fail(c, REJECT, "%.*s takes nothing off", FMT(in->name));
}

static struct coupon *coupon_of(struct ctx *c, const struct segment_limits *limit, const struct segment_sale *in)
{
    struct coupon *k = NEW(c, struct coupon);
    bool personal = segment_is_personal(in->segment);
    *k = (struct coupon){.code = in->code, .currency = in->currency, .notice = personal ? limit->notice : (struct str){0}, .share = in->lines.at[0].depth,
                         .hold = personal ? limit->hold : 0, .starts_ms = in->starts_ms, .ends_ms = in->ends_ms, .uses_most = limit->uses_most, .budget = limit->budget,
                         .order_least = isnan(limit->order_least) ? NONE : money_minor(limit->order_least, in->currency), .segment = in->segment};
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        double least = fmax(l->cost / (1 - limit->min_margin), l->price_now * (1 - limit->max_depth)) * currency_minor(l->currency);
        *LIST_ADD(c, &k->lines) = (struct coupon_line){l->product, l->sku, (int64_t)ceil(least - 1e-6)};
    }
    return k;
}

static void tell(struct ctx *c, const struct segment_limits *limit, const struct segment_sale *in, struct segment_sold *out)
{
    double now = 0, units = 0;
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        out->profit_change += l->profit_change, out->revenue_change += l->revenue_change, out->given_away += l->given_away, out->first_orders += l->first_orders;
        now += (l->price_now - l->cost) * l->units_now, units += l->units_now;
    }
    struct str aim = str_eq(in->goal, STR("acquisition")) ? str_fmt(c, ", about %.3g first orders", out->first_orders)
                     : str_eq(in->goal, STR("aov")) && !isnan(in->order_then) ? str_fmt(c, ", a mean order of %.*s instead of %.*s",
                                                                                FMT(money_told(c, in->order_then, in->currency)),
                                                                                FMT(money_told(c, in->order_now, in->currency))) : STR("");
    out->sentence = str_fmt(c, "%.3g %% off %zu variants with the code %.*s for %.3g days, for \"%.*s\" (%.*s): %.*s of profit and %.*s of revenue are expected%.*s;"
                            " %.*s is given away on what they would have bought anyway.%.*s",
                            100 * in->lines.at[0].depth, in->lines.n, FMT(in->code), (double)(in->ends_ms - in->starts_ms) / DAY_MS, FMT(in->segment->name),
                            FMT(in->words), FMT(money_change(c, out->profit_change, in->currency)), FMT(money_change(c, out->revenue_change, in->currency)), FMT(aim),
                            FMT(money_told(c, out->given_away, in->currency)), FMT(promotion_assumed(c, in->lines.at, in->lines.n)));
    out->twin = str_fmt(c, "Doing nothing: the segment is expected to buy %.*s of these units in the same days, with %.*s of profit.", FMT(units_told(c, units)),
                        FMT(money_told(c, now, in->currency)));
    out->notice = segment_is_personal(in->segment) ? limit->notice : (struct str){0};
    out->items = (int64_t)in->lines.n;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct segment_limits *limit = opt;
    const struct segment_sale *in = in_;
    struct segment_sold *out = out_;
    if (limit->stopped)
        return fail(c, REJECT, "offers to segments are stopped by the shop's setting promotion.segment.stopped");
    if (in->ends_ms <= in->starts_ms)
        return fail(c, REJECT, "%.*s would end before it begins", FMT(in->name));
    TRY(who_check(c, limit, in));
    TRY(lines_check(c, limit, in));
    *out = (struct segment_sold){.items = 0};
    tell(c, limit, in, out);
    if (out->given_away > limit->budget)
        return fail(c, REJECT, "%.*s would give away %.*s, the shop's limit is %.*s", FMT(in->name), FMT(money_told(c, out->given_away, in->currency)),
                    FMT(money_told(c, limit->budget, in->currency)));
    if (out->profit_change < limit->least_profit - 1e-6)
        return fail(c, REJECT, "%.*s: %.*s of profit is expected, the shop asks for %.*s at least", FMT(in->name), FMT(money_change(c, out->profit_change, in->currency)),
                    FMT(money_change(c, limit->least_profit, in->currency)));
    out->profit_change = stat_round(out->profit_change, 8), out->revenue_change = stat_round(out->revenue_change, 8);
    out->given_away = stat_round(out->given_away, 8), out->first_orders = stat_round(out->first_orders, 8);
    out->coupon = coupon_of(c, limit, in);
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct segment_sale *in = in_;
    const struct segment_sold *out = out_;
    *LIST_ADD(c, list) = (struct change){STR("coupon"), in->code, STR("offer"), record_to_json(c, &coupon_record, out->coupon), STR("json")};
    return OK;
}

const struct capability promotion_segment = {
    .name = "promotion.segment",
    .title = "Offer by code: {}",
    .doc = "one coupon for one group of customers by what they bought: products, discount and days, within the shop's limits, with the notice the law asks for",
    .stage = DECIDE,
    .in = &segment_sale_record,
    .out = &segment_sold_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
