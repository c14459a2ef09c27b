/* intelligence/answer/search/search_like.h - products like a product, or like it with something changed; and whole queries for half ones. */
#pragma once
#include "intelligence/answer/search/shelf.h"

/* `doc` as a question: its rarest words, and what is to change as limits and words. */
void search_like(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
                 const struct similar_question *q, struct search_answer *out);

/* What others asked (learnt: NULL or from visitors), categories, brands and titles' words that go on as `typed` begins. */
void search_suggest(struct ctx *c, const struct search_index *x, const struct search_learnt *learnt, struct str typed, size_t most, struct strs *out);
