/* intelligence/answer/search/search_index.h - products as postings and columns: made once, read by many.
 *
 * Words carry BM25 weights computed when the index is made; facts stand in columns, so that hard limits
 * are exact and cheap. Source: Robertson, Zaragoza 2009 (fields weighed before saturation: BM25F).
 */
#pragma once
#include "data/lexicon/lexicon.h"
#include "data/product.h"
#include "intelligence/answer/search/search_word.h"

struct search_pair { /* a facet: "size", "42" */
    uint32_t name, value;
};
struct search_column { /* one product's facts */
    struct str id, title, image, url;
    int64_t price; /* minor units, of the cheapest variant; NONE */
    int64_t dear;  /* of the dearest */
    struct str currency;
    int64_t stock;     /* units over all variants; NONE: not tracked */
    int32_t brand;     /* number in `brands`; TERM_NONE */
    uint32_t pair, n_pair;
    uint32_t concept, n_concept; /* what it is stated to be, and what that entails */
    uint32_t path, n_path;       /* its category and those above */
    uint32_t title_from, n_title; /* words of its title in their order: into title_term */
    enum lex_language language;
};
struct search_posting {
    uint32_t doc;
    float weight; /* BM25 without the inverse document frequency */
};
struct search_said { /* a term as a product says it */
    uint32_t term;
    float count; /* by the weight of the fields that say it */
};
struct search_code { /* what a number names */
    uint32_t doc;
    struct str variant; /* its SKU, or "#" and its place; absent: the number is the product's */
};
struct search_index {
    struct search_column *doc;
    size_t n;
    enum lex_language language;  /* of most products */
    struct stemmer *stem, *stems[LEX_LANGUAGES];
    bool speaks[LEX_LANGUAGES];  /* one product in twenty is in that language */
    struct wordlist terms, words, brands, names, values, categories, category_stems, codes, currencies;
    uint32_t *category_of_stem;    /* [category_stems.n] */
    uint32_t *start;               /* [terms.n + 1] into posting */
    struct search_posting *posting;
    float *most;                   /* [terms.n] the greatest weight of its postings */
    uint32_t *term_of_word;        /* [words.n] the term of a word as it is written */
    uint32_t *word_df;             /* [words.n] products that write it so */
    struct search_pair *pair;
    uint16_t *concept;
    uint32_t *path, *title_term;
    uint32_t *field_concept;       /* [lex_n_concepts] not 0: some product's fields state it */
    LIST(struct search_code) code_of; /* of each SKU, GTIN or id in `codes` */
    struct wordlist ids;
    LIST(uint32_t) id_doc;         /* product of each id in `ids` */
    uint32_t *said_start;          /* [n + 1] into said */
    struct search_said *said;
};

/* Index n products. `language`: of those that name none; absent: what most of them name, or are written in. */
struct search_index *search_index_make(struct ctx *c, const struct product *p, size_t n, struct str language);

/* The folded words of a text with single spaces: how brands, categories, facet names and values are numbered. */
struct str search_folded(struct ctx *c, struct str text);
struct str search_stemmed(struct ctx *c, struct stemmer *s, struct str text); /* the same with their terms */

/* Products that hold the term. */
static inline uint32_t search_df(const struct search_index *x, int32_t term)
{
    return term < 0 ? 0 : x->start[term + 1] - x->start[term];
}
bool search_holds(const struct search_index *x, uint32_t term, uint32_t doc);
bool search_has_concept(const struct search_index *x, uint32_t doc, uint16_t concept);
/* Whether the product is in a category or below it. */
bool search_in_category(const struct search_index *x, uint32_t doc, uint32_t category);
