/* execution/channel/mail.c - answers by mail: SMTP out, and the copy in our own mailbox as proof that it went.
 *
 * Every letter is sent to the customer and to ourselves in one SMTP transaction, under a Message-ID that never changes. A copy
 * in the mailbox therefore says that the customer's went out too. A row that may have been sent before is sent again only when
 * no copy came in the mailbox's copy_s; without a folder for copies a person decides. So what is lost or killed sends nothing twice.
 */
#include "core/capability.h"
#include "data/effect.h"
#include "data/mailbox.h"
#include "data/reply.h"

struct sending {
    const struct mailbox *box;
    struct outgoing o;
    bool copies;
};

static enum status sending_read(struct ctx *c, const struct mailboxes *all, const struct effect *e, struct sending *s)
{
    if (!e->value.n || e->restore)
        return fail(c, REJECT, "a letter that was sent cannot be called back");
    TRY(record_from_json(c, &outgoing_record, e->value, LENIENT, &s->o));
    s->box = mailbox_named(all, s->o.mailbox);
    if (!s->box || !s->box->smtp.n)
        return fail(c, REJECT, "the mailbox \"%.40s\" has no smtp server set: purvey settings set channel.mail '{\"mailboxes\":[…]}'",
                    s->o.mailbox.p ? s->o.mailbox.p : "");
    s->copies = s->box->imap.n && s->box->copies.n;
    return OK;
}

static enum status copy_find(struct ctx *c, const struct sending *s, bool *found)
{
    struct post post;
    *found = false;
    if (!s->copies)
        return OK;
    TRY(mailbox_post(c, s->box, s->box->imap, &post));
    post.folder = s->box->copies;
    return mail_find(c, &post, s->o.id, found);
}

static enum status look(struct ctx *c, const struct mailboxes *all, const struct effect *e, struct seen *out)
{
    struct sending s = {0};
    bool there;
    TRY(sending_read(c, all, e, &s));
    *out = (struct seen){.state = STR("shown"), .want = s.o.id};
    if (e->sent_ms && !s.copies)
        return fail(c, REJECT, "it may have been sent before, and no copy can tell: send it again only if the customer has not got it");
    TRY(copy_find(c, &s, &there));
    if (there)
        out->shown = s.o.id;
    int64_t left = e->sent_ms + s.box->copy_s * 1000 - c->now_ms;
    if (there || !e->sent_ms || left <= 0)
        return OK;
    *out = (struct seen){.state = STR("later"), .wait_ms = left, .why = STR("it may have been sent: its copy is waited for")};
    return OK;
}

static enum status put(struct ctx *c, const struct mailboxes *all, const struct effect *e, struct seen *out)
{
    struct sending s = {0};
    struct post post;
    struct strs to = {0};
    struct str raw;
    bool unsure = false;
    TRY(sending_read(c, all, e, &s));
    struct letter l = {s.o.id, {s.box->title, s.box->address}, {s.o.name, s.o.to}, s.o.subject, s.o.text, s.o.references, s.o.machine, s.o.date_ms};
    TRY(mail_write(c, &l, &raw));
    TRY(mailbox_post(c, s.box, s.box->smtp, &post));
    strs_add(c, &to, s.o.to);
    if (s.copies && !str_eq(s.o.to, s.box->address))
        strs_add(c, &to, s.box->address);
    enum status sent = mail_send(c, &post, s.box->address, &to, raw, &unsure);
    *out = (struct seen){.state = STR("written"), .shown = s.o.id, .want = s.o.id, .receipt = STR("taken by the server")};
    if (sent == RETRY)
        *out = (struct seen){.state = STR("later"), .unsent = !unsure, .why = str_copy(c, str_z(c->why))};
    return sent == RETRY ? OK : sent;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct channel_in *in = in_;
    struct channel_out *out = out_;
    struct mailboxes all;
    (void)opt;
    *out = (struct channel_out){0};
    if (str_eq(in->verb, STR("fields"))) {
        strs_add(c, &out->fields, STR("reply"));
        return OK;
    }
    if (str_eq(in->verb, STR("pull")))
        return fail(c, REJECT, "a mailbox has no catalogue to pull");
    bool write = str_eq(in->verb, STR("write"));
    TRY(mailboxes_load(c, &all));
    for (size_t i = 0; i < in->effects.n; i++) {
        struct seen *seen = LIST_ADD(c, &out->seen);
        enum status s = (write ? put : look)(c, &all, &in->effects.at[i], seen);
        if (s != OK)
            *seen = (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .unsent = true, .why = str_copy(c, str_z(c->why))};
    }
    return OK;
}

const struct capability channel_mail = {
    .name = "channel.mail", .doc = "answer customers by e-mail", .stage = PUBLISH, .needs = NET | SECRET,
    .in = &channel_in_record, .out = &channel_out_record, .opt = &mailboxes_record, .run = run};
