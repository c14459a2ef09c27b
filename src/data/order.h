/* data/order.h - an order with everything that can be done to it: lines, money, parcels, returns; the order truth.
 *
 * Tables `sale` and `line` tell what a shop sold, as evidence; `orders` is what purvey itself answers for. Only
 * execution/order/act.h changes it. All of an order but its money stands in one row, so an action reads and writes one
 * row; money is a table that only grows (`money`), and so is what was done (`deed`).
 *
 * Units   money: integer minor units; time: ms UTC
 *
 * order_document_read() and _write() exchange the whole state with one JSON document
 *
 *   {"users": {id: {…}}, "orders": {id: {…}}, "products": {id: {…}}}
 *
 * in the form that public retail-agent benchmarks use (see doc/manual/orders.md); written again, all keys sorted,
 * the same state gives the same bytes.
 */
#pragma once
#include "core/sql.h"

struct address {
    struct str name, company;                                /* who receives it, where that differs */
    struct str address1, address2, city, state, zip, country; /* country as the shop writes it */
    struct str phone;
};
struct method { /* a means of payment of one customer */
    struct str customer;
    struct str id;       /* "credit_card_1234567" */
    struct str source;   /* "credit_card", "paypal", "gift_card", "bank", "invoice", "cash" */
    struct str brand, last_four; /* of a card: never more than that */
    int64_t balance;     /* of a gift card, minor units; NONE: it has none */
    struct str currency; /* of the balance */
};
struct order_line {
    int64_t pos;          /* its name within the order, from 0; stays when others go */
    struct str sku;       /* of the variant */
    struct str product, title;
    struct raw options;   /* {"colour":"red"} as sold */
    int64_t quantity;     /* a line that is partly changed is split first: one line has one state */
    int64_t price;        /* of one, as agreed */
    int64_t discount;     /* off the whole line */
    struct str state;     /* "open", "backordered", "shipped", "delivered", "lost", "cancelled", "returning", "returned", "exchanging",
                             "exchanged", "substituted" */
    struct str node;      /* where its units are set aside, or left from; "": nothing is set aside */
    struct str parcel;    /* id */
    int64_t expected_ms;  /* back-ordered until; NONE */
    int64_t instead_of;   /* pos of the line it stands for; NONE */
    struct str remote;    /* the shop's own id of it, where the order is a shop's */
};
struct parcel {
    struct str id;        /* tracking number */
    struct str carrier, node;
    struct str state;     /* "shipped", "late", "lost", "delivered" */
    struct ints lines;    /* pos */
    int64_t shipped_ms, expected_ms, delivered_ms; /* NONE: not, or not known */
};
struct back_line {
    int64_t pos, quantity;
    struct str sku;
    struct str to;        /* exchange: the variant asked for */
    int64_t to_price;     /* of one; NONE */
    struct str node;      /* exchange: where `to` is set aside */
    struct str condition; /* "new", "opened", "worn", "damaged", "missing"; absent: not yet looked at */
    bool restocked;
    int64_t refund;       /* NONE: not yet decided */
    int64_t fee;          /* of restocking, kept back from it; 0: none */
};
struct back { /* goods on their way back: a return or an exchange */
    struct str id;        /* "R1" */
    struct str kind;      /* "return", "exchange" */
    struct str state;     /* "requested", "received", "done", "withdrawn", "refused" */
    struct str reason, method;
    struct str node;      /* where they arrived: a store takes back what was bought online */
    int64_t difference;   /* exchange: what the customer still owes, negative: gets */
    int64_t asked_ms, received_ms; /* NONE */
    LIST(struct back_line) lines;
};
struct money { /* one movement; never changed but for its state */
    struct str order;     /* "" : of no order */
    int64_t seq;          /* within the order, from 1 */
    struct str kind;      /* "payment", "refund"; "compensation" is not part of what was paid back */
    int64_t amount;       /* >= 0: which way, `kind` says */
    struct str method;    /* id; "" of points and coupons */
    struct str customer;
    struct str deed;      /* key of the action that moved it */
    struct str state;     /* "done"; "waiting" for the provider, "failed" there */
    int64_t at_ms;
};
struct order {
    struct str id, customer, status; /* status: order_statuses */
    struct str channel;   /* "web", "store", "app", "phone" */
    struct str currency;  /* ISO 4217 */
    struct str cancel_reason, hold_reason, held_from; /* held_from: the status to come back to */
    struct address *address;
    LIST(struct order_line) lines;
    LIST(struct parcel) parcels;
    LIST(struct back) backs;
    int64_t shipping, tax, discount; /* of the whole order, minor units */
    int64_t item_changes;   /* how often its items were changed */
    int64_t promised_ms, placed_ms, delivered_ms; /* NONE */
    struct str shop, remote; /* the connected shop that it stands in, "medusa", and that shop's own id; absent: it is ours alone */
    int64_t rev;            /* actions done to it */
    struct raw extra;       /* other members of a document it was read from, given back as they came */
    LIST(struct money) money; /* from the table of that name */
};
struct account { /* a customer as orders know them; name and e-mail stand in `customer` */
    struct str id, first_name, last_name;
    struct address *address; /* the usual one */
    int64_t points;
    struct raw extra;
    LIST(struct method) methods; /* from the table of that name */
};
extern const struct record address_record, method_record, order_line_record, parcel_record, money_record, order_record,
    account_record;

/* How far an order is. The texts are those of the benchmarks where they have one. */
#define ORDER_STATUSES "pending|pending (item modified)|held|processed|shipped|delivered|cancelled|return requested|exchange requested|returned"
#define LINE_STATES "open|backordered|shipped|delivered|lost|cancelled|returning|returned|exchanging|exchanged|substituted"

/* The order with its money, or REJECT: there is none. */
MUST enum status order_load(struct ctx *c, struct str id, struct order *out);
MUST enum status order_find(struct ctx *c, struct str id, struct order *out, bool *found);
MUST enum status order_save(struct ctx *c, const struct order *o); /* all but its money */

/* Ids of a customer's orders, newest first. */
MUST enum status order_of_customer(struct ctx *c, struct str customer, struct strs *ids);

/* With the means of payment; a customer of whom nothing is known yet has an empty account. */
MUST enum status account_load(struct ctx *c, struct str id, struct account *out);
MUST enum status account_save(struct ctx *c, const struct account *a); /* all but its methods */
MUST enum status method_save(struct ctx *c, const struct method *m);
const struct method *account_method(const struct account *a, struct str id); /* NULL: not theirs */

struct order_line *order_line_at(const struct order *o, int64_t pos); /* NULL: no such line */
struct back *order_back(const struct order *o, struct str id);        /* NULL; id "": the one that is under way */
struct str order_status_of(const struct order *o); /* of one that is begun: that of the line which is least far */
int64_t order_paid(const struct order *o);     /* payments that did not fail */
int64_t order_refunded(const struct order *o); /* refunds that did not fail */
int64_t order_net(const struct order *o, struct str method); /* paid less refunded by one instrument */
const struct money *order_payment(const struct order *o); /* the last; NULL: none was ever asked for */
int64_t order_due(const struct order *o);      /* total less what was paid and not given back; negative: owed to the customer */
int64_t order_total(const struct order *o);    /* of the lines that still stand, with shipping, tax and discount */
int64_t line_value(const struct order *o, const struct order_line *l, int64_t units); /* of so many units of a line that stands: what the
                                                                                          order costs less without them */

/* The variant of a SKU: price and what may be sold of it. found false: no product of ours has it. */
struct offer {
    struct str sku, product, title;
    struct raw options; /* {"colour":"red"} */
    int64_t price, cost, stock; /* NONE: not stated, not tracked */
    struct str currency;
};
MUST enum status offer_find(struct ctx *c, struct str sku, struct offer *out, bool *found);

/* What orders and stock call a variant that has no SKU: its product and place, "sock#0". */
struct str offer_code(struct ctx *c, struct str sku, struct str product, int64_t pos);
/* The parts of such a code; product "" : it is a SKU. */
void offer_place(struct str code, struct str *product, int64_t *pos);
/* Of table variant, by $1 the code, $2 and $3 its parts. */
#define OFFER_IS "(sku = $1 OR (COALESCE(sku, '') = '' AND product = $2 AND pos = $3))"

/* ---- the state as one document ----------------------------------------------------------------------- */

struct order_counts {
    int64_t users, orders, products;
    struct strs aside; /* entries that were not taken, each with the reason: somebody who was forgotten */
};

/* Read a document into the database, replacing what has the same id. Amounts: "money": "minor" or "major" says what the
 * numbers are; without it they are major units (19.90) as soon as one of them has a decimal point, else minor. REJECT
 * names the entry and what is wrong with it; nothing is changed then. */
MUST enum status order_document_read(struct ctx *c, struct str json, struct order_counts *out);

/* All users, orders and products, in the unit that was read last (minor where none was), keys sorted. */
MUST enum status order_document_write(struct ctx *c, struct str *json);

/* One entry of it: part "users", "orders" or "products". REJECT: there is none. */
MUST enum status order_document_entry(struct ctx *c, struct str part, struct str id, struct str *json);

/* ---- stock by place ------------------------------------------------------------------------------------- */

/* A variant's stock is what may still be sold; table `stock` tells where it lies and what is set aside. A SKU without a row there
 * lies at "main". What an import changed in the variant is taken over into "main" first. */
struct holding {
    struct str node, sku;
    int64_t units, reserved; /* on hand, and of these set aside */
};
MUST enum status stock_load(struct ctx *c, struct str sku, struct holding **at, size_t *n);

/* Set `units` of `sku` aside at `node`; "" takes the node that has most. *where is where they lie, "" where stock is not
 * tracked. REJECT when too few are left there: never below zero, whoever else buys at the same instant. */
MUST enum status stock_reserve(struct ctx *c, struct str sku, int64_t units, struct str node, struct str *where);
MUST enum status stock_release(struct ctx *c, struct str sku, int64_t units, struct str node); /* back for sale */
MUST enum status stock_leave(struct ctx *c, struct str sku, int64_t units, struct str node);   /* what was set aside is gone: sent */
MUST enum status stock_add(struct ctx *c, struct str sku, int64_t units, struct str node);     /* arrived, or counted anew (negative) */
