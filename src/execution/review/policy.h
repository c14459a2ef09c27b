/* execution/review/policy.h - what may go out by itself, what a person must see, what never goes out.
 *
 * A table of rows, first match first, decides by kind, risk, confidence and doubts. The shop's own table is
 * in the database (table policy); while that is empty the default rows of policy.c hold.
 */
#pragma once
#include "data/item.h"
#include "data/wish.h"

enum action { ACT_AUTO, ACT_REVIEW, ACT_BLOCK };

struct policy_rows {
    struct policy_row *at;
    size_t n;
};
struct decision {
    enum action action;
    struct str risk;    /* "low", "medium", "high" */
    int64_t row;        /* 1-based place of the row that decided; 0: none matched, so a person looks */
    struct str because; /* a sentence for the audit trail */
};

const char *action_name(enum action a);

/* The table in force. *own is false where these are the default rows. `own` may be NULL. */
MUST enum status policy_load(struct ctx *c, struct policy_rows *out, bool *own);

/* Replace the table; no rows: back to the defaults. REJECT names the row that is wrong, and changes nothing. */
MUST enum status policy_save(struct ctx *c, const struct policy_rows *rows, struct str who);

/* What the table in force says of an item that has been checked. Reads its findings; changes nothing. */
MUST enum status policy_decide(struct ctx *c, const struct item *i, struct decision *out);

