/* core/sight.h - pictures as vectors by a network for pictures in this process; kept by port/sight_ggml.c.
 *
 * The network is EfficientNet-Lite0, trained on ImageNet; what it last makes of a picture before it names a class says what is to
 * be seen, little of where, and some of its colour. See doc/decision/0040-picture-features.md.
 */
#pragma once
#include "core/image.h"

enum { SIGHT_SIDE = 224 /* pixels */, SIGHT_WIDTH = 1280 /* numbers */ };

struct sight;

/* $PURVEY_PICTURE, or beside the program, or in the cache. Absent: there is none. */
struct str sight_find(struct ctx *c);

/* Load, unless it is in memory. From open to close it is ours alone. `threads` 0: all there are. */
MUST enum status sight_open(struct ctx *c, struct str path, int64_t threads, struct sight **out);
void sight_close(struct sight *s);

/* A picture of SIGHT_SIDE x SIGHT_SIDE as SIGHT_WIDTH numbers, none below 0: the mean of those of it and of its mirror image, since
 * products are photographed from either side. */
MUST enum status sight_see(struct ctx *c, struct sight *s, const struct pixels *p, float *out);
