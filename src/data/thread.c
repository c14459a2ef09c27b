/* data/thread.c - conversations in their tables.
 *
 * Tables  reads and writes thread, message, attachment; reads item, change; writes ledger
 */
#include "data/thread.h"
#include "data/item.h"
#include "data/ledger.h"

static const struct record case_refusal_record = {"case_refusal", sizeof(struct case_refusal), (const struct field[]){
    FIELD(struct case_refusal, what, .max = 1000, .doc = "what was asked for"),
    FIELD(struct case_refusal, why, .max = 1000, .doc = "the rule that forbids it"),
    {0}}};
const struct record case_file_record = {"case_file", sizeof(struct case_file), (const struct field[]){
    FIELD(struct case_file, facts, .max = 200, .flags = OPTIONAL, .doc = "what is known, and from where"),
    FIELD(struct case_file, done, .max = 200, .flags = OPTIONAL, .doc = "what was done"),
    FIELD_LIST(struct case_file, refused, &case_refusal_record, .max = 200, .flags = OPTIONAL, .doc = "what was refused and why"),
    FIELD(struct case_file, suggestion, .max = 4000, .flags = OPTIONAL, .doc = "the next step"),
    {0}}};

#define CHANNELS "mail|chat|api"
#define STATES_OF_THREAD "open|waiting|human|solved"
const struct record thread_record = {"thread", sizeof(struct thread), (const struct field[]){
    FIELD(struct thread, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct thread, channel, .choice = CHANNELS, .doc = "how they talk to us"),
    FIELD(struct thread, mailbox, .max = 40, .flags = OPTIONAL, .doc = "which mailbox"),
    FIELD(struct thread, key, .max = 200, .flags = OPTIONAL, .doc = "of a chat: the hash of the visitor's secret"),
    FIELD(struct thread, customer, .max = 200, .flags = OPTIONAL | PERSONAL, .doc = "whose it is"),
    FIELD(struct thread, address, .max = 320, .flags = OPTIONAL | PERSONAL, .doc = "where answers go"),
    FIELD(struct thread, name, .max = 500, .flags = OPTIONAL | PERSONAL, .doc = "as they call themselves"),
    FIELD(struct thread, verified, .choice = "no|mail|order|session|person", .doc = "how we know who it is"),
    FIELD(struct thread, subject, .max = 500, .flags = OPTIONAL, .doc = "what it is about"),
    FIELD(struct thread, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct thread, state, .choice = STATES_OF_THREAD, .doc = "whose turn it is"),
    FIELD(struct thread, person, .max = 100, .flags = OPTIONAL, .doc = "who has it"),
    FIELD(struct thread, case_file, .doc = "facts, done, refused, suggestion"),
    FIELD(struct thread, agent, .flags = OPTIONAL, .doc = "what the service agent remembers"),
    FIELD(struct thread, made_ms, .unit = "ms", .doc = "first message"),
    FIELD(struct thread, moved_ms, .unit = "ms", .doc = "last message or move"),
    {0}}};

const struct record message_record = {"message", sizeof(struct message), (const struct field[]){
    FIELD(struct message, id, .flags = KEY, .doc = "our number for it"),
    FIELD(struct message, thread, .doc = "its conversation"),
    FIELD(struct message, key, .min = 1, .max = 300, .doc = "Message-ID, or the sender's own number"),
    FIELD(struct message, way, .choice = "in|out|note", .doc = "who says it to whom"),
    FIELD(struct message, by_whom, .min = 1, .max = 110, .doc = "customer, agent, person:anna, machine"),
    FIELD(struct message, text, .max = 200000, .flags = PERSONAL, .doc = "without what it quotes"),
    FIELD(struct message, quoted, .max = 200000, .flags = OPTIONAL | PERSONAL, .doc = "what it quotes"),
    FIELD(struct message, refs, .max = 100, .flags = OPTIONAL, .doc = "what it answers"),
    FIELD(struct message, held, .max = 500, .flags = OPTIONAL, .doc = "why nothing answers it"),
    FIELD(struct message, item, .init = NONE, .flags = OPTIONAL, .doc = "the work item that lets it out"),
    FIELD(struct message, answered, .flags = OPTIONAL, .doc = "it was taken up"),
    FIELD(struct message, at_ms, .unit = "ms", .doc = "when"),
    {0}}};

const struct record attachment_record = {"attachment", sizeof(struct attachment), (const struct field[]){
    FIELD(struct attachment, message, .flags = KEY, .doc = "came with"),
    FIELD(struct attachment, pos, .flags = KEY, .doc = "from 0"),
    FIELD(struct attachment, name, .max = 600, .doc = "as the sender calls it"),
    FIELD(struct attachment, type, .max = 600, .doc = "as the sender says"),
    FIELD(struct attachment, size, .unit = "B", .doc = "how long it is"),
    FIELD(struct attachment, bytes, .flags = OPTIONAL | PERSONAL, .doc = "base64"),
    {0}}};

const struct record spoken_record = {"spoken", sizeof(struct spoken), (const struct field[]){
    FIELD(struct spoken, id, .doc = "number of the message"),
    FIELD(struct spoken, way, .doc = "in, out or note"),
    FIELD(struct spoken, by_whom, .doc = "who says it"),
    FIELD(struct spoken, text, .flags = PERSONAL, .doc = "what"),
    FIELD(struct spoken, quoted, .flags = OPTIONAL | PERSONAL, .doc = "what it quotes"),
    FIELD(struct spoken, held, .flags = OPTIONAL, .doc = "why nothing answers it"),
    FIELD(struct spoken, item, .flags = OPTIONAL, .doc = "the work item that lets it out"),
    FIELD(struct spoken, state, .flags = OPTIONAL, .doc = "where that is"),
    FIELD(struct spoken, why, .flags = OPTIONAL, .doc = "its doubts"),
    FIELD(struct spoken, attachments, .flags = OPTIONAL, .doc = "how many came with it"),
    FIELD(struct spoken, at_ms, .unit = "ms", .doc = "when"),
    {0}}};

/* ---- threads ------------------------------------------------------------------------------------------ */

struct thread thread_new(struct ctx *c, struct str channel)
{
    return (struct thread){.id = db_new_id(c), .channel = channel, .verified = STR("no"), .state = STR("open"), .case_file = {STR("{}")},
                           .made_ms = c->now_ms, .moved_ms = c->now_ms};
}

enum status thread_load(struct ctx *c, int64_t id, struct thread *out)
{
    bool found;
    TRY(db_maybe(c, &thread_record, out, &found, "SELECT * FROM thread WHERE id = $1", A(id)));
    return found ? OK : fail(c, REJECT, "there is no conversation %lld", (long long)id);
}

enum status thread_of_key(struct ctx *c, struct str key, struct thread *out, bool *found)
{
    return db_maybe(c, &thread_record, out, found, "SELECT * FROM thread WHERE key = $1", A(key));
}

enum status thread_of_refs(struct ctx *c, const struct strs *refs, struct str address, struct thread *out, bool *found)
{
    *found = false;
    for (size_t i = refs->n; i-- > 0 && !*found;)
        TRY(db_maybe(c, &thread_record, out, found,
                     "SELECT t.* FROM thread t JOIN message m ON m.thread = t.id WHERE m.key = $1 AND t.address = $2", A(refs->at[i]), A(address)));
    return OK;
}

static bool may_move(struct str from, struct str to)
{
    static const char *const moves[][2] = {
        {"open", "waiting"}, {"open", "human"},  {"open", "solved"},  {"waiting", "open"},  {"waiting", "human"}, {"waiting", "solved"},
        {"human", "open"},   {"human", "waiting"}, {"human", "solved"}, {"solved", "open"}, {"solved", "human"},
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (str_eq(from, str_z(moves[i][0])) && str_eq(to, str_z(moves[i][1])))
            return true;
    return str_eq(from, to);
}

static struct str subject_of(struct ctx *c, int64_t id) { return str_fmt(c, "thread:%lld", (long long)id); }

static enum status move_it(struct ctx *c, const struct thread *t, struct str to, struct str who, struct str because)
{
    bool human = str_eq(to, STR("human"));
    struct str person = human && str_starts(who, STR("person:")) ? str_part(who, 7, who.n) : (struct str){0};
    TRY(db_run(c, "UPDATE thread SET state = $1, person = $2, moved_ms = $3 WHERE id = $4", A(to), A(person), A(c->now_ms), A(t->id)));
    struct case_refusal body = {to, because};
    return ledger_append(c, who, STR("thread"), subject_of(c, t->id), record_to_json(c, &case_refusal_record, &body));
}

enum status thread_move(struct ctx *c, int64_t id, struct str to, struct str who, struct str because)
{
    struct thread t;
    TRY(thread_load(c, id, &t));
    if (!may_move(t.state, to))
        return fail(c, REJECT, "conversation %lld is %.*s and cannot become %.*s", (long long)id, FMT(t.state), FMT(to));
    IN_ONE_STEP(c, move_it(c, &t, to, who, because));
    return OK;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static enum status take(struct ctx *c, const struct thread *t, const struct message *m, bool is_new)
{
    bool opens = !m->held.n && !str_eq(t->state, STR("human"));
    struct thread begun = *t;
    if (m->held.n)
        begun.state = STR("solved"); /* nothing to do for anybody, yet it can be found */
    if (is_new)
        TRY(db_add(c, &thread_record, &begun));
    TRY(db_add(c, &message_record, m));
    if (!is_new && opens && !str_eq(t->state, STR("open")))
        TRY(move_it(c, t, STR("open"), STR("customer"), STR("a new message")));
    return db_run(c, "UPDATE thread SET moved_ms = $1, customer = COALESCE(customer, $2), name = COALESCE(name, $3) WHERE id = $4", A(c->now_ms),
                  A(t->customer), A(t->name), A(t->id));
}

enum status message_take(struct ctx *c, const struct thread *t, const struct message *m, bool *known)
{
    int64_t there, known_thread;
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM message WHERE key = $1", A(m->key)));
    *known = there > 0;
    if (*known)
        return OK;
    TRY(db_int(c, &known_thread, "SELECT COUNT(*) FROM thread WHERE id = $1", A(t->id)));
    IN_ONE_STEP(c, take(c, t, m, !known_thread));
    return OK;
}

static enum status note(struct ctx *c, int64_t id, struct str who, struct str text)
{
    int64_t number = db_new_id(c);
    struct message m = {.id = number, .thread = id, .key = str_fmt(c, "note:%lld", (long long)number), .way = STR("note"), .by_whom = who, .text = text,
                        .item = NONE, .answered = true, .at_ms = c->now_ms};
    TRY(db_add(c, &message_record, &m));
    return db_run(c, "UPDATE thread SET moved_ms = $1 WHERE id = $2", A(c->now_ms), A(id));
}

enum status thread_note(struct ctx *c, int64_t id, struct str who, struct str text)
{
    struct thread t;
    TRY(thread_load(c, id, &t));
    if (!str_trim(text).n)
        return fail(c, REJECT, "a note needs a text");
    IN_ONE_STEP(c, note(c, id, who, text));
    return OK;
}

/* What went out is what the change says: a reviewer may have edited it. */
enum status thread_spoken(struct ctx *c, int64_t id, bool outside, struct spokens *out)
{
    TRY(db_all(c, &spoken_record, out,
               "SELECT CAST(m.id AS TEXT) AS id, m.way, m.by_whom, COALESCE(h.after, m.text) AS text, m.quoted, m.held,"
               " CAST(m.item AS TEXT) AS item, CAST(i.state AS TEXT) AS state, COALESCE(i.why, i.doubts) AS why,"
               " (SELECT COUNT(*) FROM attachment a WHERE a.message = m.id) AS attachments, m.at_ms"
               " FROM message m LEFT JOIN item i ON i.id = m.item LEFT JOIN change h ON h.item = m.item AND h.pos = 0"
               " WHERE m.thread = $1 AND ($2 = 0 OR (m.way <> 'note' AND (m.item IS NULL OR i.state IN ($3, $4)))) ORDER BY m.at_ms, m.id",
               A(id), A(outside ? 1 : 0), A((int)LIVE), A((int)KEPT)));
    for (size_t i = 0; i < out->n; i++) {
        int64_t state;
        if (out->at[i].state.p && str_int(out->at[i].state, &state) && state >= 0 && state < STATES)
            out->at[i].state = str_z(state_name((enum state)state));
    }
    return OK;
}

/* ---- the case file ---------------------------------------------------------------------------------------- */

enum status case_load(struct ctx *c, const struct thread *t, struct case_file *out)
{
    return record_from_json(c, &case_file_record, t->case_file.text, LENIENT, out);
}

enum status case_save(struct ctx *c, int64_t thread, const struct case_file *f)
{
    TRY(record_check(c, &case_file_record, f));
    return db_run(c, "UPDATE thread SET case_file = $1 WHERE id = $2", A(record_to_json(c, &case_file_record, f)), A(thread));
}

/* ---- whose turn it is --------------------------------------------------------------------------------------- */

#define HOW .choice = "auto|propose|off", .init_str = "auto", .flags = OPTIONAL
const struct record answering_record = {"answering", sizeof(struct answering), (const struct field[]){
    FIELD(struct answering, mail, HOW, .doc = "by e-mail: auto sends, propose asks a person, off leaves it to people"),
    FIELD(struct answering, chat, HOW, .doc = "on the help page"),
    FIELD(struct answering, api, HOW, .doc = "in apps of the shop"),
    {0}}};

static int is_on(struct str how) { return !str_eq(how, STR("off")); }

enum status thread_due(struct ctx *c, const struct answering *in, struct thread *out, bool *found)
{
    return db_maybe(c, &thread_record, out, found,
                    "SELECT t.* FROM thread t WHERE t.state = 'open' AND EXISTS (SELECT 1 FROM message m WHERE m.thread = t.id AND m.way = 'in'"
                    " AND m.answered = 0 AND m.held IS NULL) AND ((t.channel = 'mail' AND $1 = 1) OR (t.channel = 'chat' AND $2 = 1) OR"
                    " (t.channel = 'api' AND $3 = 1)) ORDER BY t.moved_ms, t.id LIMIT 1",
                    A(is_on(in->mail)), A(is_on(in->chat)), A(is_on(in->api)));
}

enum status thread_answered(struct ctx *c, int64_t id)
{
    return db_run(c, "UPDATE message SET answered = 1 WHERE thread = $1 AND way = 'in' AND answered = 0", A(id));
}
