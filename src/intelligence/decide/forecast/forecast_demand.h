/* intelligence/decide/forecast/forecast_demand.h - what forecast.demand takes and gives; forecast.panel takes many of them. */
#pragma once
#include "core/field.h"
#include "intelligence/decide/forecast/forecast.h"

struct similar {
    struct reals y;
};
struct forecast_in {
    struct str sku, category, freq, method, from, country;
    struct strs holidays;
    struct reals y, price, promo, in_stock, quantiles;
    int64_t horizon, season;
    LIST(struct similar) similar;
};
struct backtest {
    int64_t origins, steps;
    double rmsse, naive_rmsse;
};
struct effects {
    double elasticity, elasticity_se, promo_lift, holiday_lift;
};
struct pace {
    double recent, before;
    bool declining;
};
struct forecast_out {
    struct str sku;
    struct reals mean;
    struct raw quantiles;
    struct str method;
    struct backtest *backtest;
    struct effects *effects;
    struct pace *velocity;
    struct str sentence;
};
extern const struct record forecast_in_record, forecast_out_record;

/* One item made ready: what is known of its demand, without effects. */
struct ready {
    const struct forecast_in *in;
    double *y; /* [n] clean */
    size_t n, h, cycle;
    struct effect effect; /* factor[n + h] */
    bool whole, positive; /* of the values as given */
    struct trial trial;
};

/* Clean, effects found; the trial is not run yet. */
MUST enum status forecast_ready(struct ctx *c, const struct forecast_in *in, struct ready *out);
/* Try the methods on what is ready. REJECT: an unknown method is asked for. */
MUST enum status forecast_try(struct ctx *c, struct ready *r);
/* Weigh, forecast and report; `lean` as for trial_weigh. */
void forecast_answer(struct ctx *c, struct ready *r, const double *lean, struct forecast_out *out);
