/* intelligence/decide/price/promo_plan.c - which items to promote, how deep and when, and what that would have cost on real orders.
 *
 * Units at a discount d: units x (1 - d)^elasticity x (1 + lift), no more than the stock. Extra units take `cannibal` of
 * them from the category's other items at their mean margin, and `new_orders` of them bring what was bought beside the
 * item in past orders (halo). Items are taken by gain until the budget of money given away is spent, and none where the
 * whole would lose more profit than it may; each start within reach is tried, and the one that gains most is taken.
 *
 * For a segment, only what its members buy is discounted: of each item the share of its units that stands in their orders,
 * drawn to the segment's share of the shop by a few units; halo and first orders are those of their orders.
 * Units   money as price; units per period; shares 0..1
 */
#include "intelligence/decide/price/promo.h"
#include "core/capability.h"
#include "core/stat.h"
#include "data/protect.h"
#include <math.h>
#include <stdlib.h>

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
    FIELD(struct promo_pick, revenue_change, .doc = "of this item"),
    FIELD(struct promo_pick, profit_change, .doc = "in all: the item, halo, and what others lose"),
    FIELD(struct promo_pick, given_away, .doc = "discount on units that would have sold anyway"),
    FIELD(struct promo_pick, halo, .doc = "profit on what is bought beside it"),
    FIELD(struct promo_pick, lost_elsewhere, .doc = "profit that the category's other items lose"),
    FIELD(struct promo_pick, break_even, .doc = "units it must sell to earn what it earns without"),
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

struct beside { /* what the orders say of an item */
    double profit, revenue, units; /* on their other lines; of itself */
    double orders, first;
    double all; /* units of itself in everybody's orders */
};
struct lots;
struct campaign {
    const struct promo_in *in;
    struct beside *beside;  /* [items] */
    double *rivals;         /* [items] mean margin of a unit of the category's other items */
    size_t *order;          /* item numbers, sorted by sku */
    double mean_order, first; /* revenue of an order; share that are first orders */
    double orders, units, all; /* of the segment; units in them, and in everybody's */
    double revenue;            /* of everybody's orders */
    size_t start;
    struct reals depths;
    struct lots *lots;
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
    bool is = promo_is_for(k->in, b);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < b->lines.n; i++) {
            size_t at = promo_find(k->in, k->order, b->lines.at[i].sku);
            if (at == SIZE_MAX)
                continue;
            const struct promo_offer *x = &k->in->items.at[at];
            double units = b->lines.at[i].units, own = (x->price - x->cost) * units;
            struct beside *s = &k->beside[at];
            if (!pass)
                profit += own, revenue += x->price * units, s->all += units, k->all += units, k->units += is ? units : 0;
            else if (is)
                s->profit += profit - own, s->revenue += revenue - x->price * units, s->units += units, s->orders++, s->first += b->first;
        }
    k->revenue += revenue;
    if (is)
        k->mean_order += revenue, k->first += b->first, k->orders++;
}

static void orders_read(struct campaign *k)
{
    for (size_t i = 0; i < k->in->orders.n; i++)
        order_read(k, &k->in->orders.at[i]);
    k->mean_order /= fmax(1, k->orders), k->first /= fmax(1, k->orders);
}

/* Of the units of an item, those in the segment's orders: drawn to the segment's share of all by ten units. */
static double share_of(const struct campaign *k, size_t i)
{
    enum { DRAWN = 10 };
    const struct beside *b = &k->beside[i];
    if (!k->in->segment.n)
        return 1;
    return (b->units + DRAWN * k->units / fmax(1e-9, k->all)) / (b->all + DRAWN);
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

static double expected(const struct campaign *k, size_t i)
{
    const struct promo_offer *x = &k->in->items.at[i];
    double sum = 0;
    for (size_t t = k->start; t < k->start + (size_t)k->in->periods; t++)
        sum += t < x->ahead.n && x->ahead.at[t] >= 0 ? x->ahead.at[t] : x->units;
    return sum * share_of(k, i);
}

static struct promo_pick try_depth(const struct campaign *k, size_t i, double depth)
{
    const struct promo_offer *x = &k->in->items.at[i];
    double units = expected(k, i), price = round(x->price * (1 - depth) * 100) / 100;
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

static bool is_allowed(const struct campaign *k, size_t i, const struct promo_pick *p)
{
    double cost = k->in->items.at[i].cost;
    if (p->price >= k->in->items.at[i].lowest - 1e-9)
        return false;
    return p->price > 0 && p->price < k->in->items.at[i].price && cost <= p->price * (1 - k->in->min_margin) && p->price > cost;
}

/* ---- choosing ------------------------------------------------------------------------------------------ */

/* Some items of one product go together, at one discount: all of them or none. */
struct lot {
    const size_t *item; /* [n] */
    size_t n;
    struct promo_pick *pick; /* [n] */
    double gain, given_away, profit;
};
struct lots { LIST(struct lot) at; };

static int by_product(const void *a, const void *b, void *items)
{
    const struct promo_offer *of = items, *x = &of[*(const size_t *)a], *y = &of[*(const size_t *)b];
    int c = str_cmp(x->product, y->product);
    return c ? c : str_cmp(x->sku, y->sku);
}

static void lots_make(struct ctx *c, struct campaign *k)
{
    const struct promo_in *in = k->in;
    size_t *order = sorted(c, in, by_product), end;
    k->lots = NEW(c, struct lots);
    for (size_t from = 0; from < in->items.n; from = end) {
        struct str product = in->items.at[order[from]].product;
        for (end = from + 1; product.n && end < in->items.n && str_eq(in->items.at[order[end]].product, product);)
            end++;
        *LIST_ADD(c, &k->lots->at) = (struct lot){.item = order + from, .n = end - from, .pick = NEW_ARRAY(c, struct promo_pick, end - from)};
    }
}

static bool lot_at(const struct campaign *k, struct lot *l, double depth, double room)
{
    l->gain = l->given_away = l->profit = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct promo_pick *p = &l->pick[i];
        *p = try_depth(k, l->item[i], depth);
        if (!is_allowed(k, l->item[i], p))
            return false;
        l->gain += goal_of(k, p), l->given_away += p->given_away, l->profit += p->profit_change;
    }
    return l->gain > 0 && !(l->given_away > room);
}

/* The lot's best depth that keeps the least margin and gives away no more than `room`; false: none gains anything. */
static bool best_depth(const struct campaign *k, struct lot *l, double room)
{
    double best = 0, depth = NAN;
    for (size_t d = 0; d < k->depths.n; d++)
        if (lot_at(k, l, k->depths.at[d], room) && l->gain > best)
            best = l->gain, depth = k->depths.at[d];
    return best > 0 && lot_at(k, l, depth, room);
}

static int by_gain(const void *a, const void *b)
{
    const struct lot *x = a, *y = b;
    return x->gain > y->gain ? -1 : x->gain < y->gain ? 1 : str_cmp(x->pick->sku, y->pick->sku);
}

static void lot_take(struct ctx *c, const struct lot *l, struct promo_out *out)
{
    out->given_away += l->given_away, out->profit_change += l->profit;
    for (size_t i = 0; i < l->n; i++) {
        out->revenue_change += l->pick[i].revenue_change, out->first_orders += l->pick[i].first_orders;
        *LIST_ADD(c, &out->picks) = l->pick[i];
    }
}

static double choose(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    LIST(struct lot) found = {0};
    double gain = 0;
    int64_t taken = 0;
    *out = (struct promo_out){.start = (int64_t)k->start, .order_now = NAN, .order_then = NAN, .share = NAN};
    for (size_t i = 0; i < k->lots->at.n; i++)
        if (best_depth(k, &k->lots->at.at[i], k->in->budget))
            *LIST_ADD(c, &found) = k->lots->at.at[i];
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_gain);
    for (size_t i = 0; i < found.n && taken < k->in->max_items; i++) {
        struct lot *l = &found.at[i];
        double room = k->in->budget - out->given_away;
        if (l->given_away > room && !best_depth(k, l, room))
            continue;
        if (out->profit_change + l->profit < k->in->least_profit) /* a later one may cost less */
            continue;
        lot_take(c, l, out);
        gain += l->gain, taken++;
    }
    out->gain = stat_round(gain, 8);
    return gain;
}

/* Each item its own discount, or the one that gains most on all. */
static double choose_depth(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    struct reals all = k->depths;
    double best = -1;
    if (!k->in->one_depth)
        return choose(c, k, out);
    for (size_t d = 0; d < all.n; d++) {
        struct promo_out one;
        k->depths = (struct reals){&all.at[d], 1};
        double gain = choose(c, k, &one);
        if (gain > best * (1 + 1e-9))
            best = gain, *out = one;
    }
    k->depths = all;
    return best;
}

/* The start that gains most; among equals the first. */
static void choose_start(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    double best = -1;
    struct reals tried = {NEW_ARRAY(c, double, k->in->starts), 0};
    for (k->start = 0; k->start < (size_t)k->in->starts; k->start++) {
        struct promo_out one;
        double gain = choose_depth(c, k, &one);
        tried.at[tried.n++] = stat_round(gain, 8);
        if (gain > best * (1 + 1e-9))
            best = gain, *out = one;
    }
    if (k->in->starts > 1)
        out->by_start = tried;
}

/* What a mean order is worth in those periods without and with it, everybody's counted. */
static void mean_orders(const struct campaign *k, struct promo_out *out)
{
    double units = 0, extra = 0, revenue = out->revenue_change, per_unit = k->all / fmax(1, (double)k->in->orders.n);
    if (!(k->all > 0))
        return;
    for (size_t i = 0; i < k->in->items.n; i++)
        for (size_t t = (size_t)out->start; t < (size_t)(out->start + k->in->periods); t++)
            units += t < k->in->items.at[i].ahead.n && k->in->items.at[i].ahead.at[t] >= 0 ? k->in->items.at[i].ahead.at[t] : k->in->items.at[i].units;
    for (size_t i = 0; i < out->picks.n; i++) {
        const struct promo_pick *p = &out->picks.at[i];
        const struct beside *b = &k->beside[promo_find(k->in, k->order, p->sku)];
        double orders = (p->units - p->units_now) * k->in->new_orders;
        extra += orders, revenue += b->units > 0 ? b->revenue / b->units * orders : 0;
    }
    double orders = units / per_unit, mean = k->revenue / fmax(1, (double)k->in->orders.n);
    out->order_now = stat_round(mean, 8), out->order_then = stat_round((mean * orders + revenue) / (orders + extra), 8);
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
    out->given_away = stat_round(out->given_away, 8), out->first_orders = stat_round(out->first_orders, 8);
    struct str who = in->segment.n ? str_fmt(c, " for %.*s", FMT(in->segment)) : STR("");
    struct str first = str_eq(in->goal, STR("acquisition")) ? str_fmt(c, ", %.4g first orders", out->first_orders) : STR("");
    struct str mean = str_eq(in->goal, STR("aov")) ? str_fmt(c, ", a mean order of %.6g instead of %.6g", out->order_then, out->order_now) : STR("");
    out->sentence = out->picks.n ? str_fmt(c, "promote %zu item%s%s for %lld periods: %+.6g revenue, %+.6g profit%s%s, "
                                           "%.6g given away on units that would have sold anyway",
                                           out->picks.n, out->picks.n == 1 ? "" : "s", who.p, (long long)in->periods, out->revenue_change,
                                           out->profit_change, first.p, mean.p, out->given_away)
                                 : STR("promote nothing: no allowed discount gains what was asked for");
}

static enum status check(struct ctx *c, const struct promo_in *in, const size_t *order)
{
    for (size_t i = 0; i < in->depths.n; i++)
        if (!(in->depths.at[i] > 0 && in->depths.at[i] < 1))
            return fail(c, REJECT, "depths[%zu] is %.4g: give shares above 0 and below 1", i, in->depths.at[i]);
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
    struct campaign k = {.in = in_, .order = sorted(c, in_, by_sku), .beside = NEW_ARRAY(c, struct beside, ((const struct promo_in *)in_)->items.n)};
    TRY(check(c, in_, k.order));
    k.depths = k.in->depths.n ? k.in->depths : (struct reals){usual, sizeof usual / sizeof *usual};
    orders_read(&k);
    rivals_read(c, &k);
    lots_make(c, &k);
    choose_start(c, &k, out);
    if (k.in->segment.n && k.all > 0)
        out->share = stat_round(k.units / k.all, 8);
    mean_orders(&k, out);
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
