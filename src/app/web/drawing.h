/* app/web/drawing.h - pictures of numbers on a page. */
#pragma once
#include "app/web/html.h"
#include "intelligence/decide/insight/insight_chart.h"

/* A picture to fill in. */
struct chart_in drawing_new(const char *kind, struct str title);
/* Put it; one that cannot be drawn is left out: the numbers stand in the item. */
MUST enum status put_drawing(struct visit *v, const struct chart_in *in);
