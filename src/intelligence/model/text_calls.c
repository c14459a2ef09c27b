/* intelligence/model/text_calls.c - calls of tools written as text. */
#include "intelligence/model/text_calls.h"
#include "core/json.h"

const char text_calls_schema[] =
    "{\"type\":\"object\",\"properties\":{\"calls\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
    "\"arguments\":{\"type\":\"object\"}},\"required\":[\"name\",\"arguments\"]}}},\"required\":[\"calls\"]}";

struct str text_calls_words(struct ctx *c, struct str tools)
{
    return str_fmt(c, "The tools: %.*s\nAnswer with JSON only: {\"calls\":[{\"name\":\"…\",\"arguments\":{…}}]}", FMT(tools));
}

static struct str after(struct str text, struct str mark)
{
    size_t at = str_find(text, mark, 0);
    return at == SIZE_MAX ? text : str_part(text, at + mark.n, text.n);
}

/* Between the marks; the text itself where there are none. */
static struct str within(struct str text, struct str from, struct str to)
{
    size_t a = str_find(text, from, 0), b = a == SIZE_MAX ? SIZE_MAX : str_find(text, to, a + from.n);
    return b == SIZE_MAX ? text : str_part(text, a + from.n, b);
}

static bool call_add(struct ctx *c, struct tree *t, struct node *list, const struct json *v)
{
    const struct json *f = json_get(v, "function"), *call = json_kind(f) == JSON_OBJECT ? f : v, *args = json_get(call, "arguments");
    struct ctx quiet = *c;
    if (!args)
        args = json_get(call, "parameters");
    if (json_kind(args) == JSON_STR && json_read(&quiet, str_copy(&quiet, json_str(args)), &args) != OK)
        return false;
    if (!json_str(json_get(call, "name")).n || json_kind(args) != JSON_OBJECT)
        return false;
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, str_copy(c, json_str(json_get(call, "name")))));
    node_set(t, o, "arguments", tree_raw(t, json_text(c, args)));
    node_add(t, list, o);
    return true;
}

/* All the calls of one JSON text; false: a part of it is none. */
static bool json_add(struct ctx *c, struct tree *t, struct node *list, struct str text)
{
    const struct json *v;
    struct ctx quiet = *c;
    if (json_read(&quiet, str_copy(&quiet, str_trim(text)), &v) != OK)
        return false;
    const struct json *calls = json_get(v, "calls") ? json_get(v, "calls") : json_get(v, "tool_calls") ? json_get(v, "tool_calls") : v;
    if (json_kind(calls) != JSON_ARRAY)
        return call_add(c, t, list, calls);
    bool good = json_count(calls) > 0;
    for (struct json_walk w = json_walk(calls); json_next(&w);)
        good = call_add(c, t, list, w.value) && good;
    return good;
}

struct str text_calls_in(struct ctx *c, struct str text)
{
    static const struct str open = {"<tool_call>", 11}, close = {"</tool_call>", 12};
    struct tree *t = tree_open(c);
    struct node *list = tree_array(t);
    bool good = true;
    text = after(text, STR("</think>"));
    if (str_find(text, open, 0) == SIZE_MAX) {
        struct str fenced = within(text, STR("```json"), STR("```"));
        good = json_add(c, t, list, fenced.n == text.n ? within(text, STR("```"), STR("```")) : fenced);
    }
    for (size_t at; (at = str_find(text, open, 0)) != SIZE_MAX; text = after(str_part(text, at, text.n), close)) {
        struct str rest = str_part(text, at, text.n);
        if (str_find(rest, close, 0) == SIZE_MAX)
            return (struct str){0}; /* cut off */
        good = json_add(c, t, list, within(rest, open, close)) && good;
    }
    return good ? tree_text(c, t, list) : (struct str){0};
}
