/* data/shopper.h - a browser in the storefront, and the number under which what it does is told: nothing says whose it is.
 *
 * Where a visitor's mark stands with a customer's events or orders, and with nobody else's, the browser is taken as theirs: what it
 * did and said is part of what they may ask for, and goes when they are forgotten.
 */
#pragma once
#include "core/field.h"

/* The visitor's mark in events: not the id of the cart and the chat. */
struct str shopper_event_id(struct ctx *c, struct str shopper);

/* Marks of visitors that are this customer's alone, as a subquery over $1. */
#define VISITORS_OF                                                                                                                  \
    "(SELECT visitor FROM event WHERE visitor IS NOT NULL AND (customer = $1 OR sale IN (SELECT id FROM sale WHERE customer = $1))"  \
    " AND visitor NOT IN (SELECT visitor FROM event WHERE visitor IS NOT NULL AND"                                                   \
    "  (customer <> $1 OR sale IN (SELECT id FROM sale WHERE customer <> $1))))"

/* Ids of the browsers that are theirs alone. */
MUST enum status shopper_of(struct ctx *c, struct str customer, struct strs *ids);
