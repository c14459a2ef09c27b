/* data/regard.h - what the shop knows of a customer when something goes wrong: what they are still worth to it, and how they like to be spoken to.
 *
 * Their worth draws on what they bought, so it is worked out only for who agreed to that (consent "profile"); of others it is not known.
 * Language and tone are those of what they wrote to the shop last.
 */
#pragma once
#include "core/sql.h"

struct regard {
    int64_t value;     /* margin expected of them in the next year, minor units; NONE: not known, or not to be looked at */
    struct str basis;  /* "5 orders in a year, 11.20 EUR margin each"; absent where value is */
    struct str language, tone; /* BCP 47, absent: not known; "plain", "warm", "formal" */
};
MUST enum status regard_load(struct ctx *c, struct str customer, struct regard *out);
