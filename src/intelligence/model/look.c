/* intelligence/model/look.c - pictures read, their ground told from what they show, their colours gathered.
 *
 * Source  Lloyd 1982 (k-means); centres begin at the farthest points, so the same picture has the same colours always
 */
#include "intelligence/model/look.h"
#include "core/cutout.h"
#include "core/hash.h"
#include "core/order.h"
#include "data/colour.h"
#include "data/object.h"
#include <math.h>
#include <stdlib.h>

enum {
    SIDE = 64,           /* pixels: colours are gathered on a small picture */
    CELLS = SIDE * SIDE,
    ROUNDS = 8,
    GROUND_SHARE = 60,   /* percent of the border that must agree for a ground to be plain */
    SHOWN_LEAST = 3,     /* percent: less than that is no thing on a ground */
};
static const double ground_apart = 9, merge_apart = 11, share_least = 0.05; /* CIE 1976; share of what is shown */

/* ---- reading --------------------------------------------------------------------------------------- */

static enum status look_pixels(struct ctx *c, const struct picture_given *given, int32_t least, struct pixels *out)
{
    struct str bytes;
    if (given->data.n && !hash_from_base64(c, given->data, &bytes))
        return fail(c, REJECT, "data is not base64");
    if (!given->data.n && !given->file.n)
        return fail(c, REJECT, "neither data nor a file is given");
    if (!given->data.n) /* the daemon answers others: it reads the shop's own pictures alone */
        TRY(c->gone || object_is(given->file) ? object_read(c, given->file, &bytes) : object_file(c, given->file, &bytes));
    return image_read(c, bytes, least > LOOK_LEAST ? least : LOOK_LEAST, out);
}

/* ---- the ground -------------------------------------------------------------------------------------- */

static bool on_border(int i) { return i < SIDE || i >= CELLS - SIDE || i % SIDE == 0 || i % SIDE == SIDE - 1; }

/* The middle colour of the border. */
static struct lab border_colour(const struct lab *at)
{
    double l[4 * SIDE], a[4 * SIDE], b[4 * SIDE];
    size_t n = 0;
    for (int i = 0; i < CELLS; i++)
        if (on_border(i))
            l[n] = at[i].l, a[n] = at[i].a, b[n++] = at[i].b;
    qsort(l, n, sizeof *l, order_real);
    qsort(a, n, sizeof *a, order_real);
    qsort(b, n, sizeof *b, order_real);
    return (struct lab){l[n / 2], a[n / 2], b[n / 2]};
}

/* Mark what is reached from the border over the ground's colour. false: the ground is not plain. */
static bool ground_find(const struct lab *at, bool *is_ground)
{
    struct lab colour = border_colour(at);
    int stack[CELLS], top = 0, border = 0, plain = 0, shown = CELLS;
    for (int i = 0; i < CELLS; i++) {
        if (!on_border(i))
            continue;
        border++;
        if (lab_apart(at[i], colour) < ground_apart)
            plain++, is_ground[i] = true, stack[top++] = i;
    }
    if (plain * 100 < border * GROUND_SHARE)
        return false;
    for (; top; shown--) {
        static const int step[] = {-1, 1, -SIDE, SIDE};
        int i = stack[--top];
        for (int k = 0; k < 4; k++) {
            int to = i + step[k];
            bool inside = to >= 0 && to < CELLS && !(step[k] == 1 && to % SIDE == 0) && !(step[k] == -1 && i % SIDE == 0);
            if (inside && !is_ground[to] && lab_apart(at[to], colour) < ground_apart)
                is_ground[to] = true, stack[top++] = to;
        }
    }
    return shown * 100 >= CELLS * SHOWN_LEAST;
}

/* ---- colours ------------------------------------------------------------------------------------------ */

struct cluster {
    struct lab middle, sum;
    double weight;
};

static size_t nearest(const struct cluster *k, size_t n, struct lab x, double *apart)
{
    size_t best = 0;
    *apart = INFINITY;
    for (size_t i = 0; i < n; i++) {
        double d = lab_apart(k[i].middle, x);
        if (d < *apart)
            *apart = d, best = i;
    }
    return best;
}

/* Each next centre is where the centres so far are farthest, once the picture's grain is averaged out. */
static void begin(const struct lab *at, const double *weight, struct cluster *k)
{
    struct lab mean = {0};
    double all = 0;
    for (int i = 0; i < CELLS; i++) {
        mean = (struct lab){mean.l + weight[i] * at[i].l, mean.a + weight[i] * at[i].a, mean.b + weight[i] * at[i].b};
        all += weight[i];
    }
    k[0].middle = (struct lab){mean.l / all, mean.a / all, mean.b / all};
    for (size_t n = 1; n < TONES_MOST; n++) {
        double most = -1, apart;
        for (int i = 0; i < CELLS; i++) {
            nearest(k, n, at[i], &apart);
            if (apart * weight[i] > most)
                most = apart * weight[i], k[n].middle = at[i];
        }
    }
}

static void gather(const struct lab *at, const double *weight, struct cluster *k)
{
    double apart;
    begin(at, weight, k);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t n = 0; n < TONES_MOST; n++)
            k[n].sum = (struct lab){0}, k[n].weight = 0;
        for (int i = 0; i < CELLS; i++) {
            struct cluster *to = &k[nearest(k, TONES_MOST, at[i], &apart)];
            to->sum = (struct lab){to->sum.l + weight[i] * at[i].l, to->sum.a + weight[i] * at[i].a, to->sum.b + weight[i] * at[i].b};
            to->weight += weight[i];
        }
        for (size_t n = 0; n < TONES_MOST; n++)
            if (k[n].weight > 0)
                k[n].middle = (struct lab){k[n].sum.l / k[n].weight, k[n].sum.a / k[n].weight, k[n].sum.b / k[n].weight};
    }
}

static int by_weight(const void *a, const void *b)
{
    const struct cluster *x = a, *y = b;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Colours that are hardly told apart are one. */
static size_t merge(struct cluster *k)
{
    size_t n = 0;
    qsort(k, TONES_MOST, sizeof *k, by_weight);
    for (size_t i = 0; i < TONES_MOST; i++) {
        double apart, both;
        size_t to = nearest(k, n, k[i].middle, &apart);
        if (!n || apart >= merge_apart) {
            k[n++] = k[i];
            continue;
        }
        if ((both = k[to].weight + k[i].weight) <= 0)
            continue;
        double w = k[i].weight / both;
        k[to].middle = (struct lab){k[to].middle.l + w * (k[i].middle.l - k[to].middle.l), k[to].middle.a + w * (k[i].middle.a - k[to].middle.a),
                                    k[to].middle.b + w * (k[i].middle.b - k[to].middle.b)};
        k[to].weight = both;
    }
    qsort(k, n, sizeof *k, by_weight);
    return n;
}

/* By the network that finds what is shown. false: it is not there, or finds nothing that could be a thing. */
static bool weigh_shown(struct ctx *c, const struct pixels *p, double *weight)
{
    float *sure = NEW_ARRAY(c, float, CELLS);
    double all = 0;
    if (cutout_see(c, p, SIDE, sure) != OK)
        return false;
    for (int i = 0; i < CELLS; i++)
        all += weight[i] = sure[i] >= 0.5f ? 1 : 0; /* its edge is of both */
    return all * 100 >= CELLS * SHOWN_LEAST;
}

/* Without it, what is on the ground counts alike; where there is no plain ground, the middle counts more. */
static void weigh(struct ctx *c, const struct pixels *p, const struct lab *at, double *weight)
{
    if (weigh_shown(c, p, weight))
        return;
    bool *is_ground = NEW_ARRAY(c, bool, CELLS);
    bool plain = ground_find(at, is_ground);
    for (int i = 0; i < CELLS; i++) {
        double x = (i % SIDE + 0.5) / SIDE - 0.5, y = (i / SIDE + 0.5) / SIDE - 0.5;
        weight[i] = plain ? !is_ground[i] : exp(-(x * x + y * y) / 0.125);
    }
}

/* The colours of what it shows, the largest first, without the ground behind. */
static void look_tones(struct ctx *c, const struct pixels *p, struct look *out)
{
    struct pixels small = image_fit(c, p, SIDE, SIDE);
    struct lab *at = NEW_ARRAY(c, struct lab, CELLS);
    double *weight = NEW_ARRAY(c, double, CELLS), all = 0;
    struct cluster k[TONES_MOST] = {0};
    for (int i = 0; i < CELLS; i++)
        at[i] = lab_of_rgb((uint32_t)small.at[3 * i] << 16 | (uint32_t)small.at[3 * i + 1] << 8 | small.at[3 * i + 2]);
    weigh(c, p, at, weight);
    gather(at, weight, k);
    size_t n = merge(k);
    for (size_t i = 0; i < n; i++)
        all += k[i].weight;
    for (size_t i = 0; i < n; i++) {
        double share = all > 0 ? k[i].weight / all : 0;
        if (share >= share_least)
            *LIST_ADD(c, &out->tones) =
                (struct tone){round(k[i].middle.l * 10) / 10, round(k[i].middle.a * 10) / 10, round(k[i].middle.b * 10) / 10,
                              round(share * 1000) / 1000, colour_name(c, colour_nearest(k[i].middle))};
    }
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static void to_unit(const float *v, size_t n, struct reals *out)
{
    double square = 0;
    for (size_t i = 0; i < n; i++)
        square += (double)v[i] * (double)v[i];
    for (size_t i = 0; i < n; i++)
        out->at[i] = square > 0 ? (double)v[i] / sqrt(square) : i == 0;
}

enum status look_all(struct ctx *c, const struct look_in *in, const struct look_way *way, struct look_out *out)
{
    float *v = NEW_ARRAY(c, float, way->dim);
    out->dim = way->dim;
    for (size_t i = 0; i < in->pictures.n; i++) {
        struct look *l = LIST_ADD(c, &out->looks);
        struct pixels p;
        *l = (struct look){0};
        enum status s = look_pixels(c, &in->pictures.at[i], way->least, &p);
        if (s == RETRY)
            return s;
        if (s == REJECT) {
            l->fault = str_copy(c, str_z(c->why));
            continue;
        }
        TRY(way->see(c, way->arg, &p, v));
        l->v = (struct reals){NEW_ARRAY(c, double, way->dim), (size_t)way->dim};
        to_unit(v, (size_t)way->dim, &l->v);
        look_tones(c, &p, l);
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "stopped, since nobody waits for it any more");
    }
    return OK;
}
