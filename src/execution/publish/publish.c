/* execution/publish/publish.c - planning what a shop is to be told.
 *
 * Flow    APPROVED → outbox → LIVE; UNDOING → outbox → UNDONE
 * Tables  writes outbox, item.due_ms, change (when nobody has proposed yet)
 */
#include "execution/publish/publish.h"
#include "data/outbox.h"
#include "execution/publish/outbox.h"

enum { LOOK_AGAIN_MS = 10 * 60 * 1000 }; /* the outbox moves the item; this is for a lost row */

static enum status put_off(struct ctx *c, int64_t item)
{
    return db_run(c, "UPDATE item SET due_ms = $1 WHERE id = $2", A(c->now_ms + LOOK_AGAIN_MS), A(item));
}

static enum status plan(struct ctx *c, const struct item *i)
{
    struct change_rows rows;
    struct str left;
    int64_t n;
    TRY(change_load(c, i->id, &rows));
    if (!rows.n)
        TRY(change_propose(c, i));
    TRY(outbox_plan(c, i->id, &n, &left));
    if (left.n && !n)
        return item_move(c, i->id, APPROVED, WAITING, STR("ship"), str_fmt(c, "no channel of this shop carries %s", left.p));
    TRY(put_off(c, i->id));
    return outbox_settle(c, i->id);
}

enum status publish_step(struct ctx *c, const struct item *i)
{
    IN_ONE_STEP(c, plan(c, i));
    return OK;
}

static enum status plan_undo(struct ctx *c, const struct item *i)
{
    TRY(outbox_plan_undo(c, i->id));
    TRY(put_off(c, i->id));
    return outbox_settle(c, i->id);
}

/* What was done to an order stays done: money, parcels and mails are out in the world. */
static enum status undo_nothing(struct ctx *c, const struct item *i)
{
    TRY(db_run(c, "UPDATE change SET state = 'kept' WHERE item = $1 AND state = 'live'", A(i->id)));
    return item_move(c, i->id, UNDOING, UNDONE, STR("ship"), STR("what was done to an order stays done: a new action puts it right"));
}

enum status undo_step(struct ctx *c, const struct item *i)
{
    IN_ONE_STEP(c, str_eq(i->entity, STR("order")) ? undo_nothing(c, i) : plan_undo(c, i));
    return OK;
}
