/* intelligence/decide/price/together.h - how many orders would hold two items by chance alone.
 *
 * Large orders hold many popular items, single ones no pair at all: chance is reckoned by the size of each order. An item is in
 * an order of s items with the odds love(item) x pull(s); both are fitted until every item is in as many orders as it was, and
 * orders have their sizes.
 * Source  Rasch 1960; Deming & Stephan 1940 (fitting to margins)
 */
#pragma once
#include "core/arena.h"

enum { TOGETHER_MOST = 30 }; /* items of one order that are paired: more is a wholesaler */

struct together {
    size_t n;
    double *love; /* [n] */
    double orders[TOGETHER_MOST + 1], pull[TOGETHER_MOST + 1], part[TOGETHER_MOST + 1]; /* by size */
};

/* Fit to each[n], orders with the item, and orders[s], orders that hold s of the items. */
void together_fit(struct ctx *c, const int64_t *each, size_t n, const int64_t *orders, struct together *out);
/* Orders that are expected to hold both. */
double together_chance(const struct together *t, size_t a, size_t b);
