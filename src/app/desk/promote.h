/* app/desk/promote.h - the next promotion, planned from the desk's lines and the shop's own orders. */
#pragma once
#include "app/desk/desk.h"

/* Products of promotions that are on their way or live, those held out included: their prices rest. */
MUST enum status promote_busy(struct ctx *c, struct strs *products);

/* Add it as an item of `batch` in PLANNED where one is worth it. `products` are left alone; what it takes is added. None is planned while one is on
 * its way or live. */
MUST enum status promote_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *products);
