/* app/verb/settings.c - show, set and clear settings; each section is checked by its own record. */
#include "app/section.h"
#include "app/verb.h"
#include "core/capability.h"
#include "core/sql.h"

static enum status set(struct ctx *c, struct str name, struct str value, struct str by_whom)
{
    IN_ONE_STEP(c, section_set(c, name, value, by_whom));
    return OK;
}

static enum status show(struct ctx *c, struct shell *sh)
{
    if (sh->json)
        putchar('{');
    for (size_t i = 0; i < c->settings->n; i++) {
        const struct setting *s = &c->settings->at[i];
        if (sh->json)
            printf("%s\"%s\":%s", i ? "," : "", s->name.p, section_public(c, s->name, s->value).p);
        else
            printf("%-20s %s\n", s->name.p, section_public(c, s->name, s->value).p);
    }
    puts(sh->json ? "}" : "");
    return OK;
}

static enum status sections_show(struct ctx *c)
{
    struct sections all = section_all(c);
    for (size_t i = 0; i < all.n; i++)
        printf("%-22s %s\n", all.at[i].name, all.at[i].doc);
    return OK;
}

static void field_show(struct ctx *c, const struct field *f)
{
    static const char *const kinds[] = {[T_INT] = "number", [T_REAL] = "number", [T_BOOL] = "true or false", [T_STR] = "text", [T_STRS] = "list of texts",
        [T_INTS] = "list of numbers", [T_REALS] = "list of numbers", [T_COUNTS] = "object", [T_JSON] = "JSON", [T_LIST] = "list", [T_ONE] = "object"};
    struct str what = f->choice ? str_replace(c, str_z(f->choice), STR("|"), STR(", ")) : str_z(kinds[f->kind]);
    printf("  %-20s %s%s%s\n", f->name, what.p, f->unit ? " in " : "", f->unit ? f->unit : "");
    if (f->doc)
        printf("  %-20s   %s\n", "", f->doc);
}

static enum status section_show(struct ctx *c, struct str name)
{
    struct section s;
    struct str now = settings_get(c->settings, name);
    if (!section_find(name, &s))
        return fail(c, REJECT, "there is no setting \"%.*s\"; `purvey settings sections` lists them", FMT(name));
    printf("%s: %s\n", s.name, s.doc);
    for (const struct field *f = s.record->field; f->name; f++)
        field_show(c, f);
    printf("now: %s\n", now.p ? section_public(c, name, now).p : "the defaults");
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    const struct str *a = sh->args.at;
    if (sh->args.n == 0)
        return show(c, sh);
    if (sh->args.n == 3 && str_eq(a[0], STR("set")))
        return set(c, a[1], a[2], shell_person(c, sh));
    if (sh->args.n == 2 && str_eq(a[0], STR("clear")))
        return set(c, a[1], (struct str){0}, shell_person(c, sh));
    if (sh->args.n == 1 && !str_eq(a[0], STR("set")) && !str_eq(a[0], STR("clear")))
        return str_eq(a[0], STR("sections")) ? sections_show(c) : section_show(c, a[0]);
    return shell_misuse(c, "want nothing, sections, a section's NAME, set NAME JSON, or clear NAME");
}

const struct verb verb_settings = {"settings", "[sections | NAME | set NAME JSON | clear NAME]",
                                   "show or change which backend serves which capability, and other choices", NULL, run, true};
