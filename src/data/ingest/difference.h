/* data/ingest/difference.h - what an import would change, field by field; inside ingest/ only. */
#pragma once
#include "data/ingest/ingest.h"
#include "data/product.h"

/* Tell `differs` (or NULL) of each field in which p differs from `there` (NULL: new); true when any does. */
bool product_differs(struct ctx *c, const struct product *there, const struct product *p,
                     void (*differs)(void *arg, const struct difference *d), void *arg);

/* The variant of p that is `like`, which stands at `pos` of its own product: by SKU, else by place; NULL: none. */
const struct variant *variant_find(const struct product *p, const struct variant *like, size_t pos);
