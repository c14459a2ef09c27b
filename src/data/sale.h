/* data/sale.h - what was bought, by whom, and what visitors did: the evidence for forecasts, search and recommendations.
 *
 * A sale is an order of the shop as the shop tells it; its lines name SKUs. An event is one thing a visitor did with
 * one product; an event over a list of products is a row each. Names and addresses stay in `customer` alone.
 */
#pragma once
#include "data/catalog.h"

struct customer {
    struct str id;      /* the shop's own number, or "email:" and a hash of the address in lower case */
    struct str email, name, country, language;
    bool marketing;     /* agreed to be written to */
    int64_t created_ms; /* NONE: not known */
};
struct line {
    struct str product; /* our id; absent: no product of ours has this SKU */
    struct str sku, title;
    int64_t quantity;
    int64_t price;      /* asked for one, minor units */
    int64_t discount;   /* off the whole line, minor units */
    double sold_out;    /* share of its day it could not be bought, where a table of sales says so; 0 */
    bool promo;         /* it was promoted, where a table of sales says so */
};
struct sale {
    struct str id;       /* the shop's own: "#1001" */
    struct str customer; /* id; absent: a guest nobody knows */
    struct str state;    /* "open", "paid", "cancelled", "refunded", "part-refunded" */
    struct str currency, coupon, country, source;
    int64_t subtotal, shipping, tax, discount, total, refunded; /* minor units; NONE: not stated */
    int64_t placed_ms, paid_ms, fulfilled_ms, cancelled_ms;     /* NONE: not, or not known */
    LIST(struct line) lines;
};
struct event {
    struct str id;      /* the sender's message id */
    int64_t pos;        /* of the product within the message, from 0 */
    int64_t at_ms;
    struct str name;    /* Segment's: "Product Viewed", "Order Completed" */
    struct str visitor; /* anonymousId, else userId */
    struct str customer; /* userId; absent: not signed in */
    struct str product, sku, query, list, sale, coupon, currency;
    int64_t place;      /* in the list, from 1; NONE */
    int64_t quantity;   /* NONE */
    int64_t price;      /* minor units; NONE */
};
extern const struct record customer_record, sale_line_record, sale_record, event_record;

/* Write a sale with its lines. Again the same: nothing is written. dry: only say what would be. */
MUST enum status sale_save(struct ctx *c, const struct sale *s, int64_t batch, bool dry, enum saved *how);
MUST enum status sale_load(struct ctx *c, struct str id, struct sale *out); /* REJECT: there is none */

MUST enum status customer_save(struct ctx *c, const struct customer *p);

/* "email:…" of an address. */
struct str customer_of_email(struct ctx *c, struct str email);

/* Write one event, once. */
MUST enum status event_save(struct ctx *c, const struct event *e, bool dry, enum saved *how);
