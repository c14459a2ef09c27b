/* app/web/session.c - who asks: links that sign in once, passwords, browser sessions, bearer tokens.
 *
 * A token is 32 bytes of the kernel's chance; only its hash is stored. A browser holds its token in a cookie that
 * scripts cannot read, and acts only with the session's csrf word, which other sites do not know.
 */
#include "app/web.h"
#include "app/web/html.h"
#include "app/web/web.h"
#include "core/hash.h"
#include "core/log.h"
#include "data/day.h"

enum {
    TOKEN_BYTES = 32,
    LINK_MS = HOUR_MS,
    SESSION_S = 14 * 24 * 60 * 60,
};

struct token {
    struct str hash, person, role, kind, csrf;
    int64_t expires_ms, at_ms;
};
static const struct record token_record = {"token", sizeof(struct token), (const struct field[]){
    FIELD(struct token, hash, .flags = KEY, .min = 64, .max = 64, .doc = "BLAKE2b of the token"),
    FIELD(struct token, person, .min = 1, .max = 100, .doc = "who holds it"),
    FIELD(struct token, role, .choice = "viewer|editor|admin", .doc = "what it may"),
    FIELD(struct token, kind, .choice = "api|session|once", .doc = "what it is for"),
    FIELD(struct token, csrf, .flags = OPTIONAL, .doc = "the word a page sends along"),
    FIELD(struct token, expires_ms, .unit = "ms", .doc = "not valid from then on"),
    FIELD(struct token, at_ms, .unit = "ms", .doc = "made"),
    {0}}};

/* ---- making tokens ------------------------------------------------------------------------------- */

static enum status token_make(struct ctx *c, struct token t, struct str *secret)
{
    *secret = hash_base64_url(c, hash_random(c, TOKEN_BYTES));
    t.hash = hash_blake2b(c, *secret);
    t.at_ms = c->now_ms;
    return db_save(c, &token_record, &t);
}

enum status web_link(struct ctx *c, struct str person, struct str role, struct str *path)
{
    struct str secret;
    struct token t = {.person = person, .role = role, .kind = STR("once"), .expires_ms = c->now_ms + LINK_MS};
    TRY(token_make(c, t, &secret));
    *path = str_fmt(c, "/sign-in/%s", secret.p);
    return OK;
}

enum status web_token(struct ctx *c, struct str person, struct str role, int64_t days, struct str *token)
{
    struct token t = {.person = person, .role = role, .kind = STR("api"), .expires_ms = c->now_ms + days * DAY_MS};
    return token_make(c, t, token);
}

/* ---- reading them --------------------------------------------------------------------------------- */

static enum status token_find(struct visit *v, struct str secret, struct str kind, struct token *t, bool *found)
{
    return db_maybe(v->c, &token_record, t, found,
                    "SELECT * FROM token WHERE hash = $1 AND kind = $2 AND expires_ms > $3",
                    A(hash_blake2b(v->c, secret)), A(kind), A(v->c->now_ms));
}

enum status session_find(struct visit *v)
{
    struct token t;
    bool found = false;
    struct str bearer = request_header(v->r, "Authorization"), cookie = visit_cookie(v, "purvey");
    if (bearer.p && str_starts(bearer, STR("Bearer ")))
        TRY(token_find(v, str_trim(str_part(bearer, 7, bearer.n)), STR("api"), &t, &found));
    else if (cookie.n)
        TRY(token_find(v, cookie, STR("session"), &t, &found));
    if (!found)
        return OK;
    v->who.person = t.person;
    v->who.csrf = t.csrf;
    return role_read(t.role, &v->who.role) ? OK : deny(v, 403, "the token has no role we know");
}

/* ---- signing in and out ---------------------------------------------------------------------------- */

/* Only a path of ours: "//elsewhere" and "https://elsewhere" would lead away. */
static struct str safe_path(struct str to)
{
    bool ours = to.n && to.p[0] == '/' && !(to.n > 1 && (to.p[1] == '/' || to.p[1] == '\\')) && !str_has(to, STR("\n")) &&
                !str_has(to, STR("\r"));
    return ours ? to : STR("/");
}

static enum status session_begin(struct visit *v, struct str person, struct str role, struct str to)
{
    struct str secret;
    struct token t = {.person = person, .role = role, .kind = STR("session"),
                      .csrf = hash_base64_url(v->c, hash_random(v->c, TOKEN_BYTES)),
                      .expires_ms = v->c->now_ms + SESSION_S * (int64_t)1000};
    TRY(token_make(v->c, t, &secret));
    TRY(db_run(v->c, "DELETE FROM token WHERE expires_ms < $1", A(v->c->now_ms)));
    visit_cookie_set(v, "purvey", secret, "/", SESSION_S);
    return visit_go(v, safe_path(to));
}

/* How many guesses this address made lately; counting one more when `failed`. Oldest places are taken over. */
static int guesses(struct visit *v, bool failed)
{
    struct web *w = v->web;
    pthread_mutex_lock(&w->lock);
    struct peer *p = &w->peer[0];
    for (size_t i = 0; i < PEERS; i++) {
        if (str_eq(str_z(w->peer[i].address), v->r->peer)) {
            p = &w->peer[i];
            break;
        }
        p = w->peer[i].since_ms < p->since_ms ? &w->peer[i] : p;
    }
    if (!str_eq(str_z(p->address), v->r->peer) || v->c->now_ms - p->since_ms > MINUTE_MS) {
        *p = (struct peer){.since_ms = v->c->now_ms};
        snprintf(p->address, sizeof p->address, "%s", v->r->peer.p);
    }
    p->failures += failed;
    int n = p->failures;
    pthread_mutex_unlock(&w->lock);
    return n;
}

enum status page_sign_in(struct visit *v)
{
    struct str to = pairs_get(&v->url.query, "to");
    if (v->who.role != NOBODY)
        return visit_go(v, safe_path(to));
    TRY(page_open(v, "Sign in", "/sign-in"));
    put(v, "<form class=\"card narrow stack\" method=post action=\"/sign-in\">"
           "<input type=hidden name=to value=\"{}\">"
           "<label>Name<input name=person autocomplete=username required autofocus></label>"
           "<label>Password<input name=password type=password autocomplete=current-password required></label>"
           "<button class=primary>Sign in</button>"
           "<p class=dim>No password? On the shop&rsquo;s machine, <code>purvey token --person NAME</code> prints a link"
           " that signs you in once.</p></form>",
        A(safe_path(to)));
    return page_close(v);
}

struct person {
    struct str name, role, password;
};
static const struct record person_record = {"person", sizeof(struct person), (const struct field[]){
    FIELD(struct person, name, .flags = KEY, .doc = "who"),
    FIELD(struct person, role, .doc = "what they may"),
    FIELD(struct person, password, .flags = SECRET_FIELD | OPTIONAL, .doc = "argon2id"),
    {0}}};

/* Argon2 takes 64 MiB a try: one at a time, and few from one address. */
static enum status password_check(struct visit *v, const struct person *p, struct str password)
{
    if (guesses(v, false) >= FAILURES)
        return deny(v, 429, "too many failed tries from your address: wait a minute");
    pthread_mutex_lock(&v->web->model);
    bool right = p->password.p && hash_password_is(p->password, password);
    pthread_mutex_unlock(&v->web->model);
    if (right)
        return OK;
    guesses(v, true);
    log_line(LOG_WARN, "sign-in", "a sign-in failed");
    return deny(v, 403, "the name or the password is wrong");
}

enum status form_sign_in(struct visit *v)
{
    struct pairs form;
    struct person p = {0};
    bool found;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    struct str name = pairs_get(&form, "person"), password = pairs_get(&form, "password");
    if (!name.n || !password.n || password.n > 1000)
        return deny(v, 400, "a name and a password are needed");
    TRY(db_maybe(v->c, &person_record, &p, &found, "SELECT name, role, password FROM person WHERE name = $1", A(name)));
    TRY(password_check(v, &p, password));
    return session_begin(v, p.name, p.role, pairs_get(&form, "to"));
}

/* The link is used up by whoever comes first: one DELETE decides. */
enum status page_sign_in_link(struct visit *v)
{
    struct token t;
    bool found;
    int64_t taken = 0;
    struct str secret = visit_param(v, "token");
    TRY(token_find(v, secret, STR("once"), &t, &found));
    if (found)
        TRY(db_count(v->c, &taken, "DELETE FROM token WHERE hash = $1", A(t.hash)));
    if (taken == 1)
        return session_begin(v, t.person, t.role, STR("/"));
    if (v->who.role != NOBODY) /* the same person clicked twice */
        return visit_go(v, STR("/"));
    return deny(v, 403, "this link was used or is older than an hour: `purvey token --person NAME` prints a new one");
}

enum status form_sign_out(struct visit *v)
{
    TRY(own_site(v));
    struct str cookie = visit_cookie(v, "purvey");
    if (cookie.n)
        TRY(db_run(v->c, "DELETE FROM token WHERE hash = $1", A(hash_blake2b(v->c, cookie))));
    visit_cookie_set(v, "purvey", STR(""), "/", 0);
    return visit_go(v, STR("/sign-in"));
}
