/* intelligence/answer/service/service_read.h - a customer's turn read into the state: who, what, and yes or no. */
#pragma once
#include "intelligence/answer/service/service_view.h"

struct service_read_opt { /* options of reply.customer */
    struct str backend;  /* who may help to understand: see core/text.h */
};

/* Take in the turns that were not read yet. Nothing in them can do more than fill tasks and slots. *reader: "words", or the
 * model that helped. */
MUST enum status service_read(struct ctx *c, const struct service_in *in, struct str backend, struct service_state *s, struct str *reader);
