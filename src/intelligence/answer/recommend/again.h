/* intelligence/answer/recommend/again.h - what is used up and bought again, how often, and for whom it is due.
 *
 * An item is bought again where it is stated to be consumable, or where a fifth of at least five buyers did so. It is due
 * from four fifths of the usual time on, the person's own where they bought it before more than once; after four times
 * that long it counts as given up.
 */
#pragma once
#include "intelligence/answer/recommend/taste.h"

struct again {
    const struct taste_act *act;
    uint32_t *order;    /* acts by user, item, time */
    size_t n;
    uint32_t *of_user;  /* [users + 1] into order */
    int64_t *gap_ms;    /* [items] the usual time between; 0: not bought again */
    double *share;      /* [items] of buyers who bought it again */
};
struct again_due {
    uint32_t item, times; /* bought by this person */
    int64_t gap_ms, since_ms;
};

/* `consumable` [items]. Acts without a time (NONE) say nothing. Items by the acts' numbers. */
void again_learn(struct ctx *c, const struct taste_act *act, size_t n, size_t users, size_t items, const bool *consumable, struct again *out);

/* What is due for a user at `now_ms`, the longest overdue first; at most `most`. */
size_t again_due(const struct again *a, uint32_t user, int64_t now_ms, size_t most, struct again_due *out);
