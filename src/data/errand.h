/* data/errand.h - what a shop is to do to one of its orders: the value of an effect on entity "order".
 *
 *   pay      take the money that a payment has authorised      payment, amount
 *   refund   give back a part of what a payment has taken      payment, amount
 *   cancel   all of it, or (lines) so many units more          reason
 *   ship     lines leave in a parcel, from a node              parcel, carrier, node
 *   deliver  a parcel arrived                                  parcel
 *   return   goods are back: for sale again, or damaged        node
 *   address  it goes elsewhere                                 address
 *
 * `mark` is written into the shop with what is done (a note, a reason, metadata). Only a shop that shows the mark has done
 * the errand, so an answer that got lost is no reason to do it again.
 */
#pragma once
#include "data/effect.h"

struct errand_line {
    struct str line;  /* the shop's own id of the order's line */
    int64_t quantity;
    bool damaged;     /* return: not for sale again */
};
struct errand {
    struct str kind, order; /* order: the shop's own id */
    struct str mark;        /* "purvey 9f3c…" */
    struct str payment;     /* the shop's own id */
    int64_t amount;         /* minor units; NONE */
    struct str currency;
    struct str reason, parcel, carrier, node;
    struct address *address;
    LIST(struct errand_line) lines; /* cancel: empty is all */
};
extern const struct record errand_record;

/* What was asked of the shop that an order stands in, oldest first, and what came of it. */
struct errand_row {
    struct str kind, shop, state, why; /* state: "waiting", "sent", "done", "kept", "failed" */
    int64_t at_ms;
};
struct errand_rows { LIST(struct errand_row) at; };
MUST enum status errand_load(struct ctx *c, struct str order, struct errand_rows *out);

/* Ask once more for what was refused, now that a person has put right what stood in its way; *n: how many. Money is not among it:
 * a movement that failed is owed again, and is a new action. */
MUST enum status errand_again(struct ctx *c, struct str order, int64_t *n);

/* The name of a means of payment that is a payment of a shop, "medusa:pay_1", and the shop's own id in it. */
struct str errand_method(struct ctx *c, const char *shop, struct str payment);
struct str errand_payment(struct str shop, struct str method); /* absent: it is not that shop's */
