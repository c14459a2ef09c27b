/* app/web/page_settings.c - who works here, and every choice of the shop as a form made from its record.
 *
 * An empty field is the default. A secret is written here and never shown; left empty it stays as it is.
 */
#include "app/section.h"
#include "app/web/show.h"
#include "core/capability.h"
#include "core/json.h"
#include <ctype.h>

struct beat_view { struct str process, limits; int64_t pid, at_ms; };
static const struct record beat_view_record = {"beat_view", sizeof(struct beat_view), (const struct field[]){
    FIELD(struct beat_view, process), FIELD(struct beat_view, limits), FIELD(struct beat_view, pid), FIELD(struct beat_view, at_ms), {0}}};
struct person_view { struct str name, role; bool password; };
static const struct record person_view_record = {"person_view", sizeof(struct person_view), (const struct field[]){
    FIELD(struct person_view, name), FIELD(struct person_view, role), FIELD(struct person_view, password), {0}}};

static enum status put_processes(struct visit *v)
{
    LIST(struct beat_view) beats;
    TRY(db_all(v->c, &beat_view_record, &beats, "SELECT * FROM heartbeat ORDER BY process"));
    put(v, "<section class=card id=processes data-live><h2>Processes</h2>");
    if (!beats.n)
        put(v, "<p class=dim>No process has reported. <code>purvey serve</code> starts them.</p></section>");
    else {
        put(v, "<table><thead><tr><th>Process<th class=num>Pid<th>Limits<th>Seen</thead><tbody>");
        for (size_t i = 0; i < beats.n; i++)
            put(v, "<tr><td>{}<td class=num>{}<td>{}<td>{t}", A(beats.at[i].process), A(beats.at[i].pid), A(beats.at[i].limits), A(beats.at[i].at_ms));
        put(v, "</tbody></table></section>");
    }
    return OK;
}

static enum status put_people(struct visit *v)
{
    LIST(struct person_view) people;
    TRY(db_all(v->c, &person_view_record, &people,
               "SELECT name, role, CASE WHEN password IS NULL THEN 0 ELSE 1 END AS password FROM person ORDER BY name"));
    put(v, "<section class=card><h2>People</h2>");
    if (!people.n)
        put(v, "<p class=dim>Nobody has a password. <code>purvey person add NAME --role editor</code> adds somebody;"
               " <code>purvey token --person NAME</code> prints a link that signs in once.</p></section>");
    else {
        put(v, "<table><thead><tr><th>Name<th>Role<th>Signs in by</thead><tbody>");
        for (size_t i = 0; i < people.n; i++)
            put(v, "<tr><td>{}<td>{}<td>{}", A(people.at[i].name), A(people.at[i].role), A(people.at[i].password ? STR("password") : STR("link")));
        put(v, "</tbody></table></section>");
    }
    return OK;
}

/* ---- choices ------------------------------------------------------------------------------------------------ */

static struct str default_of(struct ctx *c, const struct field *f)
{
    switch (f->kind) {
    case T_STR: return f->init_str ? str_z(f->init_str) : STR("");
    case T_BOOL: return STR("");
    case T_INT:
    case T_REAL: return f->init != f->init || f->init == (double)NONE ? STR("") : str_fmt(c, "%.10g", f->init);
    default: return STR("");
    }
}

static void put_select(struct visit *v, const struct field *f, struct str now, struct strs all)
{
    struct str init = default_of(v->c, f);
    put(v, "<select name={} data-as={}><option value=\"\">default{}{}</option>", A(str_z(f->name)), A(f->kind == T_BOOL ? STR("bool") : STR("text")),
        A(init.n ? STR(": ") : STR("")), A(init));
    for (size_t i = 0; i < all.n; i++)
        put(v, str_eq(now, all.at[i]) ? "<option selected>{}</option>" : "<option>{}</option>", A(all.at[i]));
    put(v, "</select>");
}

static void put_number(struct visit *v, const struct field *f, struct str now)
{
    put(v, "<input type=number name={} data-as=number step={} value=\"{}\" placeholder=\"{}\"", A(str_z(f->name)),
        A(f->kind == T_INT ? STR("1") : STR("any")), A(now), A(default_of(v->c, f)));
    if (f->min != 0 || f->max != 0)
        put(v, " min={} max={}", A(str_fmt(v->c, "%.10g", f->min)), A(str_fmt(v->c, "%.10g", f->max)));
    put(v, ">");
}

static struct str lines_of(struct ctx *c, const struct json *list)
{
    struct buf b = {0};
    for (struct json_walk w = json_walk(list); json_next(&w);)
        buf_fmt(c, &b, "%.*s\n", FMT(json_str(w.value)));
    return buf_str(&b);
}

static void put_input(struct visit *v, const struct field *f, const struct json *value)
{
    const struct json *at = json_get(value, f->name);
    struct str now = !at ? STR("") : json_kind(at) == JSON_STR ? json_str(at) : json_text(v->c, at);
    if (f->flags & SECRET_FIELD)
        put(v, "<input type=password autocomplete=off name={} data-as=text placeholder=\"{}\">", A(str_z(f->name)), A(now.n ? STR("set; not shown") : STR("")));
    else if (f->kind == T_BOOL)
        put_select(v, f, at ? json_bool(at) ? STR("yes") : STR("no") : STR(""), str_split(v->c, STR("yes|no"), '|'));
    else if (f->choice)
        put_select(v, f, now, str_split(v->c, str_z(f->choice), '|'));
    else if (f->kind == T_INT || f->kind == T_REAL)
        put_number(v, f, now);
    else if (f->kind == T_STR)
        put(v, "<input name={} data-as=text value=\"{}\" placeholder=\"{}\">", A(str_z(f->name)), A(now), A(default_of(v->c, f)));
    else if (f->kind == T_STRS)
        put(v, "<textarea name={} data-as=lines rows=2 placeholder=\"one a line\">{}</textarea>", A(str_z(f->name)),
            A(json_kind(at) == JSON_ARRAY ? lines_of(v->c, at) : now));
    else
        put(v, "<textarea name={} data-as=json rows=2 spellcheck=false placeholder=JSON>{}</textarea>", A(str_z(f->name)), A(now));
}

/* "every_hours" → "Every hours" */
static struct str words_of(struct ctx *c, const char *name)
{
    struct str s = str_replace(c, str_z(name), STR("_"), STR(" "));
    return str_fmt(c, "%c%s", toupper((unsigned char)s.p[0]), s.p + 1);
}

static void put_section(struct visit *v, const struct section *s)
{
    struct str set = settings_get(v->c->settings, str_z(s->name));
    const struct json *value = NULL;
    bool may = v->who.role >= ADMIN;
    if (set.p && json_read(v->c, set, &value) != OK)
        value = NULL;
    put(v, "<details class=card id=\"set-{}\"><summary><b>{}</b> <span class=dim>{}</span> <span class=tag>{}</span></summary>", A(str_z(s->name)),
        A(str_z(s->name)), A(str_z(s->doc)), A(set.p ? STR("set") : STR("default")));
    put(v, may ? "<form data-wish=setting data-section=\"{}\" class=fields>" : "<form class=fields data-name=\"{}\"><fieldset disabled>", A(str_z(s->name)));
    for (const struct field *f = s->record->field; f->name; f++) {
        put(v, "<label><span>{} <small class=dim>{}</small></span>", A(words_of(v->c, f->name)), A(f->unit ? str_z(f->unit) : STR("")));
        put_input(v, f, value);
        put(v, "<small class=dim>{}</small></label>", A(f->doc ? str_z(f->doc) : STR("")));
    }
    put(v, may ? "<div class=row><button class=primary>Save</button><button name=clear value=1 class=plain>Back to the defaults</button></div></form></details>"
               : "</fieldset></form></details>");
}

enum status page_settings(struct visit *v)
{
    struct sections all = section_all(v->c);
    bool capabilities_begun = false;
    TRY(page_open(v, "Settings", "/settings"));
    TRY(put_processes(v));
    TRY(put_people(v));
    put(v, "<h2>The shop</h2>");
    for (size_t i = 0; i < all.n; i++) {
        bool of_capability = capability_find(str_z(all.at[i].name)) != NULL;
        if (of_capability && !capabilities_begun)
            put(v, "<h2>Capabilities</h2><p class=dim>Each over what the shop chose above.</p>");
        capabilities_begun |= of_capability;
        put_section(v, &all.at[i]);
    }
    return page_close(v);
}
