/* data/erase.c - forgetting one customer.
 *
 * Tables  reads and writes every table that knows a customer; disclose_test.c holds the schema against what is here
 */
#include "data/erase.h"
#include "core/hash.h"
#include "core/json.h"
#include "data/consent.h"
#include "data/forget.h"
#include "data/identity.h"
#include "data/item.h"
#include "data/ledger.h"
#include "data/order.h"
#include "data/sale.h"
#include "data/shopper.h"
#include "data/thread.h"
#include "data/tombstone.h"

static const struct record kept_record = {"kept", sizeof(struct kept), (const struct field[]){
    FIELD(struct kept, what, .doc = "what stays"), FIELD(struct kept, n, .unit = "1", .doc = "how much of it"), FIELD(struct kept, why, .doc = "by which right"), {0}}};
const struct record erased_record = {"erased", sizeof(struct erased), (const struct field[]){
    FIELD(struct erased, sales, .unit = "1", .doc = "kept without a name"),
    FIELD(struct erased, threads, .unit = "1", .doc = "conversations that went"),
    FIELD(struct erased, events, .unit = "1", .doc = "events that are nobody's now"),
    FIELD(struct erased, orders, .unit = "1", .doc = "kept without a name or an address"),
    FIELD(struct erased, texts, .unit = "1", .doc = "texts elsewhere that named them, and no longer do"),
    FIELD_LIST(struct erased, kept, &kept_record, .flags = OPTIONAL, .doc = "what stays, and why"),
    {0}}};

static enum status customer_there(struct ctx *c, struct str id)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM customer WHERE id = $1", A(id)));
    return n ? OK : fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
}

/* ---- erasure ---------------------------------------------------------------------------------------------------- */

/* What work items, wishes and letters say of their conversations goes with them. */
static enum status words_erase(struct ctx *c, struct str id)
{
    TRY(db_run(c,
               "UPDATE change SET before = NULL, after = '' WHERE item IN (SELECT m.item FROM message m JOIN thread t ON t.id = m.thread"
               " WHERE t.customer = $1)",
               A(id)));
    TRY(db_run(c,
               "UPDATE outbox SET body = '{}', before = NULL, readback = NULL, receipt = NULL, why = NULL,"
               " state = CASE WHEN state IN ('waiting', 'sent') THEN 'failed' ELSE state END"
               " WHERE item IN (SELECT m.item FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1)",
               A(id)));
    TRY(db_run(c,
               "DELETE FROM content WHERE entity = 'message' AND id IN (SELECT CAST(m.id AS TEXT) FROM message m JOIN thread t ON t.id = m.thread"
               " WHERE t.customer = $1)",
               A(id)));
    TRY(db_run(c,
               "UPDATE item SET input = '{}', output = NULL, doubts = NULL, why = NULL WHERE (entity = 'thread' AND subject IN"
               " (SELECT CAST(id AS TEXT) FROM thread WHERE customer = $1)) OR id IN (SELECT m.item FROM message m JOIN thread t ON t.id = m.thread"
               " WHERE t.customer = $1)",
               A(id)));
    return db_run(c,
                  "DELETE FROM letter WHERE message IN (SELECT m.id FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1)", A(id));
}

/* Wishes are carried out at once; their words are of no use afterwards. */
static enum status wishes_erase(struct ctx *c)
{
    return db_run(c, "UPDATE wish SET body = '{}' WHERE state <> 'new' AND kind IN ('reply', 'thread', 'chat')");
}

struct sale_id { struct str id; };
static const struct record sale_id_record = {"sale_id", sizeof(struct sale_id), (const struct field[]){FIELD(struct sale_id, id), {0}}};

struct work { int64_t id, state; };
static const struct record work_record = {"work", sizeof(struct work), (const struct field[]){FIELD(struct work, id), FIELD(struct work, state), {0}}};

/* Conversations that nobody had linked to them yet, and what came in of them and was set aside or done. */
static enum status loose_ends(struct ctx *c, struct str id)
{
    LIST(struct sale_id) known;
    TRY(db_all(c, &sale_id_record, &known,
               "SELECT lower(email) AS id FROM customer WHERE id = $1 AND email <> '' UNION SELECT value FROM identity WHERE customer = $1 AND kind = 'email'",
               A(id)));
    for (size_t i = 0; i < known.n; i++) {
        struct str email = known.at[i].id, like = str_fmt(c, "%%%s%%", email.p);
        TRY(db_run(c, "UPDATE thread SET customer = $1 WHERE customer IS NULL AND lower(address) = $2", A(id), A(email)));
        TRY(db_run(c, "UPDATE inbox SET body = '{}' WHERE state <> 'new' AND lower(body) LIKE $1", A(like)));
        TRY(db_run(c, "UPDATE quarantine SET raw = '' WHERE lower(raw) LIKE $1", A(like)));
    }
    return OK;
}

static enum status talks_erase(struct ctx *c, struct str id, struct erased *out)
{
    TRY(words_erase(c, id));
    TRY(wishes_erase(c));
    TRY(db_run(c, "DELETE FROM attachment WHERE message IN (SELECT m.id FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1)", A(id)));
    TRY(db_run(c, "DELETE FROM message WHERE thread IN (SELECT id FROM thread WHERE customer = $1)", A(id)));
    return db_count(c, &out->threads, "DELETE FROM thread WHERE customer = $1", A(id));
}

/* Cart and chat of a browser that was theirs alone. */
static enum status browsers_erase(struct ctx *c, struct str id)
{
    struct strs ids;
    TRY(shopper_of(c, id, &ids));
    for (size_t i = 0; i < ids.n; i++) {
        TRY(db_run(c, "DELETE FROM cart_code WHERE shopper = $1", A(ids.at[i])));
        TRY(db_run(c, "DELETE FROM cart WHERE shopper = $1", A(ids.at[i])));
        TRY(db_run(c, "DELETE FROM shopper WHERE id = $1", A(ids.at[i])));
    }
    return OK;
}

/* The books are kept; who it was is not in them. */
static enum status books_erase(struct ctx *c, struct str id, struct str nobody, struct erased *out)
{
    TRY(db_run(c, /* a shop is not told an address that is blotted out */
               "UPDATE outbox SET state = 'failed', body = '{}' WHERE key LIKE 'errand:%' AND body LIKE '%\"field\":\"address\"%'"
               " AND target IN (SELECT 'money:' || id FROM orders WHERE customer = $1)", A(id)));
    TRY(db_run(c, "UPDATE deed SET body = '{}', receipt = '{}' WHERE orders IN (SELECT id FROM orders WHERE customer = $1)", A(id)));
    TRY(db_run(c, "UPDATE money SET customer = $1 WHERE customer = $2", A(nobody), A(id)));
    TRY(db_count(c, &out->orders, "UPDATE orders SET customer = $1, address = NULL, extra = NULL WHERE customer = $2", A(nobody), A(id)));
    TRY(db_run(c, "DELETE FROM method WHERE customer = $1", A(id)));
    TRY(db_run(c, "DELETE FROM account WHERE id = $1", A(id)));
    return db_count(c, &out->sales, "UPDATE sale SET customer = NULL WHERE customer = $1", A(id));
}

static enum status traces_erase(struct ctx *c, struct str id, struct erased *out)
{
    TRY(db_count(c, &out->events,
                 "UPDATE event SET customer = NULL, visitor = NULL, query = NULL WHERE customer = $1 OR visitor = $1 OR visitor IN " VISITORS_OF
                 " OR (customer IS NULL AND visitor IN (SELECT visitor FROM event WHERE customer = $1))",
                 A(id)));
    TRY(db_run(c, "UPDATE customer_read SET customer = NULL WHERE customer = $1", A(id)));
    TRY(db_run(c,
               "UPDATE merging SET body = '{}', kept = '', gone = '', because = 'erased' WHERE kept = $1 OR gone = $1 OR kept IN"
               " (SELECT value FROM identity WHERE customer = $1 AND kind = 'id')",
               A(id)));
    TRY(db_run(c, "DELETE FROM consent WHERE customer = $1", A(id)));
    TRY(db_run(c, "DELETE FROM identity WHERE customer = $1", A(id)));
    return db_run(c, "DELETE FROM customer WHERE id = $1", A(id));
}

/* Work on their orders and conversations that nobody has decided on yet ends; what it says goes. */
static enum status work_erase(struct ctx *c, struct str id, struct str who)
{
    LIST(struct work) open;
    TRY(db_all(c, &work_record, &open,
               "SELECT id, state FROM item WHERE state IN ($2, $3, $4) AND ((entity = 'order' AND subject IN (SELECT id FROM orders WHERE customer = $1))"
               " OR (entity = 'thread' AND subject IN (SELECT CAST(id AS TEXT) FROM thread WHERE customer = $1)))",
               A(id), A((int)PLANNED), A((int)CHECKED), A((int)WAITING)));
    for (size_t i = 0; i < open.n; i++)
        TRY(item_move(c, open.at[i].id, (enum state)open.at[i].state, DROPPED, who, STR("the customer was forgotten")));
    TRY(db_run(c,
               "UPDATE change SET before = NULL, after = '' WHERE item IN (SELECT id FROM item WHERE entity = 'order' AND kind = 'exception.solve'"
               " AND state IN ($2, $3, $4) AND subject IN (SELECT id FROM orders WHERE customer = $1))",
               A(id), A((int)DROPPED), A((int)KEPT), A((int)UNDONE)));
    return db_run(c,
                  "UPDATE item SET input = '{}', output = NULL, doubts = NULL, why = NULL WHERE entity = 'order' AND kind = 'exception.solve'"
                  " AND state IN ($2, $3, $4) AND subject IN (SELECT id FROM orders WHERE customer = $1)",
                  A(id), A((int)DROPPED), A((int)KEPT), A((int)UNDONE));
}

/* What the ledger says of their orders beyond what was done: notes, reasons in somebody's own words. */
static enum status notes_erase(struct ctx *c, struct str id)
{
    LIST(struct work) rows;
    TRY(db_all(c, &work_record, &rows,
               "SELECT seq AS id, 0 AS state FROM ledger WHERE what = 'note' AND subject IN (SELECT 'order:' || id FROM orders WHERE customer = $1)", A(id)));
    for (size_t i = 0; i < rows.n; i++) {
        bool done;
        TRY(ledger_forget(c, rows.at[i].id, &done));
    }
    return OK;
}

/* All that an import could know them by. */
static enum status stones_set(struct ctx *c, struct str id)
{
    LIST(struct identity) all;
    struct strs words = {0}, shared = {0};
    TRY(db_all(c, &identity_record, &all,
               "SELECT kind, value, customer, source, at_ms FROM identity WHERE customer = $1"
               " UNION SELECT 'email', email, id, 'customer', 0 FROM customer WHERE id = $1 AND email <> ''"
               " UNION SELECT 'visitor', visitor, $1, 'event', 0 FROM event WHERE visitor IN " VISITORS_OF,
               A(id)));
    for (size_t i = 0; i < all.n; i++)
        TRY(tombstone_add(c, all.at[i].kind, all.at[i].value));
    TRY(forget_words(c, id, &words, &shared)); /* telephone numbers of their addresses among them */
    for (size_t i = 0; i < words.n; i++)
        TRY(tombstone_add(c, STR("phone"), words.at[i]));
    return tombstone_add(c, STR("id"), id);
}

static void keep_note(struct ctx *c, struct erased *out, struct str what, int64_t n, struct str why)
{
    if (n)
        *LIST_ADD(c, &out->kept) = (struct kept){what, why, n};
}

static enum status kept_note(struct ctx *c, struct str nobody, const struct strs *shared, int64_t rows, struct erased *out)
{
    int64_t money;
    TRY(db_int(c, &money, "SELECT COUNT(*) FROM money WHERE customer = $1", A(nobody)));
    struct str books = STR("tax and trade law has the books kept (GDPR 17.3b); no name, address or number of the person is in them");
    keep_note(c, out, STR("sales"), out->sales, books);
    keep_note(c, out, STR("orders"), out->orders, books);
    keep_note(c, out, STR("payments and refunds"), money, books);
    keep_note(c, out, STR("digest"), 1, STR("so that no old file brings them back: keyed, of what they were known by, never that itself"));
    keep_note(c, out, STR("events"), out->events, STR("counted for forecasts; nobody's now"));
    keep_note(c, out, STR("mentions of a name"), (int64_t)shared->n, STR("another customer has the same name: texts elsewhere may mean them"));
    keep_note(c, out, STR("lines of the ledger"), rows, STR("written by an older program: the chain would break"));
    return OK;
}

static enum status erase(struct ctx *c, struct str id, struct str who, struct erased *out)
{
    struct str nobody = str_fmt(c, "erased:%s", hash_hex(c, hash_random(c, 8)).p);
    struct strs shared = {0};
    int64_t rows;
    TRY(loose_ends(c, id));
    TRY(stones_set(c, id));
    TRY(forget_words(c, id, &out->words, &shared));
    TRY(work_erase(c, id, who));
    TRY(notes_erase(c, id));
    TRY(talks_erase(c, id, out));
    TRY(browsers_erase(c, id));
    TRY(books_erase(c, id, nobody, out));
    TRY(traces_erase(c, id, out));
    TRY(forget_texts(c, &out->words, &out->texts, &rows));
    TRY(kept_note(c, nobody, &shared, rows, out));
    return ledger_append(c, who, STR("customer.erase"), nobody, record_to_json(c, &erased_record, out));
}

static enum status nothing_under_way(struct ctx *c, struct str id)
{
    struct str order;
    TRY(db_text(c, &order,
                "SELECT id FROM orders WHERE customer = $1 AND status IN ('pending', 'pending (item modified)', 'held', 'processed', 'return requested',"
                " 'exchange requested') ORDER BY id LIMIT 1",
                A(id)));
    if (!order.p)
        return OK;
    return fail(c, REJECT, "order %.*s is still under way and needs their address: deliver or cancel it first, or say --anyway", FMT(order));
}

enum status customer_erase(struct ctx *c, struct str id, struct str who, bool anyway, struct erased *out)
{
    *out = (struct erased){0};
    TRY(customer_there(c, id));
    if (!anyway)
        TRY(nothing_under_way(c, id));
    IN_ONE_STEP(c, erase(c, id, who, out));
    return OK;
}

enum status erase_freed(struct ctx *c)
{
    return db_script(c, db_is_postgres(c->db) ? STR("VACUUM") : STR("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
}
