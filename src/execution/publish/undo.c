/* execution/publish/undo.c - previewing, beginning and driving an undo.
 *
 * Flow    LIVE | KEPT → UNDOING → UNDONE; not yet live → DROPPED
 * Tables  reads item, change, content, outbox; writes batch.undone_ms, outbox; item through item_move
 */
#include "execution/publish/undo.h"
#include "data/outbox.h"
#include "data/wish.h"
#include "execution/publish/outbox.h"
#include "execution/publish/publish.h"

enum { ASKED = 200, STEP_ITEMS = 200 }; /* effects in one question to a shop; items in one transaction */

static const struct record undo_row_record = {"undo_row", sizeof(struct undo_row), (const struct field[]){
    FIELD(struct undo_row, item, .doc = "the item that wrote it"),
    FIELD(struct undo_row, pos, .doc = "its change"),
    FIELD(struct undo_row, entity, .doc = "product, variant, category"),
    FIELD(struct undo_row, id, .doc = "its id"),
    FIELD(struct undo_row, field, .doc = "description, seo_title, price"),
    FIELD(struct undo_row, locale, .flags = OPTIONAL, .doc = "BCP 47; empty: the shop's own language"),
    FIELD(struct undo_row, format, .doc = "how it is written"),
    FIELD(struct undo_row, channel, .doc = "where"),
    FIELD(struct undo_row, ours, .flags = OPTIONAL, .doc = "what we wrote"),
    FIELD(struct undo_row, now, .flags = OPTIONAL, .doc = "what the shop shows"),
    FIELD(struct undo_row, back, .flags = OPTIONAL, .doc = "what comes back; absent: empty"),
    FIELD(struct undo_row, fate, .flags = OPTIONAL, .doc = "restore, keep, same; restored, kept, waiting, failed"),
    FIELD(struct undo_row, who, .flags = OPTIONAL, .doc = "who has written since"),
    FIELD(struct undo_row, why, .flags = OPTIONAL, .doc = "one sentence"),
    {0}}};

const struct record undo_report_record = {"undo", sizeof(struct undo_report), (const struct field[]){
    FIELD(struct undo_report, batch, .doc = "the batch"),
    FIELD(struct undo_report, item, .flags = OPTIONAL, .doc = "only this item; absent: all of the batch"),
    FIELD(struct undo_report, items, .doc = "items that were live"),
    FIELD(struct undo_report, dropped, .doc = "items that were not live yet: never published"),
    FIELD(struct undo_report, restored, .doc = "fields that show again what they showed before"),
    FIELD(struct undo_report, kept, .doc = "fields left alone, because somebody has edited them since"),
    FIELD(struct undo_report, waiting, .doc = "fields whose shop does not answer yet"),
    FIELD(struct undo_report, failed, .doc = "fields whose shop refused"),
    FIELD_LIST(struct undo_report, rows, &undo_row_record, .doc = "field by field"),
    {0}}};

static bool same(struct str a, struct str b) { return str_eq(a.n ? a : STR(""), b.n ? b : STR("")); }

/* ---- which ------------------------------------------------------------------------------------ */

enum status undo_find(struct ctx *c, struct str name, struct undo_of *out)
{
    int64_t id, n;
    *out = (struct undo_of){0};
    if (str_eq(name, STR("last"))) {
        TRY(db_int(c, &out->batch, "SELECT MAX(batch) FROM item WHERE state IN ($1, $2)", A((int64_t)LIVE), A((int64_t)KEPT)));
        return out->batch ? OK : fail(c, REJECT, "nothing that could be undone is live");
    }
    if (!str_int(name, &id))
        return fail(c, REJECT, "\"%.60s\" is no number of a batch or an item", name.p);
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM batch WHERE id = $1", A(id)));
    if (n || id == 0)
        return out->batch = id, n ? OK : fail(c, REJECT, "there is no batch or item 0");
    TRY(db_int(c, &out->batch, "SELECT batch FROM item WHERE id = $1", A(id)));
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM item WHERE id = $1", A(id)));
    out->item = id;
    return n ? OK : fail(c, REJECT, "there is no batch or item %lld", (long long)id);
}

/* ---- looking ahead -------------------------------------------------------------------------------- */

static struct str writer(struct ctx *c, struct str by_whom)
{
    if (!by_whom.n || str_eq(by_whom, STR("shop")))
        return STR("somebody in the shop");
    return str_replace(c, by_whom, STR(":"), STR(" "));
}

/* What the shops show of some rows, read from them now. */
static enum status ask_channel(struct ctx *c, struct undo_row *rows, size_t n, struct str channel)
{
    struct channel_in in = {.verb = STR("read")};
    struct channel_out out;
    size_t at[ASKED];
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].channel, channel))
            continue;
        at[in.effects.n] = i;
        struct effect *e = LIST_ADD(c, &in.effects);
        *e = (struct effect){.key = STR(""), .entity = rows[i].entity, .id = rows[i].id, .field = rows[i].field,
                             .locale = rows[i].locale, .format = rows[i].format, .value = rows[i].ours, .machine = true};
        TRY(db_text(c, &e->remote, "SELECT remote_id FROM product WHERE id = $1 AND channel = $2", A(e->id), A(channel)));
        TRY(content_own(c, e->entity, e->id, e->field, e->locale, &e->own));
    }
    TRY(capability_call(c, str_fmt(c, "channel.%.*s", FMT(channel)).p, &in, &out));
    for (size_t k = 0; k < in.effects.n && k < out.seen.n; k++) {
        struct undo_row *r = &rows[at[k]];
        if (!str_eq(out.seen.at[k].state, STR("shown")))
            return fail(c, RETRY, "%.*s: %.*s", FMT(channel), FMT(out.seen.at[k].why));
        if (!same(r->now, out.seen.at[k].shown))
            r->who = (struct str){0};
        r->now = out.seen.at[k].shown;
    }
    return OK;
}

static enum status ask_all(struct ctx *c, struct undo_report *out)
{
    for (size_t from = 0; from < out->rows.n; from += ASKED) {
        size_t n = out->rows.n - from < ASKED ? out->rows.n - from : ASKED;
        struct undo_row *rows = &out->rows.at[from];
        for (size_t i = 0; i < n; i++) {
            bool first = true;
            for (size_t k = 0; k < i && first; k++)
                first = !str_eq(rows[k].channel, rows[i].channel);
            if (first)
                TRY(ask_channel(c, rows, n, rows[i].channel));
        }
    }
    return OK;
}

static void fates(struct ctx *c, struct undo_report *out)
{
    for (size_t i = 0; i < out->rows.n; i++) {
        struct undo_row *r = &out->rows.at[i];
        bool is_same = same(r->now, r->back), keep = !is_same && !same(r->now, r->ours);
        r->fate = is_same ? STR("same") : keep ? STR("keep") : STR("restore");
        r->who = keep ? writer(c, r->who) : (struct str){0};
        out->restored += !keep;
        out->kept += keep;
    }
}

static enum status report_begin(struct ctx *c, struct undo_of what, struct undo_report *out)
{
    *out = (struct undo_report){.batch = str_fmt(c, "%lld", (long long)what.batch)};
    if (what.item)
        out->item = str_fmt(c, "%lld", (long long)what.item);
    TRY(db_int(c, &out->items, "SELECT COUNT(*) FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2) AND state IN ($3, $4, $5, $6)",
               A(what.batch), A(what.item), A((int64_t)LIVE), A((int64_t)KEPT), A((int64_t)UNDOING), A((int64_t)UNDONE)));
    return db_int(c, &out->dropped, "SELECT COUNT(*) FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2) AND state IN ($3, $4, $5, $6, $7)",
                  A(what.batch), A(what.item), A((int64_t)PLANNED), A((int64_t)MADE), A((int64_t)CHECKED), A((int64_t)WAITING),
                  A((int64_t)APPROVED));
}

/* Published and not yet taken back. */
static enum status rows_live(struct ctx *c, struct undo_of what, struct undo_report *out)
{
    struct outbox_rows done;
    TRY(db_all(c, &undo_row_record, &out->rows,
               "SELECT o.item, o.change_pos AS pos, h.entity, h.id, h.field, h.locale, h.format, o.channel, o.readback AS ours,"
               " COALESCE(t.value, o.readback) AS now, t.by_whom AS who"
               " FROM outbox o JOIN item i ON i.id = o.item JOIN change h ON h.item = o.item AND h.pos = o.change_pos"
               " LEFT JOIN content t ON t.entity = h.entity AND t.id = h.id AND t.field = h.field AND t.locale = h.locale"
               "  AND t.channel = o.channel"
               " WHERE i.batch = $1 AND ($2 = 0 OR i.id = $2) AND i.state <> $3 AND o.action = 'publish' AND o.state = 'done' ORDER BY o.id",
               A(what.batch), A(what.item), A((int64_t)UNDONE)));
    TRY(db_all(c, &outbox_record, &done,
               "SELECT o.* FROM outbox o JOIN item i ON i.id = o.item JOIN change h ON h.item = o.item AND h.pos = o.change_pos"
               " WHERE i.batch = $1 AND ($2 = 0 OR i.id = $2) AND i.state <> $3 AND o.action = 'publish' AND o.state = 'done' ORDER BY o.id",
               A(what.batch), A(what.item), A((int64_t)UNDONE)));
    for (size_t i = 0; i < done.n && i < out->rows.n; i++) {
        bool machine;
        TRY(outbox_before(c, &done.at[i], &out->rows.at[i].back, &machine));
    }
    return OK;
}

enum status undo_preview(struct ctx *c, struct undo_of what, bool ask, struct undo_report *out)
{
    TRY(report_begin(c, what, out));
    TRY(rows_live(c, what, out));
    if (ask)
        TRY(ask_all(c, out));
    fates(c, out);
    return OK;
}

/* ---- beginning ---------------------------------------------------------------------------------------- */

struct at { int64_t id, state; };
static const struct record at_record = {"item", sizeof(struct at), (const struct field[]){
    FIELD(struct at, id), FIELD(struct at, state), {0}}};
struct ats {
    struct at *at;
    size_t n;
};

/* What is on its way to the shop at this moment becomes live first; outbox_settle then undoes it. */
static enum status begin_one(struct ctx *c, const struct at *i, struct str who)
{
    int64_t sent = 0;
    enum state from = (enum state)i->state;
    if (from == LIVE || from == KEPT)
        return item_move(c, i->id, from, UNDOING, who, STR("undo"));
    if (from == APPROVED || from == WAITING)
        TRY(outbox_cancel(c, i->id, STR("undone before it was sent"), &sent));
    if (sent && from == APPROVED)
        return outbox_settle(c, i->id);
    if (sent)
        return item_move(c, i->id, from, UNDOING, who, STR("undo of what one channel has taken"));
    return item_move(c, i->id, from, DROPPED, who, STR("undone before it was published"));
}

static enum status begin(struct ctx *c, struct undo_of what, struct str who, int64_t *n)
{
    struct ats items;
    if (!what.item) /* first: what becomes live from now on is undone too */
        TRY(db_run(c, "UPDATE batch SET undone_ms = $1 WHERE id = $2 AND undone_ms IS NULL", A(c->now_ms), A(what.batch)));
    TRY(db_all(c, &at_record, &items, "SELECT id, state FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2) AND state NOT IN ($3, $4, $5) ORDER BY id",
               A(what.batch), A(what.item), A((int64_t)UNDOING), A((int64_t)UNDONE), A((int64_t)DROPPED)));
    for (size_t i = 0; i < items.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(begin_one(c, &items.at[i], who));
        arena_reset(c->mem, mark);
    }
    *n = (int64_t)items.n;
    return OK;
}

enum status undo_begin(struct ctx *c, struct undo_of what, struct str who, int64_t *n)
{
    int64_t items;
    TRY(db_int(c, &items, "SELECT COUNT(*) FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2)", A(what.batch), A(what.item)));
    if (!items)
        return fail(c, REJECT, "batch %lld has published nothing: there is nothing to undo (products of an import go with the next import)",
                    (long long)what.batch);
    IN_ONE_STEP(c, begin(c, what, who, n));
    return OK;
}

/* ---- having it done --------------------------------------------------------------------------------------- */

static enum status plan_some(struct ctx *c, const struct item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(undo_step(c, &items[i]));
    return OK;
}

/* Plan the undoing items that have no plan yet. */
static enum status plan_all(struct ctx *c, struct undo_of what)
{
    LIST(struct item) items;
    do {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(db_all(c, &item_record, &items,
                   "SELECT * FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2) AND state = $3"
                   " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.item = item.id AND o.action = 'undo') ORDER BY id LIMIT $4",
                   A(what.batch), A(what.item), A((int64_t)UNDOING), A((int64_t)STEP_ITEMS)));
        IN_ONE_STEP(c, plan_some(c, items.at, items.n));
        arena_reset(c->mem, mark);
    } while (items.n);
    return OK;
}

enum status undo_run(struct ctx *c, struct undo_of what)
{
    bool did;
    TRY(plan_all(c, what));
    do {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(outbox_step_of(c, what.batch, what.item, &did));
        arena_reset(c->mem, mark);
    } while (did);
    return OK;
}

enum status undo_outcome(struct ctx *c, struct undo_of what, struct undo_report *out)
{
    TRY(report_begin(c, what, out));
    TRY(db_int(c, &out->dropped, "SELECT COUNT(*) FROM item WHERE batch = $1 AND ($2 = 0 OR id = $2) AND state = $3",
               A(what.batch), A(what.item), A((int64_t)DROPPED)));
    TRY(db_all(c, &undo_row_record, &out->rows,
               "SELECT o.item, o.change_pos AS pos, h.entity, h.id, h.field, h.locale, h.format, o.channel,"
               " CASE o.state WHEN 'done' THEN 'restored' WHEN 'kept' THEN 'kept' WHEN 'failed' THEN 'failed' ELSE 'waiting' END AS fate,"
               " o.readback AS now, o.why, t.by_whom AS who"
               " FROM outbox o JOIN item i ON i.id = o.item JOIN change h ON h.item = o.item AND h.pos = o.change_pos"
               " LEFT JOIN content t ON t.entity = h.entity AND t.id = h.id AND t.field = h.field AND t.locale = h.locale"
               "  AND t.channel = o.channel"
               " WHERE i.batch = $1 AND ($2 = 0 OR i.id = $2) AND o.action = 'undo' ORDER BY o.id",
               A(what.batch), A(what.item)));
    for (size_t i = 0; i < out->rows.n; i++) {
        struct undo_row *r = &out->rows.at[i];
        out->restored += str_eq(r->fate, STR("restored"));
        out->kept += str_eq(r->fate, STR("kept"));
        out->failed += str_eq(r->fate, STR("failed"));
        out->waiting += str_eq(r->fate, STR("waiting"));
        r->who = str_eq(r->fate, STR("kept")) ? writer(c, r->who) : (struct str){0};
    }
    return OK;
}
