/* execution/measure/guard.c - the rule that takes a change back: a guarded metric fell by more than it may, and not by chance.
 *
 * The days since a change are held against those before it. What the rest of the shop did on the same days is taken out, so a
 * slow week of the whole shop is nobody's fault. The interval holds at every look (core/trial.h): one may ask every day. The
 * same numbers give the same answer: no model has a say.
 */
#include "execution/measure/guard.h"
#include "core/capability.h"
#include "core/stat.h"
#include "core/trial.h"
#include <math.h>

enum { WATCHED = 14 }; /* days after which the interval is to be tightest */

static const struct record guarded_record = {"guarded", sizeof(struct guarded), (const struct field[]){
    FIELD(struct guarded, name, .min = 1, .max = 40, .doc = "margin, conversion, returns"),
    FIELD(struct guarded, before, .max = 1000, .doc = "of each day before the change"),
    FIELD(struct guarded, after, .max = 1000, .doc = "of each day since"),
    FIELD(struct guarded, base_before, .max = 1000, .flags = OPTIONAL, .doc = "as long as before: what it is divided by (ratio), or what the rest of the shop did"),
    FIELD(struct guarded, base_after, .max = 1000, .flags = OPTIONAL, .doc = "as long as after"),
    FIELD(struct guarded, ratio, .flags = OPTIONAL, .doc = "the metric is a sum over another: orders over views"),
    FIELD(struct guarded, lower_is_better, .flags = OPTIONAL, .doc = "returns"),
    FIELD(struct guarded, limit, .min = 0, .max = 10, .init = 0.1, .flags = OPTIONAL, .doc = "share it may get worse by"),
    {0}}};
const struct record guard_in_record = {"guard", sizeof(struct guard_in), (const struct field[]){
    FIELD_LIST(struct guard_in, metrics, &guarded_record, .min = 1, .max = 20, .doc = "what is watched"),
    FIELD(struct guard_in, alpha, .min = 0.0001, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "chance to take back what did no harm, however often it is asked"),
    FIELD(struct guard_in, least_days, .min = 2, .max = 365, .init = 3, .flags = OPTIONAL, .doc = "days since the change before anything is said"),
    {0}}};
static const struct record metric_record = {"guard_metric", sizeof(struct guard_metric), (const struct field[]){
    FIELD(struct guard_metric, name, .doc = "as given"),
    FIELD(struct guard_metric, verdict, .choice = "worse|open|none", .doc = "none: nothing can be said"),
    FIELD(struct guard_metric, difference, .init = NAN, .flags = OPTIONAL, .doc = "share of before"),
    FIELD(struct guard_metric, low, .init = NAN, .flags = OPTIONAL, .doc = "interval that holds at every look"),
    FIELD(struct guard_metric, high, .init = NAN, .flags = OPTIONAL, .doc = "its other end"),
    FIELD(struct guard_metric, sentence, .doc = "in words"),
    {0}}};
static const struct record guard_out_record = {"guard_read", sizeof(struct guard_out), (const struct field[]){
    FIELD(struct guard_out, undo, .doc = "take the change back"),
    FIELD_LIST(struct guard_out, metrics, &metric_record, .doc = "one by one"),
    FIELD(struct guard_out, sentence, .doc = "the verdict in words"),
    {0}}};

/* A metric's days as values whose means compare: what the rest of the shop foretold taken out, or a ratio made linear. */
struct plain {
    struct trial_arm arm[2]; /* before, after */
    double level;            /* of before: what differences are shares of */
    double doubt;            /* variance of the difference that comes with what was taken out */
};

static struct reals side(const struct guarded *g, int k, bool base)
{
    return base ? (k ? g->base_after : g->base_before) : k ? g->after : g->before;
}

static bool known(const struct guarded *g, int k, size_t i)
{
    return isfinite(side(g, k, false).at[i]) && (!side(g, k, true).n || isfinite(side(g, k, true).at[i]));
}

static struct trial_arm arm_of(const struct guarded *g, int k, double slope, double from, double by)
{
    struct trial_arm a = {0};
    for (size_t i = 0; i < side(g, k, false).n; i++)
        if (known(g, k, i))
            trial_add(&a, (side(g, k, false).at[i] - slope * ((side(g, k, true).n ? side(g, k, true).at[i] : 0) - from)) / by,
                      side(g, k, true).n ? side(g, k, true).at[i] : 0);
    return a;
}

static double variance(const struct trial_arm *a) { return a->n > 1 ? fmax(0, (a->yy - a->y * a->y / (double)a->n) / (double)(a->n - 1)) : 0; }

/* y / x: each day's distance from the ratio before, by the days' mean x. */
static bool ratio_of(const struct guarded *g, const struct trial_arm raw[2], struct plain *out)
{
    if (!(raw[0].x > 0) || !(raw[1].x > 0) || !(raw[0].y > 0))
        return false;
    out->level = raw[0].y / raw[0].x;
    for (int k = 0; k < 2; k++)
        out->arm[k] = arm_of(g, k, out->level, 0, raw[k].x / (double)raw[k].n);
    return true;
}

/* y less what x foretells by the days before; the slope is known no better than those days tell. */
static bool mean_of(const struct guarded *g, const struct trial_arm raw[2], struct plain *out)
{
    double n = (double)raw[0].n, mx = raw[0].x / n, sxx = raw[0].xx - n * mx * mx, sxy = raw[0].xy - mx * raw[0].y;
    double slope = sxx > 1e-12 * raw[0].xx ? sxy / sxx : 0;
    if (!(raw[0].y > 0))
        return false;
    out->level = raw[0].y / n;
    for (int k = 0; k < 2; k++)
        out->arm[k] = arm_of(g, k, slope, mx, 1);
    out->doubt = slope != 0 ? variance(&out->arm[0]) / sxx * pow(raw[1].x / (double)raw[1].n - mx, 2) : 0;
    return true;
}

/* A few days tell little of their own spread: it counts as no less than before. */
static void spread_floor(struct plain *p)
{
    double n = (double)p->arm[1].n, least = variance(&p->arm[0]) + n * p->doubt;
    if (variance(&p->arm[1]) < least)
        p->arm[1].yy = p->arm[1].y * p->arm[1].y / n + (n - 1) * least;
}

/* As shares of what was before. */
static bool compare(const struct guard_in *in, const struct guarded *g, struct plain *p, struct trial_effect *e)
{
    struct trial_arm raw[2] = {arm_of(g, 0, 0, 0, 1), arm_of(g, 1, 0, 0, 1)};
    *p = (struct plain){.arm = {raw[0], raw[1]}};
    if (raw[1].n < in->least_days || raw[0].n < 2 || !(g->ratio ? ratio_of(g, raw, p) : mean_of(g, raw, p)))
        return false;
    spread_floor(p);
    if (!trial_compare_few(TRIAL_MEAN, &p->arm[0], &p->arm[1], false, in->alpha / (double)in->metrics.n, (double)raw[0].n + WATCHED, e))
        return false;
    e->difference /= p->level, e->always.low /= p->level, e->always.high /= p->level;
    return true;
}

static struct str range(struct ctx *c, const struct trial_effect *e)
{
    return str_fmt(c, "%+.0f %% (between %+.0f and %+.0f %% at every look)", 100 * e->difference, 100 * e->always.low, 100 * e->always.high);
}

static void read_one(struct ctx *c, const struct guard_in *in, const struct guarded *g, struct guard_metric *out)
{
    struct trial_effect e;
    struct plain p;
    *out = (struct guard_metric){.name = g->name, .verdict = STR("none"), .difference = NAN, .low = NAN, .high = NAN};
    if (!compare(in, g, &p, &e)) {
        out->sentence = str_fmt(c, "%.*s: too little to say after %lld days", FMT(g->name), (long long)p.arm[1].n);
        return;
    }
    bool worse = g->lower_is_better ? e.always.low > 0 && e.difference > g->limit : e.always.high < 0 && e.difference < -g->limit;
    out->difference = stat_round(e.difference, 9), out->low = stat_round(e.always.low, 9), out->high = stat_round(e.always.high, 9);
    out->verdict = worse ? STR("worse") : STR("open");
    out->sentence = str_fmt(c, "%.*s %.*s in %lld days against %lld before%s", FMT(g->name), FMT(range(c, &e)), (long long)p.arm[1].n, (long long)p.arm[0].n,
                            worse ? str_fmt(c, ": more than the %.0f %% it may get worse", 100 * g->limit).p : "");
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct guard_in *in = in_;
    struct guard_out *out = out_;
    struct strs told = {0};
    *out = (struct guard_out){0};
    for (size_t i = 0; i < in->metrics.n; i++) {
        const struct guarded *g = &in->metrics.at[i];
        bool based = g->base_before.n || g->base_after.n;
        if (based ? g->base_before.n != g->before.n || g->base_after.n != g->after.n : g->ratio)
            return fail(c, REJECT, "%.*s: base_before and base_after must be as long as before and after", FMT(g->name));
        struct guard_metric *m = LIST_ADD(c, &out->metrics);
        read_one(c, in, g, m);
        out->undo |= str_eq(m->verdict, STR("worse"));
    }
    for (size_t i = 0; i < out->metrics.n; i++)
        if (!out->undo || str_eq(out->metrics.at[i].verdict, STR("worse")))
            strs_add(c, &told, out->metrics.at[i].sentence);
    struct str all = str_join(c, &told, STR("; "));
    out->sentence = out->undo ? str_fmt(c, "taken back: %.*s", FMT(all)) : all;
    return OK;
}

const struct capability measure_guard = {
    .name = "measure.guard",
    .doc = "whether a change is to be taken back: a guarded metric fell by more than it may, and not by chance, at any look",
    .stage = MEASURE,
    .in = &guard_in_record,
    .out = &guard_out_record,
    .run = run,
};
