/* data/purchase.h - what drafts of purchase orders asked for, and what of it has come.
 *
 * A row counts as on order from the draft on, while its item waits, is approved or has gone out; so the same is not
 * asked for again the next day.
 */
#pragma once
#include "data/item.h"

struct purchase {
    int64_t item;
    struct str sku;
    int64_t units, arrived, stock, day;
};

MUST enum status purchase_add(struct ctx *c, const struct purchase *p);

/* See from the stock what has arrived: stock now, less stock then, plus what sold since; the oldest order comes first. Where
 * the shop counts no stock, an order has arrived after `days`. */
MUST enum status purchase_arrive(struct ctx *c, int64_t days);

/* A person says that all of this item's order is here, or never comes; REJECT: it is no purchase order. */
MUST enum status purchase_close(struct ctx *c, int64_t item);

/* A draft with this SKU was rejected or undone since. */
MUST enum status purchase_refused(struct ctx *c, struct str sku, int64_t since_ms, bool *is);
