/* port/word_snowball.c - keeps the stemmer of core/word.h by Snowball's C library. */
#include "core/word.h"
#include <libstemmer.h>

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: words stay as they are */
};

static void stemmer_close(void *snowball) { sb_stemmer_delete(snowball); }

struct stemmer *stemmer_open(struct ctx *c, struct str language)
{
    struct stemmer *s = NEW(c, struct stemmer);
    char name[3] = {0};
    if (language.n >= 2 && (language.n == 2 || language.p[2] == '-' || language.p[2] == '_')) {
        name[0] = (char)(language.p[0] | 32);
        name[1] = (char)(language.p[1] | 32);
        s->snowball = sb_stemmer_new(name, NULL);
    }
    if (s->snowball)
        arena_defer(c->mem, stemmer_close, s->snowball);
    return s;
}

struct str stemmer_word(struct stemmer *s, struct str word)
{
    if (!s->snowball || word.n == 0 || word.n > 200)
        return word;
    const unsigned char *p = sb_stemmer_stem(s->snowball, (const unsigned char *)word.p, (int)word.n);
    return p ? (struct str){(const char *)p, (size_t)sb_stemmer_length(s->snowball)} : word;
}
