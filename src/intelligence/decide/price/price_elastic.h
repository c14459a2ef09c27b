/* intelligence/decide/price/price_elastic.h - what price.elastic takes and gives. */
#pragma once
#include "core/field.h"

struct priced_item {
    struct str sku, category, segment, freq, currency;
    struct reals price, units, promo;
    double price_now, cost, floor, ceiling, competitor;
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
    double elasticity, se, own, own_se, price, price_now, units_change, profit_change;
    struct strs warnings;
    struct str sentence;
};
struct elastic_out {
    LIST(struct priced) items;
    LIST(struct priced_group) categories;
};
extern const struct record elastic_in_record;
