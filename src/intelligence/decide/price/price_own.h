/* intelligence/decide/price/price_own.h - what an item's own past says of how its sales answer to price. */
#pragma once
#include "intelligence/decide/price/price_elastic.h"

struct own {
    double at, se;          /* elasticity; se INFINITY: its past says nothing that could be believed */
    double stood, moved;    /* how its price goes with sales before, and with how they moved: standard normal by chance; NAN: not known */
    size_t group, category;
};

/* Estimate, into a->own as well; what speaks against it is added to a->warnings. */
struct own own_read(struct ctx *c, const struct priced_item *x, struct priced *a);

/* Disbelieve all items of a category whose prices follow their sales taken together, though of none alone it is clear. */
void own_doubt(struct ctx *c, struct own *own, size_t n, size_t category, struct priced *a);
