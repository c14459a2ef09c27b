/* data/disclose.h - all that is known of a customer, as they may ask for it: for programs, and as a page that a person reads.
 *
 * Source  GDPR articles 15 (access) and 20 (portability: structured, commonly used, machine-readable)
 */
#pragma once
#include "core/str.h"

/* All rows about customer `id`, as one JSON document by section. REJECT: there is none. `who` is noted as having looked. */
MUST enum status customer_export(struct ctx *c, struct str id, struct str who, struct str *json);

/* The same document as one page of HTML, complete without anything else: a table a section, times as dates. */
MUST enum status customer_page(struct ctx *c, struct str json, struct str *html);
