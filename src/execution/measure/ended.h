/* execution/measure/ended.h - what a change that stood between two times has earned, against what was held out of it. */
#pragma once
#include "data/window.h"

/* One sentence on an item that is LIVE: its products against those of it held out, on the whole days since it went live. */
MUST enum status ended_read(struct ctx *c, const struct item *i, struct str *said);
