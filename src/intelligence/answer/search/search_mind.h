/* intelligence/answer/search/search_mind.h - what a search knows besides the index, for a shop's products or for those that come along.
 *
 * One way for all: the storefront, the capabilities, the command and the assistant rank by words, meaning and what was learnt.
 */
#pragma once
#include "intelligence/answer/search/search_answer.h"

/* Vectors as the index's meaning. `keep`: whose memory holds it. NULL: they were not made by a model that is there now. */
const struct meaning *search_meaning(struct ctx *c, struct ctx *keep, const struct search_index *x, struct str by, struct meaning_rows *rows);

/* How the meaning of products that come along is read; part of capabilities' options. */
struct search_reading {
    struct str embed; /* a capability; "none": words alone; absent: the shop's choice, else by language */
    int64_t most;     /* products: for more than these nobody waits */
};
extern const struct record search_reading_record;

/* Read products that come along. Words alone where they are too many, or no model is there: nothing fails for want of one. */
void search_mind_make(struct ctx *c, const struct search_reading *how, const struct search_index *x, const struct product *p, size_t n,
                      struct search_mind *out);
