/* intelligence/answer/search/search_answer.h - a question put to an index, and the whole answer. */
#pragma once
#include "core/field.h"
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/search_rank.h"

struct search_filter { /* chosen beside the query: a facet's value, a range of prices */
    struct str name;  /* "brand", "category", "stock", "price", an attribute's or option's name */
    struct str value; /* of price and stock: none */
    bool exclude;
    int64_t least, most; /* of price: minor units, NONE: open */
};
struct search_question {
    struct str query, currency, sort; /* sort: "best|price|-price|title" */
    const struct strs *removed;       /* labels of chips taken away; or NULL */
    LIST(struct search_filter) filters; /* several values of one name: any of them */
    size_t k, from;
    const float *meant; /* the query's vector, where it is at hand; NULL: it is made */
    bool words;         /* by words alone */
    bool bare;          /* hits alone: no facets, no help */
};
struct search_shown {
    struct str id, title, image, currency, why;
    struct str variant; /* that was asked for by its number; absent: none */
    int64_t price; /* minor units; NONE */
    double score;
    struct ints marks; /* bytes of the title that match: from, to, from, to */
};
struct search_chip {
    struct str label, kind, words;
    bool exclude, wish;
};
struct search_facet {
    struct str name;
    struct counts values;
};
struct search_rescue {
    struct str without;
    struct strs all; /* the smallest set of limits that helps: one, where one does */
    int64_t total;
    const struct search_filter **chosen; /* [all.n] the filter that it is; NULL: a limit of the words */
};
struct search_answer {
    LIST(struct search_shown) hits;
    LIST(struct search_chip) chips;
    LIST(struct search_facet) facets;
    LIST(struct search_rescue) rescue;
    struct strs suggestions, unknown;
    struct str did_you_mean;
    int64_t total;
};
extern const struct record search_answer_record;

/* What a search knows besides the index; each may be NULL. */
struct search_mind {
    const struct meaning *m;            /* of the products */
    const struct search_learnt *learnt; /* from visitors */
    const struct looks *looks;          /* what is seen on the products' pictures */
    const struct pictured *pictured;    /* the same, to be compared with words */
};
/* `mind`: NULL: words alone. */
void search_answer(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room,
                   const struct search_question *q, struct search_answer *out);

/* For other answers of the same shape: the limits as chips, and one hit with its reason. */
void search_chips(struct ctx *c, const struct search_asked *a, struct search_answer *out);
struct search_shown search_shown_of(const struct search_index *x, const struct search_hit *h, struct str why);

/* Facets of h->all; and, of all hits, those of the page that is asked for, in its order. */
void search_facets(struct ctx *c, const struct search_index *x, const struct search_hits *h, struct search_answer *out);
void search_page(const struct search_question *q, struct search_answer *out);
