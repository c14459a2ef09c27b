/* app/desk/target.h - the next offer to one group of customers, planned from their own orders. */
#pragma once
#include "app/desk/desk.h"

/* Products of offers that are on their way or live: no promotion is laid over them. */
MUST enum status target_busy(struct ctx *c, struct strs *products);

/* Compare the shop's segments and add the offer that gains most as an item of `batch` in PLANNED, where one is worth it. `products` are left alone; what
 * it takes is added. None is planned while one is on its way or live. */
MUST enum status target_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *products);
