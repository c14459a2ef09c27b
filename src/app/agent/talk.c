/* app/agent/talk.c - what colleagues and customers say, taken into conversations.
 *
 * Tables  writes thread, message, item, change (through data/thread.h and data/reply.h)
 */
#include "app/agent/talk.h"
#include "core/hash.h"
#include "data/identity.h"
#include "data/reply.h"
#include "data/tombstone.h"

enum { SUBJECT = 60 /* bytes of what is said, for lists */ };

static struct str person_of(struct ctx *c, const struct wish *w) { return str_fmt(c, "person:%.*s", FMT(w->person)); }

/* ---- colleagues ---------------------------------------------------------------------------------------------- */

static enum status thread_named(struct ctx *c, struct str text, struct thread *t)
{
    int64_t id;
    return str_int(text, &id) ? thread_load(c, id, t) : fail(c, REJECT, "\"%.40s\" is not the number of a conversation", text.p);
}

enum status talk_reply(struct ctx *c, const void *body, struct wish *w)
{
    const struct reply_wish *r = body;
    struct thread t;
    int64_t item;
    TRY(thread_named(c, r->thread, &t));
    return reply_add(c, &t, &(struct reply){.text = r->text, .by = person_of(c, w), .then = r->then}, &item);
}

/* The ledger forgets nothing, so a free word goes among the notes, which can be erased. */
enum status talk_thread(struct ctx *c, const void *body, struct wish *w)
{
    static const struct { const char *action, *to, *because; } moves[] = {
        {"take", "human", "taken over"}, {"back", "open", "handed back to the agent"}, {"solve", "solved", "solved"}, {"open", "open", "opened again"}};
    const struct thread_wish *m = body;
    struct thread t;
    TRY(thread_named(c, m->thread, &t));
    if (str_eq(m->action, STR("note")) || m->text.n)
        TRY(thread_note(c, t.id, person_of(c, w), m->text.p ? m->text : STR("")));
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (str_eq(m->action, str_z(moves[i].action)))
            return thread_move(c, t.id, str_z(moves[i].to), person_of(c, w), str_z(moves[i].because));
    return OK;
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

struct str talk_subject(struct ctx *c, struct str text)
{
    size_t end = SUBJECT;
    if (text.n <= SUBJECT)
        return text;
    while (end > SUBJECT / 2 && text.p[end] != ' ')
        end--;
    return str_fmt(c, "%s…", str_mend(c, str_copy(c, str_part(text, 0, end > SUBJECT / 2 ? end : SUBJECT))).p);
}

static enum status thread_begin(struct ctx *c, const struct chat_wish *s, struct str key, struct thread *t)
{
    *t = thread_new(c, s->chat ? STR("chat") : STR("api"));
    t->key = key;
    t->name = s->name;
    t->language = s->language;
    t->subject = s->subject.n ? s->subject : talk_subject(c, s->text);
    t->address = identity_plain(c, STR("email"), s->address); /* as they say: it proves nothing */
    struct str forgotten;
    TRY(tombstone_bars(c, &(struct known){.id = s->customer}, SAID_OF_THEM, NONE, false, &forgotten));
    if (!s->customer.n || forgotten.p) /* the sender still has them signed in; for us they are somebody new */
        return OK;
    t->verified = STR("session");
    return identity_now(c, s->customer, &t->customer);
}

enum status talk_chat(struct ctx *c, const void *body, struct wish *w)
{
    const struct chat_wish *s = body;
    struct str key = str_fmt(c, "chat:%.40s", hash_blake2b(c, s->key).p);
    struct thread t;
    bool found, known;
    if (!str_trim(s->text).n)
        return fail(c, REJECT, "there is no text");
    TRY(thread_of_key(c, key, &t, &found));
    if (!found)
        TRY(thread_begin(c, s, key, &t));
    struct message m = {.id = db_new_id(c), .thread = t.id, .key = str_fmt(c, "%s/%.*s", key.p, FMT(s->id)), .way = STR("in"), .by_whom = STR("customer"),
                        .text = str_copy(c, str_trim(s->text)), .item = NONE, .at_ms = c->now_ms};
    TRY(message_take(c, &t, &m, &known));
    w->why = str_fmt(c, "conversation %lld", (long long)t.id);
    return OK;
}
