/* intelligence/decide/forecast/forecast_demand.h - what forecast.demand takes and gives; forecast.panel takes many of them. */
#pragma once
#include "core/field.h"
#include "intelligence/decide/forecast/event.h"
#include "intelligence/decide/forecast/forecast.h"

struct similar {
    struct reals y;
};
struct own_event {
    struct str name;
    struct strs days;
    int64_t lead;
};
struct forecast_in {
    struct str sku, category, freq, method, from, country;
    struct strs holidays;
    struct reals y, price, promo, in_stock, quantiles;
    int64_t horizon, season;
    LIST(struct similar) similar;
    LIST(struct own_event) events;
};
struct backtest {
    int64_t origins, steps;
    double rmsse, naive_rmsse;
};
struct event_effect {
    struct str name, when, from, to;
    double lift;
    int64_t reach;
};
struct effects {
    double elasticity, elasticity_se, promo_lift, holiday_lift;
    LIST(struct event_effect) events;
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
    struct str sentence, error;
};
struct panel_in {
    LIST(struct forecast_in) items;
};
struct panel_out {
    LIST(struct forecast_out) items;
};
extern const struct record forecast_in_record, forecast_out_record, panel_in_record;

/* One item made ready: what is known of its demand, without effects. */
struct ready {
    const struct forecast_in *in;
    double *y; /* [n] clean */
    size_t n, h, cycle;
    struct effect effect; /* factor[n + h] */
    struct events events;
    int64_t first_day, width; /* of the periods that `y` holds; width 0: not known */
    bool whole, positive; /* of the values as given */
    int only;                      /* the method asked for; -1: all that suit */
    size_t known;                  /* of y */
    double alone;                  /* a value far beyond all others, left out of y; NAN: none */
    size_t alone_at;               /* its period, from 0 */
    const struct similar *similar; /* [n_similar] items like it, for when next to nothing is known */
    size_t n_similar;
    struct trial trial;
};

/* Clean, effects found; the trial is not run yet. */
MUST enum status forecast_ready(struct ctx *c, const struct forecast_in *in, struct ready *out);
/* REJECT: neither it nor items like it have a past. */
MUST enum status forecast_known(struct ctx *c, const struct ready *r);
/* Try the methods on what is ready. */
void forecast_try(struct ctx *c, struct ready *r);
/* Weigh, forecast and report; `lean` as for trial_weigh. */
void forecast_answer(struct ctx *c, struct ready *r, const double *lean, struct forecast_out *out);

/* Put the calendar on what is ready: occasions into its events, and public holidays, counted in each period of y and ahead, or NULL.
 * `first`: the period of in->y that y begins with. REJECT: days without `from`, or a country or day that is none. */
MUST enum status forecast_days(struct ctx *c, struct ready *r, size_t first, const double **holidays);
/* The occasions whose effect is used, and how much of `mean` [h] is theirs. */
struct event_effect *forecast_told(struct ctx *c, const struct ready *r, struct reals mean, size_t *n);
struct str forecast_days_text(struct ctx *c, const struct effects *e); /* of those ahead, to end a sentence */
