/* intelligence/answer/search/search_rank.c - BM25 and meaning over what the limits leave.
 *
 * Scores are summed term by term into an array as large as the catalogue; only touched cells are looked at and
 * cleaned. Source: Robertson, Zaragoza 2009. How words and meaning are weighed: doc/decision/0030-words-and-meaning.md.
 */
#include "intelligence/answer/search/search_room.h"
#include <math.h>
#include <stdlib.h>

struct search_room *search_room(struct ctx *c, const struct search_index *x)
{
    struct search_room *r = NEW(c, struct search_room);
    *r = (struct search_room){NEW_ARRAY(c, float, x->n + 1), NEW_ARRAY(c, float, x->n + 1), NEW_ARRAY(c, float, x->n + 1),
                              NEW_ARRAY(c, uint32_t, x->n + 1), 0};
    return r;
}

float search_idf(const struct search_index *x, uint32_t df) { return (float)log(1 + ((double)x->n - df + 0.5) / (df + 0.5)); }

static const float small_weight = 0.6f; /* of words like "for" beside others */

float search_word_weight(const struct search_asked *a, size_t i)
{
    for (size_t k = 0; a->terms.at[i].small && k < a->terms.n; k++)
        if (!a->terms.at[k].small && a->terms.at[k].term.n)
            return small_weight;
    return 1;
}

static bool holds_before(const struct search_index *x, const struct search_term *t, size_t k, uint32_t doc)
{
    for (size_t i = 0; i < k; i++)
        if (search_holds(x, (uint32_t)t->term.at[i], doc))
            return true;
    return false;
}

/* Add one word of the query; what it stands for besides itself counts less, and only where it is not itself. Returns its weight. */
static float add_term(const struct search_index *x, struct search_room *room, const struct search_term *t, float weight)
{
    float best = t->term.n || t->small ? 0 : weight * search_idf(x, 0); /* what the catalogue does not know is not held by anyone */
    for (size_t k = 0; k < t->term.n; k++) {
        int32_t term = t->term.at[k];
        float w = weight * t->trust.at[k] * search_idf(x, search_df(x, term));
        best = w > best ? w : best;
        for (uint32_t i = x->start[term]; i < x->start[term + 1]; i++) {
            const struct search_posting *p = &x->posting[i];
            if (k && holds_before(x, t, k, p->doc))
                continue;
            if (room->score[p->doc] == 0)
                room->touched[room->n++] = p->doc;
            room->score[p->doc] += w * p->weight;
            room->cover[p->doc] += !t->mended && t->trust.at[k] >= 0.9f ? w : 0;
        }
    }
    return best;
}

/* Sum all words; returns the weight of them all. */
static float score_words(const struct search_index *x, struct search_room *room, const struct search_asked *a)
{
    float total = 0;
    for (size_t i = 0; i < a->terms.n; i++)
        total += add_term(x, room, &a->terms.at[i], search_word_weight(a, i));
    return total;
}

void search_room_clean(struct search_room *room)
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
void search_heap_push(struct search_hit *heap, size_t *n, size_t most, struct search_hit h)
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

/* ---- words and meaning ---------------------------------------------------------------------- */

/* Words count by how much of the query a product holds: who has all of it is what was asked for by name, who has a part of it
 * may be anything, and then meaning decides. What all the query's words weigh beside one spread of meaning follows from the query:
 * less where many products hold the whole of it, more where the product best by words also means what is asked. Fitted on four
 * catalogues, each left out once, and none of them groceries: doc/decision/0030-words-and-meaning.md */
static const float blend_start = 0.92f, blend_named = -0.77f, blend_agree = 0.81f, named_many = 100;
static const float words_only = 9;     /* the same where no meaning is known: only behaviour and rules are measured by it */
static const float order_weight = 2.5f; /* the query's neighbours in their order in the title */
static const float unknown_stand = 2.5f; /* of a product without a vector yet that holds the whole query: as such products stand on average */

/* Found by meaning alone: a score that a query the catalogue knows no word of does not reach by chance, and one that knows all. */
static const float alone_least = 0.42f, alone_least_known = 0.28f; /* by embed.minilm; what other models say lies closer together: the latter for both */
static const float alone_shown = 2; /* spreads, for a picture alone besides what its model reaches: struct depicted */
enum { BY_MEANING = 100, BY_MEANING_MOST = 1000 /* products that meaning alone may bring in */ };

struct ranking {
    const struct search_index *x;
    struct search_room *room;
    const struct search_asked *a;
    const struct meant *meant;
    const struct depicted *shown;
    float even; /* what a text's and a picture's part together are divided by, so that they have the spread of one */
    const struct search_learnt *learnt;
    float weight;  /* of all words */
    float words;   /* what they weigh beside meaning */
    float bend;    /* times what this shop's visitors taught */
    const struct near *near; /* what stands out most by meaning, best first */
    size_t n_near;
    const struct near *near_shown; /* and by pictures */
    size_t n_near_shown;
    size_t most;
    struct search_hits *out;
};

static float cover_of(const struct ranking *r, uint32_t doc) { return r->weight > 0 ? r->room->cover[doc] / r->weight : 0; }

/* Where a word of the query stands in a title, after the place `from`; -1: nowhere. */
static int place_of(const struct search_index *x, const struct search_column *d, const struct search_term *t, int from)
{
    for (int i = from + 1; i < (int)d->n_title; i++)
        for (size_t k = 0; k < t->term.n; k++)
            if (x->title_term[d->title_from + (uint32_t)i] == (uint32_t)t->term.at[k])
                return i;
    return -1;
}

/* Share of the query's neighbours that a title has in the same order. Source: Metzler, Croft 2005 (sequential dependence). */
static float in_order(const struct ranking *r, uint32_t doc, float cover)
{
    const struct search_asked *a = r->a;
    const struct search_column *d = &r->x->doc[doc];
    float pairs = 0, kept = 0;
    for (size_t i = 1; i < a->terms.n && cover > 0.3f; i++) {
        pairs += 1;
        for (int at = place_of(r->x, d, &a->terms.at[i - 1], -1); at >= 0; at = place_of(r->x, d, &a->terms.at[i - 1], at))
            if (place_of(r->x, d, &a->terms.at[i], at) >= 0) {
                kept += 1;
                break;
            }
    }
    return pairs > 0 ? kept / pairs : 0;
}

static bool is_meant(const struct ranking *r) { return r->meant || r->shown; }
static float shows_of(const struct ranking *r, uint32_t doc) { return r->shown ? meaning_score(r->shown->meant, doc) : 0; }

static void consider(struct ranking *r, uint32_t doc, float stands)
{
    struct search_hits *out = r->out;
    float words = r->room->score[doc], s = words;
    out->all[out->total++] = doc;
    if (!is_meant(r) && !r->learnt && out->n == r->most && (!r->most || s < out->at[0].score))
        return; /* without a look at its column */
    float cover = cover_of(r, doc);
    if (is_meant(r))
        s = (r->weight > 0 ? r->bend * (r->words * words / r->weight + order_weight * in_order(r, doc, cover)) * cover * cover : 0) + stands;
    if (r->learnt) /* in the measure of what it is added to */
        s += (r->learnt->favour[doc] + (float)r->learnt->behaviour * r->room->liked[doc]) * (is_meant(r) || r->weight <= 0 ? 1 : r->weight / r->words);
    else
        s *= r->x->doc[doc].stock == 0 && s > 0 ? 0.8f : 1;
    search_heap_push(out->at, &out->n, r->most, (struct search_hit){doc, s, cover, stands, shows_of(r, doc), r->room->liked[doc]});
}

/* By its text, and by its picture where it has one. */
static float stand_of(const struct ranking *r, uint32_t doc)
{
    float text = !r->meant ? 0 : r->meant->of->has[doc] ? meaning_score(r->meant, doc) : unknown_stand * cover_of(r, doc);
    if (!r->shown || !r->shown->meant->of->has[doc])
        return text;
    return (text + r->shown->trust * shows_of(r, doc)) / r->even;
}

/* The spread of both parts' sum over the catalogue, from how far they go together in a sample. */
static float even_of(const struct ranking *r)
{
    enum { SAMPLE = 512 };
    double both = 0, n = 0;
    if (!r->shown || !r->meant)
        return 1;
    for (size_t i = 0, step = r->x->n / SAMPLE + 1; i < r->x->n; i += step)
        if (r->meant->of->has[i] && r->shown->meant->of->has[i]) {
            both += (double)meaning_score(r->meant, (uint32_t)i) * (double)shows_of(r, (uint32_t)i);
            n += 1;
        }
    float w = r->shown->trust, together = n > 0 ? (float)fmax(-1, fmin(both / n, 1)) : 0;
    return sqrtf(fmaxf(0.25f, 1 + w * w + 2 * w * together));
}

static float words_weight(const struct ranking *r)
{
    float named = 1, most = 0, agree = 0, top = r->n_near ? r->near[0].score : r->n_near_shown ? r->near_shown[0].score : 0;
    if (!is_meant(r))
        return words_only;
    for (size_t i = 0; i < r->room->n; i++) {
        uint32_t doc = r->room->touched[i];
        float cover = cover_of(r, doc), by_words = r->room->score[doc] * cover * cover;
        named += cover > 0.999f;
        if (by_words > most)
            most = by_words, agree = stand_of(r, doc);
    }
    agree = top > 0 ? fmaxf(-1, fminf(agree / top, 1)) : 0;
    named = logf(fminf(fmaxf(named - 1, 1), named_many)) / logf(named_many);
    return expf(blend_start + blend_named * named + blend_agree * agree);
}

/* Share of the query's words that the catalogue has, small ones left out. */
static float known_share(const struct search_asked *a)
{
    float known = 0, all = 0;
    for (size_t i = 0; i < a->terms.n; i++)
        if (!a->terms.at[i].small) {
            all += 1;
            known += a->terms.at[i].term.n > 0 && !a->terms.at[i].mended;
        }
    return all > 0 ? known / all : 0;
}

static size_t meant_most(const struct ranking *r)
{
    return !is_meant(r) ? 0 : r->most < BY_MEANING ? BY_MEANING : r->most > BY_MEANING_MOST ? BY_MEANING_MOST : r->most;
}

/* What is near in one of two ways and was not found by its words. */
static void consider_near(struct ranking *r, const struct meant *q, const struct near *at, size_t n, float least, bool *had)
{
    float stands = q == r->meant ? -INFINITY : alone_shown;
    for (size_t i = 0; i < n; i++)
        if (at[i].score >= stands && at[i].score * q->spread + q->mean >= least && r->room->score[at[i].row] == 0 && r->room->liked[at[i].row] == 0 && !had[at[i].row] &&
            search_keeps_all(r->x, r->a, at[i].row)) {
            had[at[i].row] = true;
            consider(r, at[i].row, stand_of(r, at[i].row));
        }
}

static float alone_of(const struct ranking *r)
{
    bool wide = str_eq(r->meant->of->by, STR("embed.minilm"));
    return wide ? alone_least - (alone_least - alone_least_known) * known_share(r->a) : alone_least_known;
}

/* What means the same in other words, or shows it. */
static void consider_meant(struct ctx *c, struct ranking *r)
{
    bool *had = is_meant(r) ? NEW_ARRAY(c, bool, r->x->n) : NULL;
    if (r->meant)
        consider_near(r, r->meant, r->near, r->n_near, alone_of(r), had);
    if (r->shown)
        consider_near(r, r->shown->meant, r->near_shown, r->n_near_shown, r->shown->least, had);
}

/* What visitors chose after the same query, whatever its words. */
static void consider_liked(struct ranking *r, const struct search_liked *l, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (r->room->score[l[i].doc] == 0 && search_keeps_all(r->x, r->a, l[i].doc))
            consider(r, l[i].doc, stand_of(r, l[i].doc));
}

static void rank_all(struct ctx *c, struct ranking *r, const struct search_liked *liked, size_t n_liked, bool by_limits)
{
    const struct search_room *room = r->room;
    if (r->a->code != TERM_NONE) { /* a SKU, GTIN or id is asked for: it alone */
        room->score[r->a->code] += 1000;
        consider(r, (uint32_t)r->a->code, 0);
        room->score[r->a->code] = 0;
    } else if (by_limits) {
        for (uint32_t d = 0; d < r->x->n; d++)
            if (search_keeps_all(r->x, r->a, d))
                consider(r, d, stand_of(r, d));
    } else {
        for (size_t i = 0; i < room->n; i++)
            if (search_keeps_all(r->x, r->a, room->touched[i]))
                consider(r, room->touched[i], stand_of(r, room->touched[i]));
        consider_liked(r, liked, n_liked);
        consider_meant(c, r);
    }
}

void search_rank(struct ctx *c, const struct search_index *x, struct search_room *room, struct search_asked *a, const struct search_more *more,
                 size_t most, struct search_hits *out)
{
    size_t n_liked = 0;
    const struct search_liked *liked = more && more->learnt ? search_liked(c, more->learnt, a->query, &n_liked) : NULL;
    settle_limits(x, a);
    if (more && more->few && !more->meant && !more->shown && !more->learnt && search_few(c, x, room, a, most, out))
        return;
    *out = (struct search_hits){.at = NEW_ARRAY(c, struct search_hit, most + 1)};
    struct ranking r = {.x = x, .room = room, .a = a, .most = most, .out = out};
    if (more)
        r.meant = more->meant, r.shown = more->shown, r.learnt = more->learnt;
    r.weight = score_words(x, room, a);
    r.near = r.meant ? meaning_near(c, r.meant, meant_most(&r), &r.n_near) : NULL;
    r.near_shown = r.shown ? meaning_near(c, r.shown->meant, meant_most(&r), &r.n_near_shown) : NULL;
    r.even = even_of(&r);
    bool by_meaning = more && more->by_query && r.meant && a->terms.n;
    bool by_limits = a->all || (a->limits.n > 0 && !has_free_word(a) && !by_meaning);
    for (size_t i = 0; i < n_liked; i++)
        room->liked[liked[i].doc] = liked[i].share;
    r.words = words_weight(&r);
    r.bend = r.learnt ? expf(r.learnt->bend) : 1;
    out->all = NEW_ARRAY(c, uint32_t, (by_limits ? x->n : room->n + n_liked + 2 * meant_most(&r)) + 1);
    rank_all(c, &r, liked, n_liked, by_limits);
    for (size_t i = 0; i < n_liked; i++)
        room->liked[liked[i].doc] = 0;
    search_room_clean(room);
    search_hits_sort(out);
}
