/* app/web/figure_segment.h - offers to a group of customers for people. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"

/* all: with its tables; else its first picture. Nothing where it cannot be read. */
MUST enum status put_segment_sale(struct visit *v, const struct item *i, bool all);
