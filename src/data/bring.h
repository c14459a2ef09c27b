/* data/bring.h - an order of a shop, as its pull or its export tells it, among the orders we answer for. */
#pragma once
#include "data/effect.h"

/* Take it over with its customer, its payments and a sale as evidence. What was done to it here stands: then only money that
 * moved in the shop without us is added. REJECT: something in it cannot be kept, or whoever ordered was
 * forgotten; nothing is written. In a transaction of the caller that may be kept all the same: it is refused before anything is written. */
MUST enum status order_bring(struct ctx *c, const struct pulled_order *in, int64_t batch, enum saved *how);

/* ---- for those who read a shop's orders ---- */
/* What the lines and the way leave of the shop's own total, as tax or discount of the whole. */
void pulled_balance(struct order *o, int64_t total);

/* A payment: what it has taken. Then each refund of it. */
void pulled_payment(struct ctx *c, struct pulled_order *one, struct str payment, struct str source, int64_t taken);
void pulled_refund(struct ctx *c, struct pulled_order *one, struct str payment, int64_t amount);
