/* data/window.h - from when until when a decided change stands, where its input says so: {"starts_ms", "ends_ms"}. */
#pragma once
#include "data/item.h"

struct window { int64_t starts_ms, ends_ms; }; /* NONE: as soon as it is let out; until it is undone */

MUST enum status window_of(struct ctx *c, const struct item *i, struct window *out);
