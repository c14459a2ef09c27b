/* intelligence/answer/recommend/kin.h - what goes with an item, and what may stand in its place.
 *
 * Complements are bought in one order more often than by chance; substitutes are looked at by the same people and alike
 * by what is stated, but seldom bought together (McAuley et al. 2015 keep the two apart in the same way).
 * Chance is pulled towards 1 while there are few orders: (both + 3) / (expected + 3), a Gamma prior.
 * Items by the shelf's numbers.
 */
#pragma once
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/likeness.h"
#include "intelligence/answer/recommend/taste.h"

struct kin {
    const struct recommend_shelf *shelf;
    struct likeness like;
    struct taste_log orders, views;         /* an order, a visit, as a person's choices */
    struct taste_places order_at, view_at;
    struct taste taste;                     /* of orders */
    const struct looks *looks;              /* what is seen on their pictures, by the shelf's numbers; NULL: nothing was looked at */
    float *score;                           /* room: [items] */
    uint32_t *best;
};
struct kin_tie { /* of b to a */
    uint32_t both, of;   /* orders with both, of the orders with a */
    uint32_t viewed;     /* visits that looked at both */
    double times;        /* bought together so many times as often as by chance */
    double times_viewed; /* the same of visits */
    double like;         /* 0..1 */
};
struct kin_found {
    uint32_t item, because; /* because: which of the basket speaks most for it; UINT32_MAX: none does */
    double score;
    struct kin_tie tie;     /* to it */
    float looks;            /* how alike their pictures are, of similar items; below 0: not told */
};

/* Orders and visits as acts whose `user` numbers them. The shelf's ids must be complete. */
MUST enum status kin_make(struct ctx *c, const struct recommend_shelf *s, const struct taste_act *order, size_t n_order, size_t orders,
                          const struct taste_act *view, size_t n_view, size_t views, struct kin *out);

struct kin_tie kin_tie(const struct kin *k, uint32_t a, uint32_t b);

/* The best `most` by each question, best first; `allowed` NULL or [items]: which may be found. Gives how many. */
size_t kin_goes_with(const struct kin *k, const uint32_t *basket, size_t n, const bool *allowed, size_t most, struct kin_found *out);
size_t kin_similar(const struct kin *k, uint32_t item, const bool *allowed, size_t most, struct kin_found *out);

/* The basket's likely rest: what goes with it and what sells, best first; nothing but the basket itself is left out. */
size_t kin_complete(const struct kin *k, const uint32_t *basket, size_t n, const bool *allowed, size_t most, struct kin_found *out);

/* "in 12 of the 80 orders with Trail Runner 3, 3.1 times as often as by chance" */
struct str kin_tell_goes(struct ctx *c, const struct kin *k, const struct kin_found *f);
/* "like Trail Runner 3: in Trail, by Salomon; looked at together in 14 visits" */
struct str kin_tell_like(struct ctx *c, const struct kin *k, const struct kin_found *f);
/* "in 31 of 400 orders" */
struct str kin_tell_sold(struct ctx *c, const struct kin *k, uint32_t item);
