/* data/asked.h - what the shop asks now: the catalogue's price, or what has been published over it and stands.
 *
 * A published price is a row of content: "price" for all variants of a product, "price:SKU" for one of several that ask
 * different prices; "compare_at" is what it is announced against.
 */
#pragma once
#include "data/product.h"

/* Put the prices that stand over those of a product as loaded. */
MUST enum status asked_over(struct ctx *c, struct product *p);

/* The same of one SKU; what has nothing over it stays. compare_at may be NULL. */
MUST enum status asked_price(struct ctx *c, struct str product, struct str sku, struct str currency, int64_t *price, int64_t *compare_at);

/* The least and most of a product's variants, and what the least is announced against; nothing published: all stays. */
MUST enum status asked_range(struct ctx *c, struct str product, struct str currency, int64_t *least, int64_t *most, int64_t *compare_at);
