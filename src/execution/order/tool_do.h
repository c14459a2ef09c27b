/* execution/order/tool_do.h - one call of a tool in one conversation: the policy's gate, then the order's actions.
 *
 * This is the only way from a model to an action. The rights of a conversation stand in struct tool_session and change only
 * here: who is recognised, by what proof. A call that is refused changes nothing and says by which rule.
 */
#pragma once
#include "intelligence/answer/service/service_policy.h"

struct tool_session {
    struct service_policy policy;
    struct str proof;      /* "none", "name_zip", "email", "two", "mailbox", "signed_in"; "trusted": whoever calls answers for the customer */
    struct str customer;   /* recognised; absent: nobody yet */
    struct str actor;      /* for the record: "agent:chat" */
    struct str key;        /* names the conversation: its n-th write, sent again after a crash, is done once */
    int64_t writes;        /* in this conversation */
    int64_t turn_writes;   /* since the customer last spoke */
    int64_t misses;        /* searches that found nobody */
};
struct tool_answer {
    bool ok;
    struct str result;     /* JSON */
    struct str said;       /* of a write: what was done, one sentence */
    struct str error;      /* where not ok: a sentence with the cure */
    struct str rule;       /* of the policy, where it refused */
    enum service_verdict verdict;
};

/* Do it, or say why not. Only a failing world is not OK: RETRY, and nothing has happened. */
MUST enum status tool_do(struct ctx *c, struct tool_session *s, const struct tool_call *call, struct tool_answer *out);

/* "(12.5 + 3) * 2" as "31.0", as recorded sequences have it: two decimals at most, one at least. */
MUST enum status tool_calculate(struct ctx *c, struct str expression, struct str *out);
