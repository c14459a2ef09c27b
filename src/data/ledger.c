/* data/ledger.c - the chain of hashes.
 *
 * Tables  ledger, meta ("ledger": the head); reads move
 */
#include "data/ledger.h"
#include "core/hash.h"
#include "core/json.h"

const struct record ledger_record = {"ledger", sizeof(struct ledger), (const struct field[]){
    FIELD(struct ledger, seq, .flags = KEY, .doc = "1, 2, … without gaps"),
    FIELD(struct ledger, at_ms, .unit = "ms", .doc = "when"),
    FIELD(struct ledger, actor, .doc = "who"),
    FIELD(struct ledger, what, .doc = "did what"),
    FIELD(struct ledger, subject, .doc = "to what"),
    FIELD(struct ledger, body, .doc = "the details"),
    FIELD(struct ledger, prev, .doc = "hash of the row before"),
    FIELD(struct ledger, hash, .doc = "BLAKE2b-256 over all the others"),
    {0}}};

static const struct record fault_record = {"ledger_fault", sizeof(struct ledger_fault), (const struct field[]){
    FIELD(struct ledger_fault, seq, .doc = "the row, 0: none in particular"),
    FIELD(struct ledger_fault, cause, .doc = "what is wrong with it"),
    {0}}};

const struct record ledger_report_record = {"ledger_report", sizeof(struct ledger_report), (const struct field[]){
    FIELD(struct ledger_report, rows, .doc = "rows read"),
    FIELD(struct ledger_report, forgotten, .doc = "of these, rows whose words went with a person who was forgotten"),
    FIELD(struct ledger_report, head, .doc = "number and hash of the last row"),
    FIELD_LIST(struct ledger_report, faults, &fault_record, .doc = "none: the chain is whole"),
    {0}}};

/* Lengths before texts, so that no two rows give the same bytes. */
static void part(struct ctx *c, struct buf *b, struct str s)
{
    buf_fmt(c, b, "%zu:", s.n);
    buf_add(c, b, s);
}

static struct str hash_with(struct ctx *c, const struct ledger *l, const char *form, struct str body)
{
    struct buf b = {0};
    buf_add(c, &b, str_z(form));
    part(c, &b, l->prev);
    buf_fmt(c, &b, "%lld:%lld:", (long long)l->seq, (long long)l->at_ms);
    part(c, &b, l->actor);
    part(c, &b, l->what);
    part(c, &b, l->subject);
    part(c, &b, body);
    return hash_blake2b(c, buf_str(&b));
}

/* Of a body that was forgotten only its digest is left, and that is what the chain is made of. */
#define FORGOTTEN "{\"forgotten\":\""
enum { DIGEST = 64 };

static bool is_forgotten(const struct ledger *l)
{
    return l->body.text.n == sizeof FORGOTTEN - 1 + DIGEST + 2 && str_starts(l->body.text, STR(FORGOTTEN));
}

static struct str digest_of(struct ctx *c, const struct ledger *l)
{
    return is_forgotten(l) ? str_part(l->body.text, sizeof FORGOTTEN - 1, sizeof FORGOTTEN - 1 + DIGEST) : hash_blake2b(c, l->body.text);
}

static struct str row_hash(struct ctx *c, const struct ledger *l) { return hash_with(c, l, "2:", digest_of(c, l)); }

/* Rows of an older program have the body itself in their hash: they are whole as well, and cannot forget. */
static bool fits(struct ctx *c, const struct ledger *l)
{
    return str_eq(row_hash(c, l), l->hash) || str_eq(hash_with(c, l, "", l->body.text), l->hash);
}

/* "12:9f…" */
static void head_read(struct str head, int64_t *seq, struct str *hash)
{
    size_t colon = head.n ? str_find(head, STR(":"), 0) : SIZE_MAX;
    *seq = 0;
    *hash = STR("");
    if (colon != SIZE_MAX && str_int(str_part(head, 0, colon), seq))
        *hash = str_part(head, colon + 1, head.n);
}

static enum status append(struct ctx *c, struct ledger *l)
{
    struct str head; /* this UPDATE holds the row: the next writer waits until our transaction ends */
    TRY(db_text(c, &head,
                "INSERT INTO meta (name, value) VALUES ('ledger', '0:')"
                " ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value"));
    head_read(head, &l->seq, &l->prev);
    l->seq++;
    l->hash = row_hash(c, l);
    TRY(db_add(c, &ledger_record, l));
    head = str_fmt(c, "%lld:%.*s", (long long)l->seq, FMT(l->hash));
    return db_run(c, "UPDATE meta SET value = $1 WHERE name = 'ledger'", A(head));
}

enum status ledger_append(struct ctx *c, struct str actor, struct str what, struct str subject, struct str body)
{
    struct ledger l = {.at_ms = c->now_ms, .actor = actor, .what = what, .subject = subject, .body = {body}};
    IN_ONE_STEP(c, append(c, &l));
    return OK;
}

enum status ledger_forget(struct ctx *c, int64_t seq, bool *done)
{
    struct ledger l;
    TRY(db_one(c, &ledger_record, &l, "SELECT * FROM ledger WHERE seq = $1", A(seq)));
    *done = is_forgotten(&l) || str_eq(row_hash(c, &l), l.hash);
    if (!*done || is_forgotten(&l))
        return OK;
    return db_run(c, "UPDATE ledger SET body = $1 WHERE seq = $2", A(str_fmt(c, FORGOTTEN "%.*s\"}", FMT(digest_of(c, &l)))), A(seq));
}

/* ---- verifying ------------------------------------------------------------------------------- */

enum { PAGE = 500, FAULTS_MAX = 100, NEAR = 64 };

struct walk {
    struct ctx *c; /* its arena keeps what is reported */
    struct ledger_report *out;
    int64_t seq, moves; /* last row read; moves seen in the chain */
    char hash[80];      /* of the last row */
    int64_t noted;      /* the head that was noted elsewhere */
    struct str noted_hash;
};

static void fault(struct walk *w, int64_t seq, struct str cause)
{
    if (w->out->faults.n < FAULTS_MAX)
        *LIST_ADD(w->c, &w->out->faults) = (struct ledger_fault){seq, str_copy(w->c, cause)};
}

/* A row whose contents fit its hash under another number was moved, not changed. */
static int64_t written_as(struct ctx *c, const struct ledger *l)
{
    struct ledger try = *l;
    for (try.seq = l->seq > NEAR ? l->seq - NEAR : 1; try.seq <= l->seq + NEAR; try.seq++)
        if (fits(c, &try))
            return try.seq;
    return 0;
}

static void check_contents(struct ctx *c, struct walk *w, const struct ledger *l)
{
    if (fits(c, l))
        return;
    int64_t other = written_as(c, l);
    fault(w, l->seq, other ? str_fmt(c, "row %lld is out of place: it was written as row %lld", (long long)l->seq, (long long)other)
                           : str_fmt(c, "row %lld was changed: its hash does not fit its contents", (long long)l->seq));
}

static void check_place(struct ctx *c, struct walk *w, const struct ledger *l)
{
    if (l->seq == w->seq + 2)
        fault(w, w->seq + 1, str_fmt(c, "row %lld is missing", (long long)w->seq + 1));
    else if (l->seq != w->seq + 1)
        fault(w, w->seq + 1, str_fmt(c, "rows %lld to %lld are missing", (long long)w->seq + 1, (long long)l->seq - 1));
    else if (!str_eq(l->prev, str_z(w->hash)))
        fault(w, l->seq, str_fmt(c, "row %lld does not follow row %lld: one of them was replaced", (long long)l->seq, (long long)w->seq));
}

struct told { /* what the chain tells of a move */
    int64_t item, seq, from, to;
    struct str because;
};
static const struct record told_record = {"move", sizeof(struct told), (const struct field[]){
    FIELD(struct told, item), FIELD(struct told, seq), FIELD(struct told, from), FIELD(struct told, to),
    FIELD(struct told, because), {0}}};

static enum status check_move(struct ctx *c, struct walk *w, const struct ledger *l)
{
    struct told t, is;
    bool found = false;
    w->moves += is_forgotten(l);
    if (is_forgotten(l) || record_from_json(c, &told_record, l->body.text, LENIENT, &t) != OK)
        return OK; /* a changed body: told already */
    w->moves++;
    TRY(db_maybe(c, &told_record, &is, &found,
                 "SELECT item, seq, from_state AS \"from\", to_state AS \"to\", because FROM move"
                 " WHERE item = $1 AND seq = $2 AND at_ms = $3 AND actor = $4",
                 A(t.item), A(t.seq), A(l->at_ms), A(l->actor)));
    if (!found || t.from != is.from || t.to != is.to || !str_eq(t.because, is.because))
        fault(w, l->seq, str_fmt(c, "row %lld tells of move %lld of item %lld, which %s in the table move", (long long)l->seq,
                                 (long long)t.seq, (long long)t.item, found ? "reads otherwise" : "is changed or missing"));
    return OK;
}

static enum status check_row(struct ctx *c, struct walk *w, const struct ledger *l)
{
    check_place(c, w, l);
    check_contents(c, w, l);
    if (l->seq == w->noted && !str_eq(l->hash, w->noted_hash))
        fault(w, l->seq, str_fmt(c, "row %lld is not the one whose hash was noted: the chain was written anew", (long long)l->seq));
    if (str_eq(l->what, STR("move")))
        TRY(check_move(c, w, l));
    w->seq = l->seq;
    snprintf(w->hash, sizeof w->hash, "%.*s", FMT(l->hash));
    w->out->rows++;
    w->out->forgotten += is_forgotten(l);
    return OK;
}

static enum status check_page(struct ctx *c, struct walk *w, bool *more)
{
    LIST(struct ledger) page;
    TRY(db_all(c, &ledger_record, &page, "SELECT * FROM ledger WHERE seq > $1 ORDER BY seq LIMIT $2", A(w->seq), A((int64_t)PAGE)));
    for (size_t i = 0; i < page.n; i++)
        TRY(check_row(c, w, &page.at[i]));
    *more = page.n == PAGE;
    return OK;
}

static enum status check_end(struct ctx *c, struct walk *w)
{
    struct str head, hash;
    int64_t seq, moves;
    TRY(db_text(c, &head, "SELECT value FROM meta WHERE name = 'ledger'"));
    head_read(head, &seq, &hash);
    if (seq > w->seq)
        fault(w, w->seq + 1, str_fmt(c, "the end is missing: %lld rows after row %lld", (long long)(seq - w->seq), (long long)w->seq));
    else if (seq < w->seq || !str_eq(hash, str_z(w->hash)))
        fault(w, w->seq, str_fmt(c, "the head says row %lld, which is not the last row %lld", (long long)seq, (long long)w->seq));
    if (w->noted > w->seq)
        fault(w, w->noted, str_fmt(c, "row %lld, whose hash was noted, is missing", (long long)w->noted));
    TRY(db_int(c, &moves, "SELECT COUNT(*) FROM move"));
    if (moves != w->moves)
        fault(w, 0, str_fmt(c, "the table move has %lld rows, the chain tells of %lld", (long long)moves, (long long)w->moves));
    w->out->head = str_fmt(c, "%lld:%s", (long long)w->seq, w->hash);
    return OK;
}

static void close_arena(void *a) { arena_close(a); }

enum status ledger_verify(struct ctx *c, struct str head, struct ledger_report *out)
{
    struct walk w = {.c = c, .out = out};
    struct ctx page = *c; /* a page at a time in an arena of its own: faults live in ours */
    page.mem = arena_open();
    arena_defer(c->mem, close_arena, page.mem);
    *out = (struct ledger_report){0};
    head_read(head, &w.noted, &w.noted_hash);
    if (head.p && !w.noted)
        return fail(c, REJECT, "a head is like 12:9f…, as `purvey ledger verify` prints it");
    for (bool more = true; more;) {
        struct arena_mark mark = arena_mark(page.mem);
        enum status s = check_page(&page, &w, &more);
        if (s != OK)
            return fail(c, s, "%s", page.why);
        arena_reset(page.mem, mark);
    }
    return check_end(c, &w);
}
