/* data/profile.h - what staff may see of a customer: no more than that customer's consent lets them, and each look is noted.
 *
 *   associate  contact, orders, sizes bought, open cases
 *   associate and profile  interests, drawn from what they looked at
 *   none of these          that there is such a customer, and what they agreed to
 *
 * What is not allowed is not read, rather than read and hidden.
 */
#pragma once
#include "core/sql.h"

struct profile_order {
    struct str id, state, currency, titles, source;
    int64_t total, placed_ms; /* NONE: not stated */
};
struct profile_taste { struct str name; int64_t n; };
struct profile_case {
    struct str id, subject, state, channel;
    int64_t moved_ms;
};
struct profile {
    struct str id;          /* absent without consent: whoever asked knows it */
    struct str name, email, country, language;
    bool marketing, associate, profiled;
    LIST(struct profile_order) orders;
    LIST(struct profile_taste) interests, sizes;
    LIST(struct profile_case) cases;
    struct strs withheld;   /* sections that consent does not allow, in words */
};
extern const struct record profile_record;

/* Look at customer `id`; `person` is noted as having looked. REJECT: there is none. */
MUST enum status profile_load(struct ctx *c, struct str id, struct str person, struct profile *out);
