/* app/web/page_item.c - the whole life of one item; and the queue of those that wait for a person. */
#include "app/web/board.h"
#include "app/web/figure.h"
#include "app/web/show.h"
#include "app/web/way.h"
#include "core/csv.h"
#include "data/change.h"
#include "intelligence/decide/insight/mine.h"

static void put_head(struct visit *v, const struct explain *i, const struct strs *images)
{
    put(v, "<header class=itemhead>");
    if (str_eq(i->entity, STR("product"))) {
        put_photo(v, i->subject, images, "thumb");
        put(v, "<div><a href=\"/products/{/}\"><strong>{}</strong></a>", A(i->subject), A(i->title.n ? i->title : i->subject));
    } else
        put(v, str_eq(i->entity, STR("order")) ? "<div><strong>Order {}</strong>" : "<div><strong>{}</strong>", A(i->title.n ? i->title : i->subject));
    put(v, "<div class=metas><span class=meta>{}</span>", A(i->kind));
    put_state(v, i->state);
    put_risk(v, i->risk);
    put_confidence(v, i->confidence);
    if (i->backend.n)
        put(v, "<span class=meta>by {}</span>", A(i->backend));
    put(v, "</div></div></header>");
    if (i->why.n)
        put(v, "<p class=why>{}</p>", A(i->why));
    for (size_t k = 0; k < i->doubts.n; k++)
        put(v, "<p class=doubt>{}</p>", A(i->doubts.at[k]));
}

static bool waits(const struct visit *v, const struct explain *i)
{
    return str_eq(i->state, STR("waiting")) && v->who.role >= EDITOR;
}

static void put_verdict_buttons(struct visit *v, const struct explain *i)
{
    if (waits(v, i))
        put(v, "<div class=verdicts data-item={}>"
               "<button class=primary data-verdict=accept>Accept <kbd>a</kbd></button>"
               "<button data-verdict=edit>Edit <kbd>e</kbd></button>"
               "<button data-verdict=back>{} again <kbd>b</kbd></button>"
               "<button class=danger data-verdict=reject>Reject <kbd>r</kbd></button></div>",
            A(i->item), A(kind_moves_money(i->kind) ? STR("Plan") : STR("Write")));
}

/* A way out of trouble reads as words; what is carried out can still be edited as it is. */
static enum status put_solution(struct visit *v, const struct explain *i)
{
    struct item row;
    int64_t id;
    if (str_int(i->item, &id)) {
        TRY(item_load(v->c, id, &row));
        TRY(put_ways(v, &row));
    }
    put(v, "<details><summary>The actions as they are carried out, as JSON</summary>");
    put_changes(v, i, waits(v, i));
    put(v, "</details>");
    return OK;
}

static void put_folded(struct visit *v, const struct explain *i, struct str summary)
{
    put(v, "<details><summary>{}</summary>", A(summary));
    put_changes(v, i, waits(v, i));
    put(v, "</details>");
}

struct sold_as { struct str id, title; struct strs images; };
static const struct record sold_as_record = {"sold_as", sizeof(struct sold_as), (const struct field[]){
    FIELD(struct sold_as, id), FIELD(struct sold_as, title), FIELD(struct sold_as, images, .flags = OPTIONAL), {0}}};

/* A SKU as people know it: its picture, and where no other column says it, its name. */
static enum status put_sku(struct visit *v, struct str sku, bool named)
{
    struct sold_as p;
    bool found;
    TRY(db_maybe(v->c, &sold_as_record, &p, &found,
                 "SELECT p.id, p.title, p.images FROM variant w JOIN product p ON p.id = w.product WHERE w.sku = $1 ORDER BY p.gone, p.id LIMIT 1", A(sku)));
    put(v, "<td>");
    if (found) {
        put_photo(v, p.id, &p.images, "thumb");
        if (named)
            put(v, " <a href=\"/products/{/}\">{}</a> ", A(p.id), A(p.title));
    }
    put(v, "<small class=dim>{}</small>", A(sku));
    return OK;
}

static enum status put_cells(struct visit *v, const struct strs *heads, const struct strs *cells)
{
    put(v, "<tr>");
    for (size_t k = 0; k < cells->n; k++) {
        double number;
        struct str head = k < heads->n ? heads->at[k] : STR("");
        if (str_eq(head, STR("sku")) || str_eq(head, STR("with")))
            TRY(put_sku(v, cells->at[k], !str_eq(head, STR("sku"))));
        else
            put(v, str_real(cells->at[k], &number) ? "<td class=num>{}" : "<td>{}", A(cells->at[k]));
    }
    return OK;
}

/* Put the first line, and keep it: the reader writes over it. */
static void heads_take(struct visit *v, const struct strs *cells, struct strs *heads)
{
    put(v, "<thead><tr>");
    for (size_t k = 0; k < cells->n; k++) {
        strs_add(v->c, heads, str_copy(v->c, cells->at[k]));
        put(v, "<th>{}", A(str_eq(cells->at[k], STR("sku")) ? STR("Product") : field_title(v->c, cells->at[k])));
    }
    put(v, "</thead><tbody>");
}

/* The table of an order or a draft, as it stands or as a person has edited it; the CSV itself below. */
static enum status put_table(struct visit *v, struct str csv)
{
    struct csv *in = csv_open(v->c, ',');
    struct str rest = csv;
    struct strs cells, heads = {0};
    put(v, "<div class=scroll tabindex=0 role=region aria-label=\"The draft\"><table>");
    while (rest.n) {
        size_t end = str_find(rest, STR("\n"), 0);
        end = end == SIZE_MAX ? rest.n : end + 1;
        if (csv_line(in, str_copy(v->c, str_part(rest, 0, end)), &cells)) {
            if (heads.n)
                TRY(put_cells(v, &heads, &cells));
            else
                heads_take(v, &cells, &heads);
        }
        rest = str_part(rest, end, rest.n);
    }
    put(v, "</tbody></table></div>");
    return OK;
}

static enum status put_order(struct visit *v, const struct explain *i)
{
    for (size_t k = 0; k < i->changes.n; k++)
        TRY(put_table(v, i->changes.at[k].after));
    put_folded(v, i, STR("The same as CSV, as it is written to the folder"));
    return OK;
}

/* A bundle or a move: a draft for people, as an order is. */
static bool is_draft(const struct explain *i)
{
    return str_eq(i->kind, STR("replenish.order")) || (str_eq(i->kind, STR("price.clear")) && i->changes.n && str_starts(i->changes.at[0].field, STR("draft ")));
}

/* What a collection would show, before its fields. */
static enum status put_mood(struct visit *v, const struct explain *i)
{
    struct item row;
    struct board b = {0};
    int64_t id;
    if (!str_int(i->item, &id))
        return OK;
    TRY(item_load(v->c, id, &row));
    if (!row.output.text.n || record_from_json(v->c, &board_record, row.output.text, LENIENT, &b) != OK)
        return OK; /* it is not made yet */
    return put_board(v, &b, false);
}

/* What customers said of a theme: each message as a link to its conversation, where it is one of the inbox. */
static enum status put_voices(struct visit *v, const struct item *row)
{
    enum { VOICES = 50, WORDS = 160 };
    struct mine_theme t;
    if (record_from_json(v->c, &mine_theme_record, row->input.text, LENIENT, &t) != OK)
        return OK;
    put(v, "<section><h3>{,} messages</h3><ul class=recent>", A((long)t.messages.n));
    for (size_t i = 0; i < t.messages.n && i < VOICES; i++) {
        int64_t id = 0, thread = 0;
        struct str text = {0};
        if (str_int(t.messages.at[i], &id)) {
            TRY(db_int(v->c, &thread, "SELECT thread FROM message WHERE id = $1", A(id)));
            TRY(db_text(v->c, &text, "SELECT text FROM message WHERE id = $1", A(id)));
        }
        text = text.n > WORDS ? str_mend(v->c, str_copy(v->c, str_part(text, 0, WORDS))) : text;
        if (thread)
            put(v, "<li><a href=\"/inbox/{}\">{}</a></li>", A(thread), A(text));
        else
            put(v, "<li>{}</li>", A(t.messages.at[i]));
    }
    put(v, "</ul>");
    if (t.messages.n > VOICES)
        put(v, "<p class=dim>and {,} more</p>", A((long)t.messages.n - VOICES));
    put(v, "</section>");
    return OK;
}

enum { FEW = 6 }; /* changes that are shown one by one */

/* What a reviewer needs of an item: texts, evidence, who did what, and the verdict's buttons. */
static enum status put_detail(struct visit *v, const struct explain *i, const struct strs *images)
{
    struct item row;
    int64_t id;
    put_head(v, i, images);
    put_verdict_buttons(v, i);
    if (str_eq(i->kind, STR("collection.theme")))
        TRY(put_mood(v, i));
    bool solution = str_eq(i->kind, STR("exception.solve"));
    if (solution)
        TRY(put_solution(v, i));
    else if (is_draft(i))
        TRY(put_order(v, i));
    else if (i->changes.n > FEW)
        put_folded(v, i, str_fmt(v->c, "%zu fields change", i->changes.n));
    else if (str_eq(i->kind, STR("promotion.segment")))
        put_folded(v, i, STR("The code as it goes into the shop, as JSON"));
    else
        put_changes(v, i, waits(v, i));
    if (figures_has(i->kind) && str_int(i->item, &id)) {
        TRY(item_load(v->c, id, &row));
        TRY(put_figures(v, &row));
    } else if (!solution) {
        put(v, "<section><h3>Claims and their evidence</h3>");
        put_findings(v, i);
        put(v, "</section>");
    }
    if (str_eq(i->kind, STR("insight.theme")) && str_int(i->item, &id)) {
        TRY(item_load(v->c, id, &row));
        TRY(put_voices(v, &row));
    }
    put(v, "<section><h3>Who did what</h3>");
    put_moves(v, i);
    put(v, "</section>");
    return OK;
}

/* ---- one item ---------------------------------------------------------------------------------------------- */

static void put_effects(struct visit *v, const struct explain *i)
{
    if (!i->effects.n)
        return;
    put(v, "<section class=card><h2>Sent to shops</h2><div class=scroll tabindex=0 role=region aria-label=\"Sent to shops\"><table><thead><tr>"
           "<th>Channel<th>Field<th>Action<th>State"
           "<th>Answer<th>Read back<th>When</thead><tbody>");
    for (size_t k = 0; k < i->effects.n; k++) {
        const struct explain_effect *e = &i->effects.at[k];
        put(v, "<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td class=nowrap>{t}", A(e->channel), A(e->field), A(e->action), A(e->state),
            A(e->why.n ? e->why : e->receipt), A(str_part(e->readback, 0, e->readback.n < 160 ? e->readback.n : 160)), A(e->at_ms));
    }
    put(v, "</tbody></table></div></section>");
}

static void put_evidence(struct visit *v, const struct explain *i)
{
    put(v, "<section class=card><h2>Made from</h2><p class=dim>{}; asked by {} {t}, in <a href=\"/batches/{}\">batch {}</a>.</p>",
        A(i->came_from.n ? i->came_from : STR("the shop's data")), A(i->asked_by), A(i->asked_ms), A(i->batch), A(i->batch));
    if (i->evidence.n)
        put(v, "<div class=scroll tabindex=0 role=region aria-label=Facts><table class=facts><thead><tr><th>Fact<th>Value<th>Read from</thead><tbody>");
    for (size_t k = 0; k < i->evidence.n; k++) {
        const struct attribute *a = &i->evidence.at[k];
        put(v, "<tr><th scope=row>{}<td>{} {}<td><small class=dim>{}</small>", A(a->name), A(a->value), A(a->unit), A(a->source));
    }
    put(v, i->evidence.n ? "</tbody></table></div></section>" : "</section>");
}

static void put_proofs(struct visit *v, const struct explain *i)
{
    put(v, "<details class=card><summary>Rows of the ledger that prove it: {,}</summary><table><thead><tr><th class=num>Row<th>What<th>When<th>Hash</thead><tbody>",
        A((long)i->ledger.n));
    for (size_t k = 0; k < i->ledger.n; k++)
        put(v, "<tr><td class=num>{,}<td>{}<td>{t}<td><code>{}</code>", A(i->ledger.at[k].seq), A(i->ledger.at[k].what), A(i->ledger.at[k].at_ms),
            A(str_part(i->ledger.at[k].hash, 0, 16)));
    put(v, "</tbody></table></details>");
}

/* One item is undone by the same wish as a batch: its number says which it is. */
static void put_undo(struct visit *v, const struct explain *i)
{
    bool live = str_eq(i->state, STR("live")) || str_eq(i->state, STR("kept"));
    if (!live || v->who.role < EDITOR)
        return;
    if (str_eq(i->entity, STR("order"))) {
        put(v, "<section class=card>It is done. What was done to an order is not undone: money and parcels are out in the world; a new action puts it right.</section>");
        return;
    }
    put(v, "<section class=\"card row\"><span>It is live. Undo restores what stood there before, unless somebody wrote there since.</span>"
           "<form data-wish=undo data-confirm=\"Undo this item?\"><input type=hidden name=batch value={}>"
           "<button class=danger>Undo this item</button></form></section>",
        A(i->item));
}

enum status page_item(struct visit *v)
{
    struct explain i;
    struct strs images;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(view_item(v->c, id, &i, &images, &found));
    if (!found)
        return deny(v, 404, "there is no item %lld", (long long)id);
    struct str title = kind_title(v->c, i.kind, i.title.n ? i.title : i.subject);
    TRY(page_open(v, title.p, "/review"));
    put(v, "<div id=item data-live class=\"card detail\" data-review=single>"
           "<p class=partial data-partial-item={} hidden></p>",
        A(i.item));
    TRY(put_detail(v, &i, &images));
    put(v, "</div><div id=rest data-live>");
    put_undo(v, &i);
    put_effects(v, &i);
    put_evidence(v, &i);
    put_proofs(v, &i);
    put(v, "</div><details class=card><summary>All that the capability gave, as JSON</summary><pre>{}</pre></details>",
        A(i.output.text.n ? i.output.text : STR("nothing yet")));
    return page_close(v);
}

/* ---- the queue --------------------------------------------------------------------------------------------- */

static void put_help(struct visit *v)
{
    put(v, "<dialog id=help><h2>Keys</h2><dl class=keys><dt><kbd>j</kbd> <kbd>k</kbd><dd>next, previous"
           "<dt><kbd>a</kbd><dd>accept<dt><kbd>e</kbd><dd>edit in place; <kbd>Ctrl</kbd> <kbd>Enter</kbd> accepts as edited, <kbd>Esc</kbd> leaves"
           "<dt><kbd>r</kbd><dd>reject<dt><kbd>b</kbd><dd>write it again<dt><kbd>x</kbd><dd>mark for a bulk verdict"
           "<dt><kbd>Shift</kbd> <kbd>A</kbd><dd>accept all that are marked<dt><kbd>Shift</kbd> <kbd>R</kbd><dd>reject all that are marked"
           "<dt><kbd>?</kbd><dd>this list</dl><form method=dialog><button>Close</button></form></dialog>");
}

static void put_row(struct visit *v, const struct item_view *i, bool first)
{
    put(v, first ? "<li class=queued aria-current=true data-item={}>" : "<li class=queued data-item={}>", A(i->id));
    if (v->who.role >= EDITOR)
        put(v, "<input type=checkbox aria-label=\"Mark {}\">", A(i->title.n ? i->title : i->subject));
    put_photo(v, i->subject, &i->images, "thumb");
    put(v, "<a href=\"/items/{}\"><strong>{}</strong><span class=metas><span class=meta>{}</span>", A(i->id),
        A(i->title.n ? i->title : i->subject), A(i->kind));
    put_risk(v, i->risk);
    put_confidence(v, i->confidence);
    if (i->doubts.n)
        put(v, i->doubts.n == 1 ? "<span class=doubts>{} doubt</span>" : "<span class=doubts>{} doubts</span>", A((long)i->doubts.n));
    put(v, "</span></a></li>");
}

static enum status put_queue(struct visit *v, const struct items_view *list)
{
    struct explain first;
    struct strs images;
    bool found = false;
    int64_t id;
    put(v, "<div class=review id=review data-live data-review=queue><div class=queue><div class=bulk>"
           "<label><input type=checkbox id=all> all on this page</label>"
           "<button data-bulk=accept disabled>Accept <b>0</b></button><button data-bulk=reject class=danger disabled>Reject <b>0</b></button>"
           "<button class=plain id=keys aria-label=\"Keys\" title=\"Keys\"><kbd>?</kbd></button></div><ol>");
    for (size_t i = 0; i < list->items.n; i++)
        put_row(v, &list->items.at[i], i == 0);
    put(v, "</ol></div><div class=\"card detail\" id=detail tabindex=-1 aria-live=polite>");
    if (str_int(list->items.at[0].id, &id))
        TRY(view_item(v->c, id, &first, &images, &found));
    if (found)
        TRY(put_detail(v, &first, &images));
    put(v, "</div></div>");
    return OK;
}

enum status page_review(struct visit *v)
{
    struct item_query q = *(const struct item_query *)v->query;
    struct items_view list;
    q.state = STR("waiting");
    q.batch = q.product = (struct str){0};
    TRY(view_items(v->c, &q, &list));
    TRY(page_open(v, "Review", "/review"));
    if (!list.items.n)
        put_empty(v, "Nothing waits for you.", "What the policy lets through goes out by itself; the rest comes here."
                                               " <a href=\"/policy\">See the policy</a>");
    else
        TRY(put_queue(v, &list));
    put_pager(v, STR("/review"), list.page, list.per_page, list.total);
    put_help(v);
    return page_close(v);
}
