/* port/clip_token.h - words as CLIP's and SigLIP's tokenizers cut them, within port/ only.
 *
 * Source  Sennrich, Haddow, Birch 2016 (byte pairs); Kudo 2018 (unigrams, here the likeliest cut alone)
 */
#pragma once
#include "port/clip_folder.h"

struct clip_words;

/* Made in c's memory. */
MUST enum status clip_words_read(struct ctx *c, const struct clip_files *f, struct clip_words **out);

/* Between the model's marks of begin and end, `most` tokens at most. */
void clip_words_cut(struct ctx *c, const struct clip_words *w, struct str text, size_t most, struct ints *out);

int64_t clip_words_pad(const struct clip_words *w); /* the token that fills up */
size_t clip_words_most(const struct clip_words *w); /* tokens the model reads; 0: not said */
bool clip_words_fills(const struct clip_words *w);  /* the model was trained on texts that are filled up */
