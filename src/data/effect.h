/* data/effect.h - what a channel is asked and answers: the one contract of every shop and of the file folder.
 *
 * A channel is a capability named "channel.X" with these records. It is asked by name, never included:
 *
 *   fields  which fields of a product it carries; "*" for any; no network
 *   read    what each field shows now, and what it would show after the write
 *   write   write each field, then read it back; an effect that already stands is not written again
 *   pull    one page of the shop's catalogue, from `cursor`
 *   orders  one page of the shop's orders, from `cursor`, the latest change first
 *
 * The channel answers effect by effect and never stops at the first: half a page written is half a page
 * reported. RETRY of the whole call means that nothing is known of any of them.
 */
#pragma once
#include "data/order.h"
#include "data/product.h"
#include "data/sale.h"

struct effect {
    struct str key;    /* idempotency key: item, position, channel, do or undo */
    struct str entity, id, field, locale;
    struct str remote; /* the shop's own id, where it differs from ours */
    struct str format; /* "text", "html", "money", "json" */
    struct str value;  /* absent: the field becomes empty */
    bool machine;      /* a machine wrote it: the channel marks it so in the form it has */
    bool restore;      /* `value` is what the shop showed before: written as it stands, marked only if `machine` */
    struct str own;    /* the merchant's own text of the field, which a folder shows where nothing stands over it */
    bool guarded;      /* write only while the field shows `expect` */
    struct str expect; /* absent: empty */
    struct str sale;   /* of a price: the name of the sale it is for; absent: none */
    struct str was;    /* what the sale is announced against: the lowest price of the 30 days before */
    int64_t from_ms, to_ms; /* when the sale begins and ends; NONE */
    int64_t sent_ms;   /* it may have been written before, then; 0: it was not */
};
struct seen {
    struct str state;   /* "shown", "written", "conflict", "missing", "refused", "later" */
    struct str shown;   /* what the field shows now; absent: empty */
    struct str want;    /* what it shows once the effect stands, marks included; absent: empty */
    struct str receipt; /* what the shop answered to the write */
    struct str why;     /* of conflict, missing, refused, later: one sentence */
    int64_t wait_ms;    /* of later: what the shop asked for; 0: nothing said */
    bool unsent;        /* of later: it is certain that nothing was written */
};
struct pulled { /* one product of a pull */
    struct product *product;
    struct str remote;       /* the shop's own id */
    struct strs variants;    /* the shop's own ids of the product's variants, in order */
};
struct pulled_order { /* one order of a pull */
    struct order *order;       /* its money too; status: "pending" or "cancelled", the lines say the rest */
    struct customer *customer;
    LIST(struct line) lines;     /* the same as evidence: at prices of the catalogue's kind, with or without tax */
    LIST(struct method) methods; /* its payments, as means of payment */
    LIST(struct money) money;    /* what they have taken and given back, a row each */
};
struct channel_in {
    struct str verb;   /* "fields", "read", "write", "pull", "orders" */
    LIST(struct effect) effects;
    struct str cursor; /* of pull: absent for the first page */
};
struct channel_out {
    LIST(struct seen) seen;   /* one per effect, in order */
    struct strs fields;
    LIST(struct pulled) products;
    LIST(struct pulled_order) orders;
    struct str cursor;        /* of pull: absent after the last page */
};
extern const struct record effect_record, pulled_order_record, channel_in_record, channel_out_record;
