/* intelligence/answer/search/search_mend.c - typos, compounds and split words.
 *
 * A word that the catalogue does not have is looked for as two of its words ("laufschuhe"), as one word
 * with its neighbour ("ear buds"), and as the commonest word within one or two letters.
 */
#include "intelligence/answer/search/search_mend.h"

enum { COMPOUND_LEAST = 4, PART_LEAST = 3 /* where some product has both parts */, PREFIX_LEAST = 3 };

static void term_add(struct ctx *c, struct search_term *t, int32_t term, float trust)
{
    for (size_t i = 0; i < t->term.n; i++)
        if (t->term.at[i] == term)
            return;
    if (term == TERM_NONE)
        return;
    *LIST_ADD(c, &t->term) = term;
    *LIST_ADD(c, &t->trust) = trust;
}

static int32_t find_stemmed(const struct search_index *x, struct str word)
{
    return wordlist_find(&x->terms, stemmer_word(x->stem, word));
}

static bool is_number(struct str word) { return word.p[0] >= '0' && word.p[0] <= '9'; }

static const float whole_trust = 0.9f, part_trust = 0.6f, typo_trust = 0.7f;

static bool is_together(const struct search_index *x, int32_t a, int32_t b)
{
    for (uint32_t i = x->start[a]; i < x->start[a + 1]; i++)
        if (search_holds(x, (uint32_t)b, x->posting[i].doc))
            return true;
    return false;
}

/* Two catalogue words side by side, with a linking letter or two between: "arbeit s tisch", "lampen schirm". */
static bool try_compound(struct ctx *c, const struct search_index *x, struct search_term *t)
{
    static const char *const links[] = {"", "s", "es", "n", "en", "e"};
    for (size_t cut = PART_LEAST; cut + PART_LEAST <= t->word.n; cut++)
        for (size_t k = 0; k < sizeof links / sizeof *links; k++) {
            struct str link = str_z(links[k]), head = str_part(t->word, 0, cut), tail = str_part(t->word, cut, t->word.n);
            if (!str_ends(head, link) || head.n < link.n + PREFIX_LEAST)
                continue;
            head = str_copy(c, str_part(head, 0, head.n - link.n));
            int32_t a = find_stemmed(x, head), b = find_stemmed(x, str_copy(c, tail));
            bool is_long = cut >= COMPOUND_LEAST && tail.n >= COMPOUND_LEAST; /* "soysauce": soy is short, and stands beside sauce */
            if (search_df(x, a) && search_df(x, b) && (is_long || is_together(x, a, b))) {
                term_add(c, t, b, part_trust); /* the last part says what it is */
                term_add(c, t, a, part_trust / 2);
                return true;
            }
        }
    return false;
}

static uint64_t letters(struct str s)
{
    uint64_t set = 0;
    for (size_t i = 0; i < s.n; i++)
        set |= 1ull << ((unsigned char)s.p[i] & 63);
    return set;
}

/* The commonest catalogue word within one letter, or two where the word is long. */
static bool try_typo(struct ctx *c, const struct search_index *x, struct search_term *t)
{
    int most = t->word.n < 4 ? 0 : t->word.n < 8 ? 1 : 2, best_distance = most + 1;
    uint32_t best_df = 0;
    int32_t best = TERM_NONE;
    uint64_t mine = letters(t->word);
    if (is_number(t->word))
        return false;
    for (size_t i = 0; most && i < x->words.n; i++) {
        struct str w = x->words.text[i];
        size_t gap = w.n > t->word.n ? w.n - t->word.n : t->word.n - w.n;
        if (gap > (size_t)most || w.n < 3 || w.p[0] != t->word.p[0] /* first letters are seldom wrong */
            || __builtin_popcountll(letters(w) ^ mine) > 2 * most)
            continue;
        if (t->word.n == 4 && !gap && letters(w) != mine)
            continue; /* of four letters, another one makes another word: "père" is not Peru */
        int d = word_distance(t->word, w, most);
        if (d < best_distance || (d == best_distance && d <= most && x->word_df[i] > best_df))
            best_distance = d, best_df = x->word_df[i], best = (int32_t)i;
    }
    if (best == TERM_NONE)
        return false;
    t->word = x->words.text[best];
    term_add(c, t, (int32_t)x->term_of_word[best], typo_trust);
    return true;
}

/* The last word may not be finished: the commonest words that begin so. */
static bool try_prefix(struct ctx *c, const struct search_index *x, struct search_term *t)
{
    enum { WORDS = 4 };
    for (size_t k = 0; k < WORDS; k++) {
        int32_t best = TERM_NONE;
        for (uint32_t i = 0; i < x->words.n; i++) {
            bool begins = x->words.text[i].n > t->word.n && str_starts(x->words.text[i], t->word), had = false;
            for (size_t j = 0; begins && j < t->term.n; j++)
                had |= t->term.at[j] == (int32_t)x->term_of_word[i];
            if (begins && !had && (best == TERM_NONE || x->word_df[i] > x->word_df[best]))
                best = (int32_t)i;
        }
        if (best != TERM_NONE)
            term_add(c, t, (int32_t)x->term_of_word[best], part_trust);
    }
    return t->term.n > 0;
}

/* A word written apart from its neighbour: "ear buds" for earbuds. */
static void try_join(struct ctx *c, const struct search_index *x, struct search_term *a, struct search_term *b)
{
    if (a->word.n + b->word.n >= WORD_ROOM)
        return;
    int32_t term = find_stemmed(x, str_fmt(c, "%.*s%.*s", FMT(a->word), FMT(b->word)));
    if (search_df(x, term)) {
        term_add(c, a, term, whole_trust);
        term_add(c, b, term, whole_trust);
    }
}

static bool is_small(const struct reading *r, const struct search_word *w)
{
    for (uint32_t i = 0; i < r->t.n; i++)
        if (r->t.at[i].from == w->from && r->t.at[i].to == w->to)
            return reading_small(r, i);
    return false;
}

/* The query with its mended words in the place of those that were written. */
static struct str mended_query(struct ctx *c, const struct search_asked *a)
{
    struct buf b = {0};
    uint32_t at = 0;
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        if (!t->mended || t->from < at)
            continue;
        buf_add(c, &b, str_part(a->query, at, t->from));
        buf_add(c, &b, t->word);
        at = t->to;
    }
    if (at)
        buf_add(c, &b, str_part(a->query, at, a->query.n));
    return at ? buf_str(&b) : (struct str){0};
}

/* What a limit understood is written well enough. */
static bool in_limit(const struct search_asked *a, const struct search_term *t)
{
    for (size_t i = 0; i < a->limits.n; i++)
        if (t->from < a->limits.at[i].to && t->to > a->limits.at[i].from)
            return true;
    return false;
}

static bool is_understood(const struct search_asked *a, const struct search_term *t) { return t->small || in_limit(a, t); }

static bool is_lost(const struct search_asked *a, const struct search_term *t) { return !t->term.n && !is_understood(a, t); }

/* Words that nothing here has, where they are half of what is asked: of a longer sentence the rest says enough. Where all that is
 * left of the query is a number, that number counts no more: what has a 15 in it is no answer to "iphone 15". */
static void note_unknown(struct ctx *c, struct search_asked *a)
{
    bool other = false;
    size_t known = a->limits.n;
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        if (is_lost(a, t))
            strs_add(c, &a->unknown, str_copy(c, str_part(a->query, t->from, t->to)));
        else
            other |= !t->small && !is_number(t->word), known += !t->small && !in_limit(a, t);
    }
    if (a->unknown.n < known)
        a->unknown.n = 0;
    for (size_t i = 0; a->unknown.n && !other && !a->limits.n && i < a->terms.n; i++)
        a->terms.at[i].term.n = a->terms.at[i].trust.n = 0;
}

/* The query's small words are of a language that no product is in: its other words are no slips of the pen. */
static bool is_foreign(const struct search_index *x, const struct reading *r)
{
    double share;
    enum lex_language l = tokens_language(&r->t, &share);
    return l < LEX_LANGUAGES && share >= 0.25 && l != x->language && !x->speaks[l];
}

void search_terms(struct ctx *c, const struct search_index *x, const struct reading *r, const struct search_words *w,
                  const bool *used, struct search_asked *out)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct search_word *k = &w->at[i];
        if (used[i] || (k->joined && !search_df(x, wordlist_find(&x->terms, k->term))))
            continue;
        struct search_term *t = LIST_ADD(c, &out->terms);
        *t = (struct search_term){.word = k->folded, .small = k->joined || is_small(r, k), .from = k->from, .to = k->to};
        term_add(c, t, wordlist_find(&x->terms, k->term), k->joined ? whole_trust : 1);
        for (int l = 0; l < LEX_LANGUAGES && t->term.n < 2; l++) /* a word of another language that products are in */
            if (x->speaks[l] && l != (int)x->language && !is_number(k->folded))
                term_add(c, t, wordlist_find(&x->terms, stemmer_word(x->stems[l], k->folded)), whole_trust);
    }
    for (size_t i = 1; i < out->terms.n; i++)
        try_join(c, x, &out->terms.at[i - 1], &out->terms.at[i]);
    bool foreign = is_foreign(x, r);
    for (size_t i = 0; i < out->terms.n; i++) {
        struct search_term *t = &out->terms.at[i];
        bool last = i + 1 == out->terms.n && t->word.n >= PREFIX_LEAST;
        if (!t->term.n && !is_understood(out, t) && !try_compound(c, x, t) && !(last && try_prefix(c, x, t)))
            t->mended = !foreign && try_typo(c, x, t);
    }
    note_unknown(c, out);
    out->did_you_mean = mended_query(c, out);
}
