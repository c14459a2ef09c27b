/* execution/order/act.h - everything that may be done to an order, as typed actions.
 *
 *   struct action a = {.key = …, .kind = STR("cancel"), .order = STR("#W1"), .reason = STR("no longer needed"), .actor = …};
 *   struct receipt r;
 *   TRY(order_act(c, &rules, &a, &r));
 *
 * One action is one transaction: the state machine (one table, order_kinds), the money (append-only; what is paid back never
 * exceeds what was paid), stock (never below zero), an entry in the ledger and the effects on the outside (rows of the
 * outbox) stand or fall together. `key` makes it once: the same action sent again gives the same receipt and does
 * nothing; the same key with another action is refused. A REJECT changes nothing and says why in one sentence.
 *
 * What is allowed at all is decided here; what a shop allows whom beyond that is policy, decided before the call.
 */
#pragma once
#include "data/order.h"

struct action_line {
    struct str sku;       /* what it is about, by SKU; each names as many units as `quantity` */
    int64_t pos;          /* or by the line's pos; NONE */
    int64_t quantity;     /* 1 when left out */
    struct str to;        /* items, exchange, substitute: the other SKU */
    struct str node;      /* place, reroute: where it is to come from */
    struct str condition; /* inspect: "new", "opened", "worn", "damaged", "missing" */
    int64_t refund;       /* inspect: paid back for these units; NONE: by rule */
    int64_t price;        /* place: the price agreed; NONE: the catalogue's */
};
struct action {
    struct str key;       /* idempotency key; REQUIRED */
    struct str kind;      /* REQUIRED: order_kinds */
    struct str order;     /* id; of place and reorder: the new order's */
    struct str customer;  /* place, account_address, compensate without an order */
    struct str actor;     /* "customer:C1", "agent:chat", "person:anna", "policy:auto" */
    struct str reason, note;
    LIST(struct action_line) lines; /* empty: all */
    struct str method;    /* means of payment */
    struct address *address;
    int64_t amount;       /* minor units; NONE: what is due */
    struct str back;      /* return or exchange meant; "": the one under way */
    struct str parcel, carrier, node, channel, currency;
    struct str from;      /* reorder: the order to repeat */
    struct str as;        /* compensate: "gift_card", "coupon", "points" */
    int64_t expected_ms;  /* ship, late, backorder: when it is to arrive; retry: not before; NONE */
    int64_t shipping, tax, discount; /* place; minor units */
};
struct receipt {
    struct str key, kind, order, customer;
    struct str status;    /* of the order afterwards */
    struct str said;      /* what was done, one sentence */
    struct str made;      /* id of what came to be: a return, a gift card, a coupon, an order */
    LIST(struct money) money; /* what moved */
    bool again;           /* the action had been done before: this is its receipt */
};
struct return_rule { /* the first that fits a line's goods and where they went; absent: fits all */
    struct str country;   /* as the shop writes it in addresses */
    struct str category;  /* of the product, or one above it: "Home > Kitchen" */
    int64_t days;         /* after delivery; 0: no end; NONE: return_days */
    bool never;           /* does not come back for money: opened hygiene goods, made to order */
    double fee_share;     /* of restocking: of what is paid back, kept */
    int64_t fee;          /* and of each unit, minor units */
    bool shipping;        /* the way there is paid back where all of the order came back */
};
struct order_rules { /* setting "order" */
    int64_t item_changes_max;    /* how often the items of one order may be changed */
    bool cancel_after_change;    /* an order whose items were changed may still be cancelled */
    int64_t return_days;         /* after delivery; 0: no end */
    struct strs cancel_reasons;  /* empty: any */
    bool return_anywhere;        /* money of a return may go to any means of the customer, not only how it was paid or a gift card */
    LIST(struct return_rule) returns; /* windows and fees by country and category */
    struct strs fault_reasons;   /* reasons that are the shop's doing: no fee, the whole price, the way there too; empty: usual_faults */
    double compensate_share;     /* of what was paid, at most, over all compensations of an order: 0..1 */
    double opened_share, worn_share; /* of the price, paid back for goods in that condition; damaged or missing: nothing */
    bool provider;               /* card and account money moves through channel.payment; else it is settled by hand */
    struct strs means;           /* what the provider takes of anybody: "card"; the customer tells it the rest, never us */
};
extern const struct record action_record, receipt_record, order_rules_record;

/* Who may bring an order from where to where, and by what. The one table. */
struct order_kind {
    const char *name, *from; /* "pending|held": statuses it is allowed in; NULL: it makes an order, or needs none */
    const char *doc;         /* one sentence, for the manual and for tools */
};
extern const struct order_kind order_kinds[]; /* ends with {0} */

/* Do it. `rules` NULL: the shop's own, from setting "order". */
MUST enum status order_act(struct ctx *c, const struct order_rules *rules, const struct action *a, struct receipt *out);

/* The shop's own rules. */
MUST enum status order_rules_load(struct ctx *c, struct order_rules *out);
