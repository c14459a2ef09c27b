/* app/web/way.h - an item of exception.solve in words: what went wrong, the ways out with their prices, what will be done and said. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"

/* Nothing where the item has no result yet. */
MUST enum status put_ways(struct visit *v, const struct item *i);
