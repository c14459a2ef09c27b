/* execution/order/item.h - a work item about an order: its actions are done when it is approved. */
#pragma once
#include "data/item.h"

/* Do the approved actions (changes of the entity "order", field "actions": a list of struct action without key, order and
 * actor), each once by its key, write the item's message to the customer as an item of reply.send, and move the item
 * APPROVED → LIVE, all in one transaction. REJECT: one of them is refused, and none is done. */
MUST enum status order_item_do(struct ctx *c, const struct item *i);
