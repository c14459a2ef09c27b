/* execution/publish/outbox.c - effects on shops: look, write down, write, read back, record.
 *
 * Flow    APPROVED → LIVE, UNDOING → UNDONE
 * Tables  reads and writes outbox, change, content, item (through item_move)
 *
 * What a shop shows decides what a row means, so no answer that got lost can double an effect:
 *
 *   it shows          publish, not sent   publish, sent        undo
 *   what we want      done                done                 done
 *   what was there    write               write again          -
 *   what we wrote     -                   -                    write
 *   something else    kept, if we knew    kept                 kept
 *                     better; else write
 */
#include "execution/publish/outbox.h"
#include "core/json.h"
#include "core/log.h"
#include "data/lease.h"
#include <stdlib.h>

enum {
    LEASE_MS = 5 * 60 * 1000, /* a channel gives up on a batch at its first time-out, 30 s: far less */
    FOLDER_ROWS = 400,        /* rows a step: a folder is synchronised to disk once a step */
    SHOP_ROWS = 20,           /* a shop answers one by one */
    MAIL_ROWS = 1,            /* a death leaves one letter in doubt, not the others behind it */
    TRIES_MAX = 8,            /* about 17 minutes with the pauses below; then a person is asked */
    PAUSE_MAX_MS = 10 * 60 * 1000,
};

struct job {
    struct outbox_row *row;
    struct effect effect;
    struct seen seen;
    enum { LOOK, SEND, SETTLED, LATER } next;
};
struct jobs {
    struct job *at;
    size_t n;
};

static bool same(struct str a, struct str b) { return str_eq(a.n ? a : STR(""), b.n ? b : STR("")); }

static struct str change_key(struct ctx *c, const struct effect *e)
{
    return str_fmt(c, "%.*s %.*s, %.*s", FMT(e->entity), FMT(e->id), FMT(e->field));
}

struct only { int64_t batch, item; }; /* 0: any */

/* ---- taking rows --------------------------------------------------------------------------- */

struct holder { struct str lease; };
static const struct record holder_record = {"holder", sizeof(struct holder), (const struct field[]){
    FIELD(struct holder, lease, .doc = "host and process"), {0}}};

/* A process of this machine that no longer lives holds no lease. */
static enum status lease_free_dead(struct ctx *c, int64_t *freed)
{
    LIST(struct holder) holders;
    *freed = 0;
    TRY(db_all(c, &holder_record, &holders,
               "SELECT DISTINCT lease FROM outbox WHERE state IN ('waiting', 'sent') AND lease_ms > $1", A(c->now_ms)));
    for (size_t i = 0; i < holders.n; i++) {
        struct str l = holders.at[i].lease;
        int64_t n;
        if (!lease_is_dead(c, l))
            continue;
        TRY(db_count(c, &n, "UPDATE outbox SET lease = NULL, lease_ms = 0 WHERE lease = $1 AND state IN ('waiting', 'sent')", A(l)));
        *freed += n;
    }
    return OK;
}

/* Rows of one target go in order: a later one waits until the earlier is settled. */
static enum status claim(struct ctx *c, struct str channel, struct only only, struct outbox_rows *out)
{
    struct str lease = lease_name(c);
    int64_t n, until = c->now_ms + LEASE_MS;
    int64_t most = str_eq(channel, STR("file")) ? FOLDER_ROWS : str_eq(channel, STR("mail")) ? MAIL_ROWS : SHOP_ROWS;
    TRY(db_count(c, &n,
                 "UPDATE outbox SET lease = $1, lease_ms = $2"
                 " WHERE state IN ('waiting', 'sent') AND (lease_ms <= $3 OR lease = $1) AND id IN ("
                 "  SELECT o.id FROM outbox o"
                 "   WHERE o.channel = $4 AND o.state IN ('waiting', 'sent') AND o.due_ms <= $3"
                 "     AND (o.lease_ms <= $3 OR o.lease = $1)"
                 "     AND ($6 = 0 OR EXISTS (SELECT 1 FROM item i WHERE i.id = o.item AND i.batch = $6))"
                 "     AND ($7 = 0 OR o.item = $7)"
                 "     AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.target = o.target AND e.channel = o.channel"
                 "                      AND e.state IN ('waiting', 'sent') AND e.id < o.id)"
                 "   ORDER BY o.id LIMIT $5)",
                 A(lease), A(until), A(c->now_ms), A(channel), A(most), A(only.batch), A(only.item)));
    return db_all(c, &outbox_record, out,
                  "SELECT * FROM outbox WHERE lease = $1 AND lease_ms = $2 AND state IN ('waiting', 'sent') ORDER BY id",
                  A(lease), A(until));
}

static enum status due_channel(struct ctx *c, struct only only, struct str *channel)
{
    return db_text(c, channel,
                   "SELECT channel FROM outbox WHERE state IN ('waiting', 'sent') AND due_ms <= $1"
                   " AND (lease_ms <= $1 OR lease = $2)"
                   " AND ($3 = 0 OR EXISTS (SELECT 1 FROM item i WHERE i.id = outbox.item AND i.batch = $3))"
                   " AND ($4 = 0 OR item = $4) ORDER BY due_ms, id LIMIT 1",
                   A(c->now_ms), A(lease_name(c)), A(only.batch), A(only.item));
}

static enum status take(struct ctx *c, struct only only, struct outbox_rows *rows)
{
    struct str channel;
    *rows = (struct outbox_rows){0};
    TRY(due_channel(c, only, &channel));
    if (!channel.p) {
        int64_t freed;
        TRY(lease_free_dead(c, &freed));
        if (freed)
            TRY(due_channel(c, only, &channel));
    }
    if (!channel.p)
        return OK;
    IN_ONE_STEP(c, claim(c, channel, only, rows));
    if (rows->n)
        return OK;
    int64_t freed; /* what is due may wait behind a row that a dead process holds */
    TRY(lease_free_dead(c, &freed));
    if (freed)
        IN_ONE_STEP(c, claim(c, channel, only, rows));
    return OK;
}

/* ---- asking the channel ------------------------------------------------------------------------ */

static struct str channel_capability(struct ctx *c, struct str channel) { return str_fmt(c, "channel.%.*s", FMT(channel)); }

/* Ask about the jobs that are at `step`; what the channel cannot say of any of them puts all of them off. */
static void ask(struct ctx *c, struct jobs *jobs, struct str channel, int step, struct str verb)
{
    struct channel_in in = {.verb = verb};
    struct channel_out out = {0};
    for (size_t i = 0; i < jobs->n; i++)
        if ((int)jobs->at[i].next == step)
            *LIST_ADD(c, &in.effects) = jobs->at[i].effect;
    if (!in.effects.n)
        return;
    enum status s = capability_call(c, channel_capability(c, channel).p, &in, &out);
    if (s == OK && out.seen.n != in.effects.n)
        s = fail(c, RETRY, "%.*s: answered %zu of %zu effects", FMT(channel), out.seen.n, in.effects.n);
    struct str state = s == RETRY ? STR("later") : STR("refused"), why = str_copy(c, str_z(c->why));
    for (size_t i = 0, k = 0; i < jobs->n; i++)
        if ((int)jobs->at[i].next == step)
            jobs->at[i].seen = s == OK ? out.seen.at[k++] : (struct seen){.state = state, .why = why};
}

/* ---- what an answer means ------------------------------------------------------------------------ */

static enum status row_settle(struct ctx *c, struct job *j, struct str state)
{
    struct outbox_row *r = j->row;
    r->state = state;
    j->next = SETTLED;
    return db_run(c,
                  "UPDATE outbox SET state = $1, readback = $2, receipt = COALESCE($3, receipt), why = $4, lease = NULL,"
                  " lease_ms = 0, before = $5, at_ms = $6 WHERE id = $7",
                  A(state), A(j->seen.shown), A(j->seen.receipt), A(j->seen.why), A(r->before), A(c->now_ms), A(r->id));
}

static struct change_row change_of(const struct job *j)
{
    const struct effect *e = &j->effect;
    return (struct change_row){j->row->item, j->row->change_pos, e->entity, e->id, e->field,
                               e->locale.p ? e->locale : STR(""), e->format, {0}, {0}, {0}, {0}};
}

static enum status row_done(struct ctx *c, struct job *j)
{
    bool undo = str_eq(j->row->action, STR("undo"));
    struct change_row about = change_of(j);
    TRY(content_save(c, &about, j->row->channel, j->seen.shown,
                     str_fmt(c, "%s:%lld", undo ? "undo" : "item", (long long)j->row->item)));
    return row_settle(c, j, STR("done"));
}

/* Somebody else's text stands there. What we knew is renewed, so that the next look compares with it; the
 * name of who wrote it stays where it was us. */
static enum status row_kept(struct ctx *c, struct job *j)
{
    struct change_row about = change_of(j);
    struct str known, by = {0};
    bool is_known;
    TRY(content_load(c, &about, j->row->channel, &known, &is_known));
    if (is_known && same(known, j->seen.shown))
        TRY(db_text(c, &by,
                    "SELECT by_whom FROM content WHERE entity = $1 AND id = $2 AND field = $3 AND locale = $4 AND channel = $5",
                    A(about.entity), A(about.id), A(about.field), A(about.locale), A(j->row->channel)));
    else
        TRY(content_save(c, &about, j->row->channel, j->seen.shown, STR("shop")));
    struct str who = !by.n || str_eq(by, STR("shop")) ? STR("somebody in the shop") : str_replace(c, by, STR(":"), STR(" "));
    j->seen.why = str_fmt(c, "%.*s: %.*s has been changed by %.*s since", FMT(j->row->channel),
                          FMT(change_key(c, &j->effect)), FMT(who));
    return row_settle(c, j, STR("kept"));
}

static enum status row_later(struct ctx *c, struct job *j)
{
    struct outbox_row *r = j->row;
    int64_t own = backoff_ms(r->tries + 1), pause = j->seen.wait_ms > own ? j->seen.wait_ms : own;
    pause = pause > PAUSE_MAX_MS ? PAUSE_MAX_MS : pause;
    j->next = LATER;
    bool patient = str_starts(r->key, STR("money:")); /* money that is owed stays owed, however long the provider is away */
    if (r->tries + 1 >= TRIES_MAX && !patient && str_eq(r->action, STR("publish")))
        return row_settle(c, j, STR("failed"));
    log_line(LOG_WARN, "outbox.later", "item=%lld channel=%.*s wait_ms=%lld why=%.*s", (long long)r->item,
             FMT(r->channel), (long long)pause, FMT(j->seen.why));
    return db_run(c,
                  "UPDATE outbox SET tries = tries + 1, due_ms = $1, why = $2, lease = NULL, lease_ms = 0,"
                  " at_ms = CASE WHEN state = 'sent' AND $5 = 0 THEN at_ms ELSE $3 END," /* when it may have been sent stays known */
                  " state = CASE WHEN $5 = 1 THEN 'waiting' ELSE state END WHERE id = $4",
                  A(c->now_ms + pause), A(j->seen.why), A(c->now_ms), A(r->id), A(j->seen.unsent ? 1 : 0));
}

/* Write down what is there, before it is overwritten. A text of ours that is renewed keeps what was before it. */
static enum status row_send(struct ctx *c, struct job *j)
{
    struct outbox_row *r = j->row;
    bool renewed = r->readback.p && same(r->readback, j->seen.shown);
    if (!renewed && str_eq(r->state, STR("waiting")))
        r->before = j->seen.shown;
    j->next = SEND;
    j->effect.guarded = true;
    j->effect.expect = j->seen.shown;
    return db_run(c, "UPDATE outbox SET state = 'sent', before = $1, at_ms = $2 WHERE id = $3", A(r->before), A(c->now_ms), A(r->id));
}

static enum status looked_publish(struct ctx *c, struct job *j)
{
    const struct outbox_row *r = j->row;
    bool first = str_eq(r->state, STR("waiting"));
    if (same(j->seen.shown, j->seen.want)) {
        if (first && !r->readback.p)
            j->row->before = j->seen.shown;
        return row_done(c, j);
    }
    if (first ? j->effect.guarded && !same(j->seen.shown, j->effect.expect) : !same(j->seen.shown, r->before))
        return row_kept(c, j);
    return row_send(c, j);
}

static enum status looked_undo(struct ctx *c, struct job *j)
{
    if (same(j->seen.shown, j->seen.want))
        return row_done(c, j);
    return same(j->seen.shown, j->effect.expect) ? row_send(c, j) : row_kept(c, j);
}

static enum status answered(struct ctx *c, struct job *j)
{
    struct str s = j->seen.state;
    if (str_eq(s, STR("later")))
        return row_later(c, j);
    if (str_eq(s, STR("missing")) || str_eq(s, STR("refused")))
        return row_settle(c, j, STR("failed"));
    if (str_eq(s, STR("conflict")))
        return row_kept(c, j);
    if (str_eq(s, STR("written")))
        return row_done(c, j);
    return str_eq(j->row->action, STR("undo")) ? looked_undo(c, j) : looked_publish(c, j);
}

static enum status answered_all(struct ctx *c, struct jobs *jobs, int step)
{
    for (size_t i = 0; i < jobs->n; i++)
        if ((int)jobs->at[i].next == step)
            TRY(answered(c, &jobs->at[i]));
    return OK;
}

/* ---- items that are complete ------------------------------------------------------------------ */

struct tally {
    int64_t open, done, kept, failed; /* rows */
    struct str why;                   /* of what was kept or failed */
};

static enum status tally(struct ctx *c, int64_t item, const char *action, struct tally *out)
{
    struct outbox_rows rows;
    struct strs why = {0};
    *out = (struct tally){0};
    TRY(outbox_load(c, item, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct outbox_row *r = &rows.at[i];
        if (!str_eq(r->action, str_z(action)))
            continue;
        bool kept = str_eq(r->state, STR("kept")), failed = str_eq(r->state, STR("failed"));
        out->done += str_eq(r->state, STR("done"));
        out->kept += kept;
        out->failed += failed;
        out->open += str_eq(r->state, STR("waiting")) || str_eq(r->state, STR("sent"));
        if ((kept || failed) && r->why.n)
            strs_add(c, &why, r->why);
    }
    out->why = str_join(c, &why, STR("; "));
    return OK;
}

/* The reviewer reads among the doubts what stood in the way. */
static enum status ask_person(struct ctx *c, int64_t item, const struct tally *t)
{
    struct item i;
    TRY(item_load(c, item, &i));
    strs_add(c, &i.doubts, t->why);
    TRY(db_save(c, &item_record, &i));
    return item_move(c, item, APPROVED, WAITING, STR("ship"), t->why);
}

static enum status published(struct ctx *c, int64_t item, const struct tally *t)
{
    int64_t undone, left;
    if (t->kept || t->failed)
        return ask_person(c, item, t);
    TRY(db_run(c,
               "UPDATE change SET state = 'live', before = (SELECT o.before FROM outbox o WHERE o.item = change.item"
               "  AND o.change_pos = change.pos AND o.action = 'publish' AND o.state = 'done' ORDER BY o.id LIMIT 1)"
               " WHERE item = $1 AND state = 'proposed' AND EXISTS (SELECT 1 FROM outbox o WHERE o.item = change.item"
               "  AND o.change_pos = change.pos AND o.action = 'publish' AND o.state = 'done')",
               A(item)));
    TRY(db_int(c, &left, "SELECT COUNT(*) FROM change WHERE item = $1 AND state = 'proposed'", A(item)));
    struct str because = str_fmt(c, "the shop shows it: %lld of %lld read back", (long long)t->done, (long long)t->done);
    if (left)
        because = str_fmt(c, "%s; for %lld it has no place", because.p, (long long)left);
    TRY(item_move(c, item, APPROVED, LIVE, STR("ship"), because));
    TRY(db_int(c, &undone, "SELECT COUNT(*) FROM batch WHERE id = (SELECT batch FROM item WHERE id = $1) AND undone_ms IS NOT NULL",
               A(item)));
    return undone ? item_move(c, item, LIVE, UNDOING, STR("ship"), STR("its batch was undone while it was being published")) : OK;
}

static enum status undone(struct ctx *c, int64_t item, const struct tally *t)
{
    TRY(db_run(c,
               "UPDATE change SET state = CASE WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.item = change.item"
               "  AND o.change_pos = change.pos AND o.action = 'undo' AND o.state <> 'done') THEN 'kept' ELSE 'restored' END"
               " WHERE item = $1 AND state IN ('live', 'proposed')",
               A(item)));
    struct str because = t->why.n ? str_fmt(c, "restored %lld, left %lld: %.*s", (long long)t->done,
                                            (long long)(t->kept + t->failed), FMT(t->why))
                                  : str_fmt(c, "restored %lld", (long long)t->done);
    return item_move(c, item, UNDOING, UNDONE, STR("ship"), because);
}

static enum status settle(struct ctx *c, int64_t item)
{
    int64_t state;
    struct tally t;
    TRY(db_int(c, &state, "SELECT state FROM item WHERE id = $1", A(item)));
    if (state != APPROVED && state != UNDOING)
        return OK;
    TRY(tally(c, item, state == APPROVED ? "publish" : "undo", &t));
    if (t.open || (state == APPROVED && !(t.done + t.kept + t.failed)))
        return OK;
    return state == APPROVED ? published(c, item, &t) : undone(c, item, &t);
}

enum status outbox_settle(struct ctx *c, int64_t item)
{
    IN_ONE_STEP(c, settle(c, item));
    return OK;
}

static enum status settle_all(struct ctx *c, const struct jobs *jobs)
{
    for (size_t i = 0; i < jobs->n; i++)
        if (i == 0 || jobs->at[i].row->item != jobs->at[i - 1].row->item)
            TRY(settle(c, jobs->at[i].row->item));
    return OK;
}

/* In one step: a row that is done while its item waits for nothing else would wait for a later look. */
static enum status record_and_settle(struct ctx *c, struct jobs *jobs, int step)
{
    TRY(answered_all(c, jobs, step));
    return settle_all(c, jobs);
}

/* ---- one step ------------------------------------------------------------------------------------ */

static enum status jobs_of(struct ctx *c, const struct outbox_rows *rows, struct jobs *out)
{
    *out = (struct jobs){NEW_ARRAY(c, struct job, rows->n), rows->n};
    for (size_t i = 0; i < rows->n; i++) {
        out->at[i].row = &rows->at[i];
        struct effect *e = &out->at[i].effect;
        TRY(record_from_json(c, &effect_record, rows->at[i].body.text, LENIENT, e));
        TRY(content_own(c, e->entity, e->id, e->field, e->locale, &e->own));
        e->sent_ms = str_eq(rows->at[i].state, STR("sent")) ? rows->at[i].at_ms : 0;
    }
    return OK;
}

enum status outbox_step(struct ctx *c, bool *did) { return outbox_step_of(c, 0, 0, did); }

enum status outbox_step_of(struct ctx *c, int64_t batch, int64_t item, bool *did)
{
    struct outbox_rows rows;
    struct jobs jobs;
    TRY(take(c, (struct only){batch, item}, &rows));
    *did = rows.n > 0;
    if (!rows.n)
        return OK;
    struct str channel = rows.at[0].channel;
    TRY(jobs_of(c, &rows, &jobs));
    ask(c, &jobs, channel, LOOK, STR("read"));
    IN_ONE_STEP(c, record_and_settle(c, &jobs, LOOK));
    ask(c, &jobs, channel, SEND, STR("write"));
    IN_ONE_STEP(c, record_and_settle(c, &jobs, SEND));
    return OK;
}
