/* data/explain.h - the whole life of one item, from the rows that were written while it lived.
 *
 * What it was made from, how and by whom, what the check held each claim against, who let it out, where it stands and
 * what was read back there, and which rows of the ledger prove it. For `purvey explain` and for the dashboard.
 */
#pragma once
#include "data/item.h"
#include "data/product.h"

struct explain_move {
    int64_t seq, at_ms;
    struct str actor, from, to, because; /* from, to: names of states */
};
struct explain_claim {
    struct str field, text, kind, verdict, fact, source;
};
struct explain_change {
    int64_t pos;
    struct str entity, id, field, locale, format, before, after, edited_by, state;
};
struct explain_effect {
    struct str channel, field, action, state; /* "publish", "undo"; "waiting", "sent", "done", "kept", "failed" */
    int64_t tries, at_ms;
    struct str readback, receipt, why, key;
};
struct explain_proof { /* a row of the ledger */
    int64_t seq, at_ms;
    struct str what, hash;
};
struct explain {
    struct str item, kind, entity, subject, title; /* title: of what it is about */
    struct str state, risk, why;    /* why: the last failure */
    int64_t tries, created_ms, moved_ms;
    double confidence;              /* NAN before CHECKED */
    struct strs doubts;
    struct str batch, asked_by;     /* who asked for what, in which batch */
    struct raw asked;
    int64_t asked_ms, undone_ms;    /* undone_ms: NONE while the batch stands */
    struct str came_from;           /* the import that brought what it was made from: "import of shop.csv" */
    LIST(struct attribute) evidence; /* the facts it was given, and where the shop says so */
    struct str backend;             /* the model that wrote it; absent: none */
    struct str seed;
    struct raw output;              /* all that the capability gave: plan, texts */
    LIST(struct explain_move) moves;
    LIST(struct explain_claim) claims;
    LIST(struct explain_change) changes;
    LIST(struct explain_effect) effects;
    LIST(struct explain_proof) ledger;
};
extern const struct record explain_record;

/* REJECT: there is no such item. */
MUST enum status explain_tree(struct ctx *c, int64_t item, struct explain *out);
