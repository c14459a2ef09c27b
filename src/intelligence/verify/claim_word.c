/* intelligence/verify/claim_word.c - words that no table of facts knows: forbidden ones, rivals, makers' names. */
#include "intelligence/verify/claim_check.h"

static void phrase_forbid(const struct check *k, struct str phrase, const char *kind)
{
    struct tokens p = tokens_read(k->c, phrase, k->r->t.language);
    size_t n = p.n ? p.n - 1 : 0; /* without the break at its end */
    for (size_t i = 0; n && i + n <= k->r->t.n; i++) {
        size_t same = 0;
        while (same < n && (str_eq(k->r->t.at[i + same].word, p.at[same].word) || (p.at[same].kind == TOKEN_WORD
               && k->r->t.at[i + same].kind == TOKEN_WORD && str_eq(k->r->t.at[i + same].stem, p.at[same].stem))))
            same++;
        if (same == n && k->r->t.at[i].kind != TOKEN_BREAK)
            claim_add(k, k->r->t.at[i].from, k->r->t.at[i + n - 1].to, (struct finding){UNSUPPORTED, kind, NULL, NULL});
    }
}

/* Words after which a capitalised stranger is a maker, a person or a device. */
static bool names_follow(struct str w)
{
    static const char *const list[] = {"by", "from", "like", "than", "with", "fits", "for", "and", "to", "your", "von", "wie", "mit", "par", "chez",
                                       "avec", "pour", "por", "para", "con", "como", "di", "da", "per", "come", "door", "van", "voor", "als", "met", "beats", "unlike", "replaces", "named", "called"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(w, str_z(list[i])))
            return true;
    return false;
}

static bool is_stranger(const struct check *k, uint32_t i)
{
    const struct token *t = &k->r->t.at[i];
    if (t->kind != TOKEN_WORD || !t->upper || t->word.n < 3 || k->r->masked[i] || facts_use(k->f, t))
        return false;
    return k->r->start[i] == k->r->start[i + 1];
}

/* Most words of the sentence begin with a capital: a headline, where capitals say nothing. */
static bool is_headline(const struct reading *r, uint32_t i)
{
    size_t words = 0, upper = 0;
    while (i > 0 && r->t.at[i - 1].kind != TOKEN_BREAK)
        i--;
    for (; r->t.at[i].kind != TOKEN_BREAK; i++)
        if (r->t.at[i].kind == TOKEN_WORD && r->t.at[i].word.n > 3) {
            words++;
            upper += r->t.at[i].upper;
        }
    return 2 * upper >= words;
}

static void names_check(const struct check *k)
{
    if (k->r->t.language == LEX_DE)
        return; /* every noun has a capital */
    for (uint32_t i = 1; i < k->r->t.n; i++) {
        const struct token *before = &k->r->t.at[i - 1];
        if (before->kind != TOKEN_WORD || !names_follow(before->word) || !is_stranger(k, i) || is_headline(k->r, i))
            continue;
        uint32_t end = i + 1;
        while (end < k->r->t.n && is_stranger(k, end))
            end++;
        claim_add(k, k->r->t.at[i].from, k->r->t.at[end - 1].to, (struct finding){UNSUPPORTED, "brand", NULL, NULL});
        i = end;
    }
}

void words_check(const struct check *k, const struct claims_in *in)
{
    for (size_t i = 0; i < in->banned.n; i++)
        phrase_forbid(k, in->banned.at[i], "banned");
    for (size_t i = 0; i < in->competitors.n; i++)
        phrase_forbid(k, in->competitors.at[i], "competitor");
    names_check(k);
    if (k->r->t.disguised)
        claim_add(k, 0, (uint32_t)k->text.n, (struct finding){UNSUPPORTED, "disguise", NULL, NULL});
}
