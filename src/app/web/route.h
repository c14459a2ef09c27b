/* app/web/route.h - every address the web process answers, in one table: route.def. */
#pragma once
#include "core/field.h"

struct visit;
enum role { NOBODY, VIEWER, EDITOR, ADMIN }; /* each may what the one before may */
enum face {
    PAGE, /* HTML: errors are pages, strangers are sent to sign in */
    API,  /* JSON: errors are problem+json; described by OpenAPI */
    FORM, /* posted by a page without a session */
    HOOK, /* posted by another machine, which signs what it sends */
    SHOP, /* the storefront: pages and forms for anyone, without a session of ours */
    BARE, /* files of ours: neither database nor session is looked at */
};
struct route {
    const char *method, *pattern; /* "GET", "/products/{id}" */
    enum role role;               /* at least */
    enum face face;
    enum status (*run)(struct visit *v);
    const struct record *query, *body, *reply; /* NULL: none */
    const char *wish;                          /* the kind of wish it makes; NULL: none */
    const char *doc;                           /* API: one sentence */
};
extern const struct route routes[]; /* ends with {0} */
enum { ROUTES_MAX = 160 };

const char *role_word(enum role r);
bool role_read(struct str name, enum role *out);

#define HTML(run, path, role, query) enum status run(struct visit *v);
#define POSTED(run, path) enum status run(struct visit *v);
#define GIVES(run, path, role, query, reply, doc) enum status run(struct visit *v);
#define TAKES(run, path, role, body, reply, doc) enum status run(struct visit *v);
#define FILES(run, path) enum status run(struct visit *v);
#define PLAIN(run, path, role) enum status run(struct visit *v);
#define HOOKED(run, path) enum status run(struct visit *v);
#define SHOWS(run, path) enum status run(struct visit *v);
#define BUYS(run, path) enum status run(struct visit *v);
#define WISHES(kind, role, body, doc)
#include "app/web/route.def"
#undef HTML
#undef POSTED
#undef GIVES
#undef TAKES
#undef FILES
#undef PLAIN
#undef HOOKED
#undef SHOWS
#undef BUYS
#undef WISHES
enum status api_wish(struct visit *v); /* of every WISHES */
