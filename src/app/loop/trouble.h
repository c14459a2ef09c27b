/* app/loop/trouble.h - something went wrong with an order: gather what is known, and plan an item of exception.solve for it. */
#pragma once
#include "data/wish.h"
#include "intelligence/decide/exception/exception.h"

struct delivery { /* setting "exception": what this shop's ways cost, and what it does of itself */
    LIST(struct ex_quote) quotes;
    struct ex_policy *policy;
    LIST(struct ex_restock) restock; /* expected goods, where no purchase order tells */
};
extern const struct record delivery_record;

struct trouble {
    struct str order, what, cause, parcel;
    LIST(struct ex_failed) failed; /* empty: all open lines */
    double late_days, risk;        /* NAN */
    int64_t value;                 /* of the customer; NONE: not known */
    struct str by_whom;
};

/* The whole input of exception.solve, from the order, the stock at every node, products that are alike, what this customer took
 * before, and setting "exception". REJECT: no such order, or a line that it has not. */
MUST enum status trouble_gather(struct ctx *c, const struct trouble *t, struct ex_in *out);

/* An item of exception.solve; *item: its number. One that waits for the same order already is not doubled: *again. */
MUST enum status trouble_plan(struct ctx *c, const struct trouble *t, int64_t *item, bool *again);

/* The wish of that kind: a program tells of trouble, or the provider has refused a payment. */
MUST enum status trouble_do(struct ctx *c, const void *body, struct wish *w);
