/* app/web/page_policy.c - what goes out by itself, what a person sees, what never goes out. */
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
