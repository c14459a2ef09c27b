/* intelligence/model/embed.h - what the capabilities that embed by a model in this process share. */
#pragma once
#include "core/encoder.h"
#include "core/model.h"

struct embed_options {
    struct str model;
    int64_t threads;
};
extern const struct record embed_option_record;

/* By the model at opt->model, or where `kind` is found. */
MUST enum status embed_run(struct ctx *c, enum encoder_kind kind, const struct embed_options *opt, const struct embed_in *in, struct embed_out *out);
