/* app/section.c - groups of settings: which there are, and how one is set.
 *
 * Tables  writes setting, ledger
 */
#include "app/section.h"
#include "core/capability.h"
#include "core/clip.h"
#include "core/json.h"
#include "data/ledger.h"
#include "data/rehearsal.h"

#define SECTION(name, of, doc) extern const struct record of;
#include "app/section.def"
#undef SECTION

static const struct section own[] = {
#define SECTION(name, of, doc) {name, doc, &of},
#include "app/section.def"
#undef SECTION
};
enum { OWN = sizeof own / sizeof *own };

struct sections section_all(struct ctx *c)
{
    struct sections out = {0};
    for (size_t i = 0; i < OWN; i++)
        *LIST_ADD(c, &out) = own[i];
    for (const struct capability *const *k = capabilities; *k; k++)
        if ((*k)->opt)
            *LIST_ADD(c, &out) = (struct section){(*k)->name, (*k)->doc, (*k)->opt};
    return out;
}

bool section_find(struct str name, struct section *out)
{
    const struct capability *k = capability_find(name);
    for (size_t i = 0; i < OWN; i++)
        if (str_eq(name, str_z(own[i].name))) {
            *out = own[i];
            return true;
        }
    if (k && k->opt)
        *out = (struct section){k->name, k->doc, k->opt};
    return k && k->opt;
}

/* ---- secrets ---------------------------------------------------------------------------------------- */

static bool is_secret(const struct record *r, struct str name)
{
    const struct field *f = record_field(r, name);
    return f && f->flags & SECRET_FIELD;
}

static bool has_secrets(const struct record *r)
{
    for (const struct field *f = r->field; f->name; f++)
        if (f->flags & SECRET_FIELD)
            return true;
    return false;
}

/* The object `value` with each secret masked, or with what `old` has for a secret that it does not name. */
static struct str remade(struct ctx *c, const struct record *r, const struct json *value, const struct json *old, bool mask)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (struct json_walk w = json_walk(value); json_next(&w);) {
        struct str name = w.key;
        node_set(t, o, str_copy(c, name).p, mask && is_secret(r, name) ? tree_str(t, STR("•••")) : tree_raw(t, json_text(c, w.value)));
    }
    for (const struct field *f = r->field; f->name && !mask; f++)
        if (f->flags & SECRET_FIELD && !json_get(value, f->name) && json_get(old, f->name))
            node_set(t, o, f->name, tree_raw(t, json_text(c, json_get(old, f->name))));
    return tree_text(c, t, o);
}

struct str section_public(struct ctx *c, struct str name, struct str value)
{
    struct section s;
    const struct json *v;
    if (!section_find(name, &s) || !has_secrets(s.record) || json_read(c, value, &v) != OK || json_kind(v) != JSON_OBJECT)
        return value;
    return remade(c, s.record, v, NULL, true);
}

/* ---- setting ---------------------------------------------------------------------------------------- */

static enum status check(struct ctx *c, const struct section *s, struct str *value)
{
    const struct json *v, *old = NULL;
    struct str now = settings_get(c->settings, str_z(s->name));
    TRY(json_read(c, *value, &v));
    if (json_kind(v) != JSON_OBJECT)
        return fail(c, REJECT, "a setting is a JSON object, like {\"backend\":\"template\"}");
    void *chosen = arena_take(c->mem, s->record->size);
    TRY(record_from(c, s->record, v, STRICT, chosen));
    if (s->record == &clip_rules_record && ((struct clip_rules *)chosen)->folder.n)
        TRY(clip_check(c, chosen)); /* a model that cannot be read is refused here, where one can do something about it */
    if (now.p && has_secrets(s->record) && json_read(c, now, &old) == OK)
        *value = remade(c, s->record, v, old, false);
    return OK;
}

enum status section_set(struct ctx *c, struct str name, struct str value, struct str by_whom)
{
    struct section s;
    bool clear = !value.n || str_eq(value, STR("null"));
    if (clear)
        TRY(db_run(c, "DELETE FROM setting WHERE name = $1", A(name)));
    else if (!section_find(name, &s))
        return fail(c, REJECT, "there is no setting \"%.*s\"; `purvey settings sections` lists them", FMT(name));
    else {
        if (str_starts(name, STR("channel.")))
            TRY(rehearsal_refuse(c, "a channel"));
        TRY(check(c, &s, &value));
        TRY(db_save(c, &setting_record, &(struct setting){name, value, c->now_ms, by_whom}));
    }
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, name));
    node_set(t, o, "value", clear ? tree_null(t) : tree_raw(t, section_public(c, name, value)));
    return ledger_append(c, by_whom, STR("setting"), str_fmt(c, "setting:%.*s", FMT(name)), tree_text(c, t, o));
}
