/* data/tool.h - what a service agent may do, as typed tools: names, arguments, consequences; and one call of one tool.
 *
 * tool.def is the one table: the JSON Schema of each tool, the listing for outside models, the help and the manual come
 * from it. alias.def holds other names under which the same tools are known. Whether a call is allowed is policy
 * (intelligence/answer/service/service_policy.h); doing it is execution/order/tool_do.h.
 *
 * Units  amount: in the currency of the order, major units (12.50), as people say it
 */
#pragma once
#include "core/field.h"
#include "core/json.h"

enum tool_effect {
    TOOL_NONE,  /* neither reads nor changes the shop's data */
    TOOL_READ,
    TOOL_WRITE, /* has consequences for a customer */
};
struct tool_args { /* of all tools; each tool's record lists those that it takes */
    struct str email, first_name, last_name, zip;
    struct str customer_id, order_id, product_id, item_id;
    struct strs item_ids, new_item_ids;
    struct str payment_method_id, reason;
    struct str address1, address2, city, state, country;
    struct str query, expression, thought, text, summary, as, code;
    double amount; /* NAN: not given */
    int64_t limit;
};
struct tool {
    const char *name, *doc;
    enum tool_effect effect;
    const char *consequence;    /* of a write: what it means for the customer; "" */
    const char *kind;           /* of a write: the action of execution/order/act.h; "" where there is none */
    const struct record *args;  /* fields of struct tool_args */
};
extern const struct tool tools[]; /* ends with {0} */

struct tool_alias {
    const char *alias, *name;
};
extern const struct tool_alias tool_aliases[]; /* end with {0} */

/* By its own name or an alias; NULL: there is none. */
const struct tool *tool_find(struct str name);

struct tool_call {
    const struct tool *tool;
    struct str called;          /* the name it was called by */
    struct str id;              /* the caller's, as JSON; absent: none */
    bool confirmed;             /* the caller says that the customer agreed */
    struct tool_args args;
};

/* One call as JSON. Understood are {"name", "arguments"} and the forms of the usual model interfaces: {"tool", "args"},
 * {"name", "kwargs"}, {"function": {"name", "arguments": "JSON text"}}, {"type": "tool_use", "name", "input"} and
 * {"method": "tools/call", "params": {…}}. REJECT names what is wrong with it and the cure. */
MUST enum status tool_call_read(struct ctx *c, struct str json, struct tool_call *out);
MUST enum status tool_call_from(struct ctx *c, const struct json *v, struct tool_call *out);

/* The arguments as JSON in the order of the tool's record, absent ones left out: equal calls give equal texts. */
struct str tool_call_text(struct ctx *c, const struct tool_call *call);

/* All tools as outside models want them: [{"type":"function","function":{"name","description","parameters"}}]. */
struct str tool_listing(struct ctx *c, bool with_aliases);
