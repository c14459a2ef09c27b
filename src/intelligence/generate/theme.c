/* intelligence/generate/theme.c - near in meaning, true of what the theme claims, not too much of one kind, in stock, affordable.
 *
 * Nearness is the cosine of sentence vectors (embed.e5, or its twin embed.hash where there is no model), to the theme and to
 * what such occasions call for (theme.def). A cosine says little by itself, so each is told in standard deviations above what
 * the shop's products have with those words on average; what stands out for none of them does not belong.
 */
#include "intelligence/generate/theme.h"
#include "data/claim.h"
#include "intelligence/generate/copy.h"
#include <math.h>
#include <stdlib.h>

enum { TOLD = 3 /* facts in a reason */, LEAST = 3 /* products of a collection */, BATCH = 64 };
static const double STANDS_OUT = 1.8; /* standard deviations */

#define THEME(words, things) {words, things},
static const struct { const char *words, *things; } occasions[] = {
#include "intelligence/generate/theme.def"
};
#undef THEME

struct str theme_kind(const struct product *p)
{
    size_t from = p->category.n;
    while (from > 0 && p->category.p[from - 1] != '>')
        from--;
    return str_trim(str_part(p->category, from, p->category.n));
}

int64_t theme_stock(const struct product *p)
{
    int64_t sum = 0;
    bool is_tracked = false;
    for (size_t i = 0; i < p->variants.n; i++)
        if (p->variants.at[i].stock != NONE) {
            is_tracked = true;
            sum += p->variants.at[i].stock > 0 ? p->variants.at[i].stock : 0;
        }
    return is_tracked ? sum : NONE;
}

/* Of the product, else of its cheapest variant. */
static int64_t price_of(const struct product *p)
{
    int64_t least = product_price(p);
    for (size_t i = 0; i < p->variants.n && product_price(p) == NONE; i++)
        if (p->variants.at[i].price != NONE && (least == NONE || p->variants.at[i].price < least))
            least = p->variants.at[i].price;
    return least;
}

/* ---- nearness ------------------------------------------------------------------------------------------------ */

static struct str words_of(struct ctx *c, const struct product *p)
{
    struct buf b = {0};
    buf_fmt(c, &b, "%.*s. %.*s.", FMT(p->title), FMT(p->category));
    for (size_t i = 0; i < p->attributes.n && i < 12; i++)
        buf_fmt(c, &b, " %.*s %.*s.", FMT(p->attributes.at[i].name), FMT(p->attributes.at[i].value));
    for (size_t i = 0; i < p->features.n && i < 6; i++)
        buf_fmt(c, &b, " %.*s.", FMT(p->features.at[i]));
    struct str d = str_part(p->description, 0, p->description.n < 200 ? p->description.n : 200);
    while (d.n && ((unsigned char)p->description.p[d.n] & 0xC0) == 0x80 && d.n < p->description.n)
        d.n--;
    buf_add(c, &b, d);
    return buf_str(&b);
}

static enum status embed(struct ctx *c, const char *with, const struct strs *texts, const char *role, struct embed_out *out)
{
    struct embed_in in = {.texts = *texts, .role = str_z(role)};
    record_init(&embed_out_record, out);
    return capability_call(c, with, &in, out);
}

static double cosine(const struct reals *a, const struct reals *b)
{
    double ab = 0, aa = 0, bb = 0;
    for (size_t i = 0; i < a->n && i < b->n; i++)
        ab += a->at[i] * b->at[i], aa += a->at[i] * a->at[i], bb += b->at[i] * b->at[i];
    return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}

/* Whether a word names the occasion: whole, or as a part of a compound ("Strandurlaub"). */
static bool is_named(struct ctx *c, struct str theme, const char *words)
{
    struct strs names = str_split(c, str_z(words), ' ');
    for (size_t i = 0; i < names.n; i++)
        if (has_word(theme, names.at[i]) || (names.at[i].n >= 5 && str_has(str_lower(c, theme), names.at[i])))
            return true;
    return false;
}

/* The theme, and what its occasions call for. */
static struct strs queries_of(struct ctx *c, struct str theme)
{
    struct strs all = {0};
    strs_add(c, &all, theme);
    for (size_t i = 0; i < sizeof occasions / sizeof *occasions; i++) {
        struct strs things = is_named(c, theme, occasions[i].words) ? str_split(c, str_z(occasions[i].things), '|') : (struct strs){0};
        for (size_t j = 0; j < things.n && all.n < 32; j++)
            strs_add(c, &all, things.at[j]);
    }
    return all;
}

struct spread {
    double mean, sd;
};
static struct spread spread_of(const double *x, size_t n)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (size_t i = 0; i < n; i++)
        square += (x[i] - sum / (double)n) * (x[i] - sum / (double)n);
    return (struct spread){sum / (double)n, fmax(1e-9, sqrt(square / (double)n))};
}

/* How far each stands out for a query: among the products, and among all pairs of a product and a query, so that the least
 * unlike is not taken for like. near: the best of all queries; the theme itself breaks ties. */
static void near_take(const struct theme_asked *ask, const double *cosines, size_t queries, struct theme_pick *pick)
{
    struct spread all = spread_of(cosines, queries * ask->n);
    for (size_t i = 0; i < ask->n; i++)
        pick[i] = (struct theme_pick){.product = i, .near = -INFINITY};
    for (size_t q = 0; q < queries; q++) {
        struct spread own = spread_of(cosines + q * ask->n, ask->n);
        for (size_t i = 0; i < ask->n; i++) {
            double x = cosines[q * ask->n + i];
            pick[i].near = fmax(pick[i].near, fmin((x - own.mean) / own.sd, (x - all.mean) / all.sd));
        }
    }
    struct spread theme = spread_of(cosines, ask->n);
    for (size_t i = 0; i < ask->n; i++)
        pick[i].near += 0.25 * (cosines[i] - theme.mean) / theme.sd;
}

static enum status nearness(struct ctx *c, const char *with, const struct theme_asked *ask, struct theme_pick *pick, struct str *backend)
{
    struct strs queries = queries_of(c, ask->theme);
    struct embed_out q, d;
    double *cosines = NEW_ARRAY(c, double, queries.n * ask->n);
    TRY(embed(c, with, &queries, "query", &q));
    *backend = q.backend;
    for (size_t from = 0; from < ask->n; from += BATCH) {
        struct strs texts = {0};
        for (size_t i = from; i < ask->n && i < from + BATCH; i++)
            strs_add(c, &texts, words_of(c, &ask->product[i]));
        TRY(embed(c, with, &texts, "passage", &d));
        for (size_t i = 0; i < texts.n; i++)
            for (size_t k = 0; k < queries.n; k++)
                cosines[k * ask->n + from + i] = cosine(&q.vectors.at[k].v, &d.vectors.at[i].v);
    }
    near_take(ask, cosines, queries.n, pick);
    return OK;
}

/* The model where there is one; else its twin, which knows words and not their meaning. */
static enum status near_all(struct ctx *c, const struct theme_asked *ask, struct theme_pick *pick, struct str *backend)
{
    if (!str_eq(ask->embed, STR("hash"))) {
        enum status s = nearness(c, "embed.e5", ask, pick, backend);
        if (s == OK || str_eq(ask->embed, STR("e5")))
            return s;
    }
    return nearness(c, "embed.hash", ask, pick, backend);
}

/* ---- what belongs ---------------------------------------------------------------------------------------------- */

static int by_near(const void *a, const void *b)
{
    const struct theme_pick *x = a, *y = b;
    return x->near != y->near ? (x->near < y->near) - (x->near > y->near) : (x->product > y->product) - (x->product < y->product);
}

/* Whether the product's facts contradict or do not carry what the theme states ("waterproof", "cotton"). */
static enum status is_true_of(struct ctx *c, const struct theme_asked *ask, const struct product *p, bool *is)
{
    struct claims_in in;
    struct claims_out out;
    struct product copy = *p;
    record_init(&claims_in_record, &in);
    record_init(&claims_out_record, &out);
    in.product = &copy, in.text = ask->theme, in.language = ask->language;
    TRY(capability_call(c, "verify.claims", &in, &out));
    *is = true;
    for (size_t i = 0; i < out.claims.n; i++)
        *is &= str_eq(out.claims.at[i].verdict, STR("supported"));
    return OK;
}

struct shelf_room { /* what was taken */
    const struct product *product;
    const struct theme_picked *out;
    size_t per_category;
    int64_t left;
};

static bool has_room(const struct shelf_room *r, const struct product *p, int64_t price)
{
    size_t same = 0;
    for (size_t i = 0; i < r->out->at.n; i++) {
        const struct product *other = &r->product[r->out->at.at[i].product];
        same += p->category.n && str_eq_case(theme_kind(other), theme_kind(p));
        if (str_eq_case(other->title, p->title))
            return false; /* the same thing again */
    }
    return (!r->per_category || same < r->per_category) && (r->left == NONE || (price != NONE && price <= r->left));
}

/* ---- why -------------------------------------------------------------------------------------------------------- */

static bool is_small(struct str w)
{
    static const char *const small = " the and for with from your our all und mit der die das les des pour con para los las ";
    return w.n < 3 || str_has(str_z(small), w);
}

/* A word of the theme that the product's own words have; absent: none. */
static struct str shared_word(struct ctx *c, struct str theme, struct str text)
{
    struct strs words = str_split(c, theme, ' ');
    for (size_t i = 0; i < words.n; i++)
        if (!is_small(str_lower(c, words.at[i])) && has_word(text, words.at[i]))
            return words.at[i];
    return (struct str){0};
}

static struct str reason_of(struct ctx *c, const struct theme_asked *ask, const struct product *p)
{
    struct buf b = {0};
    struct str word = shared_word(c, ask->theme, words_of(c, p)), kind = theme_kind(p);
    if (word.n)
        buf_fmt(c, &b, "its own words say \"%.*s\"", FMT(word));
    else
        buf_fmt(c, &b, "near the theme in meaning");
    if (kind.n)
        buf_fmt(c, &b, "; in %.*s", FMT(kind));
    for (size_t i = 0, told = 0; i < p->attributes.n && told < TOLD; i++) {
        const struct attribute *a = &p->attributes.at[i];
        if (a->value.n > 40 || !a->value.n)
            continue;
        buf_fmt(c, &b, "%s%.*s %.*s%s%.*s", told ? ", " : "; ", FMT(a->name), FMT(a->value), a->unit.n ? " " : "", FMT(a->unit));
        told++;
    }
    int64_t stock = theme_stock(p);
    if (stock != NONE)
        buf_fmt(c, &b, "; %lld in stock", (long long)stock);
    return buf_str(&b);
}

enum status theme_choose(struct ctx *c, const struct theme_asked *ask, struct theme_picked *out)
{
    struct theme_pick *pick = NEW_ARRAY(c, struct theme_pick, ask->n);
    struct shelf_room room = {ask->product, out, ask->per_category, ask->budget};
    *out = (struct theme_picked){0};
    TRY(near_all(c, ask, pick, &out->backend));
    double line = ask->n < 12 ? -INFINITY : STANDS_OUT; /* of a few, chosen by somebody, all may belong */
    qsort(pick, ask->n, sizeof *pick, by_near);
    for (size_t i = 0; i < ask->n && out->at.n < ask->k && pick[i].near >= line; i++) {
        const struct product *p = &ask->product[pick[i].product];
        bool is_true;
        pick[i].price = price_of(p);
        if (theme_stock(p) == 0 || !has_room(&room, p, pick[i].price))
            continue;
        TRY(is_true_of(c, ask, p, &is_true));
        out->untrue += !is_true;
        if (!is_true)
            continue;
        pick[i].reason = reason_of(c, ask, p);
        *LIST_ADD(c, &out->at) = pick[i];
        out->total += pick[i].price == NONE ? 0 : pick[i].price;
        room.left = room.left == NONE ? NONE : room.left - pick[i].price;
    }
    if (out->at.n >= LEAST)
        return OK;
    return fail(c, REJECT, "%zu of %zu products belong to \"%.*s\" within stock, budget and what it says of them%s; a collection needs %d", out->at.n, ask->n,
                FMT(ask->theme), out->untrue ? " (some are not what it says)" : "", LEAST);
}
