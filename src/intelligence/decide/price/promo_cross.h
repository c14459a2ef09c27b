/* intelligence/decide/price/promo_cross.h - what promo.cross takes and gives. */
#pragma once
#include "intelligence/decide/price/promo.h"

struct cross_item {
    struct str sku, category;
    struct reals units, price, promo, in_stock; /* by day, all items the same days; NAN: not known */
    double elasticity;
};
struct cross_in {
    LIST(struct cross_item) items;
    LIST(struct promo_basket) orders;
};
struct cross_category {
    struct str category;
    int64_t items;
    double cannibal, se, own, own_se;
};
struct cross_pair {
    struct str sku, with;
    int64_t orders;
    double rate;
};
struct cross_own {
    struct str sku;
    double lift, se;
    int64_t days;
};
struct cross_out {
    LIST(struct cross_own) items;
    LIST(struct cross_category) categories;
    LIST(struct cross_pair) pairs;
    double cannibal, cannibal_se, new_orders, new_orders_se, new_orders_own, new_orders_own_se;
    struct str sentence;
};
extern const struct record cross_in_record;

/* How many of each item are bought with one of another, from orders. */
struct beside_pair {
    size_t from, to;
    double rate; /* units of `to` in orders with `from`, per unit of `from` */
    int64_t orders;
};
struct beside_pairs { LIST(struct beside_pair) at; };
void beside_count(struct ctx *c, const struct cross_in *in, struct beside_pairs *out); /* by `to` */

struct days { /* of one item, each [days] */
    double *base, *expected, *extra, *left; /* left: sold beside what was expected; NAN: not known */
};
struct told { double at, se; };

/* Each item's own days, and what being promoted does to it: its level from days without promotion, its lift from those with,
 * drawn to the shop's by how sure it is. spared[item][day]: the share of its sales that others' promotions left it; NULL: all. */
void cross_days(struct ctx *c, const struct cross_in *in, double *const *spared, struct days *out, struct cross_out *told);
/* The mean of what is known within three weeks on both sides, of every day. */
void cross_smooth(struct ctx *c, const double *y, size_t n, double *out);
/* Drawn to a mean known to `sd`. */
struct told cross_drawn(struct told own, double mean, double sd);
/* The common mean of several, drawn to what is usual, and how far they truly lie apart. */
struct told cross_together(const struct told *x, size_t n, double usual, double usual_sd, double *spread);
