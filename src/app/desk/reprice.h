/* app/desk/reprice.h - a new price for one line of the desk. */
#pragma once
#include "app/desk/desk.h"

/* Add an item of `batch` in PLANNED where a better price is known and none is on its way: for the line, or by its first
 * line for all variants of its product. Doubtful ones begin a test. *n: counted on. */
MUST enum status reprice_plan(struct ctx *c, const struct desk *d, const struct desk_line *l, int64_t batch, int64_t *n);
