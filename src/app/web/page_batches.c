/* app/web/page_batches.c - what was asked for, how far it is, and taking it back. */
#include "app/web/show.h"

static void put_bar(struct visit *v, const struct batch_view *b)
{
    if (b->items)
        put(v, "<progress max={} value={} aria-label=\"done\"></progress> <span class=\"num dim\">{,} of {,}</span>", A(b->items),
            A(b->done + b->waiting), A(b->done + b->waiting), A(b->items));
}

enum status page_batches(struct visit *v)
{
    struct batches_view list;
    TRY(view_batches(v->c, v->query, &list));
    TRY(page_open(v, "Batches", "/batches"));
    put(v, "<div id=batches data-live>");
    if (!list.total)
        put_empty(v, "No batches yet.", "Each import and each order of copy is a batch, and can be undone as one."
                                        " <code>purvey import FILE</code> makes the first.");
    else {
        put(v, "<div class=\"card scroll\"><table><thead><tr><th>Batch<th>Kind<th>By<th>Done<th class=num>Waiting<th class=num>Live"
               "<th class=num>Undone<th>When</thead><tbody>");
        for (size_t i = 0; i < list.batches.n; i++) {
            const struct batch_view *b = &list.batches.at[i];
            put(v, "<tr><td><a href=\"/batches/{}\">{}</a><td>{}<td>{}<td>", A(b->id), A(b->title), A(b->kind), A(b->by_whom));
            put_bar(v, b);
            put(v, "<td class=num>{,}<td class=num>{,}<td class=num>{,}<td>{t}", A(b->waiting), A(b->live), A(b->undone), A(b->created_ms));
        }
        put(v, "</tbody></table></div>");
    }
    put_pager(v, STR("/batches"), list.page, list.per_page, list.total);
    put(v, "</div>");
    return page_close(v);
}

struct later_view { struct str item, title, field, now, by_whom; };
static const struct record later_view_record = {"later_view", sizeof(struct later_view), (const struct field[]){
    FIELD(struct later_view, item), FIELD(struct later_view, title, .flags = OPTIONAL), FIELD(struct later_view, field),
    FIELD(struct later_view, now, .flags = OPTIONAL), FIELD(struct later_view, by_whom), {0}}};

/* What an undo would restore, and what it would leave since somebody wrote there later. */
static enum status put_undo(struct visit *v, const struct batch_view *b)
{
    int64_t id, changes;
    LIST(struct later_view) later;
    if (!str_int(b->id, &id) || !b->live)
        return OK;
    TRY(db_int(v->c, &changes, "SELECT count(*) FROM change h JOIN item i ON i.id = h.item WHERE i.batch = $1 AND h.state = 'live'", A(id)));
    TRY(db_all(v->c, &later_view_record, &later,
               "SELECT CAST(i.id AS TEXT) AS item, p.title, h.field, t.value AS now, t.by_whom FROM change h JOIN item i ON i.id = h.item"
               " JOIN content t ON t.entity = h.entity AND t.id = h.id AND t.field = h.field AND t.locale = h.locale"
               " LEFT JOIN product p ON p.id = i.subject WHERE i.batch = $1 AND h.state = 'live' AND t.value <> h.after"
               " ORDER BY p.title LIMIT 100",
               A(id)));
    put(v, "<section class=card><h2>Undo</h2><p>{,} fields of {,} items are live. Undo restores what stood there before", A(changes), A(b->live));
    if (later.n)
        put(v, ", and keeps {,} that somebody changed since:</p><ul>", A((long)later.n));
    else
        put(v, ". Nobody has changed them since, as far as is known here; what is changed in the shop is found then and kept.</p>");
    for (size_t i = 0; i < later.n; i++)
        put(v, "<li><a href=\"/items/{}\">{}</a>: {} by {}</li>", A(later.at[i].item), A(later.at[i].title), A(later.at[i].field),
            A(later.at[i].by_whom));
    put(v, later.n ? "</ul>" : "");
    if (v->who.role >= EDITOR)
        put(v, "<form data-wish=undo data-confirm=\"Undo {,} fields?\"><input type=hidden name=batch value={}>"
               "<button class=danger>Undo this batch</button></form>",
            A(changes), A(b->id));
    put(v, "</section>");
    return OK;
}

enum status page_batch(struct visit *v)
{
    struct batch_view b;
    struct items_view items;
    struct item_query q = *(const struct item_query *)v->query;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(view_batch(v->c, id, &b, &found));
    if (!found)
        return deny(v, 404, "there is no batch %lld", (long long)id);
    q.batch = b.id;
    q.product = (struct str){0};
    TRY(view_items(v->c, &q, &items));
    TRY(page_open(v, b.title.p, "/batches"));
    put(v, "<div id=batch data-live><p class=metas><span class=meta>{}</span><span class=meta>by {}</span><span class=meta>{t}</span></p><p>",
        A(b.kind), A(b.by_whom), A(b.created_ms));
    put_bar(v, &b);
    put(v, "</p>");
    TRY(put_undo(v, &b));
    if (items.items.n)
        put(v, "<div class=\"card scroll\"><table><thead><tr><th><th>Product<th>Kind<th>State<th>Risk<th class=num>Confidence<th>Moved</thead><tbody>");
    for (size_t k = 0; k < items.items.n; k++) {
        const struct item_view *i = &items.items.at[k];
        put(v, "<tr><td>");
        put_photo(v, i->subject, &i->images, "thumb");
        put(v, "<td><a href=\"/items/{}\">{}</a><td>{}<td>", A(i->id), A(i->title.n ? i->title : i->subject), A(i->kind));
        put_state(v, i->state);
        put(v, "<td>{}<td class=num>{%}<td>{t}", A(i->risk), A(i->confidence), A(i->moved_ms));
    }
    put(v, items.items.n ? "</tbody></table></div>" : "");
    put_pager(v, str_fmt(v->c, "/batches/%s", b.id.p), items.page, items.per_page, items.total);
    put(v, "</div>");
    return page_close(v);
}
