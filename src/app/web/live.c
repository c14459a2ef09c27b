/* app/web/live.c - server-sent events: text as a model writes it, and word that something changed.
 *
 *   event: partial   {"item", "product", "kind", "title", "images", "text"}   all that is written so far
 *   event: changed   {"seq", "waiting", "quarantine", "inbox", "said_ms"}   the ledger grew, or a queue: look again
 */
#include "app/web/view.h"
#include "app/web/view_thread.h"
#include "app/web/web.h"
#include "core/json.h"
#include "data/item.h"
#include <poll.h>

enum {
    LOOK_MS = 300,     /* between two looks at the database */
    PING_MS = 10000,   /* a line now and then, so that a reader who left is noticed */
    PARTIALS = 40,     /* texts told at once */
};

struct partial_view { struct str item, product, kind, title, text; struct strs images; int64_t at_ms; };
static const struct record partial_view_record = {"partial_view", sizeof(struct partial_view), (const struct field[]){
    FIELD(struct partial_view, item),
    FIELD(struct partial_view, product),
    FIELD(struct partial_view, kind),
    FIELD(struct partial_view, title, .flags = OPTIONAL),
    FIELD(struct partial_view, text),
    FIELD(struct partial_view, images, .flags = OPTIONAL),
    FIELD(struct partial_view, at_ms),
    {0}}};
struct changed_view { int64_t seq, waiting, quarantine, inbox, said_ms; }; /* said_ms: when a customer or we said something last */
static const struct record changed_view_record = {"changed_view", sizeof(struct changed_view), (const struct field[]){
    FIELD(struct changed_view, seq),
    FIELD(struct changed_view, waiting),
    FIELD(struct changed_view, quarantine),
    FIELD(struct changed_view, inbox),
    FIELD(struct changed_view, said_ms),
    {0}}};

struct live {
    struct web *web;
    int64_t partial_ms, made_ms, told_ms;
    struct changed_view last;
    bool begun;
};

static void event(struct ctx *c, struct buf *out, const char *name, const struct record *r, const void *x)
{
    buf_fmt(c, out, "event: %s\ndata: ", name);
    buf_add(c, out, record_to_json(c, r, x)); /* one line: JSON text has no raw line ends */
    buf_add(c, out, STR("\n\n"));
}

static enum status partials_tell(struct ctx *c, struct live *l, struct buf *out)
{
    LIST(struct partial_view) list;
    TRY(db_all(c, &partial_view_record, &list,
               "SELECT CAST(w.item AS TEXT) AS item, i.subject AS product, i.kind, p.title, p.images, w.text, w.at_ms FROM partial w"
               " JOIN item i ON i.id = w.item LEFT JOIN product p ON p.id = i.subject AND i.entity = 'product'"
               " WHERE w.at_ms > $1 AND i.state = 0 ORDER BY w.at_ms LIMIT $2",
               A(l->partial_ms), A((int)PARTIALS)));
    for (size_t i = 0; i < list.n; i++) {
        event(c, out, "partial", &partial_view_record, &list.at[i]);
        l->partial_ms = list.at[i].at_ms;
    }
    return OK;
}

/* What was written since: its whole text, for a quick model is done between two looks. */
static enum status made_tell(struct ctx *c, struct live *l, struct buf *out)
{
    LIST(struct partial_view) list;
    TRY(db_all(c, &partial_view_record, &list,
               "SELECT CAST(i.id AS TEXT) AS item, i.subject AS product, i.kind, p.title, p.images, i.output AS text, i.moved_ms AS at_ms"
               " FROM item i LEFT JOIN product p ON p.id = i.subject AND i.entity = 'product'"
               " WHERE i.moved_ms > $1 AND i.output IS NOT NULL AND i.state IN ($2, $3, $4) ORDER BY i.moved_ms LIMIT $5",
               A(l->made_ms), A((int)WAITING), A((int)APPROVED), A((int)LIVE), A((int)PARTIALS)));
    for (size_t i = 0; i < list.n; i++) {
        const struct json *output;
        l->made_ms = list.at[i].at_ms;
        TRY(json_read(c, list.at[i].text, &output));
        list.at[i].text = json_str(json_get(output, "text"));
        if (list.at[i].text.n)
            event(c, out, "partial", &partial_view_record, &list.at[i]);
    }
    return OK;
}

static enum status changes_tell(struct ctx *c, struct live *l, struct buf *out)
{
    struct changed_view now;
    TRY(db_int(c, &now.seq, "SELECT COALESCE(max(seq), 0) FROM ledger"));
    TRY(db_int(c, &now.waiting, "SELECT count(*) FROM item WHERE state = $1", A((int)WAITING)));
    TRY(db_int(c, &now.quarantine, "SELECT count(*) FROM quarantine WHERE state = 'open'"));
    TRY(view_threads_ours(c, &now.inbox));
    TRY(db_int(c, &now.said_ms, "SELECT COALESCE(max(moved_ms), 0) FROM thread"));
    if (l->begun && memcmp(&now, &l->last, sizeof now) == 0)
        return OK;
    l->begun = true;
    l->last = now;
    event(c, out, "changed", &changed_view_record, &now);
    return OK;
}

static enum status look(struct ctx *c, struct live *l, struct buf *out)
{
    TRY(partials_tell(c, l, out));
    TRY(made_tell(c, l, out));
    return changes_tell(c, l, out);
}

static bool more(struct ctx *c, void *arg, struct buf *out)
{
    struct live *l = arg;
    if (l->begun)
        poll(NULL, 0, LOOK_MS);
    enum status s = web_borrow(l->web, c);
    s = s == OK ? look(c, l, out) : s;
    if (s == OK)
        web_return(l->web, c);
    else if (c->db)
        db_close(c->db), c->db = NULL;
    if (!out->n && c->now_ms > l->told_ms + PING_MS)
        buf_add(c, out, STR(": still here\n\n"));
    if (out->n)
        l->told_ms = c->now_ms;
    return s == OK; /* else the browser comes back by itself */
}

static void stream_end(void *arg)
{
    struct web *w = arg;
    pthread_mutex_lock(&w->lock);
    w->streams--;
    pthread_mutex_unlock(&w->lock);
}

enum status page_live(struct visit *v)
{
    struct live *l = NEW(v->c, struct live);
    l->web = v->web;
    l->partial_ms = v->c->now_ms - 60000; /* what is being written now shows at once */
    l->made_ms = v->c->now_ms;
    l->told_ms = v->c->now_ms;
    pthread_mutex_lock(&v->web->lock);
    v->web->streams++;
    pthread_mutex_unlock(&v->web->lock);
    arena_defer(v->c->mem, stream_end, v->web);
    v->reply->code = 200;
    v->reply->type = STR("text/event-stream");
    v->reply->more = more;
    v->reply->arg = l;
    visit_header(v, "X-Accel-Buffering", STR("no"));
    return OK;
}
