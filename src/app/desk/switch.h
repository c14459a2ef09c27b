/* app/desk/switch.h - a doubtful price tested by time: it stands in some blocks, the price before in the others. */
#pragma once
#include "app/desk/desk.h"
#include "intelligence/decide/price/price_change.h"

/* Make `in` the first of a test's windows. */
void switch_begin(struct ctx *c, const struct desk *d, struct price_change *in);

/* Add the other windows of tests whose first was accepted, each an item of that batch; they follow it out. *n: how many. */
MUST enum status switch_go_on(struct ctx *c, int64_t *n);
