/* intelligence/answer/search/search_answer.c - hits with their reasons, chips, facet counts, and a way out of no hits. */
#include "intelligence/answer/search/search_answer.h"
#include "intelligence/answer/search/pictured.h"
#include "intelligence/answer/search/search_filter.h"
#include <math.h>
#include <stdlib.h>

static const struct record shown_record = {"search.hit", sizeof(struct search_shown), (const struct field[]){
    FIELD(struct search_shown, id, .doc = "product id"),
    FIELD(struct search_shown, title, .doc = "its title"),
    FIELD(struct search_shown, score, .doc = "higher answers better; comparable within one answer only"),
    FIELD(struct search_shown, price, .unit = "minor", .init = NONE, .flags = OPTIONAL, .doc = "from"),
    FIELD(struct search_shown, currency, .flags = OPTIONAL, .doc = "ISO 4217"),
    FIELD(struct search_shown, image, .flags = OPTIONAL, .doc = "its first picture"),
    FIELD(struct search_shown, variant, .flags = OPTIONAL, .doc = "whose number was asked for: its SKU, or # and its place"),
    FIELD(struct search_shown, why, .doc = "what of the query it answers"),
    FIELD(struct search_shown, marks, .unit = "bytes", .flags = OPTIONAL, .doc = "what matches in the title: from, to, from, to, …"),
    {0}}};
static const struct record chip_record = {"search.chip", sizeof(struct search_chip), (const struct field[]){
    FIELD(struct search_chip, label, .doc = "give it in `removed` to take the limit away"),
    FIELD(struct search_chip, kind, .choice = "price|brand|category|concept|facet|stock|word", .doc = "what it limits"),
    FIELD(struct search_chip, words, .flags = OPTIONAL, .doc = "the words it was read from"),
    FIELD(struct search_chip, exclude, .flags = OPTIONAL, .doc = "keeps such products out"),
    FIELD(struct search_chip, wish, .flags = OPTIONAL, .doc = "read between the lines"),
    {0}}};
static const struct record facet_record = {"search.facet", sizeof(struct search_facet), (const struct field[]){
    FIELD(struct search_facet, name, .doc = "\"brand\", \"category\", an attribute"),
    FIELD(struct search_facet, values, .doc = "products of all hits with each value"),
    {0}}};
static const struct record rescue_record = {"search.rescue", sizeof(struct search_rescue), (const struct field[]){
    FIELD(struct search_rescue, without, .doc = "label of the chip; of several: joined by +"),
    FIELD(struct search_rescue, all, .doc = "the labels, each to be given in `removed`"),
    FIELD(struct search_rescue, total, .doc = "hits there would be without them"),
    {0}}};
const struct record search_answer_record = {"search.query.out", sizeof(struct search_answer), (const struct field[]){
    FIELD_LIST(struct search_answer, hits, &shown_record, .doc = "best first"),
    FIELD(struct search_answer, total, .doc = "of all pages"),
    FIELD_LIST(struct search_answer, chips, &chip_record, .doc = "limits read from the query; every hit keeps each"),
    FIELD_LIST(struct search_answer, facets, &facet_record, .flags = OPTIONAL, .doc = "to narrow it down"),
    FIELD_LIST(struct search_answer, rescue, &rescue_record, .flags = OPTIONAL, .doc = "where nothing is found: which limit to give up"),
    FIELD(struct search_answer, did_you_mean, .flags = OPTIONAL, .doc = "the query as the catalogue writes it"),
    FIELD(struct search_answer, unknown, .flags = OPTIONAL, .doc = "words of the query that no product has: what is found is near at best"),
    FIELD(struct search_answer, suggestions, .flags = OPTIONAL, .doc = "how the last word may go on"),
    {0}}};

static const char *const kind_names[] = {"price", "brand", "category", "concept", "facet", "stock", "word"};

void search_chips(struct ctx *c, const struct search_asked *a, struct search_answer *out)
{
    for (size_t i = 0; i < a->limits.n; i++) {
        const struct search_limit *l = &a->limits.at[i];
        *LIST_ADD(c, &out->chips) = (struct search_chip){l->label, str_z(kind_names[l->kind]),
                                                         str_copy(c, str_part(a->query, l->from, l->to)), l->exclude, l->wish};
    }
}

/* ---- hits ---------------------------------------------------------------------------------- */

static bool term_of_query(const struct search_asked *a, int32_t term)
{
    for (size_t i = 0; i < a->terms.n; i++)
        for (size_t k = 0; k < a->terms.at[i].term.n; k++)
            if (a->terms.at[i].term.at[k] == term)
                return true;
    return false;
}

static struct str marks_of(struct ctx *c, const struct search_index *x, const struct search_asked *a, uint32_t doc, struct search_shown *s)
{
    struct search_words w = search_words(c, x->stems[x->doc[doc].language], s->title);
    struct buf said = {0};
    for (size_t i = 0; i < w.n; i++) {
        int32_t term = wordlist_find(&x->terms, w.at[i].term);
        if (w.at[i].joined || term == TERM_NONE || !term_of_query(a, term))
            continue;
        *LIST_ADD(c, &s->marks) = w.at[i].from;
        *LIST_ADD(c, &s->marks) = w.at[i].to;
        buf_fmt(c, &said, "%s%.*s", said.n ? ", " : "", FMT(str_part(s->title, w.at[i].from, w.at[i].to)));
    }
    return buf_str(&said);
}

static struct str why_of(struct ctx *c, const struct search_asked *a, const struct search_hit *h, struct str said)
{
    struct buf b = {0};
    if (a->code != TERM_NONE)
        return STR("this is its number");
    if (said.n)
        buf_fmt(c, &b, "title has %.*s", FMT(said));
    for (size_t i = 0; i < a->limits.n; i++)
        buf_fmt(c, &b, "%s%.*s", b.n ? "; " : "", FMT(a->limits.at[i].label));
    if (h->liked >= 0.1f)
        buf_fmt(c, &b, "%schosen by others after this search", b.n ? "; " : "");
    if (h->stands >= 3 && h->cover < 1)
        buf_fmt(c, &b, "%sclose in meaning", b.n ? "; " : "");
    if (h->shows >= 2.5f && h->cover < 1)
        buf_fmt(c, &b, "%sits picture shows it", b.n ? "; " : "");
    return b.n ? buf_str(&b) : STR("its facts or text match");
}

struct search_shown search_shown_of(const struct search_index *x, const struct search_hit *h, struct str why)
{
    const struct search_column *d = &x->doc[h->doc];
    return (struct search_shown){.id = d->id, .title = d->title, .image = d->image, .currency = d->currency, .price = d->price, .why = why,
                                 .score = round(h->score * 1e4) / 1e4};
}

static void shown_add(struct ctx *c, const struct search_index *x, const struct search_asked *a, const struct search_hit *h, bool bare,
                      struct search_answer *out)
{
    struct search_shown *s = LIST_ADD(c, &out->hits);
    *s = search_shown_of(x, h, (struct str){0});
    s->variant = a->variant;
    if (bare)
        return;
    s->why = why_of(c, a, h, marks_of(c, x, a, h->doc, s));
}

/* ---- facets -------------------------------------------------------------------------------- */

enum { FACETS = 12, VALUES = 20 };

struct tally { /* number of products for each (name, value) */
    uint32_t name, value, n;
};

static int tally_cmp(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return x->name != y->name ? (x->name > y->name ? 1 : -1) : x->value > y->value ? 1 : x->value < y->value ? -1 : 0;
}
static int tally_by_count(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : tally_cmp(a, b);
}

/* Count equal entries; returns how many different ones there are, the commonest of each name first. */
static size_t tally_up(struct tally *t, size_t n)
{
    size_t out = 0;
    qsort(t, n, sizeof *t, tally_cmp);
    for (size_t i = 0; i < n; i++)
        if (out && !tally_cmp(&t[out - 1], &t[i]))
            t[out - 1].n++;
        else
            t[out] = t[i], t[out++].n = 1;
    qsort(t, out, sizeof *t, tally_by_count);
    return out;
}

static void facet_add(struct ctx *c, struct search_answer *out, struct str name, struct str value, uint32_t n)
{
    size_t i = 0;
    while (i < out->facets.n && !str_eq(out->facets.at[i].name, name))
        i++;
    if (i == FACETS)
        return;
    if (i == out->facets.n)
        *LIST_ADD(c, &out->facets) = (struct search_facet){.name = name};
    struct search_facet *f = &out->facets.at[i];
    if (f->values.n < VALUES)
        *LIST_ADD(c, &f->values) = (struct count){value, n};
}

enum { NAME_BRAND = 0xFFFFFFF0u, NAME_CATEGORY };

/* A fact so named, like the brand of a part that the text tells of, is not what a choice of that name asks for. */
static bool is_own_kind(struct str name)
{
    return str_eq(name, STR("brand")) || str_eq(name, STR("category")) || str_eq(name, STR("stock")) || str_eq(name, STR("price"));
}

void search_facets(struct ctx *c, const struct search_index *x, const struct search_hits *h, struct search_answer *out)
{
    LIST(struct tally) t = {0};
    for (size_t i = 0; i < h->total; i++) {
        const struct search_column *d = &x->doc[h->all[i]];
        if (d->brand != TERM_NONE)
            *LIST_ADD(c, &t) = (struct tally){NAME_BRAND, (uint32_t)d->brand, 0};
        for (uint32_t k = d->path; k < d->path + d->n_path; k++)
            *LIST_ADD(c, &t) = (struct tally){NAME_CATEGORY, x->path[k], 0};
        for (uint32_t k = d->pair; k < d->pair + d->n_pair; k++)
            if (!is_own_kind(x->names.text[x->pair[k].name]))
                *LIST_ADD(c, &t) = (struct tally){x->pair[k].name, x->pair[k].value, 0};
    }
    size_t n = t.n ? tally_up(t.at, t.n) : 0;
    for (size_t i = 0; i < n; i++) {
        const struct tally *f = &t.at[i];
        if (f->name == NAME_BRAND)
            facet_add(c, out, STR("brand"), x->brands.text[f->value], f->n);
        else if (f->name == NAME_CATEGORY)
            facet_add(c, out, STR("category"), x->categories.text[f->value], f->n);
        else
            facet_add(c, out, x->names.text[f->name], x->values.text[f->value], f->n);
    }
}

/* ---- help ---------------------------------------------------------------------------------- */

enum { GIVEN_UP = 6 /* limits of which every set is tried; of more, pairs at most */, LOOKED_AT = 12 };

/* What there is without the limits of a set. */
static void rescue_try(struct ctx *c, const struct search_index *x, struct search_room *room, const struct search_asked *a, uint32_t without,
                       struct search_answer *out)
{
    struct search_asked less = *a;
    struct search_hits hits;
    struct strs given = {0};
    const struct search_filter **chosen = (const struct search_filter **)NEW_ARRAY(c, struct search_filter *, a->limits.n + 1);
    less.limits.at = NEW_ARRAY(c, struct search_limit, a->limits.n);
    less.limits.n = 0;
    for (size_t k = 0; k < a->limits.n; k++)
        if (without >> k & 1)
            chosen[given.n] = a->limits.at[k].chosen, strs_add(c, &given, a->limits.at[k].label);
        else
            less.limits.at[less.limits.n++] = a->limits.at[k];
    less.all = !less.limits.n && !less.terms.n;
    search_rank(c, x, room, &less, NULL, 0, &hits);
    if (hits.total)
        *LIST_ADD(c, &out->rescue) = (struct search_rescue){str_join(c, &given, STR(" + ")), given, (int64_t)hits.total, chosen};
}

/* The fewest limits to give up: one of them where that helps, else two at once, and so on. */
static void rescue_of(struct ctx *c, const struct search_index *x, struct search_room *room, const struct search_asked *a, struct search_answer *out)
{
    size_t n = a->limits.n < LOOKED_AT ? a->limits.n : LOOKED_AT, most = n <= GIVEN_UP ? n : 2;
    for (size_t together = 1; together <= most && !out->rescue.n; together++)
        for (uint32_t set = 1; set < 1u << n; set++)
            if ((size_t)__builtin_popcount(set) == together)
                rescue_try(c, x, room, a, set, out);
}

enum { SUGGESTIONS = 5, SUGGEST_FROM = 2 };

/* The commonest words of the catalogue that the last word may become. */
static void suggest(struct ctx *c, const struct search_index *x, const struct search_asked *a, struct search_answer *out)
{
    uint32_t best[SUGGESTIONS];
    size_t n = 0;
    struct str last = a->terms.n ? a->terms.at[a->terms.n - 1].word : (struct str){0};
    for (uint32_t i = 0; last.n >= SUGGEST_FROM && i < x->words.n; i++) {
        struct str w = x->words.text[i];
        if (w.n <= last.n || !str_starts(w, last))
            continue;
        size_t at = n < SUGGESTIONS ? n++ : SUGGESTIONS;
        for (; at && x->word_df[best[at - 1]] < x->word_df[i]; at--)
            if (at < SUGGESTIONS)
                best[at] = best[at - 1];
        if (at < SUGGESTIONS)
            best[at] = i;
    }
    for (size_t i = 0; i < n; i++)
        strs_add(c, &out->suggestions, x->words.text[best[i]]);
}

/* ---- order --------------------------------------------------------------------------------- */

static int by_price(const void *a, const void *b)
{
    const struct search_shown *x = a, *y = b;
    int64_t p = x->price == NONE ? INT64_MAX : x->price, q = y->price == NONE ? INT64_MAX : y->price;
    return p != q ? (p > q ? 1 : -1) : str_cmp(x->id, y->id);
}
static int by_price_down(const void *a, const void *b) { return -by_price(a, b); }
static int by_title(const void *a, const void *b)
{
    const struct search_shown *x = a, *y = b;
    int t = str_cmp(x->title, y->title);
    return t ? t : str_cmp(x->id, y->id);
}

typedef int order_fn(const void *, const void *);
static order_fn *order_of(struct str sort)
{
    return str_eq(sort, STR("price")) ? by_price : str_eq(sort, STR("-price")) ? by_price_down : str_eq(sort, STR("title")) ? by_title : NULL;
}

void search_page(const struct search_question *q, struct search_answer *out)
{
    order_fn *order = order_of(q->sort);
    if (!out->hits.n)
        return;
    if (order)
        qsort(out->hits.at, out->hits.n, sizeof *out->hits.at, order);
    size_t from = q->from < out->hits.n ? q->from : out->hits.n;
    out->hits.at += from;
    out->hits.n = out->hits.n - from < q->k ? out->hits.n - from : q->k;
}

static void page(struct ctx *c, const struct search_index *x, const struct search_asked *a, const struct search_question *q,
                 const struct search_hits *h, struct search_answer *out)
{
    bool sorted = order_of(q->sort) != NULL;
    size_t first = sorted ? 0 : q->from;
    for (size_t i = first; i < h->n; i++)
        shown_add(c, x, a, &h->at[i], q->bare, out);
    if (sorted)
        search_page(q, out);
}

void search_answer(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room,
                   const struct search_question *q, struct search_answer *out)
{
    struct search_asked a;
    struct search_hits h;
    struct str currency = q->currency.n ? q->currency : x->n ? x->doc[0].currency : (struct str){0};
    search_ask(c, x, q->query, currency, q->removed, &a);
    search_filters(c, x, q, currency, &a);
    bool sorted = q->sort.n && !str_eq(q->sort, STR("best"));
    struct search_more more = {.learnt = mind ? mind->learnt : NULL};
    if (mind && mind->m && a.code == TERM_NONE && !q->words)
        more.meant = q->meant ? meaning_asked(c, mind->m, q->meant) : meaning_ask(c, mind->m, a.query);
    if (mind && mind->pictured && a.code == TERM_NONE && !q->words)
        more.shown = pictured_ask(c, mind->pictured, a.query);
    more.few = q->bare && !sorted;
    search_rank(c, x, room, &a, &more, sorted ? x->n : q->k + q->from, &h);
    out->total = (int64_t)h.total;
    out->did_you_mean = a.did_you_mean;
    out->unknown = a.unknown;
    page(c, x, &a, q, &h, out);
    if (q->bare)
        return;
    search_chips(c, &a, out);
    search_facets(c, x, &h, out);
    if (!h.total)
        rescue_of(c, x, room, &a, out);
    suggest(c, x, &a, out);
}
