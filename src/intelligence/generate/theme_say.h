/* intelligence/generate/theme_say.h - a collection's sentences, by key and language, with named places to be filled. */
#pragma once
#include "core/ctx.h"
#include "data/lexicon/lexicon.h"

enum theme_say {
#define THEME_SAY(key, ...) THEME_##key,
#include "intelligence/generate/theme_say.def"
#undef THEME_SAY
    THEME_SAY_N
};

const char *theme_say(enum theme_say key, enum lex_language l);

struct theme_place {
    const char *name; /* "{theme}" */
    struct str value;
};

/* Fill all places in one walk: values are not read for braces again. */
struct str theme_fill(struct ctx *c, enum theme_say key, enum lex_language l, const struct theme_place *places, size_t n);

/* A sentence with one place, {x}. */
struct str theme_with(struct ctx *c, enum theme_say key, enum lex_language l, struct str x);

/* "eight"; digits above twelve. */
struct str theme_number(struct ctx *c, size_t n, enum lex_language l);
