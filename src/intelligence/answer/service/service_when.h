/* intelligence/answer/service/service_when.h - what a customer's words are tied to: conditions, second choices, doubts.
 *
 * A condition is either fully understood, and then made part of the task, or its words are a doubt: nothing is changed on
 * them, and the customer is asked to say it without. Words that weigh, deny or wonder are doubts as well.
 */
#pragma once
#include "intelligence/answer/service/service_text.h"

enum service_tie {
    TIE_NONE,     /* no condition stands there */
    TIE_GONE,     /* where the variant cannot be had, `then` */
    TIE_THERE,    /* only where it can be had */
    TIE_REFUSED,  /* where the shop does not do it, `then` */
    TIE_UNSENT,   /* only while the order has not left */
    TIE_PRICE,    /* only within `limit` */
    TIE_OVER,     /* where it is dearer, `then` */
    TIE_SEVERAL,  /* where there is a choice, `then` is liked best */
    TIE_UNKNOWN,  /* a condition that is not understood */
};
struct service_when {
    enum service_tie tie;
    struct str main;   /* the clause without its condition */
    struct str then;   /* what is to happen in that case */
    bool nothing;      /* `then` is: leave it */
    double limit;      /* major units; NAN: none named */
    bool difference;   /* the limit is of the difference in price, else of the new price */
};
void service_when_of(struct ctx *c, struct str clause, struct service_when *out);

/* Whether a denial stands anywhere before the words that want `intent`. */
bool service_denies(struct ctx *c, struct str clause, struct str intent);

/* "For the same price or less": what it becomes may not cost more. */
bool service_bounds(struct ctx *c, struct str clause);

/* "The lamp too": more of what was said before; "the lamp instead": something else. */
bool service_adds(struct ctx *c, struct str message);
bool service_turns(struct ctx *c, struct str message);

/* Words that wonder, deny or weigh in a clause that seems to want `intent`. */
bool service_doubts(struct ctx *c, struct str clause, struct str intent);
