/* intelligence/answer/service/service_topic.c - returns, refunds, delivery, warranty, codes, invoices, points, accounts, complaints.
 *
 * Flow    question → the policy's answers and rules, the tool check_code → sentences, each with its source
 */
#include "intelligence/answer/service/service_topic.h"
#include <ctype.h>

static const struct { const char *name, *rules; } topics[] = { /* rules: begin of the ids of those that answer it */
    {"returns_info", "return."}, {"refund_info", "return.method"}, {"shipping_info", NULL}, {"warranty", NULL}, {"code", NULL},
    {"loyalty", NULL}, {"invoice", NULL}, {"notify", NULL}, {"account", NULL}, {"complaint", NULL},
};
enum { TOPICS = sizeof topics / sizeof *topics, CODE_LEAST = 4, CODE_MOST = 40 };

bool service_is_topic(struct str intent)
{
    for (size_t i = 0; i < TOPICS; i++)
        if (str_is(intent, topics[i].name))
            return true;
    return false;
}

bool service_topic_needs_account(struct str intent) { return str_is(intent, "invoice"); }

/* In the customer's language, where it is there. */
static struct str in_language(struct ctx *c, struct raw says, struct str say, struct str language)
{
    const struct json *v = NULL;
    if (says.text.n && json_read(c, says.text, &v) != OK)
        v = NULL;
    struct str own = v ? json_str(json_get(v, language.p)) : (struct str){0};
    return own.n ? str_copy(c, own) : say;
}

static struct str capital(struct ctx *c, struct str s)
{
    return s.n && islower((unsigned char)s.p[0]) ? str_fmt(c, "%c%.*s", toupper((unsigned char)s.p[0]), FMT(str_part(s, 1, s.n))) : s;
}

static bool tell_answer(struct ctx *c, struct service_plan *p, const struct service_task *t)
{
    for (size_t i = 0; i < p->policy->answers.n; i++) {
        const struct service_answer *a = &p->policy->answers.at[i];
        if (!str_eq(a->topic, t->intent))
            continue;
        service_speak(c, &p->speech, in_language(c, a->says, a->say, p->s->language), str_fmt(c, "policy answer %.*s", FMT(a->topic)));
        return true;
    }
    return false;
}

/* The rules in words, but for those about the state that an order has to be in. */
static bool tell_rules(struct ctx *c, struct service_plan *p, const struct service_task *t)
{
    bool told = false;
    const char *begin = NULL;
    for (size_t i = 0; i < TOPICS; i++)
        begin = str_is(t->intent, topics[i].name) ? topics[i].rules : begin;
    for (size_t i = 0; begin && i < p->policy->rules.n; i++) {
        const struct service_rule *r = &p->policy->rules.at[i];
        if (!str_starts(r->id, str_z(begin)) || str_is(r->fact, "order.status"))
            continue;
        SERVICE_TELL(c, p, str_fmt(c, "policy %.*s", FMT(r->id)), SAY_rule, capital(c, in_language(c, r->says, r->say, p->s->language)));
        told = true;
    }
    if (told && str_is(t->intent, "refund_info"))
        SERVICE_TELL(c, p, STR("wording"), SAY_refund_when);
    return told;
}

/* ---- discount codes ------------------------------------------------------------------------------- */

/* "WELCOME10", "summer-24": the first word of letters and digits, or in capitals. */
static struct str code_in(struct ctx *c, struct str text)
{
    struct service_words w = service_words_of(c, text);
    struct str capitals = {0};
    for (size_t i = 0; i < w.n; i++) {
        struct str s = w.at[i].text;
        size_t digits = 0, upper = 0;
        for (size_t k = 0; k < s.n; k++)
            digits += isdigit((unsigned char)s.p[k]) > 0, upper += isupper((unsigned char)s.p[k]) > 0;
        if (s.n < CODE_LEAST || s.n > CODE_MOST)
            continue;
        if (digits && digits < s.n)
            return str_copy(c, s);
        if (upper == s.n && !capitals.n)
            capitals = str_copy(c, s);
    }
    return capitals;
}

static const struct json *code_result(const struct service_plan *p, struct str words)
{
    for (size_t i = p->v->in->results.n; i-- > 0;)
        if (str_is(p->v->in->results.at[i].tool, "check_code") && str_eq(p->v->in->results.at[i].arguments.text, words))
            return p->v->results[i];
    return NULL;
}

static void tell_code(struct ctx *c, struct service_plan *p, struct service_task *t, struct str code, const struct json *r)
{
    struct str source = str_fmt(c, "code %.*s", FMT(code)), least = json_str(json_get(r, "order_least"));
    if (!json_bool(json_get(r, "valid"))) {
        SERVICE_TELL(c, p, source, SAY_code_unknown, code);
    } else {
        SERVICE_TELL(c, p, source, SAY_code_known, code);
        if (least.n)
            SERVICE_TELL(c, p, source, SAY_code_least, str_copy(c, least));
    }
    t->state = STR("done");
}

/* true: asked, called or told. */
static bool code_step(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    struct str code = code_in(c, t->text);
    if (!code.n) {
        service_ask(c, p, t, "code", SERVICE_SAID(c, p->s->language, SAY_ask_code));
        return true;
    }
    struct str words = service_arguments(c, "code", code);
    const struct json *r = code_result(p, words);
    if (r)
        tell_code(c, p, t, code, r);
    else if (service_was_asked(p->v, "check_code", code))
        return false;
    else
        service_call_add(c, p, "check_code", words, false);
    return true;
}

/* ---- the step ------------------------------------------------------------------------------------- */

void service_topic_step(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    if (tell_answer(c, p, t) || tell_rules(c, p, t)) {
        t->state = STR("done");
        return;
    }
    if (str_is(t->intent, "complaint")) {
        SERVICE_TELL(c, p, STR("wording"), SAY_complaint);
        t->state = STR("done"), t->asked = STR("choice");
        return;
    }
    if (str_is(t->intent, "code") && code_step(c, p, t))
        return;
    SERVICE_TELL(c, p, STR("wording"), SAY_unstated);
    service_hand(c, p, t, str_fmt(c, "the shop's data has no answer on %.*s; the policy's \"answers\" can hold one", FMT(t->intent)));
}
