/* intelligence/answer/search/search_room.h - what ranking keeps while it looks at one query. */
#pragma once
#include "intelligence/answer/search/search_rank.h"

struct search_room {
    float *score, *cover, *liked; /* [n] 0 between queries */
    uint32_t *touched;            /* [n] */
    size_t n;
};
void search_room_clean(struct search_room *room);

/* Weight of a word that so many products hold; and of the i-th of a query: small ones count less beside others. */
float search_idf(const struct search_index *x, uint32_t df);
float search_word_weight(const struct search_asked *a, size_t i);

/* A heap of the best `most`, the least of them on top. */
void search_heap_push(struct search_hit *heap, size_t *n, size_t most, struct search_hit h);

/* The best by words alone where nothing is limited, and nobody asks how many there are: the same order as that of all, from a part
 * of the postings. false: this query is not of that kind. */
bool search_few(struct ctx *c, const struct search_index *x, struct search_room *room, const struct search_asked *a, size_t most,
                 struct search_hits *out);
