/* app/agent/agent_tools.c - recorded calls, one or a list of them a line; a bad line costs only itself. */
#include "app/agent/agent.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/stream.h"

enum { LINE_MAX_BYTES = 4 << 20 };

struct replay {
    struct tool_session *s;
    int64_t line, bad; /* bad: lines that were no call of a tool */
};

static void print_answer(struct ctx *c, const struct replay *r, const struct tool_call *call, const struct tool_answer *a)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "line", tree_int(t, r->line));
    if (call->id.p)
        node_set(t, o, "id", tree_raw(t, call->id));
    if (call->called.p)
        node_set(t, o, "name", tree_str(t, call->called));
    node_set(t, o, "ok", tree_bool(t, a->ok));
    if (a->ok)
        node_set(t, o, "result", tree_raw(t, a->result));
    if (a->said.n)
        node_set(t, o, "said", tree_str(t, a->said));
    if (!a->ok)
        node_set(t, o, "error", tree_str(t, a->error));
    if (a->rule.n) {
        node_set(t, o, "rule", tree_str(t, a->rule));
        node_set(t, o, "verdict", tree_str(t, str_z(service_verdict_name(a->verdict))));
    }
    puts(tree_text(c, t, o).p);
    fflush(stdout);
}

static enum status one_call(struct ctx *c, struct replay *r, const struct json *v)
{
    struct tool_call call;
    struct tool_answer a = {0};
    r->s->turn_writes = 0; /* each line is a turn of its own */
    if (tool_call_from(c, v, &call) != OK) {
        r->bad++;
        a.error = str_copy(c, str_z(c->why));
    } else {
        TRY(tool_do(c, r->s, &call, &a));
    }
    print_answer(c, r, &call, &a);
    return OK;
}

static enum status one_line(struct ctx *c, struct replay *r, struct str text)
{
    const struct json *v;
    if (!str_is_utf8(text) || json_read(c, text, &v) != OK) {
        struct tool_answer a = {.error = str_is_utf8(text) ? str_fmt(c, "not one call as JSON: %.300s", str_copy(c, str_z(c->why)).p)
                                                           : STR("the line is not UTF-8: save it as UTF-8")};
        r->bad++;
        print_answer(c, r, &(struct tool_call){0}, &a);
        return OK;
    }
    if (json_kind(v) != JSON_ARRAY)
        return one_call(c, r, v);
    for (struct json_walk w = json_walk(v); json_next(&w);)
        TRY(one_call(c, r, w.value));
    return OK;
}

enum status agent_tools(struct ctx *c, struct tool_session *s, FILE *in)
{
    struct replay r = {.s = s};
    struct stream *lines = stream_open(c, in);
    enum status st = OK;
    struct ctx step = *c;
    for (struct str line; st == OK && stream_next(lines, &line);) {
        bool long_ = line.n > LINE_MAX_BYTES;
        line = str_trim(line);
        r.line++;
        if (!line.n)
            continue;
        step.mem = c->mem; /* the session keeps texts of its calls: all live to the end */
        step.now_ms = clock_ms();
        if (long_) {
            struct tool_answer a = {.error = str_fmt(c, "the line is longer than %d bytes", LINE_MAX_BYTES)};
            r.bad++;
            print_answer(c, &r, &(struct tool_call){0}, &a);
            continue;
        }
        st = one_line(&step, &r, str_copy(c, line));
    }
    if (st != OK)
        return fail(c, st, "line %lld: %.400s", (long long)r.line, step.why);
    return r.bad ? fail(c, REJECT, "%lld of %lld lines held something that is no call of a tool", (long long)r.bad, (long long)r.line) : OK;
}
