/* intelligence/decide/price/promo_plan.c - which items to promote, how deep and when, and what that would have cost on real orders.
 *
 * Of all items and discounts those are taken that together gain most within the budget of money given away and the least
 * change of profit (promo_campaign.h, promo_choose.h); each start within reach is tried, and the best is taken.
 * Units   money as price; units per period; shares 0..1
 */
#include "core/capability.h"
#include "core/stat.h"
#include "data/protect.h"
#include "intelligence/decide/price/promo_campaign.h"
#include <math.h>

static const struct record offer_record = {"offer", sizeof(struct promo_offer), (const struct field[]){
    FIELD(struct promo_offer, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "its name in the answer"),
    FIELD(struct promo_offer, product, .max = 500, .flags = OPTIONAL, .doc = "items of one product are promoted together at one discount, or not; absent: alone"),
    FIELD(struct promo_offer, category, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "items of one category take sales from each other"),
    FIELD(struct promo_offer, price, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct promo_offer, cost, .min = 0, .max = 1e9, .doc = "of one unit"),
    FIELD(struct promo_offer, stock, .min = 0, .max = 1e9, .init = 1e9, .flags = OPTIONAL, .doc = "units that can be sold in the promotion"),
    FIELD(struct promo_offer, units, .min = 0, .max = 1e7, .doc = "expected per period without promotion"),
    FIELD(struct promo_offer, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "percent of units per percent of price"),
    FIELD(struct promo_offer, lift, .min = 0, .max = 20, .flags = OPTIONAL, .doc = "share that being promoted adds, beside its price"),
    FIELD(struct promo_offer, cannibal, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL,
          .doc = "share of its extra units taken from the category's others, from promo.cross; absent: as for all"),
    FIELD(struct promo_offer, lowest, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL,
          .doc = "its lowest price of the 30 days before: only below it may a reduction be announced"),
    FIELD(struct promo_offer, ahead, .max = 400, .flags = OPTIONAL, .doc = "units expected in each period from now; absent: `units` in each"),
    {0}}};
const struct record promo_bought_record = {"bought", sizeof(struct promo_bought), (const struct field[]){
    FIELD(struct promo_bought, sku, .max = 200, .flags = LOOSE, .doc = "item"),
    FIELD(struct promo_bought, units, .min = 0, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "units"),
    {0}}};
static const struct record basket_record = {"basket", sizeof(struct promo_basket), (const struct field[]){
    FIELD(struct promo_basket, day, .min = 0, .max = 1e6, .flags = OPTIONAL, .doc = "since 1970-01-01: the replay tells week by week"),
    FIELD(struct promo_basket, first, .flags = OPTIONAL, .doc = "the first order of its customer, for acquisition"),
    FIELD(struct promo_basket, member, .flags = OPTIONAL, .doc = "who placed it was then of the segment that the promotion is for"),
    FIELD_LIST(struct promo_basket, lines, &promo_bought_record, .max = 1000, .doc = "what was bought in one order; no person is needed"),
    {0}}};
const struct record promo_in_record = {"promo", sizeof(struct promo_in), (const struct field[]){
    FIELD_LIST(struct promo_in, items, &offer_record, .min = 1, .max = 100000, .doc = "what may be promoted"),
    FIELD_LIST(struct promo_in, orders, &basket_record, .max = 100000, .flags = OPTIONAL, .doc = "recent orders, for halo and replay"),
    FIELD(struct promo_in, depths, .max = 20, .flags = OPTIONAL, .doc = "discounts to choose from; absent: 0.1, 0.15, 0.2, 0.25, 0.3"),
    FIELD(struct promo_in, periods, .min = 1, .max = 366, .init = 7, .flags = OPTIONAL, .doc = "length of the promotion"),
    FIELD(struct promo_in, starts, .min = 1, .max = 60, .init = 1, .flags = OPTIONAL, .doc = "starts that are tried: 1 is at once, 3 at once, a period and two later"),
    FIELD(struct promo_in, max_items, .min = 1, .max = 100000, .init = 20, .flags = OPTIONAL, .doc = "items at most; those of one product count as one"),
    FIELD(struct promo_in, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money that may be given away on units that would have sold anyway"),
    FIELD(struct promo_in, min_margin, .min = 0, .max = 0.99, .init = 0.05, .flags = OPTIONAL, .doc = "least margin at the discount, share of the price"),
    FIELD(struct promo_in, cannibal, .min = 0, .max = 1, .init = 0.2, .flags = OPTIONAL, .doc = "share of extra units taken from the category's other items"),
    FIELD(struct promo_in, new_orders, .min = 0, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "share of extra units in orders that would not have been placed otherwise"),
    FIELD(struct promo_in, least_profit, .min = -1e15, .max = 1e15, .init = NAN, .flags = OPTIONAL,
          .doc = "change of profit at least, whatever the goal: -100 may cost 100; absent: any"),
    FIELD(struct promo_in, segment, .max = 100, .flags = OPTIONAL, .doc = "who may have it: those whose orders say `member`; absent: everybody"),
    FIELD(struct promo_in, one_depth, .flags = OPTIONAL, .doc = "one discount on all items, as a coupon gives it"),
    FIELD(struct promo_in, goal, .choice = "profit|revenue|units|aov|acquisition", .init_str = "profit", .flags = OPTIONAL,
          .doc = "what to gain; aov: revenue beyond what as many average orders bring, acquisition: first orders"),
    {0}}};
static const struct record promo_pick_record = {"pick", sizeof(struct promo_pick), (const struct field[]){
    FIELD(struct promo_pick, sku, .doc = "as given"),
    FIELD(struct promo_pick, depth, .doc = "discount, share of the price"),
    FIELD(struct promo_pick, price, .doc = "price in the promotion"),
    FIELD(struct promo_pick, units, .doc = "expected to sell in it"),
    FIELD(struct promo_pick, units_now, .doc = "expected without it"),
    FIELD(struct promo_pick, revenue_change, .doc = "in all: the item, what is bought beside it, and what others lose"),
    FIELD(struct promo_pick, profit_change, .doc = "in all: the item, halo, and what others lose"),
    FIELD(struct promo_pick, given_away, .doc = "discount on units that would have sold anyway"),
    FIELD(struct promo_pick, halo, .doc = "profit on what is bought beside it"),
    FIELD(struct promo_pick, lost_elsewhere, .doc = "profit that the category's other items lose"),
    FIELD(struct promo_pick, break_even, .doc = "units it must sell to earn itself what it earns without"),
    FIELD(struct promo_pick, first_orders, .flags = OPTIONAL, .doc = "first orders of new customers it is expected to bring"),
    FIELD(struct promo_pick, sentence, .doc = "in words"),
    {0}}};
static const struct record promo_out_record = {"promotion", sizeof(struct promo_out), (const struct field[]){
    FIELD_LIST(struct promo_out, picks, &promo_pick_record, .doc = "best first"),
    FIELD_ONE(struct promo_out, replay, &promo_replay_record, .flags = OPTIONAL, .doc = "the same orders again, with the promotion"),
    FIELD(struct promo_out, start, .flags = OPTIONAL, .doc = "periods from now that it begins"),
    FIELD(struct promo_out, by_start, .flags = OPTIONAL, .doc = "what the goal gains, by start that was tried"),
    FIELD(struct promo_out, gain, .flags = OPTIONAL, .doc = "of the goal"),
    FIELD(struct promo_out, revenue_change, .doc = "of all picks"),
    FIELD(struct promo_out, profit_change, .doc = "of all picks"),
    FIELD(struct promo_out, given_away, .doc = "of all picks"),
    FIELD(struct promo_out, first_orders, .flags = OPTIONAL, .doc = "first orders of new customers that are expected of all picks"),
    FIELD(struct promo_out, order_now, .init = NAN, .flags = OPTIONAL, .doc = "mean revenue of an order in those periods without it; absent: orders do not say"),
    FIELD(struct promo_out, order_then, .init = NAN, .flags = OPTIONAL, .doc = "the same with it"),
    FIELD(struct promo_out, share, .init = NAN, .flags = OPTIONAL, .doc = "share of the units that the segment's orders are"),
    FIELD(struct promo_out, sentence, .doc = "in words"),
    {0}}};

/* ---- telling -------------------------------------------------------------------------------------------- */

/* Money or units as people read them: no more digits than count, no powers of ten. */
static struct str told(struct ctx *c, double x, const char *sign)
{
    int digits = fabs(x) >= 1000 || fabs(x - round(x)) < 0.005 ? 0 : fabs(x) >= 10 ? 1 : 2;
    return str_fmt(c, "%s%.*f", x < 0 ? "-" : sign, digits, fabs(x));
}

static void say_pick(struct ctx *c, struct promo_pick *p)
{
    p->sentence = str_fmt(c, "%.3g %% off, at %.10g: %s units instead of %s, %s profit in all; it must sell %s to keep its own margin",
                          100 * p->depth, p->price, told(c, p->units, "").p, told(c, p->units_now, "").p, told(c, p->profit_change, "+").p,
                          told(c, p->break_even, "").p);
    double *all[] = {&p->units, &p->units_now, &p->revenue_change, &p->profit_change, &p->given_away, &p->halo, &p->lost_elsewhere, &p->break_even,
                     &p->first_orders};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = stat_round(*all[i], 8);
}

static const char *gained(struct str goal)
{
    return str_eq(goal, STR("aov")) ? "on the mean order" : str_eq(goal, STR("acquisition")) ? "first orders" : str_eq(goal, STR("profit"))
               ? "profit" : str_eq(goal, STR("revenue")) ? "revenue" : "units";
}

static void say(struct ctx *c, const struct promo_in *in, struct promo_out *out)
{
    for (size_t i = 0; i < out->picks.n; i++)
        say_pick(c, &out->picks.at[i]);
    out->revenue_change = stat_round(out->revenue_change, 8), out->profit_change = stat_round(out->profit_change, 8);
    out->given_away = stat_round(out->given_away, 8), out->first_orders = stat_round(out->first_orders, 8);
    struct str who = in->segment.n ? str_fmt(c, " for %.*s", FMT(in->segment)) : STR("");
    struct str first = str_eq(in->goal, STR("acquisition")) ? str_fmt(c, ", %s first orders", told(c, out->first_orders, "").p) : STR("");
    struct str mean = str_eq(in->goal, STR("aov"))
                          ? str_fmt(c, ", a mean order of %s instead of %s", told(c, out->order_then, "").p, told(c, out->order_now, "").p) : STR("");
    size_t n = out->picks.n;
    out->sentence = n ? str_fmt(c, "promote %zu item%s%s for %lld period%s: %s revenue, %s profit%s%s, %s given away on units that would have sold anyway",
                                n, n == 1 ? "" : "s", who.p, (long long)in->periods, in->periods == 1 ? "" : "s", told(c, out->revenue_change, "+").p,
                                told(c, out->profit_change, "+").p, first.p, mean.p, told(c, out->given_away, "").p)
                      : str_fmt(c, "promote nothing%s: no allowed discount gains %s within the limits", who.p, gained(in->goal));
}

static enum status check(struct ctx *c, const struct promo_in *in, const size_t *order)
{
    for (size_t i = 0; i < in->depths.n; i++)
        if (!(in->depths.at[i] > 0 && in->depths.at[i] < 1))
            return fail(c, REJECT, "depths[%zu] is %.4g: give shares above 0 and below 1", i, in->depths.at[i]);
    if (!in->orders.n && (str_eq(in->goal, STR("aov")) || str_eq(in->goal, STR("acquisition"))))
        return fail(c, REJECT, "goal \"%.*s\" is read from orders: give recent `orders`, each with its lines%s", FMT(in->goal),
                    str_eq(in->goal, STR("aov")) ? "" : " and whether it was its customer's first");
    const char *word = protected_word(in->segment);
    if (word)
        return fail(c, REJECT, "segment \"%.40s\" names a protected attribute (%s): offers must not depend on it", in->segment.p, word);
    for (size_t i = 1; i < in->items.n; i++)
        if (str_eq(in->items.at[order[i]].sku, in->items.at[order[i - 1]].sku))
            return fail(c, REJECT, "items name %.*s twice: give each once", FMT(in->items.at[order[i]].sku));
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    static double usual[] = {0.1, 0.15, 0.2, 0.25, 0.3};
    (void)opt;
    struct promo_out *out = out_;
    struct campaign k = {.in = in_, .order = campaign_sort(c, in_)};
    TRY(check(c, in_, k.order));
    k.depths = k.in->depths.n ? k.in->depths : (struct reals){usual, sizeof usual / sizeof *usual};
    campaign_plan(c, &k, out);
    say(c, k.in, out);
    if (k.in->orders.n)
        out->replay = promo_play(c, k.in, out, k.order);
    return OK;
}

const struct capability promo_plan = {
    .name = "promo.plan",
    .doc = "which items to promote, how deep and when, with halo, cannibalisation and a replay of real orders",
    .stage = DECIDE,
    .in = &promo_in_record,
    .out = &promo_out_record,
    .run = run,
};
