/* intelligence/answer/service/service_policy.h - what a service agent may do: rules as data, decided by this code alone.
 *
 * The shop's own rules are the setting "service.policy"; without it those of service_policy.json hold. A rule names tools,
 * one fact of the case that must hold, and what follows where it does not: the call is refused, needs the customer's yes,
 * or is for a person. All rules are weighed; refusing wins over a person, a person over a yes. No model takes part, so the
 * decision is the same whichever model proposed the call.
 *
 * Facts are known, unknown, or do not concern a call (the delivery of an order, where there is no order). What a rule says
 * of an unknown fact is its own: `unknown` "fails" unless set.
 */
#pragma once
#include "data/tool.h"

struct service_condition {
    struct str fact;        /* a name of service_facts */
    struct strs is, is_not; /* one of these texts; none of them. "true" and "false" are texts */
    double at_least, at_most; /* NAN: no such bound */
    struct str unknown;     /* "fails", "holds" */
};
struct service_rule {
    struct str id;          /* "cancel.pending": named in refusals */
    struct strs tools;      /* names, or "read", "write", "order" (those that take an order_id), "*" */
    LIST(struct service_condition) when; /* the rule counts only where all of these hold */
    struct str fact;        /* as in a condition: this must hold */
    struct strs is, is_not;
    double at_least, at_most;
    struct str unknown;
    struct str otherwise;   /* "refuse", "human", "confirm" */
    struct str say;         /* the rule in words */
    struct raw says;        /* the same by language: {"de": "…"} */
};
struct service_answer {     /* what the shop says to a question that no order answers */
    struct str topic;       /* of service_topic.c: "warranty", "shipping_info", … */
    struct str say;
    struct raw says;        /* the same by language */
};
struct service_policy {
    struct str name;
    LIST(struct service_rule) rules;
    int64_t tries;          /* how often an agent asks the same thing before a person takes over */
    struct strs cancel_reasons; /* what a customer may be offered as reasons */
    LIST(struct service_answer) answers;
};
extern const struct record service_policy_record;

struct service_fact_kind {
    const char *name, *doc;
    enum { FACT_TEXT, FACT_NUMBER, FACT_TRUTH } kind;
};
extern const struct service_fact_kind service_facts[]; /* ends with {0} */

struct service_fact {
    const char *name;
    bool known;
    struct str text;   /* of a truth "true" or "false" */
    double number;
};
struct service_case { /* the facts of one call */
    LIST(struct service_fact) facts;
};
void service_fact_text(struct ctx *c, struct service_case *k, const char *name, struct str value); /* absent: unknown */
void service_fact_number(struct ctx *c, struct service_case *k, const char *name, double value);   /* NAN: unknown */
void service_fact_truth(struct ctx *c, struct service_case *k, const char *name, bool value);

enum service_verdict { SERVICE_ALLOW, SERVICE_CONFIRM, SERVICE_HUMAN, SERVICE_REFUSE };
const char *service_verdict_name(enum service_verdict v);
struct service_decision {
    enum service_verdict verdict;
    struct str rule; /* id of the rule that decided; absent: allowed */
    struct str say;  /* the rule in words, and what the fact is */
};

/* The policy in force: the setting, or the default. REJECT names rule and cure. */
MUST enum status service_policy_load(struct ctx *c, struct service_policy *out);
MUST enum status service_policy_read(struct ctx *c, struct str json, struct service_policy *out);
struct str service_policy_default(void); /* as JSON */

/* Whether recognising a customer so is enough for the tool, by the rules about "identity.proof" alone. */
bool service_proof_suffices(const struct service_policy *p, const struct tool *tool, struct str proof);

/* May this tool be called in this case? */
void service_decide(struct ctx *c, const struct service_policy *p, const struct tool *tool, const struct service_case *k,
                    struct service_decision *out);
