/* intelligence/answer/service/service_alike.h - items of an order by what an answer means, in any language. */
#pragma once
#include "core/json.h"

/* text: the answer to "which items?", names of things alone. false: no item stands clear of the others, or there is no model. */
bool service_items_alike(struct ctx *c, const struct json *order, struct str text, struct strs *items);
