/* intelligence/answer/service/service.h - reply.customer: what it is told and what it answers; the records that channels keep.
 *
 * One step of a conversation. The caller tells the turns so far, who the customer was proved to be, what earlier calls
 * gave (results, oldest first) and the state of the step before; the answer is either calls to carry out (then ask again,
 * with their results added), or a reply. execution/order/desk.h does that loop; channels use it.
 *
 * Text of customers is data: it chooses among intents and fills slots. A call is only proposed here; the policy decides,
 * and a write needs the customer's own yes to exactly that call (state.pending), which the desk checks for itself.
 */
#pragma once
#include "core/capability.h"
#include "intelligence/answer/service/service_policy.h"

struct service_turn {
    struct str role;     /* "customer", "agent" */
    struct str text;
};
struct service_result {  /* what one call gave */
    struct str tool;     /* our name for it */
    struct raw arguments;
    bool ok;
    struct raw result;   /* JSON; of an order, a customer or a product: its entry in the document of data/order.h */
    struct str error;    /* a sentence, where not ok */
    struct str rule, verdict; /* which rule of the policy refused it, and how: "refuse", "human", "confirm" */
};
struct service_call {
    struct str tool;
    struct raw arguments;
    bool confirmed;      /* the customer's last message agrees to it */
};
struct service_task {    /* one thing that the customer wants */
    struct str intent;   /* service_intent.def */
    struct str text;     /* all the customer's words about it */
    struct str order_id; /* as the customer's account has it; absent: not known yet */
    struct str named;    /* as the customer wrote it */
    struct str reason, method;
    struct strs items, news; /* item ids, and what they become */
    struct strs address; /* address1, address2, city, state, country, zip; none: not told */
    struct str state;    /* "open", "done", "refused", "dropped", "handed"; "spare": only if the one before is refused */
    bool typed;          /* proposed by a model: its slots are filled, and read from no words */
    bool account;        /* typed: it is about the account's own address */
    struct strs instead; /* second choices, in the customer's words, best first */
    struct strs prefer;  /* liked best where there is a choice */
    bool keep;           /* where it cannot be had, nothing is to happen */
    bool unsent;         /* only while the order has not left */
    bool limited;        /* `limit` counts: major units, */
    bool by_difference;  /* of the difference in price, else of the new price */
    double limit;
    struct str doubt;    /* words of the customer that are not understood and could change all of it */
    struct str about;    /* what was spoken of before, where its own words name neither goods nor order: "give it back" */
    struct str asked;    /* what the agent asked for last: "order", "items", … */
    int64_t tries;       /* how often it did */
};
struct service_ground {  /* what a sentence of the reply rests on */
    struct str sentence, source; /* "order #W1", "policy cancel.pending", "customer", "wording" */
};
struct service_state {
    struct str language, mood;
    LIST(struct service_task) tasks;
    struct service_call *pending; /* shown to the customer, waiting for a yes; NULL: none */
    bool agreed;         /* the yes came */
    int64_t read, seen;  /* turns and results taken in */
    struct str email, first_name, last_name, zip, number; /* as the customer says; number: of an order */
    struct str more;     /* a second e-mail address, tried where the first is not known */
    struct str tried;    /* the details searched with, one search a line */
    struct str asked;    /* what the agent asked for: "identity", … */
    int64_t tries;
    struct strs done, refused; /* for the case file */
    bool greeted, thanked, escalated;
    struct str because;  /* why it was escalated */
    bool fresh;          /* words that a model may read are there */
    int64_t looks;       /* how often the model was asked about them */
    struct str heard;    /* words in which no wish was found: what a later "swap it" is about */
    struct str amended;  /* the call that the customer neither agreed to nor refused, but said more about */
    LIST(struct service_ground) said; /* of this turn, waiting for calls to come back */
};
struct service_in {
    LIST(struct service_turn) turns;
    struct str proof;    /* "none", "name_zip", "email", "two", "mailbox", "signed_in" */
    struct str customer; /* id, where proof is not none */
    LIST(struct service_result) results;
    struct service_state *state; /* NULL: the conversation begins */
    struct raw policy;   /* the shop's; absent: the default */
    struct str shop, language, channel;
};
struct service_file {    /* for the person who takes over */
    struct str about, customer, proof, language, mood;
    struct strs facts;   /* what was looked up, in sentences */
    struct strs done, refused; /* refused: and by which rule */
    struct str next;     /* suggested */
};
struct service_out {
    struct str reply;    /* absent while there are calls */
    struct str language, mood;
    LIST(struct service_call) calls;
    struct service_state *state;
    LIST(struct service_ground) grounds;
    bool escalate, solved; /* solved: nothing is left open */
    struct service_file *file; /* with escalate */
    struct str reader;   /* who understood: "words", or a model's name */
};
extern const struct record service_turn_record, service_result_record, service_state_record, service_in_record,
    service_out_record, service_file_record;

/* A plain yes, or no, and nothing else: a message that also asks, limits or changes is neither. In six languages. */
bool service_is_yes(struct str message);
bool service_is_no(struct str message);
