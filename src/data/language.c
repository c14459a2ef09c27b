/* data/language.c - small words are counted over many texts: one title tells nothing, a file of them does. */
#include "data/language.h"
#include "data/lexicon/token.h"

enum { ENOUGH = 5000, LEAST = 3 }; /* words; small words of the language */

void language_hear(struct ctx *c, struct language_count *n, struct str text)
{
    size_t small[LEX_LANGUAGES];
    _Static_assert((int)LEX_LANGUAGES <= (int)LANGUAGES_MOST, "there is room for each language");
    if (n->words >= ENOUGH)
        return;
    struct tokens t = tokens_read(c, text, LEX_EN);
    n->words += tokens_small_words(&t, small);
    for (int i = 0; i < LEX_LANGUAGES; i++)
        n->small[i] += small[i];
}

struct str language_told(const struct language_count *n)
{
    size_t best = LEX_EN;
    for (size_t i = 0; i < LEX_LANGUAGES; i++)
        best = n->small[i] > n->small[best] ? i : best;
    bool tells = best != LEX_EN && n->small[best] >= LEAST && n->small[best] >= 2 * n->small[LEX_EN];
    return tells ? lex_language_tag((enum lex_language)best) : (struct str){0};
}
