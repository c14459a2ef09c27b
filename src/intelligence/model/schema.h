/* intelligence/model/schema.h - does an answer have the form that was asked for? */
#pragma once
#include "core/json.h"

/* Check a value against a JSON Schema: type, properties, required, additionalProperties, items, enum, lengths and ranges.
 * REJECT names the place. A keyword that is not among these is passed over. */
MUST enum status schema_check(struct ctx *c, const struct json *schema, const struct json *value);
