/* intelligence/answer/search_rank.c - BM25 over what the limits leave.
 *
 * Scores are summed term by term into an array as large as the catalogue; only touched cells are looked at and
 * cleaned. Source: Robertson, Zaragoza 2009.
 */
#include "intelligence/answer/search_rank.h"
#include <math.h>
#include <stdlib.h>

struct search_room {
    float *score, *cover; /* [n] 0 between queries */
    uint32_t *touched;    /* [n] */
    size_t n;
};

struct search_room *search_room(struct ctx *c, const struct search_index *x)
{
    struct search_room *r = NEW(c, struct search_room);
    *r = (struct search_room){NEW_ARRAY(c, float, x->n + 1), NEW_ARRAY(c, float, x->n + 1), NEW_ARRAY(c, uint32_t, x->n + 1), 0};
    return r;
}

static float idf(const struct search_index *x, uint32_t df)
{
    return (float)log(1 + ((double)x->n - df + 0.5) / (df + 0.5));
}

static const float small_weight = 0.3f; /* of words like "for" beside others */

/* Add one word of the query; what it stands for besides itself counts less. Returns its weight. */
static float add_term(const struct search_index *x, struct search_room *room, const struct search_term *t, float weight)
{
    float best = 0;
    for (size_t k = 0; k < t->term.n; k++) {
        int32_t term = t->term.at[k];
        float w = weight * t->trust.at[k] * idf(x, search_df(x, term));
        best = w > best ? w : best;
        for (uint32_t i = x->start[term]; i < x->start[term + 1]; i++) {
            const struct search_posting *p = &x->posting[i];
            if (room->score[p->doc] == 0)
                room->touched[room->n++] = p->doc;
            room->score[p->doc] += w * p->weight;
            room->cover[p->doc] += k == 0 ? w : 0;
        }
    }
    return best;
}

/* Sum all words; returns the weight of them all. */
static float score_words(const struct search_index *x, struct search_room *room, const struct search_asked *a)
{
    float total = 0;
    bool content = false;
    for (size_t i = 0; i < a->terms.n; i++)
        content |= !a->terms.at[i].small && a->terms.at[i].term.n;
    for (size_t i = 0; i < a->terms.n; i++)
        total += add_term(x, room, &a->terms.at[i], a->terms.at[i].small && content ? small_weight : 1);
    return total;
}

static void room_clean(struct search_room *room)
{
    for (size_t i = 0; i < room->n; i++)
        room->score[room->touched[i]] = room->cover[room->touched[i]] = 0;
    room->n = 0;
}

/* ---- limits that may be meant as plain words ----------------------------------------------- */

static bool is_doubtful(const struct search_limit *l)
{
    bool name = l->kind == LIMIT_BRAND || l->kind == LIMIT_CATEGORY || l->kind == LIMIT_CONCEPT;
    return name && !l->exclude && l->to > l->from;
}

/* A word of the query outside all limits: what is found should have one. */
static bool is_free(const struct search_asked *a, const struct search_term *t)
{
    for (size_t i = 0; i < a->limits.n; i++)
        if (t->from < a->limits.at[i].to && t->to > a->limits.at[i].from)
            return false;
    return !t->small && !t->mended && t->term.n;
}

static bool has_free_word(const struct search_asked *a)
{
    for (size_t i = 0; i < a->terms.n; i++)
        if (is_free(a, &a->terms.at[i]))
            return true;
    return false;
}

static bool keeps_any(const struct search_index *x, const struct search_asked *a)
{
    for (uint32_t d = 0; d < x->n; d++)
        if (search_keeps_all(x, a, d))
            return true;
    return false;
}

static bool holds(const struct search_index *x, const struct search_term *t, uint32_t doc)
{
    for (size_t k = 0; k < t->term.n; k++)
        if (search_holds(x, (uint32_t)t->term.at[k], doc))
            return true;
    return false;
}

/* The product has all words of the limit though it breaks it: "apple juice" is none of Apple's. */
static bool says_otherwise(const struct search_index *x, const struct search_asked *a, const struct search_limit *l, uint32_t doc)
{
    if (search_keeps(x, l, doc))
        return false;
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        if (t->from >= l->from && t->to <= l->to && !holds(x, t, doc))
            return false;
    }
    return true;
}

/* A name is a plain word where the words beside it are found with the word, and never with the name. */
static bool is_plain_word(const struct search_index *x, const struct search_asked *a, const struct search_limit *l)
{
    bool otherwise = false;
    for (size_t i = 0; i < a->terms.n; i++) {
        const struct search_term *t = &a->terms.at[i];
        for (size_t k = 0; is_free(a, t) && k < t->term.n; k++)
            for (uint32_t p = x->start[t->term.at[k]]; p < x->start[t->term.at[k] + 1]; p++) {
                if (search_keeps_all(x, a, x->posting[p].doc))
                    return false;
                otherwise = otherwise || says_otherwise(x, a, l, x->posting[p].doc);
            }
    }
    return otherwise;
}

static void settle_limits(const struct search_index *x, struct search_asked *a)
{
    for (size_t i = a->limits.n; i-- > 0;) {
        bool gone = a->limits.at[i].wish ? !keeps_any(x, a) : is_doubtful(&a->limits.at[i]) && is_plain_word(x, a, &a->limits.at[i]);
        if (gone) {
            memmove(&a->limits.at[i], &a->limits.at[i + 1], (a->limits.n - i - 1) * sizeof *a->limits.at);
            a->limits.n--;
        }
    }
}

/* ---- the best ------------------------------------------------------------------------------ */

static int hit_cmp(const void *a, const void *b)
{
    const struct search_hit *x = a, *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : x->doc > y->doc ? 1 : -1;
}

void search_hits_sort(struct search_hits *h) { qsort(h->at, h->n, sizeof *h->at, hit_cmp); }

/* A heap of the best `most`, the least of them on top. */
static void heap_push(struct search_hit *heap, size_t *n, size_t most, struct search_hit h)
{
    size_t i;
    if (*n < most) {
        for (i = (*n)++; i && hit_cmp(&h, &heap[(i - 1) / 2]) > 0; i = (i - 1) / 2)
            heap[i] = heap[(i - 1) / 2];
        heap[i] = h;
        return;
    }
    if (!most || hit_cmp(&h, &heap[0]) > 0)
        return;
    for (i = 0;;) {
        size_t kid = 2 * i + 1;
        if (kid >= *n)
            break;
        kid += kid + 1 < *n && hit_cmp(&heap[kid + 1], &heap[kid]) > 0;
        if (hit_cmp(&h, &heap[kid]) > 0)
            break;
        heap[i] = heap[kid];
        i = kid;
    }
    heap[i] = h;
}

static bool is_sold_out(const struct search_column *d) { return d->stock == 0; }

static void consider(const struct search_index *x, struct search_room *room, uint32_t doc, float weight, size_t most, struct search_hits *out)
{
    float s = room->score[doc];
    out->all[out->total++] = doc;
    if (out->n == most && (!most || s < out->at[0].score))
        return; /* without a look at its column */
    s *= is_sold_out(&x->doc[doc]) ? 0.8f : 1;
    heap_push(out->at, &out->n, most, (struct search_hit){doc, s, weight > 0 ? room->cover[doc] / weight : 0});
}

void search_rank(struct ctx *c, const struct search_index *x, struct search_room *room, struct search_asked *a, size_t most,
                 struct search_hits *out)
{
    settle_limits(x, a);
    *out = (struct search_hits){.at = NEW_ARRAY(c, struct search_hit, most + 1)};
    float weight = score_words(x, room, a);
    bool by_limits = a->all || (a->limits.n > 0 && !has_free_word(a));
    out->all = NEW_ARRAY(c, uint32_t, (by_limits ? x->n : room->n) + 1);
    if (a->code != TERM_NONE) { /* a SKU, GTIN or id is asked for: it alone */
        room->score[a->code] += 1000;
        consider(x, room, (uint32_t)a->code, weight, most, out);
        room->score[a->code] = 0;
    } else if (by_limits) {
        for (uint32_t d = 0; d < x->n; d++)
            if (search_keeps_all(x, a, d))
                consider(x, room, d, weight, most, out);
    } else {
        for (size_t i = 0; i < room->n; i++)
            if (search_keeps_all(x, a, room->touched[i]))
                consider(x, room, room->touched[i], weight, most, out);
    }
    room_clean(room);
    search_hits_sort(out);
}
