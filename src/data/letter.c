/* data/letter.c - a letter that was fetched becomes a message of its conversation.
 *
 * A letter that cannot be read stays with the reason; nothing it says is ever taken for an order to us.
 * Tables  reads and writes letter; writes thread, message, attachment; reads customer
 */
#include "core/hash.h"
#include "core/log.h"
#include "core/settings.h"
#include "data/mailbox.h"
#include "data/thread.h"
#include "data/tombstone.h"

enum { KEEP_MAX = 10 << 20 /* bytes of one attachment */ };

struct stored {
    struct str mailbox;
    int64_t validity, uid;
    struct str raw;
};
static const struct record stored_record = {"letter", sizeof(struct stored), (const struct field[]){
    FIELD(struct stored, mailbox), FIELD(struct stored, validity), FIELD(struct stored, uid), FIELD(struct stored, raw, .flags = OPTIONAL), {0}}};

static enum status settle(struct ctx *c, const struct stored *l, struct str state, struct str why, int64_t message)
{
    struct arg of = message ? arg_i(message) : (struct arg){0};
    bool keep = str_eq(state, STR("refused")); /* a person may want to read it */
    return db_run(c, "UPDATE letter SET state = $1, why = $2, message = $3, raw = CASE WHEN $4 = 1 THEN raw END"
                     " WHERE mailbox = $5 AND validity = $6 AND uid = $7",
                  A(state), A(why), of, A(keep ? 1 : 0), A(l->mailbox), A(l->validity), A(l->uid));
}

/* ---- whose it is ------------------------------------------------------------------------------------------------ */

static enum status customer_of(struct ctx *c, struct str address, struct str *id)
{
    return db_text(c, id, "SELECT id FROM customer WHERE lower(email) = $1 ORDER BY created_ms, id LIMIT 1", A(address));
}

/* The answer goes to Reply-To, yet what is proven of From is not proven of that. */
static enum status thread_begin(struct ctx *c, const struct mail *m, const struct mailbox *box, struct thread *t)
{
    struct str to = m->reply_to.address.n ? m->reply_to.address : m->from.address;
    bool same = str_eq(to, m->from.address);
    *t = thread_new(c, STR("mail"));
    t->mailbox = box->name;
    t->address = to;
    t->name = m->from.name.n ? m->from.name : (struct str){0};
    t->subject = m->subject;
    t->verified = same && mail_is_proven(m, box->trusts) ? STR("mail") : STR("no");
    return customer_of(c, to, &t->customer);
}

/* A letter of its thread that is not proven takes nothing away; a forged one gets no more than a stranger would. */
static enum status thread_of(struct ctx *c, const struct mail *m, const struct mailbox *box, struct thread *t)
{
    bool found;
    struct str from = m->reply_to.address.n ? m->reply_to.address : m->from.address;
    TRY(thread_of_refs(c, &m->references, from, t, &found));
    if (!found)
        return thread_begin(c, m, box, t);
    bool proven = str_eq(from, m->from.address) && mail_is_proven(m, box->trusts);
    if (!proven && str_eq(t->verified, STR("mail"))) {
        t->verified = STR("no");
        TRY(db_run(c, "UPDATE thread SET verified = 'no' WHERE id = $1", A(t->id)));
    } else if (proven && str_eq(t->verified, STR("no"))) {
        t->verified = STR("mail");
        TRY(db_run(c, "UPDATE thread SET verified = 'mail' WHERE id = $1", A(t->id)));
    }
    return OK;
}

/* ---- taking it up ------------------------------------------------------------------------------------------------ */

static enum status parts_save(struct ctx *c, int64_t message, const struct mail *m)
{
    for (size_t i = 0; i < m->parts.n; i++) {
        const struct mail_part *p = &m->parts.at[i];
        struct attachment a = {.message = message, .pos = (int64_t)i, .name = p->name, .type = p->type, .size = (int64_t)p->bytes.n};
        if (p->bytes.n && p->bytes.n <= KEEP_MAX)
            a.bytes = hash_base64(c, p->bytes);
        TRY(db_add(c, &attachment_record, &a));
    }
    return OK;
}

static struct str key_of(struct ctx *c, const struct mail *m, struct str raw)
{
    return m->id.n ? m->id : str_fmt(c, "no-id:%.40s", hash_blake2b(c, raw).p);
}

static enum status take(struct ctx *c, const struct stored *l, const struct mail *m, const struct mailbox *box, struct str raw)
{
    struct thread t;
    bool known;
    TRY(thread_of(c, m, box, &t));
    struct message said = {.id = db_new_id(c), .thread = t.id, .key = key_of(c, m, raw), .way = STR("in"), .text = m->text.n ? m->text : STR(""),
                           .quoted = m->quoted, .refs = m->references, .held = m->automatic, .item = NONE, .at_ms = c->now_ms};
    said.by_whom = m->automatic.n ? STR("machine") : STR("customer");
    if (!said.text.n && !said.held.n)
        said.held = STR("it has no text");
    TRY(message_take(c, &t, &said, &known));
    if (known)
        return settle(c, l, STR("done"), STR("known already"), 0);
    TRY(parts_save(c, said.id, m));
    return settle(c, l, STR("done"), said.held, said.id);
}

/* Our own words: the copy that proves that a letter went out, or a mail that another rule sent back to us. */
static bool is_own(const struct mail *m, const struct mailboxes *all) { return mailbox_is_ours(all, m->from.address); }

/* A mailbox that was set up anew is fetched from its beginning: what forgotten people wrote before is not read again. */
static enum status is_forgotten(struct ctx *c, const struct mail *m, struct str *why)
{
    int64_t said = m->date_ms ? m->date_ms : NONE;
    TRY(tombstone_bars(c, &(struct known){.email = m->from.address}, SAID_BY_THEM, said, false, why));
    return why->p ? OK : tombstone_bars(c, &(struct known){.email = m->reply_to.address}, SAID_BY_THEM, said, false, why);
}

static enum status letter_read(struct ctx *c, const struct stored *l, const struct mailboxes *all)
{
    struct mail m;
    struct str raw, forgotten;
    const struct mailbox *box = mailbox_named(all, l->mailbox);
    if (!box)
        return fail(c, REJECT, "the mailbox \"%.40s\" is no longer set", l->mailbox.p);
    if (!hash_from_base64(c, l->raw, &raw))
        return fail(c, REJECT, "what was fetched is damaged");
    TRY(mail_read(c, raw, &m));
    if (!m.from.address.n)
        return fail(c, REJECT, "it has no sender that could be answered");
    if (is_own(&m, all))
        return settle(c, l, STR("done"), STR("we sent it ourselves"), 0);
    TRY(is_forgotten(c, &m, &forgotten));
    if (forgotten.p)
        return settle(c, l, STR("done"), forgotten, 0); /* done: its words are not kept either */
    IN_ONE_STEP(c, take(c, l, &m, box, raw));
    return OK;
}

enum status letter_step(struct ctx *c, bool *did)
{
    struct mailboxes all;
    struct stored l;
    TRY(db_maybe(c, &stored_record, &l, did, "SELECT mailbox, validity, uid, raw FROM letter WHERE state = 'new' ORDER BY at_ms, uid LIMIT 1"));
    if (!*did)
        return OK;
    enum status s = mailboxes_load(c, &all);
    s = s == OK ? letter_read(c, &l, &all) : s;
    if (s != REJECT)
        return s;
    log_line(LOG_WARN, "letter.refused", "mailbox=%.*s uid=%lld why=%s", FMT(l.mailbox), (long long)l.uid, c->why);
    return settle(c, &l, STR("refused"), str_copy(c, str_z(c->why)), 0);
}
