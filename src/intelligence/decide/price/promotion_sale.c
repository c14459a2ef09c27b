/* intelligence/decide/price/promotion_sale.c - one promotion as work: which products ask less, from when until when.
 *
 * What to promote comes from promo.plan; here the shop's limits are held once more on what would go out, and the reduction
 * is announced against the lowest price of the 30 days before, or not at all. Some products may be held out as control.
 * Units   money in major units; shares 0..1; ms UTC
 * Source  Directive 98/6/EC article 6a
 */
#include "intelligence/decide/price/promotion_sale.h"
#include "core/capability.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/product.h"
#include <math.h>

static const struct record opt_record = {"promotion_limits", sizeof(struct promotion_limits), (const struct field[]){
    FIELD(struct promotion_limits, goal, .choice = "profit|revenue|units|aov|acquisition", .init_str = "profit", .flags = OPTIONAL, .doc = "what promotions are to gain"),
    FIELD(struct promotion_limits, depths, .max = 20, .flags = OPTIONAL, .doc = "discounts to choose from; absent: 0.1, 0.15, 0.2, 0.25, 0.3"),
    FIELD(struct promotion_limits, days, .min = 1, .max = 60, .init = 7, .flags = OPTIONAL, .doc = "how long one lasts"),
    FIELD(struct promotion_limits, starts, .min = 1, .max = 28, .init = 7, .flags = OPTIONAL, .doc = "days in a row that are tried as its first"),
    FIELD(struct promotion_limits, lead_days, .min = 0, .max = 60, .init = 2, .flags = OPTIONAL, .doc = "days a person has to look at it before the first start"),
    FIELD(struct promotion_limits, max_items, .min = 1, .max = 1000, .init = 20, .flags = OPTIONAL, .doc = "products of one"),
    FIELD(struct promotion_limits, least_profit, .min = -1e12, .max = 1e12, .init = 0, .flags = OPTIONAL,
          .doc = "expected change of profit at least, whatever the goal: -100 may cost 100"),
    FIELD(struct promotion_limits, max_share, .min = 0.001, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "share of the products that may be promoted at once"),
    FIELD(struct promotion_limits, replay_days, .min = 7, .max = 400, .init = 56, .flags = OPTIONAL, .doc = "days of real orders that are played through it"),
    FIELD(struct promotion_limits, every_days, .min = 1, .max = 400, .init = 14, .flags = OPTIONAL, .doc = "from one plan to the next"),
    FIELD(struct promotion_limits, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money one may give away on units that would have sold anyway"),
    FIELD(struct promotion_limits, max_depth, .min = 0, .max = 0.99, .init = 0.4, .flags = OPTIONAL, .doc = "deepest discount that ever goes out"),
    FIELD(struct promotion_limits, min_margin, .min = 0, .max = 0.99, .init = 0.05, .flags = OPTIONAL, .doc = "least margin at the discount, share of the price"),
    FIELD(struct promotion_limits, hold, .min = 0, .max = 0.9, .init = 0.3, .flags = OPTIONAL, .doc = "share of its products held out as control; 0: nothing measures it"),
    FIELD(struct promotion_limits, stopped, .flags = OPTIONAL, .doc = "the kill switch: no promotions at all"),
    {0}}};
const struct record promotion_line_record = {"promotion_line", sizeof(struct promotion_line), (const struct field[]){
    FIELD(struct promotion_line, product, .min = 1, .max = 500, .doc = "our id of it"),
    FIELD(struct promotion_line, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "its SKU"),
    FIELD(struct promotion_line, title, .max = 1000, .init_str = "", .flags = OPTIONAL, .doc = "its name"),
    FIELD(struct promotion_line, currency, .max = 3, .init_str = "EUR", .flags = OPTIONAL, .doc = "of its prices"),
    FIELD(struct promotion_line, price_now, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct promotion_line, price, .min = 0, .max = 1e9, .doc = "asked in the promotion"),
    FIELD(struct promotion_line, lowest, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "lowest price of the 30 days before; absent: not known"),
    FIELD(struct promotion_line, cost, .max = 1e9, .doc = "of one unit"),
    FIELD(struct promotion_line, stock, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "units on hand"),
    FIELD(struct promotion_line, depth, .max = 1, .flags = OPTIONAL, .doc = "discount, share of the price"),
    FIELD(struct promotion_line, elasticity, .min = -100, .max = 100, .init = NAN, .flags = OPTIONAL, .doc = "evidence: from price.elastic"),
    FIELD(struct promotion_line, lift, .min = -1, .max = 100, .flags = OPTIONAL, .doc = "evidence: what being promoted adds"),
    FIELD(struct promotion_line, cannibal, .min = -1, .max = 2, .init = NAN, .flags = OPTIONAL, .doc = "evidence: share of extra units taken from others"),
    FIELD(struct promotion_line, units, .max = 1e9, .flags = OPTIONAL, .doc = "expected to sell in it"),
    FIELD(struct promotion_line, units_now, .max = 1e9, .flags = OPTIONAL, .doc = "expected without it"),
    FIELD(struct promotion_line, revenue_change, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "expected"),
    FIELD(struct promotion_line, profit_change, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "expected, with halo and what others lose"),
    FIELD(struct promotion_line, given_away, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "discount on units that would have sold anyway"),
    FIELD(struct promotion_line, halo, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "profit on what is bought beside it"),
    FIELD(struct promotion_line, lost_elsewhere, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "profit that the category's other items lose"),
    FIELD(struct promotion_line, first_orders, .max = 1e9, .flags = OPTIONAL, .doc = "first orders of new customers it is expected to bring"),
    FIELD(struct promotion_line, assumed, .flags = OPTIONAL, .doc = "the elasticity is the shop's setting: no price has shown one"),
    FIELD(struct promotion_line, variant, .flags = OPTIONAL, .doc = "one of several variants of its product: its price alone is written"),
    FIELD(struct promotion_line, held, .flags = OPTIONAL, .doc = "held out as control: its price stays"),
    {0}}};
const struct record promotion_record = {"promotion_sale", sizeof(struct promotion), (const struct field[]){
    FIELD(struct promotion, name, .min = 1, .max = 200, .doc = "what it is called in lists"),
    FIELD(struct promotion, goal, .max = 40, .init_str = "profit", .flags = OPTIONAL, .doc = "what it is to gain"),
    FIELD(struct promotion, segment, .max = 100, .init_str = "everyone", .flags = OPTIONAL, .doc = "who is asked the lower price: prices in the shop are everyone's"),
    FIELD(struct promotion, sentence, .init_str = "", .flags = OPTIONAL, .doc = "the plan in words, from promo.plan"),
    FIELD(struct promotion, starts_ms, .unit = "ms", .doc = "not before"),
    FIELD(struct promotion, ends_ms, .unit = "ms", .doc = "all prices are put back then"),
    FIELD_LIST(struct promotion, lines, &promotion_line_record, .min = 1, .max = 1000, .doc = "product by product"),
    FIELD_ONE(struct promotion, replay, &promo_replay_record, .flags = OPTIONAL, .doc = "the last weeks' real orders through it"),
    FIELD(struct promotion, by_start, .flags = OPTIONAL, .doc = "what the goal gains, by first day that was tried"),
    FIELD(struct promotion, order_now, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "mean revenue of an order without it"),
    FIELD(struct promotion, order_then, .min = -1e12, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "the same with it"),
    FIELD(struct promotion, evidence, .flags = OPTIONAL, .doc = "sentences it stands on"),
    {0}}};
static const struct record promoted_record = {"promoted", sizeof(struct promoted), (const struct field[]){
    FIELD(struct promoted, sentence, .doc = "the decision in words"),
    FIELD(struct promoted, twin, .doc = "what doing nothing would mean"),
    FIELD(struct promoted, items, .doc = "products that ask less"),
    FIELD(struct promoted, held, .doc = "products held out as control"),
    FIELD(struct promoted, profit_change, .doc = "expected of those that ask less"),
    FIELD(struct promoted, revenue_change, .doc = "the same of revenue"),
    FIELD(struct promoted, given_away, .doc = "discount on units that would have sold anyway"),
    FIELD(struct promoted, first_orders, .flags = OPTIONAL, .doc = "first orders of new customers that are expected"),
    {0}}};

enum status promotion_line_check(struct ctx *c, double max_depth, double min_margin, const struct promotion_line *l)
{
    double depth = 1 - (double)money_minor(l->price, l->currency) / (double)money_minor(l->price_now, l->currency);
    if (!(money_minor(l->price, l->currency) > 0))
        return fail(c, REJECT, "%.*s: a price of %.10g cannot be asked", FMT(l->sku), l->price);
    if (depth <= 0)
        return fail(c, REJECT, "%.*s: %.10g is no reduction of %.10g", FMT(l->sku), l->price, l->price_now);
    if (depth > max_depth + 1e-9)
        return fail(c, REJECT, "%.*s: %.1f %% off is deeper than the shop's limit of %.1f %%", FMT(l->sku), 100 * depth, 100 * max_depth);
    if (l->price < l->cost / (1 - min_margin) - 1e-9)
        return fail(c, REJECT, "%.*s: %.10g leaves less than the least margin of %.3g %% over the cost of %.10g", FMT(l->sku), l->price,
                    100 * min_margin, l->cost);
    return OK;
}

struct str promotion_assumed(struct ctx *c, const struct promotion_line *l, size_t n)
{
    size_t assumed = 0, asked = 0;
    double elasticity = 0;
    for (size_t i = 0; i < n; i++)
        if (!l[i].held)
            asked++, assumed += l[i].assumed, elasticity = l[i].assumed ? l[i].elasticity : elasticity;
    struct str of = assumed == asked ? STR("No") : str_fmt(c, "For %zu of them no", assumed);
    return assumed ? str_fmt(c, " %.*s other price has shown how sales follow: an elasticity of %.3g is assumed.", FMT(of), elasticity) : STR("");
}

/* Nobody may be told of a reduction from a price that was not the lowest of the 30 days before. */
static bool is_announced(const struct promotion_line *l) { return l->lowest > l->price + 1e-9; }

static void doubts_tell(struct ctx *c, const struct promotion *in)
{
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        if (!l->held && !is_announced(l))
            doubt(c, isnan(l->lowest) ? "%.*s: its price of the 30 days before is not known, so no reduction is announced"
                                      : "%.*s: it asked as little within the 30 days before, so no reduction is announced", FMT(l->sku));
        if (!l->held && l->stock < l->units)
            doubt(c, "%.*s: %.0f on hand, %.0f are expected to sell", FMT(l->sku), l->stock, l->units);
    }
}

static void sum_up(const struct promotion *in, struct promoted *out)
{
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        out->held += l->held, out->items += !l->held;
        if (l->held)
            continue;
        out->profit_change += l->profit_change, out->revenue_change += l->revenue_change, out->given_away += l->given_away;
        out->first_orders += l->first_orders;
    }
    out->profit_change = stat_round(out->profit_change, 8), out->revenue_change = stat_round(out->revenue_change, 8);
    out->given_away = stat_round(out->given_away, 8), out->first_orders = stat_round(out->first_orders, 8);
}

/* What the goal is about, where that is not money. */
static struct str aim(struct ctx *c, const struct promotion *in, const struct promoted *out)
{
    if (str_eq(in->goal, STR("acquisition")))
        return str_fmt(c, " About %.3g first orders are expected of it.", out->first_orders);
    if (str_eq(in->goal, STR("aov")) && !isnan(in->order_then))
        return str_fmt(c, " A mean order is expected to be worth %.*s instead of %.*s.", FMT(money_told(c, in->order_then, in->lines.at[0].currency)),
                       FMT(money_told(c, in->order_now, in->lines.at[0].currency)));
    return STR("");
}

static struct str nothing(struct ctx *c, const struct promotion *in)
{
    double units = 0, profit = 0;
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        if (!l->held)
            units += l->units_now, profit += (l->price_now - l->cost) * l->units_now;
    }
    return str_fmt(c, "Doing nothing: %.*s units and %.*s of profit are expected of them in the same days.", FMT(units_told(c, units)),
                   FMT(money_told(c, profit, in->lines.at[0].currency)));
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct promotion_limits *limit = opt;
    const struct promotion *in = in_;
    struct promoted *out = out_;
    struct str currency = in->lines.at[0].currency;
    if (limit->stopped)
        return fail(c, REJECT, "promotions are stopped by the shop's setting promotion.sale.stopped");
    if (in->ends_ms <= in->starts_ms)
        return fail(c, REJECT, "%.*s would end before it begins", FMT(in->name));
    for (size_t i = 0; i < in->lines.n; i++)
        if (!in->lines.at[i].held)
            TRY(promotion_line_check(c, limit->max_depth, limit->min_margin, &in->lines.at[i]));
    *out = (struct promoted){.items = 0};
    sum_up(in, out);
    if (!out->items)
        return fail(c, REJECT, "%.*s promotes nothing: every product of it is held out", FMT(in->name));
    if (out->given_away > limit->budget)
        return fail(c, REJECT, "%.*s would give away %.*s, the shop's limit is %.*s", FMT(in->name), FMT(money_told(c, out->given_away, currency)),
                    FMT(money_told(c, limit->budget, currency)));
    doubts_tell(c, in);
    out->sentence = str_fmt(c, "%lld product%s less for %.3g days, for %.*s: %.*s of profit and %.*s of revenue are expected; %.*s is given away on"
                            " what would have sold anyway%s.%.*s%.*s",
                            (long long)out->items, out->items == 1 ? " asks" : "s ask", (double)(in->ends_ms - in->starts_ms) / DAY_MS, FMT(in->segment),
                            FMT(money_change(c, out->profit_change, currency)), FMT(money_change(c, out->revenue_change, currency)),
                            FMT(money_told(c, out->given_away, currency)),
                            out->held ? str_fmt(c, "; %lld more keep%s price as control", (long long)out->held, out->held == 1 ? "s its" : " their").p : "", FMT(aim(c, in, out)),
                            FMT(promotion_assumed(c, in->lines.at, in->lines.n)));
    if (out->profit_change < limit->least_profit)
        doubt(c, "%.*s of profit is expected of what is not held out, the shop asks for %.*s at least", FMT(money_change(c, out->profit_change, currency)),
              FMT(money_change(c, limit->least_profit, currency)));
    out->twin = nothing(c, in);
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct promotion *in = in_;
    (void)out_;
    for (size_t i = 0; i < in->lines.n; i++) {
        const struct promotion_line *l = &in->lines.at[i];
        if (l->held)
            continue;
        struct str of = l->variant ? str_fmt(c, ":%.*s", FMT(l->sku)) : STR(""), money = STR("money");
        struct str price = money_text(c, money_minor(l->price, l->currency), l->currency);
        *LIST_ADD(c, list) = (struct change){STR("product"), l->product, str_fmt(c, "price%.*s", FMT(of)), price, money};
        if (is_announced(l))
            *LIST_ADD(c, list) = (struct change){STR("product"), l->product, str_fmt(c, "compare_at%.*s", FMT(of)),
                                                 money_text(c, money_minor(l->lowest, l->currency), l->currency), money};
    }
    return OK;
}

const struct capability promotion_sale = {
    .name = "promotion.sale",
    .title = "{}",
    .doc = "one promotion: products that ask less between two times, within the shop's limits, announced against the lowest price of 30 days",
    .stage = DECIDE,
    .in = &promotion_record,
    .out = &promoted_record,
    .opt = &opt_record,
    .run = run,
    .changes = changes,
};
