/* intelligence/decide/insight/insight_chart.h - what insight.chart takes and gives. */
#pragma once
#include "intelligence/decide/insight/trace.h"

struct chart_in {
    struct str kind, title, unit, from, currency;
    struct reals history, mean, low, high, in_stock, prices, values;
    struct strs labels;
    LIST(struct mark) marks;
    double on_hand, order, lead, reorder_point;
    double price_now, price, cost, units_now, elasticity;
    bool bare;
};
struct chart_out {
    struct str svg, sentence;
};
extern const struct record chart_in_record;
