/* app/verb_settings.c - show, set and clear settings; a capability's are checked by its own record. */
#include "app/verb.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "core/sql.h"

static enum status check(struct ctx *c, struct str name, struct str value)
{
    const struct capability *k = capability_find(name);
    const struct json *v;
    TRY(json_read(c, value, &v));
    if (json_kind(v) != JSON_OBJECT)
        return fail(c, REJECT, "a setting is a JSON object, like {\"backend\":\"template\"}");
    if (!k || !k->opt)
        return OK;
    return record_from(c, k->opt, v, STRICT, arena_take(c->mem, k->opt->size));
}

static enum status set(struct ctx *c, struct str name, struct str value)
{
    TRY(check(c, name, value));
    return db_save(c, &setting_record, &(struct setting){name, value, c->now_ms, STR("cli")});
}

static enum status show(struct ctx *c, struct shell *sh)
{
    if (sh->json)
        putchar('{');
    for (size_t i = 0; i < c->settings->n; i++) {
        const struct setting *s = &c->settings->at[i];
        if (sh->json)
            printf("%s\"%s\":%s", i ? "," : "", s->name.p, s->value.p);
        else
            printf("%-20s %s\n", s->name.p, s->value.p);
    }
    puts(sh->json ? "}" : "");
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    const struct str *a = sh->args.at;
    if (sh->args.n == 0)
        return show(c, sh);
    if (sh->args.n == 3 && str_eq(a[0], STR("set")))
        return set(c, a[1], a[2]);
    if (sh->args.n == 2 && str_eq(a[0], STR("clear")))
        return db_run(c, "DELETE FROM setting WHERE name = $1", A(a[1]));
    return shell_misuse(c, "want nothing, set NAME JSON, or clear NAME");
}

const struct verb verb_settings = {"settings", "[set NAME JSON | clear NAME]",
                                   "show or change which backend serves which capability, and other choices", NULL, run, true};
