/* data/thread.h - a conversation with a customer, over whatever channel: messages, case file, whose turn it is.
 *
 *   open     our turn: the service agent takes it up
 *   waiting  the customer's turn
 *   human    a person has it: the agent stops, until it is handed back
 *   solved   done; a new message of the customer opens it again
 *
 * A message comes in once, whatever is sent twice: its key is unique. What goes out is a work item of kind reply.send, which
 * the policy lets out or a person; it is said when that item is live.
 */
#pragma once
#include "core/sql.h"

struct case_refusal { struct str what, why; };
struct case_file { /* what whoever takes over must know */
    struct strs facts, done;
    LIST(struct case_refusal) refused;
    struct str suggestion; /* the next step */
};
struct thread {
    int64_t id;
    struct str channel;   /* "mail", "chat", "api" */
    struct str mailbox, key, customer, address, name;
    struct str verified;  /* "no", "mail", "order", "session", "person" */
    struct str subject, language;
    struct str state, person;
    struct raw case_file; /* struct case_file */
    struct raw agent;     /* what the service agent remembers; absent: nothing yet */
    int64_t made_ms, moved_ms;
};
struct message {
    int64_t id, thread;
    struct str key, way, by_whom; /* way: "in", "out", "note" */
    struct str text, quoted;
    struct strs refs;
    struct str held;      /* absent: it may be answered */
    int64_t item;         /* NONE: it is out */
    bool answered;
    int64_t at_ms;
};
struct attachment {
    int64_t message, pos;
    struct str name, type;
    int64_t size;         /* bytes */
    struct str bytes;     /* base64; absent: not kept */
};
struct spoken { /* a message as it is shown: what an approved reply said in the end, and how far it is */
    struct str id, way, by_whom, text, quoted, held;
    struct str item, state; /* of the work item; absent: none */
    struct str why;         /* its doubts or its failure */
    int64_t attachments, at_ms;
};
struct spokens {
    struct spoken *at;
    size_t n;
};
extern const struct record case_file_record, thread_record, message_record, attachment_record, spoken_record;

/* A thread with sensible beginnings: its number, state "open", an empty case file. */
struct thread thread_new(struct ctx *c, struct str channel);
MUST enum status thread_load(struct ctx *c, int64_t id, struct thread *out); /* REJECT: there is none */
MUST enum status thread_of_key(struct ctx *c, struct str key, struct thread *out, bool *found);

/* The conversation that one of these messages belongs to, when `address` is the other side of it: a stranger who knows the
 * number of a message does not get into somebody else's thread. */
MUST enum status thread_of_refs(struct ctx *c, const struct strs *refs, struct str address, struct thread *out, bool *found);

/* Take up what the customer said. *known: it was there already, and nothing is done. The thread is saved if it is new; it opens
 * again unless a person has it or `m->held`. */
MUST enum status message_take(struct ctx *c, const struct thread *t, const struct message *m, bool *known);

/* A word among colleagues. */
MUST enum status thread_note(struct ctx *c, int64_t id, struct str who, struct str text);

/* Move a thread; REJECT when it may not go there from where it is. `who` is noted in the ledger. */
MUST enum status thread_move(struct ctx *c, int64_t id, struct str to, struct str who, struct str because);

MUST enum status case_load(struct ctx *c, const struct thread *t, struct case_file *out);
MUST enum status case_save(struct ctx *c, int64_t thread, const struct case_file *f);

/* All that was said, oldest first; `outside`: only what the customer may see. */
MUST enum status thread_spoken(struct ctx *c, int64_t id, bool outside, struct spokens *out);

struct answering { /* setting "service.answer": what the agent does in each channel: "auto", "propose", "off" */
    struct str mail, chat, api;
};
extern const struct record answering_record;

/* The thread in which a customer waits longest for the agent, of the channels that are not "off"; *found false: none. */
MUST enum status thread_due(struct ctx *c, const struct answering *in, struct thread *out, bool *found);
/* The agent has seen all that came in until now. */
MUST enum status thread_answered(struct ctx *c, int64_t id);
