/* app/web/page_quarantine.c - rows that could not be taken: what is wrong, what to do, and doing it. */
#include "app/web/show.h"

/* "shop.csv" of "/srv/exports/shop.csv". */
static struct str file_name(struct str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return str_part(path, i, path.n);
    return path;
}

static void put_row(struct visit *v, const struct quarantine_view *q)
{
    put(v, "<article class=\"card bad\" id=\"q-{}\"><header><strong>{}</strong><span class=meta title=\"{}\">{} line {,}", A(q->id), A(q->cause), A(q->file),
        A(file_name(q->file)), A(q->line));
    if (q->col.n)
        put(v, ", column {}", A(q->col));
    put(v, "</span><span class=meta>{t}</span></header><p class=cure>{}</p>", A(q->at_ms), A(q->cure));
    if (str_eq(q->state, STR("open")) && v->who.role >= EDITOR)
        put(v, "<form data-wish=quarantine class=stack><input type=hidden name=id value={}>"
               "<label>The row<textarea name=raw rows=3 spellcheck=false>{}</textarea></label>"
               "<div class=row><button class=primary name=action value=retry>Try it again as written here</button>"
               "<button name=action value=ignore>Ignore it</button></div></form>",
            A(q->id), A(q->raw));
    else
        put(v, "<pre>{}</pre>", A(q->raw));
    put(v, "</article>");
}

enum status page_quarantine(struct visit *v)
{
    static const char *const states[] = {"open", "mended", "ignored"};
    const struct quarantine_query *q = v->query;
    struct quarantines_view list;
    TRY(view_quarantine(v->c, q, &list));
    TRY(page_open(v, "Quarantine", "/quarantine"));
    put(v, "<nav class=tabs aria-label=State>");
    for (size_t i = 0; i < 3; i++) {
        bool here = str_eq(q->state, str_z(states[i]));
        put(v, here ? "<a aria-current=page href=\"/quarantine?state={}\">{}</a>" : "<a href=\"/quarantine?state={}\">{}</a>",
            A(str_z(states[i])), A(str_z(states[i])));
    }
    put(v, "</nav><div id=rows data-live>");
    if (!list.rows.n)
        put_empty(v, "No rows here.", "A row of an import that cannot be taken is set aside here with its cause and its cure; the good ones go on.");
    for (size_t i = 0; i < list.rows.n; i++)
        put_row(v, &list.rows.at[i]);
    put_pager(v, str_fmt(v->c, "/quarantine?state=%s", q->state.p), list.page, list.per_page, list.total);
    put(v, "</div>");
    return page_close(v);
}
