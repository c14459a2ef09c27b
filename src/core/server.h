/* core/server.h - an HTTP/1.1 server: requests in, replies out, streams held open; kept by port/server_mhd.c.
 *
 * One thread per connection, so an answer may block; a slow one delays nobody else. answer() must be safe to
 * run on several threads at once. TLS and HTTP/2 are for a proxy in front.
 */
#pragma once
#include "core/str.h"

struct header {
    struct str name, value;
};
struct request {
    struct str method; /* "GET"; HEAD arrives as GET */
    struct str target; /* raw, as sent: "/products?q=a%20b" */
    struct str body;
    struct str peer;   /* the other side's address, for limits; never logged */
    LIST(struct header) headers;
    bool body_too_big; /* the body was longer than body_max and is not here */
};
struct reply {
    int code;
    struct str type; /* Content-Type */
    struct str body;
    LIST(struct header) headers;
    /* A stream instead of a body: called again and again, blocking at most about a second; what it adds to
     * `out` is sent. false: the end. c lives as long as the stream; out is emptied between calls. */
    bool (*more)(struct ctx *c, void *arg, struct buf *out);
    void *arg;
};
struct server {
    struct str address; /* "127.0.0.1", "::" */
    int port;           /* 0: any free one */
    size_t body_max;    /* bytes */
    void (*answer)(struct ctx *c, void *arg, const struct request *r, struct reply *out);
    void *arg;
    void (*ready)(struct ctx *c, void *arg, int port); /* told once, when it listens */
    void (*tick)(struct ctx *c, void *arg); /* called about ten times a second by server_run's own thread; or NULL */
};

/* The value of a header, name in any case; absent text when it was not sent. */
struct str request_header(const struct request *r, const char *name);

/* Serve until c->gone(c). Each answer gets a ctx of its own: c's fields with a fresh arena, the time, a new
 * seed, and no database. RETRY when the address cannot be had. */
MUST enum status server_run(struct ctx *c, const struct server *s);
