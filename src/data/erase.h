/* data/erase.h - what a customer may ask for by law: to be forgotten. What is known of them: data/disclose.h.
 *
 * Source  GDPR article 17 (erasure; 17.3b: what tax law has us keep stays, without a name)
 */
#pragma once
#include "core/sql.h"

struct kept { /* what stays, and by which right */
    struct str what, why;
    int64_t n;
};
struct erased {
    int64_t sales;    /* kept without a name */
    int64_t threads, events, orders;
    int64_t texts;    /* texts elsewhere that named them */
    LIST(struct kept) kept;
    struct strs words; /* not told: what named them, for whoever looks through files */
};
extern const struct record erased_record;

/* Forget a person: their words, addresses, identities and consents go; sales, orders and money stay without a name. Nothing in
 * the database says afterwards who they were; the ledger says that somebody was forgotten, and by whom. REJECT: an order of
 * theirs is still under way, and `anyway` is false: it could not be delivered. */
MUST enum status customer_erase(struct ctx *c, struct str id, struct str who, bool anyway, struct erased *out);

/* Overwrite what was freed, outside a transaction. SQLite: the file is written anew, which takes as much room once more. */
MUST enum status erase_freed(struct ctx *c);
