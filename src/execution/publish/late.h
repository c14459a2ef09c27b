/* execution/publish/late.h - what was to stand until a time that is over before it was let out. */
#pragma once
#include "data/item.h"

/* Drop an item that is APPROVED. What is half out goes out first, and ends at once. */
MUST enum status late_drop(struct ctx *c, const struct item *i);

/* Drop all items of a kind that wait for a person whose time is over. */
MUST enum status late_drop_waiting(struct ctx *c, struct str kind);
