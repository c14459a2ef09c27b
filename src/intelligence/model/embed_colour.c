/* intelligence/model/embed_colour.c - the dull twin of picture vectors: how much of which colour, and edges of which direction where.
 *
 * Source  Swain, Ballard 1991 (colour histograms, here in Lab, values shared with their neighbours); Dalal, Triggs 2005
 *         (histograms of gradients, without blocks)
 */
#include "core/capability.h"
#include "data/colour.h"
#include "intelligence/model/look.h"
#include <math.h>

enum { SIDE = 64, LIGHT = 5, HUE = 7 /* steps of L, and of a and of b */, COLOURS = LIGHT * HUE * HUE, CELL = 16, WAYS = 8,
       EDGES = (SIDE / CELL) * (SIDE / CELL) * WAYS, DIM = COLOURS + EDGES };

/* A value at `at` of `n` steps goes to the two beside it, by nearness. */
static int step_of(double at, int n, double *rest)
{
    double x = fmin(n - 1.001, fmax(0, at * (n - 1)));
    *rest = x - floor(x);
    return (int)x;
}

static void add_colour(struct lab x, float *out)
{
    double f[3];
    int l = step_of(x.l / 100, LIGHT, &f[0]), a = step_of((x.a + 80) / 160, HUE, &f[1]), b = step_of((x.b + 80) / 160, HUE, &f[2]);
    for (int k = 0; k < 8; k++) {
        double w = (k & 1 ? f[0] : 1 - f[0]) * (k & 2 ? f[1] : 1 - f[1]) * (k & 4 ? f[2] : 1 - f[2]);
        out[((l + (k & 1)) * HUE + a + (k >> 1 & 1)) * HUE + b + (k >> 2)] += (float)w;
    }
}

static void add_edges(const struct lab *at, float *out)
{
    for (int y = 1; y < SIDE - 1; y++)
        for (int x = 1; x < SIDE - 1; x++) {
            double dx = at[y * SIDE + x + 1].l - at[y * SIDE + x - 1].l, dy = at[(y + 1) * SIDE + x].l - at[(y - 1) * SIDE + x].l;
            double way = atan2(dy, dx) / M_PI;
            int k = (int)((way < 0 ? way + 1 : way) * WAYS) % WAYS;
            out[((y / CELL) * (SIDE / CELL) + x / CELL) * WAYS + k] += (float)hypot(dx, dy);
        }
}

/* Square roots, so that one large plain field is not all that counts; each half of length 1. */
static void even(float *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (double)v[i];
    for (int i = 0; i < n; i++)
        v[i] = sum > 0 ? sqrtf(v[i] / (float)sum) : 0;
}

static enum status see(struct ctx *c, void *arg, const struct pixels *p, float *out)
{
    (void)arg;
    struct arena_mark mark = arena_mark(c->mem);
    struct pixels small = image_fit(c, p, SIDE, SIDE);
    struct lab *at = NEW_ARRAY(c, struct lab, SIDE * SIDE);
    memset(out, 0, DIM * sizeof *out);
    for (int i = 0; i < SIDE * SIDE; i++) {
        at[i] = lab_of_rgb((uint32_t)small.at[3 * i] << 16 | (uint32_t)small.at[3 * i + 1] << 8 | small.at[3 * i + 2]);
        add_colour(at[i], out);
    }
    add_edges(at, out + COLOURS);
    even(out, COLOURS);
    even(out + COLOURS, EDGES);
    arena_reset(c->mem, mark);
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *out_)
{
    struct look_out *out = out_;
    (void)opt;
    out->backend = STR("colour");
    return look_all(c, in, &(struct look_way){.dim = DIM, .see = see}, out);
}

const struct capability embed_colour = {
    .name = "embed.colour",
    .doc = "Turn pictures into vectors of their colours and edges: the stand-in for embed.image.",
    .stage = TOOL,
    .in = &look_in_record,
    .out = &look_out_record,
    .run = run,
};
