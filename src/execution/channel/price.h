/* execution/channel/price.h - the price of a product in a real shop: what it is, whether it can be written. */
#pragma once
#include "execution/channel/shop.h"

bool is_price(const struct effect *e); /* "price", or "price:SKU" of one variant */

/* What the shop asks and what it would ask; REJECT, with a sentence, where it has no one price for the product. */
MUST enum status price_look(struct ctx *c, const struct driver *d, struct link *l, const struct page *p, const struct effect *e,
                            struct seen *out);
MUST enum status price_put(struct ctx *c, const struct driver *d, struct link *l, const struct page *p, const struct effect *e);
