/* core/json.h - JSON as values to read and a tree to write; kept by port/json_*.c.
 *
 * Most code wants record_from_json and record_to_json (core/field.h) and never comes here.
 */
#pragma once
#include "core/field.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_INT, JSON_REAL, JSON_STR, JSON_ARRAY, JSON_OBJECT };

struct json; /* one read-only value; lives as long as the arena it was read into */

/* Parse one JSON text. REJECT says line, column and what is wrong. Depth is limited to 128. */
MUST enum status json_read(struct ctx *c, struct str text, const struct json **out);

enum json_kind json_kind(const struct json *v); /* NULL counts as JSON_NULL */
const struct json *json_get(const struct json *object, const char *key); /* NULL: not there */
const struct json *json_at(const struct json *array, size_t i);          /* linear for big arrays: use json_next */
size_t json_count(const struct json *v);                                 /* members of an array or object */
int64_t json_int(const struct json *v);
double json_real(const struct json *v); /* of an integer too */
bool json_bool(const struct json *v);
struct str json_str(const struct json *v);                          /* a view; absent text unless JSON_STR */
struct str json_text(struct ctx *c, const struct json *v);          /* written out again, compact */
const struct json *json_path(const struct json *v, const char *path); /* "data.items.0.id"; NULL: not there */

/* Walk an array or object: for (struct json_walk w = json_walk(v); json_next(&w);) use w.key, w.value */
struct json_walk {
    struct str key; /* absent in arrays */
    const struct json *value;
    const struct json *in_;
    const void *at_;
    size_t left_;
};
struct json_walk json_walk(const struct json *v);
bool json_next(struct json_walk *w);

/* Writing. */
struct tree; /* a document being written */
struct node; /* one value in it */
struct tree *tree_open(struct ctx *c);
struct node *tree_object(struct tree *t);
struct node *tree_array(struct tree *t);
struct node *tree_null(struct tree *t);
struct node *tree_int(struct tree *t, int64_t i);
struct node *tree_real(struct tree *t, double d); /* not finite: null */
struct node *tree_bool(struct tree *t, bool b);
struct node *tree_str(struct tree *t, struct str s);  /* copied; bytes that are not UTF-8 become U+FFFD */
struct node *tree_raw(struct tree *t, struct str json); /* text that is known to be JSON */
void node_set(struct tree *t, struct node *object, const char *key, struct node *value);
void node_add(struct tree *t, struct node *array, struct node *value);
struct str tree_text(struct ctx *c, struct tree *t, struct node *root);
struct str tree_pretty(struct ctx *c, struct tree *t, struct node *root);

/* A record as a node of a larger tree, and out of a larger document. */
struct node *record_node(struct ctx *c, struct tree *t, const struct record *r, const void *x);
MUST enum status record_from(struct ctx *c, const struct record *r, const struct json *v,
                             enum strictness strict, void *out);
