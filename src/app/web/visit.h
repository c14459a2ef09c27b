/* app/web/visit.h - one request being answered: who asks, what for, and the answer so far.
 *
 * A handler fills v->out by put(), json_answer() or v->reply, and returns OK. Any other status becomes an error
 * page or an RFC 9457 problem with the sentence in c->why: 400 for REJECT, 503 for RETRY, or the code of deny().
 */
#pragma once
#include "app/web/route.h"
#include "core/server.h"
#include "core/sql.h"
#include "core/url.h"

struct web;

struct visitor {
    struct str person; /* "" before signing in */
    enum role role;
    struct str csrf;   /* of a browser's session; absent for a bearer token */
};
struct visit {
    struct ctx *c; /* its db may write web_writes only */
    struct web *web;
    const struct route *route;
    const struct request *r;
    struct url url;
    struct pairs param;    /* of the route's pattern */
    const void *query, *body; /* records that the route names, read and checked; NULL where it names none */
    struct visitor who;
    struct buf out;        /* the answer's text */
    struct reply *reply;
    int code;              /* of an error; 0: by the status */
};

/* Stop with this HTTP code and sentence. */
MUST enum status deny(struct visit *v, int code, const char *fmt, ...) FORMAT(3, 4);

/* The value of a {name} in the pattern. */
struct str visit_param(const struct visit *v, const char *name);
/* As an id of ours; 404 when it is not a number. */
MUST enum status visit_id(struct visit *v, const char *name, int64_t *id);

void visit_header(struct visit *v, const char *name, struct str value);
struct str visit_cookie(struct visit *v, const char *name); /* absent: it was not sent */
/* Below `path`, for so long; out of reach of scripts, and over TLS alone where the visit came so. */
void visit_cookie_set(struct visit *v, const char *name, struct str value, const char *path, int max_age_s);
/* 403 for a form that another site sent: a browser says where it comes from. */
MUST enum status own_site(struct visit *v);
enum status visit_go(struct visit *v, struct str to); /* 303 See Other; always OK */

/* The photograph {n} of {product}, and its Content-Type by its first bytes. */
MUST enum status photo_of(struct visit *v, struct str *bytes, const char **type);

/* One thing of the API by the {id} of its address: the record, or 404 that names it. */
enum status one_answer(struct visit *v, bool found, const char *what, const struct record *r, const void *x);
/* Answer with a record, or with JSON text, and this code. */
enum status json_answer(struct visit *v, int code, const struct record *r, const void *x);
enum status text_answer(struct visit *v, int code, const char *type, struct str text);
