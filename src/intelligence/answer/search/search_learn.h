/* intelligence/answer/search/search_learn.h - what visitors did after they searched, and what the shop favours, as additions to a rank.
 *
 * All of it follows from tables: events and sales say what was clicked, put in carts and bought after a query; the setting
 * "search" says what freshness, margin and stock are worth. The same tables give the same ranks.
 */
#pragma once
#include "intelligence/answer/search/search_index.h"

/* Weights of the rules; each adds that much to a product's rank at most. Words add up to about 8, meaning about 5. */
struct search_rules {
    struct str embed;
    double behaviour; /* what was clicked, put in carts and bought after the same query */
    double popular;   /* what is bought and looked at whatever was asked */
    double fresh;     /* new in the shop: halves every 30 days */
    double margin;    /* share of the price that is left */
    double stock;     /* taken off what is sold out */
};
extern const struct record search_rules_record;
MUST enum status search_rules_read(struct ctx *c, struct search_rules *out);

struct search_liked { /* a product after a query */
    uint32_t doc;
    float share;  /* 0..1 of what was done after the query, little evidence shrunk */
};
struct search_choice { /* what one visitor took after a query */
    uint32_t query, doc, visitor;
    float weight;
};
struct search_learnt {
    float *favour;  /* [n] by the rules and by being popular: added to every rank */
    float *popular; /* [n] 0..1 */
    struct wordlist queries;
    uint32_t *start; /* [queries.n + 1] into liked */
    struct search_liked *liked;
    uint32_t *asked; /* [queries.n] visitors who asked it */
    double behaviour;
    size_t searches;
    struct search_choice *choice; /* [n_choice] each visitor's side by side */
    size_t n_choice;
    float bend; /* words weigh exp(bend) times what the query says: search_bend.h */
    uint32_t bend_visitors, bend_queries;
};

/* Read events and sales through c->db; what is learnt lives in keep's memory. */
MUST enum status search_learn(struct ctx *c, struct ctx *keep, const struct search_index *x, struct search_learnt **out);

/* Add to *mark what changes when enough has happened to learn anew, or the rules have changed. */
MUST enum status search_learn_mark(struct ctx *c, int64_t *mark);

/* Products liked after a query; *n 0: nobody asked it yet, or too few. */
const struct search_liked *search_liked(struct ctx *c, const struct search_learnt *l, struct str query, size_t *n);
