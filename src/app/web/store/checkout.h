/* app/web/store/checkout.h - the wish by which a cart becomes an order. */
#pragma once
#include "data/wish.h"

struct checkout {
    struct str shopper, sale;
};
extern const struct record checkout_record;

/* Place the order, take its units out of stock, empty the cart. REJECT: something cannot be had any more. */
MUST enum status checkout_do(struct ctx *c, const void *body, struct wish *w);
