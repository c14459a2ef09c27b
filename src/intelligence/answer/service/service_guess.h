/* intelligence/answer/service/service_guess.h - the embedded model's help where the words alone do not tell what is wanted. */
#pragma once
#include "intelligence/answer/service/service_view.h"

/* Put a model's reading in the place of clauses that no pattern fits: under a grammar it chooses one of the intents that only
 * tell something, or lead to a person. What changes something the customer has to say in words that are understood. */
MUST enum status service_guess(struct ctx *c, struct str backend, const struct service_state *s, struct str text, struct service_clauses *all, struct str *reader);
