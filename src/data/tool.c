/* data/tool.c - the tables of tools, and one call read from whichever form it comes in. */
#include "data/tool.h"
#include <math.h>

enum { ID_MAX = 200, REASON_MAX = 1000, TEXT_MAX = 20000, ITEMS_MAX = 1000 };

/* What every argument is, once; a tool says which it takes, A, and which it cannot do without, R. */
#define TEXT(n, least, most, flag, text) FIELD(struct tool_args, n, .min = least, .max = most, .flags = LOOSE | (flag), .doc = text),
#define IDS(n, flag, text) FIELD(struct tool_args, n, .min = 1, .max = ITEMS_MAX, .flags = LOOSE | (flag), .doc = text),
#define ARG_email(f)       TEXT(email, 0, ID_MAX, f, "the customer's e-mail address")
#define ARG_first_name(f)  TEXT(first_name, 0, ID_MAX, f, "the customer's first name")
#define ARG_last_name(f)   TEXT(last_name, 0, ID_MAX, f, "the customer's last name")
#define ARG_zip(f)         TEXT(zip, 0, 20, f, "postcode")
#define ARG_customer_id(f) TEXT(customer_id, 1, ID_MAX, f, "the customer's id")
#define ARG_order_id(f)    TEXT(order_id, 0, ID_MAX, f, "the order's id, with its sign, such as #W1234567")
#define ARG_product_id(f)  TEXT(product_id, 0, ID_MAX, f, "the product's id, which is not an item's")
#define ARG_item_id(f)     TEXT(item_id, 0, ID_MAX, f, "the id of one variant of a product")
#define ARG_item_ids(f)    IDS(item_ids, f, "ids of items in the order; one twice for two pieces of it")
#define ARG_new_item_ids(f) IDS(new_item_ids, f, "the variant wanted in the place of each, in the same order")
#define ARG_payment_method_id(f) TEXT(payment_method_id, 0, ID_MAX, f, "id of one of the customer's means of payment")
#define ARG_reason(f)      TEXT(reason, 0, REASON_MAX, f, "why, in the words that the policy lists")
#define ARG_address1(f)    TEXT(address1, 1, ID_MAX, f, "street and number")
#define ARG_address2(f)    TEXT(address2, 0, ID_MAX, f, "flat or floor; may be empty")
#define ARG_city(f)        TEXT(city, 1, ID_MAX, f, "town")
#define ARG_state(f)       TEXT(state, 0, ID_MAX, f, "state or province; may be empty")
#define ARG_country(f)     TEXT(country, 0, ID_MAX, f, "country")
#define ARG_query(f)       TEXT(query, 0, REASON_MAX, f, "words")
#define ARG_expression(f)  TEXT(expression, 1, REASON_MAX, f, "a sum, such as (12.50 + 3) * 2")
#define ARG_thought(f)     TEXT(thought, 0, TEXT_MAX, f, "anything")
#define ARG_text(f)        TEXT(text, 1, TEXT_MAX, f, "the note")
#define ARG_summary(f)     TEXT(summary, 0, TEXT_MAX, f, "what the case is about, and what was done")
#define ARG_as(f)          FIELD(struct tool_args, as, .choice = "gift_card|coupon|points", .init_str = "gift_card", .flags = (f), .doc = "the form of the credit"),
#define ARG_amount(f)      FIELD(struct tool_args, amount, .init = NAN, .max = 1e7, .flags = (f), .doc = "in the order's currency, such as 12.50"),
#define ARG_code(f)        TEXT(code, 1, 60, f, "as the customer types it")
#define ARG_limit(f)       FIELD(struct tool_args, limit, .min = 1, .max = 100, .init = 10, .flags = (f), .doc = "how many at most"),
#define A(n) ARG_##n(OPTIONAL)
#define R(n) ARG_##n(0)

#define TOOL(id, effect, action, args, doc, consequence)                    \
    static const struct field id##_field[] = {args {0}};                    \
    static const struct record id##_record = {#id, sizeof(struct tool_args), id##_field};
#include "data/tool.def"
#undef TOOL

const struct tool tools[] = {
#define TOOL(id, effect, action, args, doc, consequence) {#id, doc, TOOL_##effect, consequence, action, &id##_record},
#include "data/tool.def"
#undef TOOL
    {0}};

const struct tool_alias tool_aliases[] = {
#define ALIAS(other, name) {#other, #name},
#define ARGUMENT(other, name)
#include "data/alias.def"
#undef ALIAS
#undef ARGUMENT
    {0}};
static const struct tool_alias argument_aliases[] = {
#define ALIAS(other, name)
#define ARGUMENT(other, name) {#other, #name},
#include "data/alias.def"
#undef ALIAS
#undef ARGUMENT
    {0}};

static struct str alias_of(const struct tool_alias *table, struct str name)
{
    for (; table->alias; table++)
        if (str_eq(name, str_z(table->alias)))
            return str_z(table->name);
    return name;
}

const struct tool *tool_find(struct str name)
{
    struct str own = alias_of(tool_aliases, name);
    for (const struct tool *t = tools; t->name; t++)
        if (str_eq(own, str_z(t->name)))
            return t;
    return NULL;
}

/* ---- one call ------------------------------------------------------------------------------------- */

static const struct json *first_of(const struct json *v, const char *const *keys)
{
    for (; *keys; keys++)
        if (json_get(v, *keys))
            return json_get(v, *keys);
    return NULL;
}

/* The object that holds name and arguments: the call itself, or what it wraps. */
static const struct json *inner(const struct json *v)
{
    static const char *const wraps[] = {"function", "params", "action", "call", NULL};
    const struct json *in = first_of(v, wraps);
    return json_kind(in) == JSON_OBJECT ? in : v;
}

/* Arguments under our own names; those that are null are left out. */
static struct str arguments(struct ctx *c, const struct json *args)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (struct json_walk w = json_walk(args); json_next(&w);)
        if (json_kind(w.value) != JSON_NULL)
            node_set(t, o, str_copy(c, alias_of(argument_aliases, w.key)).p, tree_raw(t, json_text(c, w.value)));
    return tree_text(c, t, o);
}

static enum status read_arguments(struct ctx *c, const struct json *v, struct tool_call *out)
{
    static const char *const keys[] = {"arguments", "kwargs", "args", "input", "parameters", NULL};
    const struct json *args = first_of(v, keys);
    struct str text = STR("{}");
    if (json_kind(args) == JSON_STR && json_str(args).n) /* some interfaces wrap the JSON in a text */
        TRY(json_read(c, json_str(args), &args));
    if (json_kind(args) == JSON_OBJECT)
        text = arguments(c, args);
    else if (json_kind(args) != JSON_NULL && json_kind(args) != JSON_STR)
        return fail(c, REJECT, "%s: arguments must be an object: {\"name\": \"%s\", \"arguments\": {…}}", out->tool->name, out->tool->name);
    if (record_from_json(c, out->tool->args, text, STRICT, &out->args) != OK)
        return fail(c, REJECT, "%.380s; `purvey agent --list` shows the arguments of %s", str_copy(c, str_z(c->why)).p, out->tool->name);
    return OK;
}

enum status tool_call_from(struct ctx *c, const struct json *v, struct tool_call *out)
{
    static const char *const names[] = {"name", "tool", "tool_name", NULL};
    *out = (struct tool_call){0};
    if (json_kind(v) != JSON_OBJECT)
        return fail(c, REJECT, "a call is an object: {\"name\": \"get_order\", \"arguments\": {\"order_id\": \"…\"}}");
    const struct json *in = inner(v), *name = first_of(in, names);
    static const char *const ids[] = {"id", "call_id", "tool_call_id", "action_id", NULL};
    const struct json *id = first_of(v, ids);
    if (id)
        out->id = json_text(c, id);
    out->confirmed = json_kind(json_get(v, "confirmed")) == JSON_BOOL && json_bool(json_get(v, "confirmed"));
    if (json_kind(name) != JSON_STR)
        return fail(c, REJECT, "the call has no \"name\": want {\"name\": \"get_order\", \"arguments\": {…}}");
    out->called = str_copy(c, json_str(name));
    if (!(out->tool = tool_find(out->called)))
        return fail(c, REJECT, "there is no tool \"%.60s\"; `purvey agent --list` names all", out->called.p);
    return read_arguments(c, in, out);
}

enum status tool_call_read(struct ctx *c, struct str json, struct tool_call *out)
{
    const struct json *v;
    *out = (struct tool_call){0};
    TRY(json_read(c, json, &v));
    return tool_call_from(c, v, out);
}

struct str tool_call_text(struct ctx *c, const struct tool_call *call)
{
    return call->tool ? record_to_json(c, call->tool->args, &call->args) : STR("{}");
}

/* ---- the listing ---------------------------------------------------------------------------------- */

static void list_one(struct ctx *c, struct tree *t, struct node *list, const struct tool *tool, struct str name)
{
    struct node *o = tree_object(t), *f = tree_object(t);
    struct str doc = str_z(tool->doc);
    if (tool->consequence[0])
        doc = str_fmt(c, "%s Consequence: %s. Tell the customer so and have a clear yes first.", tool->doc, tool->consequence);
    node_set(t, f, "name", tree_str(t, name));
    node_set(t, f, "description", tree_str(t, doc));
    node_set(t, f, "parameters", tree_raw(t, record_schema(c, tool->args)));
    node_set(t, o, "type", tree_str(t, STR("function")));
    node_set(t, o, "function", f);
    node_add(t, list, o);
}

struct str tool_listing(struct ctx *c, bool with_aliases)
{
    struct tree *t = tree_open(c);
    struct node *list = tree_array(t);
    for (const struct tool *tool = tools; tool->name; tool++)
        list_one(c, t, list, tool, str_z(tool->name));
    for (const struct tool_alias *a = tool_aliases; with_aliases && a->alias; a++)
        list_one(c, t, list, tool_find(str_z(a->name)), str_z(a->alias));
    return tree_pretty(c, t, list);
}
