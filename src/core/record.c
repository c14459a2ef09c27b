/* core/record.c - records from and to JSON, and their JSON Schema. */
#include "core/json.h"
#include <math.h>

#define AS(T, x, f) (*(T *)((char *)(x) + (f)->at))
#define AS_CONST(T, x, f) (*(const T *)((const char *)(x) + (f)->at))

static const char *const wanted[] = {
    [T_INT] = "an integer", [T_REAL] = "a number", [T_BOOL] = "true or false", [T_STR] = "a text",
    [T_STRS] = "a list of texts", [T_INTS] = "a list of integers", [T_REALS] = "a list of numbers",
    [T_COUNTS] = "an object of integers", [T_JSON] = "JSON", [T_LIST] = "a list of objects", [T_ONE] = "an object",
};

static enum status wrong(struct ctx *c, const struct record *r, const struct field *f, const struct json *v)
{
    struct str got = json_text(c, v);
    return fail(c, REJECT, "%s.%s: want %s, got %.60s", r->name, f->name, wanted[f->kind], got.p);
}

static bool read_int(const struct json *v, int64_t *out)
{
    double d = json_real(v);
    if (json_kind(v) == JSON_INT)
        *out = json_int(v);
    else if (json_kind(v) == JSON_REAL && d == floor(d) && fabs(d) < 9e15) /* 3.0 is a whole number */
        *out = (int64_t)d;
    else
        return false;
    return true;
}

static bool read_real(const struct json *v, double *out)
{
    *out = json_real(v);
    return json_kind(v) == JSON_INT || json_kind(v) == JSON_REAL;
}

/* A text; where loose, a number or boolean as it would be written. */
static bool read_str(struct ctx *c, const struct json *v, unsigned flags, struct str *out)
{
    enum json_kind k = json_kind(v);
    if (k == JSON_STR)
        *out = str_copy(c, json_str(v));
    else if ((flags & LOOSE) && (k == JSON_INT || k == JSON_REAL || k == JSON_BOOL))
        *out = json_text(c, v);
    else
        return false;
    return memchr(out->p, 0, out->n) == NULL; /* U+0000 has no place in a shop's text */
}

static enum status read_texts(struct ctx *c, const struct record *r, const struct field *f, const struct json *v, struct strs *out)
{
    struct str one;
    if ((f->flags & LOOSE) && json_kind(v) == JSON_STR) {
        *out = (struct strs){0};
        strs_add(c, out, str_copy(c, json_str(v)));
        return OK;
    }
    if (json_kind(v) != JSON_ARRAY)
        return wrong(c, r, f, v);
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        const struct json *url = json_kind(w.value) == JSON_OBJECT && (f->flags & LOOSE) ? json_get(w.value, "url") : w.value;
        if (!read_str(c, url, f->flags, &one))
            return wrong(c, r, f, w.value);
        strs_add(c, out, one);
    }
    return OK;
}

/* One value of a series. null: not known; a yes or no, where the field is loose, is 1 or 0. */
static bool read_value(const struct field *f, const struct json *v, double *out)
{
    bool yes_no = json_kind(v) == JSON_BOOL && (f->flags & LOOSE);
    if (json_kind(v) != JSON_NULL && !yes_no)
        return read_real(v, out);
    *out = !yes_no ? NAN : json_bool(v) ? 1 : 0;
    return true;
}

static enum status read_numbers(struct ctx *c, const struct record *r, const struct field *f, const struct json *v, void *out)
{
    if (json_kind(v) != JSON_ARRAY)
        return wrong(c, r, f, v);
    size_t n = json_count(v), i = 0;
    if (f->kind == T_INTS)
        *(struct ints *)out = (struct ints){NEW_ARRAY(c, int64_t, n), n};
    else
        *(struct reals *)out = (struct reals){NEW_ARRAY(c, double, n), n};
    for (struct json_walk w = json_walk(v); json_next(&w); i++)
        if (f->kind == T_INTS ? !read_int(w.value, &((struct ints *)out)->at[i])
                              : !read_value(f, w.value, &((struct reals *)out)->at[i]))
            return wrong(c, r, f, w.value);
    return OK;
}

static enum status read_counts(struct ctx *c, const struct record *r, const struct field *f, const struct json *v, struct counts *out)
{
    if (json_kind(v) != JSON_OBJECT)
        return wrong(c, r, f, v);
    *out = (struct counts){NEW_ARRAY(c, struct count, json_count(v)), 0};
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        struct count *one = &out->at[out->n++];
        one->key = str_copy(c, w.key);
        if (!read_int(w.value, &one->value))
            return wrong(c, r, f, w.value);
    }
    return OK;
}

static enum status read_list(struct ctx *c, const struct record *r, const struct field *f, const struct json *v,
                             enum strictness strict, struct any_list *out)
{
    if (json_kind(v) != JSON_ARRAY)
        return wrong(c, r, f, v);
    out->at = arena_array(c->mem, f->of->size, json_count(v));
    for (struct json_walk w = json_walk(v); json_next(&w); out->n++) {
        enum status s = record_from(c, f->of, w.value, strict, (char *)out->at + out->n * f->of->size);
        if (s != OK)
            return fail(c, s, "%s, in %s[%zu]", c->why, f->name, out->n);
    }
    return OK;
}

static enum status field_from(struct ctx *c, const struct record *r, const struct field *f, const struct json *v,
                              enum strictness strict, void *x)
{
    switch (f->kind) {
    case T_INT: return read_int(v, &AS(int64_t, x, f)) ? OK : wrong(c, r, f, v);
    case T_REAL: return read_real(v, &AS(double, x, f)) ? OK : wrong(c, r, f, v);
    case T_STR: return read_str(c, v, f->flags, &AS(struct str, x, f)) ? OK : wrong(c, r, f, v);
    case T_BOOL: AS(bool, x, f) = json_bool(v); return json_kind(v) == JSON_BOOL ? OK : wrong(c, r, f, v);
    case T_STRS: return read_texts(c, r, f, v, &AS(struct strs, x, f));
    case T_INTS:
    case T_REALS: return read_numbers(c, r, f, v, (char *)x + f->at);
    case T_COUNTS: return read_counts(c, r, f, v, &AS(struct counts, x, f));
    case T_JSON: AS(struct raw, x, f).text = json_text(c, v); return OK;
    case T_LIST: return read_list(c, r, f, v, strict, &AS(struct any_list, x, f));
    case T_ONE: AS(void *, x, f) = arena_take(c->mem, f->of->size); return record_from(c, f->of, v, strict, AS(void *, x, f));
    }
    return OK;
}

static enum status refuse_unknown(struct ctx *c, const struct record *r, const struct json *v)
{
    for (struct json_walk w = json_walk(v); json_next(&w);)
        if (!record_field(r, w.key)) {
            struct buf known = {0};
            for (const struct field *f = r->field; f->name; f++)
                buf_fmt(c, &known, "%s%s", known.n ? ", " : "", f->name);
            return fail(c, REJECT, "%s: unknown key \"%.60s\"; it has %.300s", r->name, w.key.p, buf_str(&known).p);
        }
    return OK;
}

enum status record_from(struct ctx *c, const struct record *r, const struct json *v, enum strictness strict, void *out)
{
    record_init(r, out);
    if (json_kind(v) != JSON_OBJECT) {
        struct str got = json_text(c, v);
        return fail(c, REJECT, "%s: want an object, got %.60s", r->name, got.p);
    }
    if (strict == STRICT)
        TRY(refuse_unknown(c, r, v));
    for (const struct field *f = r->field; f->name; f++) {
        const struct json *member = json_get(v, f->name);
        bool absent = json_kind(member) == JSON_NULL;
        if (absent && !(f->flags & OPTIONAL))
            return fail(c, REJECT, "%s.%s: missing; want %s%s%s", r->name, f->name, wanted[f->kind], f->doc ? ": " : "", f->doc ? f->doc : "");
        if (!absent)
            TRY(field_from(c, r, f, member, strict, out));
    }
    return record_check(c, r, out);
}

enum status record_from_json(struct ctx *c, const struct record *r, struct str text, enum strictness strict, void *out)
{
    const struct json *v;
    TRY(json_read(c, text, &v));
    return record_from(c, r, v, strict, out);
}

static void unknown_in(struct ctx *c, const struct record *r, const struct json *v, struct str before, struct strs *names)
{
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        const struct field *f = record_field(r, w.key);
        struct str name = str_fmt(c, "%.*s%s%.*s", FMT(before), before.n ? "." : "", FMT(w.key));
        if (!f && !strs_has(names, name))
            strs_add(c, names, name);
        if (f && f->kind == T_ONE && json_kind(w.value) == JSON_OBJECT)
            unknown_in(c, f->of, w.value, name, names);
        if (!f || f->kind != T_LIST || json_kind(w.value) != JSON_ARRAY)
            continue;
        for (struct json_walk i = json_walk(w.value); json_next(&i);)
            if (json_kind(i.value) == JSON_OBJECT)
                unknown_in(c, f->of, i.value, name, names);
    }
}

void record_unknown(struct ctx *c, const struct record *r, struct str text, struct strs *names)
{
    const struct json *v;
    if (json_read(c, text, &v) == OK && json_kind(v) == JSON_OBJECT)
        unknown_in(c, r, v, (struct str){0}, names);
}

/* ---- writing ---------------------------------------------------------------------------- */

static struct node *list_node(struct ctx *c, struct tree *t, const struct field *f, const void *x)
{
    struct node *a = tree_array(t);
    size_t n = AS_CONST(struct any_list, x, f).n; /* all lists have the one shape */
    for (size_t i = 0; i < n; i++)
        node_add(t, a, f->kind == T_STRS    ? tree_str(t, AS_CONST(struct strs, x, f).at[i])
                       : f->kind == T_INTS  ? tree_int(t, AS_CONST(struct ints, x, f).at[i])
                       : f->kind == T_REALS ? tree_real(t, AS_CONST(struct reals, x, f).at[i])
                                            : record_node(c, t, f->of, (const char *)AS_CONST(struct any_list, x, f).at + i * f->of->size));
    return a;
}

static struct node *counts_node(struct tree *t, struct counts v)
{
    struct node *o = tree_object(t);
    for (size_t i = 0; i < v.n; i++)
        node_set(t, o, v.at[i].key.p, tree_int(t, v.at[i].value));
    return o;
}

/* NULL: absent, so left out. */
static struct node *field_node(struct ctx *c, struct tree *t, const struct field *f, const void *x)
{
    bool optional = f->flags & OPTIONAL;
    switch (f->kind) {
    case T_INT: return AS_CONST(int64_t, x, f) == NONE ? NULL : tree_int(t, AS_CONST(int64_t, x, f));
    case T_REAL: return isnan(AS_CONST(double, x, f)) && optional ? NULL : tree_real(t, AS_CONST(double, x, f));
    case T_BOOL: return tree_bool(t, AS_CONST(bool, x, f));
    case T_STR: return AS_CONST(struct str, x, f).p ? tree_str(t, AS_CONST(struct str, x, f)) : optional ? NULL : tree_str(t, STR(""));
    case T_JSON: return AS_CONST(struct raw, x, f).text.n ? tree_raw(t, AS_CONST(struct raw, x, f).text) : NULL;
    case T_ONE: return AS_CONST(void *, x, f) ? record_node(c, t, f->of, AS_CONST(void *, x, f)) : NULL;
    case T_COUNTS:
        return AS_CONST(struct counts, x, f).n || !optional ? counts_node(t, AS_CONST(struct counts, x, f)) : NULL;
    case T_STRS:
    case T_INTS:
    case T_REALS:
    case T_LIST:
        return AS_CONST(struct any_list, x, f).n || !optional ? list_node(c, t, f, x) : NULL;
    }
    return NULL;
}

struct node *record_node(struct ctx *c, struct tree *t, const struct record *r, const void *x)
{
    struct node *o = tree_object(t);
    for (const struct field *f = r->field; f->name; f++) {
        struct node *v = field_node(c, t, f, x);
        if (v)
            node_set(t, o, f->name, v);
    }
    return o;
}

struct str record_to_json(struct ctx *c, const struct record *r, const void *x)
{
    struct tree *t = tree_open(c);
    return tree_text(c, t, record_node(c, t, r, x));
}

/* ---- JSON Schema 2020-12 ------------------------------------------------------------------ */

static struct node *schema_node(struct tree *t, const struct record *r);

static struct node *typed(struct tree *t, const char *type)
{
    struct node *o = tree_object(t);
    node_set(t, o, "type", tree_str(t, str_z(type)));
    return o;
}

static struct node *array_of(struct tree *t, struct node *item)
{
    struct node *o = typed(t, "array");
    node_set(t, o, "items", item);
    return o;
}

static struct node *kind_schema(struct tree *t, const struct field *f)
{
    switch (f->kind) {
    case T_INT: return typed(t, "integer");
    case T_REAL: return typed(t, "number");
    case T_BOOL: return typed(t, "boolean");
    case T_STR: return typed(t, "string");
    case T_STRS: return array_of(t, typed(t, "string"));
    case T_INTS: return array_of(t, typed(t, "integer"));
    case T_REALS: return array_of(t, typed(t, "number"));
    case T_JSON: return tree_object(t);
    case T_LIST: return array_of(t, schema_node(t, f->of));
    case T_ONE: return schema_node(t, f->of);
    case T_COUNTS: {
        struct node *o = typed(t, "object");
        node_set(t, o, "additionalProperties", typed(t, "integer"));
        return o;
    }
    }
    return tree_null(t);
}

static void bounds(struct tree *t, const struct field *f, struct node *o)
{
    bool number = f->kind == T_INT || f->kind == T_REAL, text = f->kind == T_STR;
    bool list = f->kind == T_STRS || f->kind == T_INTS || f->kind == T_REALS || f->kind == T_LIST;
    if ((f->min != 0 || f->max != 0) && (number || text || list)) {
        node_set(t, o, number ? "minimum" : text ? "minLength" : "minItems", tree_real(t, f->min));
        node_set(t, o, number ? "maximum" : text ? "maxLength" : "maxItems", tree_real(t, f->max));
    }
    if (f->choice) {
        struct node *all = tree_array(t);
        const char *choice = f->choice;
        for (struct str one; str_next(&choice, &one);)
            node_add(t, all, tree_str(t, one));
        node_set(t, o, "enum", all);
    }
    if (f->init_str)
        node_set(t, o, "default", tree_str(t, str_z(f->init_str)));
    else if (number && (f->flags & OPTIONAL) && isfinite(f->init) && f->init != (double)NONE)
        node_set(t, o, "default", tree_real(t, f->init));
}

static struct node *schema_node(struct tree *t, const struct record *r)
{
    struct node *o = typed(t, "object"), *members = tree_object(t), *required = tree_array(t);
    node_set(t, o, "title", tree_str(t, str_z(r->name)));
    for (const struct field *f = r->field; f->name; f++) {
        struct node *m = kind_schema(t, f);
        bounds(t, f, m);
        if (f->doc)
            node_set(t, m, "description", tree_str(t, str_z(f->doc)));
        if (f->unit)
            node_set(t, m, "x-unit", tree_str(t, str_z(f->unit)));
        node_set(t, members, f->name, m);
        if (!(f->flags & OPTIONAL))
            node_add(t, required, tree_str(t, str_z(f->name)));
    }
    node_set(t, o, "properties", members);
    node_set(t, o, "required", required);
    return o;
}

struct str record_schema(struct ctx *c, const struct record *r)
{
    struct tree *t = tree_open(c);
    return tree_text(c, t, schema_node(t, r));
}
