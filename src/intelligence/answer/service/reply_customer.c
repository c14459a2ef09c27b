/* intelligence/answer/service/reply_customer.c - one step of a conversation with a customer: calls to carry out, or a reply.
 *
 * Flow    turns, results, state → reading → plan → sentences from facts, between the channel and the desk
 */
#include "intelligence/answer/service/service_plan.h"
#include "intelligence/answer/service/service_read.h"
#include "core/text.h"

static const struct record opt_record = {"reply.customer", sizeof(struct service_read_opt), (const struct field[]){
    FIELD(struct service_read_opt, backend, .choice = TEXT_BACKENDS, .init_str = "shop", .flags = OPTIONAL, .doc = "who helps to understand; decisions stay the same"),
    {0}}};

static enum status policy_of(struct ctx *c, const struct service_in *in, struct service_policy *out)
{
    return in->policy.text.n && !str_eq(in->policy.text, STR("null")) ? service_policy_read(c, in->policy.text, out) : service_policy_load(c, out);
}

/* A copy that can be changed: the input stays as it was given. */
static struct service_state *state_of(struct ctx *c, const struct service_in *in)
{
    struct service_state *s = NEW(c, struct service_state), none = {0};
    const struct service_state *from = in->state ? in->state : &none;
    *s = *from;
    s->tasks.n = s->said.n = s->done.n = s->refused.n = 0;
    for (size_t i = 0; i < from->tasks.n; i++)
        *LIST_ADD(c, &s->tasks) = from->tasks.at[i];
    for (size_t i = 0; i < from->said.n; i++)
        *LIST_ADD(c, &s->said) = from->said.at[i];
    for (size_t i = 0; i < from->done.n; i++)
        strs_add(c, &s->done, from->done.at[i]);
    for (size_t i = 0; i < from->refused.n; i++)
        strs_add(c, &s->refused, from->refused.at[i]);
    if (in->language.n && !s->language.n)
        s->language = in->language;
    return s;
}

/* ---- the case file -------------------------------------------------------------------------------- */

static struct str next_step(struct ctx *c, const struct service_state *s)
{
    for (size_t i = 0; i < s->tasks.n; i++) {
        const struct service_task *t = &s->tasks.at[i];
        if (str_eq(t->state, STR("handed")))
            return str_fmt(c, "decide on \"%.*s\"%s%.*s: %.*s", FMT(t->intent), t->order_id.n ? " for order " : "", FMT(t->order_id), FMT(s->because));
    }
    return str_fmt(c, "answer the customer: %.*s", FMT(s->because));
}

/* "return (handed) order #7: Oak Lamp (white)": what a customer wants of which items, as far as it was understood. */
static struct str wish_told(struct ctx *c, const struct service_task *t, const struct json *order)
{
    struct strs items = {0};
    for (size_t i = 0; order && i < t->items.n; i++)
        if (service_line(order, t->items.at[i]))
            strs_add(c, &items, service_item_text(c, order, t->items.at[i]));
    return str_fmt(c, "%.*s (%.*s)%s%.*s%s%.*s", FMT(t->intent), FMT(t->state), t->order_id.n ? " order " : "", FMT(t->order_id), items.n ? ": " : "",
                   FMT(str_join(c, &items, STR(", "))));
}

static struct service_file *file_of(struct ctx *c, const struct service_view *v, const struct service_state *s)
{
    struct service_file *f = NEW(c, struct service_file);
    struct strs about = {0};
    *f = (struct service_file){.customer = v->in->customer, .proof = v->in->proof, .language = s->language, .mood = s->mood, .done = s->done, .refused = s->refused};
    for (size_t i = 0; i < s->tasks.n; i++) {
        const struct service_task *t = &s->tasks.at[i];
        const struct json *o = service_order(v, t->order_id);
        strs_add(c, &about, wish_told(c, t, o));
        if (!o && t->named.n)
            strs_add(c, &f->facts, str_fmt(c, "the customer names order %.*s", FMT(t->named)));
        if (o)
            strs_add(c, &f->facts, str_fmt(c, "order %.*s is %.*s: %.*s", FMT(t->order_id), FMT(json_str(json_get(o, "status"))), FMT(service_order_text(c, o))));
    }
    f->about = str_join(c, &about, STR("; "));
    f->next = next_step(c, s);
    return f;
}

static enum status run(struct ctx *c, const void *opt_, const void *in_, void *out_)
{
    const struct service_read_opt *opt = opt_;
    const struct service_in *in = in_;
    struct service_out *out = out_;
    struct service_policy policy;
    struct service_view v;
    *out = (struct service_out){0};
    TRY(policy_of(c, in, &policy));
    struct service_state *s = state_of(c, in);
    int64_t read = s->read;
    TRY(service_read(c, in, opt->backend, s, &out->reader));
    if (!s->language.n)
        s->language = STR("en");
    TRY(service_view_open(c, in, s->language, &v));
    struct service_plan p = {.v = &v, .policy = &policy, .s = s, .out = out, .backend = opt->backend, .fresh = s->read != read};
    for (size_t i = 0; i < s->said.n; i++)
        service_speak(c, &p.speech, s->said.at[i].sentence, s->said.at[i].source);
    if (s->escalated)
        SERVICE_TELL(c, &p, STR("wording"), SAY_handover);
    else
        TRY(service_step(c, &p));
    out->state = s;
    out->language = s->language;
    out->mood = s->mood.n ? s->mood : STR("plain");
    out->escalate = s->escalated;
    if (s->escalated)
        out->file = file_of(c, &v, s);
    s->said.n = 0;
    if (out->calls.n && !s->escalated) { /* what is said comes after the calls */
        s->said.at = p.speech.grounds.at;
        s->said.n = p.speech.grounds.n;
        return OK;
    }
    out->calls.n = 0;
    s->greeted = true;
    out->reply = buf_str(&p.speech.text);
    out->grounds.at = p.speech.grounds.at;
    out->grounds.n = p.speech.grounds.n;
    return OK;
}

const struct capability reply_customer = {
    .name = "reply.customer",
    .doc = "Answer a customer step by step: look up, recognise, propose what the policy allows, do it after a yes, or hand over with a case file.",
    .stage = ANSWER,
    .in = &service_in_record,
    .out = &service_out_record,
    .opt = &opt_record,
    .run = run,
};
