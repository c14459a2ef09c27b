/* app/verb/call.c - run a capability on JSON Lines: stdin to stdout, with no daemon and no database.
 *
 * One line in, one line out, in order. A refused line gives {"error": …, "line": n} in its place and
 * costs nothing else; the exit code is then 1.
 */
#include "app/example.h"
#include "app/verb.h"
#include "core/capability.h"
#include "core/file.h"
#include "core/json.h"
#include "core/settings.h"
#include "core/stream.h"

enum {
    LINE_MAX_BYTES = 64 * 1024 * 1024, /* one order wave or series set; more is a file to split */
    LOOKED_AT = 1000,                  /* lines whose names are looked at: the rest are like them */
};

static const struct option options[] = {
    {"opt", "JSON", "options of the capability, over the shop's settings"},
    {"settings", "JSON", "sections of settings by name, as the shop would have them: {\"brand\":{…}}"},
    {"in", "FILE", "read this file instead of stdin"},
    {0}};

static void print_error(struct ctx *c, enum status s, int64_t line)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "error", tree_str(t, str_z(c->why)));
    node_set(t, o, "retry", tree_bool(t, s == RETRY));
    node_set(t, o, "line", tree_int(t, line));
    puts(tree_text(c, t, o).p);
}

static enum status one_line(struct ctx *c, const struct capability *k, struct str text, int64_t line)
{
    struct str out;
    enum status s = str_is_utf8(text) ? capability_json(c, k, text, &out)
                                      : fail(c, REJECT, "the line is not UTF-8: save it as UTF-8");
    if (s == OK)
        puts(out.p);
    else
        print_error(c, s, line);
    fflush(stdout);
    return s;
}

/* A name misspelt would be as if it had not been said. Each is told once. */
static void unknown_tell(struct ctx *c, const struct capability *k, struct str text, int64_t line, struct ctx *keep, struct strs *told)
{
    enum { MOST = 20 };
    struct strs names = {0};
    record_unknown(c, k->in, text, &names);
    for (size_t i = 0; i < names.n && told->n < MOST; i++) {
        if (strs_has(told, names.at[i]))
            continue;
        fprintf(stderr, "purvey call: line %lld: %s has no \"%.*s\": passed over; `purvey capability show %s` lists what it has\n", (long long)line, k->name,
                FMT(names.at[i]), k->name);
        strs_add(keep, told, str_copy(keep, names.at[i]));
    }
}

static void keep_close(void *what) { arena_close(what); }

static enum status all_lines(struct ctx *c, const struct capability *k, FILE *f)
{
    struct stream *lines = stream_open(c, f);
    int64_t line = 0, refused = 0;
    enum status worst = OK;
    uint64_t seed = c->seed;
    struct ctx keep = {.mem = arena_open()};
    arena_defer(c->mem, keep_close, keep.mem);
    struct strs told = {0};
    for (struct str text; stream_next(lines, &text);) {
        struct arena_mark mark = arena_mark(c->mem);
        struct str s = str_trim(text);
        line++;
        if (!s.n)
            continue;
        c->seed = seed; /* a line's answer does not depend on the lines before it */
        c->doubts = NULL;
        enum status one = text.n > LINE_MAX_BYTES ? fail(c, REJECT, "the line is longer than %d bytes", LINE_MAX_BYTES)
                                             : one_line(c, k, s, line);
        refused += one != OK;
        if (line <= LOOKED_AT)
            unknown_tell(c, k, s, line, &keep, &told);
        worst = one == OK ? worst : worst == REJECT ? worst : one;
        arena_reset(c->mem, mark);
    }
    return worst == OK ? OK : fail(c, worst, "%lld of %lld lines were refused", (long long)refused, (long long)line);
}

static enum status override(struct ctx *c, const struct capability *k, struct str opt)
{
    const struct json *checked;
    if (!opt.p)
        return OK;
    TRY(json_read(c, opt, &checked));
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, (c->settings ? c->settings->n : 0) + 1);
    s->at[s->n++] = (struct setting){.name = str_z(k->name), .value = opt};
    for (size_t i = 0; c->settings && i < c->settings->n; i++)
        s->at[s->n++] = c->settings->at[i];
    c->settings = s;
    return OK;
}

/* Sections by name, after what --opt says. */
static enum status sections(struct ctx *c, struct str json)
{
    const struct json *v;
    if (!json.p)
        return OK;
    TRY(json_read(c, json, &v));
    if (json_kind(v) != JSON_OBJECT)
        return fail(c, REJECT, "--settings takes a JSON object of sections: {\"brand\":{…}}");
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, json_count(v) + 1);
    for (struct json_walk w = json_walk(v); json_next(&w);)
        s->at[s->n++] = (struct setting){.name = str_copy(c, w.key), .value = json_text(c, w.value)};
    c->settings = s;
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    if (sh->args.n != 1)
        return shell_misuse(c, "call takes one capability; `purvey capability` lists them");
    const struct capability *k = capability_find(sh->args.at[0]);
    struct str path = shell_option(sh, "in");
    FILE *f;
    if (!k)
        return shell_misuse(c, "there is no capability \"%s\"; `purvey capability` lists them", sh->args.at[0].p);
    TRY(file_open(c, path.p ? path : STR("-"), &f));
    TRY(sections(c, shell_option(sh, "settings")));
    TRY(override(c, k, shell_option(sh, "opt")));
    return all_lines(c, k, f);
}

void call_help(struct ctx *c, const struct shell *sh)
{
    const struct capability *k = sh->args.n == 1 ? capability_find(sh->args.at[0]) : NULL;
    struct example e;
    bool found;
    if (!k)
        return;
    printf("\n%s: %s\n\n", k->name, k->doc);
    for (const struct field *f = k->in->field; f->name; f++)
        printf("  %-16s %s%s\n", f->name, f->doc ? f->doc : "", f->flags & OPTIONAL ? "" : "; required");
    if (example_find(c, str_z(k->name), &e, &found) == OK && found)
        printf("\nfor example:\n\n%s\n", example_command(c, str_z(k->name), &e).p);
    printf("\n`purvey capability show %s` prints the full schemas\n", k->name);
}

const struct verb verb_call = {"call", "CAPABILITY < in.jsonl > out.jsonl",
                               "run a capability on JSON Lines, with no daemon and no database", options, run, SHOP_NONE};
