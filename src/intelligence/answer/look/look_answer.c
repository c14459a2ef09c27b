/* intelligence/answer/look/look_answer.c - every product that keeps the limits and has a picture, by likeness; reasons in words.
 *
 * All pictures are compared, so that limits cost no hits. How shape and colour are weighed: doc/decision/0040-picture-features.md.
 */
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/look/look_change.h"
#include "intelligence/answer/look/look_want.h"
#include "intelligence/answer/search/pictured.h"
#include "intelligence/answer/search/search_filter.h"
#include "intelligence/answer/search/search_like.h"
#include <math.h>
#include <stdlib.h>

static const double shape_weight = 0.8, colour_weight = 0.2; /* of a photo; sum 1 */
static const double text_weight = 0.6;                       /* of words, category, attributes, price beside the looks, which are 1 */
static const double unseen = 0.5;                            /* of words and facts, where the product has no picture to be compared */
static const double words_weight = 0.15;                     /* of other words typed, where the product says them */
static const double shown_weight = 0.4, shown_full = 3;     /* and where its picture shows them, by so many spreads, if a model can tell */
static const float least_best = 0.35f, least_all = 0.12f;    /* pictures below this share of the best, or this score, are left out */
static const float least_shape = 0.2f, least_text = 0.15f;   /* a product like another looks like it, or is of its kind */

struct look_question {
    const struct seen *seen;         /* what they shall look like; NULL: the product has no picture, its words and facts count alone */
    int32_t doc;                     /* the product itself; TERM_NONE: a photo */
    const struct search_question *q; /* query: what shall be otherwise, or limits typed beside the photo */
};
struct asking {
    const struct search_index *x;
    const struct looks *looks;
    const struct look_question *q;
    struct look_change change;
    struct search_asked a;
    struct look_reference than;
    const struct depicted *shown; /* the other words beside the pictures; NULL */
    float *text; /* [n] how alike a product's words and facts are; NULL: a photo has none */
};
struct hit {
    struct search_hit hit;
    struct likes likes;
    bool pictured;
};
struct hits {
    LIST(struct hit) at;
};

/* ---- what is asked ----------------------------------------------------------------------------------- */

static bool keeps_any(const struct asking *s)
{
    for (uint32_t d = 0; d < s->x->n; d++)
        if (search_keeps_all(s->x, &s->a, d))
            return true;
    return false;
}

static void asking_read(struct ctx *c, struct asking *s)
{
    const struct search_question *q = s->q->q;
    const struct search_column *own = s->q->doc == TERM_NONE ? NULL : &s->x->doc[s->q->doc];
    struct str currency = q->currency.n ? q->currency : own ? own->currency : s->x->n ? s->x->doc[0].currency : (struct str){0};
    look_change_read(c, q->query, own != NULL, q->removed, &s->change);
    search_ask(c, s->x, s->change.rest, currency, q->removed, &s->a);
    if (s->change.cheaper && own && own->price != NONE)
        *LIST_ADD(c, &s->a.limits) =
            (struct search_limit){.kind = LIMIT_PRICE, .least = NONE, .most = own->price - 1, .currency = own->currency, .label = STR("cheaper")};
    search_filters(c, s->x, q, currency, &s->a);
    for (size_t i = s->a.limits.n; i-- > 0;) /* what was read between the lines gives way */
        if (s->a.limits.at[i].wish && !keeps_any(s)) {
            memmove(&s->a.limits.at[i], &s->a.limits.at[i + 1], (s->a.limits.n - i - 1) * sizeof *s->a.limits.at);
            s->a.limits.n--;
        }
    s->than = (struct look_reference){s->q->seen ? &s->q->seen->tones : NULL, s->q->doc};
}

/* ---- how alike ------------------------------------------------------------------------------------------ */

static double words_held(const struct asking *s, uint32_t doc)
{
    double held = 0, all = 0;
    for (size_t i = 0; i < s->a.terms.n; i++) {
        const struct search_term *t = &s->a.terms.at[i];
        bool holds = false;
        for (size_t k = 0; k < t->term.n && !holds; k++)
            holds = search_holds(s->x, (uint32_t)t->term.at[k], doc);
        all += !t->small && t->term.n;
        held += !t->small && holds;
    }
    return all > 0 ? held / all : 0;
}

static bool wants_colour(const struct asking *s)
{
    for (size_t i = 0; i < s->change.wants.n; i++)
        if (!s->change.wants.at[i].exclude)
            return true;
    return false;
}

static const struct look_tones *tones_of(const struct asking *s, uint32_t doc, const struct hit *h)
{
    if (h->pictured)
        return &s->looks->tones[h->likes.row];
    return s->looks && s->looks->set && s->looks->first[doc] < s->looks->first[doc + 1] ? &s->looks->tones[s->looks->first[doc]] : NULL;
}

static bool keeps_wants(struct ctx *c, const struct asking *s, uint32_t doc, const struct hit *h, struct buf *told)
{
    for (size_t i = 0; i < s->change.wants.n; i++) {
        struct str one = {0};
        if (!look_keeps(c, s->x, &s->change.wants.at[i], doc, tones_of(s, doc, h), &s->than, &one))
            return false;
        if (told)
            buf_fmt(c, told, "%s%.*s", told->n ? "; " : "", FMT(one));
    }
    return true;
}

static double score_of(const struct asking *s, uint32_t doc, const struct hit *h)
{
    double score = 0;
    if (h->pictured)
        score = wants_colour(s) ? (double)h->likes.shape : shape_weight * (double)h->likes.shape + colour_weight * (double)h->likes.colour;
    if (s->q->doc != TERM_NONE && !h->pictured)
        score = s->q->seen ? unseen * (double)s->text[doc] : (double)s->text[doc];
    else if (s->q->doc != TERM_NONE)
        score = (score + text_weight * (double)s->text[doc]) / (1 + text_weight);
    score += words_weight * words_held(s, doc);
    if (s->shown)
        score += shown_weight * (double)s->shown->trust * fmax(-1, fmin((double)meaning_score(s->shown->meant, doc) / shown_full, 1));
    return s->x->doc[doc].stock == 0 ? score * 0.9 : score;
}

/* The product as a question by words; those that it does not find share facts at most. */
static void text_read(struct ctx *c, struct asking *s, const struct search_mind *mind, struct search_room *room)
{
    struct similar_question q = {.change = s->change.rest, .currency = s->q->q->currency, .k = LOOK_MOST};
    struct search_answer near = {0};
    if (s->q->doc == TERM_NONE)
        return;
    s->text = NEW_ARRAY(c, float, s->x->n);
    for (uint32_t d = 0; d < s->x->n; d++)
        s->text[d] = (float)search_facts_alike(s->x, (uint32_t)s->q->doc, d);
    search_like(c, s->x, mind, room, (uint32_t)s->q->doc, &q, &near);
    for (size_t i = 0; i < near.hits.n; i++)
        s->text[shelf_find(s->x, near.hits.at[i].id)] = (float)near.hits.at[i].score;
}

/* What is typed beside limits and colours: "like this, but with wooden legs". */
static void shown_read(struct ctx *c, struct asking *s, const struct search_mind *mind)
{
    bool words = false;
    for (size_t i = 0; i < s->a.terms.n; i++)
        words |= !s->a.terms.at[i].small;
    s->shown = words && mind && mind->pictured ? pictured_ask(c, mind->pictured, s->change.rest) : NULL;
}

/* The photo's neighbours; or the product's, by picture where it has one. */
static void gather(struct ctx *c, const struct asking *s, struct hits *out)
{
    for (uint32_t d = 0; d < s->x->n; d++) {
        struct hit h = {.hit.doc = d};
        if ((int32_t)d == s->q->doc || !search_keeps_all(s->x, &s->a, d))
            continue;
        h.pictured = s->q->seen && looks_like(s->q->seen, d, &h.likes);
        if (s->q->doc == TERM_NONE ? !h.pictured : s->text[d] < least_text && !(h.pictured && h.likes.shape >= least_shape))
            continue;
        struct arena_mark mark = arena_mark(c->mem);
        bool kept = keeps_wants(c, s, d, &h, NULL);
        arena_reset(c->mem, mark);
        h.hit.score = (float)score_of(s, d, &h);
        if (kept)
            *LIST_ADD(c, &out->at) = h;
    }
}

static int by_score(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    return x->hit.score != y->hit.score ? (x->hit.score < y->hit.score ? 1 : -1) : x->hit.doc > y->hit.doc ? 1 : -1;
}

/* ---- in words ----------------------------------------------------------------------------------------------- */

static void tell_colours(struct ctx *c, const struct look_tones *a, const struct look_tones *b, struct buf *out)
{
    size_t told = 0;
    for (size_t i = 0; i < a->n && told < 2; i++)
        for (size_t k = 0; k < b->n && told < 2; k++)
            if (a->tone[i].concept == b->tone[k].concept && a->tone[i].share >= 0.2 && b->tone[k].share >= 0.2) {
                buf_fmt(c, out, "%s%s", told++ ? " and " : out->n ? "; both " : "both ", colour_name(c, a->tone[i].concept).p);
                break;
            }
}

static struct str why(struct ctx *c, const struct asking *s, const struct hit *h)
{
    struct buf b = {0}, colours = {0};
    if (h->pictured)
        buf_fmt(c, &b, "%s", looks_words(h->likes.shape));
    keeps_wants(c, s, h->hit.doc, h, &colours);
    if (colours.n)
        buf_fmt(c, &b, "%s%.*s", b.n ? "; " : "", FMT(buf_str(&colours)));
    else if (h->pictured)
        tell_colours(c, &s->q->seen->tones, &s->looks->tones[h->likes.row], &b);
    if (s->q->doc != TERM_NONE || s->a.limits.n) {
        struct str facts = search_why_like(c, s->x, s->q->doc == TERM_NONE ? h->hit.doc : (uint32_t)s->q->doc, h->hit.doc, &s->a, h->pictured ? 0 : 3);
        if (facts.n)
            buf_fmt(c, &b, "%s%.*s", b.n ? "; " : "", FMT(facts));
    }
    return b.n ? buf_str(&b) : STR("the nearest there is");
}

static void chips(struct ctx *c, const struct asking *s, struct search_answer *out)
{
    for (size_t i = 0; i < s->change.wants.n; i++) {
        const struct look_want *w = &s->change.wants.at[i];
        *LIST_ADD(c, &out->chips) = (struct search_chip){.label = w->label, .kind = STR("concept"), .words = w->words, .exclude = w->exclude};
    }
    search_chips(c, &s->a, out);
    for (size_t i = 0; i < out->chips.n && s->change.cheaper; i++)
        if (str_eq(out->chips.at[i].label, STR("cheaper")))
            out->chips.at[i].words = s->change.cheaper_words;
}

/* How many there would be without each wanted colour. */
static void rescue(struct ctx *c, const struct asking *s, struct search_answer *out)
{
    for (size_t i = 0; i < s->change.wants.n; i++) {
        struct asking less = *s;
        struct hits h = {0};
        less.change.wants.at = NEW_ARRAY(c, struct look_want, s->change.wants.n);
        less.change.wants.n = 0;
        for (size_t k = 0; k < s->change.wants.n; k++)
            if (k != i)
                less.change.wants.at[less.change.wants.n++] = s->change.wants.at[k];
        gather(c, &less, &h);
        if (!h.at.n)
            continue;
        struct search_rescue *r = LIST_ADD(c, &out->rescue);
        *r = (struct search_rescue){.without = s->change.wants.at[i].label, .total = (int64_t)h.at.n};
        strs_add(c, &r->all, r->without);
    }
}

/* ---- the answer ------------------------------------------------------------------------------------------------ */

static void show(struct ctx *c, const struct asking *s, const struct hits *h, struct search_answer *out)
{
    const struct search_question *q = s->q->q;
    struct search_hits all = {.all = NEW_ARRAY(c, uint32_t, h->at.n + 1)};
    float best = h->at.n ? h->at.at[0].hit.score : 0;
    for (size_t i = 0; i < h->at.n && i < LOOK_MOST; i++) {
        const struct hit *one = &h->at.at[i];
        if (i && one->pictured && (one->hit.score < best * least_best || one->hit.score < least_all))
            continue;
        all.all[all.total++] = one->hit.doc;
        *LIST_ADD(c, &out->hits) = search_shown_of(s->x, &one->hit, why(c, s, one));
    }
    out->total = (int64_t)all.total;
    if (!q->bare)
        search_facets(c, s->x, &all, out);
    search_page(q, out);
}

static void answer(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room,
                   const struct look_question *q, struct search_answer *out)
{
    struct asking s = {.x = x, .looks = mind ? mind->looks : NULL, .q = q};
    struct hits h = {0};
    asking_read(c, &s);
    text_read(c, &s, mind, room);
    shown_read(c, &s, mind);
    gather(c, &s, &h);
    if (h.at.n)
        qsort(h.at.at, h.at.n, sizeof *h.at.at, by_score);
    show(c, &s, &h, out);
    chips(c, &s, out);
    if (!h.at.n)
        rescue(c, &s, out);
}

void look_like(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
               const struct similar_question *q, struct search_answer *out)
{
    struct search_question asked = {.query = q->change.n ? q->change : STR(""), .currency = q->currency, .sort = STR("best"), .removed = q->removed, .k = q->k, .bare = true};
    struct look_question look = {mind ? looks_seen_of(c, mind->looks, doc) : NULL, (int32_t)doc, &asked};
    struct look_change change;
    look_change_read(c, asked.query, true, q->removed, &change);
    if (look.seen || change.wants.n || change.cheaper)
        answer(c, x, mind, room, &look, out);
    else
        search_like(c, x, mind, room, doc, q, out);
}

void look_like_page(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
                    const struct search_question *q, struct search_answer *out)
{
    answer(c, x, mind, room, &(struct look_question){mind ? looks_seen_of(c, mind->looks, doc) : NULL, (int32_t)doc, q}, out);
}

void look_photo(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, const struct look *photo,
                const struct search_question *q, struct search_answer *out)
{
    answer(c, x, mind, room, &(struct look_question){looks_seen(c, mind->looks, photo), TERM_NONE, q}, out);
}
