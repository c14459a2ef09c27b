/* data/overlay.c - three documents walked together. Depth is bounded by the JSON reader (128). */
#include "data/overlay.h"
#include <stdlib.h>

struct member {
    struct str key;
    const struct json *value;
};
struct members { /* of an object, by key */
    struct member *at;
    size_t n;
};

static int by_key(const void *a, const void *b) { return str_cmp(((const struct member *)a)->key, ((const struct member *)b)->key); }

static struct members members_of(struct ctx *c, const struct json *v)
{
    struct members m = {NEW_ARRAY(c, struct member, json_count(v) + 1), 0};
    for (struct json_walk w = json_walk(v); json_next(&w);)
        m.at[m.n++] = (struct member){w.key, w.value};
    qsort(m.at, m.n, sizeof *m.at, by_key);
    return m;
}

static const struct json *member(const struct members *m, struct str key)
{
    struct member want = {key, NULL};
    const struct member *hit = m->n ? bsearch(&want, m->at, m->n, sizeof want, by_key) : NULL;
    return hit ? hit->value : NULL;
}

static bool same(struct ctx *c, const struct json *a, const struct json *b)
{
    if (json_kind(a) != json_kind(b) || json_count(a) != json_count(b))
        return false;
    return str_eq(json_text(c, a), json_text(c, b));
}

static struct node *node_of(struct ctx *c, struct tree *t, const struct json *v) { return tree_raw(t, json_text(c, v)); }

static struct node *lay(struct ctx *c, struct tree *t, const struct json *original, const struct json *before, const struct json *after);

static struct node *lay_object(struct ctx *c, struct tree *t, const struct json *original, const struct json *before, const struct json *after)
{
    struct node *out = tree_object(t);
    struct members first = members_of(c, original), was = members_of(c, before), is = members_of(c, after);
    for (struct json_walk w = json_walk(original); json_next(&w);) {
        const struct json *b = member(&was, w.key), *a = member(&is, w.key);
        if (b && !a)
            continue;
        node_set(t, out, str_copy(c, w.key).p, a ? lay(c, t, w.value, b, a) : node_of(c, t, w.value));
    }
    for (struct json_walk w = json_walk(after); json_next(&w);) {
        const struct json *b = member(&was, w.key);
        if (!member(&first, w.key) && !(b && same(c, b, w.value)))
            node_set(t, out, str_copy(c, w.key).p, node_of(c, t, w.value));
    }
    return out;
}

static struct node *lay_array(struct ctx *c, struct tree *t, const struct json *original, const struct json *before, const struct json *after)
{
    struct node *out = tree_array(t);
    struct json_walk o = json_walk(original), b = json_walk(before);
    for (struct json_walk a = json_walk(after); json_next(&a);)
        node_add(t, out, json_next(&o) && json_next(&b) ? lay(c, t, o.value, b.value, a.value) : node_of(c, t, a.value));
    return out;
}

static struct node *lay(struct ctx *c, struct tree *t, const struct json *original, const struct json *before, const struct json *after)
{
    enum json_kind k = json_kind(original);
    if (before && same(c, before, after))
        return node_of(c, t, original);
    if (k == JSON_OBJECT && json_kind(before) == k && json_kind(after) == k)
        return lay_object(c, t, original, before, after);
    if (k == JSON_ARRAY && json_kind(before) == k && json_kind(after) == k && json_count(original) == json_count(before))
        return lay_array(c, t, original, before, after);
    return node_of(c, t, after);
}

struct str overlay(struct ctx *c, const struct json *original, const struct json *before, const struct json *after)
{
    struct tree *t = tree_open(c);
    return tree_text(c, t, lay(c, t, original, before, after));
}
