/* intelligence/answer/search/search_rank.h - products in the order in which they answer. */
#pragma once
#include "intelligence/answer/search/meaning.h"
#include "intelligence/answer/search/search_ask.h"
#include "intelligence/answer/search/search_learn.h"

struct search_hit {
    uint32_t doc;
    float score;
    float cover; /* share of the query's words, by weight, that the product's words hold */
    float stands; /* how far its meaning stands out among all; 0: not compared */
    float shows;  /* how far its picture stands out for the words; 0: not compared */
    float liked;  /* share of what was done after the same query; 0: nothing, or too little */
};
struct search_hits {
    struct search_hit *at; /* best first; the first `n` */
    size_t n, total;       /* total: of all that keep the limits and match */
    uint32_t *all;         /* [total] for facets, in no order */
};

/* A query beside the products' pictures: pictured.h makes it. */
struct depicted {
    const struct meant *meant;
    float trust; /* weight of a picture beside a text, 0..1 */
    float least; /* score that a product needs to be found by its picture alone */
};

/* Room to rank in, as large as the catalogue: made once, used for one query at a time. */
struct search_room;
struct search_room *search_room(struct ctx *c, const struct search_index *x);

/* Products that keep every limit, best first, `most` of them at most.
 * A limit read between the lines, or a name that may be a plain word, is taken out of a->limits where nothing would
 * be left with it. What the query says in numbers, denials and facets stays, though nothing be found.
 * `more`: NULL: ranked by words alone. */
struct search_more {
    const struct meant *meant;          /* what the query means; NULL */
    const struct depicted *shown;          /* what the pictures show of it; NULL */
    const struct search_learnt *learnt; /* what visitors did, what the shop favours; NULL */
    bool by_query;                      /* what is found says or means the query: limits alone bring in nothing beside it */
    bool few;                           /* the best alone are wanted: neither how many there are nor all of them */
};
void search_rank(struct ctx *c, const struct search_index *x, struct search_room *room, struct search_asked *a, const struct search_more *more,
                 size_t most, struct search_hits *out);

void search_hits_sort(struct search_hits *h); /* by score, best first; equals in the order of products */
