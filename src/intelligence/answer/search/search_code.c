/* intelligence/answer/search/search_code.c - numbers of products as people write them. */
#include "intelligence/answer/search/search_code.h"
#include "data/lexicon/lexicon.h"
#include "data/lexicon/token.h"

enum { GTIN_LEAST = 8, GTIN_MOST = 14 }; /* digits. Source: GS1 General Specifications */

static size_t zeros_before(const char *key, size_t n)
{
    size_t zeros = 0;
    for (size_t i = 0; i < n; i++)
        if (key[i] < '0' || key[i] > '9')
            return 0;
    while (n >= GTIN_LEAST && n <= GTIN_MOST && zeros + 1 < n && key[zeros] == '0')
        zeros++;
    return zeros;
}

size_t code_key(struct str text, char room[CODE_ROOM])
{
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        struct glyph_step g = {0};
        while (at < text.n && ((g = word_step(text, at)).kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT))
            at += g.n;
        if (at - from >= CODE_ROOM || n >= CODE_ROOM - 1)
            return 0;
        n += at > from ? word_fold(str_part(text, from, at), room + n, CODE_ROOM - n) : 0;
        if (at < text.n)
            at += g.n ? g.n : 1;
    }
    size_t zeros = zeros_before(room, n);
    memmove(room, room + zeros, n - zeros);
    return n >= CODE_ROOM - 1 ? 0 : n - zeros;
}

bool code_mark(struct str folded)
{
    return word_among(folded, " sku gtin ean upc isbn mpn id article artikel artikelnummer artikelnr articolo articulo artikelnummer item number nummer ");
}
