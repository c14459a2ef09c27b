/* data/lexicon/lexicon.h - the words that state facts, in six languages, as a table built from *.lex.
 *
 * A concept is one meaning ("stainless_steel"); phrases name it in a language. What a concept is
 * (steel, so metal) is part of the table: "metal" is entailed by stainless steel, never the other way.
 * tool/lexicon.c folds, stems and sorts the phrases at build time; data/lexicon/word.txt says how to write
 * them.
 */
#pragma once
#include "core/str.h"

#define LEX_KINDS                                                                                            \
    K(none)                                                                                                  \
    /* what a text can state, in the words of data/claim.h */                                                \
    K(material)                                                                                              \
    K(colour) K(origin) K(certificate) K(feature) K(compatibility) K(brand) K(size) K(superlative) K(health) \
        K(environment) K(promise) K(award) K(review) K(injection)                                            \
            K(part) /* grammar that the readers of text need */                                              \
        K(idiom) K(role) K(unit) K(number) K(negation) K(free) K(about) K(over) K(under) K(upto) K(least)    \
            K(range) K(times) K(has) K(made) K(code) K(yes) K(no) K(stop) K(style) K(blend) K(generic)       \
                K(onto) K(beside) K(includes) K(soft) K(grade) K(scenery) K(sense)

enum lex_kind {
#define K(x) LEX_##x,
    LEX_KINDS
#undef K
    LEX_KIND_N
};

enum lex_language { LEX_EN, LEX_DE, LEX_FR, LEX_ES, LEX_IT, LEX_NL, LEX_LANGUAGES };

/* What a number is of. Base units: metre, gram, litre, second, watt, byte …; see unit.lex. */
#define LEX_DIMENSIONS  \
    D(none) D(length) D(mass) D(volume) D(area) D(time) D(power) D(energy) D(charge) D(voltage) D(current)  \
    D(frequency) D(rate) D(data) D(bitrate) D(temperature) D(pressure) D(speed) D(sound) D(light) D(angle)  \
    D(percent) D(pixel) D(megapixel) D(density) D(thread) D(yarn) D(turn) D(torque) D(force) D(flow)  \
    D(brightness) D(colour_temperature) D(people) D(magnification) D(dose) D(karat) D(protection) D(core)  \
    D(resolution) D(ply) D(count) D(money) D(impedance) D(gauge)

enum dimension {
#define D(x) DIM_##x,
    LEX_DIMENSIONS
#undef D
    DIM_N
};

struct concept {
    const char *name;
    uint8_t kind;          /* enum lex_kind */
    uint8_t dimension;     /* unit: what it measures */
    double factor, offset; /* unit: base = value * factor + offset; number: factor is its value */
    const uint16_t *is;    /* all that it is besides itself, ended by 0 */
    const uint8_t *measures; /* role: dimensions it can have, ended by 0 */
};

enum {
    PHRASE_WEAK = 1,  /* counts only where the context calls for it */
    PHRASE_UPPER = 2, /* must stand in capitals: "US" is a country, "us" is not */
};

struct phrase {
    const char *key; /* folded, stemmed words with single spaces */
    uint16_t concept;
    uint8_t language; /* enum lex_language */
    uint8_t flags;
};

extern const struct concept lex_concepts[]; /* [0] is nothing */
extern const size_t lex_n_concepts, lex_n_phrases;
extern const struct phrase lex_phrases[];   /* sorted by language, then key */
extern const uint32_t lex_language_start[LEX_LANGUAGES + 1];

enum { LEX_MAX_WORDS = 8 }; /* of a phrase */

const char *lex_kind_name(enum lex_kind kind); /* "material", … as data/claim.h spells it */
const char *lex_dimension_name(enum dimension d);

/* The language of a BCP 47 tag; LEX_LANGUAGES when it is none of ours. */
enum lex_language lex_language_of(struct str tag);
struct str lex_language_tag(enum lex_language l);

/* The phrases [*from, *to) of a language whose key is `key`. *more: some key goes on after "key ". */
bool lex_find(enum lex_language l, struct str key, size_t *from, size_t *to, bool *more);

/* The concept number of a kind and name; 0: no such. */
uint16_t lex_concept(enum lex_kind kind, const char *name);

/* Whether stating `a` states `b`: the same, or b among what a is. */
bool lex_is(uint16_t a, uint16_t b);

/* The folded word without its plural and endings, as keys are; `room` holds 64 bytes. */
struct stemmer;
struct str lex_stem(struct stemmer *s, enum lex_language language, struct str word, char *room);
