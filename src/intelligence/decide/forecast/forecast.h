/* intelligence/decide/forecast/forecast.h - the forecast of one series: methods tried on its own past, weighted, combined. */
#pragma once
#include "intelligence/decide/forecast/smooth.h"
#include "intelligence/decide/forecast/spread.h"

enum { METHODS_MAX = 16 };

struct trial {
    size_t origins, steps, first, stride; /* forecasts made; steps ahead; first origin; between origins */
    double *actual;                       /* [origins * steps] */
    double *guess[METHODS_MAX];           /* [origins * steps]; NULL: not tried */
    double mse[METHODS_MAX];
    double weight[METHODS_MAX];           /* sums to 1 */
    const double *shared;                 /* [METHODS_MAX] what trials_share found; NULL: nothing */
    double *error;                        /* of the combination, [origins * steps]; NAN: not known */
    double trend;                         /* evidence of one, a logarithm; trend_evidence */
    double scale2;                        /* mean squared step of the training part: what RMSSE divides by */
};

struct forecast {
    double *mean;     /* [h] */
    double *sd;       /* [h] of the error of one value */
    double *shape;    /* sorted errors over their sd */
    size_t n_shape;
    double free;      /* how many independent errors they are worth */
    bool is_count;    /* whole numbers, none below 0 */
    bool positive;
    struct trial trial;
    struct spread counts; /* of step `counted` - 1; 0: none yet */
    size_t counted;
};

/* Try every method that suits on rolling origins inside y[n]; `only` >= 0: that method alone. */
void trial_run(struct ctx *c, const double *y, size_t n, size_t cycle, size_t h, int only, struct trial *out);
/* Weight the methods by prior and by error; `lean` [METHODS_MAX] or NULL multiplies the prior (a category's say);
 * shared weights then have half the say. */
void trial_weigh(struct ctx *c, struct trial *t, const double *lean);

/* Find the weights that do best over all of a category's trials, for each set of methods that enough of them tried. */
void trials_share(struct ctx *c, struct trial **trial, size_t n);

/* Forecast y[n] with the weights of `t`. */
void forecast_run(struct ctx *c, const double *y, size_t n, size_t cycle, size_t h, const struct trial *t,
                  struct forecast *out);
/* The q-quantile of step j (from 0); quickest when those of one step are asked for one after another. */
double forecast_quantile(struct ctx *c, struct forecast *f, size_t j, double q);

/* Price and promotion: their effect on the logarithm of sales, and the series without it. */
struct effect {
    bool has_price, has_promo, has_holiday; /* found, and clear of noise; of holidays: seen in the past */
    double elasticity, elasticity_se, promo, promo_se; /* on log sales; promo per unit of the promo column */
    double holiday, holiday_se; /* of a day on log sales: what the item alone says; its factor has it drawn to none or to its category */
    double holiday_used;
    const double *holiday_at;   /* [n + h] holidays in each period; NULL: not asked for */
    double usual_price;
    double *factor; /* [n + h]: sales over what they would be at the usual price without promotion */
};
struct beside { const double *price, *promo, *holiday; }; /* [n + h] each, or NULL */
/* What is missing after n is taken as the last price and no promotion. */
void effect_fit(struct ctx *c, const double *y, size_t n, size_t h, size_t cycle, const struct beside *x, struct effect *out);
/* Put another effect of a holiday in the place of the one used, in y [n] (without effects) and the factors. */
void effect_holiday(struct effect *e, double *y, size_t n, size_t h, double used);
/* An estimate drawn to `mean` as far as its standard error is large beside what items differ by. */
double effect_drawn(double at, double se, double mean, double spread);

/* How fast it sells lately beside the time before, season and effects taken out. */
struct velocity {
    double recent, before; /* mean units per period */
    double z;              /* difference over its standard error */
    bool declining;
};
struct velocity velocity_read(struct ctx *c, const double *y, size_t n, size_t cycle);

/* The methods that may be combined, as bits: with many zeros the last value is none, for it repeats chance. */
unsigned trial_methods(const struct trial *t);

double trial_rmsse(const struct trial *t); /* of the combination; NAN: not tried */
