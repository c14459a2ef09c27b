/* intelligence/answer/search/search_index.c - reading products into postings and columns. */
#include "intelligence/answer/search/search_index.h"
#include "data/lexicon/reading.h"
#include "intelligence/answer/search/search_code.h"
#include <math.h>
#include <stdlib.h>

static const double k1 = 1.2, b = 0.75; /* Robertson and Zaragoza's usual ones; of names that hold a query the shorter is meant */

struct entry { /* a term in a product, before sorting */
    uint32_t term, doc;
    float count;
};
struct maker {
    struct search_index *x;
    struct ctx scratch; /* for what one field needs and the index does not keep */
    struct stemmer *stems[LEX_LANGUAGES];
    LIST(struct entry) entries;
    LIST(float) length; /* weighted words of each product */
    LIST(struct search_pair) pairs;
    LIST(uint16_t) concepts;
    LIST(uint32_t) paths, titles;
    LIST(uint32_t) word_term, word_df, category_of_stem;
    uint32_t doc;
    size_t first; /* entry of this product */
};

static void note_word(struct ctx *c, struct maker *m, const struct search_word *w, uint32_t term)
{
    uint32_t n = (uint32_t)m->x->words.n, word = wordlist_add(c, &m->x->words, w->folded);
    if (word == n) {
        *LIST_ADD(c, &m->word_term) = term;
        *LIST_ADD(c, &m->word_df) = 0;
    }
    m->word_df.at[word]++;
}

/* Count the words of a field; what is said in the title weighs 1. */
static void add_text(struct ctx *c, struct maker *m, struct stemmer *s, struct str text, float weight)
{
    struct arena_mark mark = arena_mark(m->scratch.mem);
    struct search_words w = search_words(&m->scratch, s, text);
    for (size_t i = 0; i < w.n; i++) {
        uint32_t term = wordlist_add(c, &m->x->terms, w.at[i].term);
        size_t k = m->first;
        while (k < m->entries.n && m->entries.at[k].term != term)
            k++;
        if (k == m->entries.n)
            *LIST_ADD(c, &m->entries) = (struct entry){term, m->doc, 0};
        m->entries.at[k].count += weight;
        m->length.at[m->doc] += w.at[i].joined ? 0 : weight;
        note_word(c, m, &w.at[i], term);
    }
    arena_reset(m->scratch.mem, mark);
}

static void add_code(struct ctx *c, struct maker *m, struct str code, struct str variant)
{
    char room[CODE_ROOM];
    size_t n = code_key(code, room);
    if (!n || wordlist_find(&m->x->codes, (struct str){room, n}) != TERM_NONE)
        return;
    wordlist_add(c, &m->x->codes, (struct str){room, n});
    *LIST_ADD(c, &m->x->code_of) = (struct search_code){m->doc, str_copy(c, variant)};
}

static struct str spaced(struct ctx *c, struct search_words w, bool stems)
{
    struct buf out = {0};
    for (size_t i = 0; i < w.n; i++)
        if (!w.at[i].joined)
            buf_add(c, &out, out.n ? STR(" ") : STR("")), buf_add(c, &out, stems ? w.at[i].term : w.at[i].folded);
    return buf_str(&out);
}

struct str search_folded(struct ctx *c, struct str text) { return spaced(c, search_words(c, NULL, text), false); }

struct str search_stemmed(struct ctx *c, struct stemmer *s, struct str text) { return spaced(c, search_words(c, s, text), true); }

static void add_pair(struct ctx *c, struct maker *m, struct str name, struct str value)
{
    if (!name.n || !value.n || value.n > 60)
        return;
    struct search_pair p = {wordlist_add(c, &m->x->names, search_folded(c, name)), wordlist_add(c, &m->x->values, search_folded(c, value))};
    for (size_t i = m->x->doc[m->doc].pair; i < m->pairs.n; i++)
        if (m->pairs.at[i].name == p.name && m->pairs.at[i].value == p.value)
            return;
    *LIST_ADD(c, &m->pairs) = p;
}

static void add_concept(struct ctx *c, struct maker *m, uint16_t concept)
{
    for (size_t i = m->x->doc[m->doc].concept; i < m->concepts.n; i++)
        if (m->concepts.at[i] == concept)
            return;
    *LIST_ADD(c, &m->concepts) = concept;
    for (const uint16_t *up = lex_concepts[concept].is; up && *up; up++)
        add_concept(c, m, *up);
}

/* A concept that a field states of some product, and what it entails, may be asked for as a limit. */
static void add_field(struct maker *m, uint16_t concept)
{
    if (m->x->field_concept[concept]++)
        return;
    for (const uint16_t *up = lex_concepts[concept].is; up && *up; up++)
        m->x->field_concept[*up]++;
}

/* Colours, materials, features, origins that the text states of the product. */
static void add_stated(struct ctx *c, struct maker *m, enum lex_language l, struct str text, bool is_field)
{
    struct arena_mark mark = arena_mark(m->scratch.mem);
    uint16_t found[64];
    size_t n = 0;
    const struct reading *r = text.n ? reading_of(&m->scratch, text, l) : NULL;
    for (size_t i = 0; r && i < r->statements.n && n < 64; i++) {
        const struct statement *s = &r->statements.at[i];
        bool of_kind = s->kind == LEX_colour || s->kind == LEX_material || s->kind == LEX_feature || s->kind == LEX_origin;
        if (of_kind && s->concept && !s->negated && !s->looks)
            found[n++] = s->concept;
    }
    arena_reset(m->scratch.mem, mark);
    for (size_t i = 0; i < n; i++) {
        add_concept(c, m, found[i]);
        if (is_field)
            add_field(m, found[i]);
    }
}

static void add_path(struct ctx *c, struct maker *m, struct str name)
{
    uint32_t had = (uint32_t)m->x->categories.n, category = wordlist_add(c, &m->x->categories, name);
    *LIST_ADD(c, &m->paths) = category;
    if (category < had)
        return;
    struct str stem = search_stemmed(c, m->x->stem, name);
    if (wordlist_find(&m->x->category_stems, stem) != TERM_NONE)
        return;
    wordlist_add(c, &m->x->category_stems, stem);
    *LIST_ADD(c, &m->category_of_stem) = category;
}

/* "Home > Kitchen > Kettles" is in Kettles, Kitchen and Home. */
static void add_category(struct ctx *c, struct maker *m, struct str category)
{
    for (size_t from = 0, at = 0; at <= category.n; at++) {
        if (at < category.n && category.p[at] != '>' && category.p[at] != '/' && category.p[at] != '|')
            continue;
        struct str name = search_folded(c, str_part(category, from, at));
        if (name.n)
            add_path(c, m, name);
        from = at + 1;
    }
}

static void add_variants(struct ctx *c, struct maker *m, const struct product *p, struct search_column *d)
{
    struct str currency;
    product_prices(p, &d->price, &d->dear, &currency);
    d->currency = str_copy(c, currency);
    d->stock = product_stock(p);
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *v = &p->variants.at[i];
        struct str key = v->sku.n ? v->sku : str_fmt(c, "#%zu", i); /* as an address of the shop names it */
        add_code(c, m, v->sku, key);
        add_code(c, m, v->gtin, key);
        for (size_t k = 0; k < v->options.n; k++)
            add_pair(c, m, v->options.at[k].name, v->options.at[k].value);
    }
}

static void add_texts(struct ctx *c, struct maker *m, const struct product *p, enum lex_language l)
{
    struct stemmer *s = m->stems[l];
    add_text(c, m, s, p->title, 1);
    add_text(c, m, s, p->brand, 0.9f);
    add_text(c, m, s, p->category, 0.6f);
    add_stated(c, m, l, p->title, false);
    for (size_t i = 0; i < p->attributes.n; i++) {
        const struct attribute *a = &p->attributes.at[i];
        add_text(c, m, s, a->value, 0.5f);
        add_pair(c, m, a->name, a->unit.n ? str_fmt(c, "%.*s %.*s", FMT(a->value), FMT(a->unit)) : a->value);
        add_stated(c, m, l, str_fmt(&m->scratch, "%.*s: %.*s", FMT(a->name), FMT(a->value)), true);
    }
    for (size_t i = 0; i < p->variants.n; i++)
        for (size_t k = 0; k < p->variants.at[i].options.n; k++) {
            add_text(c, m, s, p->variants.at[i].options.at[k].value, 0.4f);
            add_stated(c, m, l, p->variants.at[i].options.at[k].value, true);
        }
    for (size_t i = 0; i < p->features.n; i++) {
        add_text(c, m, s, p->features.at[i], 0.4f);
        add_stated(c, m, l, p->features.at[i], true);
    }
    add_text(c, m, s, p->description, 0.25f);
    add_stated(c, m, l, p->description, false);
}

/* The title's words in their order, the first of them. */
static void add_title(struct ctx *c, struct maker *m, struct str title, struct search_column *d)
{
    enum { WORDS_MOST = 40 };
    struct arena_mark mark = arena_mark(m->scratch.mem);
    struct search_words w = search_words(&m->scratch, m->stems[d->language], title);
    d->title_from = (uint32_t)m->titles.n;
    for (size_t i = 0; i < w.n && d->n_title < WORDS_MOST; i++)
        if (!w.at[i].joined)
            *LIST_ADD(c, &m->titles) = wordlist_add(c, &m->x->terms, w.at[i].term), d->n_title++;
    arena_reset(m->scratch.mem, mark);
}

static void add_product(struct ctx *c, struct maker *m, const struct product *p)
{
    struct search_column *d = &m->x->doc[m->doc];
    enum lex_language l = lex_language_of(p->language);
    *d = (struct search_column){.id = str_copy(c, p->id), .title = str_copy(c, p->title), .url = str_copy(c, p->url),
                                .currency = str_copy(c, p->currency), .stock = NONE, .brand = TERM_NONE,
                                .pair = (uint32_t)m->pairs.n, .concept = (uint32_t)m->concepts.n, .path = (uint32_t)m->paths.n};
    d->image = p->images.n ? str_copy(c, p->images.at[0]) : (struct str){0};
    d->language = l == LEX_LANGUAGES ? m->x->language : l;
    m->first = m->entries.n;
    *LIST_ADD(c, &m->length) = 0;
    add_title(c, m, p->title, d);
    add_texts(c, m, p, d->language);
    struct str brand = search_folded(c, p->brand);
    d->brand = brand.n ? (int32_t)wordlist_add(c, &m->x->brands, brand) : TERM_NONE;
    add_code(c, m, p->id, (struct str){0});
    if (wordlist_find(&m->x->ids, p->id) == TERM_NONE) {
        wordlist_add(c, &m->x->ids, p->id);
        *LIST_ADD(c, &m->x->id_doc) = m->doc;
    }
    add_variants(c, m, p, d);
    if (d->currency.n && d->price != NONE)
        wordlist_add(c, &m->x->currencies, d->currency);
    add_category(c, m, p->category);
    d->n_pair = (uint32_t)m->pairs.n - d->pair;
    d->n_concept = (uint32_t)m->concepts.n - d->concept;
    d->n_path = (uint32_t)m->paths.n - d->path;
}

/* Entries to postings by term; they come in product order, and stay in it. */
static void sort_postings(struct ctx *c, struct maker *m)
{
    struct search_index *x = m->x;
    double total = 0;
    for (size_t i = 0; i < m->length.n; i++)
        total += m->length.at[i];
    double mean = m->length.n && total > 0 ? total / (double)m->length.n : 1;
    x->start = NEW_ARRAY(c, uint32_t, x->terms.n + 2);
    x->posting = NEW_ARRAY(c, struct search_posting, m->entries.n + 1);
    x->most = NEW_ARRAY(c, float, x->terms.n + 1);
    for (size_t i = 0; i < m->entries.n; i++)
        x->start[m->entries.at[i].term + 2]++;
    for (size_t t = 2; t < x->terms.n + 2; t++)
        x->start[t] += x->start[t - 1];
    for (size_t i = 0; i < m->entries.n; i++) {
        const struct entry *e = &m->entries.at[i];
        double norm = k1 * (1 - b + b * m->length.at[e->doc] / mean);
        float weight = (float)(e->count * (k1 + 1) / (e->count + norm));
        x->posting[x->start[e->term + 1]++] = (struct search_posting){e->doc, weight};
        x->most[e->term] = weight > x->most[e->term] ? weight : x->most[e->term];
    }
}

/* The same entries by product. */
static void keep_said(struct ctx *c, struct maker *m)
{
    struct search_index *x = m->x;
    x->said = NEW_ARRAY(c, struct search_said, m->entries.n + 1);
    x->said_start = NEW_ARRAY(c, uint32_t, x->n + 1);
    for (size_t i = 0; i < m->entries.n; i++) {
        x->said[i] = (struct search_said){m->entries.at[i].term, m->entries.at[i].count};
        x->said_start[m->entries.at[i].doc + 1] = (uint32_t)i + 1;
    }
    for (size_t d = 1; d <= x->n; d++) /* of a product without words: where the one before ends */
        x->said_start[d] = x->said_start[d] ? x->said_start[d] : x->said_start[d - 1];
}

/* The commonest of n counts; English where all are none. */
static enum lex_language commonest(const size_t named[LEX_LANGUAGES])
{
    size_t best = LEX_EN;
    for (size_t l = 0; l < LEX_LANGUAGES; l++)
        best = named[l] > named[best] ? l : best;
    return (enum lex_language)best;
}

static const double share_least = 0.04; /* of words that are a language's small ones: names have few, and fewer by chance */

/* What a few products are written in: read as one text, since a name alone seldom tells. */
static enum lex_language language_guess(struct maker *m, const struct product *p, size_t n)
{
    enum { LOOKED_AT = 200, OF_EACH = 200 };
    struct arena_mark mark = arena_mark(m->scratch.mem);
    struct buf read = {0};
    for (size_t i = 0, step = n / LOOKED_AT + 1; i < n; i += step)
        buf_fmt(&m->scratch, &read, "%.*s. %.*s\n", FMT(p[i].title), FMT(str_part(p[i].description, 0, p[i].description.n < OF_EACH ? p[i].description.n : OF_EACH)));
    double share = 0;
    struct tokens t = tokens_read(&m->scratch, str_mend(&m->scratch, buf_str(&read)), LEX_EN);
    enum lex_language l = tokens_language(&t, &share);
    arena_reset(m->scratch.mem, mark);
    return l == LEX_LANGUAGES || share < share_least ? LEX_EN : l;
}

/* The language of those that name none, and which others are spoken. */
static void languages_set(struct maker *m, const struct product *p, size_t n, enum lex_language given)
{
    enum { IN_TWENTY = 20 };
    struct search_index *x = m->x;
    size_t named[LEX_LANGUAGES + 1] = {0};
    for (size_t i = 0; i < n; i++)
        named[lex_language_of(p[i].language)]++;
    x->language = given != LEX_LANGUAGES ? given : named[LEX_LANGUAGES] == n ? language_guess(m, p, n) : commonest(named);
    for (size_t l = 0; l < LEX_LANGUAGES; l++)
        x->speaks[l] = named[l] && named[l] * IN_TWENTY >= n;
}

struct search_index *search_index_make(struct ctx *c, const struct product *p, size_t n, struct str language)
{
    struct search_index *x = NEW(c, struct search_index);
    struct maker m = {.x = x, .scratch = *c};
    m.scratch.mem = arena_open();
    languages_set(&m, p, n, lex_language_of(language));
    x->doc = NEW_ARRAY(c, struct search_column, n + 1);
    x->field_concept = NEW_ARRAY(c, uint32_t, lex_n_concepts);
    for (int i = 0; i < LEX_LANGUAGES; i++)
        m.stems[i] = stemmer_open(c, lex_language_tag((enum lex_language)i));
    x->stem = m.stems[x->language];
    memcpy(x->stems, m.stems, sizeof x->stems);
    for (; x->n < n; x->n++, m.doc++)
        add_product(c, &m, &p[x->n]);
    arena_close(m.scratch.mem);
    sort_postings(c, &m);
    keep_said(c, &m);
    x->pair = m.pairs.at;
    x->concept = m.concepts.at;
    x->path = m.paths.at;
    x->title_term = m.titles.at;
    x->term_of_word = m.word_term.at;
    x->word_df = m.word_df.at;
    x->category_of_stem = m.category_of_stem.at;
    return x;
}

bool search_has_concept(const struct search_index *x, uint32_t doc, uint16_t concept)
{
    const struct search_column *d = &x->doc[doc];
    for (uint32_t i = d->concept; i < d->concept + d->n_concept; i++)
        if (x->concept[i] == concept)
            return true;
    return false;
}

bool search_in_category(const struct search_index *x, uint32_t doc, uint32_t category)
{
    const struct search_column *d = &x->doc[doc];
    for (uint32_t i = d->path; i < d->path + d->n_path; i++)
        if (x->path[i] == category)
            return true;
    return false;
}

/* Where the term and the product meet; NULL: the product does not hold it. */
static const struct search_posting *search_posting_of(const struct search_index *x, uint32_t term, uint32_t doc)
{
    uint32_t lo = x->start[term], hi = x->start[term + 1];
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (x->posting[mid].doc < doc)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < x->start[term + 1] && x->posting[lo].doc == doc ? &x->posting[lo] : NULL;
}

bool search_holds(const struct search_index *x, uint32_t term, uint32_t doc) { return search_posting_of(x, term, doc); }
