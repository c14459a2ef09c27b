/* core/url.h - what a request's target and form say: path segments, query pairs, cookies; strict UTF-8. */
#pragma once
#include "core/str.h"

struct pair {
    struct str name, value;
};
struct pairs {
    struct pair *at;
    size_t n;
};
struct url {
    struct strs path;   /* decoded segments of "/a/b%20c": "a", "b c"; "/" has none */
    struct pairs query; /* decoded, in order */
};

/* Split and decode a raw target. REJECT: a bad escape, a NUL, bytes that are not UTF-8, more than 100 pairs. */
MUST enum status url_read(struct ctx *c, struct str target, struct url *out);

/* A body of application/x-www-form-urlencoded, under the same rules. */
MUST enum status form_read(struct ctx *c, struct str body, struct pairs *out);

/* The first value of that name; absent text when there is none. */
struct str pairs_get(const struct pairs *p, const char *name);

/* One cookie out of a Cookie header; absent text when it is not there. */
struct str cookie_get(struct ctx *c, struct str header, const char *name);

/* Whether an address with a scheme leads to this machine by its very name: localhost, 127.0.0.1 and its like, [::1]. */
bool url_is_own_machine(struct str url);

/* "a b" as "a%20b": unreserved characters of RFC 3986 stay. */
struct str url_escape(struct ctx *c, struct str s);

/* Does the path match a pattern like "/api/v1/items/{id}"? Fills `params` with the values of its names. */
bool path_matches(struct ctx *c, const struct strs *path, const char *pattern, struct pairs *params);
