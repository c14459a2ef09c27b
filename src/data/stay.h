/* data/stay.h - who bought again after an order, in the shop's own history: after trouble, and after none.
 *
 *   cancel      the shop took lines off
 *   late        it arrived a day or more after the promise
 *   wait        lines were back-ordered
 *   substitute  something else stood in
 *
 * Only orders that are older than STAY_DAYS count: of younger ones nobody knows yet. Guests do not count: they cannot be known again.
 */
#pragma once
#include "core/str.h"

enum { STAY_DAYS = 120 /* most who buy again in shops for everyday goods do so within four months */ };

struct stay {
    struct str way;         /* "cancel", "late", "wait", "substitute"; "none": nothing went wrong */
    int64_t cases, stayed;  /* orders; of these, followed by another of the same customer within STAY_DAYS */
    double days;            /* of late and wait: how long, on average */
};
struct stays {
    struct stay at[5];
};

/* The last five thousand of each. */
MUST enum status stays_load(struct ctx *c, struct stays *out);
