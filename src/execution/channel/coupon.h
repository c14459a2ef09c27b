/* execution/channel/coupon.h - the code of an offer in a real shop: what stands there, added or taken out.
 *
 * A shop takes it as a promotion of its own with a code, so many uses, one a customer, between two times. Who may use it
 * is a rule of ours that no shop knows: where the shop has a group of customers for the segment (option `groups`), the
 * promotion is bound to that group. A code for customers of whom no group stands there is refused: anybody who learnt it could use it.
 */
#pragma once
#include "execution/channel/shop.h"

struct shop_coupon { /* as a shop has it */
    struct str id, code, from, to, group; /* id: the shop's own; times as 2026-11-21T00:00:00.000Z; group absent: anybody */
    double percent;
    int64_t uses;                         /* all together; NONE: any */
    struct strs of;                       /* the shop's ids of what it reduces, sorted */
};
struct coupon_driver {
    enum status (*things)(struct ctx *c, struct link *l, const struct strs *skus, struct strs *ids); /* REJECT: it lacks one of them */
    enum status (*find)(struct ctx *c, struct link *l, struct str code, struct shop_coupon *out, bool *found);
    enum status (*add)(struct ctx *c, struct link *l, const struct shop_coupon *k);
    enum status (*remove)(struct ctx *c, struct link *l, const struct shop_coupon *k);
};
extern const struct coupon_driver medusa_coupons, vendure_coupons;

/* One effect on entity "coupon": look, or write and look again. */
void coupon_effect(struct ctx *c, const struct coupon_driver *d, struct link *l, const struct effect *e, bool write, struct seen *out);
