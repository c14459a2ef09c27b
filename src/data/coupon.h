/* data/coupon.h - a discount for whoever names its code, and is of its segment: what a promotion.segment item puts into a shop.
 *
 * It stands in the content of the shop as entity "coupon", field "offer", value JSON. Nobody's name is in it: who may use it is
 * a rule, held against the orders of whoever checks out with it.
 */
#pragma once
#include "data/segment.h"

struct coupon_line { /* a variant that it reduces */
    struct str product, sku;
    int64_t least; /* it never asks less, minor units */
};
struct coupon {
    struct str code, currency, notice; /* notice: the law asks for it where a price is personal; absent: it is not */
    double share, hold;                /* off each price; share of the segment that is held out as control */
    int64_t starts_ms, ends_ms, order_least, uses_most; /* order_least: minor units; NONE: any */
    double budget;                     /* major units given away, at most; NAN: any */
    struct segment *segment;
    LIST(struct coupon_line) lines;
};
extern const struct record coupon_record;

/* What the storefront honours now under that code, written in any case. */
MUST enum status coupon_find(struct ctx *c, struct str code, struct coupon *out, bool *found);

/* Off one unit of a variant at that price, minor units. */
int64_t coupon_off(const struct coupon *k, struct str product, struct str sku, int64_t price);

/* Whether this customer may use it once more; REJECT says why not, without saying what they bought. */
MUST enum status coupon_may(struct ctx *c, const struct coupon *k, struct str customer, int64_t total);

/* Held out as control: told of nothing, and refused. */
bool coupon_holds(const struct coupon *k, struct str customer);

/* Customers who may be told of it: of the segment, not held out, and agreed to be written to. */
MUST enum status coupon_audience(struct ctx *c, const struct coupon *k, struct strs *out);
