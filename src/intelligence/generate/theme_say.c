/* intelligence/generate/theme_say.c - filling the sentences of a collection. */
#include "intelligence/generate/theme_say.h"

static const char *const sentences[THEME_SAY_N][LEX_LANGUAGES] = {
#define THEME_SAY(key, ...) [THEME_##key] = {__VA_ARGS__},
#include "intelligence/generate/theme_say.def"
#undef THEME_SAY
};

const char *theme_say(enum theme_say key, enum lex_language l) { return sentences[key][l < LEX_LANGUAGES ? l : LEX_EN]; }

struct str theme_fill(struct ctx *c, enum theme_say key, enum lex_language l, const struct theme_place *places, size_t n)
{
    struct str left = str_z(theme_say(key, l));
    struct buf b = {0};
    while (left.n) {
        size_t i = 0;
        while (i < n && !str_starts(left, str_z(places[i].name)))
            i++;
        size_t step = i < n ? str_z(places[i].name).n : 1;
        buf_add(c, &b, i < n ? places[i].value : str_part(left, 0, 1));
        left = str_part(left, step, left.n);
    }
    return buf_str(&b);
}

struct str theme_with(struct ctx *c, enum theme_say key, enum lex_language l, struct str x)
{
    return theme_fill(c, key, l, (const struct theme_place[]){{"{x}", x}}, 1);
}

struct str theme_number(struct ctx *c, size_t n, enum lex_language l)
{
    struct strs words = str_split(c, str_z(theme_say(THEME_NUMBERS, l)), ' ');
    return n >= 3 && n - 3 < words.n ? words.at[n - 3] : str_fmt(c, "%zu", n);
}
