/* execution/publish/outbox.h - having the planned effects, exactly once each. */
#pragma once
#include "data/outbox.h"

/* Take some due rows of one channel, ask what the shop shows, write what must be written, read it back and
 * record it; then move the items that are complete. *did is false when nothing was due.
 *
 * Safe to kill anywhere: what the shop showed is recorded before it is written to, and a row found 'sent'
 * is resolved by what the shop shows now. Rows are leased, so several processes may call this. RETRY
 * from a shop is no failure of this call: its rows are put off. */
MUST enum status outbox_step(struct ctx *c, bool *did);

/* The same for the rows of one batch, and of one item of it, only; 0: any. */
MUST enum status outbox_step_of(struct ctx *c, int64_t batch, int64_t item, bool *did);

/* Move the item on if all its rows are settled: APPROVED → LIVE or WAITING, UNDOING → UNDONE.
 * An item that becomes live in a batch that has been undone meanwhile goes on to UNDOING. */
MUST enum status outbox_settle(struct ctx *c, int64_t item);
