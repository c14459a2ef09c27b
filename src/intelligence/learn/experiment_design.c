/* intelligence/learn/experiment_design.c - how many units and days a trial needs to find what would matter. */
#include "core/capability.h"
#include "core/stat.h"
#include "core/trial.h"
#include <math.h>

struct design_in {
    double mean, sd, rate, lift, alpha, power, share, units_per_day;
};
struct design_out {
    int64_t units, units_always;
    double days, days_always;
    struct str sentence;
};

static const struct record in_record = {"trial_wanted", sizeof(struct design_in), (const struct field[]){
    FIELD(struct design_in, rate, .min = 0.000001, .max = 0.999999, .init = NAN, .flags = OPTIONAL, .doc = "share of units that do it now: 0.03 buy; or mean and sd"),
    FIELD(struct design_in, mean, .min = -1e12, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "of the metric now: 4.20 revenue per visitor"),
    FIELD(struct design_in, sd, .min = 0.000001, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "between units"),
    FIELD(struct design_in, lift, .min = -10, .max = 10, .doc = "least change that would matter, share of the mean: 0.05"),
    FIELD(struct design_in, alpha, .min = 0.0001, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "chance of a false finding"),
    FIELD(struct design_in, power, .min = 0.01, .max = 0.999, .init = 0.8, .flags = OPTIONAL, .doc = "chance of finding such a change"),
    FIELD(struct design_in, share, .min = 0.01, .max = 0.99, .init = 0.5, .flags = OPTIONAL, .doc = "of units in the new arm"),
    FIELD(struct design_in, units_per_day, .min = 0.001, .max = 1e12, .init = NAN, .flags = OPTIONAL, .doc = "that come, both arms together"),
    {0}}};
static const struct record out_record = {"trial_design", sizeof(struct design_out), (const struct field[]){
    FIELD(struct design_out, units, .doc = "both arms together, for one look at the end"),
    FIELD(struct design_out, units_always, .doc = "until the interval that holds at every look would tell, on average"),
    FIELD(struct design_out, days, .flags = OPTIONAL, .doc = "for units, where units_per_day is given"),
    FIELD(struct design_out, days_always, .flags = OPTIONAL, .doc = "for units_always"),
    FIELD(struct design_out, sentence, .doc = "in words"),
    {0}}};

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct design_in *in = in_;
    struct design_out *out = out_;
    bool is_rate = !isnan(in->rate);
    double mean = is_rate ? in->rate : in->mean, sd = is_rate ? sqrt(in->rate * (1 - in->rate)) : in->sd;
    if (isnan(mean) || isnan(sd))
        return fail(c, REJECT, "give rate, or mean and sd: without the spread between units no size can be told");
    double difference = in->lift * mean;
    double once = trial_size(sd, difference, in->alpha, in->power, in->share), always = trial_size_always(sd, difference, in->alpha, in->share);
    if (once <= 0 || once > 1e15 || always <= 0)
        return fail(c, REJECT, "a change of %g of %g cannot be found: it is too small for any number of units", in->lift, mean);
    out->units = (int64_t)once, out->units_always = (int64_t)always;
    out->days = stat_round(once / in->units_per_day, 6), out->days_always = stat_round(always / in->units_per_day, 6);
    struct str days = isnan(in->units_per_day) ? STR("") : str_fmt(c, ", %.3g days", ceil(out->days));
    out->sentence = str_fmt(c, "%lld units%.*s to find a change of %+.3g %% in one look with a chance of %.3g %%; looking at any time, about %lld",
                            (long long)out->units, FMT(days), 100 * in->lift, 100 * in->power, (long long)out->units_always);
    return OK;
}

const struct capability experiment_design = {
    .name = "experiment.design",
    .doc = "how many units and days a trial needs",
    .stage = LEARN,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
