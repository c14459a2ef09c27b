/* app/agent/agent_talk.c - a conversation: lines from a person, or JSON Lines {"say": "…"} from a program. */
#include "app/agent/agent.h"
#include "core/json.h"
#include "core/stream.h"
#include "execution/order/desk.h"

static void tell_json(struct ctx *c, const struct desk *d, const struct desk_answer *a)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *done = tree_array(t), *grounds = tree_array(t);
    for (size_t i = 0; i < a->done.n; i++)
        node_add(t, done, tree_str(t, a->done.at[i]));
    for (size_t i = 0; i < a->grounds.n; i++) {
        struct node *g = tree_object(t);
        node_set(t, g, "sentence", tree_str(t, a->grounds.at[i].sentence));
        node_set(t, g, "source", tree_str(t, a->grounds.at[i].source));
        node_add(t, grounds, g);
    }
    node_set(t, o, "reply", tree_str(t, a->reply));
    node_set(t, o, "language", tree_str(t, a->language));
    node_set(t, o, "mood", tree_str(t, a->mood));
    node_set(t, o, "customer", tree_str(t, d->customer));
    node_set(t, o, "done", done);
    node_set(t, o, "grounds", grounds);
    node_set(t, o, "solved", tree_bool(t, a->solved));
    node_set(t, o, "escalate", tree_bool(t, a->escalate));
    if (a->file)
        node_set(t, o, "file", record_node(c, t, &service_file_record, a->file));
    puts(tree_text(c, t, o).p);
}

static void tell_person(const struct desk_answer *a)
{
    printf("%.*s\n", FMT(a->reply));
    for (size_t i = 0; i < a->done.n; i++)
        printf("  [done: %.*s]\n", FMT(a->done.at[i]));
    if (a->file) {
        printf("  [case file] about: %.*s\n", FMT(a->file->about));
        for (size_t i = 0; i < a->file->facts.n; i++)
            printf("    fact: %.*s\n", FMT(a->file->facts.at[i]));
        for (size_t i = 0; i < a->file->done.n; i++)
            printf("    done: %.*s\n", FMT(a->file->done.at[i]));
        for (size_t i = 0; i < a->file->refused.n; i++)
            printf("    refused: %.*s\n", FMT(a->file->refused.at[i]));
        printf("    next: %.*s\n", FMT(a->file->next));
    }
}

/* {"say": "…"}, or the line itself. */
static struct str said(struct ctx *c, struct str line, bool json)
{
    const struct json *v;
    if (json && json_read(c, line, &v) == OK && json_str(json_get(v, "say")).p)
        return json_str(json_get(v, "say"));
    return line;
}

enum status agent_talk(struct ctx *c, struct desk *d, FILE *in, bool json)
{
    struct stream *lines = stream_open(c, in);
    for (struct str line; !d->closed && stream_next(lines, &line);) {
        struct desk_answer a;
        line = str_mend(c, str_copy(c, str_trim(line)));
        if (!line.n)
            continue;
        TRY(desk_say(c, d, said(c, line, json), &a));
        if (json)
            tell_json(c, d, &a);
        else
            tell_person(&a);
        fflush(stdout);
    }
    return OK;
}
