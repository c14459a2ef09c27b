/* app/web/figure.h - the pictures of decisions: what stood behind a price or an order, drawn by insight.chart. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"
#include "intelligence/decide/insight/insight_chart.h"

/* A picture to fill in, and putting it; one that cannot be drawn is left out: the numbers stand in the item. */
struct chart_in figure_new(const char *kind, struct str title);
MUST enum status figure_chart(struct visit *v, const struct chart_in *in);

/* Whether items of this kind have any: decisions about money. */
bool figures_has(struct str kind);
/* Why, in words, beside doing nothing; and all pictures of an item. */
MUST enum status put_figures(struct visit *v, const struct item *i);
/* Its first picture alone, for lists. */
MUST enum status put_figure_first(struct visit *v, const struct item *i);
