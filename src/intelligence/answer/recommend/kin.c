/* intelligence/answer/recommend/kin.c - ties between items, from orders, visits and what is stated. */
#include "intelligence/answer/recommend/kin.h"
#include <math.h>

enum { LOOKED_AT = 60 /* candidates alike by content */ };
static const double PRIOR = 3;       /* pairs by chance, before any order was seen */
static const double ALIKE = 0.35;    /* likeness above which two of one category may stand in for each other */
static const double LEAST_TIMES = 1.1;

enum status kin_make(struct ctx *c, const struct recommend_shelf *s, const struct taste_act *order, size_t n_order, size_t orders,
                     const struct taste_act *view, size_t n_view, size_t views, struct kin *out)
{
    size_t items = s->ids.n;
    *out = (struct kin){.shelf = s, .score = NEW_ARRAY(c, float, items), .best = NEW_ARRAY(c, uint32_t, items)};
    taste_log_make(c, order, n_order, orders, items, &out->orders);
    taste_log_make(c, view, n_view, views, items, &out->views);
    out->order_at = taste_places(c, &out->orders);
    out->view_at = taste_places(c, &out->views);
    likeness_make(c, s, &out->like);
    return taste_learn(c, &out->orders, &out->taste);
}

/* ---- two items ----------------------------------------------------------------------------------------- */

static double times_of(const struct taste_log *log, uint32_t both, uint32_t a, uint32_t b)
{
    double expected = log->users ? (double)log->people[a] * (double)log->people[b] / (double)log->users : 0;
    return ((double)both + PRIOR) / (expected + PRIOR);
}

struct kin_tie kin_tie(const struct kin *k, uint32_t a, uint32_t b)
{
    uint32_t oa = k->orders.inner[a], ob = k->orders.inner[b], va = k->views.inner[a], vb = k->views.inner[b];
    struct kin_tie t = {.both = taste_both(&k->order_at, oa, ob).both, .of = k->orders.people[oa],
                        .viewed = taste_both(&k->view_at, va, vb).both, .like = likeness_of(&k->like, a, b)};
    t.times = times_of(&k->orders, t.both, oa, ob);
    t.times_viewed = times_of(&k->views, t.viewed, va, vb);
    return t;
}

/* Whether b could be taken for a: alike or looked at together, and not bought together. */
static bool kin_is_substitute(const struct kin *k, uint32_t a, uint32_t b, const struct kin_tie *t)
{
    struct str x = recommend_kind(k->shelf, a), y = recommend_kind(k->shelf, b);
    bool same_kind = x.n && str_eq(x, y);
    if (t->viewed >= 3 && t->times_viewed > 2 * t->times)
        return true;
    return same_kind && t->like >= ALIKE && t->times < 2;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static bool may(const bool *allowed, uint32_t item) { return !allowed || allowed[item]; }

static bool is_among(const uint32_t *at, size_t n, uint32_t item)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] == item)
            return true;
    return false;
}

/* Of a basket, the one that the item is tied to most. */
static void tie_to(const struct kin *k, const uint32_t *basket, size_t n, struct kin_found *f)
{
    f->because = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        struct kin_tie t = kin_tie(k, basket[i], f->item);
        if (t.both > 0 && (f->because == UINT32_MAX || t.times > f->tie.times))
            f->because = basket[i], f->tie = t;
    }
}

enum { BASKET_MOST = 100 };
typedef bool keep(const struct kin *k, const uint32_t *basket, size_t n, const struct kin_found *f);

static size_t list_of(const struct kin *k, const uint32_t *basket, size_t n, const bool *allowed, size_t most, keep *wanted, struct kin_found *out)
{
    uint32_t inner[BASKET_MOST];
    size_t found = 0, items = k->shelf->ids.n;
    n = n < BASKET_MOST ? n : BASKET_MOST;
    for (size_t i = 0; i < n; i++)
        inner[i] = k->orders.inner[basket[i]];
    taste_score(&k->taste, inner, NULL, n, k->score);
    for (size_t i = 0; i < items; i++) {
        uint32_t item = k->orders.outer[i];
        if (!may(allowed, item) || is_among(basket, n, item))
            k->score[i] = -INFINITY;
    }
    size_t ranked = taste_top(k->score, items, wanted ? most * 5 + 20 : most, k->best);
    for (size_t i = 0; i < ranked && found < most; i++) {
        struct kin_found f = {.item = k->orders.outer[k->best[i]], .score = (double)k->score[k->best[i]]};
        tie_to(k, basket, n, &f);
        if (!wanted || wanted(k, basket, n, &f))
            out[found++] = f;
    }
    return found;
}

static bool is_complement(const struct kin *k, const uint32_t *basket, size_t n, const struct kin_found *f)
{
    if (f->because == UINT32_MAX || f->tie.both < 2 || f->tie.times < LEAST_TIMES)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct kin_tie t = kin_tie(k, basket[i], f->item);
        if (kin_is_substitute(k, basket[i], f->item, &t))
            return false;
    }
    return true;
}

size_t kin_goes_with(const struct kin *k, const uint32_t *basket, size_t n, const bool *allowed, size_t most, struct kin_found *out)
{
    return list_of(k, basket, n, allowed, most, is_complement, out);
}

size_t kin_complete(const struct kin *k, const uint32_t *basket, size_t n, const bool *allowed, size_t most, struct kin_found *out)
{
    return list_of(k, basket, n, allowed, most, NULL, out);
}

static const double LOOKS = 0.4; /* of pictures that are the same, beside facts that are, which are 1 */

/* Alike by what is stated and by what is seen, more so where visits compare the two, less so where orders hold both. */
static double similar_score(const struct kin_found *f)
{
    const struct kin_tie *t = &f->tie;
    double viewed = t->viewed >= 2 ? tanh(log(fmax(1, t->times_viewed)) / 2) : 0, bought = t->both >= 2 ? tanh(log(fmax(1, t->times)) / 2) : 0;
    return t->like + LOOKS * fmax(0, (double)f->looks) + 0.5 * viewed - 0.5 * fmax(0, bought - viewed);
}

static void found_add(struct kin_found *out, size_t *n, size_t most, struct kin_found f)
{
    size_t at = *n < most ? (*n)++ : most - 1;
    if (at == most - 1 && *n == most && out[at].score >= f.score && out[at].item != UINT32_MAX)
        return;
    for (; at > 0 && out[at - 1].score < f.score; at--)
        out[at] = out[at - 1];
    out[at] = f;
}

/* "Shoes > Trail" and "Shoes > Road": what stands in for a shoe is a shoe. */
static bool same_root(const struct kin *k, uint32_t a, uint32_t b)
{
    struct str path[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        uint32_t item = i ? b : a;
        struct str all = item < k->shelf->described ? k->shelf->item[item].category : (struct str){0};
        size_t end = str_find(all, STR(">"), 0);
        path[i] = str_trim(str_part(all, 0, end == SIZE_MAX ? all.n : end));
    }
    return !path[0].n || !path[1].n || str_eq_case(path[0], path[1]);
}

static void similar_try(const struct kin *k, uint32_t item, uint32_t other, const bool *allowed, size_t most, struct kin_found *out, size_t *n)
{
    struct kin_found f = {.item = other, .because = item};
    for (size_t i = 0; i < *n; i++)
        if (out[i].item == other)
            return;
    if (other == item || !may(allowed, other))
        return;
    f.tie = kin_tie(k, item, other);
    f.looks = looks_between(k->looks, item, other);
    f.score = similar_score(&f);
    if (f.score >= 0.15 && (f.tie.viewed >= 2 || same_root(k, item, other)))
        found_add(out, n, most, f);
}

size_t kin_similar(const struct kin *k, uint32_t item, const bool *allowed, size_t most, struct kin_found *out)
{
    size_t n = 0, near = likeness_near(&k->like, item, LOOKED_AT + most, k->score, k->best);
    uint32_t v = k->views.inner[item];
    for (size_t i = 0; i < most; i++)
        out[i].item = UINT32_MAX;
    for (size_t i = 0; i < near; i++)
        similar_try(k, item, k->best[i], allowed, most, out, &n);
    for (uint32_t p = k->view_at.start[v]; p < k->view_at.start[v + 1] && p < k->view_at.start[v] + 200; p++) { /* 200 visits show it */
        const struct taste_place *at = &k->view_at.at[p];
        for (uint32_t i = 0; i < k->views.n[at->user] && i < 50; i++)
            similar_try(k, item, k->views.outer[k->views.item[k->views.start[at->user] + i]], allowed, most, out, &n);
    }
    return n;
}

/* ---- in words ------------------------------------------------------------------------------------------- */

struct str kin_tell_goes(struct ctx *c, const struct kin *k, const struct kin_found *f)
{
    struct str name = recommend_name(c, k->shelf, f->because);
    if (f->tie.times < LEAST_TIMES)
        return str_fmt(c, "in %u of the %u orders with %.*s", f->tie.both, f->tie.of, FMT(name));
    return str_fmt(c, "in %u of the %u orders with %.*s, %.2g times as often as by chance", f->tie.both, f->tie.of, FMT(name), f->tie.times);
}

struct str kin_tell_like(struct ctx *c, const struct kin *k, const struct kin_found *f)
{
    struct str name = recommend_name(c, k->shelf, f->because), shared = likeness_tell(c, &k->like, f->because, f->item);
    struct buf b = {0};
    buf_fmt(c, &b, "like %.*s", FMT(name));
    if (shared.n)
        buf_fmt(c, &b, ": %.*s", FMT(shared));
    if (f->tie.viewed >= 2)
        buf_fmt(c, &b, "%s looked at together in %u visits", shared.n ? ";" : ":", f->tie.viewed);
    if (f->looks >= 0.3f)
        buf_fmt(c, &b, "%s %s", shared.n || f->tie.viewed >= 2 ? ";" : ":", looks_words(f->looks));
    return buf_str(&b);
}

struct str kin_tell_sold(struct ctx *c, const struct kin *k, uint32_t item)
{
    uint32_t n = k->orders.people[k->orders.inner[item]];
    struct str kind = recommend_kind(k->shelf, item);
    if (n && (size_t)n * k->orders.items < k->order_at.start[k->orders.items])
        kind = (struct str){0}; /* fewer than the mean: not popular */
    if (!n)
        return kind.n ? str_fmt(c, "not ordered yet, in %.*s", FMT(kind)) : STR("not ordered yet");
    return str_fmt(c, "%s%.*s%sin %u of %zu orders", kind.n ? "popular in " : "", FMT(kind), kind.n ? ": " : "", n, k->orders.users);
}
