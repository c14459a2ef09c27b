/* intelligence/decide/price/price_elastic.c - how sales answer to price, and the price that earns most within every limit.
 *
 * What each item's own past says is price_own.c's. Items of a category are drawn to its mean as far as their own error is large beside the spread between items, which
 * is averaged over, not estimated: so a segment's items are drawn to the segment's mean, and that to what the
 * category's other segments say; two standard errors hold the truth 95 times of 100 (bench/elastic.py). Price is chosen by profit (price - cost) x units at that elasticity.
 * Units   price, cost: money, both with or both without tax; units per period; shares 0..1
 * Source  Gelman et al. 2013, 5.4 (spread between items); Lerner 1934
 */
#include "intelligence/decide/price/price_elastic.h"
#include "core/capability.h"
#include "core/stat.h"
#include "data/product.h"
#include "data/protect.h"
#include "intelligence/decide/price/price_own.h"
#include <math.h>

static const struct record item_record = {"item", sizeof(struct priced_item), (const struct field[]){
    FIELD(struct priced_item, sku, .max = 200, .flags = LOOSE, .doc = "its name in the answer"),
    FIELD(struct priced_item, category, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "items of one category learn from each other"),
    FIELD(struct priced_item, segment, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "a market or channel, pooled as part of the category"),
    FIELD(struct priced_item, freq, .choice = "H|D|W|M|Q|Y", .init_str = "D", .flags = OPTIONAL, .doc = "what a period is"),
    FIELD(struct priced_item, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "of its prices, for the sentence; absent: bare numbers"),
    FIELD(struct priced_item, price, .max = 20000, .doc = "price asked in each period; null: not known"),
    FIELD(struct priced_item, units, .max = 20000, .doc = "units sold in each period; null: out of stock"),
    FIELD(struct priced_item, promo, .max = 20000, .flags = OPTIONAL | LOOSE, .doc = "promotion in each period, 0 none, or false and true"),
    FIELD(struct priced_item, price_now, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "absent: the last price"),
    FIELD(struct priced_item, cost, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "of one unit; absent: elasticity only, the price stays"),
    FIELD(struct priced_item, floor, .max = 1e9, .flags = OPTIONAL, .doc = "lowest price allowed"),
    FIELD(struct priced_item, ceiling, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "highest price allowed"),
    FIELD(struct priced_item, competitor, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "a competitor's price, for the band around it"),
    FIELD(struct priced_item, ending, .min = 0, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "its own, in place of that of all"),
    FIELD(struct priced_item, ending_of, .min = 0.001, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "its own ending repeats every"),
    {0}}};
const struct record elastic_in_record = {"elastic", sizeof(struct elastic_in), (const struct field[]){
    FIELD_LIST(struct elastic_in, items, &item_record, .min = 1, .max = 100000, .doc = "items with their past"),
    FIELD(struct elastic_in, max_step, .min = 0, .max = 1, .init = 0.1, .flags = OPTIONAL, .doc = "largest change in a day, share of the price"),
    FIELD(struct elastic_in, min_margin, .min = 0, .max = 0.99, .flags = OPTIONAL, .doc = "least margin, share of the price"),
    FIELD(struct elastic_in, min_gain, .min = 0, .max = 1, .init = 0.002, .flags = OPTIONAL, .doc = "profit that a change must promise, share"),
    FIELD(struct elastic_in, below_competitor, .min = 0, .max = 1, .init = 1, .flags = OPTIONAL, .doc = "how far under the competitor, share"),
    FIELD(struct elastic_in, above_competitor, .min = 0, .max = 10, .init = 10, .flags = OPTIONAL, .doc = "how far over the competitor, share"),
    FIELD(struct elastic_in, ending, .min = 0, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "prices end in this: 0.99, or 99 where prices are in cents"),
    FIELD(struct elastic_in, ending_of, .min = 0.01, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "the ending repeats every: 1, or 100 in cents"),
    FIELD(struct elastic_in, tick, .min = 1e-6, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "smallest step of a price; absent: the currency's smallest coin, else 0.01"),
    {0}}};
static const struct record answer_record = {"price", sizeof(struct priced), (const struct field[]){
    FIELD(struct priced, sku, .doc = "as given"),
    FIELD(struct priced, elasticity, .doc = "percent of units per percent of price, drawn to the category's"),
    FIELD(struct priced, se, .doc = "its standard error"),
    FIELD(struct priced, own, .init = NAN, .flags = OPTIONAL, .doc = "from the item alone"),
    FIELD(struct priced, own_se, .init = NAN, .flags = OPTIONAL, .doc = "its standard error"),
    FIELD(struct priced, price, .doc = "the price to ask"),
    FIELD(struct priced, price_now, .doc = "the price asked now"),
    FIELD(struct priced, units_change, .doc = "expected, share of the units now"),
    FIELD(struct priced, profit_change, .init = NAN, .flags = OPTIONAL, .doc = "expected, share of the profit now; absent without cost"),
    FIELD(struct priced, profit_se, .init = NAN, .flags = OPTIONAL, .doc = "its standard error, from the elasticity's"),
    FIELD(struct priced, risk, .init = NAN, .flags = OPTIONAL, .doc = "chance that the new price earns less than the one now"),
    FIELD(struct priced, warnings, .flags = OPTIONAL, .doc = "why not to trust the elasticity"),
    FIELD(struct priced, sentence, .doc = "the decision in words"),
    {0}}};
static const struct record group_record = {"category", sizeof(struct priced_group), (const struct field[]){
    FIELD(struct priced_group, category, .doc = "category, and segment where given"),
    FIELD(struct priced_group, elasticity, .doc = "mean of its items"),
    FIELD(struct priced_group, se, .doc = "standard error of the mean"),
    FIELD(struct priced_group, spread, .doc = "standard deviation between items"),
    FIELD(struct priced_group, items, .doc = "items with an estimate of their own"),
    {0}}};
static const struct record elastic_out_record = {"elasticities", sizeof(struct elastic_out), (const struct field[]){
    FIELD_LIST(struct elastic_out, items, &answer_record, .doc = "in the order given"),
    FIELD_LIST(struct elastic_out, categories, &group_record, .doc = "in the order met"),
    {0}}};

/* ---- pooling ------------------------------------------------------------------------------------ */

static const double PRIOR = -2, PRIOR_SD = 1.5; /* of retail goods: Bijmolt, van Heerde & Pieters 2005 find -2.6, sd 2.2 */

struct group { size_t category; struct str name; };

/* A category as a whole set of beliefs: for each spread between items, how likely it is, and the mean it implies. The
 * spread is never known well, so it is not estimated but averaged over. */
enum { SPREADS = 24 };
static const double SPREAD_LEAST = 0.05, SPREAD_MOST = 3, SPREAD_USUAL = 0.5; /* the last: mean of a gamma prior of shape 4,
    which is nothing at nothing: Chung et al. 2013 */

struct belief {
    double spread[SPREADS], weight[SPREADS], mean[SPREADS], variance[SPREADS]; /* of the category's mean */
};

struct usual { double mean, sd; }; /* what a group's mean may be, before its items are looked at */

/* Mean, its variance and the logarithm of the likelihood at one spread. */
static double belief_at(const struct usual *of, const double *at, const double *se, size_t n, double spread, double *mean, double *variance)
{
    double w = 1 / (of->sd * of->sd), wx = w * of->mean, likely = 3 * log(spread) - 4 * spread / SPREAD_USUAL;
    for (size_t i = 0; i < n; i++) {
        double one = 1 / (se[i] * se[i] + spread * spread);
        w += one, wx += one * at[i];
        likely += log(one) / 2;
    }
    *mean = wx / w, *variance = 1 / w;
    likely -= log(w) / 2 + (*mean - of->mean) * (*mean - of->mean) / (2 * of->sd * of->sd);
    for (size_t i = 0; i < n; i++)
        likely -= (at[i] - *mean) * (at[i] - *mean) / (2 * (se[i] * se[i] + spread * spread));
    return likely;
}

static struct belief belief_make(const struct usual *of, const double *at, const double *se, size_t n)
{
    struct belief b;
    double top = -INFINITY, sum = 0;
    for (int k = 0; k < SPREADS; k++) {
        b.spread[k] = SPREAD_LEAST * pow(SPREAD_MOST / SPREAD_LEAST, (double)k / (SPREADS - 1));
        b.weight[k] = belief_at(of, at, se, n, b.spread[k], &b.mean[k], &b.variance[k]) + log(b.spread[k]); /* steps are in log */
        top = fmax(top, b.weight[k]);
    }
    for (int k = 0; k < SPREADS; k++)
        sum += b.weight[k] = exp(b.weight[k] - top);
    for (int k = 0; k < SPREADS; k++)
        b.weight[k] /= sum;
    return b;
}

/* An item's elasticity, from its own estimate (se INFINITY: none) and its category. */
static double belief_item(const struct belief *b, double at, double se, double *out_se)
{
    double mean = 0, square = 0;
    for (int k = 0; k < SPREADS; k++) {
        double s2 = b->spread[k] * b->spread[k], own = isinf(se) ? 0 : s2 / (s2 + se * se);
        double m = own * (isinf(se) ? 0 : at) + (1 - own) * b->mean[k];
        double v = (1 - own) * s2 + (1 - own) * (1 - own) * b->variance[k];
        mean += b->weight[k] * m, square += b->weight[k] * (v + m * m);
    }
    *out_se = sqrt(fmax(0, square - mean * mean));
    return mean;
}

struct picked { size_t category, group, without; }; /* SIZE_MAX: any; none */

static bool is_picked(const struct own *own, struct picked of)
{
    return own->category == of.category && own->group != of.without && (of.group == SIZE_MAX || own->group == of.group);
}

/* The items of a group (`group` SIZE_MAX: of the whole category but `without`), about what is usual of its like. */
static struct priced_group group_pool(struct ctx *c, const struct own *own, size_t n, struct picked of, const struct usual *usual, struct belief *b)
{
    struct priced_group g = {0};
    double *at = NEW_ARRAY(c, double, n), *se = NEW_ARRAY(c, double, n), square = 0;
    for (size_t i = 0; i < n; i++)
        if (is_picked(&own[i], of) && !isinf(own[i].se))
            at[g.items] = own[i].at, se[g.items++] = own[i].se;
    *b = belief_make(usual, at, se, (size_t)g.items);
    for (int k = 0; k < SPREADS; k++) {
        g.elasticity += b->weight[k] * b->mean[k];
        square += b->weight[k] * (b->variance[k] + b->mean[k] * b->mean[k]);
        g.spread += b->weight[k] * b->spread[k];
    }
    g.se = sqrt(fmax(0, square - g.elasticity * g.elasticity));
    return g;
}

/* A group is a category, or one segment of it: drawn to what the category's others say, where there are any. */
static struct priced_group group_read(struct ctx *c, const struct own *own, size_t n, const struct group *g, size_t at, struct belief *b)
{
    static const double APART = 0.4; /* segments of a category differ by about so much */
    struct usual usual = {PRIOR, PRIOR_SD};
    struct belief unused;
    struct priced_group others = group_pool(c, own, n, (struct picked){g->category, SIZE_MAX, at}, &usual, &unused);
    if (others.items)
        usual = (struct usual){others.elasticity, sqrt(others.se * others.se + APART * APART)};
    struct priced_group out = group_pool(c, own, n, (struct picked){g->category, at, SIZE_MAX}, &usual, b);
    out.category = g->name;
    return out;
}

static size_t name_find(struct ctx *c, struct strs *names, struct str name)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_eq(names->at[i], name))
            return i;
    strs_add(c, names, name);
    return names->n - 1;
}

/* ---- the price ---------------------------------------------------------------------------------- */

struct range {
    double low, high;
    const char *low_by, *high_by; /* the limit that says so */
};

static void at_least(struct range *r, double price, const char *by)
{
    if (price > r->low)
        r->low = price, r->low_by = by;
}

static void at_most(struct range *r, double price, const char *by)
{
    if (price < r->high)
        r->high = price, r->high_by = by;
}

static struct range allowed(const struct elastic_in *in, const struct priced_item *x, double now)
{
    struct range r = {x->floor, INFINITY, "the floor", "nothing"};
    at_most(&r, x->ceiling, "the ceiling");
    at_least(&r, x->cost / (1 - in->min_margin), in->min_margin > 0 ? "the least margin" : "the cost");
    at_least(&r, x->competitor * (1 - in->below_competitor), "the competitor's band");
    at_most(&r, x->competitor * (1 + in->above_competitor), "the competitor's band");
    at_least(&r, now * (1 - in->max_step), "the step at once");
    at_most(&r, now * (1 + in->max_step), "the step at once");
    return r;
}

/* Profit as a share of the profit basis now: units move by (price / now)^elasticity. */
static double profit(const struct priced_item *x, double now, double price, double elasticity)
{
    return (price - x->cost) * pow(price / now, elasticity);
}

struct grid { double end, of; }; /* allowed prices: end + k of */

static struct grid grid_of(const struct elastic_in *in, const struct priced_item *x)
{
    if (!isnan(x->ending))
        return (struct grid){fmod(x->ending, x->ending_of), x->ending_of};
    if (!isnan(in->ending))
        return (struct grid){fmod(in->ending, in->ending_of), in->ending_of};
    return (struct grid){0, !isnan(in->tick) ? in->tick : x->currency.n ? 1 / (double)currency_minor(x->currency) : 0.01};
}

/* The allowed price that ends as it must, at or next to `want` on the better side; NAN: none. */
static double ended(struct grid g, struct range r, double want, const struct priced_item *x, double now, double e)
{
    double best = NAN, below = floor((want - g.end) / g.of + 1e-9) * g.of + g.end, slack = 1e-9 * fmax(1, fabs(want));
    for (int i = -1; i <= 2; i++) {
        double p = below + i * g.of;
        if (p > 0 && p >= r.low - slack && p <= r.high + slack &&
            (isnan(best) || profit(x, now, p, e) > profit(x, now, best, e)))
            best = p;
    }
    return isnan(best) ? best : stat_round(best, 12);
}

static double best_price(const struct elastic_in *in, const struct priced_item *x, double now, double e)
{
    struct range r = allowed(in, x, now);
    double free = e < -1 ? x->cost * e / (1 + e) : INFINITY; /* inelastic: as dear as the limits allow */
    return r.low > r.high ? NAN : ended(grid_of(in, x), r, fmax(r.low, fmin(r.high, free)), x, now, e);
}

double price_gain(double now, double price, double cost, double elasticity, double elasticity_se, double *se)
{
    double then = (price - cost) * pow(price / now, elasticity);
    *se = fabs(then * log(price / now)) * elasticity_se;
    return then - (now - cost);
}

double price_risk(double gain, double se) { return se > 0 ? stat_normal_cdf(-gain / se) : gain < 0; }

static bool has_sold(const struct priced_item *x)
{
    for (size_t t = 0; t < x->units.n; t++)
        if (x->units.at[t] > 0)
            return true;
    return false;
}

static struct str told(struct ctx *c, const struct priced_item *x, double price)
{
    return x->currency.n ? money_told(c, price, x->currency) : str_fmt(c, "%.10g", price);
}

static struct str no_price(struct ctx *c, const struct priced_item *x, const struct range *r, struct str now)
{
    struct str low = told(c, x, stat_round(r->low, 12)), high = told(c, x, stat_round(r->high, 12));
    if (r->low > r->high)
        return str_fmt(c, "Keep %.*s: no price keeps every limit: %s asks for at least %.*s, %s for at most %.*s; change one of them", FMT(now), r->low_by, FMT(low),
                       r->high_by, FMT(high));
    return str_fmt(c, "Keep %.*s: no price between %.*s (%s) and %.*s (%s) ends as it must; change one of them", FMT(now), FMT(low), r->low_by, FMT(high), r->high_by);
}

static struct str sentence(struct ctx *c, const struct priced_item *x, const struct priced *a, struct str now)
{
    double was = a->price_now - x->cost;
    struct str profit = was > 0 ? str_fmt(c, ", %+.3g %% profit", 100 * a->profit_change) : STR(""), loss = told(c, x, -was);
    return str_fmt(c, "Ask %.*s instead of %.*s: %+.3g %% units%.*s expected at an elasticity of %.2f (se %.2f)%s%s", FMT(told(c, x, a->price)), FMT(now),
                   100 * a->units_change, FMT(profit), a->elasticity, a->se,
                   a->risk >= 0.01 ? str_fmt(c, "; the chance that it earns less is %.0f %%", 100 * a->risk).p : "",
                   was < 0 ? str_fmt(c, "; each one sold now loses %.*s", FMT(loss)).p : "");
}

/* `shown`: items of its category whose own past says something of prices. */
static void decide(struct ctx *c, const struct elastic_in *in, const struct priced_item *x, int64_t shown, struct priced *a)
{
    struct str now = told(c, x, a->price_now);
    a->price = a->price_now;
    struct range r = allowed(in, x, a->price_now);
    bool now_allowed = a->price_now >= r.low - 1e-9 && a->price_now <= r.high + 1e-9;
    if (now_allowed && (!shown || !has_sold(x))) {
        a->sentence = str_fmt(c, "Keep %.*s: %s", FMT(now), !has_sold(x) ? "it has not sold, so no price can be called better"
                              : "no past of it or its category shows how sales answer to price, a price test would tell");
        return;
    }
    if (isnan(x->cost)) {
        a->sentence = str_fmt(c, "Keep %.*s: without a cost no price can be called better", FMT(now));
        return;
    }
    double want = best_price(in, x, a->price_now, a->elasticity), was = a->price_now - x->cost;
    if (isnan(want)) {
        a->sentence = no_price(c, x, &r, now);
        if (!now_allowed)
            doubt(c, "%.*s: no price keeps every limit", FMT(x->sku));
        return;
    }
    double se, gain = price_gain(a->price_now, want, x->cost, a->elasticity, a->se, &se);
    if (now_allowed && (gain <= fmax(1e-9, in->min_gain) * fabs(was) || fabs(want - a->price_now) < 1e-9)) {
        a->sentence = str_fmt(c, "Keep %.*s: no allowed price is expected to earn enough more", FMT(now));
        return;
    }
    a->price = want;
    a->units_change = stat_round(pow(want / a->price_now, a->elasticity) - 1, 6);
    a->profit_change = was > 0 ? stat_round(gain / was, 6) : NAN;
    a->profit_se = was > 0 ? stat_round(se / was, 6) : NAN;
    a->risk = stat_round(price_risk(gain, se), 6);
    a->sentence = sentence(c, x, a, now);
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static enum status check(struct ctx *c, const struct priced_item *x)
{
    const char *word = protected_word(x->segment);
    if (word)
        return fail(c, REJECT, "%.*s: segment \"%.40s\" names a protected attribute (%s): prices must not depend on it",
                    FMT(x->sku), x->segment.p, word);
    if (x->price.n != x->units.n || (x->promo.n && x->promo.n != x->units.n))
        return fail(c, REJECT, "%.*s: price has %zu values, units %zu, promo %zu: give one per period", FMT(x->sku), x->price.n,
                    x->units.n, x->promo.n);
    for (size_t t = 0; t < x->units.n; t++)
        if (x->units.at[t] < 0 || x->price.at[t] < 0 || x->units.at[t] > 1e9 || x->price.at[t] > 1e9)
            return fail(c, REJECT, "%.*s: period %zu has %.4g units at %.4g: neither can be below 0 or above 1e9", FMT(x->sku), t,
                        x->units.at[t], x->price.at[t]);
    return OK;
}

static double last_price(const struct priced_item *x)
{
    for (size_t t = x->price.n; isnan(x->price_now) && t-- > 0;)
        if (x->price.at[t] > 0)
            return x->price.at[t];
    return x->price_now;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct elastic_in *in = in_;
    struct elastic_out *out = out_;
    size_t n = in->items.n;
    struct own *own = NEW_ARRAY(c, struct own, n);
    struct strs names = {0}, categories = {0};
    out->items.at = NEW_ARRAY(c, struct priced, n);
    out->items.n = n;
    for (size_t i = 0; i < n; i++) {
        const struct priced_item *x = &in->items.at[i];
        struct priced *a = &out->items.at[i];
        TRY(check(c, x));
        *a = (struct priced){.sku = x->sku, .own = NAN, .own_se = NAN, .profit_change = NAN, .profit_se = NAN, .risk = NAN, .price_now = last_price(x)};
        if (!(a->price_now > 0))
            return fail(c, REJECT, "%.*s: give price_now, or a past price", FMT(x->sku));
        own[i] = own_read(c, x, a);
        own[i].category = name_find(c, &categories, x->category);
        own[i].group = name_find(c, &names, x->segment.n ? str_fmt(c, "%.*s / %.*s", FMT(x->category), FMT(x->segment)) : x->category);
    }
    for (size_t k = 0; k < categories.n; k++)
        own_doubt(c, own, n, k, out->items.at);
    struct belief *belief = NEW_ARRAY(c, struct belief, names.n);
    struct group *group = NEW_ARRAY(c, struct group, names.n);
    for (size_t i = 0; i < n; i++)
        group[own[i].group] = (struct group){own[i].category, names.at[own[i].group]};
    for (size_t g = 0; g < names.n; g++)
        *LIST_ADD(c, &out->categories) = group_read(c, own, n, &group[g], g, &belief[g]);
    for (size_t i = 0; i < n; i++) {
        struct priced *a = &out->items.at[i];
        a->elasticity = stat_round(belief_item(&belief[own[i].group], own[i].at, own[i].se, &a->se), 6);
        a->se = stat_round(a->se, 6);
        decide(c, in, &in->items.at[i], out->categories.at[own[i].group].items, a);
    }
    return OK;
}

const struct capability price_elastic = {
    .name = "price.elastic",
    .doc = "how sales answer to price, pooled over a category, and the price that earns most within every limit",
    .stage = DECIDE,
    .in = &elastic_in_record,
    .out = &elastic_out_record,
    .run = run,
};
