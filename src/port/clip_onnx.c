/* port/clip_onnx.c - core/clip.h kept by ONNX Runtime, opened when a shop first names a model.
 *
 * The library is not linked: its one symbol carries its exact version, and shops without such a model need none of it. Each of the
 * two networks has a lock and memory of its own, so that a photo being looked at holds up no search.
 */
#include "core/clip.h"
#include "core/hash.h"
#include "core/vector.h"
#include "port/clip_token.h"
#include "port/effort.h"
#include "port/embed_memo.h"
#include "port/model_file.h"
#include "port/onnx_api.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { INPUTS_MOST = 8, SIDES_MOST = 8, TOKENS_CLIP = 77, TOKENS_SIGLIP = 64, NAME_MOST = 64 };

struct feed { /* an input: what it is called and looks like */
    char name[NAME_MOST];
    int kind;
    int64_t side[SIDES_MOST]; /* below 1: any */
    size_t sides;
};
struct clip {
    pthread_mutex_t lock;
    struct ctx c; /* its memory; NULL: nothing is loaded */
    struct str path;
    uint64_t stamp;
    int64_t threads, width;
    struct onnx_session *session;
    struct feed in[INPUTS_MOST];
    size_t n_in;
    char out[NAME_MOST];
    struct clip_lens lens;
    struct clip_words *words;
    size_t tokens;    /* it reads at most */
    bool fills;       /* up to so many */
    struct embed_memo *memo;
};

static struct clip pictures = {.lock = PTHREAD_MUTEX_INITIALIZER}, words = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- the library --------------------------------------------------------------------------------------- */

static pthread_mutex_t library_lock = PTHREAD_MUTEX_INITIALIZER;
static const struct onnx_api *api; /* under library_lock until it is there */
static struct onnx_env *env;
static struct onnx_memory *memory;

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

static enum status name_read(struct ctx *c, const struct clip *m, name_of *of, size_t i, char *to)
{
    struct onnx_allocator *a;
    char *name;
    DO(m->path.p, api->allocator(&a));
    DO(m->path.p, of(m->session, i, a, &name));
    snprintf(to, NAME_MOST, "%s", name);
    return told(c, m->path.p, api->give_back(a, name));
}

static enum status tensor_read(struct ctx *c, const struct clip *m, const struct onnx_tensor *t, struct feed *out)
{
    DO(m->path.p, api->kind(t, &out->kind));
    DO(m->path.p, api->count_sides(t, &out->sides));
    if (out->sides > SIDES_MOST)
        return fail(c, REJECT, "%s: \"%s\" has %zu sides", m->path.p, out->name, out->sides);
    return told(c, m->path.p, api->sides(t, out->side, out->sides));
}

static enum status feed_read(struct ctx *c, const struct clip *m, size_t i, struct feed *out)
{
    const struct onnx_tensor *t;
    struct onnx_type *type;
    TRY(name_read(c, m, api->name_in, i, out->name));
    DO(m->path.p, api->type_in(m->session, i, &type));
    enum status s = told(c, m->path.p, api->as_tensor(type, &t));
    if (s == OK)
        s = t ? tensor_read(c, m, t, out) : fail(c, REJECT, "%s: \"%s\" is no tensor", m->path.p, out->name);
    api->free_type(type);
    return s;
}

static enum status feeds_read(struct ctx *c, struct clip *m)
{
    DO(m->path.p, api->count_in(m->session, &m->n_in));
    if (m->n_in > INPUTS_MOST)
        return fail(c, REJECT, "%s wants %zu inputs; one half of an image-text model wants 1 to 3", m->path.p, m->n_in);
    for (size_t i = 0; i < m->n_in; i++)
        TRY(feed_read(c, m, i, &m->in[i]));
    return OK;
}

/* The one that is a vector of the common space, by the names that exports give it, the likeliest first. */
static enum status output_choose(struct ctx *c, struct clip *m, const char *const *wanted)
{
    struct buf all = {0};
    size_t n, best = SIZE_MAX;
    DO(m->path.p, api->count_out(m->session, &n));
    for (size_t i = 0; i < n; i++) {
        char one[NAME_MOST];
        TRY(name_read(c, m, api->name_out, i, one));
        buf_fmt(c, &all, "%s%s", all.n ? ", " : "", one);
        for (size_t k = 0; wanted[k] && k < best; k++)
            if (!strcmp(one, wanted[k])) {
                best = k;
                memcpy(m->out, one, sizeof m->out);
            }
    }
    return best != SIZE_MAX ? OK : fail(c, REJECT, "%s gives %s, and no %s: export the model's two halves with their projection", m->path.p,
                                        all.p ? all.p : "nothing", wanted[0]);
}

/* ---- running ------------------------------------------------------------------------------------------------ */

struct given { /* what goes into one input */
    void *at;
    int64_t side[SIDES_MOST];
};

static enum status value_make(struct ctx *c, const struct clip *m, size_t i, struct given *g, struct onnx_value **out)
{
    size_t bytes = m->in[i].kind == ONNX_INT64 ? 8 : 4;
    for (size_t k = 0; k < m->in[i].sides; k++)
        bytes *= (size_t)g->side[k];
    return told(c, m->path.p, api->tensor(memory, g->at, bytes, g->side, m->in[i].sides, m->in[i].kind, out));
}

static enum status result_read(struct ctx *c, struct clip *m, struct onnx_value *result, float *out)
{
    struct onnx_tensor *type;
    struct feed got = {0};
    float *at;
    memcpy(got.name, m->out, sizeof got.name);
    DO(m->path.p, api->tensor_of(result, &type));
    enum status s = tensor_read(c, m, type, &got);
    api->free_tensor(type);
    TRY(s);
    int64_t width = got.sides == 2 && got.side[0] == 1 && got.kind == ONNX_FLOAT ? got.side[1] : 0;
    if (width < 2 || width > CLIP_WIDTH || (m->width && m->width != width))
        return fail(c, REJECT, "%s: \"%s\" is not one vector of 2 to %d numbers in 32 bits", m->path.p, m->out, CLIP_WIDTH);
    DO(m->path.p, api->numbers(result, (void **)&at));
    m->width = width;
    memcpy(out, at, (size_t)width * sizeof *out);
    vector_unit(out, (size_t)width);
    return OK;
}

/* `out` has room for CLIP_WIDTH numbers. */
static enum status run(struct ctx *c, struct clip *m, struct given *given, float *out)
{
    const char *name[INPUTS_MOST], *to[] = {m->out};
    struct onnx_value *in[INPUTS_MOST] = {0}, *result = NULL;
    enum status s = OK;
    for (size_t i = 0; i < m->n_in && s == OK; i++) {
        name[i] = m->in[i].name;
        s = value_make(c, m, i, &given[i], &in[i]);
    }
    if (s == OK)
        s = told(c, m->path.p, api->run(m->session, NULL, name, (const struct onnx_value *const *)in, m->n_in, to, 1, &result));
    if (s == OK)
        s = result_read(c, m, result, out);
    for (size_t i = 0; i < m->n_in; i++)
        if (in[i])
            api->free_value(in[i]);
    if (result)
        api->free_value(result);
    return s;
}

/* ---- loading -------------------------------------------------------------------------------------------------- */

static void unload(struct clip *m)
{
    if (m->session)
        api->free_session(m->session);
    embed_memo_close(m->memo);
    arena_close(m->c.mem);
    *m = (struct clip){.lock = m->lock};
}

static enum status options_make(struct ctx *c, const struct clip *m, struct onnx_options **out)
{
    DO(m->path.p, api->options(out));
    DO(m->path.p, api->set_optimization(*out, ONNX_OPTIMIZE_ALL));
    DO(m->path.p, api->set_threads(*out, effort_of(m->threads).full));
    return told(c, m->path.p, api->set_option(*out, "session.intra_op.allow_spinning", "0")); /* idle threads rest */
}

static enum status session_make(struct ctx *c, struct clip *m, const char *const *wanted)
{
    struct onnx_options *o = NULL;
    TRY(library_open(c));
    enum status s = options_make(c, m, &o);
    s = s == OK ? told(c, m->path.p, api->session(env, m->path.p, o, &m->session)) : s;
    if (o)
        api->free_options(o);
    if (s != OK)
        return fail(c, s, "%s; fetch the file again, or export it anew", str_copy(c, str_z(c->why)).p);
    TRY(feeds_read(c, m));
    return output_choose(c, m, wanted);
}

/* Begin with what is kept of a network: its file's name, and memory of its own. */
static void begin(struct clip *m, struct str path, uint64_t stamp, int64_t threads)
{
    unload(m);
    m->c = (struct ctx){.mem = arena_open()};
    m->path = str_copy(&m->c, path);
    m->stamp = stamp;
    m->threads = threads;
}

static bool is_loaded(const struct clip *m, struct str path, uint64_t stamp, int64_t threads)
{
    return m->session && m->width && str_eq(m->path, path) && m->stamp == stamp && m->threads == threads;
}

static enum status end(struct ctx *c, struct clip *m, enum status s)
{
    if (s == OK)
        return OK;
    struct str why = str_copy(c, str_z(*m->c.why ? m->c.why : c->why));
    unload(m);
    pthread_mutex_unlock(&m->lock);
    return fail(c, s, "%s", why.p);
}

/* ---- pictures --------------------------------------------------------------------------------------------------- */

static enum status picture_feed(struct ctx *c, const struct clip *m)
{
    const struct feed *f = &m->in[0];
    if (m->n_in != 1 || f->sides != 4 || f->kind != ONNX_FLOAT)
        return fail(c, REJECT, "%s wants \"%s\"%s; the network for pictures wants pixel_values alone, in 32 bits", m->path.p, f->name, m->n_in > 1 ? " and more" : "");
    if ((f->side[1] > 0 && f->side[1] != 3) || (f->side[2] > 0 && f->side[2] != m->lens.height) || (f->side[3] > 0 && f->side[3] != m->lens.width))
        return fail(c, REJECT, "%s wants pictures of %lld x %lld pixels, preprocessor_config.json beside it makes %d x %d: they are of two models", m->path.p,
                    (long long)f->side[3], (long long)f->side[2], m->lens.width, m->lens.height);
    return OK;
}

enum status clip_see(struct ctx *c, struct clip *m, const struct pixels *p, float *out)
{
    struct arena_mark mark = arena_mark(c->mem);
    float *at = NEW_ARRAY(c, float, (size_t)m->lens.width * (size_t)m->lens.height * 3), v[CLIP_WIDTH];
    struct given given[INPUTS_MOST] = {{at, {1, 3, m->lens.height, m->lens.width}}};
    clip_lens_apply(c, &m->lens, p, at);
    enum status s = run(c, m, given, v);
    arena_reset(c->mem, mark);
    if (s == OK)
        memcpy(out, v, (size_t)m->width * sizeof *out);
    return s;
}

static enum status pictures_load(struct ctx *c, struct clip *m, const struct clip_files *f)
{
    static const char *const wanted[] = {"image_embeds", "pooler_output", NULL};
    float v[CLIP_WIDTH];
    TRY(clip_lens_read(&m->c, f->pictures, &m->lens));
    TRY(session_make(c, m, wanted));
    TRY(picture_feed(c, m));
    struct pixels plain = {m->lens.width, m->lens.height, NEW_ARRAY(c, unsigned char, (size_t)m->lens.width * (size_t)m->lens.height * 3)};
    return clip_see(c, m, &plain, v);
}

enum status clip_open_pictures(struct ctx *c, const struct clip_rules *r, struct clip **out)
{
    struct clip_files f;
    struct clip *m = *out = &pictures;
    TRY(clip_files_find(c, r->folder, &f));
    uint64_t stamp = clip_stamp((struct str[]){f.vision, f.pictures}, 2);
    pthread_mutex_lock(&m->lock);
    if (is_loaded(m, f.vision, stamp, r->threads))
        return OK;
    begin(m, f.vision, stamp, r->threads);
    return end(c, m, pictures_load(c, m, &f));
}

/* ---- words -------------------------------------------------------------------------------------------------------- */

static bool is_number(const struct feed *f) { return f->kind == ONNX_INT64 || f->kind == ONNX_INT32; }

/* How many tokens it takes: a fixed side of its input, what the tokenizer says, or what all models of its kind take. */
static enum status words_feed(struct ctx *c, struct clip *m)
{
    static const char *const known = "input_ids attention_mask position_ids token_type_ids";
    int64_t fixed = 0;
    bool has_ids = false;
    for (size_t i = 0; i < m->n_in; i++) {
        const struct feed *f = &m->in[i];
        if (!str_has(str_z(known), str_z(f->name)) || f->sides != 2 || !is_number(f))
            return fail(c, REJECT, "%s wants \"%s\"; the network for words wants %s: export the model's two halves apart", m->path.p, f->name, known);
        has_ids |= !strcmp(f->name, "input_ids");
        fixed = f->side[1] > 0 ? f->side[1] : fixed;
    }
    size_t said = clip_words_most(m->words);
    m->fills = fixed > 0 || clip_words_fills(m->words);
    m->tokens = fixed > 0 ? (size_t)fixed : said ? said : clip_words_fills(m->words) ? TOKENS_SIGLIP : TOKENS_CLIP;
    return has_ids && m->tokens >= 3 ? OK : fail(c, REJECT, "%s takes no words (input_ids)", m->path.p);
}

static void number_put(const struct feed *f, void *at, size_t i, int64_t x)
{
    if (f->kind == ONNX_INT64)
        ((int64_t *)at)[i] = x;
    else
        ((int32_t *)at)[i] = (int32_t)x;
}

static void given_make(struct ctx *c, const struct clip *m, const struct ints *ids, size_t n, size_t i, struct given *out)
{
    const struct feed *f = &m->in[i];
    *out = (struct given){NEW_ARRAY(c, int64_t, n), {1, (int64_t)n}};
    for (size_t k = 0; k < n; k++) {
        bool is_word = k < ids->n;
        number_put(f, out->at, k, f->name[0] == 'i'   ? (is_word ? ids->at[k] : clip_words_pad(m->words))
                                  : f->name[0] == 'a' ? is_word
                                  : f->name[0] == 'p' ? (int64_t)k
                                                      : 0);
    }
}

enum status clip_read(struct ctx *c, struct clip *m, struct str text, float *out)
{
    const float *had = embed_memo_find(m->memo, text, true);
    if (had) {
        memcpy(out, had, (size_t)m->width * sizeof *out);
        return OK;
    }
    struct arena_mark mark = arena_mark(c->mem);
    struct given given[INPUTS_MOST];
    struct ints ids;
    float v[CLIP_WIDTH];
    clip_words_cut(c, m->words, text, m->tokens, &ids);
    for (size_t i = 0; i < m->n_in; i++)
        given_make(c, m, &ids, m->fills ? m->tokens : ids.n, i, &given[i]);
    enum status s = run(c, m, given, v);
    arena_reset(c->mem, mark);
    if (s != OK)
        return s;
    memcpy(out, v, (size_t)m->width * sizeof *out);
    embed_memo_keep(&m->memo, text, true, v, (size_t)m->width);
    return OK;
}

static enum status words_load(struct ctx *c, struct clip *m, const struct clip_files *f)
{
    static const char *const wanted[] = {"text_embeds", "pooler_output", NULL};
    float v[CLIP_WIDTH];
    TRY(clip_words_read(&m->c, f, &m->words));
    TRY(session_make(c, m, wanted));
    TRY(words_feed(c, m));
    return clip_read(c, m, STR("a photo"), v);
}

enum status clip_open_words(struct ctx *c, const struct clip_rules *r, struct clip **out)
{
    struct clip_files f;
    struct clip *m = *out = &words;
    TRY(clip_files_find(c, r->folder, &f));
    uint64_t stamp = clip_stamp((struct str[]){f.text, f.tokenizer, f.vocab, f.merges}, 4);
    pthread_mutex_lock(&m->lock);
    if (is_loaded(m, f.text, stamp, r->threads))
        return OK;
    begin(m, f.text, stamp, r->threads);
    return end(c, m, words_load(c, m, &f));
}

/* ---- both ------------------------------------------------------------------------------------------------------------ */

void clip_close(struct clip *m) { pthread_mutex_unlock(&m->lock); }
int64_t clip_width(const struct clip *m) { return m->width; }
int32_t clip_least(const struct clip *m) { return m->lens.shorter > 256 ? m->lens.shorter : m->lens.height > 256 ? m->lens.height : 256; }

enum status clip_check(struct ctx *c, const struct clip_rules *r)
{
    struct clip *m;
    TRY(clip_open_pictures(c, r, &m));
    int64_t seen = m->width;
    clip_close(m);
    TRY(clip_open_words(c, r, &m));
    int64_t read = m->width;
    clip_close(m);
    if (seen != read)
        return fail(c, REJECT, "%.*s: vision_model.onnx makes %lld numbers of a picture, text_model.onnx %lld of words: they are of two models, so put both of one there",
                    FMT(r->folder), (long long)seen, (long long)read);
    return OK;
}

/* The beginning and end of the file tell two models apart, and cost nothing. */
enum status clip_mark(struct ctx *c, struct str folder, struct str *mark)
{
    enum { PART = 65536 };
    struct clip_files f;
    TRY(clip_files_find(c, folder, &f));
    char *part = arena_take(c->mem, 2 * PART + 1);
    int fd = open(f.vision.p, O_RDONLY | O_CLOEXEC);
    off_t size = fd >= 0 ? lseek(fd, 0, SEEK_END) : 0;
    ssize_t head = fd >= 0 ? pread(fd, part, PART, 0) : -1, tail = fd >= 0 ? pread(fd, part + PART, PART, size > PART ? size - PART : 0) : -1;
    if (fd >= 0)
        close(fd);
    if (head < 0 || tail < 0)
        return fail(c, REJECT, "%s cannot be read: give purvey's user the right to", f.vision.p);
    struct str config;
    TRY(clip_text(c, f.pictures, &config));
    struct str all = str_fmt(c, "%lld %s %s", (long long)size, hash_blake2b(c, (struct str){part, 2 * PART}).p, hash_blake2b(c, config).p);
    *mark = str_part(hash_blake2b(c, all), 0, 16);
    *mark = str_copy(c, *mark);
    return OK;
}
