/* app/web/chart.h - small charts as SVG: no script, no inline style; each has its numbers as text too. */
#pragma once
#include "app/web/html.h"

struct bar {
    struct str label, tip; /* tip: "14:05: 12 items" */
    double value, above;   /* above: a second part stacked on it; 0: none */
    struct str class;      /* colour of the row, by its name in style.css; absent: the default */
};
struct bars {
    struct bar *at;
    size_t n;
};

/* Upright bars over time: the first, middle and last label stand below. `unit` is of one bar: "items a minute". */
void chart_columns(struct visit *v, const char *title, const char *unit, const struct bars *b, const char *empty);

/* Lying bars, one a row, with their values as text of `how` ("," or "%"). */
void chart_rows(struct visit *v, const char *title, const struct bars *b, char how, const char *empty);
