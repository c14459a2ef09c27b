/* intelligence/decide/price/promo_campaign.c - what each item would do at each discount, and which of them together do most.
 *
 * Units at a discount d: units x (1 - d)^elasticity x (1 + lift), no more than the stock. Extra units take `cannibal` of
 * them from the category's other items, as these then sell: those promoted beside it too (promo_choose.h), and `new_orders` of
 * them bring what was bought beside the item in past orders (halo).
 *
 * For a segment, only what its members buy is discounted: of each item the share of its units that stands in their orders,
 * drawn to the segment's share of the shop by a few units; halo and first orders are those of their orders.
 * Units   money as price; units per period; shares 0..1
 */
#include "intelligence/decide/price/promo_campaign.h"
#include "core/stat.h"
#include "intelligence/decide/price/promo_choose.h"
#include <math.h>
#include <stdlib.h>

struct beside { /* what the orders say of an item */
    double profit, revenue, units; /* on their other lines; of itself */
    double orders, first;
    double all; /* units of itself in everybody's orders */
};
struct rivals { /* a category in the promotion's time, without it */
    double units, revenue, profit;
};
struct effect { /* of one item at one depth */
    struct promo_pick pick;
    double rest;         /* units that it sells to whom the promotion is not for */
    double share;        /* of the sales of the others in its category that it takes */
    double orders, halo; /* new orders; revenue beside it in them */
};
/* Some items of one product go together, at one discount: all of them or none. */
struct lot {
    const size_t *item; /* [n] */
    size_t n;
    struct effect *effect; /* [n] */
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

static double expected(const struct campaign *k, size_t i) /* everybody's */
{
    const struct promo_offer *x = &k->in->items.at[i];
    double sum = 0;
    for (size_t t = k->start; t < k->start + (size_t)k->in->periods; t++)
        sum += t < x->ahead.n && x->ahead.at[t] >= 0 ? x->ahead.at[t] : x->units;
    return sum;
}

static void categories_name(struct ctx *c, struct campaign *k)
{
    const struct promo_in *in = k->in;
    size_t *order = sorted(c, in, by_category);
    k->category = NEW_ARRAY(c, size_t, in->items.n);
    for (size_t i = 0; i < in->items.n; i++)
        k->category[order[i]] = i && str_eq(in->items.at[order[i]].category, in->items.at[order[i - 1]].category) ? k->categories - 1 : k->categories++;
    k->rivals = NEW_ARRAY(c, struct rivals, k->categories);
}

static void rivals_read(struct campaign *k) /* from this start on */
{
    memset(k->rivals, 0, k->categories * sizeof *k->rivals);
    for (size_t i = 0; i < k->in->items.n; i++) {
        const struct promo_offer *x = &k->in->items.at[i];
        struct rivals *r = &k->rivals[k->category[i]];
        double units = fmin(x->stock, expected(k, i));
        r->units += units, r->revenue += units * x->price, r->profit += units * (x->price - x->cost);
    }
}

/* ---- one item at one depth ---------------------------------------------------------------------------- */

static struct effect effect_of(const struct campaign *k, size_t i, double depth)
{
    const struct promo_offer *x = &k->in->items.at[i];
    const struct beside *b = &k->beside[i];
    double all = expected(k, i), units = all * share_of(k, i), price = round(x->price * (1 - depth) * 100) / 100;
    double now = fmin(x->stock, units), then = fmin(x->stock, units * pow(1 - depth, x->elasticity) * (1 + x->lift));
    double others = k->rivals[k->category[i]].units - fmin(x->stock, all), orders = (then - now) * k->in->new_orders; /* of one unit each: most are */
    struct effect e = {.rest = fmax(0, fmin(x->stock, all) - now), .orders = orders, .halo = b->units > 0 ? b->revenue / b->units * orders : 0};
    e.share = others > 1e-9 ? (isnan(x->cannibal) ? k->in->cannibal : x->cannibal) * (then - now) / others : 0;
    e.pick = (struct promo_pick){.sku = x->sku, .depth = depth, .price = price, .units = then, .units_now = now,
                                 .given_away = (x->price - price) * now, .halo = b->units > 0 ? b->profit / b->units * orders : 0,
                                 .break_even = (x->price - x->cost) * now / (price - x->cost),
                                 .first_orders = orders * (b->first + 2 * k->first) / (b->orders + 2)}; /* drawn to the shop's share by two orders */
    return e;
}

static bool is_allowed(const struct campaign *k, size_t i, const struct promo_pick *p)
{
    double cost = k->in->items.at[i].cost;
    if (p->price >= k->in->items.at[i].lowest - 1e-9)
        return false;
    return p->price > 0 && p->price < k->in->items.at[i].price && cost <= p->price * (1 - k->in->min_margin) && p->price > cost;
}

/* What its units bring where one brings `price` now and `then` in the promotion. */
static struct promo_part part_of(const struct effect *e, double price, double then)
{
    struct promo_part p = {then * e->pick.units + price * e->rest, price * (e->pick.units_now + e->rest), 0};
    p.own = p.then * e->share;
    return p;
}

static struct promo_part profit_of(const struct campaign *k, size_t i, const struct effect *e)
{
    const struct promo_offer *x = &k->in->items.at[i];
    return part_of(e, x->price - x->cost, e->pick.price - x->cost);
}

static struct promo_part revenue_of(const struct campaign *k, size_t i, const struct effect *e)
{
    return part_of(e, k->in->items.at[i].price, e->pick.price);
}

/* ---- choosing ------------------------------------------------------------------------------------------ */

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
    for (size_t from = 0; from < in->items.n; from = end) {
        struct str product = in->items.at[order[from]].product;
        for (end = from + 1; product.n && end < in->items.n && str_eq(in->items.at[order[end]].product, product);)
            end++;
        *LIST_ADD(c, &k->lots) = (struct lot){.item = order + from, .n = end - from, .effect = NEW_ARRAY(c, struct effect, end - from)};
    }
}

static void part_add(struct promo_part *to, struct promo_part p) { to->then += p.then, to->now += p.now, to->own += p.own; }

/* The goal is of three kinds: what units bring (profit, revenue, units), that beyond mean orders (aov), or orders alone. */
static void goal_add(const struct campaign *k, size_t i, const struct effect *e, struct promo_option *o)
{
    struct str goal = k->in->goal;
    if (str_eq(goal, STR("revenue")) || str_eq(goal, STR("aov")))
        part_add(&o->goal, revenue_of(k, i, e)), o->goal_beside += e->halo;
    if (str_eq(goal, STR("aov")))
        o->goal_beside -= k->mean_order * e->orders;
    if (str_eq(goal, STR("units")))
        part_add(&o->goal, part_of(e, 1, 1));
    if (str_eq(goal, STR("acquisition")))
        o->goal_beside += e->pick.first_orders;
    if (str_eq(goal, STR("profit")))
        part_add(&o->goal, profit_of(k, i, e)), o->goal_beside += e->pick.halo;
}

static struct promo_option lot_at(const struct campaign *k, struct lot *l, double depth)
{
    struct promo_option o = {.may = true};
    for (size_t n = 0; n < l->n; n++) {
        struct effect *e = &l->effect[n];
        *e = effect_of(k, l->item[n], depth);
        if (!is_allowed(k, l->item[n], &e->pick))
            return (struct promo_option){0};
        goal_add(k, l->item[n], e, &o);
        part_add(&o.profit, profit_of(k, l->item[n], e)), o.profit_beside += e->pick.halo;
        o.share += e->share, o.given_away += e->pick.given_away;
    }
    return o;
}

static struct promo_wish wish_of(struct ctx *c, const struct campaign *k)
{
    size_t depths = k->depths.n, n = k->lots.n, *category = NEW_ARRAY(c, size_t, n);
    struct promo_option *at = NEW_ARRAY(c, struct promo_option, n * depths);
    struct promo_whole *whole = NEW_ARRAY(c, struct promo_whole, k->categories);
    struct str goal = k->in->goal;
    for (size_t i = 0; i < k->categories; i++) {
        const struct rivals *r = &k->rivals[i];
        whole[i].profit = r->profit;
        whole[i].goal = str_eq(goal, STR("profit")) ? r->profit : str_eq(goal, STR("units")) ? r->units : str_eq(goal, STR("acquisition")) ? 0 : r->revenue;
    }
    for (size_t i = 0; i < n; i++) {
        category[i] = k->category[k->lots.at[i].item[0]]; /* a product is in one */
        for (size_t d = 0; d < depths; d++)
            at[i * depths + d] = lot_at(k, &k->lots.at[i], k->depths.at[d]);
    }
    return (struct promo_wish){at, category, whole, n, depths, k->categories, k->in->budget, k->in->least_profit, k->in->max_items};
}

/* ---- who takes what from whom ------------------------------------------------------------------------- */

struct account { /* of a category, over the items taken */
    struct promo_part profit, revenue;
    double share;
};

static double lost_of(const struct promo_part *all, const struct promo_part *own, double share, double whole)
{
    return share * (whole - all->now + all->then - own->then); /* what the others then bring */
}

static void pick_settle(const struct campaign *k, size_t i, struct effect *e, const struct account *a)
{
    const struct rivals *r = &k->rivals[k->category[i]];
    struct promo_part profit = profit_of(k, i, e), revenue = revenue_of(k, i, e);
    double share = a->share > 1 ? e->share / a->share : e->share;
    e->pick.lost_elsewhere = lost_of(&a->profit, &profit, share, r->profit);
    e->pick.profit_change = profit.then - profit.now + e->pick.halo - e->pick.lost_elsewhere;
    e->pick.revenue_change = revenue.then - revenue.now + e->halo - lost_of(&a->revenue, &revenue, share, r->revenue);
}

static int by_profit(const void *a, const void *b)
{
    const struct promo_pick *x = a, *y = b;
    return x->profit_change > y->profit_change ? -1 : x->profit_change < y->profit_change ? 1 : str_cmp(x->sku, y->sku);
}

static void settle(struct ctx *c, const struct campaign *k, const int *depth, struct promo_out *out)
{
    struct account *of = NEW_ARRAY(c, struct account, k->categories);
    for (size_t l = 0; l < k->lots.n; l++) {
        struct lot *lot = &k->lots.at[l];
        if (depth[l] >= 0)
            lot_at(k, lot, k->depths.at[depth[l]]);
        for (size_t n = 0; depth[l] >= 0 && n < lot->n; n++) {
            struct account *a = &of[k->category[lot->item[n]]];
            part_add(&a->profit, profit_of(k, lot->item[n], &lot->effect[n])), part_add(&a->revenue, revenue_of(k, lot->item[n], &lot->effect[n]));
            a->share += lot->effect[n].share;
        }
    }
    for (size_t l = 0; l < k->lots.n; l++)
        for (size_t n = 0; depth[l] >= 0 && n < k->lots.at[l].n; n++) {
            struct effect *e = &k->lots.at[l].effect[n];
            pick_settle(k, k->lots.at[l].item[n], e, &of[k->category[k->lots.at[l].item[n]]]);
            out->revenue_change += e->pick.revenue_change, out->profit_change += e->pick.profit_change;
            out->given_away += e->pick.given_away, out->first_orders += e->pick.first_orders;
            *LIST_ADD(c, &out->picks) = e->pick;
        }
    if (out->picks.n)
        qsort(out->picks.at, out->picks.n, sizeof *out->picks.at, by_profit);
}

static double choose(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    struct promo_wish w = wish_of(c, k);
    int *depth = NEW_ARRAY(c, int, w.lots);
    *out = (struct promo_out){.start = (int64_t)k->start, .order_now = NAN, .order_then = NAN, .share = NAN};
    out->gain = stat_round(promo_choose(c, &w, depth), 8);
    settle(c, k, depth, out);
    return out->gain;
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
        rivals_read(k);
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
    double units = 0, extra = 0, per_unit = k->all / fmax(1, (double)k->in->orders.n);
    if (!(k->all > 0))
        return;
    for (size_t i = 0; i < k->in->items.n; i++)
        units += expected(k, i);
    for (size_t i = 0; i < out->picks.n; i++)
        extra += (out->picks.at[i].units - out->picks.at[i].units_now) * k->in->new_orders;
    double orders = units / per_unit, mean = k->revenue / fmax(1, (double)k->in->orders.n);
    out->order_now = stat_round(mean, 8), out->order_then = stat_round((mean * orders + out->revenue_change) / (orders + extra), 8);
}

size_t *campaign_sort(struct ctx *c, const struct promo_in *in) { return sorted(c, in, by_sku); }

void campaign_plan(struct ctx *c, struct campaign *k, struct promo_out *out)
{
    k->beside = NEW_ARRAY(c, struct beside, k->in->items.n);
    orders_read(k);
    categories_name(c, k);
    lots_make(c, k);
    choose_start(c, k, out);
    if (k->in->segment.n && k->all > 0)
        out->share = stat_round(k->units / k->all, 8);
    k->start = (size_t)out->start;
    mean_orders(k, out);
}
