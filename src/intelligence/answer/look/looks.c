/* intelligence/answer/look/looks.c - a set of looks in memory, and how alike two are.
 *
 * Source  as for texts: Mu, Viswanath 2018, what all vectors share says nothing and is taken off
 */
#include "intelligence/answer/look/looks.h"
#include "core/vector.h"
#include <math.h>

struct look_tones look_tones_of(const struct look *l)
{
    struct look_tones out = {0};
    for (size_t i = 0; i < l->tones.n && out.n < LOOK_TONES; i++) {
        const struct tone *t = &l->tones.at[i];
        struct lab at = {t->l, t->a, t->b};
        out.tone[out.n++] = (struct look_tone){at, t->share, colour_nearest(at)};
    }
    return out;
}

enum { SHARED_LEAST = 8 /* pictures: of fewer, what they share is what they show */ };

static const float *middle_of(struct ctx *c, const float *at, size_t rows, size_t width)
{
    double *sum = NEW_ARRAY(c, double, width);
    float *out = NEW_ARRAY(c, float, width);
    for (size_t i = 0; i < rows * width; i++)
        sum[i % width] += (double)at[i];
    for (size_t k = 0; k < width && rows >= SHARED_LEAST; k++)
        out[k] = (float)(sum[k] / (double)rows);
    return out;
}

static size_t width_of(const struct look_rows *rows)
{
    size_t width = 0;
    for (size_t i = 0; i < rows->look.n && !width; i++)
        width = rows->look.at[i].v.n;
    return width <= LOOK_WIDTH ? width : 0;
}

/* Rows without what all share, of unit length, in 16 bits. */
static void set_make(struct ctx *c, struct looks *s, float *at)
{
    int16_t *set = NEW_ARRAY(c, int16_t, s->rows * s->room);
    float *scale = NEW_ARRAY(c, float, s->rows);
    for (size_t i = 0; i < s->rows; i++) {
        float *row = at + i * s->width, most = 1e-12f;
        for (size_t k = 0; k < s->width; k++)
            row[k] -= s->middle[k];
        vector_unit(row, s->width);
        for (size_t k = 0; k < s->width; k++)
            most = fmaxf(most, fabsf(row[k]));
        scale[i] = most / 32767;
        for (size_t k = 0; k < s->width; k++)
            set[i * s->room + k] = (int16_t)lrintf(row[k] / scale[i]);
    }
    s->set = set;
    s->scale = scale;
}

struct looks *looks_make(struct ctx *c, struct str by, const struct look_rows *rows, size_t n)
{
    struct looks *s = NEW(c, struct looks);
    uint32_t *first = NEW_ARRAY(c, uint32_t, n + 1);
    *s = (struct looks){.by = str_copy(c, by), .n = n, .width = width_of(rows), .first = first, .kind = dot_best()};
    s->room = (s->width + DOT_STEP - 1) / DOT_STEP * DOT_STEP;
    struct arena *mem = arena_open(); /* for the rows as they are given, which are twice as large and not kept */
    float *at = arena_array(mem, sizeof(float), rows->look.n * s->width + 1);
    struct look_tones *tones = NEW_ARRAY(c, struct look_tones, rows->look.n + 1);
    for (size_t i = 0; i < rows->look.n && s->width; i++) {
        const struct look *l = &rows->look.at[i];
        if (l->v.n != s->width)
            continue;
        for (size_t k = 0; k < s->width; k++)
            at[s->rows * s->width + k] = (float)l->v.at[k];
        s->n_has += first[rows->doc.at[i] + 1] == 0;
        first[rows->doc.at[i] + 1]++;
        tones[s->rows++] = look_tones_of(l);
    }
    for (size_t d = 0; d < n; d++)
        first[d + 1] += first[d];
    s->tones = tones;
    if (s->rows) {
        s->middle = middle_of(c, at, s->rows, s->width);
        set_make(c, s, at);
    }
    arena_close(mem);
    return s;
}

/* ---- asking ---------------------------------------------------------------------------------------- */

const struct seen *looks_seen(struct ctx *c, const struct looks *s, const struct look *photo)
{
    struct seen *q = NEW(c, struct seen);
    *q = (struct seen){.of = s, .tones = look_tones_of(photo)};
    if (!s->set || photo->v.n != s->width)
        return q;
    float *v = NEW_ARRAY(c, float, s->room);
    for (size_t k = 0; k < s->width; k++)
        v[k] = (float)photo->v.at[k] - s->middle[k];
    vector_unit(v, s->width);
    q->query = v;
    return q;
}

const struct seen *looks_seen_of(struct ctx *c, const struct looks *s, uint32_t doc)
{
    if (!s || !s->set || s->first[doc] == s->first[doc + 1])
        return NULL;
    struct seen *q = NEW(c, struct seen);
    uint32_t row = s->first[doc];
    float *v = NEW_ARRAY(c, float, s->room);
    for (size_t k = 0; k < s->width; k++)
        v[k] = (float)s->set[row * s->room + k] * s->scale[row];
    *q = (struct seen){s, v, s->tones[row]};
    return q;
}

static float colours_alike(const struct look_tones *a, const struct look_tones *b)
{
    enum { NEAR = 16 /* CIE 1976: the same colour in another light */ };
    double sum = 0;
    for (size_t i = 0; i < a->n; i++) {
        double most = 0;
        for (size_t k = 0; k < b->n; k++)
            if (lab_apart(a->tone[i].at, b->tone[k].at) < NEAR)
                most += b->tone[k].share;
        sum += fmin(a->tone[i].share, most);
    }
    return (float)fmin(1, sum);
}

bool looks_like(const struct seen *q, uint32_t doc, struct likes *out)
{
    const struct looks *s = q->of;
    *out = (struct likes){.shape = -2};
    for (uint32_t r = s->first[doc]; q->query && r < s->first[doc + 1]; r++) {
        float shape = s->scale[r] * dot_real(s->kind, s->set + r * s->room, q->query, s->room);
        if (shape > out->shape)
            *out = (struct likes){shape, 0, r};
    }
    if (out->shape < -1)
        return false;
    out->colour = colours_alike(&q->tones, &s->tones[out->row]);
    return true;
}

float looks_between(const struct looks *s, uint32_t a, uint32_t b)
{
    float best = -2;
    if (!s || !s->set || a >= s->n || b >= s->n || s->first[a] == s->first[a + 1])
        return best;
    const int16_t *x = s->set + s->first[a] * s->room;
    for (uint32_t r = s->first[b]; r < s->first[b + 1]; r++) {
        const int16_t *y = s->set + r * s->room;
        float sum = 0;
        for (size_t k = 0; k < s->width; k++)
            sum += (float)(x[k] * y[k]);
        best = fmaxf(best, sum * s->scale[s->first[a]] * s->scale[r]);
    }
    return best;
}

const char *looks_words(float shape)
{
    return shape >= 0.8f ? "nearly the same picture" : shape >= 0.5f ? "looks much like it" : shape >= 0.3f ? "looks like it" : shape >= 0.15f ? "some likeness" : "";
}
