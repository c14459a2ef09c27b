/* app/loop/facts.h - what the merchant's own text says becomes facts, so that it can be said and checked. */
#pragma once
#include "core/str.h"

/* Read one product's description by extract.attributes, unless it was read as it stands now. */
MUST enum status facts_read(struct ctx *c, struct str id);

/* Read some that were not read yet. *did is false when there are none. */
MUST enum status facts_step(struct ctx *c, bool *did);
