/* intelligence/decide/forecast/event.h - what occasions do to sales: Easter, Black Friday, a shop's own fair.
 *
 * Around each occasion are up to five windows of days: two before, the days themselves, two after. Each has an effect of its own, so
 * how long before and after an occasion counts is learnt. A window without a clear effect has none.
 */
#pragma once
#include "data/holiday.h"

enum { BLOCKS = 5, BLOCK_DAY = 3, BLOCK_AFTER = 3 }; /* far before, the week before, just before, the days themselves, just after: days */

struct window {
    struct str name; /* of the occasion */
    int block;
    double at, se;   /* effect on log sales, as its own past says; se INFINITY: never seen */
    int64_t reach;   /* days before or after the occasion that it is felt */
    double used;     /* 0: none */
    double applied;  /* of it, in y and factors */
};
struct events {
    struct window *window;
    size_t n;
    uint16_t *at;    /* [periods]: 1 + the window that a period is in, 0: none; NULL: nothing was asked for */
};

/* Put the occasions on the periods: [n] of `width` days (1 or 7) from day `first`. */
void events_place(struct ctx *c, const struct occasion *all, size_t n_all, int64_t first, size_t n, int64_t width, struct events *out);
/* Each window's effect on y[n], from which other effects are taken out. */
void events_fit(struct ctx *c, const double *y, size_t n, size_t cycle, struct events *e);
/* Keep what is clear by the item's own past alone. */
void events_alone(struct events *e);
/* Keep also what is clear over many items (a category's), each drawn to their mean; one that has not seen it takes the mean. */
void events_pool(struct ctx *c, struct events **item, size_t n);
/* Take what is used out of y[n] and put it into factor[n + h]; again after it has changed. */
void events_apply(struct events *e, double *y, size_t n, size_t h, double *factor);
