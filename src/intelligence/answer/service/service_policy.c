/* intelligence/answer/service/service_policy.c - rules weighed over the facts of a case.
 *
 * Flow    call and facts → decision, between understanding and the order's actions
 */
#include "intelligence/answer/service/service_policy.h"
#include "core/settings.h"
#include <math.h>

extern const char service_policy_json[]; /* service_policy.json, embedded by the build */

#define CONDITION(T)                                                                                               \
    FIELD(T, fact, .min = 1, .max = 60, .doc = "a fact of the case"),                                              \
    FIELD(T, is, .flags = LOOSE | OPTIONAL, .doc = "it is one of these texts"),                                    \
    FIELD(T, is_not, .flags = LOOSE | OPTIONAL, .doc = "it is none of these texts"),                               \
    FIELD(T, at_least, .init = NAN, .flags = OPTIONAL, .doc = "and no less than this"),                            \
    FIELD(T, at_most, .init = NAN, .flags = OPTIONAL, .doc = "and no more than this"),                             \
    FIELD(T, unknown, .choice = "fails|holds", .init_str = "fails", .flags = OPTIONAL, .doc = "where the fact is not known")

static const struct record condition_record = {"condition", sizeof(struct service_condition), (const struct field[]){
    CONDITION(struct service_condition),
    {0}}};
static const struct record rule_record = {"rule", sizeof(struct service_rule), (const struct field[]){
    FIELD(struct service_rule, id, .min = 1, .max = 60, .doc = "its name in refusals"),
    FIELD(struct service_rule, tools, .min = 1, .max = 100, .flags = LOOSE, .doc = "tools by name, or read, write, order, *"),
    FIELD_LIST(struct service_rule, when, &condition_record, .max = 10, .flags = OPTIONAL, .doc = "the rule counts only where all of these hold"),
    CONDITION(struct service_rule),
    FIELD(struct service_rule, otherwise, .choice = "refuse|human|confirm", .init_str = "refuse", .flags = OPTIONAL, .doc = "what follows where it does not hold"),
    FIELD(struct service_rule, say, .min = 1, .max = 300, .doc = "the rule in words"),
    FIELD(struct service_rule, says, .flags = OPTIONAL, .doc = "the same for customers, by language: {\"de\": \"…\"}"),
    {0}}};
static const struct record answer_record = {"answer", sizeof(struct service_answer), (const struct field[]){
    FIELD(struct service_answer, topic, .choice = "returns_info|refund_info|shipping_info|warranty|code|loyalty|invoice|notify|account|complaint",
          .doc = "what is asked"),
    FIELD(struct service_answer, say, .min = 1, .max = 600, .doc = "what the shop says"),
    FIELD(struct service_answer, says, .flags = OPTIONAL, .doc = "the same by language: {\"de\": \"…\"}"),
    {0}}};
const struct record service_policy_record = {"service.policy", sizeof(struct service_policy), (const struct field[]){
    FIELD(struct service_policy, name, .max = 100, .init_str = "own", .flags = OPTIONAL, .doc = "of this policy"),
    FIELD_LIST(struct service_policy, rules, &rule_record, .max = 500, .doc = "all are weighed; refuse wins over human, human over confirm"),
    FIELD(struct service_policy, tries, .min = 1, .max = 10, .init = 3, .flags = OPTIONAL, .doc = "how often the agent asks the same thing before a person takes over"),
    FIELD(struct service_policy, cancel_reasons, .max = 20, .flags = OPTIONAL, .doc = "reasons a customer is offered"),
    FIELD_LIST(struct service_policy, answers, &answer_record, .max = 100, .flags = OPTIONAL, .doc = "what the shop says of its delivery, warranty and so on"),
    {0}}};

const struct service_fact_kind service_facts[] = {
#define FACT(name, kind, doc) {name, doc, FACT_##kind},
#include "intelligence/answer/service/service_fact.def"
#undef FACT
    {0}};

static const struct service_fact_kind *fact_kind(struct str name)
{
    for (const struct service_fact_kind *k = service_facts; k->name; k++)
        if (str_eq(name, str_z(k->name)))
            return k;
    return NULL;
}

/* ---- reading and checking ------------------------------------------------------------------------- */

static bool takes_order(const struct tool *t) { return record_field(t->args, STR("order_id")) != NULL; }

static bool is_group(struct str s)
{
    return str_eq(s, STR("*")) || str_eq(s, STR("read")) || str_eq(s, STR("write")) || str_eq(s, STR("order"));
}

static enum status condition_check(struct ctx *c, const struct service_rule *r, const struct service_condition *q)
{
    const struct service_fact_kind *k = fact_kind(q->fact);
    bool bounds = !isnan(q->at_least) || !isnan(q->at_most);
    if (!k)
        return fail(c, REJECT, "rule \"%.*s\": there is no fact \"%.*s\"; `purvey agent --facts` lists them", FMT(r->id), FMT(q->fact));
    if (k->kind == FACT_NUMBER ? !bounds : !q->is.n && !q->is_not.n)
        return fail(c, REJECT, "rule \"%.*s\": %s wants %s", FMT(r->id), k->name,
                    k->kind == FACT_NUMBER ? "at_least or at_most" : "\"is\" or \"is_not\" with texts");
    return OK;
}

static struct service_condition own_condition(const struct service_rule *r)
{
    return (struct service_condition){r->fact, r->is, r->is_not, r->at_least, r->at_most, r->unknown};
}

static enum status rule_check(struct ctx *c, const struct service_rule *r)
{
    struct service_condition own = own_condition(r);
    for (size_t i = 0; i < r->tools.n; i++)
        if (!is_group(r->tools.at[i]) && !tool_find(r->tools.at[i]))
            return fail(c, REJECT, "rule \"%.*s\": there is no tool \"%.*s\"; `purvey agent --list` names all", FMT(r->id), FMT(r->tools.at[i]));
    for (size_t i = 0; i < r->when.n; i++)
        TRY(condition_check(c, r, &r->when.at[i]));
    return condition_check(c, r, &own);
}

enum status service_policy_read(struct ctx *c, struct str json, struct service_policy *out)
{
    TRY(record_from_json(c, &service_policy_record, json, STRICT, out));
    for (size_t i = 0; i < out->rules.n; i++)
        TRY(rule_check(c, &out->rules.at[i]));
    return OK;
}

struct str service_policy_default(void) { return str_z(service_policy_json); }

enum status service_policy_load(struct ctx *c, struct service_policy *out)
{
    struct str own = settings_get(c->settings, STR("service.policy"));
    if (service_policy_read(c, own.p ? own : service_policy_default(), out) != OK)
        return fail(c, REJECT, "setting service.policy: %.400s", str_copy(c, str_z(c->why)).p);
    return OK;
}

/* ---- facts ---------------------------------------------------------------------------------------- */

void service_fact_text(struct ctx *c, struct service_case *k, const char *name, struct str value)
{
    *LIST_ADD(c, &k->facts) = (struct service_fact){.name = name, .known = value.p != NULL, .text = value, .number = NAN};
}

void service_fact_number(struct ctx *c, struct service_case *k, const char *name, double value)
{
    *LIST_ADD(c, &k->facts) = (struct service_fact){.name = name, .known = !isnan(value), .number = value};
}

void service_fact_truth(struct ctx *c, struct service_case *k, const char *name, bool value)
{
    service_fact_text(c, k, name, value ? STR("true") : STR("false"));
}

static const struct service_fact *fact_of(const struct service_case *k, struct str name)
{
    for (size_t i = 0; i < k->facts.n; i++)
        if (str_eq(name, str_z(k->facts.at[i].name)))
            return &k->facts.at[i];
    return NULL;
}

/* ---- deciding ------------------------------------------------------------------------------------- */

static bool has(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq_case(list->at[i], s))
            return true;
    return false;
}

static bool holds(const struct service_case *k, const struct service_condition *q)
{
    const struct service_fact *f = fact_of(k, q->fact);
    if (!f || !f->known)
        return str_eq(q->unknown, STR("holds"));
    if (q->is.n && !has(&q->is, f->text))
        return false;
    if (q->is_not.n && has(&q->is_not, f->text))
        return false;
    return (isnan(q->at_least) || f->number >= q->at_least) && (isnan(q->at_most) || f->number <= q->at_most);
}

static bool concerns(const struct service_rule *r, const struct tool *t)
{
    for (size_t i = 0; i < r->tools.n; i++) {
        struct str s = r->tools.at[i];
        if (str_eq(s, STR("*")) || (str_eq(s, STR("read")) && t->effect == TOOL_READ) || (str_eq(s, STR("write")) && t->effect == TOOL_WRITE) ||
            (str_eq(s, STR("order")) && takes_order(t)) || tool_find(s) == t)
            return true;
    }
    return false;
}

static enum service_verdict verdict_of(struct str otherwise)
{
    return str_eq(otherwise, STR("confirm")) ? SERVICE_CONFIRM : str_eq(otherwise, STR("human")) ? SERVICE_HUMAN : SERVICE_REFUSE;
}

const char *service_verdict_name(enum service_verdict v)
{
    static const char *const names[] = {"allow", "confirm", "human", "refuse"};
    return names[v];
}

/* "the order is delivered": what the fact is, after the rule. */
static struct str sentence(struct ctx *c, const struct service_rule *r, const struct service_case *k)
{
    const struct service_fact *f = fact_of(k, r->fact);
    const struct service_fact_kind *kind = fact_kind(r->fact);
    if (!f || !kind || kind->kind == FACT_TRUTH || str_eq(r->fact, STR("identity.proof")))
        return r->say;
    if (!f->known)
        return str_fmt(c, "%.*s (%s is not known)", FMT(r->say), f->name);
    if (kind->kind == FACT_TEXT)
        return str_fmt(c, "%.*s (%s is \"%.*s\")", FMT(r->say), f->name, FMT(f->text));
    return str_fmt(c, "%.*s (%s is %.15g)", FMT(r->say), f->name, f->number);
}

void service_decide(struct ctx *c, const struct service_policy *p, const struct tool *tool, const struct service_case *k,
                    struct service_decision *out)
{
    *out = (struct service_decision){SERVICE_ALLOW, {0}, {0}};
    for (size_t i = 0; i < p->rules.n; i++) {
        const struct service_rule *r = &p->rules.at[i];
        struct service_condition own = own_condition(r);
        bool counts = concerns(r, tool);
        for (size_t j = 0; counts && j < r->when.n; j++)
            counts = holds(k, &r->when.at[j]);
        if (!counts || holds(k, &own) || verdict_of(r->otherwise) <= out->verdict)
            continue;
        *out = (struct service_decision){verdict_of(r->otherwise), r->id, sentence(c, r, k)};
    }
}

bool service_proof_suffices(const struct service_policy *p, const struct tool *tool, struct str proof)
{
    struct service_fact fact = {.name = "identity.proof", .known = true, .text = proof, .number = NAN};
    struct service_case k = {0};
    k.facts.at = &fact, k.facts.n = 1;
    for (size_t i = 0; i < p->rules.n; i++) {
        const struct service_rule *r = &p->rules.at[i];
        struct service_condition own = own_condition(r);
        bool counts = concerns(r, tool) && str_eq(r->fact, STR("identity.proof"));
        for (size_t j = 0; counts && j < r->when.n; j++)
            counts = holds(&k, &r->when.at[j]);
        if (counts && !holds(&k, &own))
            return false;
    }
    return true;
}
