/* app/loop/serve.h - the daemon: a parent and its processes, each with its own tables to write and its own limits.
 *
 *   web   listens; writes wishes, sessions and webhooks; connects to nobody; reads no keys
 *   mind  plans, makes, checks, decides; carries out wishes; no network
 *   ship  publishes and undoes; runs what needs the network
 *
 * Any of them may be killed at any instant. The parent starts it again; the items it held are free at once.
 */
#pragma once
#include "core/str.h"

struct serving {
    struct str address; /* "127.0.0.1" */
    int64_t port;       /* 0: any free one */
};

/* Serve until SIGTERM or SIGINT. RETRY when a process cannot start at all. */
MUST enum status serve(struct ctx *c, const struct serving *s);
