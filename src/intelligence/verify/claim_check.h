/* intelligence/verify/claim_check.h - one statement of a text against the facts of a product. */
#pragma once
#include "data/claim.h"
#include "data/lexicon/fact.h"

enum verdict { SUPPORTED, UNSUPPORTED, CONTRADICTED, HARMLESS };

/* What is being checked: the text as read, the product's facts, and the claims found so far. */
struct check {
    struct ctx *c;
    const struct reading *r;
    const struct facts *f;
    struct str text;
    struct claims_out *out;
};

/* A verdict and the fact it rests on. */
struct finding {
    enum verdict verdict;
    const char *kind;            /* as data/claim.h names it */
    const struct fact *fact;     /* NULL: none */
    const struct statement *of;  /* the fact's statement; NULL: the fact as a whole */
};

/* The best finding so far, and how well its fact fits. */
struct search {
    struct finding found;
    int rank;
};
void search_offer(struct search *x, enum verdict verdict, int rank, const struct fact *f, const struct statement *fs);

struct finding quantity_check(const struct check *k, const struct statement *s);
struct finding code_check(const struct check *k, const struct statement *s);
struct finding concept_check(const struct check *k, const struct statement *s);

/* Words that no table knows: names of makers, forbidden words, disguises. Adds its own claims. */
struct claims_in;
void words_check(const struct check *k, const struct claims_in *in);

/* Add a claim on bytes [from, to) of the text. */
void claim_add(const struct check *k, uint32_t from, uint32_t to, struct finding found);
