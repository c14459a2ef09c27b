/* app/web/figure.h - the pictures of decisions: what stood behind a price or an order, drawn by insight.chart. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"

/* Whether items of this kind have any: decisions about money. */
bool figures_has(struct str kind);
/* Why, in words, beside doing nothing; and all pictures of an item. */
MUST enum status put_figures(struct visit *v, const struct item *i);
/* Its first picture alone, for lists. */
MUST enum status put_figure_first(struct visit *v, const struct item *i);

/* What doing nothing means, where the sentence does not say it already. */
void put_twin(struct visit *v, struct str sentence, struct str twin);
