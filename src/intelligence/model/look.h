/* intelligence/model/look.h - what the capabilities that look at pictures share. */
#pragma once
#include "core/image.h"
#include "core/model.h"

enum { LOOK_LEAST = 256 /* pixels of the shorter side that are kept while reading */, TONES_MOST = 5 };

/* The pixels of a picture as it was given. REJECT: it cannot be read. */
MUST enum status look_pixels(struct ctx *c, const struct picture_given *given, struct pixels *out);

/* Its colours, the largest first, without a plain ground behind what is shown. */
void look_tones(struct ctx *c, const struct pixels *p, struct look *out);

/* Read each picture and let `see` make its numbers; one that cannot be read gets its fault and costs the others nothing. */
MUST enum status look_all(struct ctx *c, const struct look_in *in, int64_t dim, enum status (*see)(struct ctx *c, void *arg, const struct pixels *p, float *out),
                          void *arg, struct look_out *out);
