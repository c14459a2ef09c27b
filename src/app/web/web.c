/* app/web/web.c - from a request to its answer: route, right to ask, input, handler, headers, counters. */
#include "app/web.h"
#include "app/verb.h"
#include "app/web/store/store.h"
#include "app/web/html.h"
#include "app/web/web.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/log.h"
#include <stdarg.h>
#include <stdlib.h>

enum { BODY_MAX = 16 << 20 }; /* bytes: two years of daily sales of 2000 products fit, and a telephone's photo */

const char *const web_writes[] = {"wish", "token", "inbox", "heartbeat", "shopper", "cart", "cart_code", "customer_read", NULL};
const double bucket_s[BUCKETS] = {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10};

/* No script or style but our own files; photographs may come from the shop's own host. */
static const char csp[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:;"
                          " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
static const struct {
    const char *name, *value;
} safe[] = {{"Content-Security-Policy", csp},
            {"X-Content-Type-Options", "nosniff"},
            {"X-Frame-Options", "DENY"},
            {"Referrer-Policy", "same-origin"},
            {"Cross-Origin-Opener-Policy", "same-origin"},
            {"Cross-Origin-Resource-Policy", "same-origin"},
            {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"},
            {"Cache-Control", "no-store"}};

/* ---- what handlers say ----------------------------------------------------------------------- */

enum status deny(struct visit *v, int code, const char *fmt, ...)
{
    char text[sizeof v->c->why];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    v->code = code;
    return fail(v->c, REJECT, "%s", text);
}

struct str visit_param(const struct visit *v, const char *name) { return pairs_get(&v->param, name); }

enum status visit_id(struct visit *v, const char *name, int64_t *id)
{
    struct str s = visit_param(v, name);
    return str_int(s, id) ? OK : deny(v, 404, "\"%.60s\" is not one of our numbers", s.p);
}

void visit_header(struct visit *v, const char *name, struct str value)
{
    *LIST_ADD(v->c, &v->reply->headers) = (struct header){str_z(name), value};
}

struct str visit_cookie(struct visit *v, const char *name)
{
    struct str header = request_header(v->r, "Cookie");
    return header.p ? cookie_get(v->c, header, name) : (struct str){0};
}

void visit_cookie_set(struct visit *v, const char *name, struct str value, const char *path, int max_age_s)
{
    struct str proto = request_header(v->r, "X-Forwarded-Proto");
    visit_header(v, "Set-Cookie", str_fmt(v->c, "%s=%s; Path=%s; HttpOnly; SameSite=Lax; Max-Age=%d%s", name, value.p, path, max_age_s,
                                          proto.p && str_eq(proto, STR("https")) ? "; Secure" : ""));
}

enum status own_site(struct visit *v)
{
    struct str site = request_header(v->r, "Sec-Fetch-Site");
    if (site.p && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
        return deny(v, 403, "this form was sent from another site");
    return OK;
}

enum status visit_go(struct visit *v, struct str to)
{
    v->reply->code = 303;
    visit_header(v, "Location", to);
    return text_answer(v, 303, "text/plain; charset=utf-8", STR(""));
}

enum status text_answer(struct visit *v, int code, const char *type, struct str text)
{
    v->reply->code = code;
    v->reply->type = str_z(type);
    v->reply->body = text;
    return OK;
}

enum status json_answer(struct visit *v, int code, const struct record *r, const void *x)
{
    return text_answer(v, code, "application/json", record_to_json(v->c, r, x));
}

enum status one_answer(struct visit *v, bool found, const char *what, const struct record *r, const void *x)
{
    return found ? json_answer(v, 200, r, x) : deny(v, 404, "there is no %s \"%.100s\"", what, visit_param(v, "id").p);
}

/* ---- database handles -------------------------------------------------------------------------- */

enum status web_borrow(struct web *w, struct ctx *c)
{
    c->db = NULL;
    pthread_mutex_lock(&w->lock);
    if (w->n_idle)
        c->db = w->idle[--w->n_idle];
    pthread_mutex_unlock(&w->lock);
    return c->db ? settings_load(c) : shop_open(c, web_writes);
}

void web_return(struct web *w, struct ctx *c)
{
    struct db *db = c->db;
    c->db = NULL;
    pthread_mutex_lock(&w->lock);
    if (db && w->n_idle < HANDLES)
        w->idle[w->n_idle++] = db, db = NULL;
    pthread_mutex_unlock(&w->lock);
    if (db)
        db_close(db);
}

/* ---- one request -------------------------------------------------------------------------------- */

static enum status route_find(struct visit *v)
{
    struct buf allowed = {0};
    for (const struct route *r = routes; r->method; r++) {
        if (!path_matches(v->c, &v->url.path, r->pattern, &v->param))
            continue;
        if (str_eq(v->r->method, str_z(r->method))) {
            v->route = r;
            return OK;
        }
        buf_fmt(v->c, &allowed, "%s%s", allowed.n ? ", " : "", r->method);
    }
    if (!allowed.n)
        return deny(v, 404, "there is nothing at this address");
    visit_header(v, "Allow", buf_str(&allowed));
    return deny(v, 405, "this address does not take %.20s", v->r->method.p);
}

static enum status role_check(struct visit *v)
{
    if (v->who.role >= v->route->role)
        return OK;
    if (v->who.role != NOBODY)
        return deny(v, 403, "%s may not do this: it needs the role %s", v->who.person.p, role_word(v->route->role));
    visit_header(v, "WWW-Authenticate", STR("Bearer"));
    return deny(v, 401, "sign in first, or send a token: Authorization: Bearer …");
}

/* A browser sends its cookie with any request, so an act needs the word that only our own pages know. */
static enum status csrf_check(struct visit *v)
{
    if (str_eq(v->r->method, STR("GET")) || v->route->role == NOBODY || !v->who.csrf.p)
        return OK;
    struct str given = request_header(v->r, "X-CSRF");
    if (given.p && hash_same(given, v->who.csrf))
        return OK;
    return deny(v, 403, "the header X-CSRF is missing or old: reload the page");
}

static enum status query_field(struct ctx *c, struct tree *t, struct node *o, const struct field *f, struct str s)
{
    int64_t i;
    double d;
    if (f->kind == T_STR)
        node_set(t, o, f->name, tree_str(t, s));
    else if (f->kind == T_INT && str_int(s, &i))
        node_set(t, o, f->name, tree_int(t, i));
    else if (f->kind == T_REAL && str_real(s, &d))
        node_set(t, o, f->name, tree_real(t, d));
    else if (f->kind == T_BOOL && (str_eq(s, STR("true")) || str_eq(s, STR("false"))))
        node_set(t, o, f->name, tree_bool(t, s.p[0] == 't'));
    else
        return fail(c, REJECT, "%s: \"%.60s\" is not %s", f->name, s.p,
                    f->kind == T_BOOL ? "true or false" : f->kind == T_INT ? "a whole number" : "a number");
    return OK;
}

/* The query as JSON, then as a record: one reader, one set of checks. */
static enum status query_read(struct visit *v)
{
    const struct record *r = v->route->query;
    if (!r)
        return OK;
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t);
    for (const struct field *f = r->field; f->name; f++) {
        struct str s = pairs_get(&v->url.query, f->name);
        if (s.n)
            TRY(query_field(v->c, t, o, f, s));
    }
    void *x = arena_take(v->c->mem, r->size);
    v->query = x;
    return record_from_json(v->c, r, tree_text(v->c, t, o), STRICT, x);
}

static enum status body_read(struct visit *v)
{
    const struct record *r = v->route->body;
    if (v->r->body_too_big)
        return deny(v, 413, "what was sent is larger than %d MiB", BODY_MAX >> 20);
    if (v->route->face != API || str_eq(v->r->method, STR("GET")))
        return OK;
    struct str type = request_header(v->r, "Content-Type");
    if (!str_starts(str_lower(v->c, type.p ? type : STR("")), STR("application/json")))
        return deny(v, 415, "the body must be JSON: Content-Type: application/json");
    if (!str_is_utf8(v->r->body))
        return fail(v->c, REJECT, "the body is not UTF-8 text");
    if (!r)
        return OK;
    void *x = arena_take(v->c->mem, r->size);
    v->body = x;
    return record_from_json(v->c, r, v->r->body, STRICT, x);
}

static enum status visit_run(struct visit *v)
{
    TRY(url_read(v->c, v->r->target, &v->url));
    TRY(route_find(v));
    if (v->route->face != BARE)
        TRY(web_borrow(v->web, v->c));
    if (v->route->face != BARE && v->route->face != SHOP)
        TRY(session_find(v));
    TRY(role_check(v));
    TRY(csrf_check(v));
    TRY(query_read(v));
    TRY(body_read(v));
    return v->route->run(v);
}

static const char *code_title(int code)
{
    switch (code) {
    case 400: return "That cannot be read";
    case 401: return "Sign in first";
    case 403: return "Not allowed";
    case 404: return "Not found";
    case 405: return "Not done this way";
    case 409: return "Something changed meanwhile";
    case 413: return "Too big";
    case 415: return "Not JSON";
    case 429: return "Too many tries";
    case 503: return "Not now";
    default: return "That went wrong";
    }
}

static bool wants_page(const struct visit *v)
{
    if (v->route)
        return v->route->face != API && v->route->face != HOOK;
    return !str_starts(v->r->target, STR("/api/"));
}

static void error_page(struct visit *v, int code)
{
    struct str why = str_copy(v->c, str_z(v->c->why));
    v->out = (struct buf){0};
    if (page_open(v, code_title(code), "") != OK)
        return;
    put(v, "<section class=\"card narrow\"><p class=lead>{}</p><p><a href=\"/\">Back to the overview</a></p></section>",
        A(why));
    if (page_close(v) == OK)
        v->reply->code = code;
}

static void error_problem(struct visit *v, int code)
{
    struct tree *t = tree_open(v->c);
    struct node *o = tree_object(t);
    node_set(t, o, "type", tree_str(t, STR("about:blank")));
    node_set(t, o, "title", tree_str(t, str_z(code_title(code))));
    node_set(t, o, "status", tree_int(t, code));
    node_set(t, o, "detail", tree_str(t, str_z(v->c->why)));
    text_answer(v, code, "application/problem+json", tree_text(v->c, t, o));
}

static void error_answer(struct visit *v, enum status s)
{
    int code = v->code ? v->code : s == RETRY ? 503 : 400;
    v->reply->more = NULL;
    if (code == 503)
        visit_header(v, "Retry-After", STR("2"));
    if (code == 401 && v->route && v->route->face == PAGE) {
        struct str to = url_escape(v->c, v->r->target);
        visit_go(v, str_fmt(v->c, "/sign-in?to=%s", to.p));
    } else if (wants_page(v) && store_is(v))
        store_error(v, code, code_title(code));
    else if (wants_page(v))
        error_page(v, code);
    else
        error_problem(v, code);
}

static void tally_add(struct visit *v, double seconds)
{
    size_t at = 0, i = 0;
    while (routes[at].method && &routes[at] != v->route)
        at++;
    while (i < BUCKETS && seconds > bucket_s[i])
        i++;
    pthread_mutex_lock(&v->web->lock);
    struct tally *t = &v->web->tally[at];
    t->by_class[v->reply->code / 100]++;
    t->bucket[i]++;
    t->seconds += seconds;
    pthread_mutex_unlock(&v->web->lock);
}

/* The pattern, not the address: an address may hold a sign-in token or what somebody looked for. */
static void request_log(const struct visit *v, double seconds)
{
    log_line(v->reply->code >= 500 ? LOG_WARN : LOG_DEBUG, "request", "%.10s %s %d %.1f ms%s%s", v->r->method.p,
             v->route ? v->route->pattern : "(none)", v->reply->code, seconds * 1e3, v->reply->code >= 400 ? ": " : "",
             v->reply->code >= 400 ? v->c->why : "");
}

static void header_unless_set(struct visit *v, const char *name, const char *value)
{
    for (size_t i = 0; i < v->reply->headers.n; i++)
        if (str_eq(v->reply->headers.at[i].name, str_z(name)))
            return;
    visit_header(v, name, str_z(value));
}

static void answer(struct ctx *c, void *arg, const struct request *r, struct reply *out)
{
    int64_t begun = clock_steady_us();
    struct visit v = {.c = c, .web = arg, .r = r, .reply = out};
    v.who.person = STR("");
    out->code = 200;
    enum status s = visit_run(&v);
    if (s != OK)
        error_answer(&v, s);
    if (s == RETRY) { /* the handle may be what is broken */
        db_close(c->db);
        c->db = NULL;
    }
    if (c->db)
        web_return(v.web, c);
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        header_unless_set(&v, safe[i].name, safe[i].value);
    double took = (double)(clock_steady_us() - begun) / 1e6;
    tally_add(&v, took);
    request_log(&v, took);
}

static void told(struct ctx *c, void *arg, int port)
{
    (void)c;
    const struct web *w = arg;
    log_line(LOG_INFO, "web", "listens on http://%s:%d", w->at->address.p, port);
}

static void tick(struct ctx *c, void *arg)
{
    const struct web *w = arg;
    if (w->at->tick)
        w->at->tick(c, w->at->arg);
}

enum status web_serve(struct ctx *c, const struct listening *at)
{
    struct web *w = NEW(c, struct web);
    w->c = c;
    w->at = at;
    pthread_mutex_init(&w->lock, NULL);
    pthread_mutex_init(&w->model, NULL);
    struct server s = {at->address, (int)at->port, BODY_MAX, answer, w, told, tick};
    TRY(store_open(w, &w->store));
    enum status ran = server_run(c, &s);
    store_close(w->store);
    while (w->n_idle)
        db_close(w->idle[--w->n_idle]);
    return ran;
}
