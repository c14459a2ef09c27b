/* app/web/diff.h - which words went and came between two texts. */
#pragma once
#include "core/str.h"

enum word_how { WORD_SAME, WORD_GONE, WORD_NEW };
struct word {
    struct str text; /* runs of words of one kind, with their spaces */
    enum word_how how;
};
struct words {
    struct word *at;
    size_t n;
};
#define DIFF_WORTH 0.3 /* below this share of common words, marks hide more than they show */

/* The two texts as one list; gives the share of words in common, 0..1. Nothing in `out` when they are too long
 * (over 1500 words together the table would not pay). */
double diff_words(struct ctx *c, struct str before, struct str after, struct words *out);
