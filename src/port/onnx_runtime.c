/* port/onnx_runtime.c - port/onnx_runtime.h by ONNX Runtime, opened when the first network is.
 *
 * The library is not linked: its one symbol carries its exact version.
 */
#include "port/onnx_runtime.h"
#include "port/effort.h"
#include "port/model_file.h"
#include "port/onnx_api.h"
#include <dlfcn.h>
#include <pthread.h>

/* ---- the library --------------------------------------------------------------------------------------- */

static pthread_mutex_t library_lock = PTHREAD_MUTEX_INITIALIZER;
static const struct onnx_api *api; /* under library_lock until it is there */
static struct onnx_env *env;
static struct onnx_memory *memory;

enum { NUMBERS_MOST = 1 << 26 };

static enum status told(struct ctx *c, const char *path, onnx_done bad)
{
    if (!bad)
        return OK;
    struct str why = str_mend(c, str_copy(c, str_z(api->message(bad))));
    api->free_status(bad);
    return fail(c, REJECT, "%s: %s", path, why.p);
}

#define DO(path, call) TRY(told(c, path, call))

static enum status library_load(struct ctx *c)
{
    struct str path = model_file(c, "PURVEY_ONNX", "libonnxruntime.so*", "onnxruntime-*/onnxruntime/capi/libonnxruntime.so.*");
    if (!path.n)
        return fail(c, REJECT, "ONNX Runtime is not here: run make deps, or name its libonnxruntime.so by $PURVEY_ONNX");
    void *library = dlopen(path.p, RTLD_NOW | RTLD_LOCAL);
    const struct onnx_base *(*base)(void) = NULL;
    if (library)
        *(void **)&base = dlsym(library, "OrtGetApiBase");
    if (!base || !base() || !(api = base()->api(ONNX_API_VERSION)))
        return fail(c, REJECT, "%s is no ONNX Runtime of version 1.17 or later: %s", path.p, library ? "its table is another" : dlerror());
    DO(path.p, api->env(ONNX_LOG_FATAL, "purvey", &env));
    return told(c, path.p, api->memory(ONNX_DEVICE_ALLOCATOR, ONNX_MEMORY_DEFAULT, &memory));
}

static enum status library_open(struct ctx *c)
{
    pthread_mutex_lock(&library_lock);
    enum status s = memory ? OK : library_load(c);
    pthread_mutex_unlock(&library_lock);
    return s;
}

/* ---- a network's ins and outs ----------------------------------------------------------------------------- */

typedef onnx_done name_of(const struct onnx_session *s, size_t i, struct onnx_allocator *a, char **out);

static enum status name_read(struct ctx *c, const struct onnx_net *m, name_of *of, size_t i, char *to)
{
    struct onnx_allocator *a;
    char *name;
    DO(m->path, api->allocator(&a));
    DO(m->path, of(m->session, i, a, &name));
    snprintf(to, ONNX_NAME, "%s", name);
    return told(c, m->path, api->give_back(a, name));
}

static enum status tensor_read(struct ctx *c, const struct onnx_net *m, const struct onnx_tensor *t, struct onnx_feed *out)
{
    DO(m->path, api->kind(t, &out->kind));
    DO(m->path, api->count_sides(t, &out->sides));
    if (out->sides > ONNX_SIDES)
        return fail(c, REJECT, "%s: \"%s\" has %zu sides", m->path, out->name, out->sides);
    return told(c, m->path, api->sides(t, out->side, out->sides));
}

static enum status feed_read(struct ctx *c, const struct onnx_net *m, size_t i, struct onnx_feed *out)
{
    const struct onnx_tensor *t;
    struct onnx_type *type;
    TRY(name_read(c, m, api->name_in, i, out->name));
    DO(m->path, api->type_in(m->session, i, &type));
    enum status s = told(c, m->path, api->as_tensor(type, &t));
    if (s == OK)
        s = t ? tensor_read(c, m, t, out) : fail(c, REJECT, "%s: \"%s\" is no tensor", m->path, out->name);
    api->free_type(type);
    return s;
}

static enum status feeds_read(struct ctx *c, struct onnx_net *m)
{
    DO(m->path, api->count_in(m->session, &m->n_in));
    if (m->n_in > ONNX_INPUTS)
        return fail(c, REJECT, "%s wants %zu inputs; one half of an image-text model wants 1 to 3", m->path, m->n_in);
    for (size_t i = 0; i < m->n_in; i++)
        TRY(feed_read(c, m, i, &m->in[i]));
    return OK;
}

/* The one that is a vector of the common space, by the names that exports give it, the likeliest first. */
static enum status output_choose(struct ctx *c, struct onnx_net *m, const char *const *wanted)
{
    struct buf all = {0};
    size_t n, best = SIZE_MAX;
    DO(m->path, api->count_out(m->session, &n));
    for (size_t i = 0; i < n; i++) {
        char one[ONNX_NAME];
        TRY(name_read(c, m, api->name_out, i, one));
        buf_fmt(c, &all, "%s%s", all.n ? ", " : "", one);
        for (size_t k = 0; wanted[k] && k < best; k++)
            if (!strcmp(one, wanted[k]) || !strcmp(wanted[k], "*")) {
                best = k;
                memcpy(m->out, one, sizeof m->out);
            }
    }
    return best != SIZE_MAX ? OK : fail(c, REJECT, "%s gives %s, and no %s: export the model anew, with its projection", m->path,
                                        all.p ? all.p : "nothing", wanted[0]);
}

/* ---- running ------------------------------------------------------------------------------------------------ */

static enum status value_make(struct ctx *c, const struct onnx_net *m, size_t i, struct onnx_given *g, struct onnx_value **out)
{
    size_t bytes = m->in[i].kind == ONNX_INT64 ? 8 : 4;
    for (size_t k = 0; k < m->in[i].sides; k++)
        bytes *= (size_t)g->side[k];
    return told(c, m->path, api->tensor(memory, g->at, bytes, g->side, m->in[i].sides, m->in[i].kind, out));
}

static enum status result_read(struct ctx *c, const struct onnx_net *m, struct onnx_value *result, struct onnx_feed *got, float **out)
{
    struct onnx_tensor *type;
    size_t n = 1;
    float *at;
    memcpy(got->name, m->out, sizeof got->name);
    DO(m->path, api->tensor_of(result, &type));
    enum status s = tensor_read(c, m, type, got);
    api->free_tensor(type);
    TRY(s);
    for (size_t i = 0; i < got->sides; i++)
        n *= got->side[i] > 0 && (size_t)got->side[i] < NUMBERS_MOST && n < NUMBERS_MOST ? (size_t)got->side[i] : NUMBERS_MOST;
    if (got->kind != ONNX_FLOAT || n >= NUMBERS_MOST)
        return fail(c, REJECT, "%s: \"%s\" is not of numbers in 32 bits, or of too many", m->path, m->out);
    DO(m->path, api->numbers(result, (void **)&at));
    *out = NEW_ARRAY(c, float, n + 1);
    memcpy(*out, at, n * sizeof **out);
    return OK;
}

enum status onnx_run(struct ctx *c, const struct onnx_net *m, struct onnx_given *given, struct onnx_feed *got, float **out)
{
    const char *name[ONNX_INPUTS], *to[] = {m->out};
    struct onnx_value *in[ONNX_INPUTS] = {0}, *result = NULL;
    enum status s = OK;
    for (size_t i = 0; i < m->n_in && s == OK; i++) {
        name[i] = m->in[i].name;
        s = value_make(c, m, i, &given[i], &in[i]);
    }
    if (s == OK)
        s = told(c, m->path, api->run(m->session, NULL, name, (const struct onnx_value *const *)in, m->n_in, to, 1, &result));
    if (s == OK)
        s = result_read(c, m, result, got, out);
    for (size_t i = 0; i < m->n_in; i++)
        if (in[i])
            api->free_value(in[i]);
    if (result)
        api->free_value(result);
    return s;
}

/* ---- a session ------------------------------------------------------------------------------------------------- */

static enum status options_make(struct ctx *c, const struct onnx_net *m, int64_t threads, struct onnx_options **out)
{
    DO(m->path, api->options(out));
    DO(m->path, api->set_optimization(*out, ONNX_OPTIMIZE_ALL));
    DO(m->path, api->set_threads(*out, effort_of(threads).full));
    return told(c, m->path, api->set_option(*out, "session.intra_op.allow_spinning", "0")); /* idle threads rest */
}

enum status onnx_open(struct ctx *c, const char *path, int64_t threads, const char *const *wanted, struct onnx_net *out)
{
    struct onnx_options *o = NULL;
    *out = (struct onnx_net){.path = path};
    TRY(library_open(c));
    enum status s = options_make(c, out, threads, &o);
    s = s == OK ? told(c, path, api->session(env, path, o, &out->session)) : s;
    if (o)
        api->free_options(o);
    if (s != OK)
        return fail(c, s, "%s; fetch the file again, or export it anew", str_copy(c, str_z(c->why)).p);
    TRY(feeds_read(c, out));
    return output_choose(c, out, wanted);
}

void onnx_close(struct onnx_net *m)
{
    if (m->session)
        api->free_session(m->session);
    *m = (struct onnx_net){0};
}
