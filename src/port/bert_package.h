/* port/bert_package.h - a BERT as sentence-transformers keep one (model.safetensors, config.json, vocab.txt) as a GGUF file in memory. */
#pragma once
#include "core/str.h"
#include <stdio.h>

struct bert_shape {
    int32_t width, positions, begin, end;
};

/* `path`: the model.safetensors; the other two stand beside it. The file is at its start; matrices are in 8 bits. */
MUST enum status bert_package_open(struct ctx *c, struct str path, struct bert_shape *shape, FILE **out);
