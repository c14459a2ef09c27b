/* execution/publish/undo.h - taking back what a batch or an item did, in the shop too.
 *
 *   undo_preview   what would happen; changes nothing
 *   undo_begin     decide it: items that are live go to UNDOING, those that are not yet live are dropped
 *   undo_run       have it done now, as far as the shops answer; the loop of `purvey run` does the same
 *   undo_outcome   what became of each field
 *
 * A field that somebody has edited since is left as it stands, and named.
 */
#pragma once
#include "data/item.h"

struct undo_of {
    int64_t batch; /* of which; 0: see item */
    int64_t item;  /* only this one; 0: the whole batch */
};
struct undo_row {
    struct str item; /* as text: JavaScript reads integers above 2^53 wrong */
    int64_t pos;
    struct str entity, id, field, locale, format, channel;
    struct str ours; /* what we wrote */
    struct str now;  /* what the shop shows: as far as known, or as just read */
    struct str back; /* what comes back; absent: the field becomes empty */
    struct str fate; /* preview: "restore", "keep", "same" (it shows that already); outcome: "restored", "kept", "waiting", "failed" */
    struct str who;  /* keep: who has written since: "import 9", "item 77", "somebody in the shop" */
    struct str why;  /* failed, waiting: one sentence */
};
struct undo_report {
    struct str batch, item;
    int64_t items;   /* that were live */
    int64_t dropped; /* not yet live: never published */
    int64_t restored, kept, waiting, failed; /* fields; of a preview: that would be */
    LIST(struct undo_row) rows;
};
extern const struct record undo_report_record;

/* Find a batch, or else an item, by its number; "last": the newest batch with something live in a shop. */
MUST enum status undo_find(struct ctx *c, struct str name, struct undo_of *out);

/* Look ahead. ask: read each field from its shop now (needs the network); else what we know of it. */
MUST enum status undo_preview(struct ctx *c, struct undo_of what, bool ask, struct undo_report *out);

/* Begin, as `who` ("person:anna"); *n counts the items. Beginning again changes nothing more. REJECT for an import. */
MUST enum status undo_begin(struct ctx *c, struct undo_of what, struct str who, int64_t *n);

/* Work until all is settled or a shop does not answer. */
MUST enum status undo_run(struct ctx *c, struct undo_of what);

MUST enum status undo_outcome(struct ctx *c, struct undo_of what, struct undo_report *out);
