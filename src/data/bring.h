/* data/bring.h - an order of a shop, as its pull or its export tells it, among the orders we answer for. */
#pragma once
#include "data/effect.h"

/* Take it over with its customer, its payments and a sale as evidence. What was done to it here stands: then only money that
 * moved in the shop without us is added. REJECT: something in it cannot be kept, or whoever ordered was
 * forgotten; nothing is written. In a transaction of the caller that may be kept all the same: it is refused before anything is written. */
MUST enum status order_bring(struct ctx *c, const struct pulled_order *in, int64_t batch, enum saved *how);
