/* app/desk/reorder.h - drafts of purchase orders. */
#pragma once
#include "app/desk/desk.h"

/* Add an item of `batch` in PLANNED for the supplier of line `first`, with all of its lines from there on that are to be
 * ordered; they are marked in taken [d->sales.items.n]. *n: counted on. */
MUST enum status reorder_plan(struct ctx *c, const struct desk *d, size_t first, bool *taken, int64_t batch, int64_t *n);
