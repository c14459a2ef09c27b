/* app/web/page_capability.c - what purvey can do, tried out on one input; and the ledger. */
#include "app/example.h"
#include "app/web/show.h"
#include "core/capability.h"
#include "core/json.h"
#include "data/ledger.h"

enum status page_capabilities(struct visit *v)
{
    TRY(page_open(v, "Capabilities", "/capabilities"));
    put(v, "<p class=lead>Each runs on files with <code>purvey call NAME</code>, over HTTP with <code>POST /api/v1/call/NAME</code>, and here."
           " <a href=\"/api/v1/openapi.json\">OpenAPI description</a></p>");
    if (!capabilities[0])
        put_empty(v, "This build has none.", "A capability is one file and one line in capability.def.");
    put(v, "<div class=\"card scroll\"><table><thead><tr><th>Name<th>Stage<th>What it does</thead><tbody>");
    for (const struct capability *const *k = capabilities; *k; k++)
        put(v, "<tr><td class=nowrap><a href=\"/capabilities/{}\"><code>{}</code></a><td>{}<td>{}", A(str_z((*k)->name)), A(str_z((*k)->name)),
            A(str_z(stage_name((*k)->stage))), A(str_z((*k)->doc)));
    put(v, "</tbody></table></div>");
    return page_close(v);
}

static void put_fields(struct visit *v, const struct record *r)
{
    put(v, "<table><thead><tr><th>Field<th>What it is</thead><tbody>");
    for (const struct field *f = r->field; f->name; f++) {
        put(v, "<tr><td class=nowrap><code>{}</code>", A(str_z(f->name)));
        put(v, f->flags & OPTIONAL ? "<td>{}" : "<td>{} <small class=need>required</small>", A(str_z(f->doc ? f->doc : "")));
        if (f->unit)
            put(v, " <small class=dim>in {}</small>", A(str_z(f->unit)));
        if (f->choice)
            put(v, " <small class=dim>one of {}</small>", A(str_replace(v->c, str_z(f->choice), STR("|"), STR(", "))));
    }
    put(v, "</tbody></table>");
}

enum status page_capability(struct visit *v)
{
    struct str name = visit_param(v, "name");
    const struct capability *k = capability_find(name);
    struct example e;
    bool found;
    if (!k)
        return deny(v, 404, "there is no capability \"%.100s\"", name.p);
    TRY(example_find(v->c, name, &e, &found));
    TRY(page_open(v, k->name, "/capabilities"));
    put(v, "<p class=lead>{}</p><div class=twocol><div><form class=\"card stack\" data-call=\"{}\"><h2>Try it</h2>"
           "<div class=fields></div><details><summary>As JSON</summary><label>Input<textarea name=input rows=8 spellcheck=false>{}"
           "</textarea></label></details><button class=primary>Run</button>",
        A(str_z(k->doc)), A(str_z(k->name)), A(found ? e.in : STR("{}")));
    put(v, "<div class=answer role=status aria-live=polite></div></form></div><div><section class=card><h2>Input</h2>");
    put_fields(v, k->in);
    put(v, "</section><section class=card><h2>Output</h2>");
    put_fields(v, k->out);
    if (k->opt) {
        put(v, "</section><section class=card><h2>Options</h2><p class=dim>Set under <a href=\"/settings\">Settings</a> as <code>{}</code>.</p>", A(name));
        put_fields(v, k->opt);
    }
    if (found)
        put(v, "</section><section class=card><h2>Example</h2><p class=dim>The form holds it; in a shell:</p><pre>{}</pre>",
            A(example_command(v->c, name, &e)));
    put(v, "</section><details class=card><summary>JSON Schemas</summary><pre>{}</pre></details></div></div>", A(capability_schema(v->c, k)));
    return page_close(v);
}

/* ---- ledger ---------------------------------------------------------------------------------------------- */

struct ledger_rows { LIST(struct ledger) at; };

static void put_state_of_chain(struct visit *v, const struct ledger_report *r)
{
    put(v, "<section class=card>");
    if (!r->faults.n)
        put(v, "<p class=lead><span class=\"verdict v-supported\">whole</span> All {,} rows are as they were written, in order, none missing.</p>", A(r->rows));
    else
        put(v, "<p class=lead><span class=\"verdict v-contradicted\">broken</span> does not hold:</p><ul>");
    for (size_t i = 0; i < r->faults.n; i++)
        if (r->faults.at[i].seq)
            put(v, "<li>row {,}: {}</li>", A(r->faults.at[i].seq), A(r->faults.at[i].cause));
        else
            put(v, "<li>{}</li>", A(r->faults.at[i].cause));
    put(v, r->faults.n ? "</ul>" : "");
    put(v, "<p class=dim>Head: <code>{}</code>. Note it elsewhere: <code>purvey ledger verify --head {}</code> proves later that nothing before it was"
           " rewritten.</p></section>",
        A(r->head), A(r->head));
}

enum status page_ledger(struct visit *v)
{
    struct ledger_report report = {0};
    struct ledger_rows rows = {0};
    TRY(ledger_verify(v->c, (struct str){0}, &report));
    TRY(db_all(v->c, &ledger_record, &rows.at, "SELECT * FROM ledger ORDER BY seq DESC LIMIT 100"));
    TRY(page_open(v, "Ledger", "/ledger"));
    if (!report.rows && !report.faults.n)
        put_empty(v, "Nothing is written yet.", "Every move of every item, every import and every setting adds a row whose hash covers the row before.");
    else
        put_state_of_chain(v, &report);
    put(v, "<div class=\"card scroll\"><table><caption>The latest 100 rows</caption><thead><tr><th class=num>Row<th>When<th>Who<th>What<th>About<th>Hash"
           "</thead><tbody>");
    for (size_t i = 0; i < rows.at.n; i++) {
        const struct ledger *l = &rows.at.at[i];
        put(v, "<tr><td class=num>{,}<td class=nowrap>{t}<td>{}<td>{}<td title=\"{}\">", A(l->seq), A(l->at_ms), A(l->actor), A(l->what), A(l->body.text));
        if (str_starts(l->subject, STR("item:")))
            put(v, "<a href=\"/items/{}\">{}</a>", A(str_part(l->subject, 5, l->subject.n)), A(l->subject));
        else
            put(v, "{}", A(l->subject));
        put(v, "<td><code>{}</code>", A(str_part(l->hash, 0, 12)));
    }
    put(v, "</tbody></table></div>");
    return page_close(v);
}
