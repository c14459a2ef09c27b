/* app/desk/clear.h - slow, declining and expiring stock, planned from the desk's lines; the next steps of what is being cleared. */
#pragma once
#include "app/desk/desk.h"

/* Products that are being cleared, or are about to be: their prices are no one else's. */
MUST enum status clear_busy(struct ctx *c, struct strs *products);

/* Add items of `batch` in PLANNED for stock that something brings more for than keeping it, and for steps that are due.
 * `busy` products are left alone; those taken are added to it. *n: how many. */
MUST enum status clear_plan(struct ctx *c, const struct desk *d, int64_t batch, struct strs *busy, int64_t *n);
