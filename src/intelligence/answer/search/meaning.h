/* intelligence/answer/search/meaning.h - products and queries as vectors, so that search finds what is meant and not only what is said.
 *
 * A vector is made once for each text: kept in table `vector` beside the hash of what was read. Until a product has one, it
 * is found by its words; nobody waits.
 */
#pragma once
#include "core/vector.h"
#include "data/product.h"

/* The vectors of a catalogue. Scores are dot products of unit vectors, from which what all products share is taken off. */
struct meaning {
    struct vectors *set;    /* one row a product; NULL: none has one */
    const bool *has;        /* [n] */
    const float *shared;    /* [width] what all queries share: taken off each */
    struct str by;          /* the capability that makes vectors of queries */
    size_t n, n_has, width;
};

/* A query, ready to be compared with each product. */
struct meant {
    const struct meaning *of;
    const struct probe *probe;
    float mean, spread; /* of its scores over the catalogue: how far a score stands out */
};

/* The vectors of some products while they are read or made: [n][width], width 0 until one is known. */
struct meaning_rows {
    float *at;
    bool *has;
    size_t n, width;
};

/* What is said of a product, in the order of weight, as the model shall read it. */
struct str meaning_text(struct ctx *c, const struct product *p);

/* The capability that makes vectors for the shop: the one its settings name ("search": {"embed": …}), else the one that was
 * chosen when its first product was read, else by language: embed.minilm for English, embed.e5 for others, embed.hash where no
 * model is there. */
MUST enum status meaning_maker(struct ctx *c, struct str *by);
/* The same for products of no shop. */
struct str meaning_maker_of(struct ctx *c, const struct product *p, size_t n);

/* Make vectors of texts: [n][*width] unit vectors, in c's memory. */
MUST enum status meaning_embed(struct ctx *c, struct str by, const struct strs *texts, bool queries, float **out, size_t *width);

/* Rows from the database, for products whose text is the one that was read. */
MUST enum status meaning_load(struct ctx *c, struct str by, const struct product *p, size_t n, struct meaning_rows *out);

/* Make the vectors that the shop's products lack: `most` of them. *done: made or looked at; *left: still to do. */
MUST enum status meaning_update(struct ctx *c, struct str by, int64_t most, int64_t *done, int64_t *left);

/* `typical`: texts like queries of this catalogue, already as vectors: [n_typical][width]. */
struct meaning *meaning_make(struct ctx *c, struct str by, const struct meaning_rows *rows, const float *typical, size_t n_typical);

/* Read a query. NULL where there are no vectors or the model fails: search goes on by words. */
const struct meant *meaning_ask(struct ctx *c, const struct meaning *m, struct str query);
const struct meant *meaning_asked(struct ctx *c, const struct meaning *m, const float *query); /* the same, of its vector */
const struct meant *meaning_of(struct ctx *c, const struct meaning *m, uint32_t doc); /* a product as a query; NULL: it has no vector */

/* How far a product stands out: 0 the mean of all, 1 one spread above. 0 where it has no vector. */
float meaning_score(const struct meant *q, uint32_t doc);
/* The products that stand out most. */
struct near *meaning_near(struct ctx *c, const struct meant *q, size_t k, size_t *n);
