/* intelligence/decide/replenish/stock_clear.h - what stock.clear takes and gives. */
#pragma once
#include "core/field.h"

struct clear_bundle {
    struct str partner;
    double partner_price, partner_per_day, attach, already, discount;
};
struct clear_place {
    struct str name;
    double per_day, price, stock, unit_cost, fixed_cost;
};
struct clear_in {
    struct str sku, title, currency;
    int64_t stock, days;
    double price, per_day, elasticity, scatter, salvage, holding, floor, change_cost, ending, ending_of;
    struct clear_bundle *bundle;
    LIST(struct clear_place) places;
};
struct clear_leg { /* a step of a markdown */
    int64_t period;
    double price, units, stock;
};
struct clear_way {
    struct str way, where;
    double money, gain, units, left, price;
    int64_t moved;
    LIST(struct clear_leg) path;
    struct str sentence;
};
struct clear_out {
    struct str sku, best;
    LIST(struct clear_way) ways;
    double period_days;
    struct str sentence;
};
extern const struct record clear_in_record, clear_way_record, clear_leg_record;
