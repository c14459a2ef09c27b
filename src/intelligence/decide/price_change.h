/* intelligence/decide/price_change.h - what price.change takes, gives and is limited by. */
#pragma once
#include "data/product.h"

struct price_limits {
    double max_step, min_margin;
    bool stopped;
};
struct price_change {
    struct product *product;
    double price, cost, elasticity, elasticity_se, profit_change;
    struct strs warnings;
    struct str sentence;
};
struct changed_price {
    struct str before, after, sentence;
};
extern const struct record price_change_record;
