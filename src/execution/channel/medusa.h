/* execution/channel/medusa.h - what the files that speak to Medusa share. */
#pragma once
#include "execution/channel/shop.h"

/* A number in major units as Medusa writes it, in minor ones; NONE: it is none. */
int64_t medusa_minor(const struct json *number, struct str currency);
struct node *medusa_major(struct tree *t, int64_t minor, struct str currency);
struct str medusa_currency(struct ctx *c, const struct json *code); /* "eur" → EUR */

/* Sale prices in a list of their own (e->sale): what it asks for these variants (NONE: nothing), put in, taken out. */
MUST enum status medusa_sale_find(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t *minor);
MUST enum status medusa_sale_add(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all, int64_t minor);
MUST enum status medusa_sale_drop(struct ctx *c, struct link *l, const struct effect *e, const struct askings *all);

MUST enum status medusa_orders_pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out);
