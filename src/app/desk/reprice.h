/* app/desk/reprice.h - new prices, as many as one plan takes. */
#pragma once
#include "app/desk/desk.h"

/* Add items of `batch` in PLANNED where a better price is known and none is on its way, once for all variants of a product:
 * as many as the shop's limits allow, the best first; doubtful ones begin a test, or wait. `busy`: products left alone.
 * *n: how many; *waits: better prices that wait. */
MUST enum status reprice_plan(struct ctx *c, const struct desk *d, const struct strs *busy, int64_t batch, int64_t *n, int64_t *waits);
