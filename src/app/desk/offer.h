/* app/desk/offer.h - what promo.plan is asked of: the shop's products with their forecasts, prices and limits, and its real orders. */
#pragma once
#include "app/desk/desk.h"
#include "data/segment.h"
#include "intelligence/decide/price/promo_cross.h"
#include "intelligence/decide/price/promotion_sale.h"

struct offers {
    const struct desk *d;
    struct promo_in in;            /* items and orders are set; the rest is the caller's */
    struct cross_out cross;
    const struct desk_line **line; /* [in.items.n] */
    LIST(struct str) sales;        /* [in.orders.n] their ids */
};

/* Read the orders of the last days, ask promo.cross, and add every product that may be promoted but those of `busy`. The days until
 * `lead_days` from now are none of what is ahead. */
MUST enum status offers_load(struct ctx *c, const struct desk *d, int64_t replay_days, int64_t lead_days, const struct strs *busy, struct offers *out);

/* A pick as a line of a promotion, with the evidence it stands on. */
struct promotion_line offers_line(const struct offers *o, const struct promo_pick *pick);

/* Share of the products that may be promoted at once, as products. */
int64_t offers_most(struct ctx *c, const struct offers *o, int64_t max_items, double max_share);
