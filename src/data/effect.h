/* data/effect.h - what a channel is asked and answers: the one contract of every shop and of the file folder.
 *
 * A channel is a capability named "channel.X" with these records. It is asked by name, never included:
 *
 *   fields  which fields of a product it carries; "*" for any; no network
 *   read    what each field shows now, and what it would show after the write
 *   write   write each field, then read it back; an effect that already stands is not written again
 *   pull    one page of the shop's catalogue, from `cursor`
 *
 * The channel answers effect by effect and never stops at the first: half a page written is half a page
 * reported. RETRY of the whole call means that nothing is known of any of them.
 */
#pragma once
#include "data/product.h"

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
struct channel_in {
    struct str verb;   /* "fields", "read", "write", "pull" */
    LIST(struct effect) effects;
    struct str cursor; /* of pull: absent for the first page */
};
struct channel_out {
    LIST(struct seen) seen;   /* one per effect, in order */
    struct strs fields;
    LIST(struct pulled) products;
    struct str cursor;        /* of pull: absent after the last page */
};
extern const struct record effect_record, channel_in_record, channel_out_record;
