/* app/web/page_policy.c - what goes out by itself, what a person sees, what never goes out; and the settings. */
#include "app/web/show.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/item.h"
#include "execution/review/policy.h"

static void put_choice(struct visit *v, const char *name, const char *const *all, struct str now)
{
    put(v, "<select name={} aria-label={}>", A(str_z(name)), A(str_z(name)));
    for (; *all; all++)
        put(v, str_eq(now, str_z(*all)) ? "<option selected>{}</option>" : "<option>{}</option>", A(str_z(*all)));
    put(v, "</select>");
}

static void put_policy_row(struct visit *v, const struct policy_row *r, bool may)
{
    static const char *const risks[] = {"*", "low", "medium", "high", NULL}, *const acts[] = {"auto", "review", "block", NULL};
    if (!may) {
        put(v, "<tr><td>{}<td>{}<td class=num>{}<td>{}<td><span class=\"act a-{}\">{}</span><td>{}", A(r->kind), A(r->risk), A(r->confidence),
            A(r->doubts ? STR("also with doubts") : STR("only without")), A(r->action), A(r->action), A(r->note));
        return;
    }
    put(v, "<tr><td><input name=kind aria-label=kind list=kinds value=\"{}\"><td>", A(r->kind));
    put_choice(v, "risk", risks, r->risk);
    put(v, "<td><input name=confidence aria-label=confidence type=number min=0 max=1 step=0.01 value=\"{}\"><td>", A(r->confidence));
    put(v, r->doubts ? "<input type=checkbox name=doubts aria-label=doubts checked><td>" : "<input type=checkbox name=doubts aria-label=doubts><td>");
    put_choice(v, "action", acts, r->action);
    put(v, "<td><input name=note aria-label=note value=\"{}\"><td class=nowrap><button type=button class=plain data-row=up aria-label=\"Move up\">↑</button>"
           "<button type=button class=plain data-row=remove aria-label=\"Remove row\">×</button>",
        A(r->note));
}

enum status page_policy(struct visit *v)
{
    struct policy_rows rows;
    bool own, may = v->who.role >= ADMIN;
    TRY(policy_load(v->c, &rows, &own));
    TRY(page_open(v, "Policy", "/policy"));
    put(v, "<p class=lead>The first row that fits decides. <b>auto</b> goes out by itself, <b>review</b> waits for a person, <b>block</b> never goes out."
           " {}</p>",
        A(own ? STR("This table is the shop's own.") : STR("These are the rows purvey comes with; saving makes them yours.")));
    put(v, "<datalist id=kinds><option value=\"*\">");
    for (const struct capability *const *k = capabilities; *k; k++)
        if ((*k)->changes)
            put(v, "<option value=\"{}\">", A(str_z((*k)->name)));
    put(v, "</datalist><form class=\"card scroll\" data-wish=policy data-rows=rows><table class=edit><thead><tr><th>Kind<th>Risk"
           "<th>Confidence at least<th>Doubts<th>Then<th>Note");
    put(v, may ? "<th></thead><tbody>" : "</thead><tbody>");
    for (size_t i = 0; i < rows.n; i++)
        put_policy_row(v, &rows.at[i], may);
    put(v, "</tbody></table>");
    if (may)
        put(v, "<div class=row><button type=button data-row=add>Add a row</button><button class=primary>Save the table</button></div>");
    put(v, "</form>");
    return page_close(v);
}

/* ---- settings ---------------------------------------------------------------------------------------------- */

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

/* Keys to outside services are written here, never shown. */
static bool has_key(struct ctx *c, struct str value)
{
    static const char *const names[] = {"key", "secret", "token", "password"};
    struct str low = value.p ? str_lower(c, value) : STR("");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_has(low, str_fmt(c, "%s\"", names[i])))
            return true;
    return false;
}

static void put_setting(struct visit *v, struct str name, struct str doc, struct str value)
{
    bool hidden = has_key(v->c, value);
    put(v, "<tr><th scope=row><code>{}</code> <small class=dim>{}</small><td>", A(name), A(doc));
    if (v->who.role >= ADMIN)
        put(v, "<form data-wish=setting class=row><input type=hidden name=name value=\"{}\"><textarea name=value data-json rows=1 spellcheck=false"
               " aria-label=\"{}\" placeholder=\"{}\">{}</textarea><button>Save</button></form>",
            A(name), A(name), A(hidden ? STR("set; it holds a key, so it is not shown: write a new object in its place") : STR("the defaults")),
            A(value.p && !hidden ? value : STR("")));
    else
        put(v, "<span class=dim>{}</span>", A(value.n ? STR("set") : STR("the defaults")));
}

enum status page_settings(struct visit *v)
{
    static const struct {
        const char *name, *doc;
    } sections[] = {{"shop", "name, currency, language"}, {"brand", "voice, banned words"}, {"text", "which model writes: {\"backend\":\"auto\"}"},
                    {"openai", "an outside model's address"}, {"publish", "channels"}};
    TRY(page_open(v, "Settings", "/settings"));
    TRY(put_processes(v));
    TRY(put_people(v));
    put(v, "<section class=card><h2>Choices</h2><p class=dim>Each is a JSON object over the defaults. Empty: the defaults.</p><table class=settings><tbody>");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        put_setting(v, str_z(sections[i].name), str_z(sections[i].doc), settings_get(v->c->settings, str_z(sections[i].name)));
    for (const struct capability *const *k = capabilities; *k; k++)
        if ((*k)->opt)
            put_setting(v, str_z((*k)->name), str_z((*k)->doc), settings_get(v->c->settings, str_z((*k)->name)));
    put(v, "</tbody></table></section>");
    return page_close(v);
}
