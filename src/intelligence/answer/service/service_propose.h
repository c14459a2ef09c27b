/* intelligence/answer/service/service_propose.h - a large outside model proposes what to do; nothing of it is done here.
 *
 * It sees the conversation and the customer's orders with all that is personal replaced by marks ("O1", "M2", "[name 1]"), and
 * answers with calls of tools. Each becomes a task only where every argument names something that is there; then the
 * policy, the customer's yes and the shop's own sentences follow as they do for words that were read without a model.
 */
#pragma once
#include "intelligence/answer/service/service_plan.h"

/* true: calls or words are on their way. *taken: the tasks are the model's; else those that were read from the words stand. */
MUST enum status service_propose(struct ctx *c, struct service_plan *p, bool *taken);
