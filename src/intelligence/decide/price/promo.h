/* intelligence/decide/price/promo.h - what promo.plan takes and gives, and the replay of real orders. */
#pragma once
#include "core/field.h"

struct promo_offer {
    struct str sku, product, category;
    double price, cost, stock, units, elasticity, lift, cannibal, lowest;
    struct reals ahead; /* units expected in each period from now; absent: `units` in each */
};
struct promo_bought {
    struct str sku;
    double units;
};
extern const struct record promo_bought_record;
struct promo_basket {
    int64_t day; /* since 1970-01-01; 0: not known */
    bool first;  /* the first order of its customer */
    bool member; /* of the segment the promotion is for, when it was placed */
    LIST(struct promo_bought) lines;
};
struct promo_in {
    LIST(struct promo_offer) items;
    LIST(struct promo_basket) orders;
    struct reals depths;
    int64_t periods, starts, max_items;
    double budget, min_margin, cannibal, new_orders, least_profit;
    struct str goal, segment; /* segment absent: everybody */
    bool one_depth;           /* the same discount on all of them, as a coupon gives it */
};
struct promo_pick {
    struct str sku;
    double depth, price, units, units_now, revenue_change, profit_change, given_away, halo, lost_elsewhere, break_even, first_orders;
    struct str sentence;
};
struct promo_week {
    int64_t day, orders, touched, first_touched; /* day: the first, since 1970-01-01 */
    double revenue, discount, margin, margin_before;
};
struct promo_replay {
    int64_t orders, touched, first_touched;
    double revenue, discount, margin, margin_before, order_before, order_then, touched_order;
    LIST(struct promo_week) weeks;
};
struct promo_out {
    LIST(struct promo_pick) picks;
    struct promo_replay *replay;
    int64_t start;        /* periods from now */
    struct reals by_start; /* the goal, by start that was tried */
    double gain, revenue_change, profit_change, given_away, first_orders, order_now, order_then; /* of an order: its mean revenue */
    double share; /* of the units that a segment's orders are; NAN: everybody */
    struct str sentence;
};
extern const struct record promo_in_record, promo_replay_record;

/* Play the orders again with the picks' prices; `find` gives an item's number by its SKU, SIZE_MAX for none. */
struct promo_replay *promo_play(struct ctx *c, const struct promo_in *in, const struct promo_out *picked, const size_t *by_sku);
/* Whether an order is of those the promotion is for. */
bool promo_is_for(const struct promo_in *in, const struct promo_basket *b);
/* The number of an item among in->items, by numbers sorted by SKU; SIZE_MAX: it is none of them. */
size_t promo_find(const struct promo_in *in, const size_t *by_sku, struct str sku);
