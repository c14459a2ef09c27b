/* intelligence/decide/price/promo_choose.h - which lots to take and at which of their depths, within what may be given away.
 *
 * One depth of a lot at most. What is promoted takes a share of what the others of its category sell, those promoted beside it
 * too: with A and N what the promoted bring then and brought, S the sum of shares, W what the category brings without promotion
 * and Q the sum of share x then, the category changes by A (1 - S) + Q - N - S (W - N). Exact where no limit binds and no two of a category
 * are taken; else prices are put on the limits (Lagrange), and what they leave is improved by adding, leaving out, changing
 * and exchanging lots until nothing gains.
 */
#pragma once
#include "core/arena.h"

struct promo_part {
    double then, now, own; /* A, N and Q of a lot */
};
struct promo_option {
    bool may;
    struct promo_part goal, profit;
    double goal_beside, profit_beside; /* brought beside, whatever else is taken */
    double share, given_away;
};
struct promo_whole {
    double goal, profit; /* W */
};
struct promo_wish {
    const struct promo_option *at; /* [lots][depths] */
    const size_t *category;        /* [lots] */
    const struct promo_whole *whole; /* [categories] */
    size_t lots, depths, categories;
    double budget, least_profit; /* NAN: any */
    int64_t most;                /* lots */
};

/* What a category changes by. */
double promo_changes(const struct promo_part *p, double share, double whole);

/* depth[lots]: the depth taken, -1 for none. Nothing at all is always allowed. Returns what the goal gains. */
double promo_choose(struct ctx *c, const struct promo_wish *w, int *depth);
