/* intelligence/answer/service/service_guess.h - what is wanted, where the words alone do not tell. */
#pragma once
#include "intelligence/answer/service/service_view.h"

/* Name the wish of clauses that no pattern fits by what they are most like (service_sense.h). What tells something is taken where
 * it is likely; what changes something only where it is nearly sure and nothing in the words weighs, wonders or ties. Questions
 * about the shop's rules ("how long can I return?") are told from wishes with the same words. Where a large model reads, those alone. */
void service_feel_read(struct ctx *c, struct str backend, const struct service_state *s, struct str text, struct service_clauses *all, struct str *reader);

/* Put a model's reading in the place of clauses that no pattern fits: under a grammar it chooses one of the intents that only
 * tell something, or lead to a person. What changes something the customer has to say in words that are understood. */
MUST enum status service_guess(struct ctx *c, struct str backend, const struct service_state *s, struct str text, struct service_clauses *all, struct str *reader);
