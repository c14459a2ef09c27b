/* port/clip_onnx.c - core/clip.h kept by two networks in ONNX files.
 *
 * Each has a lock and memory of its own, so that a photo being looked at holds up no search.
 */
#include "core/clip.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/vector.h"
#include "port/clip_token.h"
#include "port/embed_memo.h"
#include "port/onnx_runtime.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { TOKENS_CLIP = 77, TOKENS_SIGLIP = 64 };

struct clip {
    pthread_mutex_t lock;
    struct ctx c; /* its memory; NULL: nothing is loaded */
    struct str path;
    uint64_t stamp;
    int64_t threads, width;
    struct onnx_net net;
    struct clip_lens lens;
    struct clip_words *words;
    size_t tokens;    /* it reads at most */
    bool fills;       /* up to so many */
    struct embed_memo *memo;
};

static struct clip pictures = {.lock = PTHREAD_MUTEX_INITIALIZER}, words = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- running and loading ---------------------------------------------------------------------------------------- */

/* `out` has room for CLIP_WIDTH numbers. */
static enum status run(struct ctx *c, struct clip *m, struct onnx_given *given, float *out)
{
    struct onnx_feed got = {0};
    float *at;
    TRY(onnx_run(c, &m->net, given, &got, &at));
    int64_t width = got.sides == 2 && got.side[0] == 1 ? got.side[1] : 0;
    if (width < 2 || width > CLIP_WIDTH || (m->width && m->width != width))
        return fail(c, REJECT, "%s: \"%s\" is not one vector of 2 to %d numbers", m->path.p, m->net.out, CLIP_WIDTH);
    m->width = width;
    memcpy(out, at, (size_t)width * sizeof *out);
    vector_unit(out, (size_t)width);
    return OK;
}

static void unload(struct clip *m)
{
    onnx_close(&m->net);
    embed_memo_close(m->memo);
    arena_close(m->c.mem);
    *m = (struct clip){.lock = m->lock};
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
    return m->net.session && m->width && str_eq(m->path, path) && m->stamp == stamp && m->threads == threads;
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
    const struct onnx_feed *f = &m->net.in[0];
    if (m->net.n_in != 1 || f->sides != 4 || f->kind != ONNX_FLOAT)
        return fail(c, REJECT, "%s wants \"%s\"%s; the network for pictures wants pixel_values alone, in 32 bits", m->path.p, f->name, m->net.n_in > 1 ? " and more" : "");
    if ((f->side[1] > 0 && f->side[1] != 3) || (f->side[2] > 0 && f->side[2] != m->lens.height) || (f->side[3] > 0 && f->side[3] != m->lens.width))
        return fail(c, REJECT, "%s wants pictures of %lld x %lld pixels, preprocessor_config.json beside it makes %d x %d: they are of two models", m->path.p,
                    (long long)f->side[3], (long long)f->side[2], m->lens.width, m->lens.height);
    return OK;
}

enum status clip_see(struct ctx *c, struct clip *m, const struct pixels *p, float *out)
{
    struct arena_mark mark = arena_mark(c->mem);
    float *at = NEW_ARRAY(c, float, (size_t)m->lens.width * (size_t)m->lens.height * 3), v[CLIP_WIDTH];
    struct onnx_given given[ONNX_INPUTS] = {{at, {1, 3, m->lens.height, m->lens.width}}};
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
    TRY(onnx_open(c, m->path.p, m->threads, wanted, &m->net));
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

static bool is_number(const struct onnx_feed *f) { return f->kind == ONNX_INT64 || f->kind == ONNX_INT32; }

/* How many tokens it takes: a fixed side of its input, what the tokenizer says, or what all models of its kind take. */
static enum status words_feed(struct ctx *c, struct clip *m)
{
    static const char *const known = "input_ids attention_mask position_ids token_type_ids";
    int64_t fixed = 0;
    bool has_ids = false;
    for (size_t i = 0; i < m->net.n_in; i++) {
        const struct onnx_feed *f = &m->net.in[i];
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

static void number_put(const struct onnx_feed *f, void *at, size_t i, int64_t x)
{
    if (f->kind == ONNX_INT64)
        ((int64_t *)at)[i] = x;
    else
        ((int32_t *)at)[i] = (int32_t)x;
}

static void given_make(struct ctx *c, const struct clip *m, const struct ints *ids, size_t n, size_t i, struct onnx_given *out)
{
    const struct onnx_feed *f = &m->net.in[i];
    *out = (struct onnx_given){NEW_ARRAY(c, int64_t, n), {1, (int64_t)n}};
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
    struct onnx_given given[ONNX_INPUTS];
    struct ints ids;
    float v[CLIP_WIDTH];
    clip_words_cut(c, m->words, text, m->tokens, &ids);
    for (size_t i = 0; i < m->net.n_in; i++)
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
    TRY(onnx_open(c, m->path.p, m->threads, wanted, &m->net));
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
    TRY(file_read(c, f.pictures, CLIP_FILE_MOST, &config));
    struct str all = str_fmt(c, "%lld %s %s", (long long)size, hash_blake2b(c, (struct str){part, 2 * PART}).p, hash_blake2b(c, config).p);
    *mark = str_part(hash_blake2b(c, all), 0, 16);
    *mark = str_copy(c, *mark);
    return OK;
}
