/* port/clip_folder.h - what lies in an image-text model's folder, within port/ only. */
#pragma once
#include "core/image.h"
#include "core/json.h"

enum { CLIP_FILE_MOST = 128 << 20 /* bytes: tokenizers of 250,000 words have 20 MB */ };

struct clip_files {
    struct str vision, text, pictures; /* pictures: preprocessor_config.json */
    struct str tokenizer;              /* tokenizer.json; absent: vocab.json and merges.txt */
    struct str vocab, merges;
};
/* REJECT names what is not there. */
MUST enum status clip_files_find(struct ctx *c, struct str folder, struct clip_files *out);

struct clip_lens { /* how pictures are made for it */
    int32_t shorter;          /* the shorter side is made so long; 0: both sides as below */
    int32_t width, height;    /* cut from the middle, or stretched to */
    double factor;            /* of each 0..255 */
    double mean[3], spread[3];
    bool cubic;
};
MUST enum status clip_lens_read(struct ctx *c, struct str path, struct clip_lens *out);

/* [3][height][width] numbers */
void clip_lens_apply(struct ctx *c, const struct clip_lens *lens, const struct pixels *p, float *out);

/* Sizes and times of files, to see that one was put in another's place. */
uint64_t clip_stamp(const struct str *path, size_t n);

MUST enum status clip_json(struct ctx *c, struct str path, const struct json **out);
