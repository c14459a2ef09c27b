/* app/rehearse/rehearse.h - trade made up for the shop's own catalogue, so that it can be looked at before it is real.
 *
 *   stage_set       what is for sale, and who buys
 *   season_play     sales day by day until now, with prices that moved, promotions, and days that were sold out
 *   visits_play     what visitors of the last weeks searched, looked at and bought
 *   service_play    the newest orders as purvey answers for them, trouble with some, and conversations about others
 *
 * Nobody in it is a person: names are drawn from lists, addresses end in ".invalid" (RFC 2606), nothing is said about how good
 * a product is. Ids begin with "SIM-". All chance comes from the seed; time ends now.
 */
#pragma once
#include "app/rehearse/market.h"
#include "core/sql.h"
#include "data/day.h"

enum { RECENT_DAYS = 28 };

struct player { /* a simulated customer */
    struct str id, email, first, last, country;
    size_t likes;       /* the season (category) they buy of most */
};
struct ware { /* a variant of the catalogue */
    struct good good;   /* money in minor units */
    struct str sku, product, title, category, currency, brand;
    int64_t price, cost, stock;
    int64_t pos;
    size_t season;
    size_t partner;     /* often bought with this one */
    double heap;        /* days of sales that came too much at the last delivery; 0 */
    int64_t reserved;   /* set aside for orders in work */
    int64_t sold;       /* today, not yet in a basket */
    bool out;           /* was sold out yesterday */
    bool promo;
    double paid;        /* what it costs today */
};
struct basket { /* a recent sale: visits and service tell its story */
    struct str id;
    size_t player;
    struct { size_t ware; int64_t quantity, price; } line[3];
    size_t n;
    int64_t at_ms;
};
struct stage {
    uint64_t seed;
    int64_t days, units; /* of history; a day over all wares */
    int64_t batch, orders;
    LIST(struct ware) wares;
    LIST(struct str) categories;
    struct season *season; /* [categories.n] */
    LIST(struct player) players;
    LIST(struct basket) recent; /* oldest first */
    void (*progress)(int64_t day, int64_t days);
};

MUST enum status stage_set(struct ctx *c, struct stage *s);
MUST enum status season_play(struct ctx *c, struct stage *s);
MUST enum status visits_play(struct ctx *c, struct stage *s);
MUST enum status service_play(struct ctx *c, struct stage *s);

/* The orders of baskets as they stand by now. */
MUST enum status counter_open(struct ctx *c, struct stage *s);
