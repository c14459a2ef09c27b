/* intelligence/model/writer.h - many texts written at once by one language model.
 *
 * Candidates of one prompt share its place in the model's memory, and go on sharing what they write until they choose
 * differently. Where the grammar leaves one way, its text is read by the model in one go and not chosen token by token.
 */
#pragma once
#include "core/llm.h"
#include "core/model.h"

struct writer_setup {
    struct str model;    /* a GGUF file; absent: the packaged one */
    double top_p, repeat;
    int64_t parallel;    /* candidates at once */
    int64_t context;     /* tokens in memory */
    int64_t threads;     /* 0: all there are */
};

/* Answer n questions. All of them name the same model, or none. Equal candidates are given once; best first. */
MUST enum status writer_run(struct ctx *c, const struct writer_setup *setup, const struct text_in *in, size_t n, struct text_out *out);
