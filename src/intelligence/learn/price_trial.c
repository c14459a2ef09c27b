/* intelligence/learn/price_trial.c - a price tested before it is asked of all: how long, on what, and what it says so far.
 *
 * By product (or store): half of the units ask the new price; their margin a day is compared, with that of the days before
 * as covariate. By time: each product changes sides from block to block by chance; its blocks, less its own mean, are compared.
 * By visitor: only where the shop has set personal prices and the notice that the law asks for. Sizes come from the shop's
 * own variance: the same comparison is made on the past, where nothing was changed. Arms are a hash of the trial's name, so a
 * reading finds them again; its interval holds at every look (core/trial.h).
 * Units   money as price; shares 0..1
 */
#include "core/capability.h"
#include "core/stat.h"
#include "core/trial.h"
#include "data/day.h"
#include <math.h>

struct tested {
    struct str sku;
    double price_now, cost, price;
    struct reals units;
};
struct trial_in {
    struct str name, by, today, started;
    LIST(struct tested) items;
    double lift, alpha, power, visitors_per_day, rate;
    int64_t max_days, block_days;
};
struct placed {
    struct str unit, from, to, arm;
    double price;
};
struct trial_out {
    struct str by;
    int64_t days, units_needed, units;
    double detectable;
    LIST(struct placed) plan;
    double difference, low, high;
    struct str verdict, notice, sentence;
};
struct trial_opt {
    bool personal;
    struct str notice;
};

static const struct record opt_record = {"price_trial_opt", sizeof(struct trial_opt), (const struct field[]){
    FIELD(struct trial_opt, personal, .flags = OPTIONAL, .doc = "prices may differ by visitor; off: the law asks for a notice, and buyers for fairness"),
    FIELD(struct trial_opt, notice, .max = 500, .init_str = "", .flags = OPTIONAL, .doc = "what is shown beside such a price, as price.legal words it"),
    {0}}};
static const struct record tested_record = {"tested", sizeof(struct tested), (const struct field[]){
    FIELD(struct tested, sku, .min = 1, .max = 200, .flags = LOOSE, .doc = "product, or store"),
    FIELD(struct tested, price_now, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct tested, price, .min = 0.0001, .max = 1e9, .doc = "to be tested"),
    FIELD(struct tested, cost, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "of one unit; absent: revenue is compared"),
    FIELD(struct tested, units, .max = 5000, .doc = "sold on each day up to today; null: not known, or nothing to sell"),
    {0}}};
static const struct record in_record = {"price_trial", sizeof(struct trial_in), (const struct field[]){
    FIELD(struct trial_in, name, .min = 1, .max = 100, .init_str = "price trial", .flags = OPTIONAL, .doc = "arms are a hash of it: the same name, the same arms"),
    FIELD(struct trial_in, by, .choice = "auto|product|store|time|visitor", .init_str = "auto", .flags = OPTIONAL, .doc = "what is split"),
    FIELD(struct trial_in, today, .max = 10, .doc = "the day after the last of units: 2026-11-21"),
    FIELD(struct trial_in, started, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "first day of a trial that runs: it is read"),
    FIELD_LIST(struct trial_in, items, &tested_record, .min = 1, .max = 100000, .doc = "what is tested"),
    FIELD(struct trial_in, lift, .min = 0.001, .max = 10, .init = 0.1, .flags = OPTIONAL, .doc = "least change of margin that would matter, share"),
    FIELD(struct trial_in, alpha, .min = 0.0001, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "chance of a false finding"),
    FIELD(struct trial_in, power, .min = 0.01, .max = 0.999, .init = 0.8, .flags = OPTIONAL, .doc = "chance of finding such a change"),
    FIELD(struct trial_in, max_days, .min = 7, .max = 365, .init = 84, .flags = OPTIONAL, .doc = "it may take no longer"),
    FIELD(struct trial_in, block_days, .min = 1, .max = 28, .init = 7, .flags = OPTIONAL, .doc = "by time: days of a block; 7 keeps weekdays even"),
    FIELD(struct trial_in, visitors_per_day, .min = 0, .max = 1e9, .init = NAN, .flags = OPTIONAL, .doc = "by visitor"),
    FIELD(struct trial_in, rate, .min = 0.000001, .max = 0.999999, .init = NAN, .flags = OPTIONAL, .doc = "by visitor: share of them that buys"),
    {0}}};
static const struct record placed_record = {"placed", sizeof(struct placed), (const struct field[]){
    FIELD(struct placed, unit, .doc = "product or store"),
    FIELD(struct placed, from, .doc = "first day"),
    FIELD(struct placed, to, .doc = "last day"),
    FIELD(struct placed, arm, .choice = "now|tested", .doc = "which price it asks"),
    FIELD(struct placed, price, .doc = "that price"),
    {0}}};
static const struct record out_record = {"price_trial_out", sizeof(struct trial_out), (const struct field[]){
    FIELD(struct trial_out, by, .doc = "what is split"),
    FIELD(struct trial_out, days, .doc = "it takes"),
    FIELD(struct trial_out, units_needed, .doc = "products, blocks or visitors for that lift; more than units: it cannot be found in max_days"),
    FIELD(struct trial_out, units, .doc = "that there are in those days"),
    FIELD(struct trial_out, detectable, .init = NAN, .flags = OPTIONAL, .doc = "the least lift these units would find"),
    FIELD_LIST(struct trial_out, plan, &placed_record, .flags = OPTIONAL, .doc = "who asks what, from when to when"),
    FIELD(struct trial_out, difference, .init = NAN, .flags = OPTIONAL, .doc = "read: of margin, share of the price now"),
    FIELD(struct trial_out, low, .init = NAN, .flags = OPTIONAL, .doc = "interval that holds at every look"),
    FIELD(struct trial_out, high, .init = NAN, .flags = OPTIONAL, .doc = "its other end"),
    FIELD(struct trial_out, verdict, .choice = "better|worse|open|none", .flags = OPTIONAL, .doc = "read: of the tested price"),
    FIELD(struct trial_out, notice, .flags = OPTIONAL, .doc = "by visitor: to be shown beside the price"),
    FIELD(struct trial_out, sentence, .doc = "in words"),
    {0}}};

/* ---- units of a comparison ------------------------------------------------------------------------------ */

enum { PRODUCT_DAYS = 28, LEAST_PRODUCTS = 10, LEAST_UNITS = 8 };

static int arm_of(struct ctx *c, const struct trial_in *in, struct str unit, int64_t block)
{
    static const double even[] = {0.5, 0.5};
    struct str who = block < 0 ? unit : str_fmt(c, "%.*s#%lld", FMT(unit), (long long)block);
    return trial_assign(in->name, who, even, 2);
}

/* Margin a day over known days [from, to); NAN: none is known. `asked`: the price of those days. */
static double takings(const struct tested *t, double asked, int64_t from, int64_t to)
{
    double sum = 0, days = 0;
    for (int64_t i = from < 0 ? 0 : from; i < to && i < (int64_t)t->units.n; i++)
        if (isfinite(t->units.at[i]))
            sum += t->units.at[i], days++;
    return days > 0 ? (asked - t->cost) * sum / days : NAN;
}

/* One unit a product: its takings in [end - days, end) beside those of as long before. At the price now in both: the past. */
static void products_add(struct ctx *c, const struct trial_in *in, int64_t days, bool past, struct trial_arm arm[2])
{
    for (size_t i = 0; i < in->items.n; i++) {
        const struct tested *t = &in->items.at[i];
        int64_t end = (int64_t)t->units.n, before = past ? days : days > PRODUCT_DAYS ? days : PRODUCT_DAYS;
        int a = arm_of(c, in, t->sku, -1);
        double y = takings(t, !past && a ? t->price : t->price_now, end - days, end), x = takings(t, t->price_now, end - days - before, end - days);
        if (isfinite(y) && isfinite(x))
            trial_add(&arm[a], y, x);
    }
}

/* One unit a product's block, less the product's own mean; the first day of a block is left out where the side changed. */
static void blocks_add(struct ctx *c, const struct trial_in *in, int64_t days, bool past, struct trial_arm arm[2])
{
    int64_t blocks = days / in->block_days;
    for (size_t i = 0; i < in->items.n; i++) {
        const struct tested *t = &in->items.at[i];
        int64_t end = (int64_t)t->units.n, first = end - days;
        double before = takings(t, t->price_now, 0, past ? end : first);
        for (int64_t b = 0; b < blocks && isfinite(before); b++) {
            int a = arm_of(c, in, t->sku, b);
            bool turned = b > 0 && in->block_days > 1 && arm_of(c, in, t->sku, b - 1) != a;
            double y = takings(t, !past && a ? t->price : t->price_now, first + b * in->block_days + turned, first + (b + 1) * in->block_days);
            if (isfinite(y))
                trial_add(&arm[a], y, before);
        }
    }
}

static void add(struct ctx *c, const struct trial_in *in, bool time, int64_t days, bool past, struct trial_arm arm[2])
{
    time ? blocks_add(c, in, days, past, arm) : products_add(c, in, days, past, arm);
}

/* ---- design ---------------------------------------------------------------------------------------------- */

struct size { double needed, have; };

/* From the past, where both arms asked the same: the spread that the covariate leaves. */
static bool size_of(struct ctx *c, const struct trial_in *in, bool time, int64_t days, struct size *out)
{
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    add(c, in, time, days, true, arm);
    if (!trial_compare(TRIAL_ADJUSTED, &arm[0], &arm[1], false, in->alpha, &e))
        return false;
    double n = (double)(arm[0].n + arm[1].n), mean = (arm[0].y + arm[1].y) / n;
    if (!(mean > 0))
        return false;
    *out = (struct size){fmax(LEAST_UNITS, trial_size(e.sd * sqrt(n) / 2, in->lift * mean, in->alpha, in->power, 0.5)), n};
    return out->needed > 0;
}

static bool has_past(const struct trial_in *in, int64_t days)
{
    for (size_t i = 0; i < in->items.n; i++)
        if ((int64_t)in->items.at[i].units.n >= days)
            return true;
    return false;
}

/* The shortest that finds the lift, in whole blocks; else the longest that the past can tell of. */
static bool design_by(struct ctx *c, const struct trial_in *in, bool time, struct trial_out *out)
{
    bool any = false;
    for (int64_t days = 2 * in->block_days; days <= in->max_days && has_past(in, time ? days : 2 * days); days += in->block_days) {
        struct size s;
        if (!size_of(c, in, time, days, &s))
            continue;
        any = true;
        out->by = time ? STR("time") : str_eq(in->by, STR("store")) ? STR("store") : STR("product");
        out->days = days, out->units = (int64_t)s.have, out->units_needed = s.needed < 9e15 ? (int64_t)s.needed : INT64_MAX;
        out->detectable = stat_round(in->lift * sqrt(s.needed / s.have), 6);
        if (s.needed <= s.have)
            break;
    }
    return any;
}

static void plan(struct ctx *c, const struct trial_in *in, int64_t first, struct trial_out *out)
{
    bool time = str_eq(out->by, STR("time"));
    for (size_t i = 0; i < in->items.n; i++) {
        const struct tested *t = &in->items.at[i];
        for (int64_t b = 0; b < (time ? out->days / in->block_days : 1); b++) {
            bool tested = arm_of(c, in, t->sku, time ? b : -1) == 1;
            int64_t from = first + b * in->block_days, to = time ? from + in->block_days - 1 : first + out->days - 1;
            *LIST_ADD(c, &out->plan) = (struct placed){t->sku, day_text(c, from), day_text(c, to), tested ? STR("tested") : STR("now"),
                                                       tested ? t->price : t->price_now};
        }
    }
}

static enum status by_visitor(struct ctx *c, const struct trial_opt *o, const struct trial_in *in, struct trial_out *out)
{
    if (!o->personal || !o->notice.n)
        return fail(c, REJECT, "prices by visitor are off: set price.trial personal and the notice that price.legal asks for, or test by product or time");
    if (isnan(in->rate) || !(in->visitors_per_day > 0))
        return fail(c, REJECT, "a test by visitor needs rate and visitors_per_day");
    double needed = trial_size(sqrt(in->rate * (1 - in->rate)), in->lift * in->rate, in->alpha, in->power, 0.5);
    out->by = STR("visitor"), out->notice = o->notice;
    out->days = (int64_t)ceil(needed / in->visitors_per_day), out->units_needed = (int64_t)needed;
    out->units = (int64_t)(in->visitors_per_day * (double)out->days);
    out->sentence = str_fmt(c, "%lld visitors, %lld days; each price carries the notice", (long long)out->units_needed, (long long)out->days);
    return OK;
}

static enum status design(struct ctx *c, const struct trial_opt *o, const struct trial_in *in, int64_t today, struct trial_out *out)
{
    struct trial_out time = *out;
    bool split = str_eq(in->by, STR("product")) || str_eq(in->by, STR("store")), is_auto = str_eq(in->by, STR("auto"));
    if (str_eq(in->by, STR("visitor")))
        return by_visitor(c, o, in, out);
    bool a = (split || (is_auto && in->items.n >= LEAST_PRODUCTS)) && design_by(c, in, false, out), b = !split && design_by(c, in, true, &time);
    if (!a && !b)
        return fail(c, REJECT, "no size can be told: the past has no sales to compare, or is shorter than %lld days", (long long)(4 * in->block_days));
    bool found[2] = {a && out->units_needed <= out->units, b && time.units_needed <= time.units};
    if (b && (!a || (found[1] && !found[0]) || (found[1] == found[0] && time.days < out->days)))
        *out = time;
    bool enough = out->units_needed <= out->units;
    plan(c, in, today, out);
    out->sentence = str_fmt(c, "By %.*s, %lld days: %s a change of %.3g %% in margin with a chance of %.0f %%%s.", FMT(out->by), (long long)out->days,
                            enough ? "finds" : "too few sales to find", 100 * in->lift, 100 * in->power,
                            enough ? "" : str_fmt(c, "; it would find %.3g %%", 100 * out->detectable).p);
    return OK;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static enum status read_trial(struct ctx *c, const struct trial_in *in, int64_t today, struct trial_out *out)
{
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    int64_t first;
    bool time = str_eq(in->by, STR("time"));
    if (str_eq(in->by, STR("auto")) || str_eq(in->by, STR("visitor")))
        return fail(c, REJECT, "say by what the trial was split: product, store or time; by visitor, experiment.read reads it");
    if (!day_read(in->started, &first) || first >= today)
        return fail(c, REJECT, "started is \"%.12s\": give a day before today, as 2026-11-21", in->started.p);
    out->by = in->by, out->days = today - first;
    add(c, in, time, out->days, false, arm);
    out->units = arm[0].n + arm[1].n;
    out->verdict = STR("none");
    if (!trial_compare_few(TRIAL_ADJUSTED, &arm[0], &arm[1], true, in->alpha, fmax(4, (double)out->units), &e)) {
        out->sentence = str_fmt(c, "Nothing can be said after %lld days: too few units, or nothing was sold.", (long long)out->days);
        return OK;
    }
    out->difference = stat_round(e.difference, 9), out->low = stat_round(e.always.low, 9), out->high = stat_round(e.always.high, 9);
    out->verdict = e.always.low > 0 ? STR("better") : e.always.high < 0 ? STR("worse") : STR("open");
    out->sentence = str_fmt(c, "After %lld days margin at the tested price is %+.1f %% (between %+.1f and %+.1f %% at every look): %s.", (long long)out->days,
                            100 * e.difference, 100 * e.always.low, 100 * e.always.high,
                            e.always.low > 0 ? "ask it of all" : e.always.high < 0 ? "end it" : "not decided");
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct trial_in *in = in_;
    struct trial_out *out = out_;
    int64_t today;
    record_init(&out_record, out);
    if (!day_read(in->today, &today))
        return fail(c, REJECT, "today is \"%.12s\": give a day as 2026-11-21", in->today.p);
    return in->started.n ? read_trial(c, in, today, out) : design(c, opt, in, today, out);
}

const struct capability price_trial = {
    .name = "price.trial",
    .doc = "a test of prices by product, store or time: its size from the shop's own variance, its plan, and its reading at any time",
    .stage = LEARN,
    .in = &in_record,
    .out = &out_record,
    .opt = &opt_record,
    .run = run,
};
