/* app/example.c - examples out of golden cases: {"in":{…},"opt":{…}?,"out":{…}} */
#include "app/example.h"
#include "app/page.h"
#include "core/json.h"

enum status example_find(struct ctx *c, struct str name, struct example *out, bool *found)
{
    const struct json *v;
    const struct page_file *f = example_files;
    *out = (struct example){0};
    while (f->name && !str_eq(name, str_z(f->name)))
        f++;
    *found = f->name != NULL;
    if (!*found)
        return OK;
    TRY(json_read(c, (struct str){f->text, f->n}, &v));
    out->in = json_text(c, json_get(v, "in"));
    if (json_get(v, "opt"))
        out->opt = json_text(c, json_get(v, "opt"));
    return OK;
}

/* Within single quotes a shell takes all but these as it stands. */
static struct str quoted(struct ctx *c, struct str s) { return str_fmt(c, "'%s'", str_replace(c, s, STR("'"), STR("'\\''")).p); }

struct str example_command(struct ctx *c, struct str name, const struct example *e)
{
    struct str opt = e->opt.n ? str_fmt(c, " --opt %s", quoted(c, e->opt).p) : STR("");
    return str_fmt(c, "echo %s | purvey call %.*s%s", quoted(c, e->in).p, FMT(name), opt.p);
}
