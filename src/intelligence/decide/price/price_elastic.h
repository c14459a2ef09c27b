/* intelligence/decide/price/price_elastic.h - what price.elastic takes and gives. */
#pragma once
#include "core/field.h"

struct priced_item {
    struct str sku, category, segment, freq, currency;
    struct reals price, units, promo;
    double price_now, cost, floor, ceiling, competitor, ending, ending_of;
};
struct elastic_in {
    LIST(struct priced_item) items;
    double max_step, min_margin, min_gain, below_competitor, above_competitor, ending, ending_of, tick;
};
struct priced_group {
    struct str category;
    double elasticity, se, spread;
    int64_t items;
};
struct priced {
    struct str sku;
    double elasticity, se, own, own_se, price, price_now, units_change, profit_change, profit_se, risk;
    struct strs warnings;
    struct str sentence;
};
struct elastic_out {
    LIST(struct priced) items;
    LIST(struct priced_group) categories;
};
extern const struct record elastic_in_record;

/* Expected change of profit for each unit sold at `now`, when `price` is asked instead; *se: its standard error, from the
 * elasticity's. Money per unit. */
double price_gain(double now, double price, double cost, double elasticity, double elasticity_se, double *se);

/* The chance that a gain of this standard error is a loss. */
double price_risk(double gain, double se);
