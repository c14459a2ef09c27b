/* intelligence/answer/converse/converse_say.h - the assistant's sentences, by key and language. */
#pragma once
#include "data/lexicon/lexicon.h"

enum say {
#define SAY(key, ...) SAY_##key,
#include "intelligence/answer/converse/converse_say.def"
#undef SAY
    SAY_N
};

/* The sentence with {0}, {1}, … filled in; values are not read for braces again. */
#define say(c, key, language, ...) \
    say_(c, key, language, (const struct str[]){__VA_ARGS__ __VA_OPT__(, ){0}}, \
         sizeof((const struct str[]){__VA_ARGS__ __VA_OPT__(, ){0}}) / sizeof(struct str) - 1)
struct str say_(struct ctx *c, enum say key, enum lex_language l, const struct str *values, size_t n);
