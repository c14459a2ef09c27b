/* port/image_file.h - what readers of one format share, within port/ only. */
#pragma once
#include "core/image.h"

/* Rows go in from the top, each as it was decoded; out comes the picture, `step` x `step` pixels made one. */
struct rows {
    int32_t width, height, step, y;
    uint32_t *sum;      /* [width of out][3] */
    struct pixels out;
};

/* REJECT: the picture is larger than the limits. */
MUST enum status rows_begin(struct ctx *c, struct rows *r, int64_t width, int64_t height, int32_t least);
/* `bytes` a pixel: 1 grey, 3 RGB, 4 RGBA. Rows beyond the height are passed over. */
void rows_add(struct rows *r, const unsigned char *row, int bytes);

MUST enum status jpeg_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out);
MUST enum status png_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out);
MUST enum status webp_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out);
MUST enum status avif_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out);
