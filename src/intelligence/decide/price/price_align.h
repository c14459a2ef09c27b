/* intelligence/decide/price/price_align.h - what price.align takes and gives. */
#pragma once
#include "core/field.h"

struct aligning {
    struct str id, title, currency, channel, base, cause, found;
    double price, base_price, proposed, cost;
};
struct aligned { struct str before, after, sentence, twin; };
extern const struct record aligning_record;
