/* intelligence/learn/experiment_read.c - what a trial says so far, in words that hold however often one looks.
 *
 * Flow    sums per arm, or a row per unit → effects
 * Source  core/trial.h
 */
#include "core/capability.h"
#include "core/stat.h"
#include "core/trial.h"
#include <math.h>

struct arm {
    struct str name;
    int64_t units;
    double share, y, yy, x, xx, xy;
};
struct unit {
    struct str arm;
    double value, base;
};
struct read_in {
    struct str metric, of;
    LIST(struct arm) arms;
    LIST(struct unit) rows;
    double alpha;
    bool relative, lower_is_better;
};
struct arm_out {
    struct str name;
    int64_t units;
    double mean;
};
struct effect_out {
    struct str arm, verdict, sentence;
    double difference, low, high, p, low_once, high_once, p_once;
    int64_t units_more;
};
struct read_out {
    LIST(struct arm_out) arms;
    LIST(struct effect_out) effects;
    double balance_p;
    struct str sentence;
};

static const struct record arm_record = {"arm", sizeof(struct arm), (const struct field[]){
    FIELD(struct arm, name, .min = 1, .max = 100, .doc = "the first is the control"),
    FIELD(struct arm, share, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "of all units that were to come into it; absent: even"),
    FIELD(struct arm, units, .min = 0, .max = 1e12, .flags = OPTIONAL, .doc = "visitors, with or without rows"),
    FIELD(struct arm, y, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "sum of what is measured: revenue, clicks"),
    FIELD(struct arm, yy, .min = 0, .max = 1e18, .flags = OPTIONAL, .doc = "sum of its squares"),
    FIELD(struct arm, x, .min = -1e15, .max = 1e15, .flags = OPTIONAL, .doc = "ratio: sum of the base (views); adjusted: of what was known before"),
    FIELD(struct arm, xx, .min = 0, .max = 1e18, .flags = OPTIONAL, .doc = "sum of its squares"),
    FIELD(struct arm, xy, .min = -1e18, .max = 1e18, .flags = OPTIONAL, .doc = "sum of the products"),
    {0}}};
static const struct record unit_record = {"unit", sizeof(struct unit), (const struct field[]){
    FIELD(struct unit, arm, .min = 1, .max = 100, .doc = "name of its arm"),
    FIELD(struct unit, value, .min = -1e12, .max = 1e12, .doc = "measured"),
    FIELD(struct unit, base, .min = -1e12, .max = 1e12, .flags = OPTIONAL, .doc = "its base, or what was known before"),
    {0}}};
static const struct record in_record = {"trial", sizeof(struct read_in), (const struct field[]){
    FIELD_LIST(struct read_in, arms, &arm_record, .min = 2, .max = 20, .doc = "control first"),
    FIELD_LIST(struct read_in, rows, &unit_record, .max = 2e7, .flags = OPTIONAL, .doc = "one a unit, in place of sums or beside them"),
    FIELD(struct read_in, metric, .choice = "mean|ratio|adjusted", .init_str = "mean", .flags = OPTIONAL,
          .doc = "mean of y; y over x; mean of y with what x foretold taken out (CUPED)"),
    FIELD(struct read_in, of, .min = 1, .max = 100, .init_str = "the metric", .flags = OPTIONAL, .doc = "in words: revenue per visitor"),
    FIELD(struct read_in, alpha, .min = 0.0001, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "chance of any false finding; shared by the arms compared"),
    FIELD(struct read_in, relative, .init = 1, .flags = OPTIONAL, .doc = "differences as shares of the control"),
    FIELD(struct read_in, lower_is_better, .flags = OPTIONAL, .doc = "cost, returns"),
    {0}}};
static const struct record arm_out_record = {"arm_read", sizeof(struct arm_out), (const struct field[]){
    FIELD(struct arm_out, name, .doc = "the arm"),
    FIELD(struct arm_out, units, .doc = "units in it"),
    FIELD(struct arm_out, mean, .flags = OPTIONAL, .doc = "of the metric; absent: no units"),
    {0}}};
static const struct record effect_record = {"effect", sizeof(struct effect_out), (const struct field[]){
    FIELD(struct effect_out, arm, .doc = "against the control"),
    FIELD(struct effect_out, verdict, .doc = "better, worse, open, none: nothing can be said"),
    FIELD(struct effect_out, difference, .flags = OPTIONAL, .doc = "from the control"),
    FIELD(struct effect_out, low, .flags = OPTIONAL, .doc = "interval that holds at every look"),
    FIELD(struct effect_out, high, .flags = OPTIONAL, .doc = "its other end"),
    FIELD(struct effect_out, p, .flags = OPTIONAL, .doc = "valid at every look"),
    FIELD(struct effect_out, low_once, .flags = OPTIONAL, .doc = "interval for one look fixed in advance (Welch)"),
    FIELD(struct effect_out, high_once, .flags = OPTIONAL, .doc = "its other end"),
    FIELD(struct effect_out, p_once, .flags = OPTIONAL, .doc = "two-sided, one look (Welch)"),
    FIELD(struct effect_out, units_more, .doc = "open: further units, both arms together, until what is seen now would be decided; 0: never"),
    FIELD(struct effect_out, sentence, .doc = "in words"),
    {0}}};
static const struct record out_record = {"trial_read", sizeof(struct read_out), (const struct field[]){
    FIELD_LIST(struct read_out, arms, &arm_out_record, .doc = "what came in"),
    FIELD_LIST(struct read_out, effects, &effect_record, .doc = "each arm but the control"),
    FIELD(struct read_out, balance_p, .doc = "chance of such a split of units; below 0.001 nothing else is to be believed"),
    FIELD(struct read_out, sentence, .doc = "in words"),
    {0}}};

static enum status rows_add(struct ctx *c, const struct read_in *in, struct trial_arm *arm)
{
    for (size_t i = 0; i < in->rows.n; i++) {
        size_t a = 0;
        while (a < in->arms.n && !str_eq(in->arms.at[a].name, in->rows.at[i].arm))
            a++;
        if (a == in->arms.n)
            return fail(c, REJECT, "row %zu is of arm \"%.60s\", which is not among the arms", i + 1, in->rows.at[i].arm.p);
        trial_add(&arm[a], in->rows.at[i].value, in->rows.at[i].base);
    }
    return OK;
}

static enum status arms_read(struct ctx *c, const struct read_in *in, struct trial_arm *arm)
{
    for (size_t i = 0; i < in->arms.n; i++) {
        const struct arm *a = &in->arms.at[i];
        arm[i] = (struct trial_arm){a->units, a->y, a->yy, a->x, a->xx, a->xy};
        if (a->units > 0 && a->yy * (double)a->units < a->y * a->y * (1 - 1e-9))
            return fail(c, REJECT, "arm \"%.60s\": %lld units with sum %g cannot have squares that sum to %g", a->name.p, (long long)a->units, a->y, a->yy);
    }
    return rows_add(c, in, arm);
}

static enum trial_metric metric_of(struct str name)
{
    return str_eq(name, STR("ratio")) ? TRIAL_RATIO : str_eq(name, STR("adjusted")) ? TRIAL_ADJUSTED : TRIAL_MEAN;
}

static const char *unit_of(const struct read_in *in) { return in->relative ? " %" : ""; }

static void effect_tell(struct ctx *c, const struct read_in *in, const struct trial_effect *e, int64_t units, double alpha, struct effect_out *out)
{
    double by = in->relative ? 100 : 1;
    bool is_up = e->always.low > 0, is_down = e->always.high < 0;
    out->difference = stat_round(e->difference, 9);
    out->low = stat_round(e->always.low, 9), out->high = stat_round(e->always.high, 9), out->p = stat_round(e->always.p, 9);
    out->low_once = stat_round(e->once.low, 9), out->high_once = stat_round(e->once.high, 9), out->p_once = stat_round(e->once.p, 9);
    out->verdict = !is_up && !is_down ? STR("open") : is_up != in->lower_is_better ? STR("better") : STR("worse");
    if (!is_up && !is_down) {
        double n = trial_size_always(e->sd * sqrt((double)units) / 2, e->difference, alpha, 0.5);
        out->units_more = n > (double)units && n < 9e15 ? (int64_t)n - units : 0;
    }
    struct str more = out->units_more ? str_fmt(c, "; about %lld more units would decide a difference like this", (long long)out->units_more) : STR("");
    struct str range = str_fmt(c, "%+.3g%s (between %+.3g and %+.3g%s at every look)", by * e->difference, unit_of(in), by * e->always.low,
                               by * e->always.high, unit_of(in));
    out->sentence = is_up || is_down ? str_fmt(c, "%.*s: %.*s is %s by %.*s", FMT(out->arm), FMT(in->of), out->verdict.p, FMT(range))
                                     : str_fmt(c, "%.*s: nothing is decided on %.*s yet: %.*s%.*s", FMT(out->arm), FMT(in->of), FMT(range), FMT(more));
}

static void arm_compare(struct ctx *c, const struct read_in *in, const struct trial_arm *arm, size_t i, struct read_out *out)
{
    struct effect_out *one = LIST_ADD(c, &out->effects);
    struct trial_effect e;
    double alpha = in->alpha / (double)(in->arms.n - 1);
    *one = (struct effect_out){.arm = in->arms.at[i].name, .verdict = STR("none"), .difference = NAN, .low = NAN, .high = NAN, .p = NAN,
                               .low_once = NAN, .high_once = NAN, .p_once = NAN};
    if (trial_compare(metric_of(in->metric), &arm[0], &arm[i], in->relative, alpha, &e))
        effect_tell(c, in, &e, arm[0].n + arm[i].n, alpha, one);
    else
        one->sentence = str_fmt(c, "%.*s: nothing can be said of %.*s: an arm has fewer than two units, all units alike, or a control of 0",
                                FMT(one->arm), FMT(in->of));
}

static double arm_mean(const struct read_in *in, const struct trial_arm *a)
{
    double by = str_eq(in->metric, STR("ratio")) ? a->x : (double)a->n;
    return by != 0 ? stat_round(a->y / by, 9) : NAN;
}

static void balance(struct ctx *c, const struct read_in *in, const struct trial_arm *arm, struct read_out *out)
{
    int64_t *units = NEW_ARRAY(c, int64_t, in->arms.n);
    double *share = NEW_ARRAY(c, double, in->arms.n);
    for (size_t i = 0; i < in->arms.n; i++) {
        units[i] = arm[i].n;
        share[i] = isnan(in->arms.at[i].share) ? 1.0 / (double)in->arms.n : in->arms.at[i].share;
    }
    out->balance_p = stat_round(trial_balance(units, share, (int)in->arms.n), 9);
    if (out->balance_p < 0.001)
        out->sentence = str_fmt(c, "units did not come into the arms as they should (chance %.2g): find out why before believing any effect", out->balance_p);
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct read_in *in = in_;
    struct read_out *out = out_;
    struct trial_arm *arm = NEW_ARRAY(c, struct trial_arm, in->arms.n);
    TRY(arms_read(c, in, arm));
    for (size_t i = 0; i < in->arms.n; i++)
        *LIST_ADD(c, &out->arms) = (struct arm_out){in->arms.at[i].name, arm[i].n, arm_mean(in, &arm[i])};
    size_t decided = 0;
    for (size_t i = 1; i < in->arms.n; i++) {
        arm_compare(c, in, arm, i, out);
        struct str v = out->effects.at[out->effects.n - 1].verdict;
        decided += str_eq(v, STR("better")) || str_eq(v, STR("worse"));
    }
    balance(c, in, arm, out);
    if (!out->sentence.n)
        out->sentence = str_fmt(c, "%zu of %zu comparisons on %.*s are decided", decided, in->arms.n - 1, FMT(in->of));
    return OK;
}

const struct capability experiment_read = {
    .name = "experiment.read",
    .doc = "what a trial of one way against others says so far, valid at every look",
    .stage = LEARN,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
