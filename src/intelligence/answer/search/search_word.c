/* intelligence/answer/search/search_word.c - folding, stemming and joining words; numbering terms; counting typos. */
#include "intelligence/answer/search/search_word.h"

static bool is_word(enum glyph g) { return g == GLYPH_LETTER || g == GLYPH_DIGIT; }

static void word_add(struct ctx *c, struct search_words *out, struct stemmer *s, struct str folded, uint32_t from, uint32_t to, bool joined)
{
    if (!folded.n)
        return;
    struct str kept = str_copy(c, folded);
    bool number = folded.p[0] >= '0' && folded.p[0] <= '9';
    struct str term = number || !s ? kept : str_copy(c, stemmer_word(s, kept));
    *LIST_ADD(c, out) = (struct search_word){from, to, kept, term, joined};
}

/* "13inch" also as 13 and inch, "h2o" not: one change from digits to letters, or back. */
static void word_halves(struct ctx *c, struct search_words *out, struct stemmer *s, struct str w, uint32_t from)
{
    size_t cut = 0;
    int changes = 0;
    for (size_t i = 1; i < w.n; i++) {
        bool a = w.p[i - 1] >= '0' && w.p[i - 1] <= '9', b = w.p[i] >= '0' && w.p[i] <= '9';
        if (a != b)
            changes++, cut = i;
    }
    if (changes != 1)
        return;
    word_add(c, out, s, str_part(w, 0, cut), from, from + (uint32_t)cut, true);
    word_add(c, out, s, str_part(w, cut, w.n), from + (uint32_t)cut, from + (uint32_t)w.n, true);
}

/* Words parted by one hyphen or apostrophe and nothing else are a word too. */
static void join_last(struct ctx *c, struct search_words *out, struct stemmer *s, size_t before, size_t last)
{
    struct search_word *a = &out->at[before], *b = &out->at[last];
    if (a->folded.n + b->folded.n >= WORD_ROOM)
        return;
    struct str joined = str_fmt(c, "%.*s%.*s", FMT(a->folded), FMT(b->folded));
    word_add(c, out, s, joined, a->from, b->to, true);
}

struct search_words search_words(struct ctx *c, struct stemmer *s, struct str text)
{
    struct search_words out = {0};
    size_t at = 0, last = SIZE_MAX;
    char room[WORD_ROOM];
    while (at < text.n) {
        size_t from = at;
        struct glyph_step g = {0};
        while (at < text.n && is_word((g = word_step(text, at)).kind))
            at += g.n;
        if (at > from) {
            struct str folded = {room, word_fold(str_part(text, from, at), room, sizeof room)};
            size_t me = out.n;
            bool tied = last != SIZE_MAX && from == out.at[last].to + 1 && (text.p[from - 1] == '-' || text.p[from - 1] == '\'');
            word_add(c, &out, s, folded, (uint32_t)from, (uint32_t)at, false);
            if (out.n > me && tied)
                join_last(c, &out, s, last, me);
            if (out.n > me)
                word_halves(c, &out, s, out.at[me].folded, (uint32_t)from);
            last = out.n > me ? me : last;
        }
        if (at < text.n)
            at += g.n ? g.n : 1;
    }
    return out;
}

static void slots_grow(struct ctx *c, struct wordlist *w)
{
    w->slots = w->slots ? w->slots * 2 : 256;
    w->slot = NEW_ARRAY(c, uint32_t, w->slots);
    for (size_t i = 0; i < w->n; i++) {
        size_t at = str_hash(w->text[i]) & (w->slots - 1);
        while (w->slot[at])
            at = (at + 1) & (w->slots - 1);
        w->slot[at] = (uint32_t)i + 1;
    }
}

static size_t slot_of(const struct wordlist *w, struct str text)
{
    size_t at = str_hash(text) & (w->slots - 1);
    while (w->slot[at] && !str_eq(w->text[w->slot[at] - 1], text))
        at = (at + 1) & (w->slots - 1);
    return at;
}

uint32_t wordlist_add(struct ctx *c, struct wordlist *w, struct str text)
{
    if (w->n * 2 >= w->slots)
        slots_grow(c, w);
    size_t at = slot_of(w, text);
    if (!w->slot[at]) {
        w->text = arena_grow(c->mem, w->text, sizeof *w->text, w->n);
        w->text[w->n] = str_copy(c, text);
        w->slot[at] = (uint32_t)++w->n;
    }
    return w->slot[at] - 1;
}

int32_t wordlist_find(const struct wordlist *w, struct str text)
{
    return w->slots ? (int32_t)w->slot[slot_of(w, text)] - 1 : TERM_NONE;
}

int word_distance(struct str a, struct str b, int most)
{
    int row[3][WORD_ROOM + 1];
    int *two = row[0], *one = row[1], *now = row[2];
    if (a.n >= WORD_ROOM || b.n >= WORD_ROOM || (a.n > b.n ? a.n - b.n : b.n - a.n) > (size_t)most)
        return most + 1;
    for (size_t j = 0; j <= b.n; j++)
        one[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int least = now[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            int d = one[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            d = one[j] + 1 < d ? one[j] + 1 : d;
            d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                d = two[j - 2] + 1 < d ? two[j - 2] + 1 : d;
            now[j] = d;
            least = d < least ? d : least;
        }
        if (least > most)
            return most + 1;
        int *free_row = two;
        two = one, one = now, now = free_row;
    }
    return one[b.n];
}
