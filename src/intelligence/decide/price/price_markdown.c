/* intelligence/decide/price/price_markdown.c - the prices that turn a fixed stock into the most money by a deadline.
 *
 * A dynamic program over period, stock left and price level: each period the price may stay or fall (rise too, where
 * allowed), demand is random around units_now x season x (price / price_now)^elasticity, what is left is worth salvage.
 * Units   money as price; units of stock; stock above STATES is counted in steps of several units
 * Source  Gallego & van Ryzin 1994
 */
#include "core/capability.h"
#include "core/stat.h"
#include "data/product.h"
#include "intelligence/decide/forecast/spread.h"
#include <math.h>

enum { STATES = 240, LEVELS = 24 };

struct markdown_in {
    struct str sku, currency;
    int64_t stock, periods;
    double price_now, units_now, elasticity, floor, salvage, holding, change_cost, scatter, ending, ending_of;
    struct reals season, prices;
    bool may_rise;
};
struct leg {
    int64_t period;
    double price, units, stock;
};
struct markdown_out {
    struct str sku;
    double price_today;
    LIST(struct leg) path;
    double money, money_if_kept, left, left_if_kept;
    struct str sentence;
};

static const struct record in_record = {"markdown", sizeof(struct markdown_in), (const struct field[]){
    FIELD(struct markdown_in, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD(struct markdown_in, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "of its prices, for its coins and the sentence; absent: hundredths, bare numbers"),
    FIELD(struct markdown_in, stock, .min = 0, .max = 1e6, .doc = "units to clear"),
    FIELD(struct markdown_in, periods, .min = 1, .max = 104, .doc = "periods until the deadline"),
    FIELD(struct markdown_in, price_now, .min = 0.0001, .max = 1e9, .doc = "price asked now"),
    FIELD(struct markdown_in, units_now, .min = 0, .max = 1e6, .doc = "expected units per period at the price now"),
    FIELD(struct markdown_in, elasticity, .min = -20, .max = 0, .doc = "percent of units per percent of price"),
    FIELD(struct markdown_in, floor, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "lowest price allowed"),
    FIELD(struct markdown_in, salvage, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "worth of a unit left at the end; below 0: disposal costs"),
    FIELD(struct markdown_in, holding, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "cost of a unit kept for a period"),
    FIELD(struct markdown_in, change_cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "cost of a change of price: labels, work"),
    FIELD(struct markdown_in, scatter, .min = 1, .max = 100, .init = 1, .flags = OPTIONAL, .doc = "variance of demand over its mean; 1: Poisson"),
    FIELD(struct markdown_in, ending, .min = 0, .max = 1e6, .init = NAN, .flags = OPTIONAL, .doc = "prices end in this"),
    FIELD(struct markdown_in, ending_of, .min = 0.001, .max = 1e6, .init = 1, .flags = OPTIONAL, .doc = "the ending repeats every"),
    FIELD(struct markdown_in, season, .max = 104, .flags = OPTIONAL, .doc = "factor on demand in each period ahead"),
    FIELD(struct markdown_in, prices, .max = LEVELS, .flags = OPTIONAL, .doc = "the prices to choose from; absent: steps of 4 % down to the floor"),
    FIELD(struct markdown_in, may_rise, .flags = OPTIONAL, .doc = "the price may rise again"),
    {0}}};
static const struct record leg_record = {"leg", sizeof(struct leg), (const struct field[]){
    FIELD(struct leg, period, .doc = "from 1"),
    FIELD(struct leg, price, .doc = "price to ask if sales go as expected"),
    FIELD(struct leg, units, .doc = "expected to sell"),
    FIELD(struct leg, stock, .doc = "expected to be left after it"),
    {0}}};
static const struct record out_record = {"clearance", sizeof(struct markdown_out), (const struct field[]){
    FIELD(struct markdown_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct markdown_out, price_today, .doc = "price to ask now; ask again after each period with the stock that is left"),
    FIELD_LIST(struct markdown_out, path, &leg_record, .doc = "the plan if sales go as expected"),
    FIELD(struct markdown_out, money, .doc = "expected in all: sales, salvage, less holding and changes"),
    FIELD(struct markdown_out, money_if_kept, .doc = "the same at the price now throughout"),
    FIELD(struct markdown_out, left, .doc = "units expected to be left"),
    FIELD(struct markdown_out, left_if_kept, .doc = "the same at the price now throughout"),
    FIELD(struct markdown_out, sentence, .doc = "the plan in words"),
    {0}}};

struct game {
    const struct markdown_in *in;
    double price[LEVELS], step; /* dearest first; units a state stands for */
    size_t levels, now, states; /* level of the price now */
    double *value;              /* [levels][states + 1] of the period after: money ahead, after the choice there */
    double *left;               /* the same: units left at the end */
    unsigned char *choice;      /* [periods][levels][states + 1] */
};

static size_t at(const struct game *g, size_t level, size_t s) { return level * (g->states + 1) + s; }

/* ---- price levels -------------------------------------------------------------------------------- */

static double with_ending(const struct markdown_in *in, double p)
{
    double coins = in->currency.n ? (double)currency_minor(in->currency) : 100;
    if (isnan(in->ending))
        return round(p * coins) / coins;
    double end = fmod(in->ending, in->ending_of);
    return floor((p - end) / in->ending_of + 1e-9) * in->ending_of + end;
}

static void level_add(struct game *g, double p)
{
    if (!(p > 0) || p < g->in->floor - 1e-9 || g->levels == LEVELS)
        return;
    for (size_t i = 0; i < g->levels; i++)
        if (fabs(g->price[i] - p) < 1e-9 * p)
            return;
    size_t i = g->levels++;
    for (; i > 0 && g->price[i - 1] < p; i--)
        g->price[i] = g->price[i - 1];
    g->price[i] = p;
}

static void levels(struct game *g)
{
    const struct markdown_in *in = g->in;
    g->price[g->levels++] = in->price_now; /* keeping the price is always a choice */
    for (size_t i = 0; i < in->prices.n; i++)
        if (in->may_rise || in->prices.at[i] <= in->price_now)
            level_add(g, in->prices.at[i]);
    double factor = fmax(0.9, pow(fmax(in->floor, 0.1 * in->price_now) / in->price_now, 1.0 / (LEVELS - 2)));
    factor = fmin(factor, 0.96);
    for (double p = in->price_now * factor; !in->prices.n && g->levels < LEVELS && p >= in->floor && p > 0.05 * in->price_now; p *= factor)
        level_add(g, with_ending(in, p));
    while (fabs(g->price[g->now] - in->price_now) > 1e-9 * in->price_now)
        g->now++;
}

/* ---- the program ----------------------------------------------------------------------------------- */

static struct spread demand(struct ctx *c, const struct game *g, size_t period, size_t level)
{
    const struct markdown_in *in = g->in;
    double season = period < in->season.n && in->season.at[period] >= 0 ? in->season.at[period] : 1;
    double mean = in->units_now * season * pow(g->price[level] / in->price_now, in->elasticity) / g->step;
    double scatter = fmax(1, in->scatter / g->step);
    mean = fmin(mean, 4.0 * STATES); /* far more than there is: all of it sells */
    return scatter > 1.001 && mean > 1e-9 ? spread_negbin(c, mean, scatter * mean) : spread_poisson(c, mean);
}

/* Money and units left from here, asking `level` now and what the plan says after. */
static void outlook(const struct game *g, const struct spread *d, size_t level, size_t s, double *money, double *left)
{
    double gone = 0, m = 0, l = 0;
    for (size_t k = 0; k < s && k < d->n; k++) {
        double p = d->pmf[k];
        gone += p;
        m += p * (g->price[level] * (double)k * g->step - g->in->holding * (double)(s - k) * g->step + g->value[at(g, level, s - k)]);
        l += p * g->left[at(g, level, s - k)];
    }
    double rest = fmax(0, 1 - gone);
    *money = m + rest * (g->price[level] * (double)s * g->step + g->value[at(g, level, 0)]);
    *left = l + rest * g->left[at(g, level, 0)];
}

/* The best level to go to from `from`, given each level's outlook. */
static size_t best(const struct game *g, const double *money, size_t from, size_t s)
{
    size_t to = from;
    double top = money[at(g, from, s)];
    for (size_t i = g->in->may_rise ? 0 : from; i < g->levels; i++) {
        double one = money[at(g, i, s)] - (i == from ? 0 : g->in->change_cost);
        if (one > top + 1e-9 * fabs(top))
            top = one, to = i;
    }
    return to;
}

static void period_solve(struct ctx *c, struct game *g, size_t t, bool keep)
{
    struct arena_mark mark = arena_mark(c->mem);
    size_t all = g->levels * (g->states + 1);
    double *money = NEW_ARRAY(c, double, all), *left = NEW_ARRAY(c, double, all);
    for (size_t i = 0; i < g->levels; i++) {
        struct spread d = demand(c, g, t, i);
        for (size_t s = 0; s <= g->states; s++)
            outlook(g, &d, i, s, &money[at(g, i, s)], &left[at(g, i, s)]);
    }
    for (size_t i = 0; i < g->levels; i++)
        for (size_t s = 0; s <= g->states; s++) {
            size_t to = keep ? i : best(g, money, i, s);
            g->choice[t * all + at(g, i, s)] = (unsigned char)to;
            g->value[at(g, i, s)] = money[at(g, to, s)] - (to == i ? 0 : g->in->change_cost);
            g->left[at(g, i, s)] = left[at(g, to, s)];
        }
    arena_reset(c->mem, mark);
}

static void solve(struct ctx *c, struct game *g, bool keep, double *money, double *left)
{
    for (size_t i = 0; i < g->levels; i++)
        for (size_t s = 0; s <= g->states; s++) {
            g->value[at(g, i, s)] = g->in->salvage * (double)s * g->step;
            g->left[at(g, i, s)] = (double)s * g->step;
        }
    for (size_t t = (size_t)g->in->periods; t-- > 0;)
        period_solve(c, g, t, keep);
    *money = g->value[at(g, g->now, g->states)];
    *left = g->left[at(g, g->now, g->states)];
}

static void follow(struct ctx *c, const struct game *g, struct markdown_out *out)
{
    size_t level = g->now;
    double stock = (double)g->in->stock;
    for (size_t t = 0; t < (size_t)g->in->periods; t++) {
        struct arena_mark mark = arena_mark(c->mem);
        size_t s = (size_t)fmin((double)g->states, round(stock / g->step));
        level = g->choice[(t * g->levels + level) * (g->states + 1) + s];
        struct spread d = demand(c, g, t, level);
        double sold = fmin(stock, (d.mean - spread_loss(&d, (int64_t)ceil(stock / g->step))) * g->step);
        arena_reset(c->mem, mark);
        stock -= sold;
        *LIST_ADD(c, &out->path) = (struct leg){(int64_t)t + 1, g->price[level], stat_round(sold, 6), stat_round(stock, 6)};
    }
    out->price_today = out->path.at[0].price;
}

static struct str told(struct ctx *c, const struct markdown_in *in, double money)
{
    return in->currency.n ? money_told(c, money, in->currency) : str_fmt(c, "%.10g", stat_round(money, 6));
}

static struct str sentence(struct ctx *c, const struct markdown_in *in, const struct markdown_out *out)
{
    struct str now = told(c, in, in->price_now);
    bool stays = fabs(out->price_today - in->price_now) < 1e-9;
    if (stays && out->money <= out->money_if_kept * (1 + 1e-9) + 1e-9)
        return str_fmt(c, "keep %.*s: no lower price is expected to bring more by the deadline", FMT(now));
    return str_fmt(c, "ask %.*s%s: the plan is expected to bring %.*s and leave %.4g of %lld units, keeping %.*s would bring %.*s and leave %.4g",
                   FMT(told(c, in, out->price_today)), stays ? " for now" : "", FMT(told(c, in, out->money)), out->left, (long long)in->stock, FMT(now),
                   FMT(told(c, in, out->money_if_kept)), out->left_if_kept);
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct markdown_in *in = in_;
    struct markdown_out *out = out_;
    struct game g = {.in = in, .step = fmax(1, ceil((double)in->stock / STATES))};
    if (in->floor > in->price_now)
        return fail(c, REJECT, "floor %.10g is above price_now %.10g: there is nothing to mark down", in->floor, in->price_now);
    g.states = (size_t)ceil((double)in->stock / g.step);
    levels(&g);
    size_t all = g.levels * (g.states + 1);
    g.value = NEW_ARRAY(c, double, all), g.left = NEW_ARRAY(c, double, all);
    g.choice = NEW_ARRAY(c, unsigned char, all * (size_t)in->periods);
    solve(c, &g, true, &out->money_if_kept, &out->left_if_kept);
    solve(c, &g, false, &out->money, &out->left);
    out->sku = in->sku;
    follow(c, &g, out);
    out->money = stat_round(out->money, 10), out->money_if_kept = stat_round(out->money_if_kept, 10);
    out->left = stat_round(out->left, 6), out->left_if_kept = stat_round(out->left_if_kept, 6);
    out->sentence = sentence(c, in, out);
    return OK;
}

const struct capability price_markdown = {
    .name = "price.markdown",
    .doc = "the prices that turn a fixed stock into the most money by a deadline",
    .stage = DECIDE,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
