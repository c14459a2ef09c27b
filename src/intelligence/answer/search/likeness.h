/* intelligence/answer/search/likeness.h - how alike two items are by what is stated of them: category, brand, attributes, title.
 *
 * Each statement counts the more the fewer items share it; the cosine of two items' statements is their likeness, 0..1.
 * Where both carry a vector of their content, the mean with the vectors' cosine. Items by the shelf's numbers.
 */
#pragma once
#include "intelligence/answer/recommend/recommend_item.h"

struct likeness_term {
    uint32_t term; /* or, in postings, the item */
    float weight;
};
struct likeness {
    const struct recommend_shelf *shelf;
    size_t n; /* items described */
    struct wordlist terms;
    uint32_t *start;            /* [n + 1] into at, by item */
    struct likeness_term *at;   /* of one item, by term */
    uint32_t *by_term;          /* [terms + 1] into posting */
    struct likeness_term *posting;
};
void likeness_make(struct ctx *c, const struct recommend_shelf *s, struct likeness *out);

double likeness_of(const struct likeness *l, uint32_t a, uint32_t b);

/* The k most alike `item`, itself left out; room [n] is overwritten. Gives how many; those with nothing in common are none. */
size_t likeness_near(const struct likeness *l, uint32_t item, size_t k, float *room, uint32_t *out);

/* What both are stated to be, rarest first, in words: "both Trail, by Salomon, waterproof"; "" for nothing. */
struct str likeness_tell(struct ctx *c, const struct likeness *l, uint32_t a, uint32_t b);
