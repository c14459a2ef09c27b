/* app/verb/agent.c - customer service: recorded calls of tools, or a conversation. */
#include "app/agent/agent.h"
#include "core/file.h"
#include "core/json.h"
#include "core/settings.h"
#include "core/text.h"

enum { POLICY_MAX_BYTES = 1 << 20 };

static const struct option options[] = {
    {"tools", NULL, "no conversation: read calls of tools as JSON Lines {\"name\",\"arguments\"}; a result a line; the new state last"},
    {"in", "FILE", "read this file instead of stdin"},
    {"state", "FILE", "work on this state and not on the shop's database: {\"users\",\"orders\",\"products\"}, or a folder with a file for each"},
    {"state-out", "FILE", "write the new state there and not to stdout"},
    {"policy", "FILE", "decide by this policy and not by the shop's setting service.policy"},
    {"caller", "WHO", "who sends the calls: \"trusted\" answers for the customer (default); \"customer\" must be recognised and confirm"},
    {"talk", "NAME", "the conversation's name: sent again under it, the n-th change is done once"},
    {"customer", "ID", "in a conversation: this customer has signed in"},
    {"language", "TAG", "in a conversation: what the customer speaks (default: as the customer writes)"},
    {"backend", "WHO", "in a conversation: who helps to understand, " TEXT_BACKENDS " (shop); template: the words alone"},
    {"openai", "JSON", "in a conversation: the setting \"openai\" for this run, as {\"url\", \"model\"}"},
    {"list", NULL, "print the tools with their JSON Schemas, as model interfaces want them"},
    {"facts", NULL, "print the facts that rules of a policy can ask about"},
    {"show-policy", NULL, "print the policy in force"},
    {"policy-schema", NULL, "print the JSON Schema of a policy"},
    {0}};

static enum status policy_of(struct ctx *c, const struct shell *sh, struct service_policy *out)
{
    struct str path = shell_option(sh, "policy"), text;
    if (!path.p)
        return service_policy_load(c, out);
    TRY(shell_read(c, path, POLICY_MAX_BYTES, &text));
    return service_policy_read(c, text, out) == OK ? OK : fail(c, REJECT, "%s: %.400s", path.p, str_copy(c, str_z(c->why)).p);
}

static enum status session_open(struct ctx *c, const struct shell *sh, struct tool_session *s)
{
    struct str caller = shell_option(sh, "caller"), talk = shell_option(sh, "talk");
    *s = (struct tool_session){.proof = STR("trusted"), .actor = STR("agent:tools")};
    if (str_eq(caller, STR("customer")))
        s->proof = STR("none");
    else if (caller.p && !str_eq(caller, STR("trusted")))
        return shell_misuse(c, "--caller is trusted or customer");
    s->key = talk.n ? talk : str_fmt(c, "tools-%llx-%llx", (unsigned long long)c->now_ms, (unsigned long long)c->seed);
    return policy_of(c, sh, &s->policy);
}

static enum status replay(struct ctx *c, const struct shell *sh)
{
    struct agent_state state;
    struct tool_session session;
    struct str out = shell_option(sh, "state-out"), text;
    FILE *in;
    TRY(file_open(c, shell_option(sh, "in").p ? shell_option(sh, "in") : STR("-"), &in));
    TRY(agent_state_open(c, shell_option(sh, "state"), &state));
    TRY(session_open(c, sh, &session));
    enum status s = agent_tools(c, &session, in);
    char why[sizeof c->why];
    memcpy(why, c->why, sizeof why);
    if (out.p)
        TRY(agent_state_save(c, &state, out));
    else if (state.original) {
        TRY(agent_state_text(c, &state, &text));
        printf("{\"state\":%s}\n", text.p);
    }
    return s == OK ? OK : fail(c, s, "%s", why);
}

/* What a program that drives the conversation wants at its end. */
static enum status state_end(struct ctx *c, const struct shell *sh, const struct agent_state *state)
{
    struct str out = shell_option(sh, "state-out"), text;
    if (out.p)
        return agent_state_save(c, state, out);
    if (!state->original || !sh->json)
        return OK;
    TRY(agent_state_text(c, state, &text));
    printf("{\"state\":%s}\n", text.p);
    return OK;
}

/* Over what the shop has set: the first of a name counts. */
static void setting_over(struct ctx *c, const char *name, struct str value)
{
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, (c->settings ? c->settings->n : 0) + 1);
    s->at[s->n++] = (struct setting){.name = str_z(name), .value = value};
    for (size_t i = 0; c->settings && i < c->settings->n; i++)
        s->at[s->n++] = c->settings->at[i];
    c->settings = s;
}

/* The desk asks for the policy, and for who helps, by their settings' names. */
static enum status settings_take(struct ctx *c, const struct shell *sh)
{
    struct str path = shell_option(sh, "policy"), backend = shell_option(sh, "backend"), openai = shell_option(sh, "openai"), text;
    struct service_policy p;
    if (openai.p)
        setting_over(c, "openai", openai);
    if (backend.p) {
        struct tree *t = tree_open(c);
        struct node *o = tree_object(t);
        node_set(t, o, "backend", tree_str(t, backend));
        setting_over(c, "reply.customer", tree_text(c, t, o));
    }
    if (!path.p)
        return OK;
    TRY(policy_of(c, sh, &p));
    TRY(shell_read(c, path, POLICY_MAX_BYTES, &text));
    setting_over(c, "service.policy", text);
    return OK;
}

static enum status talk(struct ctx *c, const struct shell *sh)
{
    struct agent_state state;
    struct str name = shell_option(sh, "talk"), customer = shell_option(sh, "customer");
    struct desk d = {.proof = customer.n ? STR("signed_in") : STR("none"), .customer = customer, .channel = STR("chat"), .language = shell_option(sh, "language")};
    FILE *in;
    d.talk = name.n ? name : str_fmt(c, "talk-%llx-%llx", (unsigned long long)c->now_ms, (unsigned long long)c->seed);
    TRY(file_open(c, shell_option(sh, "in").p ? shell_option(sh, "in") : STR("-"), &in));
    TRY(agent_state_open(c, shell_option(sh, "state"), &state));
    TRY(settings_take(c, sh));
    TRY(agent_talk(c, &d, in, sh->json));
    return state_end(c, sh, &state);
}

static enum status list_facts(const struct shell *sh)
{
    for (const struct service_fact_kind *k = service_facts; k->name; k++)
        printf(sh->json ? "{\"fact\":\"%s\",\"kind\":\"%s\",\"doc\":\"%s\"}\n" : "%-24s %-7s %s\n", k->name,
               k->kind == FACT_TEXT ? "text" : k->kind == FACT_NUMBER ? "number" : "truth", k->doc);
    return OK;
}

static enum status show_policy(struct ctx *c, const struct shell *sh)
{
    struct service_policy p;
    const struct json *v;
    if (!shell_option(sh, "policy").p && shop_exists(c))
        TRY(shop_open(c, NULL));
    TRY(policy_of(c, sh, &p));
    struct tree *t = tree_open(c);
    TRY(json_read(c, record_to_json(c, &service_policy_record, &p), &v));
    puts(tree_pretty(c, t, tree_raw(t, json_text(c, v))).p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    if (sh->args.n)
        return shell_misuse(c, "agent takes no words beside its options");
    if (shell_flag(sh, "list"))
        return puts(tool_listing(c, true).p) == EOF ? fail(c, RETRY, "stdout is closed") : OK;
    if (shell_flag(sh, "facts"))
        return list_facts(sh);
    if (shell_flag(sh, "policy-schema"))
        return puts(record_schema(c, &service_policy_record).p) == EOF ? fail(c, RETRY, "stdout is closed") : OK;
    if (shell_flag(sh, "show-policy"))
        return show_policy(c, sh);
    if (shell_flag(sh, "tools"))
        return replay(c, sh);
    return talk(c, sh);
}

const struct verb verb_agent = {"agent", "[--tools] < lines", "customer service: answer a customer, or carry out calls of tools, "
    "under the shop's policy", options, run, SHOP_NONE};
