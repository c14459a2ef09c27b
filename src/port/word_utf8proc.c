/* port/word_utf8proc.c - keeps word_step and word_fold of core/word.h by utf8proc (Unicode 14). */
#include "core/word.h"
#include <utf8proc.h>

static struct glyph_step ascii_step(unsigned char a)
{
    bool upper = a >= 'A' && a <= 'Z';
    enum glyph kind = upper || (a >= 'a' && a <= 'z') ? GLYPH_LETTER
                    : a >= '0' && a <= '9'            ? GLYPH_DIGIT
                    : a == '\n' || a == '\r'          ? GLYPH_LINE
                    : a == ' ' || a == '\t'           ? GLYPH_SPACE
                                                      : GLYPH_OTHER;
    return (struct glyph_step){kind, a, upper, 1};
}

static enum glyph kind_of(int32_t code)
{
    if (code >= 0xFF10 && code <= 0xFF19)
        return GLYPH_DIGIT;
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_NO: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_CF:
        return GLYPH_LETTER;
    case UTF8PROC_CATEGORY_ZS:
        return GLYPH_SPACE;
    case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
        return GLYPH_LINE;
    default:
        return GLYPH_OTHER;
    }
}

struct glyph_step word_step(struct str s, size_t at)
{
    if ((unsigned char)s.p[at] < 0x80)
        return ascii_step((unsigned char)s.p[at]);
    int32_t code;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &code);
    if (n <= 0)
        return (struct glyph_step){GLYPH_OTHER, 0xFFFD, false, 1};
    return (struct glyph_step){kind_of(code), code, utf8proc_isupper(code) != 0, (size_t)n};
}

/* One code point, decomposed and folded, onto the end of `out`. false: no room. */
static bool fold_one(int32_t code, char *out, size_t room, size_t *n)
{
    int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t m = utf8proc_decompose_char(code, parts, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK
                                                 | UTF8PROC_IGNORE | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < m && i < 32; i++) {
        unsigned char bytes[4];
        int32_t one = parts[i] == 0xF8 ? 'o' : parts[i] == 0x142 ? 'l' : parts[i]; /* ø, ł do not decompose */
        utf8proc_ssize_t k = utf8proc_encode_char(one, bytes);
        if (*n + (size_t)k > room)
            return false;
        memcpy(out + *n, bytes, (size_t)k);
        *n += (size_t)k;
    }
    return true;
}

size_t word_fold(struct str word, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n;) {
        struct glyph_step g = word_step(word, i);
        if (g.code < 0x80) {
            if (n == room)
                return n;
            out[n++] = (char)(g.upper ? g.code + 32 : g.code);
        } else if (!fold_one(g.code, out, room, &n))
            return n;
        i += g.n;
    }
    return n;
}
