/* execution/order/desk.h - one conversation with a customer: what is said, looked up, allowed and done.
 *
 * A channel keeps a desk as one JSON text (desk_record) and calls desk_say for each message. The desk asks reply.customer,
 * carries out its calls through tool_do, and asks again until there is a reply. Whether the customer agreed it judges by
 * itself: by the message, and by the call that was shown before it.
 */
#pragma once
#include "intelligence/answer/service/service.h"

struct desk {
    struct str talk;       /* names the conversation: REQUIRED, and unique */
    struct str channel;    /* "chat", "email", "voice", "api" */
    struct str shop, language;
    struct str proof;      /* "none", "name_zip", "email", "signed_in" */
    struct str customer;   /* id, where proof is not none */
    LIST(struct service_turn) turns;
    LIST(struct service_result) results;
    struct service_state *state;
    struct str shown;      /* the call that the customer was shown last, as text; absent: none */
    int64_t writes, misses;
    bool closed;           /* a person took over */
};
extern const struct record desk_record;

struct desk_answer {
    struct str reply, language, mood;
    LIST(struct service_ground) grounds;
    struct strs done;      /* receipts of this turn, in words */
    bool escalate, solved;
    struct service_file *file;
};

/* A customer's message. RETRY: the world failed; the same message may be said again, and nothing is done twice. */
MUST enum status desk_say(struct ctx *c, struct desk *d, struct str message, struct desk_answer *out);
