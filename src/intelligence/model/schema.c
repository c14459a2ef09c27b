/* intelligence/model/schema.c - a walk over schema and value together; the stack holds what is still to be looked at. */
#include "intelligence/model/schema.h"

struct pair {
    const struct json *schema, *value;
    struct str at; /* "answer.items[2].name" */
};
struct pairs {
    struct pair *at;
    size_t n;
};

static bool is_type(struct str type, const struct json *v)
{
    static const char *const names[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
    enum json_kind k = json_kind(v);
    return str_eq(type, str_z(names[k])) || (k == JSON_INT && str_eq(type, STR("number")));
}

static bool has_type(const struct json *type, const struct json *v)
{
    bool fits = json_kind(type) == JSON_STR ? is_type(json_str(type), v) : json_kind(type) != JSON_ARRAY;
    for (struct json_walk w = json_walk(json_kind(type) == JSON_ARRAY ? type : NULL); json_next(&w);)
        fits |= is_type(json_str(w.value), v);
    return fits;
}

static bool is_among(struct ctx *c, const struct json *list, const struct json *v)
{
    bool found = json_kind(list) != JSON_ARRAY;
    for (struct json_walk w = json_walk(found ? NULL : list); json_next(&w);)
        found |= str_eq(json_text(c, w.value), json_text(c, v));
    return found;
}

static bool is_within(const struct json *schema, const char *least, const char *most, double n)
{
    const struct json *lo = json_get(schema, least), *hi = json_get(schema, most);
    return (!lo || n >= json_real(lo)) && (!hi || n <= json_real(hi));
}

static enum status check_object(struct ctx *c, const struct pair *p, struct pairs *todo)
{
    const struct json *properties = json_get(p->schema, "properties"), *more = json_get(p->schema, "additionalProperties");
    for (struct json_walk w = json_walk(json_get(p->schema, "required")); json_next(&w);)
        if (json_str(w.value).p && !json_get(p->value, json_str(w.value).p))
            return fail(c, REJECT, "%s has no %s", p->at.p, json_str(w.value).p);
    for (struct json_walk w = json_walk(p->value); json_next(&w);) {
        const struct json *s = json_get(properties, w.key.p);
        if (!s && json_kind(more) == JSON_BOOL && !json_bool(more))
            return fail(c, REJECT, "%s has a %.60s that was not asked for", p->at.p, w.key.p);
        s = s ? s : json_kind(more) == JSON_OBJECT ? more : NULL;
        if (s)
            *LIST_ADD(c, todo) = (struct pair){s, w.value, str_fmt(c, "%s.%s", p->at.p, w.key.p)};
    }
    return OK;
}

static enum status check_one(struct ctx *c, const struct pair *p, struct pairs *todo)
{
    const struct json *items = json_get(p->schema, "items");
    enum json_kind kind = json_kind(p->value);
    double size = kind == JSON_STR ? (double)str_count(json_str(p->value)) : kind == JSON_ARRAY ? (double)json_count(p->value) : 0;
    if (!has_type(json_get(p->schema, "type"), p->value))
        return fail(c, REJECT, "%s is of another type than asked for", p->at.p);
    if (!is_among(c, json_get(p->schema, "enum"), p->value))
        return fail(c, REJECT, "%s is none of the values to choose from", p->at.p);
    if (kind == JSON_STR && !is_within(p->schema, "minLength", "maxLength", size))
        return fail(c, REJECT, "%s has %g characters, which is out of bounds", p->at.p, size);
    if (kind == JSON_ARRAY && !is_within(p->schema, "minItems", "maxItems", size))
        return fail(c, REJECT, "%s has %g entries, which is out of bounds", p->at.p, size);
    if ((kind == JSON_INT || kind == JSON_REAL) && !is_within(p->schema, "minimum", "maximum", json_real(p->value)))
        return fail(c, REJECT, "%s is %g, which is out of bounds", p->at.p, json_real(p->value));
    size_t i = 0;
    for (struct json_walk w = json_walk(kind == JSON_ARRAY && items ? p->value : NULL); json_next(&w);)
        *LIST_ADD(c, todo) = (struct pair){items, w.value, str_fmt(c, "%s[%zu]", p->at.p, i++)};
    return kind == JSON_OBJECT ? check_object(c, p, todo) : OK;
}

enum status schema_check(struct ctx *c, const struct json *schema, const struct json *value)
{
    struct pairs todo = {0};
    *LIST_ADD(c, &todo) = (struct pair){schema, value, STR("answer")};
    for (size_t i = 0; i < todo.n; i++) {
        struct pair p = todo.at[i];
        TRY(check_one(c, &p, &todo));
    }
    return OK;
}
