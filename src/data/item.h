/* data/item.h - one piece of work on its way through purvey.
 *
 * An item is in exactly one state. item_move() is the only writer of that state in the whole
 * program, so its table of allowed moves is the whole data flow:
 *
 *   PLANNED → MADE → CHECKED → WAITING → APPROVED → LIVE → KEPT
 *                        └────────────────↗          └──→ UNDOING → UNDONE
 *   anything not yet live → DROPPED; a refused check or a reviewer's wish → PLANNED again
 */
#pragma once
#include "core/sql.h"

enum state { PLANNED, MADE, CHECKED, WAITING, APPROVED, LIVE, KEPT, UNDOING, UNDONE, DROPPED, STATES };

struct item {
    int64_t id, batch;
    struct str kind;      /* capability */
    struct str entity;    /* "product" */
    struct str subject;   /* its id */
    int64_t state;        /* enum state */
    struct raw input;     /* JSON of the capability's in */
    struct raw output;    /* JSON of its out; absent before MADE */
    struct strs doubts;
    double confidence;    /* 0..1; NAN before CHECKED */
    struct str risk;      /* "low", "medium", "high" */
    struct str why;       /* last failure */
    int64_t tries, due_ms;
    struct str lease;
    int64_t lease_ms, seed, created_ms, moved_ms;
};
extern const struct record item_record;

const char *state_name(enum state s);
bool state_named(struct str name, enum state *out);

/* Add a new item in PLANNED. */
MUST enum status item_add(struct ctx *c, const struct item *i);
MUST enum status item_load(struct ctx *c, int64_t id, struct item *out);

/* Move item `id` from `from` to `to`; record who did it, when and why; append to the ledger.
 * RETRY when another process moved it first. Aborts on a move that the table does not allow.
 * Clears lease, tries and why. Call inside a transaction with whatever else the move means. */
MUST enum status item_move(struct ctx *c, int64_t id, enum state from, enum state to, struct str actor,
                           struct str because);

/* What an item's run() may have: memory, settings and chance, but no database. `again`: how often it was made before. */
struct ctx item_ctx(struct ctx *c, const struct item *i, int64_t again);
