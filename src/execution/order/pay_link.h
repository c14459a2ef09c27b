/* execution/order/pay_link.h - an address at which one order can be paid, for whoever has it: signed with the shop's own key, and not for long. */
#pragma once
#include "core/str.h"

enum { PAY_LINK_DAYS = 7 }; /* the messages say so, in every language */

/* `base` "https://shop.example" → "https://shop.example/shop/pay/W1?until=…&sign=…" */
MUST enum status pay_link_make(struct ctx *c, struct str base, struct str order, struct str *url);

/* Did we sign this, and does it still hold? `until`, `sign`: as they came. */
MUST enum status pay_link_is(struct ctx *c, struct str order, struct str until, struct str sign, bool *yes);
