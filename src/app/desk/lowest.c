/* app/desk/lowest.c - the lowest price of the 30 days before, from the shelf and from what was paid.
 *
 * Tables  reads shelf, sale, line
 * Source  Directive 98/6/EC article 6a
 */
#include "app/desk/lowest.h"
#include "data/day.h"
#include "data/shelf.h"
#include <math.h>

enum { LEGAL_DAYS = 30 };

enum status desk_lowest(struct ctx *c, const struct desk_line *l, double *out)
{
    int64_t shelf, sold, today = c->now_ms / DAY_MS;
    TRY(shelf_lowest(c, l->sold->sku, STR(""), today, LEGAL_DAYS, &shelf));
    TRY(db_int(c, &sold,
               "SELECT CAST(COALESCE(MIN(l.price - COALESCE(l.discount, 0) / l.quantity), -1) AS BIGINT) FROM line l JOIN sale s ON s.id = l.sale"
               " WHERE l.sku = $1 AND l.price IS NOT NULL AND l.quantity > 0 AND s.placed_ms >= $2 AND s.state <> 'cancelled'"
               " AND NOT EXISTS (SELECT 1 FROM content t WHERE t.entity = 'coupon' AND t.id = s.coupon)", /* what one person paid was asked of nobody else */
               A(l->sold->sku), A((today - LEGAL_DAYS) * DAY_MS)));
    sold = sold < 0 ? NONE : sold;
    int64_t low = shelf == NONE ? sold : sold == NONE || shelf < sold ? shelf : sold;
    *out = low == NONE ? NAN : desk_money(low < l->row.price ? low : l->row.price, l->row.currency);
    return OK;
}
