/* app/desk/together.h - new prices of a product whose variants ask prices of their own. */
#pragma once
#include "app/desk/desk.h"
#include "intelligence/decide/price/price_change.h"

/* By the setting: all variants move by one share, weighed by what each sells, or each by its own. Prices keep their ending
 * (12.99 → 13.99) where that is within the step. *any: at least one moves. */
MUST enum status together_price(struct ctx *c, const struct desk *d, struct str product, struct price_change *out, bool *any);
