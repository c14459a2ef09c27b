/* execution/channel/vendure.h - asking Vendure's Admin API, for the files that write to it. */
#pragma once
#include "execution/channel/shop.h"

/* One question of GraphQL; variables may be NULL. REJECT with the shop's own words, RETRY where it is down or signs us out. */
MUST enum status vendure_ask(struct ctx *c, struct link *l, struct str query, struct tree *t, struct node *variables, struct http_out *answer,
                             const struct json **data);
struct str vendure_language(const struct link *l); /* the shop's own */
MUST enum status vendure_orders_pull(struct ctx *c, struct link *l, struct str cursor, struct channel_out *out);
