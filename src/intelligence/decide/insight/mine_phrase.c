/* intelligence/decide/insight/mine_phrase.c - words of messages: likeness by rare words, and phrases that name a group.
 *
 * Source  Salton and Buckley 1988 (tf-idf); Grootendorst 2022 (the same over groups instead of documents)
 */
#include "core/word.h"
#include "intelligence/decide/insight/mine.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum { WORD_MAX = 64, GRAM = 3, WORDS_MAX = 400 };

/* ---- words ---------------------------------------------------------------------------------------------------- */

static const char stop_words[] =
#include "intelligence/decide/insight/mine_stop.def"
    ;

static bool is_stop(struct str stem_or_word)
{
    char room[WORD_MAX + 3];
    if (stem_or_word.n > WORD_MAX)
        return false;
    snprintf(room, sizeof room, " %.*s ", FMT(stem_or_word));
    size_t n = stem_or_word.n;
    return strstr(stop_words, room) || (strncmp(stop_words, room + 1, n + 1) == 0);
}

static void end_add(struct ctx *c, struct mine_text *t)
{
    if (t->words.n && t->words.at[t->words.n - 1].n) {
        strs_add(c, &t->words, STR(""));
        strs_add(c, &t->stems, STR(""));
    }
}

/* "SIM" of SIM-28301, "D" of D-48213-77109: the head of a number, which names no theme. */
static bool heads_number(struct str text, size_t at)
{
    return at + 1 < text.n && (text.p[at] == '-' || text.p[at] == '#') && isdigit((unsigned char)text.p[at + 1]);
}

static void word_add(struct ctx *c, struct mine_text *t, struct stemmer *s, struct str word, bool number)
{
    char room[WORD_MAX];
    struct str folded = {room, word_fold(word, room, sizeof room)};
    bool digits = number;
    for (size_t i = 0; i < word.n; i++)
        digits |= isdigit((unsigned char)word.p[i]);
    folded = str_copy(c, folded);
    strs_add(c, &t->words, str_lower(c, str_copy(c, word)));
    bool bare = digits || folded.n < 2 || is_stop(folded);
    strs_add(c, &t->stems, bare ? STR("-") : str_copy(c, stemmer_word(s, folded))); /* "-": a word that names nothing */
}

struct mine_text mine_words(struct ctx *c, struct str text, struct str language)
{
    struct mine_text t = {0};
    struct stemmer *s = stemmer_open(c, language.n ? language : STR("en"));
    for (size_t at = 0; at < text.n && t.words.n < WORDS_MAX;) {
        struct glyph_step g = word_step(text, at);
        size_t from = at;
        while (at < text.n && ((g = word_step(text, at)).kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT || (text.p[at] == '\'' && at > from)))
            at += g.n;
        if (at > from) {
            word_add(c, &t, s, str_part(text, from, at), heads_number(text, at));
            continue;
        }
        if (g.kind != GLYPH_SPACE && text.p[at] != '-')
            end_add(c, &t);
        at += g.n;
    }
    end_add(c, &t);
    return t;
}

static bool names(struct str stem) { return stem.n && !str_eq(stem, STR("-")); }

/* ---- a table of counts ------------------------------------------------------------------------------------------ */

struct entry {
    struct str key;
    int64_t in, out, last; /* messages of the group, of the others; the last that was counted */
    int64_t main;          /* of those of the group, in the language of most of them */
    int words;
    struct str written;    /* as it was first written within the group */
};
struct table {
    struct entry *at;
    size_t room, n;
};

static struct entry *table_find(struct ctx *c, struct table *t, struct str key)
{
    if (2 * (t->n + 1) > t->room) {
        struct table old = *t;
        t->room = old.room ? 2 * old.room : 1024;
        t->at = NEW_ARRAY(c, struct entry, t->room);
        t->n = 0;
        for (size_t i = 0; i < old.room; i++)
            if (old.at[i].key.p)
                *table_find(c, t, old.at[i].key) = old.at[i];
    }
    size_t i = str_hash(key) & (t->room - 1);
    while (t->at[i].key.p && !str_eq(t->at[i].key, key))
        i = (i + 1) & (t->room - 1);
    if (!t->at[i].key.p) {
        t->at[i] = (struct entry){.key = str_copy(c, key), .last = -1};
        t->n++;
    }
    return &t->at[i];
}

/* ---- likeness ------------------------------------------------------------------------------------------------------ */

struct weight { size_t text; float w; struct weight *next; }; /* one message that has a stem */

void mine_word_likeness(struct ctx *c, const struct mine_text *texts, size_t n, float *out)
{
    struct table df = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < texts[i].stems.n; k++)
            if (names(texts[i].stems.at[k])) {
                struct entry *e = table_find(c, &df, texts[i].stems.at[k]);
                e->in += e->last != (int64_t)i;
                e->last = (int64_t)i;
            }
    double *norm = NEW_ARRAY(c, double, n);
    struct weight **by = NEW_ARRAY(c, struct weight *, df.room ? df.room : 1);
    memset(out, 0, n * n * sizeof *out);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < texts[i].stems.n; k++) {
            if (!names(texts[i].stems.at[k]))
                continue;
            struct entry *e = table_find(c, &df, texts[i].stems.at[k]);
            struct weight **list = &by[e - df.at];
            if (*list && (*list)->text == i)
                continue; /* said twice is said */
            float w = (float)log(1 + (double)n / (double)e->in);
            for (const struct weight *o = *list; o; o = o->next) {
                out[i * n + o->text] += w * o->w;
                out[o->text * n + i] = out[i * n + o->text];
            }
            struct weight *mine = NEW(c, struct weight);
            *mine = (struct weight){i, w, *list};
            *list = mine;
            norm[i] += (double)w * (double)w;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double d = sqrt(norm[i] * norm[k]);
            out[i * n + k] = i == k ? 1 : d > 0 ? (float)((double)out[i * n + k] / d) : 0;
        }
}

/* ---- phrases -------------------------------------------------------------------------------------------------------- */

static void gram_count(struct ctx *c, struct table *t, const struct mine_text *text, size_t from, int words, bool in, size_t main, int64_t number)
{
    struct buf key = {0}, written = {0};
    for (int k = 0; k < words; k++) {
        struct str stem = text->stems.at[from + (size_t)k], word = text->words.at[from + (size_t)k];
        buf_fmt(c, &key, "%s%.*s", k ? " " : "", FMT(names(stem) ? stem : word));
        buf_fmt(c, &written, "%s%.*s", k ? " " : "", FMT(word));
    }
    struct entry *e = table_find(c, t, buf_str(&key));
    if (e->last == number)
        return;
    e->last = number;
    e->words = words;
    e->in += in;
    e->out += !in;
    e->main += in && text->language == main;
    if (in && !e->written.p)
        e->written = buf_str(&written);
}

/* Phrases of up to three words within a sentence that begin and end with a word that names something. */
static void grams_count(struct ctx *c, struct table *t, const struct mine_text *text, bool in, size_t main, int64_t number)
{
    for (size_t i = 0; i < text->stems.n; i++)
        for (int words = 1; words <= GRAM && i + (size_t)words <= text->stems.n; words++) {
            struct str last = text->stems.at[i + (size_t)words - 1];
            if (!last.n)
                break;
            if (names(text->stems.at[i]) && names(last))
                gram_count(c, t, text, i, words, in, main, number);
        }
}

struct scored {
    struct str written, key;
    double score;
};

static int by_score(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;
    return x->score > y->score ? -1 : x->score < y->score ? 1 : str_cmp(x->key, y->key);
}

/* How much of the group says it, times how rare it is outside; longer ones say more, and those in the language of most of them, which a
 * label in three languages would not. Said once, it is one person's word. */
static double score_of(const struct entry *e, int64_t size, int64_t others)
{
    static const double longer[] = {0, 1, 1.35, 1.5};
    double here = (double)e->in / (double)size, there = ((double)e->out + 0.5) / ((double)others + 1);
    return e->in < 2 ? 0 : here * log(1 + here / there) * longer[e->words] * (2 * e->main > e->in ? 2 : 1);
}

static bool overlaps(struct ctx *c, struct str a, struct str b)
{
    struct strs x = str_split(c, a, ' '), y = str_split(c, b, ' ');
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < y.n; k++)
            if (x.at[i].n > 3 && str_eq(x.at[i], y.at[k]))
                return true;
    return false;
}

/* Does the message say it, word by word? */
static bool text_says(struct ctx *c, const struct mine_text *text, struct str key)
{
    struct strs words = str_split(c, key, ' ');
    for (size_t i = 0; i + words.n <= text->stems.n; i++) {
        size_t k = 0;
        while (k < words.n && str_eq(words.at[k], names(text->stems.at[i + k]) ? text->stems.at[i + k] : text->words.at[i + k]))
            k++;
        if (k == words.n)
            return true;
    }
    return false;
}

enum { TELLS = 3 /* messages of a language, from which on its silence tells something */ };

/* Of the language in which most of the group's messages say any of them: a phrase is of one language. */
static double said_by(struct ctx *c, const struct mine_text *texts, const int *group, size_t n, int g, const struct strs *keys)
{
    int said[LANGUAGES_MOST] = {0}, size[LANGUAGES_MOST] = {0};
    double most = -1;
    for (size_t i = 0; i < n; i++) {
        bool says = false;
        for (size_t k = 0; k < keys->n && !says && group[i] == g; k++)
            says = text_says(c, &texts[i], keys->at[k]);
        said[texts[i].language] += says;
        size[texts[i].language] += group[i] == g;
    }
    for (size_t l = 0; l < LANGUAGES_MOST; l++)
        if (size[l] >= TELLS && said[l] > most * size[l])
            most = (double)said[l] / size[l];
    return most < 0 ? 1 : most;
}

static size_t main_language(const struct mine_text *texts, const int *group, size_t n, int g)
{
    int count[LANGUAGES_MOST] = {0};
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        count[texts[i].language] += group[i] == g;
    for (size_t l = 1; l < LANGUAGES_MOST; l++)
        best = count[l] > count[best] ? l : best;
    return best;
}

struct strs mine_phrases(struct ctx *c, const struct mine_text *texts, const int *group, size_t n, int g, size_t most, double *said_share)
{
    struct table t = {0};
    int64_t size = 0;
    size_t main = main_language(texts, group, n, g);
    struct strs out = {0}, keys = {0};
    LIST(struct scored) all = {0};
    for (size_t i = 0; i < n; i++) {
        size += group[i] == g;
        grams_count(c, &t, &texts[i], group[i] == g, main, (int64_t)i);
    }
    for (size_t i = 0; i < t.room; i++) {
        double score = t.at[i].key.p && size ? score_of(&t.at[i], size, (int64_t)n - size) : 0;
        if (score > 0)
            *LIST_ADD(c, &all) = (struct scored){t.at[i].written, t.at[i].key, score};
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, by_score);
    for (size_t i = 0; i < all.n && out.n < most; i++) {
        bool said = false;
        for (size_t k = 0; k < keys.n; k++)
            said |= overlaps(c, keys.at[k], all.at[i].key);
        if (said)
            continue;
        strs_add(c, &keys, all.at[i].key);
        strs_add(c, &out, all.at[i].written);
    }
    *said_share = said_by(c, texts, group, n, g, &keys);
    return out;
}
