/* core/image.h - photographs read, fitted, written and made smaller; kept by port/image_*.c, one library a format.
 *
 * Bytes are untrusted: sizes are checked before anything is taken, and a damaged picture ends in REJECT. What is read is
 * upright (Exif), opaque (over white) and RGB in 8 bits.
 */
#pragma once
#include "core/str.h"

enum {
    IMAGE_PIXELS_MAX = 50 * 1000 * 1000,
    IMAGE_SIDE_MAX = 20000,   /* pixels */
    IMAGE_BYTES_MAX = 64 << 20,
};

struct pixels {
    int32_t width, height;
    unsigned char *at; /* [height][width][3] */
};

/* Read a JPEG, PNG, WebP or AVIF picture. Its shorter side is made about `least` pixels where it is twice that or more: what is
 * not wanted is not kept in memory. REJECT: another format, damaged, larger than the limits above. */
MUST enum status image_read(struct ctx *c, struct str bytes, int32_t least, struct pixels *out);

/* Resampled to exactly width x height, its sides stretched as need be; each pixel is a weighted mean of those below it
 * (a triangle as wide as the step, at least 1). */
struct pixels image_fit(struct ctx *c, const struct pixels *p, int32_t width, int32_t height);

/* The same by a triangle or, sharper, by cubes twice as wide, as networks for pictures are trained. */
struct pixels image_fit_by(struct ctx *c, const struct pixels *p, int32_t width, int32_t height, bool cubic);

/* The part of a picture from (x, y); it must lie inside. */
struct pixels image_part(struct ctx *c, const struct pixels *p, int32_t x, int32_t y, int32_t width, int32_t height);

/* As a JPEG that says nothing of its origin. */
MUST enum status image_write(struct ctx *c, const struct pixels *p, struct str *jpeg);

/* A JPEG at about `width` pixels, never less unless the picture is: an eighth, two eighths, … of its size. What it says of
 * its origin, orientation and colours (Exif, XMP, ICC) stays with it. *out is `jpeg` itself where that is small enough.
 * REJECT: it is no JPEG, is damaged before its first line, or larger than 50 megapixels. */
MUST enum status image_shrink(struct ctx *c, struct str jpeg, int width, struct str *out);
