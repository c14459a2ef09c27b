/* intelligence/decide/price/promotion_sale.h - what promotion.sale takes, gives and is limited by. */
#pragma once
#include "intelligence/decide/price/promo.h"

struct promotion_limits { /* setting "promotion.sale": what is planned, and what never goes out */
    struct str goal;
    struct reals depths;
    int64_t days, starts, lead_days, max_items, replay_days, every_days;
    double budget, max_share, max_depth, min_margin, hold;
    bool stopped;
};
struct promotion_line {
    struct str product, sku, title, currency;
    double price_now, price, lowest, cost, stock, depth, elasticity, lift, cannibal;
    double units, units_now, revenue_change, profit_change, given_away, halo, lost_elsewhere;
    bool held; /* as control: its price stays */
};
struct promotion {
    struct str name, goal, segment, sentence;
    int64_t starts_ms, ends_ms;
    LIST(struct promotion_line) lines;
    struct promo_replay *replay;
    struct reals by_start;
    struct strs evidence;
};
struct promoted {
    struct str sentence, twin;
    int64_t items, held;
    double profit_change, revenue_change, given_away;
};
extern const struct record promotion_record, promoted_record;
extern const struct capability promotion_sale;
