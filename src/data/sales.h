/* data/sales.h - what sold, day by day, as a file or the shop's own tables tell it: one series per item.
 *
 * Columns (any order, names in any case): date (2026-11-21), sku, units (quantity, qty, sold); and where known
 * price, promo, in_stock (share of the day). A day without a row sold nothing; rows of one day and item add up.
 */
#pragma once
#include "core/sql.h"

struct sold {
    struct str sku;
    struct reals units, price, promo, in_stock; /* by day from the first of the file; price NAN: not known */
};
struct sales {
    LIST(struct sold) items;
    int64_t first_day; /* since 1970-01-01 */
    size_t days;
    LIST(struct str) faults; /* "sales.csv line 7: …; cure", the first 50 */
    int64_t faulty;          /* rows passed over */
};

/* REJECT: the file cannot be read, or has no date, sku or units column. */
MUST enum status sales_read(struct ctx *c, const char *path, struct sales *out);

/* The same from the shop's tables, of each SKU it offers, over `days` days up to yesterday: sale and line for units and
 * prices, shelf and the sales' own column in_stock for days without stock. A SKU is not known (units NAN) before it first sold or stood on the shelf.
 * Cancelled orders do not count; a line with a discount counts as promoted. days is 0 when nothing was sold. */
MUST enum status sales_load(struct ctx *c, int64_t days, struct sales *out);

/* Days at the end on which no item sold, where they are too many to be chance: three weeks, and thrice the longest such
 * pause before. Sales of then are rather missing than zero. 0: there are none such. */
size_t sales_quiet(const struct sales *s);
