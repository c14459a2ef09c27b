/* data/lexicon/lexicon.c - finding phrases in the sorted table. */
#include "data/lexicon/lexicon.h"
#include "core/word.h"

const char *lex_kind_name(enum lex_kind kind)
{
    static const char *const names[] = {
#define K(x) #x,
        LEX_KINDS
#undef K
    };
    return kind < LEX_KIND_N ? names[kind] : "";
}

const char *lex_dimension_name(enum dimension d)
{
    static const char *const names[] = {
#define D(x) #x,
        LEX_DIMENSIONS
#undef D
    };
    return d < DIM_N ? names[d] : "";
}

static const char codes[LEX_LANGUAGES][3] = {"en", "de", "fr", "es", "it", "nl"};

enum lex_language lex_language_of(struct str tag)
{
    for (int i = 0; i < LEX_LANGUAGES; i++)
        if (tag.n >= 2 && str_eq_case((struct str){tag.p, 2}, str_z(codes[i]))
            && (tag.n == 2 || tag.p[2] == '-' || tag.p[2] == '_'))
            return (enum lex_language)i;
    return LEX_LANGUAGES;
}

struct str lex_language_tag(enum lex_language l) { return str_z(l < LEX_LANGUAGES ? codes[l] : "en"); }

/* Below 0, 0, above 0 as the entry's key comes before, is, or comes after `key`. */
static int key_cmp(const char *entry, struct str key)
{
    size_t i = 0; /* they part within a letter or two: a call would cost more */
    while (i < key.n && entry[i] && entry[i] == key.p[i])
        i++;
    return i == key.n ? entry[i] != 0 : (unsigned char)entry[i] < (unsigned char)key.p[i] ? -1 : 1;
}

bool lex_find(enum lex_language l, struct str key, size_t *from, size_t *to, bool *more)
{
    size_t end = lex_language_start[l + 1], lo = lex_language_start[l], hi = end;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (key_cmp(lex_phrases[mid].key, key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *from = lo;
    while (lo < end && key_cmp(lex_phrases[lo].key, key) == 0)
        lo++;
    *to = lo;
    *more = lo < end && strncmp(lex_phrases[lo].key, key.p, key.n) == 0 && lex_phrases[lo].key[key.n] == ' ';
    return *to > *from;
}

uint16_t lex_concept(enum lex_kind kind, const char *name)
{
    for (size_t i = 1; i < lex_n_concepts; i++)
        if (lex_concepts[i].kind == kind && strcmp(lex_concepts[i].name, name) == 0)
            return (uint16_t)i;
    return 0;
}

bool lex_is(uint16_t a, uint16_t b)
{
    if (a == b)
        return true;
    for (const uint16_t *is = lex_concepts[a].is; is && *is; is++)
        if (*is == b)
            return true;
    return false;
}

/* English loses its plural only: Porter's stem makes "organ" of "organic". */
static size_t plural_off(struct str w)
{
    if (w.n > 4 && str_ends(w, STR("ies")))
        return w.n - 3; /* and a y, by the caller */
    if (w.n > 4
        && (str_ends(w, STR("sses")) || str_ends(w, STR("shes")) || str_ends(w, STR("ches"))
            || str_ends(w, STR("xes"))))
        return w.n - 2;
    if (w.n > 3 && w.p[w.n - 1] == 's' && w.p[w.n - 2] != 's' && w.p[w.n - 2] != 'u' && w.p[w.n - 2] != 'i')
        return w.n - 1;
    return w.n;
}

struct str lex_stem(struct stemmer *s, enum lex_language language, struct str word, char *room)
{
    if (language != LEX_EN)
        return stemmer_word(s, word);
    size_t n = plural_off(word);
    if (n == word.n || word.n > 60)
        return word;
    memcpy(room, word.p, n);
    if (n + 3 == word.n && word.p[n] == 'i')
        room[n++] = 'y';
    return (struct str){room, n};
}
