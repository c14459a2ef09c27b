/* data/erase.c - exporting and forgetting one customer.
 *
 * Tables  reads and writes every table that knows a customer; erase_test.c holds the schema against what is here
 */
#include "data/erase.h"
#include "core/hash.h"
#include "core/json.h"
#include "data/consent.h"
#include "data/identity.h"
#include "data/ledger.h"
#include "data/order.h"
#include "data/sale.h"
#include "data/thread.h"

const struct record erased_record = {"erased", sizeof(struct erased), (const struct field[]){
    FIELD(struct erased, sales, .unit = "1", .doc = "kept without a name"),
    FIELD(struct erased, threads, .unit = "1", .doc = "conversations that went"),
    FIELD(struct erased, events, .unit = "1", .doc = "events that are nobody's now"),
    FIELD(struct erased, orders, .unit = "1", .doc = "kept without a name or an address"),
    {0}}};

/* ---- export -------------------------------------------------------------------------------------------------- */

struct writing {
    struct ctx *c;
    struct tree *t;
    struct node *root;
};

static void put_rows(struct writing *w, const char *name, const struct record *r, const struct any_list *list)
{
    struct node *array = tree_array(w->t);
    for (size_t i = 0; i < list->n; i++)
        node_add(w->t, array, record_node(w->c, w->t, r, (const char *)list->at + i * r->size));
    node_set(w->t, w->root, name, array);
}

struct sale_id { struct str id; };
static const struct record sale_id_record = {"sale_id", sizeof(struct sale_id), (const struct field[]){FIELD(struct sale_id, id), {0}}};

static enum status sales_put(struct writing *w, struct str id)
{
    LIST(struct sale_id) ids;
    struct node *array = tree_array(w->t);
    TRY(db_all(w->c, &sale_id_record, &ids, "SELECT id FROM sale WHERE customer = $1 ORDER BY COALESCE(placed_ms, 0), id", A(id)));
    for (size_t i = 0; i < ids.n; i++) {
        struct sale s;
        TRY(sale_load(w->c, ids.at[i].id, &s));
        node_add(w->t, array, record_node(w->c, w->t, &sale_record, &s));
    }
    node_set(w->t, w->root, "sales", array);
    return OK;
}

struct look { struct str person, purpose, sections; int64_t at_ms; };
static const struct record look_record = {"look", sizeof(struct look), (const struct field[]){
    FIELD(struct look, person), FIELD(struct look, purpose), FIELD(struct look, sections), FIELD(struct look, at_ms, .unit = "ms"), {0}}};
struct order_row { struct str id, status, channel; struct raw address, lines, parcels, backs; int64_t placed_ms; };
static const struct record order_row_record = {"order", sizeof(struct order_row), (const struct field[]){
    FIELD(struct order_row, id), FIELD(struct order_row, status), FIELD(struct order_row, channel, .flags = OPTIONAL),
    FIELD(struct order_row, address, .flags = OPTIONAL), FIELD(struct order_row, lines, .flags = OPTIONAL),
    FIELD(struct order_row, parcels, .flags = OPTIONAL), FIELD(struct order_row, backs, .flags = OPTIONAL),
    FIELD(struct order_row, placed_ms, .unit = "ms", .init = NONE, .flags = OPTIONAL), {0}}};
struct account_row { struct str first_name, last_name; struct raw address; int64_t points; };
static const struct record account_row_record = {"account", sizeof(struct account_row), (const struct field[]){
    FIELD(struct account_row, first_name, .flags = OPTIONAL), FIELD(struct account_row, last_name, .flags = OPTIONAL),
    FIELD(struct account_row, address, .flags = OPTIONAL), FIELD(struct account_row, points), {0}}};
struct method_row { struct str source, brand, last_four; };
static const struct record method_row_record = {"method", sizeof(struct method_row), (const struct field[]){
    FIELD(struct method_row, source), FIELD(struct method_row, brand, .flags = OPTIONAL), FIELD(struct method_row, last_four, .flags = OPTIONAL), {0}}};
struct money_row { struct str orders, kind, state; int64_t amount, at_ms; };
static const struct record money_row_record = {"money", sizeof(struct money_row), (const struct field[]){
    FIELD(struct money_row, orders), FIELD(struct money_row, kind), FIELD(struct money_row, state), FIELD(struct money_row, amount, .unit = "minor"),
    FIELD(struct money_row, at_ms, .unit = "ms"), {0}}};

/* Read rows and put them under `name`. */
#define PUT(name, record, sql)                              \
    do {                                                    \
        struct any_list rows_ = {0};                        \
        TRY(db_all(w->c, record, &rows_, sql, A(id)));      \
        put_rows(w, name, record, &rows_);                  \
    } while (0)

static enum status tables_put(struct writing *w, struct str id)
{
    PUT("customer", &customer_record, "SELECT * FROM customer WHERE id = $1");
    PUT("identities", &identity_record, "SELECT * FROM identity WHERE customer = $1 ORDER BY kind, value");
    PUT("consents", &consent_record, "SELECT * FROM consent WHERE customer = $1 ORDER BY at_ms, id");
    TRY(sales_put(w, id));
    PUT("events", &event_record, "SELECT * FROM event WHERE customer = $1 OR visitor = $1 ORDER BY at_ms, id, pos");
    PUT("conversations", &thread_record, "SELECT * FROM thread WHERE customer = $1 ORDER BY made_ms, id");
    PUT("messages", &message_record,
        "SELECT m.* FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1 AND m.way <> 'note' ORDER BY m.at_ms, m.id");
    PUT("attachments", &attachment_record,
        "SELECT a.* FROM attachment a JOIN message m ON m.id = a.message JOIN thread t ON t.id = m.thread WHERE t.customer = $1 ORDER BY a.message, a.pos");
    PUT("account", &account_row_record, "SELECT first_name, last_name, address, points FROM account WHERE id = $1");
    PUT("means_of_payment", &method_row_record, "SELECT source, brand, last_four FROM method WHERE customer = $1 ORDER BY id");
    PUT("orders", &order_row_record,
        "SELECT id, status, channel, address, lines, parcels, backs, placed_ms FROM orders WHERE customer = $1 ORDER BY COALESCE(placed_ms, 0), id");
    PUT("money", &money_row_record, "SELECT orders, kind, state, amount, at_ms FROM money WHERE customer = $1 ORDER BY at_ms, orders, seq");
    PUT("looked_at_by", &look_record, "SELECT person, purpose, sections, at_ms FROM customer_read WHERE customer = $1 ORDER BY at_ms, id");
    return OK;
}

static enum status customer_there(struct ctx *c, struct str id)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM customer WHERE id = $1", A(id)));
    return n ? OK : fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
}

enum status customer_export(struct ctx *c, struct str id, struct str who, struct str *json)
{
    struct writing w = {.c = c, .t = tree_open(c)};
    w.root = tree_object(w.t);
    TRY(customer_there(c, id));
    node_set(w.t, w.root, "made_ms", tree_int(w.t, c->now_ms));
    TRY(tables_put(&w, id));
    *json = tree_pretty(c, w.t, w.root);
    return db_run(c, "INSERT INTO customer_read (id, customer, person, purpose, sections, at_ms) VALUES ($1, $2, $3, 'export', 'all', $4)",
                  A(db_new_id(c)), A(id), A(who), A(c->now_ms));
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
    TRY(loose_ends(c, id));
    TRY(words_erase(c, id));
    TRY(wishes_erase(c));
    TRY(db_run(c, "DELETE FROM attachment WHERE message IN (SELECT m.id FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1)", A(id)));
    TRY(db_run(c, "DELETE FROM message WHERE thread IN (SELECT id FROM thread WHERE customer = $1)", A(id)));
    return db_count(c, &out->threads, "DELETE FROM thread WHERE customer = $1", A(id));
}

/* The books are kept; who it was is not in them. */
static enum status books_erase(struct ctx *c, struct str id, struct str nobody, struct erased *out)
{
    TRY(db_run(c, "UPDATE deed SET body = '{}', receipt = '{}' WHERE orders IN (SELECT id FROM orders WHERE customer = $1)", A(id)));
    TRY(db_run(c, "UPDATE money SET customer = $1 WHERE customer = $2", A(nobody), A(id)));
    TRY(db_count(c, &out->orders, "UPDATE orders SET customer = $1, address = NULL, extra = NULL WHERE customer = $2", A(nobody), A(id)));
    TRY(db_run(c, "DELETE FROM method WHERE customer = $1", A(id)));
    TRY(db_run(c, "DELETE FROM account WHERE id = $1", A(id)));
    return db_count(c, &out->sales, "UPDATE sale SET customer = NULL WHERE customer = $1", A(id));
}

static enum status traces_erase(struct ctx *c, struct str id, struct erased *out)
{
    TRY(db_count(c, &out->events, "UPDATE event SET customer = NULL, visitor = NULL, query = NULL WHERE customer = $1 OR visitor = $1", A(id)));
    TRY(db_run(c, "UPDATE customer_read SET customer = NULL WHERE customer = $1", A(id)));
    TRY(db_run(c, "UPDATE merging SET body = '{}', kept = '', gone = '', because = 'erased' WHERE kept = $1 OR gone = $1", A(id)));
    TRY(db_run(c, "DELETE FROM consent WHERE customer = $1", A(id)));
    TRY(db_run(c, "DELETE FROM identity WHERE customer = $1", A(id)));
    return db_run(c, "DELETE FROM customer WHERE id = $1", A(id));
}

static enum status erase(struct ctx *c, struct str id, struct str who, struct erased *out)
{
    struct str nobody = str_fmt(c, "erased:%s", hash_hex(c, hash_random(c, 8)).p);
    TRY(talks_erase(c, id, out));
    TRY(books_erase(c, id, nobody, out));
    TRY(traces_erase(c, id, out));
    return ledger_append(c, who, STR("customer.erase"), nobody, record_to_json(c, &erased_record, out));
}

enum status customer_erase(struct ctx *c, struct str id, struct str who, struct erased *out)
{
    *out = (struct erased){0};
    TRY(customer_there(c, id));
    IN_ONE_STEP(c, erase(c, id, who, out));
    return OK;
}
