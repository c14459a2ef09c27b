/* intelligence/answer/converse/converse_say.c - templates: every word that is not in them comes from the shop's data. */
#include "intelligence/answer/converse/converse_say.h"

static const char *const sentences[SAY_N][LEX_LANGUAGES] = {
#define SAY(key, en, de, fr, es, it, nl) [SAY_##key] = {en, de, fr, es, it, nl},
#include "intelligence/answer/converse/converse_say.def"
#undef SAY
};

struct str say_(struct ctx *c, enum say key, enum lex_language l, const struct str *values, size_t n)
{
    struct buf b = {0};
    for (const char *p = sentences[key][l < LEX_LANGUAGES ? l : LEX_EN]; *p;) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
            size_t i = (size_t)(p[1] - '0');
            buf_add(c, &b, i < n ? values[i] : STR(""));
            p += 3;
        } else
            buf_byte(c, &b, *p++);
    }
    return buf_str(&b);
}
