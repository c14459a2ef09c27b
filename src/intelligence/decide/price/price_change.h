/* intelligence/decide/price/price_change.h - what price.change takes, gives and is limited by. */
#pragma once
#include "data/product.h"
#include "intelligence/decide/insight/trace.h"

struct price_limits {
    double max_step, max_markdown, min_margin;
    bool stopped;
};
struct price_variant {
    struct str sku;
    double price_now, price, cost;
};
struct price_test { /* by time: the tested price stands in some of `blocks` blocks of `block_ms` since `first_ms` */
    struct str name;
    int64_t first_ms, block_ms, blocks;
};
struct price_change {
    struct product *product;
    double price, price_now, cost, elasticity, elasticity_se, profit_change;
    struct strs warnings;
    struct str sentence, place, reason;
    struct trace *trace;
    int64_t starts_ms, ends_ms, follows; /* NONE: at once; it stays; nothing */
    struct price_test *test;
    LIST(struct price_variant) variants; /* where they ask different prices, or may: all that change */
};
struct changed_price {
    struct str before, after, sentence, twin;
};
extern const struct record price_change_record;
extern const struct capability price_change;
