/* data/erase.h - what a customer may ask for by law: all that is known of them, and to be forgotten.
 *
 * Source  GDPR articles 15 and 20 (access, portability), 17 (erasure; 17.3b: what tax law has us keep stays, without a name)
 */
#pragma once
#include "core/sql.h"

/* All rows about customer `id`, as one JSON document by table. REJECT: there is none. `who` is noted as having looked. */
MUST enum status customer_export(struct ctx *c, struct str id, struct str who, struct str *json);

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
