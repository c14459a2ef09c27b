/* intelligence/decide/price/promo_campaign.h - what each item would do at each discount, and which of them together do most. */
#pragma once
#include "intelligence/decide/price/promo.h"

struct beside;
struct rivals;
struct lot;
struct campaign {
    const struct promo_in *in;
    size_t *order;       /* item numbers, sorted by sku: campaign_sort */
    struct reals depths; /* to choose from */
    struct beside *beside;     /* [items], here and below filled by campaign_plan */
    size_t *category, categories; /* [items] */
    struct rivals *rivals;     /* [categories] */
    LIST(struct lot) lots;
    double mean_order, first;  /* revenue of an order; share that are first orders */
    double orders, units, all; /* of the segment; units in them, and in everybody's */
    double revenue;            /* of everybody's orders */
    size_t start;
};

size_t *campaign_sort(struct ctx *c, const struct promo_in *in);
/* Picks, start and figures; sentences and the replay are the caller's. */
void campaign_plan(struct ctx *c, struct campaign *k, struct promo_out *out);
