/* port/onnx_runtime.h - networks in ONNX files, within port/ only. What runs one at a time is its caller's to see to. */
#pragma once
#include "core/str.h"

enum { ONNX_INPUTS = 8, ONNX_SIDES = 8, ONNX_NAME = 64 /* bytes, and the 0 */ };
enum { ONNX_FLOAT = 1, ONNX_INT32 = 6, ONNX_INT64 = 7 }; /* kinds of numbers */

struct onnx_feed { /* an input or output: what it is called and looks like */
    char name[ONNX_NAME];
    int kind;
    int64_t side[ONNX_SIDES]; /* of inputs, below 1: any */
    size_t sides;
};
struct onnx_net {
    const char *path; /* the caller's */
    struct onnx_session *session; /* NULL: none is open */
    struct onnx_feed in[ONNX_INPUTS];
    size_t n_in;
    char out[ONNX_NAME];
};
struct onnx_given { /* what goes into one input */
    void *at;
    int64_t side[ONNX_SIDES];
};

/* `wanted`: names of the output that is read, the likeliest first, NULL-ended; "*" takes the first there is. REJECT names the file. */
MUST enum status onnx_open(struct ctx *c, const char *path, int64_t threads, const char *const *wanted, struct onnx_net *out);
void onnx_close(struct onnx_net *m);

/* given [n_in], each as large as its sides say. *out in c's memory, `got` its sides. */
MUST enum status onnx_run(struct ctx *c, const struct onnx_net *m, struct onnx_given *given, struct onnx_feed *got, float **out);
