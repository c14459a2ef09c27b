/* execution/order/settle.h - money on its way to and from the provider.
 *
 * A movement that a card or an account bears is written down as 'waiting' together with a row of the outbox, in the transaction
 * of its action. The outbox asks the provider, once by its key; settling then takes over what came of it:
 *
 *   done            the movement is done; an order that was held for it alone goes on
 *   failed, kept    it is 'failed' and no longer counts: a refund is owed again; an unpaid order is held, and a wish of the kind
 *                   'trouble' asks exception.solve for a way out
 */
#pragma once
#include "data/order.h"

struct str money_key(struct ctx *c, const struct money *m);

/* Take over some movements that the outbox has finished. *did: there were any. Safe to kill anywhere, and to run twice. */
MUST enum status order_settle(struct ctx *c, bool *did);
