/* core/clip.h - pictures and words as vectors of one space, by an image-text model that the shop brings; kept by port/clip_*.c.
 *
 * A model is a folder as Hugging Face exports CLIP, MobileCLIP or SigLIP to ONNX: vision_model.onnx and text_model.onnx (there or below
 * onnx/, also as …_quantized, …_int8, …_fp16), preprocessor_config.json, and tokenizer.json or vocab.json with merges.txt. No package
 * registry carries such weights; without a folder nothing here is used. See doc/decision/0041-image-text-model.md.
 */
#pragma once
#include "core/field.h"
#include "core/image.h"

enum { CLIP_WIDTH = 4096 /* numbers at most */ };

struct clip_rules { /* settings of embed.clip */
    struct str folder; /* absent: there is no such model */
    int64_t threads;
};
extern const struct record clip_rules_record;
MUST enum status clip_rules_read(struct ctx *c, struct clip_rules *out);

/* Read the whole folder and run both networks once. REJECT names the file that is wrong, and the cure. */
MUST enum status clip_check(struct ctx *c, const struct clip_rules *r);

/* Which model it is: another where the files are others. REJECT: the folder has none. */
MUST enum status clip_mark(struct ctx *c, struct str folder, struct str *mark);

/* One of its two networks, loaded unless it is in memory. From open to close it is ours alone. */
struct clip;
MUST enum status clip_open_pictures(struct ctx *c, const struct clip_rules *r, struct clip **out);
MUST enum status clip_open_words(struct ctx *c, const struct clip_rules *r, struct clip **out);
void clip_close(struct clip *m);

int64_t clip_width(const struct clip *m);
int32_t clip_least(const struct clip *m); /* pixels of a picture's shorter side that it looks at */

/* A picture, of any size; and a text. clip_width numbers each, of length 1. */
MUST enum status clip_see(struct ctx *c, struct clip *m, const struct pixels *p, float *out);
MUST enum status clip_read(struct ctx *c, struct clip *m, struct str text, float *out);
