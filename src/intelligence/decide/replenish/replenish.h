/* intelligence/decide/replenish/replenish.h - what replenish.policy takes and gives. */
#pragma once
#include "core/field.h"

struct replenish_demand {
    double mean, sd;
    struct reals pmf;
    struct str distribution;
};
struct replenish_lead {
    double mean, sd;
};
struct replenish_in {
    struct str sku;
    struct replenish_demand *demand;
    struct replenish_lead *lead_time;
    double review_period, fixed_cost, holding_cost, penalty_cost, fill_rate, service_level;
    double on_hand, on_order, shelf_life, max_waste;
    int64_t moq, pack;
    bool season;
    struct str policy, period;
};
struct replenish_out {
    struct str sku, policy;
    int64_t reorder_point, order_quantity, order_up_to;
    double safety_stock;
    int64_t order_now;
    double expected_cost, fill_rate, service_level, gap, waste;
    struct str distribution, sentence;
};
extern const struct record replenish_in_record, replenish_out_record;
