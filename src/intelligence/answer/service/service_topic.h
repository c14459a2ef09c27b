/* intelligence/answer/service/service_topic.h - questions about the shop's own rules: answered from its data, or by a person. */
#pragma once
#include "intelligence/answer/service/service_plan.h"

bool service_is_topic(struct str intent);

/* "code", "invoice": what they ask about is looked up in the shop; the others stand in the policy. */
bool service_topic_needs_account(struct str intent);

/* Tell what the shop says of it: its own answer in the policy, else the rules that bear on it, else the shop's data. What is said
 * nowhere is not guessed: a person answers. */
void service_topic_step(struct ctx *c, struct service_plan *p, struct service_task *t);
