/* core/cutout.h - which part of a picture is the thing it shows, by a network in this process; kept by port/cutout_onnx.c.
 *
 * The network is U2-Net (small), trained to find what stands out: see doc/decision/0042-what-a-picture-shows.md.
 */
#pragma once
#include "core/image.h"

/* $PURVEY_CUTOUT, or beside the program, or in the cache. Absent: there is none. */
struct str cutout_find(struct ctx *c);

/* How surely each cell of side x side is of the thing: out [side][side], 0..1. `side` divides 320. REJECT: there is no network, or it
 * is not this one. */
MUST enum status cutout_see(struct ctx *c, const struct pixels *p, int32_t side, float *out);
