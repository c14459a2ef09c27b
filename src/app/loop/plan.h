/* app/loop/plan.h - work is asked for: a batch of items, one per kind and product. */
#pragma once
#include "core/capability.h"
#include "data/wish.h"

struct planned {
    int64_t batch;
    int64_t items;   /* planned */
    int64_t on_way;  /* passed over: the same work on the same product is on its way already */
};

/* REJECT names the kind of work that there is not, or that no product can have. */
MUST enum status plan_check(struct ctx *c, const struct strs *kinds);

/* Plan `want` as one batch, in one transaction. REJECT names a kind, a product or a choice that is wrong, and plans
 * nothing. Fields of `want` that a kind does not know are left out of its input. */
MUST enum status plan_batch(struct ctx *c, const struct generate_wish *want, struct str by_whom, struct planned *out);

