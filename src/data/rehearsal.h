/* data/rehearsal.h - is the trade of this shop a rehearsal: customers, orders and visits that were simulated?
 *
 * A rehearsal begins only in a shop without any trade of its own and without a connection to the outside. So while it lasts, every
 * row of the tables of trade belongs to it, and ending it takes all of them out: nothing real is lost, and nothing simulated stays.
 */
#pragma once
#include "core/sql.h"

struct rehearsal {
    int64_t begun_ms, days, seed; /* days: of sales that were made up */
    int64_t batch;                /* of the simulated sales */
};

#define REHEARSAL_ACTOR STR("rehearsal") /* who wrote it: in the ledger, in settings, in batches, as a sale's source */
#define REHEARSAL_NOTICE "Rehearsal: customers, orders, visits and messages are simulated, and so are costs and stock."

MUST enum status rehearsal_find(struct ctx *c, struct rehearsal *out, bool *on);

/* REJECT while one is on, since `what` ("imported sales") would mix with what is simulated. */
MUST enum status rehearsal_refuse(struct ctx *c, const char *what);

/* Mark the shop, and note the costs and stock of its variants as they stand. REJECT: it has trade of its own, or a connection. */
MUST enum status rehearsal_begin(struct ctx *c, const struct rehearsal *r);

struct rehearsal_gone { int64_t sales, customers, visits, threads; }; /* what was taken out */

/* Take all trade out, give variants their own cost and stock back, and unmark the shop. What work made of it is undone before:
 * app/rehearse/. */
MUST enum status rehearsal_clear(struct ctx *c, struct rehearsal_gone *out);
