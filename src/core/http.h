/* core/http.h - one HTTP request, outward; kept by port/http_curl.c.
 *
 * Life: fill http_in from {0}, http_do, read http_out. Any status the server gives is OK here: the caller judges it.
 * Nothing of headers, body or query string ever stands in c->why, since keys do.
 *
 *   struct http_in in = {.url = url, .body = json};
 *   http_add(c, &in, "content-type", STR("application/json"));
 *   http_add(c, &in, "authorization", str_fmt(c, "Bearer %s", key.p));
 *   TRY(http_do(c, &in, &out));
 *   if (out.status == 429) … out.retry_after_ms …
 */
#pragma once
#include "core/str.h"

struct http_header {
    struct str name, value; /* names of answers are in lower case */
};
struct http_in {
    struct str method; /* absent: GET, or POST where there is a body */
    struct str url;    /* http:// or https:// */
    LIST(struct http_header) headers;
    struct str body;
    int64_t timeout_ms;     /* for all of it; 0: 30,000 */
    int64_t idle_ms;        /* nothing came for so long: stop; 0: as timeout_ms. Rounded up to seconds */
    int64_t max_bytes;      /* of the answer's body; 0: 16 MiB */
    int64_t redirects;      /* followed at most, by GET without part(); to another origin only where no header is carried */
    bool once;              /* never sent twice by itself: a kept connection that dies under a request would have it repeated */
    bool public_only;       /* refuse loopback and private addresses: for URLs that came from outside */
    bool (*part)(void *arg, struct str bytes); /* told of the body as it comes, instead of out.body; false: stop */
    void *arg;
};
struct http_out {
    int64_t status; /* 200 … */
    LIST(struct http_header) headers;
    struct str body;        /* bytes: may be anything */
    int64_t retry_after_ms; /* what Retry-After asks for; 0: nothing */
    bool is_cut;            /* part() stopped it */
};

void http_add(struct ctx *c, struct http_in *in, const char *name, struct str value);

/* Ask. RETRY: no connection, no answer in time, cut off, or c->gone. REJECT: a URL or header that cannot be sent, an answer
 * longer than max_bytes, an address that public_only forbids. The sentence names the host. */
MUST enum status http_do(struct ctx *c, const struct http_in *in, struct http_out *out);

struct str http_header(const struct http_out *out, const char *name); /* absent: there is none */

/* Wait, at most until c->gone. RETRY when that is so. */
MUST enum status http_wait(struct ctx *c, int64_t ms);

/* The breaker of one server: after 5 calls in a row that failed, breaker_open refuses with RETRY for 30 s, then lets one try. */
MUST enum status breaker_open(struct ctx *c, struct str url);
void breaker_note(struct ctx *c, struct str url, bool is_good);
