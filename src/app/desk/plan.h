/* app/desk/plan.h - what every planner of the desk needs. */
#pragma once
#include "app/desk/desk.h"
#include "data/item.h"

/* A new item about `subject`, due now. */
struct item plan_item(struct ctx *c, int64_t batch, const char *kind, const char *entity, struct str subject);

/* A price of this product is on its way, is still being proved in the shop, or was lately refused. */
MUST enum status plan_rests(struct ctx *c, const struct desk *d, struct str product, bool *rests);

/* None of this kind is on its way or live, or was planned in the last days. */
MUST enum status plan_is_due(struct ctx *c, struct str kind, int64_t every_days, bool *due);
