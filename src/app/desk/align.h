/* app/desk/align.h - prices that stray from channel to channel. */
#pragma once
#include "app/desk/desk.h"

/* Hold what each channel shows against the product's own channel (price.parity) and add an item of `batch` for each that
 * strays, with its cause; `busy` products are left alone. *n: how many. */
MUST enum status align_plan(struct ctx *c, const struct desk *d, int64_t batch, const struct strs *busy, int64_t *n);
