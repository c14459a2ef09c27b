/* app/web/page_item.c - the whole life of one item; and the queue of those that wait for a person. */
#include "app/web/show.h"
#include "data/item.h"

static void put_head(struct visit *v, const struct item_view *i)
{
    put(v, "<header class=itemhead>");
    put_photo(v, i->subject, &i->images, "thumb");
    put(v, "<div><a href=\"/products/{/}\"><strong>{}</strong></a><div class=metas><span class=meta>{}</span>", A(i->subject),
        A(i->title.n ? i->title : i->subject), A(i->kind));
    put_state(v, i->state);
    put_risk(v, i->risk);
    put_confidence(v, i->confidence);
    put(v, "</div></div></header>");
    if (i->why.n)
        put(v, "<p class=why>{}</p>", A(i->why));
    for (size_t k = 0; k < i->doubts.n; k++)
        put(v, "<p class=doubt>{}</p>", A(i->doubts.at[k]));
}

static void put_verdict_buttons(struct visit *v, const struct item_view *i)
{
    if (!str_eq(i->state, STR("waiting")) || v->who.role < EDITOR)
        return;
    put(v, "<div class=verdicts data-item={}>"
           "<button class=primary data-verdict=accept>Accept <kbd>a</kbd></button>"
           "<button data-verdict=edit>Edit <kbd>e</kbd></button>"
           "<button data-verdict=back>Write again <kbd>b</kbd></button>"
           "<button class=danger data-verdict=reject>Reject <kbd>r</kbd></button></div>",
        A(i->id));
}

/* What a reviewer needs of an item: texts, evidence, who did what, and the verdict's buttons. */
static void put_detail(struct visit *v, const struct item_full *i)
{
    bool edit = str_eq(i->item->state, STR("waiting")) && v->who.role >= EDITOR;
    put_head(v, i->item);
    put_verdict_buttons(v, i->item);
    put_changes(v, i, edit);
    put(v, "<section><h3>Claims and their evidence</h3>");
    put_findings(v, i);
    put(v, "</section><section><h3>Who did what</h3>");
    put_moves(v, i);
    put(v, "</section>");
}

static void put_effects(struct visit *v, const struct item_full *i)
{
    if (!i->effects.n)
        return;
    put(v, "<section class=card><h2>Sent to shops</h2><div class=scroll><table><thead><tr><th>Channel<th>Action<th>State<th>Answer<th>When"
           "</thead><tbody>");
    for (size_t k = 0; k < i->effects.n; k++) {
        const struct effect_view *e = &i->effects.at[k];
        put(v, "<tr><td>{}<td>{}<td>{}<td>{}<td>{t}", A(e->channel), A(e->action), A(e->state), A(e->why.n ? e->why : e->receipt), A(e->at_ms));
    }
    put(v, "</tbody></table></div></section>");
}

static bool is_live(struct str state) { return str_eq(state, STR("live")) || str_eq(state, STR("kept")); }

enum status page_item(struct visit *v)
{
    struct item_full i;
    bool found;
    int64_t id;
    TRY(visit_id(v, "id", &id));
    TRY(view_item(v->c, id, &i, &found));
    if (!found)
        return deny(v, 404, "there is no item %lld", (long long)id);
    struct str title = str_fmt(v->c, "%s · %s", i.item->kind.p, i.item->title.n ? i.item->title.p : i.item->subject.p);
    TRY(page_open(v, title.p, "/review"));
    put(v, "<div id=item data-live class=\"card detail\" data-review=single>");
    put(v, "<p class=partial data-partial-item={} hidden></p>", A(i.item->id));
    put_detail(v, &i);
    put(v, "</div>");
    put_effects(v, &i);
    put(v, "<section class=\"card row\"><span>Part of <a href=\"/batches/{}\">batch {}</a></span>", A(i.item->batch), A(i.item->batch));
    if (is_live(i.item->state))
        put(v, "<span>It is live: <a href=\"/batches/{}\">undo its batch</a></span>", A(i.item->batch));
    put(v, "</section><details class=card><summary>Input and output as JSON</summary><h3>Input</h3><pre>{}</pre><h3>Output</h3><pre>{}</pre>"
           "</details>",
        A(i.input.text), A(i.output.text.n ? i.output.text : STR("none yet")));
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
        put(v, "<span class=doubts>{} doubts</span>", A((long)i->doubts.n));
    put(v, "</span></a></li>");
}

static enum status put_queue(struct visit *v, const struct items_view *list)
{
    struct item_full first;
    bool found = false;
    int64_t id;
    put(v, "<div class=review id=review data-live data-review=queue><div class=queue><div class=bulk>"
           "<label><input type=checkbox id=all> all on this page</label>"
           "<button data-bulk=accept disabled>Accept <b>0</b></button><button data-bulk=reject class=danger disabled>Reject <b>0</b></button>"
           "<button class=plain id=keys title=\"Keys (?)\">Keys <kbd>?</kbd></button></div><ol>");
    for (size_t i = 0; i < list->items.n; i++)
        put_row(v, &list->items.at[i], i == 0);
    put(v, "</ol></div><div class=\"card detail\" id=detail tabindex=-1 aria-live=polite>");
    if (str_int(list->items.at[0].id, &id))
        TRY(view_item(v->c, id, &first, &found));
    if (found)
        put_detail(v, &first);
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
