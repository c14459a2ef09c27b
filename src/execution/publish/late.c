/* execution/publish/late.c - dropping what nobody let out in time.
 *
 * Flow    APPROVED | WAITING → DROPPED, or UNDOING where one channel had taken it
 */
#include "execution/publish/late.h"
#include "data/outbox.h"
#include "data/window.h"
#include "execution/publish/publish.h"

enum status late_drop(struct ctx *c, const struct item *i)
{
    int64_t sent;
    struct str why = STR("its time was over before it was let out");
    TRY(outbox_cancel(c, i->id, why, &sent));
    return sent ? publish_step(c, i) : item_move(c, i->id, APPROVED, DROPPED, STR("schedule"), why);
}

static enum status drop_one(struct ctx *c, const struct item *i)
{
    struct window w;
    int64_t sent = 0;
    TRY(window_of(c, i, &w));
    if (w.ends_ms == NONE || w.ends_ms > c->now_ms)
        return OK;
    TRY(outbox_cancel(c, i->id, STR("its time is over"), &sent));
    return item_move(c, i->id, WAITING, sent ? UNDOING : DROPPED, STR("schedule"), STR("nobody decided before its time was over"));
}

enum status late_drop_waiting(struct ctx *c, struct str kind)
{
    LIST(struct item) rows;
    TRY(db_all(c, &item_record, &rows, "SELECT * FROM item WHERE kind = $1 AND state = $2 ORDER BY id", A(kind), A((int64_t)WAITING)));
    for (size_t i = 0; i < rows.n; i++)
        TRY(drop_one(c, &rows.at[i]));
    return OK;
}
