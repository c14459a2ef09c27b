/* data/lexicon/reading.h - what a text states, piece by piece, each with the bytes that state it.
 *
 * The same reader serves a text to be checked and the merchant's own fields, so both sides of a
 * comparison are of one make: "1.7 l" and "1700 ml" are the same quantity, "Edelstahl" and
 * "stainless steel" the same concept.
 */
#pragma once
#include "data/lexicon/token.h"

/* A phrase of the table that stands in the text. */
struct match {
    uint32_t first, end; /* tokens */
    uint16_t concept;
    uint8_t kind;        /* enum lex_kind */
    uint8_t flags;       /* of the phrase */
};

enum precision { EXACT, ABOUT, NEARLY, OVER, UNDER, UP_TO, AT_LEAST };

struct quantity {
    double value, high;  /* as written; high: the end of a range, else NAN */
    double other;        /* what "1.500" would be by the other custom of separators, else NAN */
    enum precision precision;
    int decimals;        /* digits after the point, as written */
    uint16_t unit[4];    /* what the unit may be ("oz" is two); [0] is 0: a bare number */
    uint16_t role[3];    /* what it is of, likeliest first; 0 ends */
    bool sure;           /* the role stands right beside it */
    bool in_words;       /* "three" */
};

struct statement {
    uint32_t first, end; /* tokens */
    uint32_t from, to;   /* bytes */
    uint8_t kind;        /* enum lex_kind; LEX_number: a quantity; LEX_code: a designation */
    uint16_t concept;    /* LEX_code: the designator ("bluetooth") or 0; LEX_number: 0 */
    bool weak;           /* counts only where the facts speak of its kind */
    bool negated;
    bool looks;          /* "oak effect", "Italian style" */
    bool blend;          /* "cotton blend" */
    bool has;            /* part: the text says that it is there */
    struct quantity q;
    struct str code;     /* LEX_code without designator: letters and digits, folded */
};

struct reading {
    struct tokens t;
    LIST(struct match) matches;        /* by first, then longest */
    uint32_t *start;                   /* matches that begin at token i are [start[i], start[i + 1]) */
    bool *masked;                      /* token stands in an idiom */
    LIST(struct statement) statements; /* in the order of the text */
};

/* Read all of a text. `language` as in tokens_read. */
struct reading *reading_of(struct ctx *c, struct str text, enum lex_language language);

/* The longest match of a kind that begins at token i, or covers it; NULL: none. */
const struct match *reading_match(const struct reading *r, uint32_t i, enum lex_kind kind);
const struct match *reading_cover(const struct reading *r, uint32_t i, enum lex_kind kind);

/* Whether token i ends a clause: a comma, a bracket, the end of a sentence. */
bool reading_clause_ends(const struct reading *r, uint32_t i);

/* A small word ("the", "und") that carries no content. */
bool reading_small(const struct reading *r, uint32_t i);

/* data/lexicon/quantity.c: read the number at token i, with unit and precision. 0: there is none;
 * otherwise the token after it. Several ("30 x 20 cm") are added one by one. */
uint32_t quantity_read(struct ctx *c, struct reading *r, uint32_t i);

/* Leave only the most special of the roles found. */
void quantity_narrow(struct quantity *q);

/* The value of a number token in a language: "1.500" is 1.5 in English, 1500 in German; *other is the other
 * of the two. */
double quantity_value(struct str digits, enum lex_language l, double *other, int *decimals);
