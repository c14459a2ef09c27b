/* core/personal.h - what names or reaches a person, taken out of a text before it leaves the house, and put back after.
 *
 * Found: e-mail addresses, telephone numbers, IBANs, payment cards, street addresses with a house number, and the names that
 * the caller knows. Product numbers, measures and prices stay. What is equal gets the same mark: "[e-mail 1]".
 */
#pragma once
#include "core/str.h"

struct hidden {
    struct str mark, text;
};
struct personal { /* begin with {0} */
    LIST(struct hidden) hidden;
};

struct str personal_redact(struct ctx *c, struct str text, const struct strs *names, struct personal *p);

/* The marks of `p` in `text` made what they stand for. */
struct str personal_restore(struct ctx *c, struct str text, const struct personal *p);
