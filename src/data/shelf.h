/* data/shelf.h - what each SKU was offered at, day by day: price and stock, from the day they were seen.
 *
 * A row is written only when something differs from the SKU's last one. Forecasts learn from it which days had nothing
 * to sell, the law of reductions what was asked in the last 30 days, reordering what has arrived.
 */
#pragma once
#include "core/sql.h"

/* Note today's price and stock of every SKU of the shop where they differ from what was noted last. Again: nothing. */
MUST enum status shelf_note(struct ctx *c, int64_t *n);

/* The price the shop asks for a product now, minor units: what its channel shows once purvey wrote it, else as imported. */
MUST enum status price_shown(struct ctx *c, struct str product, int64_t *minor); /* NONE: there is none */

/* The lowest price of a SKU in the `days` days before `day`, on a channel or ("") on any; NONE: nothing was noted. */
MUST enum status shelf_lowest(struct ctx *c, struct str sku, struct str channel, int64_t day, int64_t days, int64_t *minor);
