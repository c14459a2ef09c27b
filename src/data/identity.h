/* data/identity.h - one customer over web, app and store: the same person only where something exact says so.
 *
 * An address, a telephone number in international form, a loyalty number or a shop's number names exactly one customer.
 * Nothing is guessed: not from names, not from similar addresses, not from dots in one. Where two customers turn out to
 * share one of these, a person decides; what is merged can be parted again, row by row as it was.
 */
#pragma once
#include "core/sql.h"

struct identity {
    struct str kind;  /* "email", "phone", "loyalty", "id" */
    struct str value; /* in one spelling */
    struct str customer, source;
    int64_t at_ms;
};
struct merging {
    int64_t id;
    struct str kept, gone, because, by_whom;
    struct raw body;
    int64_t at_ms, undone_ms; /* NONE: it stands */
};
struct twin { /* two customers that share something exact */
    struct str one, other, kind;
};
struct twins {
    struct twin *at;
    size_t n;
};
extern const struct record identity_record, merging_record;

/* The one spelling of a value; absent when it names nobody: an address without '@', a telephone number without its country. */
struct str identity_plain(struct ctx *c, struct str kind, struct str value);

/* Whose it is; absent: nobody's. */
MUST enum status identity_find(struct ctx *c, struct str kind, struct str value, struct str *customer);
/* The customer that number now means: itself, or the one it was merged into. */
MUST enum status identity_now(struct ctx *c, struct str id, struct str *customer);
/* By number, address, telephone or loyalty number, whichever it is. */
MUST enum status identity_of(struct ctx *c, struct str any, struct str *customer);

/* Note that a customer is known by this. REJECT: it names nobody, or another customer has it: they may be one. */
MUST enum status identity_add(struct ctx *c, struct str customer, struct str kind, struct str value, struct str source);

/* Customers that share an address, telephone or loyalty number and are not one yet. */
MUST enum status identity_twins(struct ctx *c, struct twins *out);

/* Make `gone` part of `kept`. Consent follows the careful word: what either has withdrawn stays withdrawn. */
MUST enum status identity_merge(struct ctx *c, struct str kept, struct str gone, struct str because, struct str who, int64_t *merging);
/* Part them again: every row that was moved goes back, but for rows that came since. */
MUST enum status identity_unmerge(struct ctx *c, int64_t merging, struct str who);
