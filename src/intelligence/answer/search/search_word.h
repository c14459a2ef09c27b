/* intelligence/answer/search/search_word.h - texts as the terms that search compares, and a table that numbers them.
 *
 * A term is a folded, stemmed word. "T-shirt" gives t, shirt and tshirt; "13inch" gives 13inch, 13 and inch.
 */
#pragma once
#include "core/str.h"
#include "core/word.h"

enum { WORD_ROOM = 64, TERM_NONE = -1 };

struct search_word {
    uint32_t from, to; /* bytes of the text */
    struct str folded, term;
    bool joined;       /* made of a hyphenated word or a part of one: not counted as a word of its own */
};
struct search_words {
    struct search_word *at;
    size_t n;
};

/* The words of a text, with terms stemmed by `s`. */
struct search_words search_words(struct ctx *c, struct stemmer *s, struct str text);

/* A growing table text → number from 0 in order of arrival. */
struct wordlist {
    struct str *text; /* [n] */
    size_t n, room;
    uint32_t *slot; /* number + 1; 0: free */
    size_t slots;
};
uint32_t wordlist_add(struct ctx *c, struct wordlist *w, struct str text); /* copies what is new */
int32_t wordlist_find(const struct wordlist *w, struct str text);          /* TERM_NONE: not there */

/* Letters to change, add, drop or swap until a is b; more than `most` gives most + 1. Source: Damerau 1964. */
int word_distance(struct str a, struct str b, int most);
