/* test/unit/capability_test.c - what every capability owes, without naming one: golden cases and laws.
 *
 * test/golden/NAME/CASE.json holds {"in", "opt"?, "seed"?, "out"} or {"in", …, "error": "part of the sentence"}.
 * PURVEY_GOLDEN=write writes anew the cases that do not hold, and no other; the difference is for people to review.
 */
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "test/unit/unit.h"
#include <dirent.h>
#include <stdlib.h>

/* No model: the twins answer, so the cases are the same on every machine. */
static void use_settings(struct ctx *c, const struct capability *k, struct str opt)
{
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 3);
    s->at[s->n++] = (struct setting){.name = STR("text"), .value = STR("{\"backend\":\"template\"}")};
    s->at[s->n++] = (struct setting){.name = STR("search"), .value = STR("{\"embed\":\"none\"}")};
    if (opt.n)
        s->at[s->n++] = (struct setting){.name = str_z(k->name), .value = opt};
    c->settings = s;
}

static void golden_write(struct ctx *c, const char *path, const struct json *v, const char *key, struct str value)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    for (struct json_walk w = json_walk(v); json_next(&w);)
        if (!str_eq(w.key, STR("out")) && !str_eq(w.key, STR("error")))
            node_set(t, o, w.key.p, tree_raw(t, json_text(c, w.value)));
    node_set(t, o, key, tree_raw(t, value));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "%s\n", tree_pretty(c, t, o).p);
    fclose(f);
}

static void golden_case(struct ctx *c, const struct capability *k, const char *path)
{
    const struct json *v;
    struct str out = STR("null");
    ASSERT_OK(json_read(c, unit_file(c, path), &v));
    const struct json *opt = json_get(v, "opt"), *seed = json_get(v, "seed"), *error = json_get(v, "error");
    use_settings(c, k, opt ? json_text(c, opt) : STR(""));
    c->seed = seed ? (uint64_t)json_int(seed) : 1;
    enum status s = capability_json(c, k, json_text(c, json_get(v, "in")), &out);
    bool holds = error ? s != OK && str_has(str_z(c->why), json_str(error)) : s == OK && str_eq(out, json_text(c, json_get(v, "out")));
    if (!holds && getenv("PURVEY_GOLDEN")) {
        struct tree *t = tree_open(c);
        golden_write(c, path, v, s == OK ? "out" : "error", s == OK ? out : tree_text(c, t, tree_str(t, str_z(c->why))));
    } else if (!holds && error)
        fail_msg("%s: want an error with \"%s\", got %s", path, json_str(error).p, s == OK ? out.p : c->why);
    else if (!holds)
        fail_msg("%s:\n got  %s\n want %s", path, s == OK ? out.p : c->why, json_text(c, json_get(v, "out")).p);
}

TEST(golden)
{
    for (const struct capability *const *k = capabilities; *k; k++) {
        const char *folder = str_fmt(c, "test/golden/%s", (*k)->name).p;
        DIR *d = opendir(folder);
        for (struct dirent *e; d && (e = readdir(d));)
            if (str_ends(str_z(e->d_name), STR(".json"))) {
                struct arena_mark mark = arena_mark(c->mem);
                golden_case(c, *k, str_fmt(c, "%s/%s", folder, e->d_name).p);
                arena_reset(c->mem, mark);
            }
        if (d)
            closedir(d);
    }
}

/* A random valid input gives a valid output or a sentence; the same seed gives the same bytes. */
static void laws(struct ctx *c, const struct capability *k, uint64_t seed)
{
    void *in = arena_take(c->mem, k->in->size);
    struct str text[2] = {{0}, {0}};
    enum status s[2];
    c->seed = seed;
    record_random(c, k->in, in);
    for (int i = 0; i < 2; i++) {
        void *out = arena_take(c->mem, k->out->size);
        c->seed = seed;
        c->doubts = NULL;
        c->why[0] = 0;
        s[i] = capability_call(c, k->name, in, out);
        if (s[i] == OK)
            ASSERT_OK(record_check(c, k->out, out));
        else if (!c->why[0])
            fail_msg("%s: refused seed %llu without a sentence", k->name, (unsigned long long)seed);
        text[i] = s[i] == OK ? record_to_json(c, k->out, out) : str_copy(c, str_z(c->why));
    }
    if (s[0] != s[1] || !str_eq(text[0], text[1]))
        fail_msg("%s: seed %llu gave\n %s\nthen\n %s", k->name, (unsigned long long)seed, text[0].p, text[1].p);
}

TEST(laws_of_every_capability)
{
    for (const struct capability *const *k = capabilities; *k; k++)
        for (uint64_t seed = 1; seed <= 60 && !((*k)->needs & (NET | GPU | SECRET)); seed++) {
            struct arena_mark mark = arena_mark(c->mem);
            use_settings(c, *k, STR(""));
            laws(c, *k, seed);
            arena_reset(c->mem, mark);
        }
}

TEST(capability_table_is_sound)
{
    for (const struct capability *const *k = capabilities; *k; k++) {
        assert_non_null((*k)->doc);
        assert_ptr_equal(capability_find(str_z((*k)->name)), *k);
        assert_true(!(*k)->check || capability_find(str_z((*k)->check)));
        assert_true(!(*k)->twin || capability_find(str_z((*k)->twin)));
        for (const struct field *f = (*k)->in->field; f->name; f++)
            assert_non_null(f->doc);
        for (const struct field *f = (*k)->out->field; f->name; f++)
            assert_non_null(f->doc);
    }
}
