/* data/told.c - comparing texts by the stems of their sentences. */
#include "data/told.h"
#include "data/lexicon/token.h"

enum { CARRIES = 4 /* letters */, LEAST = 3 };
static const double enough = 0.6;

static bool carries(const struct token *t)
{
    static const char small[] = " with this that from your have will when than them they also into their which these those such been very more most"
                                " only some each both where while what there here then over under about because ";
    return t->kind == TOKEN_NUMBER || (t->kind == TOKEN_WORD && t->word.n >= CARRIES && !word_among(t->word, small));
}

static struct str name_of(const struct token *t) { return t->kind == TOKEN_WORD ? t->stem : t->word; }

static bool stands_in(const struct tokens *all, struct str name)
{
    for (size_t i = 0; i < all->n; i++)
        if ((all->at[i].kind == TOKEN_WORD || all->at[i].kind == TOKEN_NUMBER) && str_eq(name_of(&all->at[i]), name))
            return true;
    return false;
}

/* Tokens [from, to) are one sentence. */
static void sentence_look(struct ctx *c, struct str text, const struct tokens *own, size_t from, size_t to, const struct tokens *other, struct told *out)
{
    size_t all = 0, there = 0;
    for (size_t i = from; i < to; i++)
        if (carries(&own->at[i]))
            all++, there += stands_in(other, name_of(&own->at[i]));
    if (all < LEAST)
        return;
    out->sentences++;
    if ((double)there >= enough * (double)all)
        out->told++;
    else
        strs_add(c, &out->lost, str_copy(c, str_trim(str_part(text, own->at[from].from, own->at[to - 1].to))));
}

struct told told_compare(struct ctx *c, struct str text, struct str other)
{
    struct tokens a = tokens_read(c, text, LEX_LANGUAGES), b = tokens_read(c, other, LEX_LANGUAGES);
    struct told out = {.one_language = a.language == b.language};
    for (size_t i = 0, from = 0; out.one_language && i <= a.n; i++)
        if (i == a.n || a.at[i].kind == TOKEN_BREAK) {
            if (i > from)
                sentence_look(c, text, &a, from, i, &b, &out);
            from = i + 1;
        }
    return out;
}
