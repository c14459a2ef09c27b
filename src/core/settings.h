/* core/settings.h - what the shop chose, by name: JSON objects that override a capability's options.
 *
 * "copy.describe" → {"backend":"openai"}; read once per process start and on change, then read-only.
 */
#pragma once
#include "core/field.h"

struct setting {
    struct str name;  /* a capability's name, or a section: "shop", "brand", "openai" */
    struct str value; /* a JSON object */
    int64_t at_ms;
    struct str by;
};
struct settings {
    struct setting *at;
    size_t n;
};
extern const struct record setting_record;

/* The JSON object set under `name`; absent text when there is none. */
struct str settings_get(const struct settings *s, struct str name);

/* Fill `out` with the defaults of `r`, then with what is set under `name`. REJECT names a wrong key. */
MUST enum status settings_read(struct ctx *c, const struct record *r, struct str name, void *out);
