/* execution/order/tool_read.h - what tools that read give. */
#pragma once
#include "data/order.h"
#include "data/tool.h"

struct str tool_json_str(struct ctx *c, struct str s); /* as a JSON text */

MUST enum status tool_customer_exists(struct ctx *c, struct str id, bool *found);

/* By e-mail (case folded), else by names (case and accents folded) with exactly this postcode. *id absent: nobody, or
 * several. *proof: "email" or "name_zip". */
MUST enum status tool_find_customer(struct ctx *c, const struct tool_args *a, struct str *id, struct str *proof);

/* One entry of the document of data/order.h: section "users", "orders", "products". REJECT: it is not there. */
MUST enum status tool_entry(struct ctx *c, const char *section, struct str id, struct str *json);

/* All reading tools but find_customer. REJECT says what is not there. */
MUST enum status tool_read(struct ctx *c, const struct tool_call *call, struct str *json);
