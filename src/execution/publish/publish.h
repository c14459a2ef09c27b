/* execution/publish/publish.h - an item's way to the shop and back, as the step loop calls it. */
#pragma once
#include "data/item.h"

/* APPROVED: plan the effects; outbox_step has them and moves the item to LIVE, or to WAITING when a
 * channel keeps somebody else's text or refuses. The item is not due again for a while: planning
 * again is harmless. */
MUST enum status publish_step(struct ctx *c, const struct item *i);

/* UNDOING: plan to restore what was replaced; outbox_step does it and moves the item to UNDONE. */
MUST enum status undo_step(struct ctx *c, const struct item *i);
