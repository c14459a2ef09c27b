/* intelligence/answer/service/service_guess.h - a model's help where the words alone do not tell what is wanted. */
#pragma once
#include "intelligence/answer/service/service_view.h"

/* Put a model's reading in the place of clauses that no pattern fits. The embedded model chooses, under a grammar, one of the
 * intents; an outside one reads the whole message as JSON, with what is personal taken out. Neither can do more than
 * name an intent and the words of the message that belong to it. */
MUST enum status service_guess(struct ctx *c, const struct service_in *in, struct str backend, const struct service_state *s, struct str text,
                               struct service_clauses *all, struct str *reader);
