/* intelligence/model/text_llama.c - the embedded language model as capabilities: one question, or many in one batch. */
#include "intelligence/model/writer.h"

static const struct record option_record = {"text_llama_options", sizeof(struct writer_setup), (const struct field[]){
    FIELD(struct writer_setup, model, .flags = OPTIONAL, .doc = "a GGUF file; absent: the packaged SmolLM2-135M-Instruct"),
    FIELD(struct writer_setup, top_p, .min = 0.01, .max = 1, .init = 0.95, .flags = OPTIONAL,
          .doc = "choose among the likeliest tokens that share this much of the probability"),
    FIELD(struct writer_setup, repeat, .min = 1, .max = 2, .init = 1.1, .flags = OPTIONAL,
          .doc = "how much free text shuns its last 64 tokens; 1: not at all"),
    FIELD(struct writer_setup, parallel, .min = 1, .max = 64, .init = 16, .flags = OPTIONAL, .doc = "candidates written at once"),
    FIELD(struct writer_setup, context, .unit = "token", .min = 512, .max = 1048576, .init = 8192, .flags = OPTIONAL,
          .doc = "the model's memory for all that is written at once"),
    FIELD(struct writer_setup, threads, .min = 0, .max = 256, .init = 0, .flags = OPTIONAL, .doc = "0: as many as there are cores"),
    {0}}};

static enum status run_one(struct ctx *c, const void *opt, const void *in, void *out) { return writer_run(c, opt, in, 1, out); }

static enum status run_batch(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct batch_in *in = in_;
    struct batch_out *out = out_;
    for (size_t i = 0; i < in->asks.n; i++) {
        record_init(&text_out_record, LIST_ADD(c, &out->answers));
        if (!str_eq(in->asks.at[i].model, in->asks.at[0].model))
            return fail(c, REJECT, "all questions of a batch must name the same model; question %zu does not", i + 1);
    }
    return writer_run(c, opt, in->asks.at, in->asks.n, out->answers.at);
}

const struct capability text_llama = {
    .name = "text.llama",
    .doc = "write texts with the embedded language model, or any GGUF file; a grammar constrains them",
    .stage = TOOL,
    .needs = GPU,
    .in = &text_in_record,
    .out = &text_out_record,
    .opt = &option_record,
    .run = run_one,
    .twin = "text.template",
};

const struct capability text_batch = {
    .name = "text.batch",
    .doc = "answer many questions in one batch of the embedded language model",
    .stage = TOOL,
    .needs = GPU,
    .in = &batch_in_record,
    .out = &batch_out_record,
    .opt = &option_record,
    .run = run_batch,
};
