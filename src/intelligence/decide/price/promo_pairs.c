/* intelligence/decide/price/promo_pairs.c - what is bought together, counted from orders. */
#include "intelligence/decide/price/promo_cross.h"
#include <stdlib.h>

enum { LEAST_ORDERS = 5, LINES_MAX = 40 }; /* fewer orders tell nothing; a longer one is no shopper's */

struct both {
    uint64_t key; /* to << 32 | from */
    double units;
};
struct boths { LIST(struct both) at; };

static int by_sku(const void *a, const void *b, void *items)
{
    const struct cross_item *of = items;
    return str_cmp(of[*(const size_t *)a].sku, of[*(const size_t *)b].sku);
}

static size_t find(const struct cross_in *in, const size_t *order, struct str sku)
{
    size_t low = 0, high = in->items.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int d = str_cmp(in->items.at[order[middle]].sku, sku);
        if (d == 0)
            return order[middle];
        if (d < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static void order_add(struct ctx *c, const struct cross_in *in, const size_t *order, const struct promo_basket *b, double *units, struct boths *out)
{
    size_t at[LINES_MAX];
    for (size_t i = 0; i < b->lines.n; i++) {
        at[i] = find(in, order, b->lines.at[i].sku);
        if (at[i] != SIZE_MAX)
            units[at[i]] += b->lines.at[i].units;
    }
    for (size_t i = 0; i < b->lines.n; i++)
        for (size_t k = 0; k < b->lines.n; k++)
            if (at[i] != at[k] && at[i] != SIZE_MAX && at[k] != SIZE_MAX)
                *LIST_ADD(c, &out->at) = (struct both){(uint64_t)at[k] << 32 | at[i], b->lines.at[k].units};
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const struct both *)a)->key, y = ((const struct both *)b)->key;
    return x < y ? -1 : x > y;
}

void beside_count(struct ctx *c, const struct cross_in *in, struct beside_pairs *out)
{
    size_t *order = NEW_ARRAY(c, size_t, in->items.n), end;
    double *units = NEW_ARRAY(c, double, in->items.n);
    struct boths all = {0};
    for (size_t i = 0; i < in->items.n; i++)
        order[i] = i;
    qsort_r(order, in->items.n, sizeof *order, by_sku, in->items.at);
    for (size_t i = 0; i < in->orders.n; i++)
        if (in->orders.at[i].lines.n <= LINES_MAX)
            order_add(c, in, order, &in->orders.at[i], units, &all);
    if (all.at.n) /* by `to`, then `from` */
        qsort(all.at.at, all.at.n, sizeof *all.at.at, by_key);
    for (size_t from = 0; from < all.at.n; from = end) {
        double sum = 0;
        for (end = from; end < all.at.n && all.at.at[end].key == all.at.at[from].key; end++)
            sum += all.at.at[end].units;
        size_t j = (size_t)(all.at.at[from].key >> 32), i = (size_t)(all.at.at[from].key & 0xffffffff);
        if (end - from >= LEAST_ORDERS && units[i] > 0)
            *LIST_ADD(c, &out->at) = (struct beside_pair){i, j, sum / units[i], (int64_t)(end - from)};
    }
}
