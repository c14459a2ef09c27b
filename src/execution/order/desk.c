/* execution/order/desk.c - the loop between reading a customer and acting for one.
 *
 * Tables  by tool_do() alone
 */
#include "execution/order/desk.h"
#include "core/capability.h"
#include "execution/order/tool_do.h"

enum { STEPS = 24, TURN_MAX = 20000 };

const struct record desk_record = {"desk", sizeof(struct desk), (const struct field[]){
    FIELD(struct desk, talk, .min = 1, .max = 200, .doc = "the conversation"),
    FIELD(struct desk, channel, .choice = "chat|email|voice|api", .init_str = "chat", .flags = OPTIONAL, .doc = "where it is said"),
    FIELD(struct desk, shop, .max = 200, .flags = OPTIONAL, .doc = "the shop's name"),
    FIELD(struct desk, language, .max = 20, .flags = OPTIONAL, .doc = "of the customer, where it is known"),
    FIELD(struct desk, proof, .choice = "none|name_zip|email|two|mailbox|signed_in", .init_str = "none", .flags = OPTIONAL, .doc = "how the customer was recognised"),
    FIELD(struct desk, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "id"),
    FIELD_LIST(struct desk, turns, &service_turn_record, .flags = OPTIONAL, .doc = "what was said"),
    FIELD_LIST(struct desk, results, &service_result_record, .flags = OPTIONAL, .doc = "what was looked up and done"),
    FIELD_ONE(struct desk, state, &service_state_record, .flags = OPTIONAL, .doc = "of reply.customer"),
    FIELD(struct desk, shown, .flags = OPTIONAL, .doc = "the call that waits for a yes"),
    FIELD(struct desk, writes, .flags = OPTIONAL, .doc = "changes made in it"),
    FIELD(struct desk, misses, .flags = OPTIONAL, .doc = "searches that found nobody"),
    FIELD(struct desk, closed, .flags = OPTIONAL, .doc = "a person took over"),
    {0}}};

static struct str call_text(struct ctx *c, struct str tool, struct str arguments) { return str_fmt(c, "%.*s %.*s", FMT(tool), FMT(arguments)); }

static enum status ask(struct ctx *c, const struct desk *d, struct service_out *out)
{
    struct service_in in;
    struct ctx pure = *c;
    record_init(&service_in_record, &in);
    in.turns.at = d->turns.at, in.turns.n = d->turns.n;
    in.results.at = d->results.at, in.results.n = d->results.n;
    in.proof = d->proof, in.customer = d->customer;
    in.state = d->state;
    in.shop = d->shop, in.language = d->language, in.channel = d->channel;
    pure.db = NULL; /* reply.customer decides nothing and reads nothing by itself */
    enum status s = capability_call(&pure, "reply.customer", &in, out);
    return s == OK ? OK : fail(c, s, "%s", pure.why);
}

static struct str call_json(struct ctx *c, const struct service_call *k)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, k->tool));
    node_set(t, o, "arguments", tree_raw(t, k->arguments.text.n ? k->arguments.text : STR("{}")));
    return tree_text(c, t, o);
}

/* The customer's yes counts for the call that was shown, letter by letter, and for nothing else. */
static bool is_confirmed(struct ctx *c, const struct desk *d, const struct service_call *k, struct str message)
{
    return k->confirmed && d->shown.n && str_eq(d->shown, call_text(c, k->tool, k->arguments.text)) && service_is_yes(message);
}

static enum status carry_out(struct ctx *c, struct desk *d, struct tool_session *s, const struct service_call *k, struct str message, struct desk_answer *out)
{
    struct tool_call call;
    struct tool_answer a = {0};
    if (tool_call_read(c, call_json(c, k), &call) != OK) {
        a.error = str_copy(c, str_z(c->why));
    } else {
        call.confirmed = is_confirmed(c, d, k, message);
        TRY(tool_do(c, s, &call, &a));
    }
    *LIST_ADD(c, &d->results) = (struct service_result){.tool = k->tool, .arguments = k->arguments, .ok = a.ok, .result = {a.result}, .error = a.error, .rule = a.rule,
                                                        .verdict = str_z(a.rule.n ? service_verdict_name(a.verdict) : "allow")};
    if (a.said.n)
        strs_add(c, &out->done, a.said);
    d->proof = s->proof, d->customer = s->customer;
    d->writes = s->writes, d->misses = s->misses;
    return OK;
}

static void reply_take(struct ctx *c, struct desk *d, const struct service_out *r, struct desk_answer *out)
{
    const struct service_call *p = r->state ? r->state->pending : NULL;
    d->shown = p && !r->escalate ? call_text(c, p->tool, p->arguments.text) : (struct str){0};
    d->closed = d->closed || r->escalate;
    out->reply = r->reply, out->language = r->language, out->mood = r->mood;
    out->grounds.at = r->grounds.at, out->grounds.n = r->grounds.n;
    out->escalate = r->escalate, out->solved = r->solved && !r->escalate;
    out->file = r->file;
    *LIST_ADD(c, &d->turns) = (struct service_turn){STR("agent"), r->reply};
}

static enum status session_open(struct ctx *c, const struct desk *d, struct tool_session *s)
{
    *s = (struct tool_session){.proof = d->proof.n ? d->proof : STR("none"), .customer = d->customer, .writes = d->writes, .misses = d->misses};
    s->actor = str_fmt(c, "agent:%.*s", FMT(d->channel.n ? d->channel : STR("chat")));
    s->key = d->talk;
    return service_policy_load(c, &s->policy);
}

/* Lists that were read from JSON have no room to grow in. */
static void lists_own(struct ctx *c, struct desk *d)
{
    struct desk old = *d;
    d->turns.n = d->results.n = 0;
    for (size_t i = 0; i < old.turns.n; i++)
        *LIST_ADD(c, &d->turns) = old.turns.at[i];
    for (size_t i = 0; i < old.results.n; i++)
        *LIST_ADD(c, &d->results) = old.results.at[i];
}

enum status desk_say(struct ctx *c, struct desk *d, struct str message, struct desk_answer *out)
{
    struct tool_session s;
    struct service_out r;
    size_t n = message.n < TURN_MAX ? message.n : TURN_MAX;
    *out = (struct desk_answer){0};
    message = str_mend(c, str_copy(c, str_part(message, 0, n)));
    TRY(session_open(c, d, &s));
    lists_own(c, d);
    *LIST_ADD(c, &d->turns) = (struct service_turn){STR("customer"), message};
    for (int step = 0; step < STEPS; step++) {
        TRY(ask(c, d, &r));
        d->state = r.state;
        if (r.reply.n || !r.calls.n) {
            reply_take(c, d, &r, out);
            return OK;
        }
        for (size_t i = 0; i < r.calls.n; i++)
            TRY(carry_out(c, d, &s, &r.calls.at[i], message, out));
    }
    return fail(c, RETRY, "the conversation %.*s makes no progress after %d steps; a person should look", FMT(d->talk), (int)STEPS);
}
