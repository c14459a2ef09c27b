/* app/web/store/checkout.h - the wish by which a cart becomes an order. */
#pragma once
#include "data/wish.h"

struct checkout {
    struct str shopper, sale;
    struct str email; /* by which the customer is known later; absent: a guest */
    struct str means; /* of payment, of those that the setting "order" names; absent: no money is asked for */
};
extern const struct record checkout_record;

/* Place the order, set its units aside, empty the cart. REJECT: something cannot be had any more. */
MUST enum status checkout_do(struct ctx *c, const void *body, struct wish *w);
