/* data/document.h - how the document that was read last writes things; document.c reads, document_write.c writes. */
#pragma once
#include "data/order.h"

struct document_style {
    bool major;         /* amounts are major units */
    bool said;          /* it said so itself */
    bool stock;         /* it counts stock; else variants are only available or not */
    bool bare_user, bare_order, bare_product, bare_variant, bare_method; /* entries do not repeat the id they stand under */
    struct str currency;
};
extern const struct record document_style_record;
