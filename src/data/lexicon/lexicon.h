/* data/lexicon/lexicon.h - the words that state facts, in six languages, as a table built from *.lex.
 *
 * A concept is one meaning ("stainless_steel"); phrases name it in a language. What a concept is
 * (steel, so metal) and what it excludes are part of the table, so "metal" is entailed by stainless
 * steel and never the other way. tool/lexicon.c sorts the phrases at build time.
 */
#pragma once
#include "core/str.h"

#define LEX_KINDS                                                                                        \
    /* stated facts, in the words of data/claim.h */                                                     \
    K(material) K(colour) K(origin) K(certificate) K(feature) K(compatibility) K(brand) K(size)          \
    K(superlative) K(health) K(environment) K(promise) K(award) K(review)                                \
    K(instruction)                                                                                       \
    /* grammar that the readers of text need */                                                          \
    K(idiom) K(role) K(unit) K(number) K(negation) K(about) K(over) K(under) K(upto) K(between) K(range) \
    K(made) K(has) K(fits) K(foreign) K(benign) K(stop) K(part) K(piece) K(likeness) K(tail) K(yes) K(no) K(name)

enum lex_kind {
#define K(x) LEX_##x,
    LEX_KINDS
#undef K
    LEX_N
};

enum lex_language { LEX_EN, LEX_DE, LEX_FR, LEX_ES, LEX_IT, LEX_NL, LEX_LANGUAGES };

/* What a number is of. Base units: metre, gram, litre, second, watt, byte …; see unit.lex. */
#define LEX_DIMENSIONS                                                                                          \
    D(none) D(length) D(mass) D(volume) D(area) D(time) D(power) D(energy) D(charge) D(voltage) D(current)      \
    D(frequency) D(rate) D(data) D(bitrate) D(temperature) D(pressure) D(speed) D(sound) D(light) D(angle)      \
    D(percent) D(pixel) D(megapixel) D(density) D(thread) D(yarn) D(warmth) D(turn) D(torque) D(force) D(flow)  \
    D(brightness) D(colour_temperature) D(people) D(magnification) D(dose) D(karat) D(alcohol) D(spf) D(core) D(dpi)    \
    D(ply) D(stage) D(count) D(money)

enum dimension {
#define D(x) DIM_##x,
    LEX_DIMENSIONS
#undef D
    DIM_N
};

/* A feature that a measured fact proves: "lightweight" when weight is at most 1500 g. */
struct evidence {
    enum dimension dimension;
    bool at_most;
    double bound; /* base unit */
};

struct concept {
    const char *name;
    uint8_t kind;
    const uint16_t *is, *excludes;   /* concept numbers, ended by 0; NULL: none */
    const uint8_t *dimensions;       /* role: what it can measure, ended by 0 */
    enum dimension dimension;        /* unit: what it measures */
    double factor, offset;           /* unit: base = value * factor + offset; number: factor is its value */
    const struct evidence *evidence; /* feature: ended by DIM_none; any one proves it */
};

enum { PHRASE_WEAK = 1, PHRASE_STEM = 2, PHRASE_LINK = 4 };

struct phrase {
    const char *key; /* folded words with single spaces */
    uint16_t concept;
    uint8_t language; /* enum lex_language */
    uint8_t flags;    /* PHRASE_WEAK: counts only where the context calls for it; STEM: key is of stems */
};

extern const struct concept lex_concepts[]; /* [0] is nothing */
extern const size_t lex_n_concepts, lex_n_phrases;
extern const struct phrase lex_phrases[]; /* sorted by key */

enum { LEX_MAX_WORDS = 8 }; /* of a phrase */

/* "material", … as data/claim.h spells it. */
const char *lex_kind_name(enum lex_kind kind);
const char *lex_dimension_name(enum dimension d);

/* The language of a BCP 47 tag; English when it is none of ours. */
enum lex_language lex_language_of(struct str tag);

/* The phrases [*from, *to) whose key is `key`; false: none. *more: some key goes on after "key ". */
bool lex_find(struct str key, size_t *from, size_t *to, bool *more);

/* The concept number of a kind and name; 0: no such. For tests and tables. */
uint16_t lex_concept(enum lex_kind kind, const char *name);

/* The word without its plural and endings, as phrases with PHRASE_STEM are keyed. */
struct stemmer;
struct str lex_stem(struct stemmer *s, enum lex_language language, struct str word, char *room);
