/* intelligence/answer/look/looks.h - what is seen on a catalogue's pictures, kept in table `picture`, and compared.
 *
 * Each picture is looked at once, when it comes or changes, by the capability that the shop's setting "picture" names. A product
 * without a picture that can be read is found by its words, as before.
 */
#pragma once
#include "core/model.h"
#include "core/dot.h"
#include "data/colour.h"
#include "data/product.h"

struct picture_rules { /* section "picture" */
    struct str embed; /* absent: embed.clip where a model is set, embed.image where the network is there, else embed.colour */
};
extern const struct record picture_rules_record;

enum { PICTURES_MOST = 4 /* of one product that are looked at */, LOOK_TONES = 5, LOOK_WIDTH = 4096 /* numbers at most */ };

struct look_tone {
    struct lab at;
    double share;
    uint16_t concept; /* the nearest colour that has a name */
};
struct look_tones {
    struct look_tone tone[LOOK_TONES]; /* the largest first */
    size_t n;
};
struct looks { /* read-only once made */
    const int16_t *set;         /* [rows][room] one a picture, unit length once scaled; NULL: there are none */
    const float *scale;         /* [rows] what the numbers of each are times */
    const float *middle;        /* [width] what all pictures share: taken off each */
    const struct look_tones *tones; /* [rows] */
    const uint32_t *first;      /* [n + 1] a product's rows are [first[d], first[d + 1]) */
    struct str by;              /* what looked, as looks_maker() says */
    size_t n, rows, n_has; /* products; pictures; products with one */
    size_t width, room;    /* numbers; the next multiple of DOT_STEP */
    enum dot_kind kind;
};

struct look_rows { /* pictures while they are read, in the order of products */
    LIST(uint32_t) doc;
    LIST(struct look) look;
};

/* What looks at the shop's pictures: a capability, and after a space which model, where the shop brings one. A model that the shop
 * set and that cannot be found is left out: *fault says why; absent: it is as it was set. */
MUST enum status looks_maker(struct ctx *c, struct str *by, struct str *fault);

/* One picture seen by it. REJECT: it cannot be read, or the model cannot. */
MUST enum status looks_see(struct ctx *c, struct str by, const struct picture_given *picture, struct look *out);

/* Look at what the shop's products lack, `most` products at a time. *done: products looked at; *left: still to do. */
MUST enum status looks_update(struct ctx *c, struct str by, int64_t most, int64_t *done, int64_t *left);

/* Rows of the database, for products p [n]. */
MUST enum status looks_load(struct ctx *c, struct str by, const struct product *p, size_t n, struct look_rows *out);

/* Rows made now, of products that come along: their pictures are files. */
MUST enum status looks_read(struct ctx *c, struct str by, const struct product *p, size_t n, struct look_rows *out);

/* The colours that the first pictures of some products have together, the largest first: those that were looked at. */
MUST enum status looks_palette(struct ctx *c, const struct strs *products, struct look_tones *out);

/* A set in c's memory. */
struct looks *looks_make(struct ctx *c, struct str by, const struct look_rows *rows, size_t n);

/* One picture as a question. */
struct seen {
    const struct looks *of;
    const float *query; /* [room] unit length; NULL: it has no vector of this set's kind */
    struct look_tones tones;
};
const struct seen *looks_seen(struct ctx *c, const struct looks *s, const struct look *photo);
const struct seen *looks_seen_of(struct ctx *c, const struct looks *s, uint32_t doc); /* a product's first picture; NULL: it has none */

struct likes { /* how alike a product's picture is that is most alike */
    float shape;  /* cosine, 1: the same; 0: no more than any two of the catalogue */
    float colour; /* share of colours that both have */
    uint32_t row; /* of the set */
};
bool looks_like(const struct seen *q, uint32_t doc, struct likes *out); /* false: the product has no picture */
struct look_tones look_tones_of(const struct look *l);

/* The same of two products, by their shapes alone: the likest of b's pictures to a's first. -2: one of them has none. */
float looks_between(const struct looks *s, uint32_t a, uint32_t b);
const char *looks_words(float shape); /* "looks much like it"; "" where there is little likeness */
