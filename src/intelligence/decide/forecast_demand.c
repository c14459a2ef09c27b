/* intelligence/decide/forecast_demand.c - how much of one item will sell. */
#include "core/capability.h"
#include "core/json.h"
#include "core/stat.h"
#include "intelligence/decide/forecast.h"
#include <math.h>

struct forecast_in {
    struct str sku, freq, method;
    struct reals y, quantiles;
    int64_t horizon, season;
};
struct backtest {
    int64_t origins, steps;
    double rmsse;
};
struct forecast_out {
    struct str sku;
    struct reals mean;
    struct raw quantiles;
    struct str method;
    struct backtest *backtest;
};

static const struct record in_record = {"forecast", sizeof(struct forecast_in), (const struct field[]){
    FIELD(struct forecast_in, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD(struct forecast_in, freq, .choice = "H|D|W|M|Q|Y", .init_str = "D", .flags = OPTIONAL, .doc = "what a period is"),
    FIELD(struct forecast_in, y, .max = 20000, .doc = "units sold per period, oldest first; null: not known, or out of stock"),
    FIELD(struct forecast_in, horizon, .min = 1, .max = 1000, .init = 1, .doc = "periods to forecast"),
    FIELD(struct forecast_in, quantiles, .max = 99, .flags = OPTIONAL, .doc = "each above 0 and below 1"),
    FIELD(struct forecast_in, season, .max = 400, .init = (double)NONE, .flags = OPTIONAL, .doc = "periods in a season's cycle"),
    FIELD(struct forecast_in, method, .init_str = "auto", .flags = OPTIONAL, .doc = "auto, or one method by name"),
    {0}}};
static const struct record backtest_record = {"backtest", sizeof(struct backtest), (const struct field[]){
    FIELD(struct backtest, origins, .doc = "forecasts made from inside the past"),
    FIELD(struct backtest, steps, .doc = "periods ahead of each"),
    FIELD(struct backtest, rmsse, .init = NAN, .flags = OPTIONAL, .doc = "error over that of repeating the last value"),
    {0}}};
static const struct record out_record = {"demand", sizeof(struct forecast_out), (const struct field[]){
    FIELD(struct forecast_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct forecast_out, mean, .doc = "expected units per period"),
    FIELD(struct forecast_out, quantiles, .doc = "quantile: units per period"),
    FIELD(struct forecast_out, method, .doc = "methods and their weights"),
    FIELD_ONE(struct forecast_out, backtest, &backtest_record, .doc = "how the method did on the item's own past"),
    {0}}};

static size_t cycle_of(const struct forecast_in *in)
{
    if (in->season != NONE)
        return in->season > 1 ? (size_t)in->season : 1;
    switch (in->freq.p[0]) {
    case 'H': return 24;
    case 'D': return 7;
    case 'W': return 52;
    case 'M': return 12;
    case 'Q': return 4;
    }
    return 1;
}

static struct str method_text(struct ctx *c, const double *w)
{
    struct buf b = {0};
    for (int i = 0; methods[i].name; i++)
        if (w[i] > 0)
            buf_fmt(c, &b, "%s%s %.2f", b.n ? " + " : "", methods[i].name, w[i]);
    return buf_str(&b);
}

static struct raw quantile_json(struct ctx *c, const struct forecast_in *in, const struct forecast *f)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (size_t i = 0; i < in->quantiles.n; i++) {
        struct node *a = tree_array(t);
        for (size_t j = 0; j < (size_t)in->horizon; j++)
            node_add(t, a, tree_real(t, stat_round(forecast_quantile(c, f, j, in->quantiles.at[i]), 10)));
        node_set(t, o, str_fmt(c, "%g", in->quantiles.at[i]).p, a);
    }
    return (struct raw){tree_text(c, t, o)};
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct forecast_in *in = in_;
    struct forecast_out *out = out_;
    struct trial trial;
    struct forecast f;
    int only = -1;
    for (int i = 0; methods[i].name; i++)
        if (str_eq(in->method, str_z(methods[i].name)))
            only = i;
    size_t h = (size_t)in->horizon;
    trial_run(c, in->y.at, in->y.n, cycle_of(in), h, only, &trial);
    trial_weigh(c, &trial, NULL);
    forecast_run(c, in->y.at, in->y.n, cycle_of(in), h, &trial, &f);
    out->sku = in->sku;
    out->mean = (struct reals){f.mean, h};
    out->quantiles = quantile_json(c, in, &f);
    out->method = method_text(c, trial.weight);
    out->backtest = NEW(c, struct backtest);
    *out->backtest = (struct backtest){(int64_t)trial.origins, (int64_t)trial.steps, trial_rmsse(&trial)};
    return OK;
}

const struct capability forecast_demand = {
    .name = "forecast.demand",
    .doc = "how much of an item will sell, with the chance of more and less",
    .stage = DECIDE,
    .in = &in_record,
    .out = &out_record,
    .run = run,
};
