/* intelligence/decide/replenish/replenish_joint.h - what replenish.joint takes and gives. */
#pragma once
#include "intelligence/decide/replenish/calendar.h"

struct joint_line {
    struct str sku;
    double mean, sd, on_hand, on_order, unit_cost, margin, holding, shelf_life, lead, lead_sd, weight, volume;
    int64_t moq, pack;
};
struct joint_in {
    struct str supplier, today, now;
    LIST(struct joint_line) lines;
    struct calendar *calendar;
    double order_cost, budget, max_weight, max_volume, max_units, min_value;
};
struct joint_order {
    struct str sku;
    int64_t units;
    double cost, value, next_value, protects;
    struct str sentence;
};
struct joint_out {
    bool order;
    struct str order_day, arrives, next_order_day, next_arrives;
    LIST(struct joint_order) lines;
    int64_t units;
    double cost, weight, volume, value, bound, gap;
    struct str binding, sentence;
};
extern const struct record joint_in_record;
