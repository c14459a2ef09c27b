/* intelligence/answer/search/search_ask.h - a query as limits that are never broken, and words to rank by.
 *
 * "red running shoes under $100 without leather" is red, at most 100.00 USD, not leather; the words left are
 * running and shoes. A limit is only read where the catalogue can tell: a brand it has, a colour its fields state.
 */
#pragma once
#include "data/lexicon/reading.h"
#include "intelligence/answer/search/search_index.h"

enum limit_kind {
    LIMIT_PRICE, LIMIT_BRAND, LIMIT_CATEGORY, LIMIT_CONCEPT, LIMIT_FACET, LIMIT_STOCK, LIMIT_TERM,
};
struct search_limit {
    enum limit_kind kind;
    bool exclude;      /* "without" */
    bool wish;         /* read between the lines ("rainy weather"): given up where nothing has it */
    uint32_t from, to; /* bytes of search_asked.query; both 0: a filter that was given */
    uint32_t any_of;   /* not 0: of the limits with this number, one must be kept */
    int64_t least, most; /* PRICE: minor units, NONE: open */
    struct str currency;
    struct str written_in; /* PRICE: the currency that was named, where nothing is sold in it */
    uint32_t number;   /* brand, category, term */
    uint16_t concept;
    struct search_pair pair;
    struct str label;  /* "at most 100.00 USD", "colour: red", "not leather" */
    const struct search_filter *chosen; /* beside the query; NULL: read from it */
};
struct search_term {   /* one word of the query, with all it may stand for */
    struct str word;   /* as folded */
    LIST(int32_t) term;
    LIST(float) trust; /* 1: the word itself; less for a mended or joined one */
    bool mended;       /* not in the catalogue as written */
    bool small;        /* "for", "und" */
    uint32_t from, to;
};
struct search_asked {
    struct str query; /* as read: mended where it was */
    LIST(struct search_limit) limits;
    LIST(struct search_term) terms;
    struct str did_you_mean; /* absent: written as the catalogue does */
    int32_t code;            /* product whose SKU, GTIN or id the query is or has in it; TERM_NONE */
    struct str variant;      /* the one of that product that the number is of */
    struct strs unknown;     /* its words that no product has, nor anything like them */
    bool all;                /* nothing is asked: every product answers */
};

/* Read a query. `currency`: of the shop, for "under 50". `removed`: labels of limits that the asker took away. */
void search_ask(struct ctx *c, const struct search_index *x, struct str query, struct str currency,
                const struct strs *removed, struct search_asked *out);

/* Whether a product keeps a limit: exact, by its columns. */
bool search_keeps(const struct search_index *x, const struct search_limit *l, uint32_t doc);
bool search_keeps_all(const struct search_index *x, const struct search_asked *a, uint32_t doc);
