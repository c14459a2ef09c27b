/* app/agent/talk.h - conversations in the loop: what colleagues and customers ask for, and the agent's turn. */
#pragma once
#include "data/wish.h"

/* Wishes "reply", "thread" and "chat". */
MUST enum status talk_reply(struct ctx *c, const void *body, struct wish *w);
MUST enum status talk_thread(struct ctx *c, const void *body, struct wish *w);
MUST enum status talk_chat(struct ctx *c, const void *body, struct wish *w);

/* The first words of what was said, whole: what a conversation is called that has no subject. */
struct str talk_subject(struct ctx *c, struct str text);

/* The agent's turn in the conversation that waits longest, where this worker may run its model. *did is false when none waits. */
struct worker;
MUST enum status answer_step(struct ctx *c, const struct worker *w, bool *did);
