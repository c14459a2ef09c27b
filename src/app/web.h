/* app/web.h - the process that people and programs talk to: dashboard and HTTP API. */
#pragma once
#include "core/str.h"

/* Tables this process may write: all else it asks for by a wish (data/wish.h). NULL-ended. */
extern const char *const web_writes[];

struct listening {
    struct str address;
    int64_t port;                         /* 0: any free one */
    void (*tick)(struct ctx *c, void *arg); /* called about ten times a second, in one thread; or NULL */
    void *arg;
};

/* Serve the shop in c->home until c->gone(c). RETRY when the address cannot be had. */
MUST enum status web_serve(struct ctx *c, const struct listening *at);

/* A link that signs `person` in once, within an hour: its path, "/sign-in/…". Writes the table token. */
MUST enum status web_link(struct ctx *c, struct str person, struct str role, struct str *path);

/* A bearer token for programs; shown once, stored as its hash. */
MUST enum status web_token(struct ctx *c, struct str person, struct str role, int64_t days, struct str *token);
