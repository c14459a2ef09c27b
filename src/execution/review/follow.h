/* execution/review/follow.h - the next step of a path that was accepted. */
#pragma once
#include "data/item.h"

/* Whether `i` asks no less than the path of the item it follows, which is live, has for today; *because says so. */
MUST enum status follows_path(struct ctx *c, const struct item *i, bool *is, struct str *because);
