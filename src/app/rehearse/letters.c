/* app/rehearse/letters.c - conversations: some that wait for the agent, about orders there are, and older ones that are solved.
 *
 * They are about parcels, invoices and payments; what anybody thinks of a product is never made up.
 * Tables  writes thread, message; through app/agent/talk.h
 */
#include "app/agent/talk.h"
#include "app/rehearse/rehearse.h"
#include "core/rand.h"
#include "data/day.h"
#include "data/thread.h"

enum { SOLVED = 48, SOLVED_DAYS = 56 };

/* ---- open ones: the agent answers them as it answers anybody --------------------------------------------------- */

struct opening { const char *status, *text; };
static const struct opening opening[] = { /* %s: the order's number */
    {"shipped", "Hello, where is my order %s? When will it arrive?"},
    {"delivered", "I would like to send back my order %s. How does that work?"},
    {"pending", "Please cancel my order %s, I no longer need it."},
    {"delivered", "My order %s arrived with an open box and I have written twice already. I want to talk to a person, please."},
    {"processed", "Could you send order %s to another address? I am moving this week."},
};

struct whose { struct str id, customer, name; };
static const struct record whose_record = {"whose", sizeof(struct whose), (const struct field[]){
    FIELD(struct whose, id), FIELD(struct whose, customer), FIELD(struct whose, name), {0}}};

static enum status opening_say(struct ctx *c, const struct opening *o, size_t nth)
{
    struct whose w;
    bool found;
    TRY(db_maybe(c, &whose_record, &w, &found,
                 "SELECT o.id, o.customer, k.name FROM orders o JOIN customer k ON k.id = o.customer WHERE o.status = $1"
                 " AND NOT EXISTS (SELECT 1 FROM item i WHERE i.entity = 'order' AND i.subject = o.id)"
                 " AND NOT EXISTS (SELECT 1 FROM thread t WHERE t.customer = o.customer) ORDER BY o.placed_ms DESC, o.id LIMIT 1",
                 A(str_z(o->status))));
    if (!found)
        return OK;
    struct str text = str_replace(c, str_z(o->text), STR("%s"), w.id);
    struct chat_wish wish = {.key = str_fmt(c, "simulated-conversation-%zu", nth), .id = STR("1"), .text = text, .name = w.name, .language = STR("en"),
                             .customer = w.customer, .chat = true};
    return talk_chat(c, &wish, &(struct wish){.person = STR("rehearsal")});
}

/* ---- solved ones: what many say is mined from them ---------------------------------------------------------------- */

static const char *const said[][3] = {
    {"The parcel was left with a neighbour and there was no note in my letter box.", "I waited at home all day and the carrier left no note.",
     "The carrier says delivered but nobody rang, and there was no note."},
    {"I cannot find the invoice for order %s in my account.", "Please send me the invoice for %s, my company needs it.",
     "The invoice for %s shows my old address, can I have a new one?"},
    {"My discount code was not accepted when I ordered.", "The newsletter code does not work in the cart.", "It says the discount code has ended already."},
    {"How long does a refund to my card take? It is for order %s.", "I sent %s back last week, when do I get the money?",
     "The refund for %s has not reached my account yet."},
};
static const char *const answered[] = {"We are sorry. We asked the carrier to ring and to leave a note.", "The invoice is in your mail box now.",
                                       "The code works again; thank you for telling us.", "It left us today and takes three to five days."};
enum { THEMES = sizeof said / sizeof *said };

static enum status message_put(struct ctx *c, int64_t thread, const char *way, struct str who, struct str text, int64_t at_ms)
{
    struct message m = {.id = db_new_id(c), .thread = thread, .way = str_z(way), .by_whom = who, .text = text, .item = NONE, .answered = true, .at_ms = at_ms};
    m.key = str_fmt(c, "simulated:%lld", (long long)m.id);
    return db_add(c, &message_record, &m);
}

/* The carrier's notes are in the news of the last four weeks, the invoices of the four before. */
static enum status solved_put(struct ctx *c, struct stage *s, size_t nth)
{
    int64_t age = (int64_t)(rand_unit(&s->seed) * SOLVED_DAYS) + 1;
    size_t theme = rand_below(&s->seed, 3) ? (age < SOLVED_DAYS / 2 ? 0 : 1) : rand_below(&s->seed, THEMES);
    const struct basket *b = &s->recent.at[rand_below(&s->seed, s->recent.n)];
    const struct player *p = &s->players.at[b->player];
    struct thread t = thread_new(c, STR("chat"));
    t.key = str_fmt(c, "simulated:%zu", nth);
    t.customer = p->id, t.name = str_fmt(c, "%s %s", p->first.p, p->last.p), t.verified = STR("session"), t.language = STR("en"), t.state = STR("solved");
    struct str text = str_replace(c, str_z(said[theme][rand_below(&s->seed, 3)]), STR("%s"), b->id);
    t.subject = talk_subject(c, text);
    t.made_ms = c->now_ms - age * DAY_MS, t.moved_ms = t.made_ms + HOUR_MS;
    TRY(db_add(c, &thread_record, &t));
    TRY(message_put(c, t.id, "in", STR("customer"), text, t.made_ms));
    return message_put(c, t.id, "out", STR("person:simulated"), str_z(answered[theme]), t.moved_ms);
}

static enum status letters_open(struct ctx *c, struct stage *s)
{
    int64_t now = c->now_ms;
    for (size_t i = 0; s->recent.n && i < SOLVED; i++)
        TRY(solved_put(c, s, i));
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
        c->now_ms = now - (int64_t)(i + 1) * 7 * MINUTE_MS;
        enum status said_it = opening_say(c, &opening[i], i);
        c->now_ms = now;
        TRY(said_it);
    }
    return OK;
}

enum status service_play(struct ctx *c, struct stage *s)
{
    TRY(counter_open(c, s));
    return letters_open(c, s);
}
