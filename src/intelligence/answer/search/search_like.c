/* intelligence/answer/search/search_like.c - one product as a question to the others.
 *
 * Its rarest words fetch candidates; category, attributes and price put them in order. "In red" is a limit like that of a
 * query, and takes the product's own colour out of the question.
 */
#include "intelligence/answer/search/search_like.h"
#include <math.h>
#include <stdlib.h>

enum { WORDS = 16, CANDIDATES = 200, TOLD = 3 /* attributes that both have */ };

struct kept_word {
    uint32_t term;
    float weight;
};

static int by_weight(const void *a, const void *b)
{
    const struct kept_word *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : x->term > y->term ? 1 : -1;
}

static double rarity(const struct search_index *x, uint32_t term) { return log(1 + (double)x->n / (1 + search_df(x, (int32_t)term))); }

/* The product's words that say most, as terms of a question. */
static void words_of(struct ctx *c, const struct search_index *x, uint32_t doc, struct search_asked *a)
{
    uint32_t from = x->said_start[doc], n = x->said_start[doc + 1] - from;
    struct kept_word *w = NEW_ARRAY(c, struct kept_word, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        float count = x->said[from + i].count;
        w[i] = (struct kept_word){x->said[from + i].term, (float)(rarity(x, x->said[from + i].term)) * count / (count + 1)};
    }
    qsort(w, n, sizeof *w, by_weight);
    for (uint32_t i = 0; i < n && i < WORDS; i++) {
        struct search_term *t = LIST_ADD(c, &a->terms);
        *t = (struct search_term){.word = x->terms.text[w[i].term]};
        *LIST_ADD(c, &t->term) = (int32_t)w[i].term;
        *LIST_ADD(c, &t->trust) = 1;
    }
}

/* ---- what is changed -------------------------------------------------------------------------- */

/* What the product is itself of the kind that is to change: a red one's red, when a blue one is wanted. */
static void drop_changed(struct ctx *c, const struct search_index *x, uint32_t doc, const struct search_asked *change, struct search_asked *a)
{
    const struct search_column *d = &x->doc[doc];
    for (size_t i = 0; i < change->limits.n; i++) {
        const struct search_limit *l = &change->limits.at[i];
        for (uint32_t k = d->concept; l->kind == LIMIT_CONCEPT && k < d->concept + d->n_concept; k++) {
            if (lex_concepts[x->concept[k]].kind != lex_concepts[l->concept].kind)
                continue;
            struct str stem = search_stemmed(c, x->stem, str_replace(c, str_z(lex_concepts[x->concept[k]].name), STR("_"), STR(" ")));
            size_t n = 0;
            for (size_t t = 0; t < a->terms.n; t++)
                if (!str_eq(a->terms.at[t].word, stem))
                    a->terms.at[n++] = a->terms.at[t];
            a->terms.n = n;
        }
    }
}

static void change_read(struct ctx *c, const struct search_index *x, uint32_t doc, const struct similar_question *q, struct search_asked *a)
{
    struct search_asked change;
    if (!str_trim(q->change).n)
        return;
    search_ask(c, x, q->change, q->currency.n ? q->currency : x->doc[doc].currency, NULL, &change);
    drop_changed(c, x, doc, &change, a);
    a->limits.at = change.limits.at;
    a->limits.n = change.limits.n;
    a->query = change.query;
    for (size_t i = 0; i < change.terms.n; i++)
        if (!change.terms.at[i].small)
            *LIST_ADD(c, &a->terms) = change.terms.at[i];
}

/* ---- how much alike ----------------------------------------------------------------------------- */

/* Shared values of shared names, of all that both state. */
static double pairs_alike(const struct search_index *x, const struct search_column *a, const struct search_column *b)
{
    double same = 0, all = (double)a->n_pair + b->n_pair;
    for (uint32_t i = a->pair; i < a->pair + a->n_pair; i++)
        for (uint32_t k = b->pair; k < b->pair + b->n_pair; k++)
            same += x->pair[i].name == x->pair[k].name && x->pair[i].value == x->pair[k].value;
    return all > 0 ? 2 * same / all : 0;
}

/* The share of the path from the root that both have. */
static double paths_alike(const struct search_index *x, const struct search_column *a, const struct search_column *b)
{
    uint32_t n = 0, most = a->n_path > b->n_path ? a->n_path : b->n_path;
    while (n < a->n_path && n < b->n_path && x->path[a->path + n] == x->path[b->path + n])
        n++;
    return most ? (double)n / most : 0;
}

/* 1: the same price; a half at twice or half of it. */
static double prices_alike(const struct search_column *a, const struct search_column *b)
{
    if (a->price <= 0 || b->price <= 0 || !str_eq(a->currency, b->currency))
        return 0;
    return exp2(-fabs(log2((double)a->price / (double)b->price)));
}

static const double word_share = 0.5, path_share = 0.25, pair_share = 0.15, price_share = 0.1;

double search_facts_alike(const struct search_index *x, uint32_t doc, uint32_t other)
{
    const struct search_column *d = &x->doc[doc], *o = &x->doc[other];
    return path_share * paths_alike(x, d, o) + pair_share * pairs_alike(x, d, o) + price_share * prices_alike(d, o);
}

struct str search_why_like(struct ctx *c, const struct search_index *x, uint32_t doc, uint32_t other, const struct search_asked *a, int most)
{
    const struct search_column *d = &x->doc[doc], *o = &x->doc[other];
    struct buf b = {0};
    int told = doc == other ? most : 0; /* of itself, its limits alone */
    if (doc != other && d->n_path && o->n_path && x->path[d->path + d->n_path - 1] == x->path[o->path + o->n_path - 1])
        buf_fmt(c, &b, "also in %.*s", FMT(x->categories.text[x->path[d->path + d->n_path - 1]]));
    for (uint32_t i = d->pair; i < d->pair + d->n_pair && told < most; i++)
        for (uint32_t k = o->pair; k < o->pair + o->n_pair && told < most; k++)
            if (x->pair[i].name == x->pair[k].name && x->pair[i].value == x->pair[k].value)
                told++, buf_fmt(c, &b, "%s%.*s %.*s too", b.n ? "; " : "", FMT(x->names.text[x->pair[i].name]), FMT(x->values.text[x->pair[i].value]));
    for (size_t i = 0; i < a->limits.n; i++)
        buf_fmt(c, &b, "%s%.*s", b.n ? "; " : "", FMT(a->limits.at[i].label));
    return buf_str(&b);
}

void search_like(struct ctx *c, const struct search_index *x, const struct search_mind *mind, struct search_room *room, uint32_t doc,
                 const struct similar_question *q, struct search_answer *out)
{
    struct search_asked a = {.code = TERM_NONE};
    struct search_hits h;
    words_of(c, x, doc, &a);
    change_read(c, x, doc, q, &a);
    struct search_more more = {.meant = mind ? meaning_of(c, mind->m, doc) : NULL};
    search_rank(c, x, room, &a, &more, CANDIDATES + q->k, &h);
    double best = 0;
    for (size_t i = 0; i < h.n; i++)
        best = h.at[i].doc != doc && h.at[i].score > best ? h.at[i].score : best;
    for (size_t i = 0; i < h.n; i++) {
        double s = best > 0 ? word_share * h.at[i].score / best : 0;
        h.at[i].score = (float)(s + search_facts_alike(x, doc, h.at[i].doc));
    }
    search_hits_sort(&h);
    for (size_t i = 0; i < h.n && out->hits.n < q->k; i++)
        if (h.at[i].doc != doc) {
            struct str why = search_why_like(c, x, doc, h.at[i].doc, &a, TOLD);
            *LIST_ADD(c, &out->hits) = search_shown_of(x, &h.at[i], why.n ? why : STR("much the same words"));
        }
    out->total = (int64_t)out->hits.n;
    search_chips(c, &a, out);
}

/* ---- half a query ----------------------------------------------------------------------------------- */

static bool goes_on(struct str name, struct str typed) { return name.n > typed.n && str_starts(name, typed); }

static void add_once(struct ctx *c, struct strs *out, size_t most, struct str s)
{
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->at[i], s))
            return;
    if (out->n < most)
        strs_add(c, out, s);
}

/* The commonest words that the last one typed may become, after the words before it. */
static void suggest_words(struct ctx *c, const struct search_index *x, struct str before, struct str last, size_t most, struct strs *out)
{
    uint32_t *best = NEW_ARRAY(c, uint32_t, most + 1);
    size_t n = 0;
    for (uint32_t i = 0; i < x->words.n; i++) {
        if (!goes_on(x->words.text[i], last) || x->words.text[i].p[0] <= '9')
            continue;
        size_t at = n < most ? n++ : most;
        for (; at && x->word_df[best[at - 1]] < x->word_df[i]; at--)
            best[at] = best[at - 1];
        best[at] = i;
    }
    for (size_t i = 0; i < n; i++)
        add_once(c, out, most, str_fmt(c, "%.*s%.*s", FMT(before), FMT(x->words.text[best[i]])));
}

enum { ASKED_LEAST = 3 /* visitors: what one typed is nobody else's business */ };

/* Queries of several visitors that led to something, the commonest first. */
static void suggest_asked(struct ctx *c, const struct search_learnt *l, struct str typed, size_t most, struct strs *out)
{
    while (out->n < most) {
        size_t best = SIZE_MAX;
        for (size_t q = 0; q < l->queries.n; q++) {
            bool fits = l->asked[q] >= ASKED_LEAST && l->start[q + 1] > l->start[q] && goes_on(l->queries.text[q], typed);
            for (size_t i = 0; i < out->n && fits; i++)
                fits = !str_eq(out->at[i], l->queries.text[q]);
            best = fits && (best == SIZE_MAX || l->asked[q] > l->asked[best]) ? q : best;
        }
        if (best == SIZE_MAX)
            return;
        strs_add(c, out, l->queries.text[best]);
    }
}

void search_suggest(struct ctx *c, const struct search_index *x, const struct search_learnt *learnt, struct str typed, size_t most, struct strs *out)
{
    struct str t = search_folded(c, typed);
    size_t cut = t.n;
    if (t.n < 2)
        return;
    if (learnt)
        suggest_asked(c, learnt, t, (most + 1) / 2, out);
    for (uint32_t i = 0; i < x->categories.n; i++)
        if (goes_on(x->categories.text[i], t))
            add_once(c, out, most, x->categories.text[i]);
    for (uint32_t i = 0; i < x->brands.n; i++)
        if (goes_on(x->brands.text[i], t))
            add_once(c, out, most, x->brands.text[i]);
    while (cut && t.p[cut - 1] != ' ')
        cut--;
    if (t.n - cut >= 2)
        suggest_words(c, x, str_part(t, 0, cut), str_copy(c, str_part(t, cut, t.n)), most, out);
}
