/* intelligence/decide/price/price_clear.h - what price.clear takes, gives and is limited by. */
#pragma once
#include "intelligence/decide/replenish/stock_clear.h"

struct clear_shop { /* a place goods could be moved to, as the shop sets it */
    struct str name;
    double share, unit_cost, fixed_cost;
};
struct clear_limits { /* setting "price.clear" */
    int64_t slow_days, target_days, max_items;
    double max_markdown, least_recovered, salvage, min_gain, min_share, bundle_discount;
    LIST(struct clear_shop) places;
    bool stopped;
};
struct clearing {
    struct str id, sku, title, currency, reason, deadline;
    double cost, lowest;
    int64_t step, follows;
    struct clear_in *stock;
    bool variant; /* one of several of its product: its price alone is written */
    bool assumed; /* the elasticity is the shop's setting: no price has shown one */
};
struct cleared {
    struct str best, where, before, after, sentence, twin;
    double price, gain, period_days;
    int64_t moved;
    LIST(struct clear_way) ways;
    LIST(struct clear_leg) path;
};
extern const struct record clearing_record, cleared_record;
extern const struct capability price_clear;
