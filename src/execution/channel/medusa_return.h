/* execution/channel/medusa_return.h - goods that are back, as a return of Medusa. */
#pragma once
#include "execution/channel/errand.h"

MUST enum status medusa_return_look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want);
MUST enum status medusa_return_put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w);
