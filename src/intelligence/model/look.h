/* intelligence/model/look.h - what the capabilities that look at pictures share. */
#pragma once
#include "core/image.h"
#include "core/model.h"

enum { LOOK_LEAST = 256 /* pixels of the shorter side that are kept while reading, at least */, TONES_MOST = 5 };

/* How a capability makes numbers of a picture. */
struct look_way {
    int64_t dim;
    int32_t least; /* pixels of the shorter side that it looks at */
    enum status (*see)(struct ctx *c, void *arg, const struct pixels *p, float *out);
    void *arg;
};

/* Read each picture and have its numbers made; one that cannot be read gets its fault and costs the others nothing. */
MUST enum status look_all(struct ctx *c, const struct look_in *in, const struct look_way *way, struct look_out *out);
