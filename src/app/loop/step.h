/* app/loop/step.h - the one loop: take a due item, do what its state asks for, move it on.
 *
 *   PLANNED  run its capability                          → MADE
 *   MADE     hold every text against the shop's facts    → CHECKED, or PLANNED for another try
 *   CHECKED  propose its changes, ask the policy         → APPROVED, WAITING or DROPPED
 *   APPROVED plan what the channels are told             → LIVE (by the outbox)
 *   LIVE     prove itself, or stand for its time         → KEPT; harm → UNDOING
 *   UNDOING  plan what the channels are told to restore  → UNDONE (by the outbox)
 *
 * Any process may be killed at any instant: a state's work is saved in the one transaction that moves the
 * item, and the effects on shops go through the outbox. A lease keeps two processes from doing work twice;
 * it is no lock: of two that finish, the move of one is refused.
 */
#pragma once
#include "core/capability.h"
#include "data/item.h"

struct worker {
    const char *name;      /* who it is in the record of moves: "mind", "ship" */
    unsigned needs;        /* runs capabilities that need NET, GPU, SECRET within this mask */
    unsigned refuses;      /* and that need none of these */
    const enum state *order; /* states it works on, ended by STATES; what is furthest goes first */
    bool ships;            /* has the effects in the outbox */
    int64_t batch;         /* works on this batch alone; 0: on all */
};
extern const struct worker worker_mind, worker_ship, worker_alone;

/* Do one piece of work: one item as far as this worker takes it, or some rows of the outbox. *did is false when
 * nothing was due. A failure of an item is recorded with it; what is not OK here is the database's. */
MUST enum status step_once(struct ctx *c, const struct worker *w, bool *did);

/* Whether this worker may run it, by what it and the model that the shop has set need. */
bool worker_may(struct ctx *c, const struct worker *w, const struct capability *k);
