/* app/agent/answer.c - the agent's turn: what the customer said since, to the desk; its reply, as a work item.
 *
 * The desk looks up, asks the policy and acts; all it remembers stands with the conversation. When the loop dies in between, the
 * same words are said to it again, and what it did is done once (execution/order/desk.h).
 * Tables  writes thread, message, item, batch, spend; orders and money through the desk
 */
#include "app/loop/step.h"
#include "app/agent/talk.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/reply.h"
#include "data/spend.h"
#include "execution/order/desk.h"

enum {
    CHASE_MAX = 8, /* answers of the agent within CHASE_MS: then two machines talk with each other */
    CHASE_MS = 60 * 60 * 1000,
};

struct words { struct str text; };
static const struct record words_record = {"words", sizeof(struct words), (const struct field[]){FIELD(struct words, text), {0}}};
struct named { struct str name; };
static const struct record named_record = {"shop", sizeof(struct named), (const struct field[]){FIELD(struct named, name, .flags = OPTIONAL), {0}}};

static enum status heard(struct ctx *c, const struct thread *t, struct str *out)
{
    LIST(struct words) all;
    struct strs texts = {0};
    TRY(db_all(c, &words_record, &all, "SELECT text FROM message WHERE thread = $1 AND way = 'in' AND answered = 0 AND held IS NULL ORDER BY at_ms, id", A(t->id)));
    for (size_t i = 0; i < all.n; i++)
        strs_add(c, &texts, all.at[i].text);
    *out = str_join(c, &texts, STR("\n\n"));
    return OK;
}

/* ---- the desk, as the conversation keeps it --------------------------------------------------------------- */

static struct str channel_of(const struct thread *t)
{
    return str_eq(t->channel, STR("mail")) ? STR("email") : t->channel;
}

/* What the channel proved holds; what a forged sender could have proved does not. */
static void proof_set(const struct thread *t, struct desk *d)
{
    bool mail = str_eq(t->verified, STR("mail")), session = str_eq(t->verified, STR("session"));
    if (t->customer.n && session) {
        d->proof = STR("signed_in");
        d->customer = t->customer;
    } else if (t->customer.n && mail && (str_eq(d->proof, STR("none")) || str_eq(d->customer, t->customer))) {
        d->proof = STR("mailbox");
        d->customer = t->customer;
    } else if (str_eq(t->channel, STR("mail")) && !mail && (str_eq(d->proof, STR("mailbox")) || str_eq(d->proof, STR("email")))) {
        d->proof = STR("none");
        d->customer = (struct str){0};
    }
}

static enum status desk_open(struct ctx *c, const struct thread *t, struct desk *d)
{
    struct named shop = {0};
    struct ctx aside = *c; /* a name that cannot be read is no reason not to answer */
    record_init(&desk_record, d);
    if (t->agent.text.n)
        TRY(record_from_json(c, &desk_record, t->agent.text, LENIENT, d));
    struct str set = settings_get(c->settings, STR("shop"));
    if (set.p && record_from_json(&aside, &named_record, set, LENIENT, &shop) == OK)
        d->shop = shop.name;
    d->talk = str_fmt(c, "thread:%lld", (long long)t->id);
    d->channel = channel_of(t);
    d->closed = false; /* a person handed it back */
    if (t->language.n)
        d->language = t->language;
    proof_set(t, d);
    return OK;
}

/* ---- what is kept of its answer ------------------------------------------------------------------------------ */

static void refusals_add(struct ctx *c, const struct strs *list, struct case_file *f)
{
    for (size_t i = 0; i < list->n; i++) {
        size_t at = str_find(list->at[i], STR(": "), 0);
        struct str what = at == SIZE_MAX ? list->at[i] : str_part(list->at[i], 0, at);
        struct str why = at == SIZE_MAX ? STR("") : str_part(list->at[i], at + 2, list->at[i].n);
        *LIST_ADD(c, &f->refused) = (struct case_refusal){str_copy(c, what), str_copy(c, why)};
    }
}

static struct case_file case_of(struct ctx *c, const struct desk *d, const struct desk_answer *a)
{
    struct case_file f = {0};
    if (a->file) {
        f.facts = a->file->facts;
        f.done = a->file->done;
        f.suggestion = a->file->next;
        refusals_add(c, &a->file->refused, &f);
        if (a->file->about.n)
            strs_add(c, &f.facts, str_fmt(c, "wants: %.*s", FMT(a->file->about)));
    } else if (d->state) {
        f.done = d->state->done;
        refusals_add(c, &d->state->refused, &f);
    }
    return f;
}

static enum status keep(struct ctx *c, const struct thread *t, const struct desk *d, const struct desk_answer *a, struct str how)
{
    struct case_file f = case_of(c, d, a);
    struct reply r = {.text = a->reply, .by = STR("agent"), .then = a->escalate ? STR("human") : a->solved ? STR("solved") : STR("waiting")};
    bool known = d->customer.n && (str_eq(d->proof, STR("name_zip")) || str_eq(d->proof, STR("two"))) && str_eq(t->verified, STR("no"));
    int64_t item;
    if (str_eq(how, STR("propose")))
        strs_add(c, &r.doubts, STR("the shop wants a person to read answers in this channel first"));
    TRY(db_run(c, "UPDATE thread SET agent = $1, language = COALESCE($2, language), customer = COALESCE($3, customer), verified = CASE WHEN $4 = 1 THEN 'order'"
                  " ELSE verified END WHERE id = $5",
               A(record_to_json(c, &desk_record, d)), A(a->language.n ? a->language : (struct str){0}), A(known ? d->customer : (struct str){0}),
               A(known ? 1 : 0), A(t->id)));
    TRY(case_save(c, t->id, &f));
    struct thread now;
    TRY(thread_load(c, t->id, &now));
    return reply_add(c, &now, &r, &item);
}

/* ---- a turn ----------------------------------------------------------------------------------------------------- */

static enum status hand_over(struct ctx *c, const struct thread *t, const char *why)
{
    struct case_file f;
    TRY(case_load(c, t, &f));
    f.suggestion = str_fmt(c, "Read and answer it yourself: %s.", why);
    TRY(case_save(c, t->id, &f));
    TRY(thread_answered(c, t->id));
    return thread_move(c, t->id, STR("human"), STR("agent"), STR("the agent cannot go on"));
}

static enum status chases(struct ctx *c, const struct thread *t, bool *yes)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM message WHERE thread = $1 AND way = 'out' AND by_whom = 'agent' AND at_ms > $2", A(t->id),
               A(c->now_ms - CHASE_MS)));
    *yes = str_eq(t->channel, STR("mail")) && n >= CHASE_MAX;
    return OK;
}

static struct str how_in(const struct answering *how, const struct thread *t)
{
    return str_eq(t->channel, STR("mail")) ? how->mail : str_eq(t->channel, STR("chat")) ? how->chat : how->api;
}

static enum status turn(struct ctx *c, const struct thread *t, struct str how, struct str *why)
{
    struct budget budget;
    struct desk d;
    struct desk_answer a;
    struct str said;
    TRY(heard(c, t, &said));
    TRY(desk_open(c, t, &d));
    TRY(spend_load(c, STR("reply.customer"), &budget));
    c->budget = &budget;
    enum status s = desk_say(c, &d, said, &a);
    struct str failed = str_copy(c, str_z(c->why));
    TRY(spend_save(c, STR("reply.customer"), &budget));
    if (s == OK && a.reply.n) {
        IN_ONE_STEP(c, keep(c, t, &d, &a, how));
        return OK;
    }
    *why = s == OK ? STR("the agent has no answer") : failed;
    return OK;
}

static enum status step(struct ctx *c, bool *did)
{
    struct answering how;
    struct thread t;
    struct str why = {0};
    bool chased;
    if (settings_read(c, &answering_record, STR("service.answer"), &how) != OK)
        record_init(&answering_record, &how); /* it is checked when it is set */
    TRY(thread_due(c, &how, &t, did));
    if (!*did)
        return OK;
    TRY(chases(c, &t, &chased));
    if (chased)
        why = STR("answers chase each other, as of two machines");
    else
        TRY(turn(c, &t, how_in(&how, &t), &why));
    if (!why.n)
        return OK;
    log_line(LOG_WARN, "answer.handed", "thread=%lld why=%.*s", (long long)t.id, FMT(why));
    IN_ONE_STEP(c, hand_over(c, &t, why.p));
    return OK;
}

enum status answer_step(struct ctx *c, const struct worker *w, bool *did)
{
    struct ctx once = *c;
    const struct capability *k = capability_find(STR("reply.customer"));
    *did = false;
    if (!k || !worker_may(c, w, k))
        return OK;
    once.mem = arena_open();
    enum status s = step(&once, did);
    if (s != OK)
        s = fail(c, s, "%s", once.why);
    arena_close(once.mem);
    return s;
}
