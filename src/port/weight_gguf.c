/* port/weight_gguf.c - port/weight.h kept by ggml's reader and writer of GGUF.
 *
 * Why: ggml multiplies many columns by Q4_0 four to six times as quickly as by Q4_1, for which it has no repacked kernel;
 * quantizing to Q4_0 anew would cost a fifth in perplexity. bench/tokens.py shows it.
 */
#include "port/weight.h"
#include <ggml.h>
#include <gguf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK = 32 /* weights */, NAME_MAX_BYTES = 128 };

struct q4_1 {
    ggml_fp16_t d, m;
    uint8_t q[BLOCK / 2];
};
struct q4_0 {
    ggml_fp16_t d;
    uint8_t q[BLOCK / 2];
};

static bool is_split(const struct ggml_tensor *t)
{
    return t->type == GGML_TYPE_Q4_1 && ggml_n_dims(t) == 2 && strncmp(t->name, "blk.", 4) == 0 && t->ne[0] % BLOCK == 0;
}

static struct ggml_tensor *add(struct ggml_context *g, struct gguf_context *to, const char *name, const char *suffix,
                               enum ggml_type type, int64_t n0, int64_t n1)
{
    char full[NAME_MAX_BYTES];
    struct ggml_tensor *t = ggml_new_tensor_2d(g, type, n0, n1);
    snprintf(full, sizeof full, "%s%s", name, suffix);
    ggml_set_name(t, full);
    gguf_add_tensor(to, t);
    return t;
}

/* sums: rank x inputs, ones where the input is in the block; offset: outputs x rank. */
static void split(struct ggml_context *g, const struct ggml_tensor *from, struct gguf_context *model, struct gguf_context *adapter)
{
    int64_t inputs = from->ne[0], outputs = from->ne[1], rank = inputs / BLOCK;
    struct q4_0 *quick = add(g, model, from->name, "", GGML_TYPE_Q4_0, inputs, outputs)->data;
    float *sums = add(g, adapter, from->name, ".lora_a", GGML_TYPE_F32, inputs, rank)->data;
    float *offset = add(g, adapter, from->name, ".lora_b", GGML_TYPE_F32, rank, outputs)->data;
    const struct q4_1 *block = from->data;
    for (int64_t i = 0; i < rank * inputs; i++)
        sums[i] = i % inputs / BLOCK == i / inputs;
    for (int64_t i = 0; i < rank * outputs; i++) {
        quick[i].d = block[i].d;
        memcpy(quick[i].q, block[i].q, sizeof block[i].q);
        offset[i] = ggml_fp16_to_fp32(block[i].m) + 8 * ggml_fp16_to_fp32(block[i].d);
    }
}

static FILE *written(const struct gguf_context *g)
{
    int fd = memfd_create("weights", MFD_CLOEXEC);
    FILE *f = fd >= 0 ? fdopen(fd, "w+b") : NULL;
    if (!f && fd >= 0)
        close(fd);
    if (f && (!gguf_write_to_file_ptr(g, f, false) || fseek(f, 0, SEEK_SET) != 0)) {
        fclose(f);
        f = NULL;
    }
    return f;
}

static struct gguf_context *begin_adapter(const struct gguf_context *from)
{
    int64_t arch = gguf_find_key(from, "general.architecture");
    struct gguf_context *out = gguf_init_empty();
    gguf_set_val_str(out, "general.type", "adapter");
    gguf_set_val_str(out, "adapter.type", "lora");
    gguf_set_val_str(out, "general.architecture", arch >= 0 ? gguf_get_val_str(from, arch) : "");
    gguf_set_val_f32(out, "adapter.lora.alpha", 0); /* taken as it is */
    return out;
}

/* Room for all tensors of both files. */
static struct ggml_context *open_room(const struct gguf_context *from, struct ggml_context *data, size_t *n_split)
{
    size_t bytes = 0;
    for (struct ggml_tensor *t = ggml_get_first_tensor(data); t; t = ggml_get_next_tensor(data, t))
        if (is_split(t)) {
            bytes += ggml_nbytes(t) + (size_t)(t->ne[0] / BLOCK * (t->ne[0] + t->ne[1])) * sizeof(float) + 3 * 64;
            ++*n_split;
        }
    bytes += 3 * ggml_tensor_overhead() * (size_t)(gguf_get_n_tensors(from) + 1);
    return *n_split ? ggml_init((struct ggml_init_params){.mem_size = bytes}) : NULL;
}

bool weight_split(const char *path, FILE **model, FILE **adapter)
{
    struct ggml_context *data = NULL;
    struct gguf_context *from = gguf_init_from_file(path, (struct gguf_init_params){.ctx = &data});
    size_t n_split = 0;
    *model = *adapter = NULL;
    if (!from)
        return false;
    struct ggml_context *room = open_room(from, data, &n_split);
    if (room) {
        struct gguf_context *quick = gguf_init_empty(), *rest = begin_adapter(from);
        gguf_set_kv(quick, from);
        for (struct ggml_tensor *t = ggml_get_first_tensor(data); t; t = ggml_get_next_tensor(data, t))
            if (is_split(t))
                split(room, t, quick, rest);
            else if (gguf_find_tensor(from, t->name) >= 0) /* ggml adds one that holds the file's bytes */
                gguf_add_tensor(quick, t);
        *model = written(quick);
        *adapter = *model ? written(rest) : NULL;
        gguf_free(quick);
        gguf_free(rest);
        ggml_free(room);
    }
    ggml_free(data);
    gguf_free(from);
    if (*model && !*adapter)
        fclose(*model);
    return *model && *adapter;
}
