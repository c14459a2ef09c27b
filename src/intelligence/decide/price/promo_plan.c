/* intelligence/decide/price/promo_plan.c - which items to promote, how deep, and what that would have cost on real orders.
 *
 * Units at a discount d: units x (1 - d)^elasticity x (1 + lift), no more than the stock. Extra units take `cannibal` of
 * them from the category's other items at their mean margin, and `new_orders` of them bring what was bought beside the
 * item in past orders (halo). Items are taken by gain until the budget of money given away is spent.
 * Units   money as price; units per period; shares 0..1
 */
#include "core/capability.h"
#include "core/stat.h"
#include <math.h>
#include <stdlib.h>

struct offer {
    struct str sku, category;
    double price, cost, stock, units, elasticity, lift;
};
struct bought {
    struct str sku;
    double units;
};
struct basket {
    LIST(struct bought) lines;
};
struct promo_in {
    LIST(struct offer) items;
    LIST(struct basket) orders;
    struct reals depths;
    int64_t periods, max_items;
    double budget, min_margin, cannibal, new_orders;
    struct str goal;
};
struct pick {
    struct str sku;
    double depth, price, units, units_now, revenue_change, profit_change, given_away, halo, lost_elsewhere, break_even;
    struct str sentence;
};
struct replay {
    int64_t orders, touched;
    double revenue, discount;
};
struct promo_out {
    LIST(struct pick) picks;
    struct replay *replay;
    double revenue_change, profit_change, given_away;
    struct str sentence;
};

static const struct record offer_record = {"offer", sizeof(struct offer), (const struct field[]){
    FIELD(struct offer, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "its name in the answer"),
    FIELD(struct offer, category, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "items of one category take sales from each other"),
    FIELD(struct offer, price, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct offer, cost, .min = 0, .max = 1e9, .doc = "of one unit"),
    FIELD(struct offer, stock, .min = 0, .max = 1e9, .init = 1e9, .flags = OPTIONAL, .doc = "units that can be sold in the promotion"),
    FIELD(struct offer, units, .min = 0, .max = 1e7, .doc = "expected per period without promotion"),
    FIELD(struct offer, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "percent of units per percent of price"),
    FIELD(struct offer, lift, .min = 0, .max = 20, .flags = OPTIONAL, .doc = "share that being promoted adds, beside its price"),
    {0}}};
static const struct record bought_record = {"bought", sizeof(struct bought), (const struct field[]){
    FIELD(struct bought, sku, .max = 200, .flags = LOOSE, .doc = "item"),
    FIELD(struct bought, units, .min = 0, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "units"),
    {0}}};
static const struct record basket_record = {"basket", sizeof(struct basket), (const struct field[]){
    FIELD_LIST(struct basket, lines, &bought_record, .max = 1000, .doc = "what was bought in one order; no person is needed"),
    {0}}};
static const struct record in_record = {"promo", sizeof(struct promo_in), (const struct field[]){
    FIELD_LIST(struct promo_in, items, &offer_record, .min = 1, .max = 100000, .doc = "what may be promoted"),
    FIELD_LIST(struct promo_in, orders, &basket_record, .max = 100000, .flags = OPTIONAL, .doc = "recent orders, for halo and replay"),
    FIELD(struct promo_in, depths, .max = 20, .flags = OPTIONAL, .doc = "discounts to choose from; absent: 0.1, 0.15, 0.2, 0.25, 0.3"),
    FIELD(struct promo_in, periods, .min = 1, .max = 366, .init = 7, .flags = OPTIONAL, .doc = "length of the promotion"),
    FIELD(struct promo_in, max_items, .min = 1, .max = 100000, .init = 20, .flags = OPTIONAL, .doc = "items at most"),
    FIELD(struct promo_in, budget, .min = 0, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "money that may be given away on units that would have sold anyway"),
    FIELD(struct promo_in, min_margin, .min = 0, .max = 0.99, .init = 0.05, .flags = OPTIONAL, .doc = "least margin at the discount, share of the price"),
    FIELD(struct promo_in, cannibal, .min = 0, .max = 1, .init = 0.2, .flags = OPTIONAL, .doc = "share of extra units taken from the category's other items"),
    FIELD(struct promo_in, new_orders, .min = 0, .max = 1, .init = 0.3, .flags = OPTIONAL, .doc = "share of extra units in orders that would not have been placed otherwise"),
    FIELD(struct promo_in, goal, .choice = "profit|revenue|units", .init_str = "profit", .flags = OPTIONAL, .doc = "what to gain"),
    {0}}};
static const struct record pick_record = {"pick", sizeof(struct pick), (const struct field[]){
    FIELD(struct pick, sku, .doc = "as given"),
    FIELD(struct pick, depth, .doc = "discount, share of the price"),
    FIELD(struct pick, price, .doc = "price in the promotion"),
    FIELD(struct pick, units, .doc = "expected to sell in it"),
    FIELD(struct pick, units_now, .doc = "expected without it"),
    FIELD(struct pick, revenue_change, .doc = "of this item"),
    FIELD(struct pick, profit_change, .doc = "in all: the item, halo, and what others lose"),
    FIELD(struct pick, given_away, .doc = "discount on units that would have sold anyway"),
    FIELD(struct pick, halo, .doc = "profit on what is bought beside it"),
    FIELD(struct pick, lost_elsewhere, .doc = "profit that the category's other items lose"),
    FIELD(struct pick, break_even, .doc = "units it must sell to earn what it earns without"),
    FIELD(struct pick, sentence, .doc = "in words"),
    {0}}};
static const struct record replay_record = {"replay", sizeof(struct replay), (const struct field[]){
    FIELD(struct replay, orders, .doc = "past orders played through the promotion"),
    FIELD(struct replay, touched, .doc = "orders that would have had a discount"),
    FIELD(struct replay, revenue, .doc = "of the items named in them, at the prices now"),
    FIELD(struct replay, discount, .doc = "what would have been given away on them"),
    {0}}};
static const struct record out_record = {"promotion", sizeof(struct promo_out), (const struct field[]){
    FIELD_LIST(struct promo_out, picks, &pick_record, .doc = "best first"),
    FIELD_ONE(struct promo_out, replay, &replay_record, .flags = OPTIONAL, .doc = "the same orders again, with the promotion"),
    FIELD(struct promo_out, revenue_change, .doc = "of all picks"),
    FIELD(struct promo_out, profit_change, .doc = "of all picks"),
    FIELD(struct promo_out, given_away, .doc = "of all picks"),
    FIELD(struct promo_out, sentence, .doc = "in words"),
    {0}}};

struct beside { /* profit on the other lines of orders with this item, per unit of it */
    double profit, units;
};
struct campaign {
    const struct promo_in *in;
    struct beside *beside;  /* [items] */
    size_t *order;          /* item numbers, sorted by sku */
};

static int by_sku(const void *a, const void *b, void *items)
{
    const struct offer *of = items;
    return str_cmp(of[*(const size_t *)a].sku, of[*(const size_t *)b].sku);
}

static size_t find(const struct campaign *k, struct str sku) /* SIZE_MAX: not among the items */
{
    size_t low = 0, high = k->in->items.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = str_cmp(k->in->items.at[k->order[middle]].sku, sku);
        if (c == 0)
            return k->order[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static void beside_read(struct ctx *c, struct campaign *k)
{
    k->order = NEW_ARRAY(c, size_t, k->in->items.n);
    k->beside = NEW_ARRAY(c, struct beside, k->in->items.n);
    for (size_t i = 0; i < k->in->items.n; i++)
        k->order[i] = i;
    qsort_r(k->order, k->in->items.n, sizeof *k->order, by_sku, k->in->items.at);
    for (size_t o = 0; o < k->in->orders.n; o++) {
        const struct basket *b = &k->in->orders.at[o];
        double all = 0;
        for (size_t i = 0; i < b->lines.n; i++) {
            size_t at = find(k, b->lines.at[i].sku);
            all += at == SIZE_MAX ? 0 : (k->in->items.at[at].price - k->in->items.at[at].cost) * b->lines.at[i].units;
        }
        for (size_t i = 0; i < b->lines.n; i++) {
            size_t at = find(k, b->lines.at[i].sku);
            if (at == SIZE_MAX)
                continue;
            const struct offer *x = &k->in->items.at[at];
            k->beside[at].profit += all - (x->price - x->cost) * b->lines.at[i].units;
            k->beside[at].units += b->lines.at[i].units;
        }
    }
}

/* Mean margin of a unit of the category's other items; 0: it has none. */
static double rivals_margin(const struct campaign *k, size_t i)
{
    double profit = 0, units = 0;
    for (size_t j = 0; j < k->in->items.n; j++) {
        const struct offer *x = &k->in->items.at[j];
        if (j != i && str_eq(x->category, k->in->items.at[i].category))
            profit += x->units * (x->price - x->cost), units += x->units;
    }
    return units > 0 ? profit / units : 0;
}

static struct pick try_depth(const struct campaign *k, size_t i, double depth, double rivals)
{
    const struct offer *x = &k->in->items.at[i];
    double time = (double)k->in->periods, price = round(x->price * (1 - depth) * 100) / 100;
    double now = fmin(x->stock, x->units * time), then = fmin(x->stock, x->units * time * pow(1 - depth, x->elasticity) * (1 + x->lift));
    const struct beside *b = &k->beside[i];
    struct pick p = {.sku = x->sku, .depth = depth, .price = price, .units = then, .units_now = now};
    p.given_away = (x->price - price) * now;
    p.halo = b->units > 0 ? b->profit / b->units * (then - now) * k->in->new_orders : 0;
    p.lost_elsewhere = k->in->cannibal * (then - now) * rivals;
    p.revenue_change = price * then - x->price * now;
    p.profit_change = (price - x->cost) * then - (x->price - x->cost) * now + p.halo - p.lost_elsewhere;
    p.break_even = (x->price - x->cost) * now / (price - x->cost);
    return p;
}

static double goal_of(const struct promo_in *in, const struct pick *p)
{
    if (str_eq(in->goal, STR("revenue")))
        return p->revenue_change;
    return str_eq(in->goal, STR("units")) ? p->units - p->units_now : p->profit_change;
}

/* The item's best depth that keeps the least margin and gives away no more than `room`; false: none gains anything. */
static bool best_depth(const struct campaign *k, size_t i, double room, struct pick *best)
{
    static const double usual[] = {0.1, 0.15, 0.2, 0.25, 0.3};
    const struct promo_in *in = k->in;
    size_t n = in->depths.n ? in->depths.n : sizeof usual / sizeof *usual;
    double rivals = rivals_margin(k, i);
    bool any = false;
    for (size_t d = 0; d < n; d++) {
        struct pick p = try_depth(k, i, in->depths.n ? in->depths.at[d] : usual[d], rivals);
        bool allowed = p.price > 0 && in->items.at[i].cost <= p.price * (1 - in->min_margin) && p.price > in->items.at[i].cost && !(p.given_away > room);
        if (allowed && goal_of(in, &p) > 0 && (!any || goal_of(in, &p) > goal_of(in, best)))
            *best = p, any = true;
    }
    return any;
}

static int by_gain(const void *a, const void *b, void *in)
{
    double x = goal_of(in, a), y = goal_of(in, b);
    return x > y ? -1 : x < y ? 1 : str_cmp(((const struct pick *)a)->sku, ((const struct pick *)b)->sku);
}

static void say(struct ctx *c, struct pick *p)
{
    p->sentence = str_fmt(c, "%.3g %% off, at %.10g: %.4g units instead of %.4g, %+.4g profit in all; it must sell %.4g to earn what it earns now",
                          100 * p->depth, p->price, p->units, p->units_now, p->profit_change, p->break_even);
    double *all[] = {&p->units, &p->units_now, &p->revenue_change, &p->profit_change, &p->given_away, &p->halo, &p->lost_elsewhere, &p->break_even};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = stat_round(*all[i], 8);
}

static void choose(struct ctx *c, const struct campaign *k, struct promo_out *out)
{
    LIST(struct pick) found = {0};
    for (size_t i = 0; i < k->in->items.n; i++) {
        struct pick p;
        if (best_depth(k, i, k->in->budget, &p))
            *LIST_ADD(c, &found) = p;
    }
    if (found.n)
        qsort_r(found.at, found.n, sizeof *found.at, by_gain, (void *)(uintptr_t)k->in);
    for (size_t i = 0; i < found.n && out->picks.n < (size_t)k->in->max_items; i++) {
        struct pick *p = &found.at[i];
        if (p->given_away + out->given_away > k->in->budget && !best_depth(k, find(k, p->sku), k->in->budget - out->given_away, p))
            continue;
        out->given_away += p->given_away;
        out->revenue_change += p->revenue_change;
        out->profit_change += p->profit_change;
        say(c, p);
        *LIST_ADD(c, &out->picks) = *p;
    }
}

static void play(struct ctx *c, const struct campaign *k, struct promo_out *out)
{
    double *off = NEW_ARRAY(c, double, k->in->items.n);
    for (size_t i = 0; i < out->picks.n; i++)
        off[find(k, out->picks.at[i].sku)] = k->in->items.at[find(k, out->picks.at[i].sku)].price - out->picks.at[i].price;
    out->replay = NEW(c, struct replay);
    out->replay->orders = (int64_t)k->in->orders.n;
    for (size_t o = 0; o < k->in->orders.n; o++) {
        double discount = 0;
        for (size_t i = 0; i < k->in->orders.at[o].lines.n; i++) {
            const struct bought *b = &k->in->orders.at[o].lines.at[i];
            size_t at = find(k, b->sku);
            if (at == SIZE_MAX)
                continue;
            out->replay->revenue += k->in->items.at[at].price * b->units;
            discount += off[at] * b->units;
        }
        out->replay->touched += discount > 0;
        out->replay->discount += discount;
    }
    out->replay->revenue = stat_round(out->replay->revenue, 10), out->replay->discount = stat_round(out->replay->discount, 10);
}

static enum status check(struct ctx *c, const struct promo_in *in, const struct campaign *k)
{
    for (size_t i = 0; i < in->depths.n; i++)
        if (!(in->depths.at[i] > 0 && in->depths.at[i] < 1))
            return fail(c, REJECT, "depths[%zu] is %.4g: give shares above 0 and below 1", i, in->depths.at[i]);
    for (size_t i = 1; i < in->items.n; i++)
        if (str_eq(in->items.at[k->order[i]].sku, in->items.at[k->order[i - 1]].sku))
            return fail(c, REJECT, "items name %.*s twice: give each once", FMT(in->items.at[k->order[i]].sku));
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    struct promo_out *out = out_;
    struct campaign k = {.in = in_};
    beside_read(c, &k);
    TRY(check(c, in_, &k));
    choose(c, &k, out);
    if (k.in->orders.n)
        play(c, &k, out);
    out->revenue_change = stat_round(out->revenue_change, 8), out->profit_change = stat_round(out->profit_change, 8);
    out->given_away = stat_round(out->given_away, 8);
    out->sentence = out->picks.n ? str_fmt(c, "promote %zu item%s for %lld periods: %+.6g revenue, %+.6g profit, "
                                           "%.6g given away on units that would have sold anyway",
                                           out->picks.n, out->picks.n == 1 ? "" : "s", (long long)k.in->periods, out->revenue_change,
                                           out->profit_change, out->given_away)
                                 : STR("promote nothing: no allowed discount gains what was asked for");
    return OK;
}

const struct capability promo_plan = {
    .name = "promo.plan",
    .doc = "which items to promote and how deep, with halo, cannibalisation and a replay of real orders",
    .stage = DECIDE,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
