/* intelligence/answer/search/pictured.c - a product's pictures averaged to one vector; titles asked for their own pictures.
 *
 * Source  Liang et al. 2022, Mind the Gap: pictures and words lie apart in their common space, so each loses its own mean (meaning_make)
 */
#include "intelligence/answer/search/pictured.h"
#include "core/order.h"
#include "core/vector.h"
#include <math.h>
#include <stdlib.h>

enum { CATEGORIES = 32, TITLES = 64, TITLES_LEAST = 4 };
static const float full_trust = 3; /* spreads by which a title's own picture stands out, as what is meant does: it counts as much */
static const float least_trust = 0.5f; /* of one that finds them at all: titles that name no look say little of the model */
static const float chance = 2; /* standard errors: what stands out by less on average may do so by chance */
static const struct str words_by = {"embed.clip_text", 15};

/* The mean of each product's pictures. */
static bool rows_fill(struct ctx *c, const struct look_rows *in, size_t n, struct meaning_rows *out)
{
    *out = (struct meaning_rows){.n = n, .has = NEW_ARRAY(c, bool, n + 1)};
    for (size_t i = 0; i < in->look.n && !out->width; i++)
        out->width = in->look.at[i].v.n;
    if (!out->width || out->width > VECTOR_WIDTH)
        return false;
    out->at = NEW_ARRAY(c, float, n * out->width);
    for (size_t i = 0; i < in->look.n; i++) {
        const struct reals *v = &in->look.at[i].v;
        if (v->n != out->width)
            continue;
        out->has[in->doc.at[i]] = true;
        for (size_t k = 0; k < v->n; k++)
            out->at[in->doc.at[i] * v->n + k] += (float)v->at[k];
    }
    for (size_t d = 0; d < n; d++)
        vector_unit(out->at + d * out->width, out->width);
    return true;
}

struct titles { /* texts like queries; those from `from` on are titles of products with pictures */
    struct strs text;
    LIST(uint32_t) doc;
    size_t from;
};

static void titles_choose(struct ctx *c, const struct search_index *x, const bool *has, struct titles *out)
{
    size_t some = 0, at = 0;
    for (size_t i = 0; i < CATEGORIES && i < x->categories.n; i++)
        strs_add(c, &out->text, x->categories.text[i * x->categories.n / CATEGORIES % x->categories.n]);
    out->from = out->text.n;
    for (size_t d = 0; d < x->n; d++)
        some += has[d];
    for (uint32_t d = 0; d < x->n; d++) {
        if (!has[d] || at++ % (some / TITLES + 1))
            continue;
        const struct search_column *p = &x->doc[d];
        struct str kind = p->n_path ? x->categories.text[x->path[p->path + p->n_path - 1]] : STR("");
        strs_add(c, &out->text, str_fmt(c, "%.*s%s%.*s", FMT(p->title), kind.n ? ", " : "", FMT(kind)));
        *LIST_ADD(c, &out->doc) = d;
    }
}

/* Of the titles' own pictures: how far they stand out on average; and the score that three in four reach. */
static void measure(struct ctx *c, const struct titles *t, const float *v, struct pictured *p)
{
    float *score = NEW_ARRAY(c, float, t->doc.n + 1), sum = 0;
    for (size_t i = 0; i < t->doc.n; i++) {
        const struct meant *q = meaning_asked(c, p->of, v + (t->from + i) * p->of->width);
        float stands = meaning_score(q, t->doc.at[i]);
        score[i] = stands * q->spread + q->mean;
        sum += stands;
    }
    qsort(score, t->doc.n, sizeof *score, order_float);
    float n = (float)t->doc.n, mean = sum / n;
    p->trust = mean * sqrtf(n) < chance ? 0 : fmaxf(least_trust, fminf(mean / full_trust, 1));
    p->least = score[t->doc.n / 4];
}

const struct pictured *pictured_make(struct ctx *c, struct ctx *keep, const struct search_index *x, struct str by, const struct look_rows *rows)
{
    struct meaning_rows means;
    struct titles t = {0};
    float *v;
    size_t width;
    if (!str_starts(by, STR("embed.clip ")) || !rows_fill(c, rows, x->n, &means))
        return NULL;
    titles_choose(c, x, means.has, &t);
    if (t.doc.n < TITLES_LEAST || meaning_embed(c, words_by, &t.text, true, &v, &width) != OK || width != means.width)
        return NULL;
    struct pictured *p = NEW(keep, struct pictured);
    p->of = meaning_make(keep, words_by, &means, v, t.text.n);
    measure(c, &t, v, p);
    return p->trust > 0 ? p : NULL;
}

const struct depicted *pictured_ask(struct ctx *c, const struct pictured *p, struct str query)
{
    const struct meant *q = p ? meaning_ask(c, p->of, query) : NULL;
    struct depicted *out = NEW(c, struct depicted);
    *out = (struct depicted){q, p ? p->trust : 0, p ? p->least : 0};
    return q ? out : NULL;
}
