/* data/outbox.h - effects on the world that are still to be had, once each.
 *
 * A row is one change in one channel. Its key is unique, so planning twice plans once. `before` is
 * written down before anything is sent: whoever finds a row 'sent' can tell from what the shop shows
 * whether it got there.
 *
 *   waiting → sent → done | kept | failed      kept: somebody else's text stands there, and is left
 */
#pragma once
#include "data/change.h"
#include "data/effect.h"

struct outbox_row {
    int64_t id, item, change_pos;
    struct str channel, key, action, target;
    struct raw body;       /* struct effect as JSON */
    struct str before;     /* what the shop showed; absent: empty, or not sent yet */
    struct str state;
    int64_t tries, due_ms;
    struct str lease;
    int64_t lease_ms;
    struct str receipt, readback, why;
    int64_t at_ms;
};
struct outbox_rows {
    struct outbox_row *at;
    size_t n;
};
extern const struct record outbox_record;

/* Plan to publish every change of an item; *n is how many rows it has now. Planning again changes
 * nothing that is on its way or done, renews what was refused or kept (a person has looked since) and
 * what was edited since. Words for feeds go to the folder of files where the shop has no place for them; *left names
 * the other fields that no channel of the shop carries. */
MUST enum status outbox_plan(struct ctx *c, int64_t item, int64_t *n, struct str *left);

/* What a published row's undo brings back: what it replaced; where that was a text of ours which has itself
 * been undone in the meantime, what that one replaced. *machine: it is a text of ours still. */
MUST enum status outbox_before(struct ctx *c, const struct outbox_row *done, struct str *before, bool *machine);

/* Plan to restore what each published row of an item replaced. Planning again changes nothing. */
MUST enum status outbox_plan_undo(struct ctx *c, int64_t item);

/* Take back what was planned, where nothing has been sent yet; *sent says how many rows were. */
MUST enum status outbox_cancel(struct ctx *c, int64_t item, struct str why, int64_t *sent);

MUST enum status outbox_load(struct ctx *c, int64_t item, struct outbox_rows *out);
