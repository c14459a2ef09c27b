/* app/desk/plan.h - what every planner of the desk needs. */
#pragma once
#include "app/desk/desk.h"
#include "data/item.h"

/* A new item about `subject`, due now. */
struct item plan_item(struct ctx *c, int64_t batch, const char *kind, const char *entity, struct str subject);

/* A price of this product is on its way, is still being proved in the shop, or was lately refused. */
MUST enum status plan_rests(struct ctx *c, const struct desk *d, struct str product, bool *rests);
