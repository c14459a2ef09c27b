/* execution/order/pay_link.h - what proves that somebody may see or pay an order: words signed with the shop's own key, and not for long.
 *
 *   pay_link_make()    an address at which one order can be paid, for whoever has it
 *   order_pass_make()  a word for the browser that ordered, or that named the order's e-mail address
 */
#pragma once
#include "core/str.h"

enum { PAY_LINK_DAYS = 7 /* the messages say so, in every language */, ORDER_PASS_DAYS = 30 };

/* `base` "https://shop.example" → "https://shop.example/shop/pay/W1?until=…&sign=…" */
MUST enum status pay_link_make(struct ctx *c, struct str base, struct str order, struct str *url);

/* Did we sign this, and does it still hold? `until`, `sign`: as they came. */
MUST enum status pay_link_is(struct ctx *c, struct str order, struct str until, struct str sign, bool *yes);

/* "1764201600000.3f9a…": it opens this one order, and pays nothing by itself. */
MUST enum status order_pass_make(struct ctx *c, struct str order, struct str *word);
MUST enum status order_pass_is(struct ctx *c, struct str order, struct str word, bool *yes);
