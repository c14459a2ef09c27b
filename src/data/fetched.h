/* data/fetched.h - pictures that a catalogue gives as addresses elsewhere, brought into the shop's folder where the shop allows it.
 *
 * Nothing is fetched unless the setting "picture.fetch" names the picture's host. What comes is checked to be a picture by its bytes
 * and kept as an object; the storefront goes on showing the address, and search by photo looks at the copy.
 */
#pragma once
#include "core/field.h"

struct fetch_rules { /* section "picture.fetch" */
    struct strs hosts; /* "cdn.shop.com", "*.shop.com": hosts below it; absent: nothing is fetched */
    int64_t most;      /* bytes of one */
    bool internal;     /* addresses inside a private network too */
};
extern const struct record fetch_rules_record;

bool fetched_is_address(struct str picture); /* of a picture elsewhere */

/* The object that is at an address; absent: it was not fetched. */
MUST enum status fetched_name(struct ctx *c, struct str address, struct str *name);

/* Fetch `most` of those that are lacking. *done: asked for, though it may have failed; *left: still to be asked. RETRY: the database. */
MUST enum status fetched_step(struct ctx *c, int64_t most, int64_t *done, int64_t *left);
