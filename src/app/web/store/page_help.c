/* app/web/store/page_help.c - service in the shop: a conversation with the agent and with people, complete without a script.
 *
 * The page's own cookie names the conversation; what is said goes to the loop as a wish, and what is answered is read from the
 * database when it is out.
 * Tables  writes wish; reads thread, message
 */
#include "app/web/store/pay.h"
#include "app/web/store/store.h"
#include "core/hash.h"
#include "core/json.h"
#include "data/thread.h"
#include "data/wish.h"

enum {
    TEXT_MAX = 2000,  /* letters of one message */
    A_MINUTE = 12,    /* messages of one visitor in a minute */
    AT_ONCE = 500,    /* messages of all visitors that the loop has not got to: then it is too busy */
};

static struct str key_of(struct ctx *c, struct str shopper) { return str_fmt(c, "shop:%s", shopper.p); }

/* As app/agent/talk.c files it. */
static enum status thread_here(struct visit *v, struct thread *t, bool *found)
{
    struct str shopper = shopper_id(v);
    *found = false;
    if (!shopper.n)
        return OK;
    return thread_of_key(v->c, str_fmt(v->c, "chat:%.40s", hash_blake2b(v->c, key_of(v->c, shopper)).p), t, found);
}

static void put_turn(struct visit *v, const struct spoken *s)
{
    bool me = str_eq(s->way, STR("in")), person = str_starts(s->by_whom, STR("person:"));
    put(v, me ? "<article class=\"turn me\" data-id={}>" : "<article class=\"turn ai-turn\" data-id={}>", A(s->id));
    if (!me)
        put(v, "<small>{}</small>", A(person ? STR("A person of the shop") : STR("Automatic assistant")));
    put(v, "<p>{}</p></article>", A(s->text));
}

static enum status put_talk(struct visit *v, const struct thread *t, bool found)
{
    struct spokens said = {0};
    if (found)
        TRY(thread_spoken(v->c, t->id, true, &said));
    bool waits = said.n && str_eq(said.at[said.n - 1].way, STR("in"));
    put(v, "<div class=log id=said role=log aria-live=polite aria-label=Conversation data-waits={}>", A(waits ? STR("yes") : STR("no")));
    for (size_t i = 0; i < said.n; i++)
        put_turn(v, &said.at[i]);
    if (!said.n)
        put(v, "<p class=dim>Ask about an order, a parcel, a return, an exchange or a refund. An order is looked up with its number and the e-mail address or"
               " the name and postcode it was placed with.</p>");
    if (found && str_eq(t->state, STR("human")))
        put(v, "<p class=dim>A person of the shop has this conversation and will answer here.</p>");
    put(v, "</div>");
    return OK;
}

static enum status help_show(struct visit *v, struct str problem)
{
    struct thread t;
    bool found;
    TRY(thread_here(v, &t, &found));
    TRY(store_frame(v, &(struct frame){.title = STR("Help"), .kind = STR("chat help")}));
    put(v, "<section><h1>Help</h1><p class=ai-note>You are talking with an automatic assistant. It looks things up and does what the shop's rules allow;"
           " write &ldquo;person&rdquo; and a person will answer.</p>");
    TRY(put_talk(v, &t, found));
    if (problem.n)
        put(v, "<p class=problem role=alert>{}</p>", A(problem));
    put(v, "<form class=say id=help method=post action=\"/shop/help\"><label class=vh for=help-text>Your message</label>"
           "<input id=help-text name=message maxlength={} autocomplete=off required placeholder=\"How can we help?\">"
           "<button type=button class=mic hidden aria-label=\"Speak your message\"><svg viewBox=\"0 0 20 20\" aria-hidden=true>"
           "<path d=\"M10 3a2.5 2.5 0 012.5 2.5v4a2.5 2.5 0 01-5 0v-4A2.5 2.5 0 0110 3zM5 9.5a5 5 0 0010 0M10 14.5V17\"/></svg></button>"
           "<button class=primary>Send</button></form><script type=module src=\"/asset/help.js\"></script></section>",
        A((int)TEXT_MAX));
    return store_done(v, false);
}

enum status store_help(struct visit *v) { return help_show(v, (struct str){0}); }

/* The conversation alone, for the page's script. */
enum status store_help_said(struct visit *v)
{
    struct thread t;
    bool found;
    TRY(thread_here(v, &t, &found));
    TRY(put_talk(v, &t, found));
    return text_answer(v, 200, "text/html; charset=utf-8", buf_str(&v->out));
}

/* ---- saying something ---------------------------------------------------------------------------------------- */

static enum status busy(struct visit *v, struct str who, struct str *problem)
{
    int64_t mine, all;
    TRY(db_int(v->c, &mine, "SELECT COUNT(*) FROM wish WHERE kind = 'chat' AND person = $1 AND at_ms > $2", A(who), A(v->c->now_ms - 60000)));
    TRY(db_int(v->c, &all, "SELECT COUNT(*) FROM wish WHERE kind = 'chat' AND state = 'new'"));
    if (mine >= A_MINUTE)
        *problem = STR("That was a lot at once: please wait a minute.");
    else if (all >= AT_ONCE)
        *problem = STR("Very many people are writing just now: please try again in a minute.");
    return OK;
}

enum status store_help_say(struct visit *v)
{
    struct pairs form;
    struct str shopper, problem = {0};
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    struct str text = str_copy(v->c, str_trim(pairs_get(&form, "message").p ? pairs_get(&form, "message") : STR("")));
    TRY(shopper_make(v, &shopper));
    struct str who = str_fmt(v->c, "visitor:%.16s", shopper.p);
    TRY(busy(v, who, &problem));
    if (!text.n)
        problem = STR("Please write what you need.");
    else if (str_count(text) > TEXT_MAX)
        problem = str_fmt(v->c, "Please write at most %d letters at once.", TEXT_MAX);
    if (problem.n)
        return help_show(v, problem);
    struct chat_wish s = {.key = key_of(v->c, shopper), .text = text, .chat = true, .id = hash_hex(v->c, hash_random(v->c, 12))};
    TRY(wish_ask(v, STR("chat"), who, record_to_json(v->c, &chat_wish_record, &s), &problem));
    if (problem.n)
        return help_show(v, problem);
    return visit_go(v, STR("/shop/help"));
}
