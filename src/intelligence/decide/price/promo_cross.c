/* intelligence/decide/price/promo_cross.c - what a promotion takes from the category's other items, and what it brings beside it.
 *
 * Each item's days are its level with its weekdays times what its own price and promotion do (promo_days.c). What
 * is left is regressed, category by category, on what the others' extra units should have taken and on what the orders say
 * should have come with them, beside the item's own extra units (an effect of its own that was
 * misjudged is nobody else's). Items promoted at the same time take from each other, so their lifts are read again with what was
 * taken put back, and all once more. Categories are drawn to the shop and the shop to what is usual, each by how sure it is.
 * Units   units a day; shares 0..1
 * Source  van Heerde, Gupta & Wittink 2003 (about a third of extra units is taken from others); DerSimonian & Laird 1986
 */
#include "intelligence/decide/price/promo_cross.h"
#include "core/capability.h"
#include "core/stat.h"
#include <math.h>
#include <stdlib.h>

enum { K = 3, WEEK = 7, LEAST_BLOCKS = 4, LEAST_DAYS = 56, TOLD = 20, AGAIN = 4 };
static const double USUAL_CANNIBAL = 0.25, USUAL_CANNIBAL_SD = 0.2; /* of a shop that told nothing yet */
static const double USUAL_NEW = 0.3, USUAL_NEW_SD = 0.25;

static const struct record item_record = {"cross_item", sizeof(struct cross_item), (const struct field[]){
    FIELD(struct cross_item, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "item"),
    FIELD(struct cross_item, category, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "items of one category take sales from each other"),
    FIELD(struct cross_item, units, .min = 1, .max = 5000, .doc = "sold each day, all items the same days; null: not known"),
    FIELD(struct cross_item, in_stock, .max = 5000, .flags = OPTIONAL, .doc = "share of each day with stock: below 0.5 it says nothing, from there on its units are scaled up"),
    FIELD(struct cross_item, price, .max = 5000, .flags = OPTIONAL, .doc = "asked each day"),
    FIELD(struct cross_item, promo, .max = 5000, .flags = OPTIONAL, .doc = "1 on days it was promoted"),
    FIELD(struct cross_item, elasticity, .min = -20, .max = 0, .init = -2, .flags = OPTIONAL, .doc = "of its own price, from price.elastic"),
    {0}}};
static const struct record basket_record = {"basket", sizeof(struct promo_basket), (const struct field[]){
    FIELD_LIST(struct promo_basket, lines, &promo_bought_record, .max = 1000, .doc = "what was bought in one order; no person is needed"),
    {0}}};
const struct record cross_in_record = {"cross", sizeof(struct cross_in), (const struct field[]){
    FIELD_LIST(struct cross_in, items, &item_record, .min = 1, .max = 20000, .doc = "items and their days"),
    FIELD_LIST(struct cross_in, orders, &basket_record, .max = 100000, .flags = OPTIONAL, .doc = "recent orders: what is bought together"),
    {0}}};
static const struct record category_record = {"cross_category", sizeof(struct cross_category), (const struct field[]){
    FIELD(struct cross_category, category, .doc = "as given"),
    FIELD(struct cross_category, items, .doc = "in it"),
    FIELD(struct cross_category, cannibal, .doc = "share of extra units taken from its other items"),
    FIELD(struct cross_category, se, .doc = "standard error"),
    FIELD(struct cross_category, own, .init = NAN, .flags = OPTIONAL, .doc = "what its own days say alone"),
    FIELD(struct cross_category, own_se, .init = NAN, .flags = OPTIONAL, .doc = "standard error of that"),
    {0}}};
static const struct record own_record = {"cross_own", sizeof(struct cross_own), (const struct field[]){
    FIELD(struct cross_own, sku, .doc = "as given"),
    FIELD(struct cross_own, lift, .doc = "share that being promoted adds beside its price, drawn to the shop's"),
    FIELD(struct cross_own, se, .doc = "standard error of its logarithm"),
    FIELD(struct cross_own, days, .doc = "promoted, that it stands on"),
    {0}}};
static const struct record pair_record = {"cross_pair", sizeof(struct cross_pair), (const struct field[]){
    FIELD(struct cross_pair, sku, .doc = "who buys this"),
    FIELD(struct cross_pair, with, .doc = "buys that beside it"),
    FIELD(struct cross_pair, orders, .doc = "with both"),
    FIELD(struct cross_pair, rate, .doc = "units of it per unit"),
    {0}}};
static const struct record cross_out_record = {"crossed", sizeof(struct cross_out), (const struct field[]){
    FIELD_LIST(struct cross_out, items, &own_record, .doc = "what being promoted does to each"),
    FIELD_LIST(struct cross_out, categories, &category_record, .doc = "one by one"),
    FIELD_LIST(struct cross_out, pairs, &pair_record, .flags = OPTIONAL, .doc = "what is bought together most"),
    FIELD(struct cross_out, cannibal, .doc = "of the shop: for a category that is not among them"),
    FIELD(struct cross_out, cannibal_se, .doc = "standard error"),
    FIELD(struct cross_out, new_orders, .doc = "share of extra units that bring what is usually bought beside them"),
    FIELD(struct cross_out, new_orders_se, .doc = "standard error"),
    FIELD(struct cross_out, new_orders_own, .init = NAN, .flags = OPTIONAL, .doc = "what the days say alone"),
    FIELD(struct cross_out, new_orders_own_se, .init = NAN, .flags = OPTIONAL, .doc = "standard error of that"),
    FIELD(struct cross_out, sentence, .doc = "in words"),
    {0}}};

struct block { double xx[K * K], xy[K]; }; /* normal equations of a week of one item: taken, brought, its own */
struct sums { /* of one category */
    struct block *block; /* [blocks] */
    size_t blocks;
    double days;
};

/* The level was taken from the same days: what it took of a regressor is taken out of that too. */
static void without_level(struct ctx *c, const struct days *d, size_t n, double *z)
{
    double *share = NEW_ARRAY(c, double, n), *level = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        share[t] = isnan(d->left[t]) ? NAN : z[t] * d->base[t] / d->expected[t]; /* as the level was read: without price and promotion */
    cross_smooth(c, share, n, level);
    for (size_t t = 0; t < n; t++)
        z[t] -= d->expected[t] / d->base[t] * level[t];
}

/* ---- one category ----------------------------------------------------------------------------------------- */

static void sums_add(struct sums *s, struct block *at, const struct days *d, size_t n, double *const z[K])
{
    for (size_t t = 0; t < n; t++) {
        double w = 1 / fmax(0.05, d->expected[t]);
        struct block *to = &at[t / WEEK];
        if (isnan(d->left[t]))
            continue;
        for (int a = 0; a < K; a++) {
            for (int b = 0; b < K; b++)
                to->xx[a * K + b] += w * z[a][t] * z[b][t];
            to->xy[a] += w * z[a][t] * d->left[t];
        }
        s->days++;
    }
}

/* g: extra units as a share of what they may be taken from; of all of the category, by day. */
static double *pressure(struct ctx *c, const struct days *d, const size_t *member, size_t members, size_t n, double *all)
{
    double *g = NEW_ARRAY(c, double, members * n);
    for (size_t t = 0; t < n; t++) {
        double base = 0;
        for (size_t m = 0; m < members; m++)
            base += d[member[m]].base[t];
        for (size_t m = 0; m < members; m++) {
            double others = base - d[member[m]].base[t];
            g[m * n + t] = others > 1e-6 ? d[member[m]].extra[t] / others : 0;
            all[t] += g[m * n + t];
        }
    }
    return g;
}

static size_t first_to(const struct beside_pairs *pairs, size_t to)
{
    size_t low = 0, high = pairs->at.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (pairs->at.at[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void category_read(struct ctx *c, const struct cross_in *in, const struct days *d, const struct beside_pairs *pairs, const size_t *member,
                          size_t members, struct sums *s)
{
    size_t n = in->items.at[0].units.n;
    size_t weeks = (n + WEEK - 1) / WEEK;
    s->blocks = members * weeks, s->block = NEW_ARRAY(c, struct block, s->blocks + 1);
    double *all = NEW_ARRAY(c, double, n), *g = pressure(c, d, member, members, n, all);
    for (size_t m = 0; m < members; m++) {
        size_t j = member[m];
        double *z[K] = {NEW_ARRAY(c, double, n), NEW_ARRAY(c, double, n), NEW_ARRAY(c, double, n)};
        for (size_t t = 0; t < n; t++)
            z[0][t] = -d[j].expected[t] * (all[t] - g[m * n + t]), z[2][t] = d[j].extra[t];
        for (size_t k = first_to(pairs, j); k < pairs->at.n && pairs->at.at[k].to == j; k++) {
            const struct beside_pair *p = &pairs->at.at[k];
            if (!str_eq(in->items.at[p->from].category, in->items.at[j].category))
                for (size_t t = 0; t < n; t++)
                    z[1][t] += p->rate * d[p->from].extra[t];
        }
        for (int a = 0; a < K; a++)
            without_level(c, &d[j], n, z[a]);
        sums_add(s, &s->block[m * weeks], &d[j], n, z);
    }
}

/* How far each item's extra units are misjudged from its own few promotions goes on through all its weeks, so no week tells
 * of it. Chosen on simulated shops of the seeds 501 to 540. */
static const double MISJUDGED = 0.055;

/* What others bear of the extra units, and bring: shares of the true ones, which are as many as the items' own days say. */
static bool shares_at(const struct block *sum, double out[2])
{
    double a[K * K], at[K];
    memcpy(a, sum->xx, sizeof a), memcpy(at, sum->xy, sizeof at);
    for (int i = 0; i < K; i++)
        a[i * K + i] += 1e-6 * a[i * K + i] + 1e-9;
    if (!stat_solve(a, at, K))
        return false;
    double own = fmin(2, fmax(0.5, 1 + at[K - 1]));
    out[0] = at[0] / own, out[1] = at[1] / own;
    return true;
}

static void block_take(struct block *sum, const struct block *k, double sign)
{
    for (int i = 0; i < K * K; i++)
        sum->xx[i] += sign * k->xx[i];
    for (int i = 0; i < K; i++)
        sum->xy[i] += sign * k->xy[i];
}

/* false: nothing in the category moved enough to tell. The errors are those of leaving out a week of an item at a
 * time, in which errors go together: a week that outweighs all others says little. Source: Miller 1974 */
static bool solve(const struct sums *s, struct told out[2])
{
    struct block all = {{0}, {0}};
    double at[2], one[2], square[2] = {0, 0}, blocks = (double)s->blocks;
    for (size_t i = 0; i < s->blocks; i++)
        block_take(&all, &s->block[i], 1);
    if (s->days < LEAST_DAYS || s->blocks < LEAST_BLOCKS || all.xx[0] < 1e-6 || !shares_at(&all, at))
        return false;
    for (size_t i = 0; i < s->blocks; i++) {
        struct block rest = all;
        block_take(&rest, &s->block[i], -1);
        if (!shares_at(&rest, one))
            return false;
        for (int k = 0; k < 2; k++)
            square[k] += (one[k] - at[k]) * (one[k] - at[k]);
    }
    for (int k = 0; k < 2; k++) /* where nothing is bought beside these items, they say nothing of it */
        out[k] = (struct told){at[k], all.xx[k * K + k] > 1e-6 ? sqrt((blocks - 1) / blocks * square[k] + MISJUDGED * MISJUDGED) : INFINITY};
    return true;
}

/* ---- all of them --------------------------------------------------------------------------------------------- */

static int by_category(const void *a, const void *b, void *items)
{
    const struct cross_item *of = items;
    int d = str_cmp(of[*(const size_t *)a].category, of[*(const size_t *)b].category);
    return d ? d : *(const size_t *)a < *(const size_t *)b ? -1 : 1;
}

static void read_all(struct ctx *c, const struct cross_in *in, const struct days *d, const struct beside_pairs *pairs, struct cross_out *out)
{
    size_t n = in->items.n, *order = NEW_ARRAY(c, size_t, n), end, told = 0;
    struct told *taken = NEW_ARRAY(c, struct told, n), *brought = NEW_ARRAY(c, struct told, n), one[2];
    double spread;
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    qsort_r(order, n, sizeof *order, by_category, in->items.at);
    for (size_t from = 0; from < n; from = end) {
        struct sums s = {0};
        for (end = from; end < n && str_eq(in->items.at[order[end]].category, in->items.at[order[from]].category); end++)
            ;
        category_read(c, in, d, pairs, &order[from], end - from, &s);
        struct cross_category k = {.category = in->items.at[order[from]].category, .items = (int64_t)(end - from), .own = NAN, .own_se = NAN};
        if (solve(&s, one)) {
            k.own = one[0].at, k.own_se = one[0].se;
            taken[told] = one[0], brought[told++] = one[1];
        }
        *LIST_ADD(c, &out->categories) = k;
    }
    struct told shop = cross_together(taken, told, USUAL_CANNIBAL, USUAL_CANNIBAL_SD, &spread);
    out->cannibal = shop.at, out->cannibal_se = sqrt(shop.se * shop.se + spread * spread);
    for (size_t i = 0; i < out->categories.n; i++) {
        struct cross_category *k = &out->categories.at[i];
        struct told t = isnan(k->own) ? (struct told){out->cannibal, out->cannibal_se}
                                      : cross_drawn((struct told){k->own, k->own_se}, shop.at, sqrt(spread * spread + shop.se * shop.se));
        k->cannibal = t.at, k->se = t.se;
    }
    double w = 0, wx = 0;
    for (size_t i = 0; i < told && pairs->at.n; i++)
        w += pow(brought[i].se, -2), wx += brought[i].at * pow(brought[i].se, -2);
    struct told new = {USUAL_NEW, USUAL_NEW_SD};
    if (w > 0)
        out->new_orders_own = wx / w, out->new_orders_own_se = sqrt(1 / w), new = cross_drawn((struct told){wx / w, sqrt(1 / w)}, USUAL_NEW, USUAL_NEW_SD);
    out->new_orders = new.at, out->new_orders_se = new.se;
}

/* The share of each item's days that the others' promotions left it. */
static double **spared(struct ctx *c, const struct cross_in *in, const struct days *d, const struct cross_out *told)
{
    size_t n = in->items.n, days = in->items.at[0].units.n, *order = NEW_ARRAY(c, size_t, n), from = 0;
    double **left = NEW_ARRAY(c, double *, n);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    qsort_r(order, n, sizeof *order, by_category, in->items.at);
    for (size_t k = 0; k < told->categories.n; from += (size_t)told->categories.at[k++].items) {
        size_t members = (size_t)told->categories.at[k].items;
        double share = fmin(1, fmax(0, told->categories.at[k].cannibal)), *all = NEW_ARRAY(c, double, days);
        double *g = pressure(c, d, &order[from], members, days, all);
        for (size_t m = 0; m < members; m++) {
            left[order[from + m]] = NEW_ARRAY(c, double, days);
            for (size_t t = 0; t < days; t++)
                left[order[from + m]][t] = fmin(2, fmax(0.1, 1 - share * (all[t] - g[m * days + t])));
        }
    }
    return left;
}

/* ---- telling ------------------------------------------------------------------------------------------------ */

static int by_orders(const void *a, const void *b)
{
    const struct beside_pair *x = a, *y = b;
    return x->orders != y->orders ? (x->orders > y->orders ? -1 : 1) : x->from != y->from ? (x->from < y->from ? -1 : 1) : x->to < y->to ? -1 : 1;
}

static void tell(struct ctx *c, const struct cross_in *in, struct beside_pairs *pairs, struct cross_out *out)
{
    if (pairs->at.n)
        qsort(pairs->at.at, pairs->at.n, sizeof *pairs->at.at, by_orders);
    for (size_t i = 0; i < pairs->at.n && i < TOLD; i++) {
        const struct beside_pair *p = &pairs->at.at[i];
        *LIST_ADD(c, &out->pairs) = (struct cross_pair){in->items.at[p->from].sku, in->items.at[p->to].sku, p->orders, stat_round(p->rate, 6)};
    }
    double *all[] = {&out->cannibal, &out->cannibal_se, &out->new_orders, &out->new_orders_se, &out->new_orders_own, &out->new_orders_own_se};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = stat_round(*all[i], 6);
    for (size_t i = 0; i < out->categories.n; i++) {
        struct cross_category *k = &out->categories.at[i];
        k->cannibal = stat_round(k->cannibal, 6), k->se = stat_round(k->se, 6), k->own = stat_round(k->own, 6), k->own_se = stat_round(k->own_se, 6);
    }
    out->sentence = str_fmt(c, "Of the extra units of a promotion %.0f %% (± %.0f) are taken from other items of the category; %.0f %% (± %.0f) bring what is"
                               " bought beside them%s.",
                            100 * fmax(0, out->cannibal), 200 * out->cannibal_se, 100 * fmax(0, out->new_orders), 200 * out->new_orders_se,
                            isnan(out->new_orders_own) ? ", as is usual: the orders show nothing bought together" : "");
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct cross_in *in = in_;
    struct cross_out *out = out_;
    struct beside_pairs pairs = {0};
    *out = (struct cross_out){.new_orders_own = NAN, .new_orders_own_se = NAN};
    for (size_t i = 0; i < in->items.n; i++)
        if (in->items.at[i].units.n != in->items.at[0].units.n)
            return fail(c, REJECT, "items[%zu] has %zu days, the first has %zu: give all items the same days", i, in->items.at[i].units.n, in->items.at[0].units.n);
    struct days *d = NEW_ARRAY(c, struct days, in->items.n);
    beside_count(c, in, &pairs);
    cross_days(c, in, NULL, d, out);
    read_all(c, in, d, &pairs, out);
    for (int again = 0; again < AGAIN; again++) {
        double **left = spared(c, in, d, out);
        *out = (struct cross_out){.new_orders_own = NAN, .new_orders_own_se = NAN};
        cross_days(c, in, left, d, out);
        read_all(c, in, d, &pairs, out);
    }
    tell(c, in, &pairs, out);
    return OK;
}

const struct capability promo_cross = {
    .name = "promo.cross",
    .doc = "what promotions take from the category's other items and bring beside them, from the shop's own days and orders",
    .stage = LEARN,
    .in = &cross_in_record,
    .out = &cross_out_record,
    .run = run,
};
