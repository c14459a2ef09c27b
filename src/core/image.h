/* core/image.h - photographs made smaller; kept by port/image_jpeg.c. */
#pragma once
#include "core/str.h"

/* A JPEG at about `width` pixels, never less unless the picture is: an eighth, two eighths, … of its size. What it says of
 * its origin, orientation and colours (Exif, XMP, ICC) stays with it. *out is `jpeg` itself where that is small enough.
 * REJECT: it is no JPEG, is damaged before its first line, or larger than 50 megapixels. */
MUST enum status image_shrink(struct ctx *c, struct str jpeg, int width, struct str *out);
