/* intelligence/decide/price/bundle_make.c - pairs that people buy together more often than chance, with proof of margin and stock.
 *
 * Nothing is guessed about who would buy more: what is shown is the evidence, the margin at the bundle's price, and
 * how many more bundles must sell to earn back the discount on those that sell together already. Chance knows how large orders
 * are (together.h), so what sells best is no partner of all else; a pair is proved when so many orders would come by chance in
 * fewer than one of twenty shops, all pairs counted.
 * Source  Brin et al. 1997 (lift); the test is that of a Poisson count, by Bonferroni
 */
#include "core/capability.h"
#include "core/stat.h"
#include "intelligence/decide/price/together.h"
#include <math.h>
#include <stdlib.h>

struct part {
    struct str sku;
    double price, cost, stock;
};
struct cart {
    struct strs skus;
};
struct bundle_in {
    LIST(struct part) items;
    LIST(struct cart) orders;
    double discount, min_margin, min_lift;
    int64_t min_orders, max_bundles;
};
struct bundle {
    struct strs skus;
    int64_t together;
    double expected, lift, price, alone, margin, stock, break_even;
    struct str sentence;
};
struct bundle_out {
    LIST(struct bundle) bundles;
    struct str sentence;
};

static const struct record part_record = {"part", sizeof(struct part), (const struct field[]){
    FIELD(struct part, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "item"),
    FIELD(struct part, price, .min = 0.0001, .max = 1e9, .doc = "asked alone"),
    FIELD(struct part, cost, .min = 0, .max = 1e9, .doc = "of one unit"),
    FIELD(struct part, stock, .min = 0, .max = 1e9, .doc = "units on hand"),
    {0}}};
static const struct record cart_record = {"cart", sizeof(struct cart), (const struct field[]){
    FIELD(struct cart, skus, .max = 200, .doc = "items of one order"),
    {0}}};
static const struct record in_record = {"bundles_wanted", sizeof(struct bundle_in), (const struct field[]){
    FIELD_LIST(struct bundle_in, items, &part_record, .min = 1, .max = 20000, .doc = "what may be bundled"),
    FIELD_LIST(struct bundle_in, orders, &cart_record, .max = 200000, .doc = "recent orders; no person is needed"),
    FIELD(struct bundle_in, discount, .min = 0, .max = 0.9, .init = 0.1, .flags = OPTIONAL, .doc = "off the sum of the prices, share; less where the margin asks for it"),
    FIELD(struct bundle_in, min_margin, .min = 0, .max = 0.99, .init = 0.1, .flags = OPTIONAL, .doc = "least margin of the bundle, share of its price"),
    FIELD(struct bundle_in, min_lift, .min = 1, .max = 1000, .init = 1.2, .flags = OPTIONAL, .doc = "how many times as often as chance, in orders of these sizes"),
    FIELD(struct bundle_in, min_orders, .min = 2, .max = 1e6, .init = 5, .flags = OPTIONAL, .doc = "orders with both"),
    FIELD(struct bundle_in, max_bundles, .min = 1, .max = 1000, .init = 10, .flags = OPTIONAL, .doc = "bundles at most"),
    {0}}};
static const struct record bundle_record = {"bundle", sizeof(struct bundle), (const struct field[]){
    FIELD(struct bundle, skus, .doc = "what is in it"),
    FIELD(struct bundle, together, .doc = "orders that had both"),
    FIELD(struct bundle, expected, .doc = "orders that would have both by chance, given how many items orders have"),
    FIELD(struct bundle, lift, .doc = "share of orders with both over the product of the shares with each"),
    FIELD(struct bundle, price, .doc = "of the bundle"),
    FIELD(struct bundle, alone, .doc = "the sum of the prices alone"),
    FIELD(struct bundle, margin, .doc = "money earned on one bundle"),
    FIELD(struct bundle, stock, .doc = "bundles that stock allows"),
    FIELD(struct bundle, break_even, .doc = "share by which joint sales must grow to earn the discount back"),
    FIELD(struct bundle, sentence, .doc = "in words"),
    {0}}};
static const struct record out_record = {"bundles", sizeof(struct bundle_out), (const struct field[]){
    FIELD_LIST(struct bundle_out, bundles, &bundle_record, .doc = "best proof first; no item is in two"),
    FIELD(struct bundle_out, sentence, .doc = "in words"),
    {0}}};

struct pair {
    uint32_t a, b;
};
struct counted {
    struct pair pair;
    int64_t together;
    double chance, z; /* orders by chance; how far beyond it */
};
struct census {
    size_t *order;   /* items by sku */
    int64_t *each;   /* orders with the item */
    int64_t sizes[TOGETHER_MOST + 1]; /* orders with so many of the items */
    LIST(struct pair) pairs;
};

static int by_sku(const void *a, const void *b, void *items)
{
    const struct part *of = items;
    return str_cmp(of[*(const size_t *)a].sku, of[*(const size_t *)b].sku);
}

static size_t find(const struct bundle_in *in, const struct census *k, struct str sku)
{
    for (size_t low = 0, high = in->items.n; low < high;) {
        size_t middle = (low + high) / 2;
        int c = str_cmp(in->items.at[k->order[middle]].sku, sku);
        if (c == 0)
            return k->order[middle];
        *(c < 0 ? &low : &high) = c < 0 ? middle + 1 : middle;
    }
    return SIZE_MAX;
}

static void cart_count(struct ctx *c, const struct bundle_in *in, struct census *k, const struct cart *cart)
{
    size_t at[TOGETHER_MOST], n = 0;
    for (size_t i = 0; i < cart->skus.n && n < TOGETHER_MOST; i++) {
        size_t one = find(in, k, cart->skus.at[i]);
        bool twice = one == SIZE_MAX;
        for (size_t j = 0; j < n; j++)
            twice = twice || at[j] == one;
        if (!twice)
            at[n++] = one;
    }
    k->sizes[n]++;
    for (size_t i = 0; i < n; i++) {
        k->each[at[i]]++;
        for (size_t j = 0; j < i; j++)
            *LIST_ADD(c, &k->pairs) = at[i] < at[j] ? (struct pair){(uint32_t)at[i], (uint32_t)at[j]}
                                                    : (struct pair){(uint32_t)at[j], (uint32_t)at[i]};
    }
}

static int by_pair(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static int by_proof(const void *x, const void *y)
{
    const struct counted *a = x, *b = y;
    return a->z != b->z ? (a->z < b->z) - (a->z > b->z) : by_pair(&a->pair, &b->pair);
}

/* The dearest discount up to the one asked for that keeps the margin; false: none does. */
static bool price_of(struct ctx *c, const struct bundle_in *in, const struct counted *p, struct bundle *out)
{
    const struct part *a = &in->items.at[p->pair.a], *b = &in->items.at[p->pair.b];
    double least = (a->cost + b->cost) / (1 - in->min_margin);
    out->alone = a->price + b->price;
    out->price = ceil(100 * fmax(out->alone * (1 - in->discount), least) - 1e-9) / 100;
    out->stock = floor(fmin(a->stock, b->stock));
    out->margin = stat_round(out->price - a->cost - b->cost, 10);
    if (out->price >= out->alone || out->stock < 1 || out->margin <= 0)
        return false;
    out->break_even = stat_round((out->alone - out->price) / out->margin, 6);
    strs_add(c, &out->skus, a->sku);
    strs_add(c, &out->skus, b->sku);
    return true;
}

static void choose(struct ctx *c, const struct bundle_in *in, const struct census *k, const struct counted *at, size_t n, struct bundle_out *out)
{
    bool *used = NEW_ARRAY(c, bool, in->items.n);
    for (size_t i = 0; i < n && out->bundles.n < (size_t)in->max_bundles; i++) {
        struct bundle b = {.together = at[i].together};
        if (used[at[i].pair.a] || used[at[i].pair.b] || !price_of(c, in, &at[i], &b))
            continue;
        b.lift = stat_round((double)b.together * (double)in->orders.n / ((double)k->each[at[i].pair.a] * (double)k->each[at[i].pair.b]), 6);
        b.expected = stat_round(at[i].chance, 6);
        b.sentence = str_fmt(c, "%.*s with %.*s at %.10g instead of %.10g: bought together in %lld of %zu orders, where chance makes about %.*f; "
                             "joint sales must grow by %.3g %% to earn the discount back", FMT(b.skus.at[0]), FMT(b.skus.at[1]), b.price, b.alone,
                             (long long)b.together, in->orders.n, b.expected < 9.95 ? 1 : 0, b.expected, 100 * b.break_even);
        used[at[i].pair.a] = used[at[i].pair.b] = true;
        *LIST_ADD(c, &out->bundles) = b;
    }
}

static enum status census_take(struct ctx *c, const struct bundle_in *in, struct census *k)
{
    *k = (struct census){.order = NEW_ARRAY(c, size_t, in->items.n), .each = NEW_ARRAY(c, int64_t, in->items.n)};
    for (size_t i = 0; i < in->items.n; i++)
        k->order[i] = i;
    qsort_r(k->order, in->items.n, sizeof *k->order, by_sku, in->items.at);
    for (size_t i = 1; i < in->items.n; i++)
        if (str_eq(in->items.at[k->order[i]].sku, in->items.at[k->order[i - 1]].sku))
            return fail(c, REJECT, "items name %.*s twice: give each once", FMT(in->items.at[k->order[i]].sku));
    for (size_t i = 0; i < in->orders.n; i++)
        cart_count(c, in, k, &in->orders.at[i]);
    if (k->pairs.n)
        qsort(k->pairs.at, k->pairs.n, sizeof *k->pairs.at, by_pair);
    return OK;
}

/* Pairs that could have been found: of items in orders enough. */
static double pairs_possible(const struct bundle_in *in, const struct census *k)
{
    double n = 0;
    for (size_t i = 0; i < in->items.n; i++)
        n += k->each[i] >= in->min_orders;
    return n * (n - 1) / 2;
}

static struct counted *proved(struct ctx *c, const struct bundle_in *in, const struct census *k, size_t *n)
{
    LIST(struct counted) found = {0};
    struct together by_chance;
    double possible = pairs_possible(in, k);
    together_fit(c, k->each, in->items.n, k->sizes, &by_chance);
    for (size_t i = 0, next; i < k->pairs.n; i = next) {
        for (next = i + 1; next < k->pairs.n && by_pair(&k->pairs.at[i], &k->pairs.at[next]) == 0;)
            next++;
        double both = (double)(next - i), chance = together_chance(&by_chance, k->pairs.at[i].a, k->pairs.at[i].b);
        if (both >= (double)in->min_orders && both >= in->min_lift * chance && stat_gamma_cdf(both, chance) * possible < 0.05)
            *LIST_ADD(c, &found) = (struct counted){k->pairs.at[i], (int64_t)both, chance, (both - chance) / sqrt(chance)};
    }
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_proof);
    *n = found.n;
    return found.at;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct bundle_in *in = in_;
    struct bundle_out *out = out_;
    struct census k;
    size_t n;
    TRY(census_take(c, in, &k));
    const struct counted *found = proved(c, in, &k, &n);
    choose(c, in, &k, found, n, out);
    size_t made = out->bundles.n;
    out->sentence = made ? str_fmt(c, "%zu bundle%s from %zu orders, each bought together more often than chance", made, made == 1 ? "" : "s", in->orders.n)
                  : n    ? str_fmt(c, "no bundle: of %zu pair%s bought together more often than chance none has both the stock and the margin",
                                   n, n == 1 ? "" : "s")
                         : str_fmt(c, "no bundle: in %zu orders no two items are proved to be bought together more often than chance", in->orders.n);
    return OK;
}

const struct capability bundle_make = {
    .name = "bundle.make",
    .doc = "pairs that are bought together more often than chance, with proof of margin and stock",
    .stage = DECIDE,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
