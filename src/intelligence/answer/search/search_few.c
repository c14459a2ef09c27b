/* intelligence/answer/search/search_few.c - the best few without a look at most.
 *
 * Words that can add most come first. Once what the others can still add is less than the least of the best has, no new product
 * can be among the best, and the other words are only looked up for those that still may. Source: Turtle, Flood 1995 (MaxScore).
 */
#include "intelligence/answer/search/search_room.h"
#include <stdlib.h>

enum { WORDS_MOST = 32 };

struct adder { /* a word of the query */
    uint32_t term;
    float weight, most; /* most: it can add to any product */
    uint32_t at;        /* the first of its postings that may be of a product not looked up yet */
};

static int by_most(const void *a, const void *b)
{
    const struct adder *x = a, *y = b;
    return x->most != y->most ? (x->most < y->most ? 1 : -1) : x->term > y->term ? 1 : x->term < y->term ? -1 : 0;
}

/* The query's words, if each is one term as written. */
static bool adders_of(const struct search_index *x, const struct search_asked *a, struct adder *w, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        if (t->term.n > 1 || *n == WORDS_MOST)
            return false;
        if (!t->term.n)
            continue;
        uint32_t term = (uint32_t)t->term.at[0];
        float weight = search_word_weight(a, i) * t->trust.at[0] * search_idf(x, search_df(x, (int32_t)term));
        w[(*n)++] = (struct adder){term, weight, weight * x->most[term], x->start[term]};
    }
    qsort(w, *n, sizeof *w, by_most);
    return *n > 0;
}

static float worth(const struct search_index *x, uint32_t doc, float score) { return x->doc[doc].stock == 0 ? 0.8f * score : score; }

static void add_all(const struct search_index *x, struct search_room *room, const struct adder *w)
{
    for (uint32_t i = x->start[w->term]; i < x->start[w->term + 1]; i++) {
        const struct search_posting *p = &x->posting[i];
        if (room->score[p->doc] == 0)
            room->touched[room->n++] = p->doc;
        room->score[p->doc] += w->weight * p->weight;
    }
}

/* What the word adds to a product. Products come mostly in their order: steps from where the last one was found double until they
 * pass it. */
static float added(const struct search_index *x, struct adder *w, uint32_t doc)
{
    const struct search_posting *p = x->posting;
    uint32_t start = x->start[w->term], end = x->start[w->term + 1], lo = w->at > start && p[w->at - 1].doc >= doc ? start : w->at, step = 1;
    while (lo + step < end && p[lo + step].doc < doc)
        lo += step, step *= 2;
    uint32_t hi = lo + step < end ? lo + step : end;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (p[mid].doc < doc)
            lo = mid + 1;
        else
            hi = mid;
    }
    w->at = lo;
    return lo < end && p[lo].doc == doc ? w->weight * p[lo].weight : 0;
}

/* Scores so far, the best `most` in `out`. */
static void best_now(const struct search_index *x, const struct search_room *room, size_t most, struct search_hits *out)
{
    out->n = 0;
    for (size_t i = 0; i < room->n; i++) {
        uint32_t doc = room->touched[i];
        if (out->n < most || room->score[doc] >= out->at[0].score)
            search_heap_push(out->at, &out->n, most, (struct search_hit){.doc = doc, .score = worth(x, doc, room->score[doc])});
    }
}

/* Finish those that what is left can still bring among the best. */
static void finish(const struct search_index *x, struct search_room *room, struct adder *w, size_t n, float left, float least)
{
    for (size_t i = 0; i < room->n; i++) {
        uint32_t doc = room->touched[i];
        float rest = left;
        for (size_t k = 0; k < n && room->score[doc] + rest >= least; k++) {
            rest -= w[k].most;
            room->score[doc] += added(x, &w[k], doc);
        }
    }
}

bool search_few(struct ctx *c, const struct search_index *x, struct search_room *room, const struct search_asked *a, size_t most,
                 struct search_hits *out)
{
    struct adder w[WORDS_MOST];
    size_t n, k = 0;
    float left = 0;
    if (a->limits.n || a->all || a->code != TERM_NONE || !most || most > x->n || !adders_of(x, a, w, &n))
        return false;
    *out = (struct search_hits){.at = NEW_ARRAY(c, struct search_hit, most + 1)};
    for (size_t i = 0; i < n; i++)
        left += w[i].most;
    for (float had = 0; k < n; k++) {
        if (room->n >= most && left < had) { /* else none can have enough yet */
            best_now(x, room, most, out);
            if (left < out->at[0].score)
                break;
        }
        add_all(x, room, &w[k]);
        left -= w[k].most;
        had += w[k].most;
    }
    if (k < n)
        finish(x, room, w + k, n - k, left * 1.0001f, out->at[0].score);
    best_now(x, room, most, out);
    search_room_clean(room);
    search_hits_sort(out);
    out->total = out->n;
    return true;
}
