/* intelligence/answer/search/meaning.c - vectors of products: made once, kept, compared.
 *
 * Tables  reads product, vector, setting; writes vector
 * Source  Mu, Viswanath 2018, All-but-the-top: what all vectors share says nothing and is taken off. Queries share something
 *         else than passages do, so each kind has its own mean.
 */
#include "intelligence/answer/search/meaning.h"
#include "core/capability.h"
#include "core/encoder.h"
#include "core/hash.h"
#include "core/model.h"
#include "core/settings.h"
#include "data/catalog.h"
#include "data/lexicon/reading.h"
#include "intelligence/answer/search/search_learn.h"
#include "intelligence/answer/search/search_word.h"
#include <math.h>
#include <stdlib.h>

enum {
    TEXT_MOST = 300, /* bytes: what follows says little more, and costs as much */
    LANGUAGE_SAMPLE = 200, /* products that are looked at for their language */
    SAMPLE = 512,    /* products that a query's mean and spread are taken from */
};

/* ---- texts ----------------------------------------------------------------------------------- */

static void text_add(struct ctx *c, struct buf *b, struct str s)
{
    if (s.n && b->n < TEXT_MOST)
        buf_fmt(c, b, "%s%.*s", b->n ? ". " : "", FMT(s));
}

struct str meaning_text(struct ctx *c, const struct product *p)
{
    struct buf b = {0};
    text_add(c, &b, p->title);
    if (!str_has_case(p->title, p->brand))
        text_add(c, &b, p->brand);
    text_add(c, &b, p->category);
    for (size_t i = 0; i < p->attributes.n; i++)
        text_add(c, &b, p->attributes.at[i].value);
    for (size_t i = 0; i < p->features.n; i++)
        text_add(c, &b, p->features.at[i]);
    text_add(c, &b, str_part(p->description, 0, p->description.n < TEXT_MOST ? p->description.n : TEXT_MOST));
    return str_mend(c, buf_str(&b)); /* a cut may go through a letter */
}

static struct str set_maker(struct ctx *c)
{
    struct search_rules s;
    bool is_set = search_rules_read(c, &s) == OK && s.embed.n && (capability_find(s.embed) || str_eq(s.embed, STR("none")));
    return is_set ? s.embed : (struct str){0};
}

static struct str maker_for(struct ctx *c, bool english)
{
    if (english && encoder_find(c, ENCODER_MINILM).n)
        return STR("embed.minilm");
    return encoder_find(c, ENCODER_E5).n ? STR("embed.e5") : encoder_find(c, ENCODER_MINILM).n ? STR("embed.minilm") : STR("embed.hash");
}

static bool is_english(struct ctx *c, struct str language, struct str title, struct str description)
{
    struct arena_mark mark = arena_mark(c->mem);
    struct str text = str_fmt(c, "%.*s. %.*s", FMT(title), FMT(description));
    bool yes = language.n ? lex_language_of(language) == LEX_EN : reading_of(c, text, LEX_LANGUAGES)->t.language == LEX_EN;
    arena_reset(c->mem, mark);
    return yes;
}

/* Nearly all of them: one in eight may be a name that reads like another language. */
static bool mostly(size_t some, size_t n) { return some * 8 >= n * 7; }

struct str meaning_maker_of(struct ctx *c, const struct product *p, size_t n)
{
    struct str set = set_maker(c);
    size_t english = 0, seen = 0;
    for (size_t i = 0, step = n / LANGUAGE_SAMPLE + 1; i < n; i += step, seen++)
        english += is_english(c, p[i].language, p[i].title, p[i].description);
    return set.n ? set : maker_for(c, mostly(english, seen));
}

struct worded {
    struct str title, description, language;
};
static const struct record worded_record = {"worded", sizeof(struct worded), (const struct field[]){
    FIELD(struct worded, title), FIELD(struct worded, description, .flags = OPTIONAL), FIELD(struct worded, language, .flags = OPTIONAL), {0}}};

enum status meaning_maker(struct ctx *c, struct str *by)
{
    LIST(struct worded) some = {0};
    size_t english = 0;
    *by = set_maker(c);
    if (by->n)
        return OK;
    TRY(db_text(c, by, "SELECT value FROM meta WHERE name = 'meaning'"));
    bool there = str_eq(*by, STR("embed.minilm")) ? encoder_find(c, ENCODER_MINILM).n > 0 : str_eq(*by, STR("embed.e5")) && encoder_find(c, ENCODER_E5).n > 0;
    if (there)
        return OK;
    TRY(db_all(c, &worded_record, &some, "SELECT title, description, language FROM product WHERE gone = 0 ORDER BY hash LIMIT $1", A((int64_t)LANGUAGE_SAMPLE)));
    for (size_t i = 0; i < some.n; i++)
        english += is_english(c, some.at[i].language, some.at[i].title, some.at[i].description);
    *by = maker_for(c, mostly(english, some.n));
    return OK;
}

/* A choice by language is made once: the next product in another language does not make all vectors anew. */
static enum status maker_keep(struct ctx *c, struct str by)
{
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('meaning', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", A(by));
}

enum status meaning_embed(struct ctx *c, struct str by, const struct strs *texts, bool queries, float **out, size_t *width)
{
    struct embed_in in = {*texts, queries ? STR("query") : STR("passage")};
    struct embed_out v = {0};
    if (!capability_find(by))
        return fail(c, REJECT, "there is no capability %.*s to make vectors", FMT(by));
    TRY(capability_call(c, by.p, &in, &v));
    *width = (size_t)v.dim;
    if (v.vectors.n != texts->n || v.dim < 1 || v.dim > VECTOR_WIDTH)
        return fail(c, RETRY, "%.*s gave %zu vectors of %lld numbers for %zu texts", FMT(by), v.vectors.n, (long long)v.dim, texts->n);
    *out = NEW_ARRAY(c, float, texts->n * *width);
    for (size_t i = 0; i < texts->n; i++)
        for (size_t k = 0; k < *width && k < v.vectors.at[i].v.n; k++)
            (*out)[i * *width + k] = (float)v.vectors.at[i].v.at[k];
    return OK;
}

/* ---- the table ---------------------------------------------------------------------------------- */

struct vector_row {
    struct str product, model, seen, hash, numbers;
    double scale;
};
static const struct record vector_record = {"vector", sizeof(struct vector_row), (const struct field[]){
    FIELD(struct vector_row, product, .flags = KEY),
    FIELD(struct vector_row, model),
    FIELD(struct vector_row, seen),
    FIELD(struct vector_row, hash),
    FIELD(struct vector_row, numbers),
    FIELD(struct vector_row, scale),
    {0}}};

static struct str packed(struct ctx *c, const float *v, size_t width, double *scale)
{
    char *at = arena_take(c->mem, 2 * width + 1);
    float most = 1e-12f;
    for (size_t k = 0; k < width; k++)
        most = fabsf(v[k]) > most ? fabsf(v[k]) : most;
    *scale = (double)most / 32767;
    for (size_t k = 0; k < width; k++) {
        int32_t x = (int32_t)lrint((double)v[k] / *scale);
        at[2 * k] = (char)(x & 0xff);
        at[2 * k + 1] = (char)((uint32_t)x >> 8 & 0xff);
    }
    return hash_base64(c, (struct str){at, 2 * width});
}

static bool unpacked(struct ctx *c, const struct vector_row *r, float *out, size_t width)
{
    struct str bytes;
    if (!hash_from_base64(c, r->numbers, &bytes) || bytes.n != 2 * width)
        return false;
    for (size_t k = 0; k < width; k++) {
        int16_t x = (int16_t)((unsigned char)bytes.p[2 * k] | (unsigned char)bytes.p[2 * k + 1] << 8);
        out[k] = (float)(x * r->scale);
    }
    return true;
}



static void row_read(struct ctx *c, const struct vector_row *r, const struct product *p, size_t i, struct meaning_rows *out)
{
    if (!out->width) { /* the first row says */
        struct str bytes;
        if (!hash_from_base64(c, r->numbers, &bytes) || !bytes.n || bytes.n > 2 * VECTOR_WIDTH)
            return;
        out->width = bytes.n / 2;
        out->at = NEW_ARRAY(c, float, out->n * out->width);
    }
    struct arena_mark mark = arena_mark(c->mem);
    bool same = str_eq(r->hash, hash_blake2b(c, meaning_text(c, p)));
    out->has[i] = same && unpacked(c, r, out->at + i * out->width, out->width);
    arena_reset(c->mem, mark);
}

enum status meaning_load(struct ctx *c, struct str by, const struct product *p, size_t n, struct meaning_rows *out)
{
    enum { PAGE = 500 };
    struct str after = STR("");
    struct wordlist ids = {0};
    *out = (struct meaning_rows){.has = NEW_ARRAY(c, bool, n + 1), .n = n};
    for (size_t i = 0; i < n; i++)
        wordlist_add(c, &ids, p[i].id);
    for (;;) {
        LIST(struct vector_row) rows = {0};
        TRY(db_all(c, &vector_record, &rows, "SELECT product, model, seen, hash, numbers, scale FROM vector WHERE product > $1 AND model = $2"
                                             " ORDER BY product LIMIT $3", A(after), A(by), A((int64_t)PAGE)));
        for (size_t k = 0; k < rows.n; k++) {
            int32_t i = wordlist_find(&ids, rows.at[k].product);
            if (i != TERM_NONE)
                row_read(c, &rows.at[k], &p[i], (size_t)i, out);
        }
        if (rows.n < PAGE)
            return OK;
        after = rows.at[rows.n - 1].product;
    }
}

/* ---- keeping up with the shop ---------------------------------------------------------------------- */

struct pending {
    struct str id, hash, had; /* hash: of the product; had: of the text that was read before */
};
static const struct record pending_record = {"pending", sizeof(struct pending), (const struct field[]){
    FIELD(struct pending, id), FIELD(struct pending, hash), FIELD(struct pending, had, .flags = OPTIONAL), {0}}};

static enum status pending_count(struct ctx *c, struct str by, int64_t *left)
{
    return db_int(c, left, "SELECT COUNT(*) FROM product p LEFT JOIN vector v ON v.product = p.id AND v.model = $1"
                           " WHERE p.gone = 0 AND (v.product IS NULL OR v.seen <> p.hash)", A(by));
}

struct due {
    LIST(struct vector_row) rows; /* without numbers yet */
    struct strs texts;
};

/* Whose text is still the same is only noted as seen. */
static enum status due_add(struct ctx *c, struct str by, const struct pending *q, struct due *due)
{
    struct product p;
    TRY(product_load(c, q->id, &p));
    struct str text = meaning_text(c, &p), hash = hash_blake2b(c, text);
    if (str_eq(hash, q->had))
        return db_run(c, "UPDATE vector SET seen = $1 WHERE product = $2", A(q->hash), A(q->id));
    *LIST_ADD(c, &due->rows) = (struct vector_row){.product = q->id, .model = by, .seen = q->hash, .hash = hash};
    strs_add(c, &due->texts, text);
    return OK;
}

static enum status rows_save(struct ctx *c, struct due *due, const float *v, size_t width)
{
    for (size_t i = 0; i < due->rows.n; i++) {
        due->rows.at[i].numbers = packed(c, v + i * width, width, &due->rows.at[i].scale);
        TRY(db_save(c, &vector_record, &due->rows.at[i]));
    }
    return OK;
}

enum status meaning_update(struct ctx *c, struct str by, int64_t most, int64_t *done, int64_t *left)
{
    LIST(struct pending) list = {0};
    struct due due = {0};
    float *v = NULL;
    size_t width = 0;
    *done = *left = 0;
    if (!capability_find(by))
        return OK; /* by words alone, as the shop wishes */
    TRY(db_all(c, &pending_record, &list, "SELECT p.id, p.hash, v.hash AS had FROM product p LEFT JOIN vector v ON v.product = p.id AND v.model = $1"
                                          " WHERE p.gone = 0 AND (v.product IS NULL OR v.seen <> p.hash) ORDER BY p.id LIMIT $2", A(by), A(most)));
    if (!list.n)
        return OK;
    for (size_t i = 0; i < list.n; i++)
        TRY(due_add(c, by, &list.at[i], &due));
    if (due.rows.n)
        TRY(meaning_embed(c, by, &due.texts, false, &v, &width));
    TRY(maker_keep(c, by));
    if (due.rows.n)
        IN_ONE_STEP(c, rows_save(c, &due, v, width));
    *done = (int64_t)list.n;
    return pending_count(c, by, left);
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static void mean_add(double *sum, const float *v, size_t width)
{
    for (size_t k = 0; k < width; k++)
        sum[k] += (double)v[k];
}

static const float *middle_of(struct ctx *c, const float *at, const bool *has, size_t n, size_t width)
{
    double *sum = NEW_ARRAY(c, double, width + 1);
    float *out = NEW_ARRAY(c, float, width + 1);
    size_t some = 0;
    for (size_t i = 0; i < n; i++)
        if (!has || has[i])
            mean_add(sum, at + i * width, width), some++;
    for (size_t k = 0; k < width && some; k++)
        out[k] = (float)(sum[k] / (double)some);
    return out;
}

struct meaning *meaning_make(struct ctx *c, struct str by, const struct meaning_rows *rows, const float *typical, size_t n_typical)
{
    struct meaning *m = NEW(c, struct meaning);
    bool *has = NEW_ARRAY(c, bool, rows->n + 1);
    *m = (struct meaning){.by = str_copy(c, by), .n = rows->n, .width = rows->width, .has = has};
    for (size_t i = 0; i < rows->n; i++)
        m->n_has += has[i] = rows->width && rows->has[i];
    if (!m->n_has)
        return m;
    const float *middle = middle_of(c, rows->at, has, rows->n, rows->width);
    for (size_t i = 0; i < rows->n; i++) {
        float *row = rows->at + i * rows->width;
        for (size_t k = 0; k < rows->width; k++)
            row[k] = has[i] ? row[k] - middle[k] : 0;
        vector_unit(row, rows->width);
    }
    m->shared = n_typical ? middle_of(c, typical, NULL, n_typical, rows->width) : middle;
    m->set = vectors_make(c, rows->at, rows->n, rows->width);
    return m;
}

static const struct meant *stands(struct ctx *c, const struct meaning *m, const struct probe *probe)
{
    struct meant *q = NEW(c, struct meant);
    double sum = 0, square = 0, some = 0;
    *q = (struct meant){.of = m, .probe = probe, .spread = 1};
    for (size_t i = 0, step = m->n / SAMPLE + 1; i < m->n; i += step) {
        double s = m->has[i] ? (double)vectors_score(m->set, probe, (uint32_t)i) : 0;
        sum += s;
        square += s * s;
        some += m->has[i];
    }
    if (some > 1) {
        double mean = sum / some, v = square / some - mean * mean;
        q->mean = (float)mean;
        q->spread = v > 1e-12 ? (float)sqrt(v) : 1;
    }
    return q;
}

const struct meant *meaning_asked(struct ctx *c, const struct meaning *m, const float *query)
{
    float *v = NEW_ARRAY(c, float, m->width);
    if (!m->set)
        return NULL;
    for (size_t k = 0; k < m->width; k++)
        v[k] = query[k] - m->shared[k];
    vector_unit(v, m->width);
    return stands(c, m, vectors_probe(c, m->set, v));
}

const struct meant *meaning_ask(struct ctx *c, const struct meaning *m, struct str query)
{
    struct strs one = {&query, 1};
    float *v;
    size_t width;
    if (!m || !m->set || !str_trim(query).n || meaning_embed(c, m->by, &one, true, &v, &width) != OK || width != m->width)
        return NULL;
    return meaning_asked(c, m, v);
}

const struct meant *meaning_of(struct ctx *c, const struct meaning *m, uint32_t doc)
{
    return m && m->set && m->has[doc] ? stands(c, m, vectors_probe_of(c, m->set, doc)) : NULL;
}

float meaning_score(const struct meant *q, uint32_t doc)
{
    return q->of->has[doc] ? (vectors_score(q->of->set, q->probe, doc) - q->mean) / q->spread : 0;
}

struct near *meaning_near(struct ctx *c, const struct meant *q, size_t k, size_t *n)
{
    struct near *at = vectors_near(c, q->of->set, q->probe, k, n);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (q->of->has[at[i].row])
            at[kept++] = (struct near){at[i].row, (at[i].score - q->mean) / q->spread};
    *n = kept;
    return at;
}
