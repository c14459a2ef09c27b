/* core/word.h - letters and words as Unicode and Snowball see them; kept by port/word_*.c. */
#pragma once
#include "core/str.h"

enum glyph {
    GLYPH_LETTER, /* letters, marks, superscripts, and what is not seen: joiners, soft hyphens */
    GLYPH_DIGIT,  /* 0-9 in any script's full or half width */
    GLYPH_SPACE,
    GLYPH_LINE,   /* the end of a line or paragraph */
    GLYPH_OTHER,  /* punctuation, symbols, control */
};

/* The code point that begins at s.p[at]: its kind, and the bytes it takes (1 where the text is not UTF-8). */
struct glyph_step {
    enum glyph kind;
    int32_t code;
    bool upper;
    size_t n;
};
struct glyph_step word_step(struct str s, size_t at);

/* Fold a word for comparison: case, accents, width and unseen characters gone ("Größe" is "grosse").
 * At most `room` bytes; returns how many. A longer word is cut off. */
size_t word_fold(struct str word, char *out, size_t room);

/* Snowball stems of folded words, by BCP 47 language; languages it lacks keep their words. Closed by the arena. */
struct stemmer;
struct stemmer *stemmer_open(struct ctx *c, struct str language);
struct str stemmer_word(struct stemmer *s, struct str word); /* valid until the next call */
