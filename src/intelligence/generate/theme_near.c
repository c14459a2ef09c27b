/* intelligence/generate/theme_near.c - how far a product stands out for a theme, and for what such occasions call for.
 *
 * A cosine of sentence vectors says little by itself: some products are near to everything, some themes are, and of any shop's
 * products one is the nearest. So each is held against what the world has, not the shop: the things of theme.def. From a question's
 * vector half of what all questions share is taken, which products near to everything have; and a nearness is told in standard
 * deviations above the nearness of those things. What belongs to nothing the theme asks for stays below the line, though it be the
 * nearest there is. Fitted on the 21 themes of bench/theme.json that were not held out.
 */
#include "core/capability.h"
#include "core/encoder.h"
#include "intelligence/generate/copy.h"
#include "intelligence/generate/theme.h"
#include <math.h>

enum { AT_ONCE = 64, OCCASION_THINGS = 40 };
static const double SHARED = 0.5, THEME_LINE = 3, THING_LINE = 3.5; /* a thing is named: it has to be meant more surely */
static const double KIND_SHARE = 0.6, KIND_LINE = 1, KIND_MOST = 2;

#define THEME(words, things) {words, things},
static const struct { const char *words, *things; } occasions[] = {
#include "intelligence/generate/theme.def"
};
#undef THEME

struct cloud { /* unit vectors, one a text */
    double *at;
    size_t n, width;
};

static double dot(const double *a, const double *b, size_t width)
{
    double sum = 0;
    for (size_t i = 0; i < width; i++)
        sum += a[i] * b[i];
    return sum;
}

static enum status cloud_make(struct ctx *c, const char *with, const struct strs *texts, const char *role, struct cloud *out, struct str *backend)
{
    *out = (struct cloud){.n = texts->n};
    for (size_t from = 0; from < texts->n; from += AT_ONCE) {
        struct embed_in in = {.texts = {texts->at + from, texts->n - from < AT_ONCE ? texts->n - from : AT_ONCE}, .role = str_z(role)};
        struct embed_out v;
        record_init(&embed_out_record, &v);
        TRY(capability_call(c, with, &in, &v));
        *backend = v.backend;
        if (!out->at)
            out->width = (size_t)v.dim, out->at = NEW_ARRAY(c, double, texts->n * out->width + 1);
        for (size_t i = 0; i < v.vectors.n && i < in.texts.n; i++) {
            const struct reals *r = &v.vectors.at[i].v;
            double *to = out->at + (from + i) * out->width, size = sqrt(fmax(1e-12, dot(r->at, r->at, r->n)));
            for (size_t k = 0; k < out->width && k < r->n; k++)
                to[k] = r->at[k] / size;
        }
    }
    return OK;
}

/* ---- texts ------------------------------------------------------------------------------------------------------ */

struct str theme_words(struct ctx *c, const struct product *p)
{
    struct buf b = {0};
    buf_fmt(c, &b, "%.*s. %.*s.", FMT(p->title), FMT(p->category));
    for (size_t i = 0; i < p->attributes.n && i < 12; i++)
        buf_fmt(c, &b, " %.*s %.*s.", FMT(p->attributes.at[i].name), FMT(p->attributes.at[i].value));
    for (size_t i = 0; i < p->features.n && i < 6; i++)
        buf_fmt(c, &b, " %.*s.", FMT(p->features.at[i]));
    buf_fmt(c, &b, " %.*s", FMT(p->description));
    return str_mend(c, str_part(buf_str(&b), 0, b.n < 400 ? b.n : 400));
}

/* Whether a word names the occasion: whole, or as a part of a compound ("Strandurlaub"). */
static bool is_named(struct ctx *c, struct str theme, const char *words)
{
    struct strs names = str_split(c, str_z(words), ' ');
    for (size_t i = 0; i < names.n; i++)
        if (has_word(theme, names.at[i]) || (names.at[i].n >= 5 && str_has(theme, names.at[i])))
            return true;
    return false;
}

static bool has_text(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i], s))
            return true;
    return false;
}

/* The things of all occasions, and of those that the theme names. */
static void things_of(struct ctx *c, struct str theme, struct strs *all, struct strs *named)
{
    struct str lower = str_lower(c, theme);
    for (size_t i = 0; i < sizeof occasions / sizeof *occasions; i++) {
        struct strs things = str_split(c, str_z(occasions[i].things), '|');
        bool is = is_named(c, lower, occasions[i].words);
        for (size_t j = 0; j < things.n; j++) {
            if (!has_text(all, things.at[j]))
                strs_add(c, all, things.at[j]);
            if (is && named->n < OCCASION_THINGS && !has_text(named, things.at[j]))
                strs_add(c, named, things.at[j]);
        }
    }
}

/* ---- nearness --------------------------------------------------------------------------------------------------- */

struct question {
    double *at;      /* less what questions share */
    double mean, sd; /* of its nearness to the world's things */
};

static struct question question_of(struct ctx *c, const double *v, const double *shared, const struct cloud *world, size_t not_this)
{
    struct question q = {.at = NEW_ARRAY(c, double, world->width + 1)};
    double sum = 0, square = 0, n = 0;
    for (size_t k = 0; k < world->width; k++)
        q.at[k] = v[k] - SHARED * shared[k];
    for (size_t i = 0; i < world->n; i++) {
        double x = i == not_this ? 0 : dot(q.at, world->at + i * world->width, world->width);
        sum += x, square += x * x, n += i != not_this;
    }
    q.mean = sum / fmax(n, 1);
    q.sd = fmax(1e-9, sqrt(fmax(0, square / fmax(n, 1) - q.mean * q.mean)));
    return q;
}

static double stands(const struct question *q, const double *v, size_t width) { return (dot(q->at, v, width) - q->mean) / q->sd; }

struct world {
    struct strs things;
    struct cloud asked, told; /* as questions, and as texts */
    double *shared;
};

static enum status world_make(struct ctx *c, const char *with, const struct strs *things, struct world *w, struct str *backend)
{
    *w = (struct world){.things = *things};
    TRY(cloud_make(c, with, things, "query", &w->asked, backend));
    TRY(cloud_make(c, with, things, "passage", &w->told, backend));
    w->shared = NEW_ARRAY(c, double, w->asked.width + 1);
    for (size_t i = 0; i < w->asked.n; i++)
        for (size_t k = 0; k < w->asked.width; k++)
            w->shared[k] += w->asked.at[i * w->asked.width + k] / (double)w->asked.n;
    return OK;
}

/* The vectors of the products' categories, one a category; of[i]: whose product i is, NONE without. */
static enum status kinds_make(struct ctx *c, const char *with, const struct theme_asked *ask, struct cloud *kinds, int64_t *of, struct str *backend)
{
    struct strs names = {0};
    for (size_t i = 0; i < ask->n; i++) {
        struct str kind = theme_kind(&ask->product[i]);
        size_t at = 0;
        while (at < names.n && !str_eq_case(names.at[at], kind))
            at++;
        if (at == names.n && kind.n)
            strs_add(c, &names, kind);
        of[i] = kind.n ? (int64_t)at : NONE;
    }
    return cloud_make(c, with, &names, "passage", kinds, backend);
}

/* What a product's category adds: of "outdoor sports", equipment is likelier than computers. */
static double kind_adds(const struct question *q, const struct cloud *kinds, int64_t of, double line)
{
    return of == NONE ? 0 : KIND_SHARE * fmin(KIND_MOST, fmax(-KIND_MOST, stands(q, kinds->at + (size_t)of * kinds->width, kinds->width) - line));
}

/* The best of the theme and the things it names, above the line. */
static enum status nearness(struct ctx *c, const char *with, const struct theme_asked *ask, struct theme_pick *pick, struct str *backend)
{
    struct strs all = {0}, named = {0}, theme = {0}, texts = {0};
    struct cloud question, products, kinds;
    int64_t *kind = NEW_ARRAY(c, int64_t, ask->n + 1);
    struct world w;
    things_of(c, ask->theme, &all, &named);
    strs_add(c, &theme, ask->theme);
    for (size_t i = 0; i < ask->n; i++)
        strs_add(c, &texts, theme_words(c, &ask->product[i]));
    TRY(world_make(c, with, &all, &w, backend));
    TRY(cloud_make(c, with, &theme, "query", &question, backend));
    TRY(cloud_make(c, with, &texts, "passage", &products, backend));
    TRY(kinds_make(c, with, ask, &kinds, kind, backend));
    struct question q = question_of(c, question.at, w.shared, &w.told, SIZE_MAX);
    for (size_t i = 0; i < ask->n; i++)
        pick[i] = (struct theme_pick){.product = i, .near = stands(&q, products.at + i * products.width, products.width) - THEME_LINE + kind_adds(&q, &kinds, kind[i], KIND_LINE)};
    for (size_t t = 0; t < all.n; t++) {
        if (!has_text(&named, all.at[t]))
            continue;
        q = question_of(c, w.asked.at + t * w.asked.width, w.shared, &w.told, t);
        for (size_t i = 0; i < ask->n; i++)
            pick[i].near = fmax(pick[i].near, stands(&q, products.at + i * products.width, products.width) - THING_LINE);
    }
    return OK;
}

/* Of an English theme over English goods the model that knows English best. */
static const char *model_of(struct ctx *c, const struct theme_asked *ask)
{
    bool english = str_starts(ask->language, STR("en")) && encoder_find(c, ENCODER_MINILM).n;
    for (size_t i = 0; i < ask->n && english; i++)
        english = !ask->product[i].language.n || str_starts(ask->product[i].language, STR("en"));
    return english && !str_eq(ask->embed, STR("e5")) ? "embed.minilm" : "embed.e5";
}

/* The model where there is one; else its twin, which knows letters and not what they mean. */
enum status theme_near(struct ctx *c, const struct theme_asked *ask, struct theme_pick *pick, struct str *backend)
{
    if (!str_eq(ask->embed, STR("hash"))) {
        enum status s = nearness(c, model_of(c, ask), ask, pick, backend);
        if (s == OK || str_eq(ask->embed, STR("e5")))
            return s;
    }
    return nearness(c, "embed.hash", ask, pick, backend);
}
