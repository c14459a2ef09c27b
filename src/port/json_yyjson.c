/* port/json_yyjson.c - core/json.h kept by yyjson 0.10.0 (MIT).
 *
 * A struct json is a yyjson_val seen from outside, a struct node a yyjson_mut_val: no wrapper, no copy.
 */
#include "core/json.h"
#include <stdlib.h>
#include <yyjson.h>

static yyjson_val *val(const struct json *v) { return (yyjson_val *)(uintptr_t)v; }
static const struct json *json(yyjson_val *v) { return (const struct json *)v; }

static void doc_close(void *doc) { yyjson_doc_free(doc); }

enum { DEPTH_MAX = 128 }; /* far beyond any record of ours; keeps walkers of hostile input shallow */

static bool is_too_deep(struct str s)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (quoted && ch == '\\')
            i++;
        else if (ch == '"')
            quoted = !quoted;
        else if (!quoted && (ch == '{' || ch == '[') && ++depth > DEPTH_MAX)
            return true;
        else if (!quoted && (ch == '}' || ch == ']'))
            depth--;
    }
    return false;
}

/* Languages write numbers that JSON does not know. */
static const char *cure(struct str text, size_t at)
{
    static const char *const words[] = {"NaN", "nan", "Infinity", "None"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (at <= text.n && strncmp(text.p + at, words[i], strlen(words[i])) == 0)
            return "; write null for a value that is not known";
    return "";
}

enum status json_read(struct ctx *c, struct str text, const struct json **out)
{
    yyjson_read_err e;
    if (is_too_deep(text))
        return fail(c, REJECT, "JSON: nested deeper than %d", DEPTH_MAX);
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)text.p, text.n, 0, NULL, &e);
    if (!doc) {
        size_t line = 1, col = 1, chr = 0;
        if (text.n)
            yyjson_locate_pos(text.p, text.n, e.pos, &line, &col, &chr);
        return fail(c, REJECT, "JSON: line %zu, column %zu: %s%s", line, col, e.msg, cure(text, e.pos));
    }
    arena_defer(c->mem, doc_close, doc);
    *out = json(yyjson_doc_get_root(doc));
    return OK;
}

enum json_kind json_kind(const struct json *v)
{
    switch (yyjson_get_type(val(v))) {
    case YYJSON_TYPE_BOOL: return JSON_BOOL;
    case YYJSON_TYPE_NUM: {
        bool whole = yyjson_is_sint(val(v)) || (yyjson_is_uint(val(v)) && yyjson_get_uint(val(v)) <= INT64_MAX);
        return whole ? JSON_INT : JSON_REAL;
    }
    case YYJSON_TYPE_STR: return JSON_STR;
    case YYJSON_TYPE_ARR: return JSON_ARRAY;
    case YYJSON_TYPE_OBJ: return JSON_OBJECT;
    default: return JSON_NULL;
    }
}

const struct json *json_get(const struct json *o, const char *key) { return json(yyjson_obj_get(val(o), key)); }
const struct json *json_at(const struct json *a, size_t i) { return json(yyjson_arr_get(val(a), i)); }
bool json_bool(const struct json *v) { return yyjson_get_bool(val(v)); }
double json_real(const struct json *v) { return yyjson_get_num(val(v)); }

size_t json_count(const struct json *v)
{
    return yyjson_is_obj(val(v)) ? yyjson_obj_size(val(v)) : yyjson_arr_size(val(v));
}

int64_t json_int(const struct json *v)
{
    return json_kind(v) == JSON_INT ? yyjson_get_sint(val(v)) : 0;
}

struct str json_str(const struct json *v)
{
    return yyjson_is_str(val(v)) ? (struct str){yyjson_get_str(val(v)), yyjson_get_len(val(v))} : (struct str){0};
}

static struct str kept(struct ctx *c, char *text, size_t n)
{
    if (!text)
        return STR("null");
    struct str s = str_copy(c, (struct str){text, n});
    free(text);
    return s;
}

struct str json_text(struct ctx *c, const struct json *v)
{
    size_t n = 0;
    char *text = yyjson_val_write(val(v), 0, &n);
    return kept(c, text, n);
}

const struct json *json_path(const struct json *v, const char *path)
{
    while (v && *path) {
        size_t n = strcspn(path, ".");
        int64_t i;
        if (yyjson_is_arr(val(v)))
            v = str_int((struct str){path, n}, &i) && i >= 0 ? json_at(v, (size_t)i) : NULL;
        else
            v = json(yyjson_obj_getn(val(v), path, n));
        path += n + (path[n] == '.');
    }
    return v;
}

struct json_walk json_walk(const struct json *v)
{
    return (struct json_walk){.in_ = v, .at_ = json_count(v) ? unsafe_yyjson_get_first(val(v)) : NULL,
                              .left_ = json_count(v)};
}

bool json_next(struct json_walk *w)
{
    if (!w->left_)
        return false;
    w->left_--;
    yyjson_val *at = (yyjson_val *)(uintptr_t)w->at_;
    if (yyjson_is_obj(val(w->in_))) {
        w->key = json_str(json(at));
        at++; /* an object's value follows its key */
    }
    w->value = json(at);
    w->at_ = unsafe_yyjson_get_next(at);
    return true;
}

/* ---- writing ---------------------------------------------------------------------------- */

static yyjson_mut_doc *doc(struct tree *t) { return (yyjson_mut_doc *)t; }
static yyjson_mut_val *mut(struct node *n) { return (yyjson_mut_val *)n; }
static struct node *node(yyjson_mut_val *v)
{
    if (!v)
        abort(); /* out of memory */
    return (struct node *)v;
}

static void tree_close(void *t) { yyjson_mut_doc_free(t); }

struct tree *tree_open(struct ctx *c)
{
    yyjson_mut_doc *d = yyjson_mut_doc_new(NULL);
    if (!d)
        abort();
    arena_defer(c->mem, tree_close, d);
    return (struct tree *)d;
}

struct node *tree_object(struct tree *t) { return node(yyjson_mut_obj(doc(t))); }
struct node *tree_array(struct tree *t) { return node(yyjson_mut_arr(doc(t))); }
struct node *tree_null(struct tree *t) { return node(yyjson_mut_null(doc(t))); }
struct node *tree_int(struct tree *t, int64_t i) { return node(yyjson_mut_sint(doc(t), i)); }
struct node *tree_bool(struct tree *t, bool b) { return node(yyjson_mut_bool(doc(t), b)); }

struct node *tree_real(struct tree *t, double d)
{
    bool finite = d - d == 0;
    bool whole = finite && d == (double)(int64_t)d && d > -1e15 && d < 1e15; /* 3, not 3.0 */
    return !finite ? tree_null(t) : whole ? tree_int(t, (int64_t)d) : node(yyjson_mut_real(doc(t), d));
}

struct node *tree_str(struct tree *t, struct str s)
{
    if (!s.p)
        return tree_null(t);
    if (str_is_utf8(s))
        return node(yyjson_mut_strncpy(doc(t), s.p, s.n));
    char *q = malloc(s.n * 3 + 1);
    if (!q)
        abort();
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) { /* only here: keep ASCII, replace the rest */
        if ((unsigned char)s.p[i] < 0x80)
            q[n++] = s.p[i];
        else
            memcpy(q + n, "\xEF\xBF\xBD", 3), n += 3;
    }
    struct node *out = node(yyjson_mut_strncpy(doc(t), q, n));
    free(q);
    return out;
}

struct node *tree_raw(struct tree *t, struct str json)
{
    return json.n ? node(yyjson_mut_rawncpy(doc(t), json.p, json.n)) : tree_null(t);
}

void node_set(struct tree *t, struct node *object, const char *key, struct node *value)
{
    if (!yyjson_mut_obj_add(mut(object), yyjson_mut_strcpy(doc(t), key), mut(value)))
        abort();
}

void node_add(struct tree *t, struct node *array, struct node *value)
{
    (void)t;
    if (!yyjson_mut_arr_append(mut(array), mut(value)))
        abort();
}

struct str tree_text(struct ctx *c, struct tree *t, struct node *root)
{
    (void)t;
    size_t n = 0;
    char *text = yyjson_mut_val_write(mut(root), 0, &n);
    return kept(c, text, n);
}

struct str tree_pretty(struct ctx *c, struct tree *t, struct node *root)
{
    (void)t;
    size_t n = 0;
    char *text = yyjson_mut_val_write(mut(root), YYJSON_WRITE_PRETTY_TWO_SPACES, &n);
    return kept(c, text, n);
}
