/* data/erase.h - what a customer may ask for by law: all that is known of them, and to be forgotten.
 *
 * Source  GDPR articles 15 and 20 (access, portability), 17 (erasure; 17.3b: what tax law has us keep stays, without a name)
 */
#pragma once
#include "core/sql.h"

/* All rows about customer `id`, as one JSON document by table. REJECT: there is none. `who` is noted as having looked. */
MUST enum status customer_export(struct ctx *c, struct str id, struct str who, struct str *json);

struct erased {
    int64_t sales;    /* kept without a name */
    int64_t threads, events, orders;
};
extern const struct record erased_record;

/* Forget a person: their words, addresses, identities and consents go; sales, orders and money stay without a name. Nothing in
 * the database says afterwards who they were; the ledger says that somebody was forgotten, and by whom. */
MUST enum status customer_erase(struct ctx *c, struct str id, struct str who, struct erased *out);
