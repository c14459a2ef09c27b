/* data/reply.h - what we say to a customer: a message and the work item that lets it out.
 *
 * The agent's words are an item of kind reply.send in PLANNED: it is made, and the policy lets it out or asks a person. A person's
 * words are approved as they are written. Either goes through the outbox by channel.mail or channel.chat.
 */
#pragma once
#include "data/change.h"
#include "data/thread.h"

struct reply_in { /* of reply.send */
    struct str thread, message; /* our numbers, as text */
    struct str channel, by, text;
    struct strs doubts;         /* why a person must look at it first */
};
struct reply_out {
    struct str text;
};
struct outgoing { /* what channel.mail is told to send: all of it, since a channel has no database */
    struct str mailbox, to, name, subject, text, id;
    struct strs references;
    bool machine;
    int64_t date_ms;
};
extern const struct record reply_in_record, reply_out_record, outgoing_record;

struct reply {
    struct str text;
    struct str by;      /* "agent", "person:anna" */
    struct strs doubts; /* of the agent */
    struct str then;    /* the state the thread goes to: "waiting", "human", "solved" */
};

/* Say something. One transaction; the item's number in *item. REJECT: an empty text, or a mail thread without an address. */
MUST enum status reply_add(struct ctx *c, const struct thread *t, const struct reply *r, int64_t *item);

/* The effect's value for message `id`, whose text is `text`: struct outgoing as JSON for mail, the text itself for chat. */
MUST enum status reply_outgoing(struct ctx *c, struct str id, struct str text, struct str *value);
/* "mail" or "chat": the channel that carries message `id`. */
MUST enum status reply_channel(struct ctx *c, struct str id, struct str *channel);
