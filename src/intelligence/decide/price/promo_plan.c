/* intelligence/decide/price/promo_plan.c - which items to promote, how deep and when, and what that would have cost on real orders.
 *
 * Units at a discount d: units x (1 - d)^elasticity x (1 + lift), no more than the stock. Extra units take `cannibal` of
 * them from the category's other items at their mean margin, and `new_orders` of them bring what was bought beside the
 * item in past orders (halo). Items are taken by gain until the budget of money given away is spent; each start within
 * reach is tried, and the one that gains most is taken.
 * Units   money as price; units per period; shares 0..1
 */
#include "intelligence/decide/price/promo.h"
#include "core/capability.h"
#include "core/stat.h"
#include <math.h>
#include <stdlib.h>

static const struct record offer_record = {"offer", sizeof(struct promo_offer), (const struct field[]){
    FIELD(struct promo_offer, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "its name in the answer"),
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
    FIELD_LIST(struct promo_basket, lines, &promo_bought_record, .max = 1000, .doc = "what was bought in one order; no person is needed"),
    {0}}};
const struct record promo_in_record = {"promo", sizeof(struct promo_in), (const struct field[]){
    FIELD_LIST(struct promo_in, items, &offer_record, .min = 1, .max = 100000, .doc = "what may be promoted"),
    FIELD_LIST(struct promo_in, orders, &basket_record, .max = 100000, .flags = OPTIONAL, .doc = "recent orders, for halo and replay"),
    FIELD(struct promo_in, depths, .max = 20, .flags = OPTIONAL, .doc = "discounts to choose from; absent: 0.1, 0.15, 0.2, 0.25, 0.3"),
    FIELD(struct promo_in, periods, .min = 1, .max = 366, .init = 7, .flags = OPTIONAL, .doc = "length of the promotion"),
    FIELD(struct promo_in, starts, .min = 1, .max = 60, .init = 1, .flags = OPTIONAL, .doc = "starts that are tried: 1 is at once, 3 at once, a period and two later"),
    FIELD(struct promo_in, max_items, .min = 1, .max = 100000, .init = 20, .flags = OPTIONAL, .doc = "items at most"),
    FIELD(struct promo_in, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money that may be given away on units that would have sold anyway"),
    FIELD(struct promo_in, min_margin, .min = 0, .max = 0.99, .init = 0.05, .flags = OPTIONAL, .doc = "least margin at the discount, share of the price"),
    FIELD(struct promo_in, cannibal, .min = 0, .max = 1, .init = 0.2, .flags = OPTIONAL, .doc = "share of extra units taken from the category's other items"),
    FIELD(struct promo_in, new_orders, .min = 0, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "share of extra units in orders that would not have been placed otherwise"),
    FIELD(struct promo_in, goal, .choice = "profit|revenue|units|aov|acquisition", .init_str = "profit", .flags = OPTIONAL,
          .doc = "what to gain; aov: revenue beyond what as many average orders bring, acquisition: first orders"),
    {0}}};
const struct record promo_pick_record = {"pick", sizeof(struct promo_pick), (const struct field[]){
    FIELD(struct promo_pick, sku, .doc = "as given"),
    FIELD(struct promo_pick, depth, .doc = "discount, share of the price"),
    FIELD(struct promo_pick, price, .doc = "price in the promotion"),
    FIELD(struct promo_pick, units, .doc = "expected to sell in it"),
    FIELD(struct promo_pick, units_now, .doc = "expected without it"),
    FIELD(struct promo_pick, revenue_change, .doc = "of this item"),
    FIELD(struct promo_pick, profit_change, .doc = "in all: the item, halo, and what others lose"),
    FIELD(struct promo_pick, given_away, .doc = "discount on units that would have sold anyway"),
    FIELD(struct promo_pick, halo, .doc = "profit on what is bought beside it"),
    FIELD(struct promo_pick, lost_elsewhere, .doc = "profit that the category's other items lose"),
    FIELD(struct promo_pick, break_even, .doc = "units it must sell to earn what it earns without"),
    FIELD(struct promo_pick, first_orders, .flags = OPTIONAL, .doc = "first orders of new customers it is expected to bring"),
    FIELD(struct promo_pick, sentence, .doc = "in words"),
    {0}}};
const struct record promo_out_record = {"promotion", sizeof(struct promo_out), (const struct field[]){
    FIELD_LIST(struct promo_out, picks, &promo_pick_record, .doc = "best first"),
    FIELD_ONE(struct promo_out, replay, &promo_replay_record, .flags = OPTIONAL, .doc = "the same orders again, with the promotion"),
    FIELD(struct promo_out, start, .flags = OPTIONAL, .doc = "periods from now that it begins"),
    FIELD(struct promo_out, by_start, .flags = OPTIONAL, .doc = "what the goal gains, by start that was tried"),
    FIELD(struct promo_out, revenue_change, .doc = "of all picks"),
    FIELD(struct promo_out, profit_change, .doc = "of all picks"),
    FIELD(struct promo_out, given_away, .doc = "of all picks"),
    FIELD(struct promo_out, sentence, .doc = "in words"),
    {0}}};

struct beside { /* what the orders say of an item */
    double profit, revenue, units; /* on their other lines; of itself */
    double orders, first;
};
struct campaign {
    const struct promo_in *in;
    struct beside *beside;  /* [items] */
    double *rivals;         /* [items] mean margin of a unit of the category's other items */
    size_t *order;          /* item numbers, sorted by sku */
    double mean_order, first; /* revenue of an order; share that are first orders */
    size_t start;
};

static int by_sku(const void *a, const void *b, void *items)
{
    const struct promo_offer *of = items;
    return str_cmp(of[*(const size_t *)a].sku, of[*(const size_t *)b].sku);
}

static int by_category(const void *a, const void *b, void *items)
{
    const struct promo_offer *of = items;
    return str_cmp(of[*(const size_t *)a].category, of[*(const size_t *)b].category);
}

static size_t *sorted(struct ctx *c, const struct promo_in *in, int (*by)(const void *, const void *, void *))
{
    size_t *order = NEW_ARRAY(c, size_t, in->items.n);
    for (size_t i = 0; i < in->items.n; i++)
        order[i] = i;
    qsort_r(order, in->items.n, sizeof *order, by, in->items.at);
    return order;
}

/* ---- what the orders and the others say -------------------------------------------------------------- */

static void order_read(struct campaign *k, const struct promo_basket *b)
{
    double profit = 0, revenue = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < b->lines.n; i++) {
            size_t at = promo_find(k->in, k->order, b->lines.at[i].sku);
            if (at == SIZE_MAX)
                continue;
            const struct promo_offer *x = &k->in->items.at[at];
            double units = b->lines.at[i].units, own = (x->price - x->cost) * units;
            struct beside *s = &k->beside[at];
            if (!pass)
                profit += own, revenue += x->price * units;
            else
                s->profit += profit - own, s->revenue += revenue - x->price * units, s->units += units, s->orders++, s->first += b->first;
        }
    k->mean_order += revenue / (double)k->in->orders.n, k->first += (double)b->first / (double)k->in->orders.n;
}

static void rivals_read(struct ctx *c, struct campaign *k)
{
    const struct promo_in *in = k->in;
    size_t *order = sorted(c, in, by_category), end;
    k->rivals = NEW_ARRAY(c, double, in->items.n);
    for (size_t from = 0; from < in->items.n; from = end) {
        double profit = 0, units = 0;
        for (end = from; end < in->items.n && str_eq(in->items.at[order[end]].category, in->items.at[order[from]].category); end++) {
            const struct promo_offer *x = &in->items.at[order[end]];
            profit += x->units * (x->price - x->cost), units += x->units;
        }
        for (size_t i = from; i < end; i++) {
            const struct promo_offer *x = &in->items.at[order[i]];
            double others = units - x->units;
            k->rivals[order[i]] = others > 1e-9 * units ? (profit - x->units * (x->price - x->cost)) / others : 0;
        }
    }
}

/* ---- one item at one depth ---------------------------------------------------------------------------- */

static double expected(const struct campaign *k, const struct promo_offer *x)
{
    double sum = 0;
    for (size_t t = k->start; t < k->start + (size_t)k->in->periods; t++)
        sum += t < x->ahead.n && x->ahead.at[t] >= 0 ? x->ahead.at[t] : x->units;
    return sum;
}

static struct promo_pick try_depth(const struct campaign *k, size_t i, double depth)
{
    const struct promo_offer *x = &k->in->items.at[i];
    double units = expected(k, x), price = round(x->price * (1 - depth) * 100) / 100;
    double now = fmin(x->stock, units), then = fmin(x->stock, units * pow(1 - depth, x->elasticity) * (1 + x->lift));
    const struct beside *b = &k->beside[i];
    struct promo_pick p = {.sku = x->sku, .depth = depth, .price = price, .units = then, .units_now = now};
    double orders = (then - now) * k->in->new_orders; /* of one unit each: most are */
    p.given_away = (x->price - price) * now;
    p.halo = b->units > 0 ? b->profit / b->units * orders : 0;
    p.lost_elsewhere = (isnan(x->cannibal) ? k->in->cannibal : x->cannibal) * (then - now) * k->rivals[i];
    p.revenue_change = price * then - x->price * now;
    p.profit_change = (price - x->cost) * then - (x->price - x->cost) * now + p.halo - p.lost_elsewhere;
    p.break_even = (x->price - x->cost) * now / (price - x->cost);
    p.first_orders = orders * (b->first + 2 * k->first) / (b->orders + 2); /* drawn to the shop's share by two orders */
    return p;
}

static double goal_of(const struct campaign *k, const struct promo_pick *p)
{
    struct str goal = k->in->goal;
    if (str_eq(goal, STR("revenue")))
        return p->revenue_change;
    if (str_eq(goal, STR("units")))
        return p->units - p->units_now;
    if (str_eq(goal, STR("acquisition")))
        return p->first_orders;
    if (!str_eq(goal, STR("aov")))
        return p->profit_change;
    const struct beside *b = &k->beside[promo_find(k->in, k->order, p->sku)];
    double orders = (p->units - p->units_now) * k->in->new_orders;
    return p->revenue_change + (b->units > 0 ? b->revenue / b->units * orders : 0) - k->mean_order * orders;
}

static bool is_allowed(const struct campaign *k, size_t i, const struct promo_pick *p, double room)
{
    double cost = k->in->items.at[i].cost;
    if (p->price >= k->in->items.at[i].lowest - 1e-9)
        return false;
    return p->price > 0 && p->price < k->in->items.at[i].price && cost <= p->price * (1 - k->in->min_margin) && p->price > cost && !(p->given_away > room);
}

/* The item's best depth that keeps the least margin and gives away no more than `room`; false: none gains anything. */
static bool best_depth(const struct campaign *k, size_t i, double room, struct promo_pick *best)
{
    static const double usual[] = {0.1, 0.15, 0.2, 0.25, 0.3};
    const struct promo_in *in = k->in;
    size_t n = in->depths.n ? in->depths.n : sizeof usual / sizeof *usual;
    bool any = false;
    for (size_t d = 0; d < n; d++) {
        struct promo_pick p = try_depth(k, i, in->depths.n ? in->depths.at[d] : usual[d]);
        if (is_allowed(k, i, &p, room) && goal_of(k, &p) > 0 && (!any || goal_of(k, &p) > goal_of(k, best)))
            *best = p, any = true;
    }
    return any;
}

/* ---- choosing ------------------------------------------------------------------------------------------ */

static int by_gain(const void *a, const void *b, void *k)
{
    double x = goal_of(k, a), y = goal_of(k, b);
    return x > y ? -1 : x < y ? 1 : str_cmp(((const struct promo_pick *)a)->sku, ((const struct promo_pick *)b)->sku);
}

static double choose(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    LIST(struct promo_pick) found = {0};
    double gain = 0;
    *out = (struct promo_out){.start = (int64_t)k->start};
    for (size_t i = 0; i < k->in->items.n; i++) {
        struct promo_pick p;
        if (best_depth(k, i, k->in->budget, &p))
            *LIST_ADD(c, &found) = p;
    }
    if (found.n)
        qsort_r(found.at, found.n, sizeof *found.at, by_gain, k);
    for (size_t i = 0; i < found.n && out->picks.n < (size_t)k->in->max_items; i++) {
        struct promo_pick *p = &found.at[i];
        double room = k->in->budget - out->given_away;
        if (p->given_away > room && !best_depth(k, promo_find(k->in, k->order, p->sku), room, p))
            continue;
        out->given_away += p->given_away;
        out->revenue_change += p->revenue_change;
        out->profit_change += p->profit_change;
        gain += goal_of(k, p);
        *LIST_ADD(c, &out->picks) = *p;
    }
    return gain;
}

/* The start that gains most; among equals the first. */
static void choose_start(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    double best = -1;
    struct reals tried = {NEW_ARRAY(c, double, k->in->starts), 0};
    for (k->start = 0; k->start < (size_t)k->in->starts; k->start++) {
        struct promo_out one;
        double gain = choose(c, k, &one);
        tried.at[tried.n++] = stat_round(gain, 8);
        if (gain > best * (1 + 1e-9))
            best = gain, *out = one;
    }
    if (k->in->starts > 1)
        out->by_start = tried;
}

/* ---- telling -------------------------------------------------------------------------------------------- */

static void say_pick(struct ctx *c, struct promo_pick *p)
{
    p->sentence = str_fmt(c, "%.3g %% off, at %.10g: %.4g units instead of %.4g, %+.4g profit in all; it must sell %.4g to earn what it earns now",
                          100 * p->depth, p->price, p->units, p->units_now, p->profit_change, p->break_even);
    double *all[] = {&p->units, &p->units_now, &p->revenue_change, &p->profit_change, &p->given_away, &p->halo, &p->lost_elsewhere, &p->break_even,
                     &p->first_orders};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = stat_round(*all[i], 8);
}

static void say(struct ctx *c, const struct promo_in *in, struct promo_out *out)
{
    for (size_t i = 0; i < out->picks.n; i++)
        say_pick(c, &out->picks.at[i]);
    out->revenue_change = stat_round(out->revenue_change, 8), out->profit_change = stat_round(out->profit_change, 8);
    out->given_away = stat_round(out->given_away, 8);
    out->sentence = out->picks.n ? str_fmt(c, "promote %zu item%s for %lld periods: %+.6g revenue, %+.6g profit, "
                                           "%.6g given away on units that would have sold anyway",
                                           out->picks.n, out->picks.n == 1 ? "" : "s", (long long)in->periods, out->revenue_change,
                                           out->profit_change, out->given_away)
                                 : STR("promote nothing: no allowed discount gains what was asked for");
}

static enum status check(struct ctx *c, const struct promo_in *in, const size_t *order)
{
    for (size_t i = 0; i < in->depths.n; i++)
        if (!(in->depths.at[i] > 0 && in->depths.at[i] < 1))
            return fail(c, REJECT, "depths[%zu] is %.4g: give shares above 0 and below 1", i, in->depths.at[i]);
    for (size_t i = 1; i < in->items.n; i++)
        if (str_eq(in->items.at[order[i]].sku, in->items.at[order[i - 1]].sku))
            return fail(c, REJECT, "items name %.*s twice: give each once", FMT(in->items.at[order[i]].sku));
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    struct promo_out *out = out_;
    struct campaign k = {.in = in_, .order = sorted(c, in_, by_sku), .beside = NEW_ARRAY(c, struct beside, ((const struct promo_in *)in_)->items.n)};
    TRY(check(c, in_, k.order));
    for (size_t i = 0; i < k.in->orders.n; i++)
        order_read(&k, &k.in->orders.at[i]);
    rivals_read(c, &k);
    choose_start(c, &k, out);
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
