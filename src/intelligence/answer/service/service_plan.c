/* intelligence/answer/service/service_plan.c - who is asking, which task is next, what came of the last call, when a person takes over. */
#include "intelligence/answer/service/service_propose.h"
#include "core/text.h"
#include "intelligence/answer/service/service_topic.h"

enum { QUOTED = 160 }; /* bytes of the customer's words that are said back */

struct str service_arguments(struct ctx *c, const char *key, struct str value)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, key, tree_str(t, value));
    return tree_text(c, t, o);
}

void service_call_add(struct ctx *c, struct service_plan *p, const char *tool, struct str arguments, bool confirmed)
{
    *LIST_ADD(c, &p->out->calls) = (struct service_call){.tool = str_z(tool), .arguments = {arguments}, .confirmed = confirmed};
}

void service_hand(struct ctx *c, struct service_plan *p, struct service_task *t, struct str because)
{
    if (t)
        t->state = STR("handed");
    p->s->escalated = true;
    p->s->pending = NULL;
    p->s->agreed = false;
    p->s->because = because;
    SERVICE_TELL(c, p, STR("wording"), SAY_handover);
}

void service_ask(struct ctx *c, struct service_plan *p, struct service_task *t, const char *what, struct str sentence)
{
    struct str *asked = t ? &t->asked : &p->s->asked;
    int64_t *tries = t ? &t->tries : &p->s->tries;
    *tries = str_is(*asked, what) ? *tries + 1 : 1;
    *asked = str_z(what);
    if (*tries > p->policy->tries) {
        service_hand(c, p, t, str_fmt(c, "asked %lld times for %s without an answer that helps", (long long)*tries - 1, what));
        return;
    }
    service_speak(c, &p->speech, sentence, STR("wording"));
}

struct service_task *service_task_now(const struct service_state *s)
{
    struct service_task *doubtful = NULL;
    for (size_t i = 0; i < s->tasks.n; i++) {
        struct service_task *t = &s->tasks.at[i];
        if (str_is(t->state, "open") && !t->doubt.n)
            return t;
        if (str_is(t->state, "open") && !doubtful)
            doubtful = t;
    }
    return doubtful;
}

bool service_task_spare(const struct service_state *s, const struct service_task *t)
{
    return t + 1 < s->tasks.at + s->tasks.n && str_is(t[1].state, "spare");
}

void service_task_end(struct service_task *t, const char *state, struct service_state *s)
{
    bool refused = !strcmp(state, "refused");
    t->state = str_z(state);
    for (struct service_task *x = t + 1; x < s->tasks.at + s->tasks.n && str_is(x->state, "spare"); x++) {
        x->state = refused ? STR("open") : STR("dropped");
        x->asked = refused ? (struct str){0} : STR("told");
        if (refused && !x->named.n)
            x->order_id = t->order_id;
        if (refused)
            return; /* the next one waits for this one */
    }
}

/* Nothing is taken from words that are understood in part; where some of it is done already, those words are named. */
void service_ask_plain(struct ctx *c, struct service_plan *p)
{
    struct service_task *now = service_task_now(p->s);
    bool some = now && now->doubt.n && p->s->done.n;
    struct str words = some ? str_part(now->doubt, 0, now->doubt.n < QUOTED ? now->doubt.n : QUOTED) : (struct str){0};
    for (size_t i = 0; i < p->s->tasks.n; i++) {
        struct service_task *t = &p->s->tasks.at[i];
        if (!str_is(t->state, "open") && !str_is(t->state, "spare"))
            continue;
        t->state = STR("dropped");
        t->asked = STR("told");
    }
    p->s->pending = NULL;
    p->s->amended = (struct str){0};
    service_ask(c, p, NULL, "plain", some ? SERVICE_SAID(c, p->s->language, SAY_ask_doubt, str_mend(c, str_copy(c, words)))
                                          : SERVICE_SAID(c, p->s->language, SAY_ask_plain));
}

/* ---- who ------------------------------------------------------------------------------------------ */

static const struct service_result *last_result(const struct service_plan *p, const char *tool)
{
    for (size_t i = p->v->in->results.n; i-- > 0;)
        if (str_is(p->v->in->results.at[i].tool, tool))
            return &p->v->in->results.at[i];
    return NULL;
}

/* Everything that was said of who asks goes into a search, each set of it once: by e-mail, else by name and postcode. */
static bool find(struct ctx *c, struct service_plan *p, bool by_email)
{
    struct service_state *s = p->s;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    if (by_email ? !s->email.n : !(s->first_name.n && s->last_name.n && s->zip.n))
        return false;
    if (by_email) {
        node_set(t, o, "email", tree_str(t, s->email));
    } else {
        node_set(t, o, "first_name", tree_str(t, s->first_name));
        node_set(t, o, "last_name", tree_str(t, s->last_name));
    }
    if (s->zip.n)
        node_set(t, o, "zip", tree_str(t, s->zip));
    if (s->number.n)
        node_set(t, o, "order_id", tree_str(t, s->number));
    struct str args = tree_text(c, t, o);
    if (str_has(s->tried, args))
        return false;
    s->tried = str_fmt(c, "%.*s%.*s\n", FMT(s->tried), FMT(args));
    service_call_add(c, p, "find_customer", args, false);
    return true;
}

/* true: the customer is not recognised well enough for the tool, and a call or a question is on its way. */
bool service_who_asked(struct ctx *c, struct service_plan *p, const char *tool)
{
    struct service_state *s = p->s;
    bool known = !str_is(p->v->in->proof, "none");
    if (service_proof_suffices(p->policy, tool_find(str_z(tool)), p->v->in->proof))
        return false;
    const struct service_result *r = last_result(p, "find_customer");
    if (r && str_is(r->verdict, "human")) {
        service_hand(c, p, NULL, str_fmt(c, "rule %.*s", FMT(r->rule)));
        return true;
    }
    if (find(c, p, true) || find(c, p, false))
        return true;
    if (r && !r->ok && s->more.n) {
        s->email = s->more, s->more = (struct str){0};
        if (find(c, p, true))
            return true;
    }
    if (r && !r->ok && s->tried.n)
        SERVICE_TELL(c, p, STR("wording"), SAY_no_identity);
    service_ask(c, p, NULL, "identity", SERVICE_SAID(c, s->language, known ? SAY_ask_second : SAY_ask_identity));
    return true;
}

static bool who_step(struct ctx *c, struct service_plan *p) { return service_who_asked(c, p, "get_order"); }

/* ---- what came of calls --------------------------------------------------------------------------- */

static bool is_write(struct str tool)
{
    const struct tool *t = tool_find(tool);
    return t && t->effect == TOOL_WRITE;
}

static void tell_done(struct ctx *c, struct service_plan *p, const struct service_result *r, const struct service_task *t)
{
    static const struct { const char *tool; enum service_key key; } keys[] = {
        {"cancel_order", SAY_done_cancel}, {"change_order_address", SAY_done_address}, {"change_customer_address", SAY_done_customer_address},
        {"change_payment", SAY_done_payment}, {"change_items", SAY_done_items}, {"return_items", SAY_done_return}, {"exchange_items", SAY_done_exchange},
        {"replace_items", SAY_done_replace}, {"reorder", SAY_done_reorder},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_is(r->tool, keys[i].tool))
            SERVICE_TELL(c, p, str_fmt(c, "done: %.*s", FMT(r->tool)), keys[i].key, t->order_id);
    strs_add(c, &p->s->done, str_fmt(c, "%.*s %.*s", FMT(r->tool), FMT(r->arguments.text)));
}

/* The rule in the customer's language, where the policy has it. */
static struct str rule_said(struct ctx *c, const struct service_plan *p, const struct service_result *r)
{
    const struct json *says;
    for (size_t i = 0; i < p->policy->rules.n; i++) {
        const struct service_rule *rule = &p->policy->rules.at[i];
        if (!str_eq(rule->id, r->rule))
            continue;
        if (rule->says.text.n && json_read(c, rule->says.text, &says) == OK && json_str(json_get(says, p->s->language.p)).n)
            return str_copy(c, json_str(json_get(says, p->s->language.p)));
        return rule->say;
    }
    return r->error;
}

static void tell_refused(struct ctx *c, struct service_plan *p, const struct service_result *r, struct service_task *t)
{
    const struct json *order = service_order(p->v, t->order_id);
    strs_add(c, &p->s->refused, str_fmt(c, "%.*s %.*s: %s%.*s%s%.*s", FMT(r->tool), FMT(r->arguments.text), r->rule.n ? "rule " : "", FMT(r->rule),
                                        r->rule.n ? ", " : "", FMT(r->error)));
    service_task_end(t, "refused", p->s);
    if (order && (str_ends(r->rule, STR(".pending")) || str_ends(r->rule, STR(".delivered"))))
        SERVICE_TELL(c, p, str_fmt(c, "policy %.*s", FMT(r->rule)), SAY_refused_status, t->order_id, service_status_text(c, p->v, order));
    else if (r->rule.n)
        SERVICE_TELL(c, p, str_fmt(c, "policy %.*s", FMT(r->rule)), SAY_refused, rule_said(c, p, r));
    else
        service_hand(c, p, t, r->error);
}

/* The newest result of a write belongs to the open task: proposed, done or refused. */
static void results_take(struct ctx *c, struct service_plan *p)
{
    const struct service_in *in = p->v->in;
    for (size_t i = (size_t)p->s->seen; i < in->results.n; i++) {
        const struct service_result *r = &in->results.at[i];
        struct service_task *t = service_task_now(p->s);
        if (!is_write(r->tool) || !t)
            continue;
        p->s->agreed = false;
        if (r->ok) {
            p->s->pending = NULL;
            service_task_end(t, "done", p->s);
            tell_done(c, p, r, t);
        } else if (str_is(r->verdict, "confirm")) {
            p->s->pending = NEW(c, struct service_call);
            *p->s->pending = (struct service_call){r->tool, r->arguments, false};
        } else {
            p->s->pending = NULL;
            if (str_is(r->verdict, "human"))
                service_hand(c, p, t, str_fmt(c, "rule %.*s: %.*s", FMT(r->rule), FMT(r->error)));
            else
                tell_refused(c, p, r, t);
        }
    }
    p->s->seen = (int64_t)in->results.n;
}

/* ---- the step ------------------------------------------------------------------------------------- */

static bool needs_nobody(struct str intent)
{
    return str_is(intent, "product") || str_is(intent, "trouble") || (service_is_topic(intent) && !service_topic_needs_account(intent));
}

static void wants_person(struct ctx *c, struct service_plan *p)
{
    for (size_t i = 0; i < p->s->tasks.n && !p->s->escalated; i++) {
        struct service_task *t = &p->s->tasks.at[i];
        if (str_is(t->state, "open") && (str_is(t->intent, "human") || str_is(t->intent, "legal")))
            service_hand(c, p, t, str_is(t->intent, "human") ? STR("the customer asks for a person") : STR("law or personal data: a person decides"));
    }
}

static void open_words(struct ctx *c, struct service_plan *p)
{
    struct service_state *s = p->s;
    if (!s->greeted)
        SERVICE_TELL(c, p, STR("wording"), SAY_hello);
    if (str_is(s->mood, "angry"))
        SERVICE_TELL(c, p, STR("mood of the text"), SAY_angry);
    else if (str_is(s->mood, "worried"))
        SERVICE_TELL(c, p, STR("mood of the text"), SAY_worried);
    else if (str_is(s->mood, "sad"))
        SERVICE_TELL(c, p, STR("mood of the text"), SAY_sad);
}

static void close_words(struct ctx *c, struct service_plan *p)
{
    struct service_state *s = p->s;
    bool done = s->done.n || s->refused.n || s->tasks.n;
    p->out->solved = s->tasks.n > 0;
    if (s->thanked)
        SERVICE_TELL(c, p, STR("wording"), SAY_welcome);
    else if (s->tasks.n && str_is(s->tasks.at[s->tasks.n - 1].asked, "choice"))
        p->out->solved = false; /* what was told last asks something */
    else if (done)
        SERVICE_TELL(c, p, STR("wording"), SAY_more);
    else
        service_ask(c, p, NULL, "want", SERVICE_SAID(c, s->language, SAY_ask_want));
}

/* The customer's account, once known. true: it is on its way, or cannot be read. */
static bool account_step(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    if (p->v->customer)
        return false;
    if (service_was_asked(p->v, "get_customer", p->v->in->customer))
        service_hand(c, p, t, STR("the customer's account cannot be read"));
    else
        service_call_add(c, p, "get_customer", service_arguments(c, "customer_id", p->v->in->customer), false);
    return true;
}

/* A large model reads what was said, once it is known whose orders may be looked at. true: something is on its way. */
static enum status model_step(struct ctx *c, struct service_plan *p, bool *stop)
{
    bool taken;
    *stop = true;
    if (!p->s->fresh || p->s->pending || !(text_needs(c, p->backend) & NET) || (service_task_now(p->s) && needs_nobody(service_task_now(p->s)->intent))) {
        *stop = false;
        return OK;
    }
    if (who_step(c, p) || account_step(c, p, NULL))
        return OK;
    struct strs own = service_orders_of(c, p->v);
    if (service_orders_read(c, p, &own))
        return OK;
    TRY(service_propose(c, p, &taken));
    if (p->out->calls.n)
        return OK;
    p->s->fresh = false;
    *stop = p->s->escalated || (taken && !service_task_now(p->s));
    return OK;
}

static enum status tasks_step(struct ctx *c, struct service_plan *p)
{
    struct service_task *t;
    bool stop;
    TRY(model_step(c, p, &stop));
    if (stop)
        return OK;
    while (!p->s->escalated && (t = service_task_now(p->s))) {
        if (!needs_nobody(t->intent) && who_step(c, p))
            return OK;
        if (!needs_nobody(t->intent) && account_step(c, p, t))
            return OK;
        p->again = false;
        TRY(service_task_step(c, p, t, &stop));
        if (p->again)
            continue;
        if (stop || p->out->calls.n)
            return OK;
        if (str_is(t->state, "open")) /* a task that neither ends nor asks */
            service_hand(c, p, t, STR("the agent does not know how to go on"));
    }
    if (!p->s->escalated)
        close_words(c, p);
    return OK;
}

enum status service_step(struct ctx *c, struct service_plan *p)
{
    bool dropped = false;
    if (p->fresh && !p->s->agreed)
        open_words(c, p);
    for (size_t i = 0; i < p->s->tasks.n; i++)
        if (str_is(p->s->tasks.at[i].state, "dropped") && !str_is(p->s->tasks.at[i].asked, "told")) {
            p->s->tasks.at[i].asked = STR("told");
            dropped = true;
        }
    if (dropped)
        SERVICE_TELL(c, p, STR("wording"), SAY_dropped);
    results_take(c, p);
    wants_person(c, p);
    return p->s->escalated ? OK : tasks_step(c, p);
}
