/* core/text.c - which backend answers, and the twin when it cannot. */
#include "core/text.h"
#include "core/json.h"
#include "core/settings.h"

const struct record text_setting_record = {"text", sizeof(struct text_setting), (const struct field[]){
    FIELD(struct text_setting, backend, .choice = "auto|llama|openai|template", .init_str = "auto", .flags = OPTIONAL,
          .doc = "who writes texts unless a capability says otherwise"),
    FIELD(struct text_setting, model, .flags = OPTIONAL, .doc = "a GGUF file for llama; absent: the packaged one"),
    {0}}};

static bool has_endpoint(struct ctx *c)
{
    const struct json *v;
    struct ctx quiet = *c; /* a broken section is reported by text.openai itself */
    struct str set = settings_get(c->settings, STR("text.openai"));
    set = set.p ? set : settings_get(c->settings, STR("openai"));
    return set.p && json_read(&quiet, set, &v) == OK && json_str(json_get(v, "url")).n;
}

static struct str chosen(struct ctx *c, const struct text_setting *set, struct str backend)
{
    if (!backend.n || str_eq(backend, STR("shop")))
        backend = set->backend;
    return !str_eq(backend, STR("auto")) ? backend : has_endpoint(c) ? STR("openai") : STR("llama");
}

enum status text_backend(struct ctx *c, struct str wanted, struct str *out)
{
    struct text_setting set;
    TRY(settings_read(c, &text_setting_record, STR("text"), &set));
    *out = chosen(c, &set, wanted);
    return OK;
}

/* "text.llama" and so on; `model` is filled from the shop's setting where the caller named none. */
static enum status resolve(struct ctx *c, struct str backend, struct str *model, const char **name)
{
    struct text_setting set;
    TRY(settings_read(c, &text_setting_record, STR("text"), &set));
    backend = chosen(c, &set, backend);
    if (!model->n && str_eq(backend, STR("llama")))
        *model = set.model;
    *name = str_fmt(c, "text.%.*s", FMT(backend)).p;
    bool is_known = str_eq(backend, STR("llama")) || str_eq(backend, STR("openai")) || str_eq(backend, STR("template"));
    return is_known ? OK : fail(c, REJECT, "there is no text backend \"%.40s\": choose " TEXT_BACKENDS, backend.p);
}

static bool is_gone(struct ctx *c) { return c->gone && c->gone(c); }

/* The twin in place of `name`, which failed with `s` and c->why. */
static enum status fall_back(struct ctx *c, const char *name, enum status s, const struct text_in *in, struct text_out *out)
{
    const char *twin = capability_find(str_z(name))->twin;
    struct str why = str_copy(c, str_z(c->why));
    if (!twin || !in->grammar.n || is_gone(c) || capability_call(c, twin, in, out) != OK)
        return fail(c, s, "%s", why.p);
    out->fallback = why;
    return OK;
}

enum status text_ask(struct ctx *c, struct str backend, const struct text_in *in, struct text_out *out)
{
    struct text_in asked = *in;
    const char *name;
    TRY(record_check(c, &text_in_record, in));
    TRY(resolve(c, backend, &asked.model, &name));
    enum status s = capability_call(c, name, &asked, out);
    return s == OK ? OK : fall_back(c, name, s, &asked, out);
}

unsigned text_needs(struct ctx *c, struct str backend)
{
    struct ctx quiet = *c;
    struct str model = {0};
    const char *name;
    return resolve(&quiet, backend, &model, &name) == OK ? capability_find(str_z(name))->needs : 0;
}
