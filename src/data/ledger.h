/* data/ledger.h - what was done, as a chain of hashes: evidence that can be checked.
 *
 * Each row's hash covers its own contents and the hash of the row before, so a row that is changed, removed
 * or moved breaks the chain at that place. The table meta holds the head (last number and hash), so a chain
 * that lost its end is found too. Who can write the whole database can also write a whole new chain:
 * against that, note a head elsewhere now and then and give it to ledger_verify.
 *
 * The hash covers a digest of the body: what a row says can be forgotten, as the law has it, and the chain stays whole.
 * That a row was forgotten shows, and when, by whom and to what it was done stays.
 */
#pragma once
#include "core/sql.h"

struct ledger {
    int64_t seq;        /* 1, 2, … without gaps */
    int64_t at_ms;
    struct str actor;   /* "mind", "policy:auto", "person:anna" */
    struct str what;    /* "move", "import", "publish", "setting" */
    struct str subject; /* "item:123" */
    struct raw body;    /* JSON */
    struct str prev, hash; /* BLAKE2b-256, hex; the first row's prev is "" */
};
extern const struct record ledger_record;

/* Append one row, in the transaction that does what it tells. `body` is JSON. Writers queue behind each other. */
MUST enum status ledger_append(struct ctx *c, struct str actor, struct str what, struct str subject, struct str body);

/* Take out what a row says; *done false: it was written by an older program, whose rows cannot forget. */
MUST enum status ledger_forget(struct ctx *c, int64_t seq, bool *done);

struct ledger_fault {
    int64_t seq;      /* the row; 0: none in particular */
    struct str cause; /* a sentence */
};
struct ledger_report {
    int64_t rows, forgotten;
    struct str head; /* "12:9f…": note it elsewhere to prove the chain later */
    LIST(struct ledger_fault) faults; /* the first 100; none: whole */
};
extern const struct record ledger_report_record;

/* Walk the whole chain, and hold the moves of the items against it. `head`: one noted earlier, or absent.
 * Finding faults is OK; memory is bounded. */
MUST enum status ledger_verify(struct ctx *c, struct str head, struct ledger_report *out);
