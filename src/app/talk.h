/* app/talk.h - conversations in the loop: what colleagues and customers ask for, and the agent's turn. */
#pragma once
#include "data/wish.h"

/* Wishes "reply", "thread" and "chat". */
MUST enum status talk_reply(struct ctx *c, const void *body, struct wish *w);
MUST enum status talk_thread(struct ctx *c, const void *body, struct wish *w);
MUST enum status talk_chat(struct ctx *c, const void *body, struct wish *w);
