/* execution/order/errand.h - what an action means for the shop that an order stands in.
 *
 * An order that was pulled from a connected shop (orders.shop) is changed there too: with the action, and in its
 * transaction, a row of the outbox is written for each thing that the shop is to do (data/errand.h). What no API of the
 * shop can do is refused before anything is changed. */
#pragma once
#include "execution/order/deed.h"

/* Whether what is done to it reaches the shop it stands in; false: it is known from an export of a shop that nothing connects to. */
bool errand_reaches(struct ctx *c, const struct order *o);

/* REJECT, with what to do instead: the shop that this order stands in cannot be brought to do it. */
MUST enum status errand_allowed(struct ctx *c, const struct deed *d);

/* Plan what the shop is to do of the action; `was`: the order before it. Money plans itself, by errand_pay. */
MUST enum status errand_plan(struct ctx *c, const struct deed *d, const struct order *was);

/* The row of one movement of money: the shop that has the order, or the provider. */
MUST enum status errand_pay(struct ctx *c, const struct deed *d, const struct money *m);

/* The order as it stands before an action changes it in memory. */
struct order errand_before(struct ctx *c, const struct order *o);
