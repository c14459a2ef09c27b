/* execution/order/deed.h - one action on its way: what the parts of execution/order share.
 *
 * order_act() opens a deed (rules, action, order, customer); the kind's function changes the order in memory and moves
 * stock and money with the calls below; order_act() saves. */
#pragma once
#include "execution/order/act.h"

struct deed {
    const struct order_rules *rules;
    const struct action *a;
    struct order o;
    struct account who;
    struct receipt *r;
};

/* The lines an action names, each split off so that all its units are meant; all lines in one of the states of `from`
 * ("open|backordered") when it names none. REJECT: there are not so many such units. */
struct pick {
    int64_t pos;
    const struct action_line *ask; /* NULL: not named */
};
struct picks {
    struct pick *at;
    size_t n;
};
MUST enum status deed_pick(struct ctx *c, struct deed *d, const char *from, struct picks *out);

/* Goods that come back (back_rule.c): the rule that fits a line, whether its window is open, and whose fault a reason names. */
MUST enum status deed_return_rule(struct ctx *c, const struct deed *d, const struct order_line *l, struct return_rule *out);
MUST enum status deed_in_time(struct ctx *c, const struct deed *d, const struct order_line *l); /* REJECT: no longer, or never */
bool deed_is_fault(const struct order_rules *r, struct str reason);
/* What goes back for a line worth so much that arrived in this condition; *fee: what is kept of it. */
MUST enum status deed_return_sum(struct ctx *c, const struct deed *d, const struct order_line *l, struct str condition, struct str reason, int64_t worth,
                                 int64_t *refund, int64_t *fee);

/* Money. deed_pay takes from a means of payment of the customer, deed_refund gives to one: at once for gift cards, else by way
 * of the provider. Neither lets the refunds of an order exceed its payments. */
MUST enum status deed_method(struct ctx *c, struct deed *d, struct str id, const struct method **out); /* REJECT: not the customer's */
MUST enum status deed_pay(struct ctx *c, struct deed *d, struct str method, int64_t amount);
MUST enum status deed_refund(struct ctx *c, struct deed *d, struct str method, int64_t amount);
/* Refund to the instruments that paid, last first, each at most what it paid; `method` absent. */
MUST enum status deed_refund_back(struct ctx *c, struct deed *d, int64_t amount);
/* To this means as far as it paid, or to a gift card or where the rules let it go anywhere; what is left, to what else paid. "": to what paid. */
MUST enum status deed_refund_to(struct ctx *c, struct deed *d, struct str method, int64_t amount);
/* Take or give the difference by `method`; 0: nothing. */
MUST enum status deed_settle(struct ctx *c, struct deed *d, struct str method, int64_t difference);

/* A retry that is due later is not asked for any more. What has been sent stays. */
MUST enum status deed_recall(struct ctx *c, struct deed *d);

/* A new line from the catalogue, stock set aside. */
MUST enum status deed_line_add(struct ctx *c, struct deed *d, struct str sku, int64_t quantity, struct str node, struct order_line **out);
void deed_said(struct ctx *c, struct deed *d, const char *fmt, ...) FORMAT(3, 4);
/* The status that the lines alone give: processed, shipped, delivered, returned, cancelled. */
struct str deed_status(const struct deed *d);

/* What the kinds do: place.c, change.c, way.c, back.c, money.c. */
typedef enum status deed_do(struct ctx *c, struct deed *d);
deed_do deed_place, deed_reorder, deed_cancel, deed_drop, deed_address, deed_account_address, deed_items, deed_substitute, deed_reroute;
deed_do deed_process, deed_ship, deed_deliver, deed_late, deed_lost, deed_hold, deed_release, deed_backorder, deed_unback, deed_replace;
deed_do deed_return, deed_exchange, deed_receive, deed_inspect, deed_withdraw;
deed_do deed_pay_order, deed_retry, deed_method_change, deed_refund_order, deed_compensate;
