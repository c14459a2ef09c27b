/* data/wish.h - what a person asked for over HTTP: a row that the loop reads and carries out.
 *
 * The web process may write no work itself. It adds a wish in state "new"; the loop does it in one
 * transaction with the effect and sets state, why, batch and done_ms. Each kind's body is a record below.
 * Ids of ours are texts in JSON: JavaScript reads integers above 2^53 wrong.
 */
#pragma once
#include "core/sql.h"

struct wish {
    int64_t id;
    struct str kind;   /* "verdict", "generate", "merchandise", "undo", "import", "setting", "quarantine", "policy", "reply", "thread", "chat" */
    struct raw body;   /* JSON of the record of that kind */
    struct str person; /* who asked; the loop acts as "person:NAME" */
    struct str state;  /* "new", "done", "refused" */
    struct str why;    /* refused: one sentence */
    int64_t batch;     /* done: the batch it made; NONE */
    int64_t at_ms, done_ms;
};
struct edit {
    int64_t pos;      /* of the change within the item */
    struct str after; /* as the person wrote it */
};
struct verdict_wish {
    struct strs items;  /* item ids; those no longer WAITING are passed over and named in why */
    struct str verdict; /* "accept", "edit" (accept as edited), "reject", "back" (plan again) */
    LIST(struct edit) edits; /* of the one item of an "edit" */
    struct str note;    /* why, for the record */
};
struct generate_wish {
    struct strs kinds;    /* capabilities: "copy.describe", "copy.seo" */
    struct strs products; /* ids; empty: all */
    struct str tone, audience, channel, query, language; /* absent: the capability's own choice */
};
struct merchandise_wish { struct strs kinds; }; /* "price.change", "replenish.order"; empty: as the shop has set it */
struct undo_wish { struct str batch; };
struct import_wish { struct str path, format; }; /* a file below the shop's folder; format absent: guessed */
struct setting_wish { struct str name; struct raw value; }; /* value absent: clear */
struct quarantine_wish {
    struct str id;
    struct str action; /* "retry" (with raw as mended), "ignore" */
    struct str raw;
};
struct reply_wish { /* what a person answers a customer */
    struct str thread, text;
    struct str then;   /* "waiting", "human" (they keep it), "solved" */
};
struct thread_wish {
    struct str thread;
    struct str action; /* "take", "back" (to the agent), "solve", "open", "note" */
    struct str text;   /* of a note; else why */
};
struct chat_wish { /* what a customer says on a page, or through another program of the shop */
    struct str key;       /* names the conversation: nobody else can guess it */
    struct str id;        /* the sender's number for the message: sent again, it is taken once */
    struct str text, name, address, language, subject;
    struct str customer;  /* who is signed in with the sender; absent: nobody knows */
    bool chat;            /* from our own page */
};
struct trouble_wish { /* something went wrong with an order */
    struct str order;
    struct str what;      /* "stock", "backorder", "lost", "late", "address", "payment", "fraud", "cancellation" */
    struct str cause;     /* of payment: "insufficient", "expired", "declined", "technical" */
    struct str parcel;    /* of lost and late */
    struct strs skus;     /* the lines meant; empty: all */
    double days, risk;    /* late: how long still; fraud: that it is one; NAN */
    int64_t value;        /* what the customer is still worth, minor units; NONE */
};
struct policy_row {
    struct str kind, risk, action, note;
    double confidence;
    bool doubts;
};
struct policy_wish { LIST(struct policy_row) rows; }; /* the whole table, first match first */

/* Ask the loop for `kind`; in the caller's transaction, where there is one. */
MUST enum status wish_add(struct ctx *c, struct str kind, struct str body, struct str person);

extern const struct record wish_record, verdict_wish_record, generate_wish_record, merchandise_wish_record, undo_wish_record,
    import_wish_record, setting_wish_record,
    trouble_wish_record, reply_wish_record, thread_wish_record, chat_wish_record, quarantine_wish_record, policy_row_record, policy_wish_record;
