/* data/reply.c - our words on their way out.
 *
 * Tables  writes message, item, change, thread; move and ledger through item_move
 */
#include "data/reply.h"
#include "core/mail.h"
#include "data/mailbox.h"

const struct record reply_in_record = {"reply_in", sizeof(struct reply_in), (const struct field[]){
    FIELD(struct reply_in, thread, .min = 1, .max = 20, .doc = "number of the conversation"),
    FIELD(struct reply_in, message, .min = 1, .max = 20, .doc = "number of the message"),
    FIELD(struct reply_in, channel, .choice = "mail|chat|api", .doc = "how it goes out"),
    FIELD(struct reply_in, by, .min = 1, .max = 110, .doc = "agent, person:anna"),
    FIELD(struct reply_in, text, .min = 1, .max = 20000, .flags = PERSONAL, .doc = "what is said"),
    FIELD(struct reply_in, doubts, .max = 50, .flags = OPTIONAL, .doc = "why a person must look first"),
    {0}}};
const struct record reply_out_record = {"reply_out", sizeof(struct reply_out), (const struct field[]){
    FIELD(struct reply_out, text, .flags = PERSONAL, .doc = "what is said"), {0}}};
const struct record outgoing_record = {"outgoing", sizeof(struct outgoing), (const struct field[]){
    FIELD(struct outgoing, mailbox, .flags = OPTIONAL, .doc = "which of the shop's"),
    FIELD(struct outgoing, to, .flags = PERSONAL, .doc = "address"),
    FIELD(struct outgoing, name, .flags = OPTIONAL | PERSONAL, .doc = "of whom"),
    FIELD(struct outgoing, subject, .flags = OPTIONAL, .doc = "subject"),
    FIELD(struct outgoing, text, .flags = PERSONAL, .doc = "all that is said, disclosure included"),
    FIELD(struct outgoing, id, .doc = "Message-ID"),
    FIELD(struct outgoing, references, .flags = OPTIONAL, .doc = "what it answers, the nearest last"),
    FIELD(struct outgoing, machine, .flags = OPTIONAL, .doc = "a machine wrote it"),
    FIELD(struct outgoing, date_ms, .unit = "ms", .doc = "when it was written"),
    {0}}};

/* ---- what a machine must say of itself (EU AI Act, article 50) ------------------------------------------------- */

static const struct {
    const char *language, *text;
} disclosures[] = {
    {"en", "This answer was written by our automatic assistant. Reply with the word \"human\" and a person will read it."},
    {"de", "Diese Antwort hat unser automatischer Assistent geschrieben. Antworten Sie mit dem Wort „Mensch“, dann liest sie ein Mensch."},
    {"fr", "Cette réponse a été rédigée par notre assistant automatique. Répondez avec le mot « humain » et une personne la lira."},
    {"es", "Esta respuesta la ha escrito nuestro asistente automático. Responda con la palabra «persona» y la leerá una persona."},
    {"it", "Questa risposta è stata scritta dal nostro assistente automatico. Risponda con la parola «persona» e la leggerà una persona."},
    {"nl", "Dit antwoord is geschreven door onze automatische assistent. Antwoord met het woord „mens” en een mens leest het."},
};

static struct str disclosure(struct str language)
{
    for (size_t i = 1; language.n && i < sizeof disclosures / sizeof *disclosures; i++)
        if (str_starts(language, str_z(disclosures[i].language)))
            return str_z(disclosures[i].text);
    return str_z(disclosures[0].text);
}

/* ---- saying it --------------------------------------------------------------------------------------------------- */

static bool is_mail(const struct thread *t) { return str_eq(t->channel, STR("mail")); }

/* A Message-ID that stays the same however often the letter is sent. */
static enum status key_of(struct ctx *c, const struct thread *t, int64_t id, struct str *key)
{
    struct mailboxes all;
    *key = str_fmt(c, "reply:%lld", (long long)id);
    if (!is_mail(t))
        return OK;
    TRY(mailboxes_load(c, &all));
    const struct mailbox *box = mailbox_named(&all, t->mailbox);
    if (!box)
        return fail(c, REJECT, "no mailbox is set to answer from: purvey settings set channel.mail '{\"mailboxes\":[…]}'");
    size_t at = str_find(box->address, STR("@"), 0);
    *key = str_fmt(c, "purvey.%lld.%lld@%s", (long long)t->id, (long long)id, str_part(box->address, at + 1, box->address.n).p);
    return OK;
}

struct key { struct str key; };
static const struct record key_record = {"key", sizeof(struct key), (const struct field[]){FIELD(struct key, key), {0}}};

static enum status refs_of(struct ctx *c, const struct thread *t, struct strs *out)
{
    LIST(struct key) keys;
    TRY(db_all(c, &key_record, &keys,
               "SELECT m.key FROM message m LEFT JOIN item i ON i.id = m.item WHERE m.thread = $1 AND m.way <> 'note'"
               " AND (m.item IS NULL OR i.state IN ($2, $3)) ORDER BY m.at_ms DESC, m.id DESC LIMIT $4",
               A(t->id), A((int)LIVE), A((int)KEPT), A((int)MAIL_REFERENCES_MAX)));
    for (size_t i = keys.n; i-- > 0;)
        if (mail_id_is(keys.at[i].key) && !str_starts(keys.at[i].key, STR("no-id:")))
            strs_add(c, out, keys.at[i].key);
    return OK;
}

static enum status item_begin(struct ctx *c, const struct message *m, const struct thread *t, const struct reply *r)
{
    struct reply_in in = {str_fmt(c, "%lld", (long long)t->id), str_fmt(c, "%lld", (long long)m->id), t->channel, r->by, r->text, r->doubts};
    TRY(record_check(c, &reply_in_record, &in));
    TRY(db_run(c, "INSERT INTO batch (id, kind, title, by_whom, created_ms) VALUES ($1, 'reply.send', $2, $3, $4)", A(m->item),
               A(STR("an answer to a customer")), A(r->by), A(c->now_ms)));
    struct item i = {.id = m->item, .batch = m->item, .kind = STR("reply.send"), .entity = STR("message"), .subject = in.message, .state = PLANNED,
                     .input = {record_to_json(c, &reply_in_record, &in)}, .confidence = 1, .due_ms = c->now_ms, .seed = m->id,
                     .created_ms = c->now_ms, .moved_ms = c->now_ms};
    return item_add(c, &i);
}

/* What a person writes needs nobody's leave: it goes the same way at once. */
static enum status approve(struct ctx *c, int64_t id, const struct reply *r)
{
    struct item i;
    struct reply_out out = {r->text};
    TRY(db_run(c, "UPDATE item SET output = $1 WHERE id = $2", A(record_to_json(c, &reply_out_record, &out)), A(id)));
    TRY(item_move(c, id, PLANNED, MADE, r->by, STR("written by hand")));
    TRY(item_move(c, id, MADE, CHECKED, r->by, STR("a person's own words")));
    TRY(item_load(c, id, &i));
    TRY(change_propose(c, &i));
    return item_move(c, id, CHECKED, APPROVED, r->by, STR("its writer sends it"));
}

static enum status add(struct ctx *c, const struct thread *t, const struct reply *r, struct message *m)
{
    bool person = str_starts(r->by, STR("person:"));
    TRY(refs_of(c, t, &m->refs));
    TRY(item_begin(c, m, t, r));
    TRY(db_add(c, &message_record, m));
    TRY(thread_answered(c, t->id));
    if (person)
        TRY(approve(c, m->item, r));
    return thread_move(c, t->id, r->then, r->by, person ? STR("answered by hand") : STR("the agent has answered"));
}

enum status reply_add(struct ctx *c, const struct thread *t, const struct reply *r, int64_t *item)
{
    struct message m = {.id = db_new_id(c), .thread = t->id, .way = STR("out"), .by_whom = r->by, .text = r->text, .answered = true, .at_ms = c->now_ms};
    if (!str_trim(r->text).n)
        return fail(c, REJECT, "an answer needs a text");
    if (is_mail(t) && !mail_address_is(t->address))
        return fail(c, REJECT, "this customer has no mail address to answer to");
    TRY(key_of(c, t, m.id, &m.key));
    m.item = *item = db_new_id(c);
    IN_ONE_STEP(c, add(c, t, r, &m));
    return OK;
}

/* ---- handing it to a channel ---------------------------------------------------------------------------------------- */

static enum status both_load(struct ctx *c, struct str id, struct message *m, struct thread *t)
{
    int64_t number = 0;
    bool found = false;
    if (str_int(id, &number))
        TRY(db_maybe(c, &message_record, m, &found, "SELECT * FROM message WHERE id = $1", A(number)));
    return found ? thread_load(c, m->thread, t) : fail(c, REJECT, "there is no message %.40s", id.p ? id.p : "");
}

enum status reply_channel(struct ctx *c, struct str id, struct str *channel)
{
    struct message m;
    struct thread t;
    TRY(both_load(c, id, &m, &t));
    *channel = is_mail(&t) ? STR("mail") : STR("chat");
    return OK;
}

enum status reply_outgoing(struct ctx *c, struct str id, struct str text, struct str *value)
{
    struct message m;
    struct thread t;
    TRY(both_load(c, id, &m, &t));
    *value = text;
    if (!is_mail(&t))
        return OK;
    bool machine = !str_starts(m.by_whom, STR("person:"));
    int64_t asked;
    TRY(db_int(c, &asked, "SELECT COUNT(*) FROM message WHERE thread = $1 AND way = 'in'", A(t.id)));
    struct str bare = mail_subject_bare(t.subject.p ? t.subject : STR(""));
    struct outgoing o = {t.mailbox, t.address, t.name, asked ? str_fmt(c, "Re: %.*s", FMT(bare)) : bare, text, m.key, m.refs, machine, m.at_ms};
    if (machine)
        o.text = str_fmt(c, "%.*s\n\n-- \n%s", FMT(text), disclosure(t.language).p);
    *value = record_to_json(c, &outgoing_record, &o);
    return OK;
}
