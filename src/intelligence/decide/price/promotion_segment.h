/* intelligence/decide/price/promotion_segment.h - what promotion.segment takes, gives and is limited by. */
#pragma once
#include "data/coupon.h"
#include "intelligence/decide/price/promotion_sale.h"

struct segment_limits { /* setting "promotion.segment": what is planned, and what never goes out */
    struct str goal, notice;
    struct strs segments;
    struct reals depths;
    int64_t days, starts, lead_days, max_items, replay_days, every_days, least_customers, uses_most;
    double budget, max_share, max_depth, min_margin, least_profit, hold, order_least;
    bool personal, stopped;
};
struct segment_way { /* one segment among those that were compared */
    struct str name, goal, words, why; /* why: it could not be taken */
    int64_t customers, silent, orders;
    double share, gain, profit_change, discount;
};
struct segment_sale {
    struct str name, code, goal, sentence, words, currency;
    struct segment *segment;
    int64_t starts_ms, ends_ms, customers, silent;
    double share, order_now, order_then;
    LIST(struct promotion_line) lines;
    LIST(struct segment_way) compared;
    struct promo_replay *replay;
    struct reals by_start;
    struct strs evidence;
};
struct segment_sold {
    struct str sentence, twin, notice;
    int64_t items;
    double profit_change, revenue_change, given_away, first_orders;
    struct coupon *coupon;
};
extern const struct record segment_sale_record, segment_sold_record;
extern const struct capability promotion_segment;
