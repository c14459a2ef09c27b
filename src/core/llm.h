/* core/llm.h - a language model in this process: tokens, sequences in its memory, batches; kept by port/text_llama.c.
 *
 * Life: llm_open, then tokens and batches, then llm_close. One model is in memory at a time and stays there between calls;
 * from open to close it is ours alone. Sequence 0 holds the shared prefix (llm_prefix); 1 .. sequences - 1 are for texts.
 *
 *   TRY(llm_open(c, &setup, &m));
 *   … llm_prefix, llm_copy(m, 0, s), llm_add(m, token, position, s, true), llm_run, llm_logits …
 *   llm_close(m);
 */
#pragma once
#include "core/str.h"

struct llm;

struct llm_setup {
    struct str path;   /* a GGUF file; absent: llm_find's */
    int64_t threads;   /* 0: as many as this process may use */
    int64_t context;   /* tokens in memory for all sequences together */
    int64_t sequences; /* at once, the prefix among them */
};
struct tokens {
    int32_t *at;
    size_t n;
};
struct llm_vocab {
    int32_t n;
    const struct str *piece; /* by token: its bytes; empty: a control token, never part of a text */
    const int32_t *sorted;   /* tokens with bytes, ascending by them */
    int32_t n_sorted;
    const int32_t *end;      /* tokens that end an answer */
    int32_t n_end;
};

/* Load, unless it is the one in memory. REJECT: there is no such file, or it is no model. */
MUST enum status llm_open(struct ctx *c, const struct llm_setup *setup, struct llm **out);
void llm_close(struct llm *m); /* forgets all sequences but 0 */

/* The model to use where none is named: $PURVEY_MODEL, else the one installed beside the program, else the packaged one in
 * the cache. Absent: none is there. */
struct str llm_find(struct ctx *c);

struct str llm_name(const struct llm *m); /* the file's name without folder and .gguf */
const struct llm_vocab *llm_vocab(const struct llm *m);
int64_t llm_context(const struct llm *m); /* tokens: of memory, or that the model was trained for if fewer */

/* Text within an answer to tokens; what looks like a control token is plain text. */
void llm_tokens(struct ctx *c, const struct llm *m, struct str text, struct tokens *out);

/* The conversation as the model wants it: what comes before the prompt (and may be kept), and the rest up to the answer. */
void llm_chat(struct ctx *c, const struct llm *m, struct str system, struct str prompt, struct tokens *prefix, struct tokens *rest);

/* Have sequence 0 hold exactly these tokens. */
MUST enum status llm_prefix(struct ctx *c, struct llm *m, const struct tokens *prefix);

void llm_copy(struct llm *m, int32_t from, int32_t to); /* `to` forgets what it held; shared, not copied */
void llm_forget(struct llm *m, int32_t sequence);

/* One more token for the next run; gives its index there, or -1 when the batch is full. `want`: its logits. */
int32_t llm_add(struct llm *m, int32_t token, int32_t position, int32_t sequence, bool want);
MUST enum status llm_run(struct ctx *c, struct llm *m); /* RETRY: c->gone; REJECT: no room in memory */
const float *llm_logits(struct llm *m, int32_t index);  /* of the last run; one number per token */
