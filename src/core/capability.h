/* core/capability.h - one thing purvey can do: in → out.
 *
 * To add one: a file that ends in `const struct capability price_elastic = {…};` and a line
 * CAPABILITY(price_elastic) in src/capability.def. CLI, API, manual, tests and dashboard follow.
 *
 * run() is a function of (ctx, opt, in): no statics, no clock, no database. It may call other
 * capabilities with capability_call: models (stage TOOL) and checks are reached that way only.
 */
#pragma once
#include "core/field.h"

enum stage { INGEST, DECIDE, GENERATE, VERIFY, PUBLISH, MEASURE, LEARN, ANSWER, TOOL };
enum { NET = 1, GPU = 2, SECRET = 4 };

/* One field of the shop that an output would change: what review shows and undo restores. */
struct change {
    struct str entity; /* "product", "variant", "category" */
    struct str id;     /* its id in the shop's data */
    struct str field;  /* "description", "seo_title", "price" */
    struct str value;  /* new value, as text */
    struct str format; /* "text", "html", "money", "json" */
};
struct changes {
    struct change *at;
    size_t n;
};

struct capability {
    const char *name; /* REQUIRED "price.elastic": what.how; stored in rows, never renamed */
    const char *doc;  /* REQUIRED one sentence: CLI help, dashboard, manual */
    enum stage stage; /* REQUIRED */
    unsigned needs;   /* NET | GPU | SECRET: which process may run it */
    const struct record *in, *out; /* REQUIRED */
    const struct record *opt;      /* settings, with ranges; NULL: none */
    enum status (*run)(struct ctx *c, const void *opt, const void *in, void *out); /* REQUIRED */
    const char *title; /* OPTIONAL of a kind of work item: what one of "{}" is called where people read it: "New price for {}" */
    const char *check; /* OPTIONAL: the capability that verifies this one's output */
    const char *twin;  /* OPTIONAL: the dull capability or backend that stands in when a model is out */
    /* OPTIONAL: what this output would change in the shop; makes it a kind of work item */
    enum status (*changes)(struct ctx *c, const void *in, const void *out, struct changes *list);
};

extern const struct capability *const capabilities[]; /* NULL-ended */
const struct capability *capability_find(struct str name); /* NULL: no such */
const char *stage_name(enum stage s);

/* Run capability `name` inside this call, with options from c->settings. RETRY/REJECT as it says. */
MUST enum status capability_call(struct ctx *c, const char *name, const void *in, void *out);

/* As above from and to JSON text; strict: an unknown key is refused. */
MUST enum status capability_json(struct ctx *c, const struct capability *k, struct str in, struct str *out);

/* The JSON Schemas of in, out and options, as one JSON object. */
struct str capability_schema(struct ctx *c, const struct capability *k);
