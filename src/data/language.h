/* data/language.h - which language a catalogue's texts are in, told by their small words ("der", "with"). */
#pragma once
#include "core/str.h"

enum { LANGUAGES_MOST = 8 };

struct language_count { /* zeroed at first */
    size_t words, small[LANGUAGES_MOST]; /* words heard; of them, small words of each language */
};

/* Hear one more text. Nothing is heard once enough was. */
void language_hear(struct ctx *c, struct language_count *n, struct str text);

/* The tag of another language than English that the words tell; absent: English, or too few words to tell. */
struct str language_told(const struct language_count *n);
