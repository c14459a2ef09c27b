/* intelligence/answer/search/search_like.h - products like a product, or like it with something changed; and whole queries for half ones. */
#pragma once
#include "intelligence/answer/search/shelf.h"

/* `doc` as a question: its rarest words, and what is to change as limits and words. */
void search_like(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
                 const struct similar_question *q, struct search_answer *out);

/* How alike two products are by category, attributes and price: 0 … 0.5. And what they share, with the limits kept, in words, `most` attributes; of a
 * product beside itself, the limits alone; "" where there is nothing. */
double search_facts_alike(const struct search_index *x, uint32_t doc, uint32_t other);
struct str search_why_like(struct ctx *c, const struct search_index *x, uint32_t doc, uint32_t other, const struct search_asked *a, int most);

/* What others asked (learnt: NULL or from visitors), categories, brands and titles' words that go on as `typed` begins. */
void search_suggest(struct ctx *c, const struct search_index *x, const struct search_learnt *learnt, struct str typed, size_t most, struct strs *out);
