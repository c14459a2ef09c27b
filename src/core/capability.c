/* core/capability.c - the table of capabilities, and calling one by name. */
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"

#define CAPABILITY(id) extern const struct capability id;
#include "capability.def"
#undef CAPABILITY

const struct capability *const capabilities[] = {
#define CAPABILITY(id) &id,
#include "capability.def"
#undef CAPABILITY
    NULL};

const struct capability *capability_find(struct str name)
{
    for (const struct capability *const *p = capabilities; *p; p++)
        if (str_eq(name, str_z((*p)->name)))
            return *p;
    return NULL;
}

const char *stage_name(enum stage s)
{
    static const char *const names[] = {"ingest", "decide", "generate", "verify", "publish", "measure", "learn", "answer", "tool"};
    return names[s];
}

/* Defaults come from the option record itself (.init, .init_str), then what the shop set. */
static enum status options(struct ctx *c, const struct capability *k, void **opt)
{
    *opt = NULL;
    if (!k->opt)
        return OK;
    *opt = arena_take(c->mem, k->opt->size);
    return settings_read(c, k->opt, str_z(k->name), *opt);
}

enum status capability_call(struct ctx *c, const char *name, const void *in, void *out)
{
    const struct capability *k = capability_find(str_z(name));
    void *opt;
    if (!k)
        return fail(c, REJECT, "there is no capability \"%s\"", name);
    TRY(options(c, k, &opt));
    record_init(k->out, out);
    return k->run(c, opt, in, out);
}

enum status capability_json(struct ctx *c, const struct capability *k, struct str in_text, struct str *out_text)
{
    void *in = arena_take(c->mem, k->in->size), *out = arena_take(c->mem, k->out->size);
    TRY(record_from_json(c, k->in, in_text, LENIENT, in));
    TRY(capability_call(c, k->name, in, out));
    *out_text = record_to_json(c, k->out, out);
    return OK;
}

struct str capability_schema(struct ctx *c, const struct capability *k)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, str_z(k->name)));
    node_set(t, o, "doc", tree_str(t, str_z(k->doc)));
    node_set(t, o, "stage", tree_str(t, str_z(stage_name(k->stage))));
    node_set(t, o, "in", tree_raw(t, record_schema(c, k->in)));
    node_set(t, o, "out", tree_raw(t, record_schema(c, k->out)));
    if (k->opt)
        node_set(t, o, "options", tree_raw(t, record_schema(c, k->opt)));
    return tree_pretty(c, t, o);
}
