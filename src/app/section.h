/* app/section.h - every group of settings with its record: checked, shown and changed in one way.
 *
 * Sections stand in section.def; each capability with options is a section too, by its own name.
 */
#pragma once
#include "core/settings.h"

struct section {
    const char *name, *doc;
    const struct record *record;
};
struct sections {
    struct section *at;
    size_t n;
};
struct sections section_all(struct ctx *c);
bool section_find(struct str name, struct section *out);

/* Set, or with an absent value or `null` clear, as `by_whom`, with a row in the ledger. A secret that is not named again
 * stays as it was. REJECT names the section, the field or the value that is wrong. */
MUST enum status section_set(struct ctx *c, struct str name, struct str value, struct str by_whom);

/* `value` with its secrets masked: what eyes, logs and the ledger may have. */
struct str section_public(struct ctx *c, struct str name, struct str value);
