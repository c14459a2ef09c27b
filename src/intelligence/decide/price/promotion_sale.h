/* intelligence/decide/price/promotion_sale.h - what promotion.sale takes, gives and is limited by. */
#pragma once
#include "intelligence/decide/price/promo.h"

struct promotion_limits { /* setting "promotion.sale": what is planned, and what never goes out */
    struct str goal;
    struct reals depths;
    int64_t days, starts, lead_days, max_items, replay_days, every_days;
    double budget, max_share, max_depth, min_margin, hold, least_profit;
    bool stopped;
};
struct promotion_line {
    struct str product, sku, title, currency;
    double price_now, price, lowest, cost, stock, depth, elasticity, lift, cannibal;
    double units, units_now, revenue_change, profit_change, given_away, halo, lost_elsewhere, first_orders;
    bool held;    /* as control: its price stays */
    bool variant; /* one of several of its product: its price alone is written */
    bool assumed; /* the elasticity is the shop's setting: no price has shown one */
};
struct promotion {
    struct str name, goal, segment, sentence;
    int64_t starts_ms, ends_ms;
    LIST(struct promotion_line) lines;
    struct promo_replay *replay;
    struct reals by_start;
    struct strs evidence;
    double order_now, order_then;
};
struct promoted {
    struct str sentence, twin;
    int64_t items, held;
    double profit_change, revenue_change, given_away, first_orders;
};
extern const struct record promotion_record, promotion_line_record;
extern const struct capability promotion_sale;

/* " For 3 of them …": those whose elasticity is assumed; "" where none is. */
struct str promotion_assumed(struct ctx *c, const struct promotion_line *l, size_t n);
/* REJECT a price that is no reduction, deeper than max_depth, or leaves less than min_margin over its cost. */
MUST enum status promotion_line_check(struct ctx *c, double max_depth, double min_margin, const struct promotion_line *l);
