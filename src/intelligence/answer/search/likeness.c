/* intelligence/answer/search/likeness.c - statements as weighed terms; their cosine; what two have in common, in words. */
#include "intelligence/answer/search/likeness.h"
#include "core/order.h"
#include "intelligence/answer/recommend/taste.h"
#include <math.h>
#include <stdlib.h>

enum { TOLD = 3 /* statements told of two items at most */ };

struct terms {
    LIST(uint32_t) at;
};

/* A statement as a term: a letter for its kind, and its words folded. */
static void state(struct ctx *c, struct likeness *l, struct terms *t, char kind, struct str name, struct str value)
{
    struct buf b = {0};
    char folded[WORD_ROOM * 4];
    buf_byte(c, &b, kind);
    buf_add(c, &b, (struct str){folded, word_fold(name, folded, sizeof folded)});
    buf_byte(c, &b, '=');
    buf_add(c, &b, (struct str){folded, word_fold(value, folded, sizeof folded)});
    *LIST_ADD(c, &t->at) = wordlist_add(c, &l->terms, buf_str(&b));
}

/* Each step of "Shoes > Trail" is a statement: "Shoes", "Shoes > Trail". */
static void state_path(struct ctx *c, struct likeness *l, struct terms *t, struct str path)
{
    for (size_t i = 0; i <= path.n; i++)
        if (path.n && (i == path.n || path.p[i] == '>'))
            state(c, l, t, 'c', STR(""), str_trim(str_part(path, 0, i)));
}

static void state_words(struct ctx *c, struct likeness *l, struct terms *t, struct str text)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        struct glyph_step g = i < text.n ? word_step(text, i) : (struct glyph_step){.kind = GLYPH_OTHER, .n = 1};
        bool inside = g.kind == GLYPH_LETTER || g.kind == GLYPH_DIGIT;
        if (!inside && i > from + 2)
            state(c, l, t, 't', STR(""), str_part(text, from, i));
        i += g.n - 1;
        from = inside ? from : i + 1;
    }
}

static void item_state(struct ctx *c, struct likeness *l, const struct recommend_item *i, struct terms *t)
{
    state_path(c, l, t, i->category);
    if (i->brand.n)
        state(c, l, t, 'b', STR(""), i->brand);
    for (size_t j = 0; j < i->attributes.n; j++)
        state(c, l, t, 'a', i->attributes.at[j].name, i->attributes.at[j].value);
    state_words(c, l, t, i->title);
    if (t->at.n)
        qsort(t->at.at, t->at.n, sizeof *t->at.at, order_row);
    size_t kept = 0;
    for (size_t j = 0; j < t->at.n; j++)
        if (!j || t->at.at[j] != t->at.at[j - 1])
            t->at.at[kept++] = t->at.at[j];
    t->at.n = kept;
}

static void posting_make(struct ctx *c, struct likeness *l)
{
    uint32_t *to = NEW_ARRAY(c, uint32_t, l->terms.n + 1);
    for (size_t t = 0; t < l->terms.n; t++)
        to[t] = l->by_term[t];
    l->posting = NEW_ARRAY(c, struct likeness_term, l->start[l->n]);
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t p = l->start[i]; p < l->start[i + 1]; p++)
            l->posting[to[l->at[p].term]++] = (struct likeness_term){i, l->at[p].weight};
}

void likeness_make(struct ctx *c, const struct recommend_shelf *s, struct likeness *out)
{
    size_t all = 0;
    *out = (struct likeness){.shelf = s, .n = s->described};
    struct terms *of = NEW_ARRAY(c, struct terms, out->n);
    for (size_t i = 0; i < out->n; i++, all += of[i - 1].at.n)
        item_state(c, out, &s->item[i], &of[i]);
    out->start = NEW_ARRAY(c, uint32_t, out->n + 1);
    out->by_term = NEW_ARRAY(c, uint32_t, out->terms.n + 1);
    out->at = NEW_ARRAY(c, struct likeness_term, all);
    for (size_t i = 0; i < out->n; i++)
        for (size_t j = 0; j < of[i].at.n; j++)
            out->by_term[of[i].at.at[j] + 1]++;
    for (size_t i = 0, at = 0; i < out->n; i++) {
        double square = 0;
        for (size_t j = 0; j < of[i].at.n; j++) {
            double idf = log(1 + (double)out->n / out->by_term[of[i].at.at[j] + 1]);
            out->at[at + j] = (struct likeness_term){of[i].at.at[j], (float)idf};
            square += idf * idf;
        }
        for (size_t j = 0; j < of[i].at.n; j++)
            out->at[at + j].weight /= (float)sqrt(square);
        at += of[i].at.n;
        out->start[i + 1] = (uint32_t)at;
    }
    for (size_t t = 0; t < out->terms.n; t++)
        out->by_term[t + 1] += out->by_term[t];
    posting_make(c, out);
}

/* Mean with the cosine of the vectors, where both have one of the same length. */
static double blend(const struct likeness *l, uint32_t a, uint32_t b, double words)
{
    const struct reals *x = &l->shelf->item[a].vector, *y = &l->shelf->item[b].vector;
    double xy = 0, xx = 0, yy = 0;
    if (!x->n || x->n != y->n)
        return words;
    for (size_t i = 0; i < x->n; i++)
        xy += x->at[i] * y->at[i], xx += x->at[i] * x->at[i], yy += y->at[i] * y->at[i];
    double cosine = xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
    return isfinite(cosine) ? fmax(0, (words + cosine) / 2) : words;
}

double likeness_of(const struct likeness *l, uint32_t a, uint32_t b)
{
    double sum = 0;
    if (a >= l->n || b >= l->n)
        return 0;
    for (uint32_t i = l->start[a], j = l->start[b]; i < l->start[a + 1] && j < l->start[b + 1];) {
        uint32_t x = l->at[i].term, y = l->at[j].term;
        sum += x == y ? (double)l->at[i].weight * (double)l->at[j].weight : 0;
        i += x <= y;
        j += y <= x;
    }
    return fmin(1, blend(l, a, b, sum));
}

size_t likeness_near(const struct likeness *l, uint32_t item, size_t k, float *room, uint32_t *out)
{
    if (item >= l->n)
        return 0;
    memset(room, 0, l->n * sizeof *room);
    for (uint32_t p = l->start[item]; p < l->start[item + 1]; p++)
        for (uint32_t q = l->by_term[l->at[p].term]; q < l->by_term[l->at[p].term + 1]; q++)
            room[l->posting[q].term] += l->at[p].weight * l->posting[q].weight;
    for (uint32_t i = 0; i < l->n; i++) {
        float all = (float)blend(l, item, i, (double)room[i]);
        room[i] = all > 0 && i != item ? all : -INFINITY;
    }
    return taste_top(room, l->n, k, out);
}

/* The words of a term as some item states them: terms themselves are folded. */
static void term_tell(struct ctx *c, const struct likeness *l, uint32_t term, uint32_t item, struct buf *b)
{
    const struct recommend_item *i = &l->shelf->item[item];
    struct str t = l->terms.text[term];
    struct likeness one = {0};
    struct str kind = recommend_kind(l->shelf, item);
    switch (t.p[0]) {
    case 'c': buf_fmt(c, b, "%sin %.*s", b->n ? ", " : "", FMT(kind)); return;
    case 'b': buf_fmt(c, b, "%sby %.*s", b->n ? ", " : "", FMT(i->brand)); return;
    case 'a':
        for (size_t j = 0; j < i->attributes.n; j++) {
            struct terms only = {0};
            one.terms = (struct wordlist){0};
            state(c, &one, &only, 'a', i->attributes.at[j].name, i->attributes.at[j].value);
            if (!str_eq(one.terms.text[0], t))
                continue;
            buf_fmt(c, b, "%s%.*s %.*s", b->n ? ", " : "", FMT(i->attributes.at[j].name), FMT(i->attributes.at[j].value));
            return;
        }
    }
}

/* The last step of the category, not those above it; words of titles tell nothing to a reader. */
static bool is_told(const struct likeness *l, uint32_t term, uint32_t item)
{
    struct str t = l->terms.text[term];
    if (t.p[0] != 'c')
        return t.p[0] != 't';
    for (uint32_t p = l->start[item]; p < l->start[item + 1]; p++) {
        struct str other = l->terms.text[l->at[p].term];
        if (other.p[0] == 'c' && other.n > t.n)
            return false;
    }
    return true;
}

struct str likeness_tell(struct ctx *c, const struct likeness *l, uint32_t a, uint32_t b)
{
    uint32_t best[TOLD];
    double weight[TOLD];
    size_t n = 0;
    if (a >= l->n || b >= l->n)
        return STR("");
    for (uint32_t i = l->start[a], j = l->start[b]; i < l->start[a + 1] && j < l->start[b + 1];) {
        uint32_t x = l->at[i].term, y = l->at[j].term;
        if (x == y && is_told(l, x, a) && is_told(l, x, b) && (n < TOLD || (double)l->at[i].weight > weight[TOLD - 1])) {
            size_t at = n < TOLD ? n++ : TOLD - 1;
            for (; at > 0 && weight[at - 1] < (double)l->at[i].weight; at--)
                best[at] = best[at - 1], weight[at] = weight[at - 1];
            best[at] = x, weight[at] = (double)l->at[i].weight;
        }
        i += x <= y;
        j += y <= x;
    }
    struct buf out = {0};
    for (size_t i = 0; i < n; i++)
        term_tell(c, l, best[i], a, &out);
    return buf_str(&out);
}
