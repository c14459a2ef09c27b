/* intelligence/decide/replenish/replenish_order.h - what replenish.order takes and gives. */
#pragma once
#include "intelligence/decide/insight/trace.h"

struct order_line {
    struct str product, sku, gtin, title;
    int64_t units;
    double unit_cost, price;  /* NAN: not known */
    double on_hand, on_order, reorder_point, per_day, lead_days;
    struct str sentence;
    struct trace *trace;
};
struct order_draft {
    struct str supplier, day, arrives, currency;
    LIST(struct order_line) lines;
};
struct drafted {
    struct str csv, sentence, twin;
    int64_t units;
    double value;
};
extern const struct record order_draft_record;
