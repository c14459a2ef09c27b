/* app/web/figure_clear.h - stock to be cleared, for people. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"

/* all: the ways and the path as tables; else its first picture. Nothing where it cannot be read. */
MUST enum status put_clearing(struct visit *v, const struct item *i, bool all);
