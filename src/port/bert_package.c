/* port/bert_package.c - safetensors read, GGUF written; llama.cpp does the rest.
 *
 * Sources  safetensors: 8 bytes length, a JSON header, the numbers; tensor names as in transformers' BertModel and
 *          llama.cpp's LLM_ARCH_BERT; its WordPiece wants U+2581 before a piece that begins a word, and no ## before others.
 */
#include "port/bert_package.h"
#include "core/file.h"
#include "core/json.h"
#include <fcntl.h>
#include <ggml.h>
#include <gguf.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TENSORS_MOST = 1024, BLOCK = 32 /* weights of Q8_0 */, TOKENS_MOST = 300000 };

struct bert {
    struct str path;
    const char *map;
    size_t size, data; /* where the numbers begin */
    const struct json *header;
    int64_t width, inner, layers, heads, words, positions, kinds;
    double epsilon;
    struct ggml_context *room;
    struct gguf_context *to;
    const char *lacks; /* the first tensor that is missing or of another shape */
};

static void unmap(void *what)
{
    struct bert *b = what;
    munmap((void *)(uintptr_t)b->map, b->size);
}

static enum status map_open(struct ctx *c, struct bert *b)
{
    uint64_t length = 0;
    struct stat s;
    int fd = open(b->path.p, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &s) != 0 || s.st_size < 16) {
        if (fd >= 0)
            close(fd);
        return fail(c, REJECT, "%s cannot be read", b->path.p);
    }
    b->size = (size_t)s.st_size;
    b->map = mmap(NULL, b->size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (b->map == MAP_FAILED)
        return fail(c, RETRY, "%s cannot be mapped", b->path.p);
    arena_defer(c->mem, unmap, b);
    memcpy(&length, b->map, sizeof length);
    if (length > b->size - 8)
        return fail(c, REJECT, "%s is no safetensors file", b->path.p);
    b->data = 8 + (size_t)length;
    return json_read(c, str_copy(c, (struct str){b->map + 8, (size_t)length}), &b->header);
}

enum { TEXT_MOST = 16 << 20 };

static struct str beside(struct ctx *c, struct str path, const char *name)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return str_fmt(c, "%.*s%s", (int)n, path.p, name);
}

static enum status config_read(struct ctx *c, struct bert *b)
{
    struct str text;
    const struct json *v;
    TRY(file_read(c, beside(c, b->path, "config.json"), TEXT_MOST, &text));
    TRY(json_read(c, text, &v));
    b->width = json_int(json_get(v, "hidden_size"));
    b->inner = json_int(json_get(v, "intermediate_size"));
    b->layers = json_int(json_get(v, "num_hidden_layers"));
    b->heads = json_int(json_get(v, "num_attention_heads"));
    b->words = json_int(json_get(v, "vocab_size"));
    b->positions = json_int(json_get(v, "max_position_embeddings"));
    b->kinds = json_int(json_get(v, "type_vocab_size"));
    b->epsilon = json_real(json_get(v, "layer_norm_eps"));
    bool odd = b->width < BLOCK || b->width > 4096 || b->width % BLOCK || b->inner < BLOCK || b->inner > 65536 || b->inner % BLOCK;
    odd |= b->layers < 1 || b->layers > 64 || b->heads < 1 || b->heads > b->width || b->width % (b->heads > 0 ? b->heads : 1);
    odd |= b->words < 1000 || b->words > TOKENS_MOST || b->positions < 16 || b->positions > 8192 || b->kinds < 1 || b->kinds > 16;
    return odd ? fail(c, REJECT, "%s tells of a model that is not like a sentence-transformers BERT", beside(c, b->path, "config.json").p) : OK;
}

/* ---- tensors --------------------------------------------------------------------------------------- */

static const float *numbers(const struct bert *b, const char *name, int64_t want)
{
    const struct json *t = json_get(b->header, name), *at = json_get(t, "data_offsets");
    int64_t from = json_int(json_at(at, 0)), to = json_int(json_at(at, 1));
    bool whole = t && str_eq(json_str(json_get(t, "dtype")), STR("F32")) && from >= 0 && to - from == want * 4 && b->data + (size_t)to <= b->size;
    return whole && (b->data + (size_t)from) % 4 == 0 ? (const float *)(const void *)(b->map + b->data + from) : NULL;
}

/* n1 0: a row of n0. A matrix is kept in 8 bits. */
static void add(struct ctx *c, struct bert *b, const char *from, const char *name, int64_t n0, int64_t n1)
{
    const float *v = numbers(b, from, n0 * (n1 ? n1 : 1));
    if (!v) {
        b->lacks = b->lacks ? b->lacks : str_fmt(c, "%s", from).p;
        return;
    }
    bool packed = n1 > b->kinds; /* the few rows of token kinds stay as they are */
    struct ggml_tensor *t = n1 ? ggml_new_tensor_2d(b->room, packed ? GGML_TYPE_Q8_0 : GGML_TYPE_F32, n0, n1) : ggml_new_tensor_1d(b->room, GGML_TYPE_F32, n0);
    ggml_set_name(t, name);
    t->data = packed ? arena_take(c->mem, ggml_nbytes(t)) : (void *)(uintptr_t)v;
    if (packed)
        ggml_quantize_chunk(GGML_TYPE_Q8_0, v, t->data, 0, n1, n0, NULL);
    gguf_add_tensor(b->to, t);
}

static void add_layer(struct ctx *c, struct bert *b, int layer)
{
    static const struct { const char *from, *name; bool inner_out, inner_in, norm; } parts[] = {
        {"attention.self.query", "attn_q", 0, 0, 0}, {"attention.self.key", "attn_k", 0, 0, 0}, {"attention.self.value", "attn_v", 0, 0, 0},
        {"attention.output.dense", "attn_output", 0, 0, 0}, {"attention.output.LayerNorm", "attn_output_norm", 0, 0, 1},
        {"intermediate.dense", "ffn_up", 1, 0, 0}, {"output.dense", "ffn_down", 0, 1, 0}, {"output.LayerNorm", "layer_output_norm", 0, 0, 1}};
    char from[96], name[64];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t out = parts[i].inner_out ? b->inner : b->width, in = parts[i].inner_in ? b->inner : b->width;
        snprintf(from, sizeof from, "encoder.layer.%d.%s.weight", layer, parts[i].from);
        snprintf(name, sizeof name, "blk.%d.%s.weight", layer, parts[i].name);
        add(c, b, from, name, parts[i].norm ? out : in, parts[i].norm ? 0 : out);
        snprintf(from, sizeof from, "encoder.layer.%d.%s.bias", layer, parts[i].from);
        snprintf(name, sizeof name, "blk.%d.%s.bias", layer, parts[i].name);
        add(c, b, from, name, out, 0);
    }
}

static void add_tensors(struct ctx *c, struct bert *b)
{
    add(c, b, "embeddings.word_embeddings.weight", "token_embd.weight", b->width, b->words);
    add(c, b, "embeddings.position_embeddings.weight", "position_embd.weight", b->width, b->positions);
    add(c, b, "embeddings.token_type_embeddings.weight", "token_types.weight", b->width, b->kinds);
    add(c, b, "embeddings.LayerNorm.weight", "token_embd_norm.weight", b->width, 0);
    add(c, b, "embeddings.LayerNorm.bias", "token_embd_norm.bias", b->width, 0);
    for (int i = 0; i < b->layers; i++)
        add_layer(c, b, i);
}

/* ---- words -------------------------------------------------------------------------------------------- */

static enum status add_words(struct ctx *c, struct bert *b, struct bert_shape *shape)
{
    struct str text;
    struct str path = beside(c, b->path, "vocab.txt");
    const char **piece = NEW_ARRAY(c, const char *, b->words + 1);
    int64_t n = 0;
    TRY(file_read(c, path, TEXT_MOST, &text));
    for (size_t at = 0; at < text.n && n < b->words; n++) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.n : end;
        struct str w = str_part(text, at, end > at && text.p[end - 1] == '\r' ? end - 1 : end);
        shape->begin = str_eq(w, STR("[CLS]")) ? (int32_t)n : shape->begin;
        shape->end = str_eq(w, STR("[SEP]")) ? (int32_t)n : shape->end;
        piece[n] = str_starts(w, STR("[")) && str_ends(w, STR("]")) && w.n > 2 ? str_copy(c, w).p
                   : str_starts(w, STR("##")) ? str_copy(c, str_part(w, 2, w.n)).p
                                              : str_fmt(c, "\xe2\x96\x81%.*s", FMT(w)).p;
        at = end + 1;
    }
    if (n != b->words || !shape->begin || !shape->end)
        return fail(c, REJECT, "%s has %lld words, the model %lld", path.p, (long long)n, (long long)b->words);
    gguf_set_arr_str(b->to, "tokenizer.ggml.tokens", piece, (size_t)n);
    return OK;
}

static void add_keys(const struct bert *b)
{
    gguf_set_val_str(b->to, "general.architecture", "bert");
    gguf_set_val_str(b->to, "tokenizer.ggml.model", "bert");
    gguf_set_val_u32(b->to, "tokenizer.ggml.token_type_count", (uint32_t)b->kinds);
    gguf_set_val_u32(b->to, "bert.vocab_size", (uint32_t)b->words);
    gguf_set_val_u32(b->to, "bert.context_length", (uint32_t)b->positions);
    gguf_set_val_u32(b->to, "bert.embedding_length", (uint32_t)b->width);
    gguf_set_val_u32(b->to, "bert.feed_forward_length", (uint32_t)b->inner);
    gguf_set_val_u32(b->to, "bert.block_count", (uint32_t)b->layers);
    gguf_set_val_u32(b->to, "bert.attention.head_count", (uint32_t)b->heads);
    gguf_set_val_f32(b->to, "bert.attention.layer_norm_epsilon", (float)b->epsilon);
    gguf_set_val_bool(b->to, "bert.attention.causal", false);
    gguf_set_val_u32(b->to, "bert.pooling_type", 1 /* LLAMA_POOLING_TYPE_MEAN */);
}

static enum status written(struct ctx *c, const struct bert *b, FILE **out)
{
    int fd = memfd_create("bert", MFD_CLOEXEC);
    FILE *f = fd >= 0 ? fdopen(fd, "w+b") : NULL;
    if (!f)
        return fail(c, RETRY, "no memory for %s", b->path.p);
    if (!gguf_write_to_file_ptr(b->to, f, false) || fseek(f, 0, SEEK_SET) != 0)
        return fclose(f), fail(c, RETRY, "no memory for %s", b->path.p);
    *out = f;
    return OK;
}

enum status bert_package_open(struct ctx *c, struct str path, struct bert_shape *shape, FILE **out)
{
    struct bert *b = NEW(c, struct bert);
    b->path = path;
    TRY(map_open(c, b));
    TRY(config_read(c, b));
    b->room = ggml_init((struct ggml_init_params){.mem_size = TENSORS_MOST * 2 * ggml_tensor_overhead(), .no_alloc = true});
    b->to = gguf_init_empty();
    *shape = (struct bert_shape){(int32_t)b->width, (int32_t)b->positions, 0, 0};
    add_keys(b);
    add_tensors(c, b);
    enum status s = b->lacks ? fail(c, REJECT, "%s lacks the tensor %s in 32-bit numbers", path.p, b->lacks) : add_words(c, b, shape);
    s = s == OK ? written(c, b, out) : s;
    gguf_free(b->to);
    ggml_free(b->room);
    return s;
}
