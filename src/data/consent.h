/* data/consent.h - what a customer agreed to: per purpose, with proof, until it ends or is withdrawn.
 *
 * Nothing is agreed to by silence. The last word counts, and of two words at the same instant the refusal.
 *
 *   marketing  to be written to            profile   interests are drawn from what they looked at
 *   associate  staff in a store may see orders, sizes and open cases      research  their words are read for what many say
 */
#pragma once
#include "core/sql.h"

#define CONSENT_PURPOSES "marketing|profile|associate|research"

struct consent {
    int64_t id;
    struct str customer, purpose;
    bool given;
    struct str proof, source;
    int64_t at_ms, until_ms; /* until_ms NONE: until withdrawn */
};
struct consents {
    struct consent *at;
    size_t n;
};
extern const struct record consent_record;

/* Note a word. REJECT: no customer, no such purpose, or no proof of what was agreed to. */
MUST enum status consent_note(struct ctx *c, struct consent *word);
MUST enum status consent_has(struct ctx *c, struct str customer, struct str purpose, bool *yes);
/* They said no, or no longer: not the same as never having been asked. */
MUST enum status consent_refused(struct ctx *c, struct str customer, struct str purpose, bool *yes);
/* All that was said, oldest first. */
MUST enum status consent_load(struct ctx *c, struct str customer, struct consents *out);
