/* app/web/view_thread.c - reading conversations for the dashboard and the API. */
#include "app/web/view_thread.h"
#include "data/item.h"

#define STATES_OF_THREAD "ours|open|waiting|human|solved|all"
#define MAYBE .flags = OPTIONAL

const struct record thread_query_record = {"thread_query", sizeof(struct thread_query), (const struct field[]){
    FIELD(struct thread_query, state, MAYBE, .init_str = "ours", .choice = STATES_OF_THREAD, .doc = "ours: those that need us"),
    FIELD(struct thread_query, channel, MAYBE, .choice = "mail|chat|api", .doc = "only those over this channel"),
    FIELD(struct thread_query, q, MAYBE, .max = 200, .doc = "part of what was said, of the subject, name or address"),
    FIELD(struct thread_query, mine, MAYBE, .doc = "only those that you have taken over"),
    FIELD(struct thread_query, page, .init = 1, .min = 1, .max = 1e6, MAYBE, .doc = "from 1"),
    FIELD(struct thread_query, per_page, .init = 50, .min = 1, .max = 200, MAYBE, .doc = "rows on a page"),
    {0}}};
static const struct record thread_view_record = {"thread_view", sizeof(struct thread_view), (const struct field[]){
    FIELD(struct thread_view, id, .doc = "our number for it"),
    FIELD(struct thread_view, channel, .doc = "mail, chat or api"),
    FIELD(struct thread_view, customer, .flags = OPTIONAL | PERSONAL, .doc = "whose it is"),
    FIELD(struct thread_view, name, .flags = OPTIONAL | PERSONAL, .doc = "as they call themselves"),
    FIELD(struct thread_view, address, .flags = OPTIONAL | PERSONAL, .doc = "where answers go"),
    FIELD(struct thread_view, verified, .doc = "how we know who it is; no: we do not"),
    FIELD(struct thread_view, subject, MAYBE, .doc = "what it is about"),
    FIELD(struct thread_view, language, MAYBE, .doc = "BCP 47"),
    FIELD(struct thread_view, state, .doc = "open, waiting, human or solved"),
    FIELD(struct thread_view, person, MAYBE, .doc = "who has it"),
    FIELD(struct thread_view, last, .flags = OPTIONAL | PERSONAL, .doc = "the last thing said"),
    FIELD(struct thread_view, last_by, MAYBE, .doc = "by whom"),
    FIELD(struct thread_view, messages, .unit = "1", .doc = "what was said"),
    FIELD(struct thread_view, proposals, .unit = "1", .doc = "answers that wait for a person"),
    FIELD(struct thread_view, made_ms, .unit = "ms", .doc = "first message"),
    FIELD(struct thread_view, moved_ms, .unit = "ms", .doc = "last message or move"),
    {0}}};
const struct record threads_view_record = {"threads_view", sizeof(struct threads_view), (const struct field[]){
    FIELD_LIST(struct threads_view, threads, &thread_view_record, .doc = "those that need us: longest waiting first; else newest first"),
    FIELD(struct threads_view, total, .unit = "1", .doc = "on all pages"),
    FIELD(struct threads_view, page, MAYBE, .doc = "from 1"),
    FIELD(struct threads_view, per_page, MAYBE, .doc = "rows on a page"),
    {0}}};
const struct record thread_whole_record = {"thread_whole", sizeof(struct thread_whole), (const struct field[]){
    FIELD_ONE(struct thread_whole, thread, &thread_view_record, .doc = "the conversation"),
    FIELD_LIST(struct thread_whole, said, &spoken_record, .doc = "oldest first, notes among colleagues included"),
    FIELD_ONE(struct thread_whole, case_file, &case_file_record, .doc = "facts, done, refused, suggestion"),
    {0}}};

#define PROPOSALS \
    "(SELECT COUNT(*) FROM message m JOIN item i ON i.id = m.item WHERE m.thread = t.id AND i.state = 3)"
_Static_assert(WAITING == 3, "PROPOSALS follows enum state");
#define COLUMNS                                                                                                        \
    "SELECT CAST(t.id AS TEXT) AS id, t.channel, t.customer, t.name, t.address, t.verified, t.subject, t.language, t.state, t.person," \
    " (SELECT substr(m.text, 1, 200) FROM message m WHERE m.thread = t.id AND m.way <> 'note' ORDER BY m.at_ms DESC, m.id DESC LIMIT 1) AS last," \
    " (SELECT m.by_whom FROM message m WHERE m.thread = t.id AND m.way <> 'note' ORDER BY m.at_ms DESC, m.id DESC LIMIT 1) AS last_by," \
    " (SELECT COUNT(*) FROM message m WHERE m.thread = t.id AND m.way <> 'note') AS messages, " PROPOSALS " AS proposals,"              \
    " t.made_ms, t.moved_ms FROM thread t"
#define IS_OURS "(t.state IN ('open', 'human') OR " PROPOSALS " > 0)"
#define MATCHES                                                                                                        \
    " WHERE ($1 = 'all' OR t.state = $1 OR ($1 = 'ours' AND " IS_OURS "))"                                              \
    " AND ($2 = '' OR t.channel = $2) AND ($3 = '' OR t.person = $3)"                                                   \
    " AND ($4 = '' OR lower(COALESCE(t.subject, '') || ' ' || COALESCE(t.name, '') || ' ' || COALESCE(t.address, '')) LIKE $4" \
    "  OR EXISTS (SELECT 1 FROM message m WHERE m.thread = t.id AND lower(m.text) LIKE $4))"

static struct str or_empty(struct str s) { return s.n ? s : STR(""); }

/* A pattern for LIKE; its own signs stand for themselves nowhere, so they are spaces. */
static struct str pattern(struct ctx *c, struct str q)
{
    struct str s = str_lower(c, str_copy(c, str_trim(or_empty(q))));
    for (char *p = (char *)s.p; *p; p++)
        if (*p == '%' || *p == '_')
            *p = ' ';
    return s.n ? str_fmt(c, "%%%s%%", s.p) : STR("");
}

enum status view_threads(struct ctx *c, const struct thread_query *q, struct str person, struct threads_view *out)
{
    struct str like = pattern(c, q->q), who = q->mine ? person : STR(""), channel = or_empty(q->channel);
    *out = (struct threads_view){.page = q->page, .per_page = q->per_page};
    TRY(db_int(c, &out->total, "SELECT COUNT(*) FROM thread t" MATCHES, A(q->state), A(channel), A(who), A(like)));
    return db_all(c, &thread_view_record, &out->threads,
                  COLUMNS MATCHES " ORDER BY CASE WHEN $1 = 'ours' THEN t.moved_ms ELSE -t.moved_ms END, t.id LIMIT $5 OFFSET $6", A(q->state), A(channel),
                  A(who), A(like), A(q->per_page), A((q->page - 1) * q->per_page));
}

enum status view_thread(struct ctx *c, int64_t id, struct thread_whole *out, bool *found)
{
    struct thread t;
    struct spokens said;
    *out = (struct thread_whole){NEW(c, struct thread_view), {0}, NEW(c, struct case_file)};
    TRY(db_maybe(c, &thread_view_record, out->thread, found, COLUMNS " WHERE t.id = $1", A(id)));
    if (!*found)
        return OK;
    TRY(thread_load(c, id, &t));
    TRY(case_load(c, &t, out->case_file));
    TRY(thread_spoken(c, id, false, &said));
    out->said.at = said.at;
    out->said.n = said.n;
    return OK;
}

enum status view_threads_ours(struct ctx *c, int64_t *n)
{
    return db_int(c, n, "SELECT COUNT(*) FROM thread t WHERE " IS_OURS);
}
