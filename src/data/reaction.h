/* data/reaction.h - how customers took what was done about trouble with their orders: counted from what happened afterwards.
 *
 *   substitute   taken: it went out and stayed; refused: sent back, or the order was cancelled
 *   wait         taken: the goods came and left; refused: the customer cancelled before
 *   ask          of address and payment: answered, so that the order went on; refused: cancelled
 *   verify       the same of orders held as a possible fraud
 *
 * What the shop itself cancelled says nothing of customers; what is not decided yet counts for neither.
 */
#pragma once
#include "core/sql.h"

struct reaction {
    struct str way;                     /* "substitute", "wait", "ask", "verify" */
    int64_t taken, refused;             /* over the whole shop */
    int64_t near_taken, near_refused;   /* of these, with goods of one category */
    int64_t own_taken, own_refused;     /* of these, by one customer */
    double days;                        /* of wait: how long they had to, on average */
};
struct reactions {
    struct reaction *at;
    size_t n;
};

/* The last thousand cases. `category` and `customer` may be absent. */
MUST enum status reactions_load(struct ctx *c, struct str category, struct str customer, struct reactions *out);
