/* app/agent/agent.h - the agent's verb in two parts: replaying calls of tools, and talking. */
#pragma once
#include "app/verb.h"
#include "execution/order/desk.h"
#include "execution/order/tool_do.h"

/* The database that the calls work on: a state file's, in memory, or the shop's own. */
struct agent_state {
    const struct json *original; /* the state file; NULL: the shop's own database */
    const struct json *before;   /* as our writer writes it before the first call */
};
MUST enum status agent_state_open(struct ctx *c, struct str path, struct agent_state *out);

/* The state now: the file with what changed laid over it, or all that the shop has. */
MUST enum status agent_state_text(struct ctx *c, const struct agent_state *a, struct str *out);
MUST enum status agent_state_save(struct ctx *c, const struct agent_state *a, struct str path);

/* Calls as JSON Lines from `in`; a result a line on stdout. */
MUST enum status agent_tools(struct ctx *c, struct tool_session *s, FILE *in);

/* A conversation, a message a line; ends with the input, or when a person takes over. json: {"say": "…"} in, objects out. */
MUST enum status agent_talk(struct ctx *c, struct desk *d, FILE *in, bool json);
