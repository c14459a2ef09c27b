/* data/mailbox.c - the setting, and fetching: bytes as they come, each once, for another process to read.
 *
 * Tables  reads and writes mailbox; writes letter
 */
#include "data/mailbox.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/secret.h"
#include "core/settings.h"
#include "data/lease.h"

enum { MOST = 20 /* letters a step: others wait for this process too */ };

static const struct record mailbox_record = {"mailbox", sizeof(struct mailbox), (const struct field[]){
    FIELD(struct mailbox, name, .min = 1, .max = 40, .init_str = "service", .flags = OPTIONAL, .doc = "what the shop calls it"),
    FIELD(struct mailbox, address, .min = 3, .max = 254, .doc = "the address customers write to"),
    FIELD(struct mailbox, title, .max = 200, .flags = OPTIONAL, .doc = "the name that stands before the address"),
    FIELD(struct mailbox, imap, .max = 300, .flags = OPTIONAL, .doc = "where mail is fetched: imaps://HOST, or imap://HOST with STARTTLS"),
    FIELD(struct mailbox, smtp, .max = 300, .flags = OPTIONAL, .doc = "where mail is sent: smtps://HOST, or smtp://HOST:587 with STARTTLS"),
    FIELD(struct mailbox, user, .max = 200, .flags = OPTIONAL, .doc = "who signs in"),
    FIELD(struct mailbox, secret, .init_str = "env:PURVEY_MAIL_SECRET", .max = 500, .flags = OPTIONAL,
          .doc = "where the password stands: env:NAME or file:PATH"),
    FIELD(struct mailbox, folder, .init_str = "INBOX", .max = 200, .flags = OPTIONAL, .doc = "the folder that is read"),
    FIELD(struct mailbox, copies, .init_str = "INBOX", .max = 200, .flags = OPTIONAL,
          .doc = "the folder where a copy of each letter arrives, as proof that it went out; empty: no copies"),
    FIELD(struct mailbox, copy_s, .unit = "s", .min = 1, .max = 86400, .init = 60, .flags = OPTIONAL,
          .doc = "how long the server may take to deliver that copy: a letter nobody is sure of is sent again only after it"),
    FIELD(struct mailbox, trusts, .max = 200, .flags = OPTIONAL, .doc = "the name in Authentication-Results of the shop's own mail server"),
    FIELD(struct mailbox, every_s, .unit = "s", .min = 1, .max = 86400, .init = 30, .flags = OPTIONAL, .doc = "how often it is looked into"),
    {0}}};
const struct record mailboxes_record = {"mailboxes", sizeof(struct mailboxes), (const struct field[]){
    FIELD_LIST(struct mailboxes, mailboxes, &mailbox_record, .max = 20, .flags = OPTIONAL, .doc = "the shop's mailboxes, the first for what is new"),
    {0}}};

struct progress { /* of one mailbox */
    struct str name;
    int64_t validity, uid, due_ms, tries;
    struct str why;
    int64_t at_ms;
};
static const struct record progress_record = {"mailbox", sizeof(struct progress), (const struct field[]){
    FIELD(struct progress, name, .flags = KEY),
    FIELD(struct progress, validity),
    FIELD(struct progress, uid),
    FIELD(struct progress, due_ms, .unit = "ms"),
    FIELD(struct progress, tries),
    FIELD(struct progress, why, .flags = OPTIONAL),
    FIELD(struct progress, at_ms, .unit = "ms"),
    {0}}};

/* ---- the setting ------------------------------------------------------------------------------------------ */

enum status mailboxes_load(struct ctx *c, struct mailboxes *out)
{
    TRY(settings_read(c, &mailboxes_record, STR("channel.mail"), out));
    for (size_t i = 0; i < out->mailboxes.n; i++) {
        struct mailbox *m = &out->mailboxes.at[i];
        m->address = str_lower(c, m->address);
        if (!mail_address_is(m->address))
            return fail(c, REJECT, "setting channel.mail: \"%.100s\" is no mail address", m->address.p);
        for (size_t k = 0; k < i; k++)
            if (str_eq(m->name, out->mailboxes.at[k].name))
                return fail(c, REJECT, "setting channel.mail: two mailboxes are called \"%.40s\": give each a \"name\" of its own", m->name.p);
    }
    return OK;
}

const struct mailbox *mailbox_named(const struct mailboxes *all, struct str name)
{
    for (size_t i = 0; i < all->mailboxes.n; i++)
        if (!name.n || str_eq(all->mailboxes.at[i].name, name))
            return &all->mailboxes.at[i];
    return NULL;
}

bool mailbox_is_ours(const struct mailboxes *all, struct str address)
{
    for (size_t i = 0; i < all->mailboxes.n; i++)
        if (str_eq(all->mailboxes.at[i].address, address))
            return true;
    return false;
}

enum status mailbox_post(struct ctx *c, const struct mailbox *m, struct str url, struct post *out)
{
    *out = (struct post){.url = url, .user = m->user, .folder = m->folder};
    return m->user.n ? secret_read(c, m->secret, &out->password) : OK;
}

/* ---- fetching --------------------------------------------------------------------------------------------------- */

static enum status letter_save(struct ctx *c, const struct progress *p, const struct fetched *f)
{
    struct str raw = f->raw.p ? hash_base64(c, f->raw) : (struct str){0};
    struct str why = f->raw.p ? (struct str){0} : str_fmt(c, "it is longer than %d MiB; read it in the mailbox", MAIL_MAX >> 20);
    return db_run(c,
                  "INSERT INTO letter (mailbox, validity, uid, raw, state, why, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                  " ON CONFLICT (mailbox, validity, uid) DO NOTHING",
                  A(p->name), A(p->validity), A(f->uid), A(raw), A(raw.p ? STR("new") : STR("refused")), A(why), A(c->now_ms));
}

static enum status letters_save(struct ctx *c, const struct progress *p, const struct poll_out *out)
{
    for (size_t i = 0; i < out->mails.n; i++)
        TRY(letter_save(c, p, &out->mails.at[i]));
    return db_save(c, &progress_record, p);
}

/* A mailbox that cannot be read now is tried again later and later, up to ten minutes; said once, not each time. */
static enum status failed(struct ctx *c, struct progress *p)
{
    struct str why = str_copy(c, str_z(c->why));
    if (!p->why.p || !str_eq(p->why, why))
        log_line(LOG_WARN, "mailbox", "%.*s: %.*s", FMT(p->name), FMT(why));
    p->why = why;
    p->due_ms = c->now_ms + backoff_ms(p->tries++);
    return db_save(c, &progress_record, p);
}

static enum status poll_one(struct ctx *c, const struct mailbox *m, struct progress *p, bool *did)
{
    struct poll_in in = {.validity = p->validity, .uid = p->uid, .most = MOST};
    struct poll_out out = {0};
    enum status s = mailbox_post(c, m, m->imap, &in.post);
    s = s == OK ? mail_poll(c, &in, &out) : s;
    p->at_ms = c->now_ms;
    if (s != OK)
        return failed(c, p);
    *did = out.mails.n > 0;
    p->validity = out.validity;
    p->uid = out.uid;
    p->tries = 0;
    p->why = (struct str){0};
    p->due_ms = *did ? c->now_ms : c->now_ms + m->every_s * 1000;
    IN_ONE_STEP(c, letters_save(c, p, &out));
    return OK;
}

enum status mailbox_step(struct ctx *c, bool *did)
{
    struct mailboxes all;
    *did = false;
    if (mailboxes_load(c, &all) != OK)
        return OK; /* letter_step says so: the process that people ask */
    for (size_t i = 0; i < all.mailboxes.n && !*did; i++) {
        const struct mailbox *m = &all.mailboxes.at[i];
        struct progress p = {.name = m->name};
        bool found;
        if (!m->imap.n)
            continue;
        TRY(db_maybe(c, &progress_record, &p, &found, "SELECT * FROM mailbox WHERE name = $1", A(m->name)));
        if (found && p.due_ms > c->now_ms)
            continue;
        p.name = m->name;
        TRY(poll_one(c, m, &p, did));
    }
    return OK;
}
