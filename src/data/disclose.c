/* data/disclose.c - what is known of one customer, section by section.
 *
 * Tables  reads every table that knows a customer; disclose_test.c holds the schema against what is here
 */
#include "data/disclose.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/mail.h"
#include "core/sql.h"
#include "data/consent.h"
#include "data/identity.h"
#include "data/sale.h"
#include "data/shopper.h"
#include "data/thread.h"
#include <math.h>

struct writing {
    struct ctx *c;
    struct tree *t;
    struct node *root;
    struct str id;
};

static void put_rows(struct writing *w, const char *name, const struct record *r, const struct any_list *list)
{
    struct node *array = tree_array(w->t);
    for (size_t i = 0; i < list->n; i++)
        node_add(w->t, array, record_node(w->c, w->t, r, (const char *)list->at + i * r->size));
    node_set(w->t, w->root, name, array);
}

/* ---- rows whose JSON is given as it stands ------------------------------------------------------------------------ */

struct look { struct str person, purpose, sections; int64_t at_ms; };
static const struct record look_record = {"look", sizeof(struct look), (const struct field[]){
    FIELD(struct look, person), FIELD(struct look, purpose), FIELD(struct look, sections), FIELD(struct look, at_ms, .unit = "ms"), {0}}};
struct order_row {
    struct str id, status, channel, currency, cancel_reason, hold_reason, held_from, shop, remote;
    struct raw address, lines, parcels, backs, extra;
    int64_t shipping, tax, discount, promised_ms, placed_ms, delivered_ms;
};
#define TEXT(m) FIELD(struct order_row, m, .flags = OPTIONAL)
#define WHEN(m) FIELD(struct order_row, m, .unit = "ms", .init = NONE, .flags = OPTIONAL)
static const struct record order_row_record = {"order", sizeof(struct order_row), (const struct field[]){
    FIELD(struct order_row, id), FIELD(struct order_row, status), TEXT(channel), TEXT(currency), TEXT(cancel_reason), TEXT(hold_reason), TEXT(held_from),
    TEXT(shop), TEXT(remote),
    TEXT(address), TEXT(lines), TEXT(parcels), TEXT(backs), TEXT(extra), FIELD(struct order_row, shipping, .unit = "minor"),
    FIELD(struct order_row, tax, .unit = "minor"), FIELD(struct order_row, discount, .unit = "minor"), WHEN(promised_ms), WHEN(placed_ms), WHEN(delivered_ms), {0}}};
struct account_row { struct str first_name, last_name; struct raw address, extra; int64_t points; };
static const struct record account_row_record = {"account", sizeof(struct account_row), (const struct field[]){
    FIELD(struct account_row, first_name, .flags = OPTIONAL), FIELD(struct account_row, last_name, .flags = OPTIONAL),
    FIELD(struct account_row, address, .flags = OPTIONAL), FIELD(struct account_row, extra, .flags = OPTIONAL), FIELD(struct account_row, points), {0}}};
struct method_row { struct str id, source, brand, last_four, currency; int64_t balance; };
static const struct record method_row_record = {"method", sizeof(struct method_row), (const struct field[]){
    FIELD(struct method_row, id), FIELD(struct method_row, source), FIELD(struct method_row, brand, .flags = OPTIONAL),
    FIELD(struct method_row, last_four, .flags = OPTIONAL), FIELD(struct method_row, currency, .flags = OPTIONAL),
    FIELD(struct method_row, balance, .unit = "minor", .init = NONE, .flags = OPTIONAL), {0}}};
struct money_row { struct str orders, kind, method, state; int64_t amount, at_ms; };
static const struct record money_row_record = {"money", sizeof(struct money_row), (const struct field[]){
    FIELD(struct money_row, orders), FIELD(struct money_row, kind), FIELD(struct money_row, method), FIELD(struct money_row, state),
    FIELD(struct money_row, amount, .unit = "minor"), FIELD(struct money_row, at_ms, .unit = "ms"), {0}}};
struct deed_row { struct str orders, kind, actor; struct raw body, receipt; int64_t at_ms; };
static const struct record deed_row_record = {"deed", sizeof(struct deed_row), (const struct field[]){
    FIELD(struct deed_row, orders), FIELD(struct deed_row, kind), FIELD(struct deed_row, actor), FIELD(struct deed_row, body),
    FIELD(struct deed_row, receipt, .flags = OPTIONAL), FIELD(struct deed_row, at_ms, .unit = "ms"), {0}}};
struct decided { struct str kind, subject, why; struct raw input, output, doubts; double confidence; int64_t moved_ms; };
static const struct record decided_record = {"decided", sizeof(struct decided), (const struct field[]){
    FIELD(struct decided, kind), FIELD(struct decided, subject), FIELD(struct decided, why, .flags = OPTIONAL), FIELD(struct decided, input),
    FIELD(struct decided, output, .flags = OPTIONAL), FIELD(struct decided, doubts, .flags = OPTIONAL),
    FIELD(struct decided, confidence, .init = NAN, .flags = OPTIONAL), FIELD(struct decided, moved_ms, .unit = "ms"), {0}}};
struct step { int64_t item, at_ms; struct str actor, because; };
static const struct record step_record = {"step", sizeof(struct step), (const struct field[]){
    FIELD(struct step, item), FIELD(struct step, actor), FIELD(struct step, because), FIELD(struct step, at_ms, .unit = "ms"), {0}}};
struct draft { int64_t item; struct str field, before, after, edited_by, state; };
static const struct record draft_record = {"draft", sizeof(struct draft), (const struct field[]){
    FIELD(struct draft, item), FIELD(struct draft, field), FIELD(struct draft, before, .flags = OPTIONAL), FIELD(struct draft, after),
    FIELD(struct draft, edited_by, .flags = OPTIONAL), FIELD(struct draft, state), {0}}};
struct entry { struct str actor, what, subject; struct raw body; int64_t at_ms; };
static const struct record entry_record = {"entry", sizeof(struct entry), (const struct field[]){
    FIELD(struct entry, actor), FIELD(struct entry, what), FIELD(struct entry, subject), FIELD(struct entry, body), FIELD(struct entry, at_ms, .unit = "ms"), {0}}};
struct taste { struct str name; int64_t n; };
static const struct record taste_record = {"interest", sizeof(struct taste), (const struct field[]){FIELD(struct taste, name), FIELD(struct taste, n), {0}}};

/* ---- sections ------------------------------------------------------------------------------------------------------- */

/* Read rows by the customer's id and put them under `name`. */
#define PUT(name, record, sql)                                 \
    do {                                                       \
        struct any_list rows_ = {0};                           \
        TRY(db_all(w->c, record, &rows_, sql, A(w->id)));      \
        put_rows(w, name, record, &rows_);                     \
    } while (0)
#define ITEMS_OF                                                                                                             \
    "(SELECT id FROM item WHERE (entity = 'order' AND subject IN (SELECT id FROM orders WHERE customer = $1))"              \
    " OR (entity = 'thread' AND subject IN (SELECT CAST(id AS TEXT) FROM thread WHERE customer = $1))"                      \
    " OR id IN (SELECT m.item FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1 AND m.item IS NOT NULL))"

static enum status person_put(struct writing *w)
{
    PUT("customer", &customer_record, "SELECT * FROM customer WHERE id = $1");
    PUT("identities", &identity_record, "SELECT * FROM identity WHERE customer = $1 ORDER BY kind, value");
    PUT("consents", &consent_record, "SELECT * FROM consent WHERE customer = $1 ORDER BY at_ms, id");
    PUT("merged_from", &merging_record, "SELECT * FROM merging WHERE kept = $1 AND undone_ms IS NULL ORDER BY id");
    PUT("looked_at_by", &look_record, "SELECT person, purpose, sections, at_ms FROM customer_read WHERE customer = $1 ORDER BY at_ms, id");
    return OK;
}

struct sale_id { struct str id; };
static const struct record sale_id_record = {"sale_id", sizeof(struct sale_id), (const struct field[]){FIELD(struct sale_id, id), {0}}};

static enum status sales_put(struct writing *w)
{
    LIST(struct sale_id) ids;
    struct node *array = tree_array(w->t);
    TRY(db_all(w->c, &sale_id_record, &ids, "SELECT id FROM sale WHERE customer = $1 ORDER BY COALESCE(placed_ms, 0), id", A(w->id)));
    for (size_t i = 0; i < ids.n; i++) {
        struct sale s;
        TRY(sale_load(w->c, ids.at[i].id, &s));
        node_add(w->t, array, record_node(w->c, w->t, &sale_record, &s));
    }
    node_set(w->t, w->root, "sales", array);
    return OK;
}

static enum status orders_put(struct writing *w)
{
    TRY(sales_put(w));
    PUT("orders", &order_row_record,
        "SELECT id, status, channel, currency, cancel_reason, hold_reason, held_from, shop, remote, address, lines, parcels, backs, extra, shipping, tax, discount,"
        " promised_ms, placed_ms, delivered_ms FROM orders WHERE customer = $1 ORDER BY COALESCE(placed_ms, 0), id");
    PUT("account", &account_row_record, "SELECT first_name, last_name, address, extra, points FROM account WHERE id = $1");
    PUT("means_of_payment", &method_row_record, "SELECT id, source, brand, last_four, currency, balance FROM method WHERE customer = $1 ORDER BY id");
    PUT("money", &money_row_record, "SELECT orders, kind, method, state, amount, at_ms FROM money WHERE customer = $1 ORDER BY at_ms, orders, seq");
    PUT("actions", &deed_row_record,
        "SELECT orders, kind, actor, body, NULLIF(receipt, '') AS receipt, at_ms FROM deed WHERE orders IN (SELECT id FROM orders WHERE customer = $1)"
        " ORDER BY at_ms, key");
    return OK;
}

static enum status talks_put(struct writing *w)
{
    PUT("conversations", &thread_record, "SELECT * FROM thread WHERE customer = $1 ORDER BY made_ms, id");
    PUT("messages", &message_record,
        "SELECT m.* FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1 AND m.way <> 'note' ORDER BY m.at_ms, m.id");
    PUT("notes", &message_record,
        "SELECT m.* FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1 AND m.way = 'note' ORDER BY m.at_ms, m.id");
    PUT("attachments", &attachment_record,
        "SELECT a.* FROM attachment a JOIN message m ON m.id = a.message JOIN thread t ON t.id = m.thread WHERE t.customer = $1 ORDER BY a.message, a.pos");
    return OK;
}

static enum status work_put(struct writing *w)
{
    PUT("decisions", &decided_record,
        "SELECT kind, subject, why, input, output, doubts, confidence, moved_ms FROM item WHERE id IN " ITEMS_OF " ORDER BY id");
    PUT("drafts", &draft_record, "SELECT item, field, before, after, edited_by, state FROM change WHERE item IN " ITEMS_OF " ORDER BY item, pos");
    PUT("steps", &step_record, "SELECT item, actor, because, at_ms FROM move WHERE item IN " ITEMS_OF " ORDER BY item, seq");
    PUT("ledger", &entry_record,
        "SELECT actor, what, subject, body, at_ms FROM ledger WHERE subject IN (SELECT 'order:' || id FROM orders WHERE customer = $1) OR subject IN"
        " (SELECT 'thread:' || CAST(id AS TEXT) FROM thread WHERE customer = $1) OR subject = 'customer:' || $1 ORDER BY seq");
    return OK;
}

/* ---- what their browser did and said ------------------------------------------------------------------------------------ */

struct chat_row { struct raw chat; int64_t at_ms; };
static const struct record chat_row_record = {"chat", sizeof(struct chat_row), (const struct field[]){
    FIELD(struct chat_row, chat, .flags = OPTIONAL), FIELD(struct chat_row, at_ms, .unit = "ms"), {0}}};
struct cart_row { struct str product, variant; int64_t quantity, at_ms; };
static const struct record cart_row_record = {"cart", sizeof(struct cart_row), (const struct field[]){
    FIELD(struct cart_row, product), FIELD(struct cart_row, variant), FIELD(struct cart_row, quantity), FIELD(struct cart_row, at_ms, .unit = "ms"), {0}}};

struct code_row { struct str code; int64_t at_ms; };
static const struct record code_row_record = {"code", sizeof(struct code_row), (const struct field[]){
    FIELD(struct code_row, code), FIELD(struct code_row, at_ms, .unit = "ms"), {0}}};

static enum status browsers_put(struct writing *w)
{
    struct strs ids;
    TRY(shopper_of(w->c, w->id, &ids));
    LIST(struct chat_row) said = {0};
    LIST(struct cart_row) held = {0};
    LIST(struct code_row) codes = {0};
    for (size_t i = 0; i < ids.n; i++) {
        LIST(struct chat_row) one;
        LIST(struct cart_row) lines;
        LIST(struct code_row) typed;
        TRY(db_all(w->c, &chat_row_record, &one, "SELECT chat, at_ms FROM shopper WHERE id = $1", A(ids.at[i])));
        TRY(db_all(w->c, &cart_row_record, &lines, "SELECT product, variant, quantity, at_ms FROM cart WHERE shopper = $1 ORDER BY at_ms, product", A(ids.at[i])));
        TRY(db_all(w->c, &code_row_record, &typed, "SELECT code, at_ms FROM cart_code WHERE shopper = $1", A(ids.at[i])));
        for (size_t k = 0; k < typed.n; k++)
            *LIST_ADD(w->c, &codes) = typed.at[k];
        for (size_t k = 0; k < one.n; k++)
            *LIST_ADD(w->c, &said) = one.at[k];
        for (size_t k = 0; k < lines.n; k++)
            *LIST_ADD(w->c, &held) = lines.at[k];
    }
    put_rows(w, "chats", &chat_row_record, &(struct any_list){said.at, said.n});
    put_rows(w, "carts", &cart_row_record, &(struct any_list){held.at, held.n});
    put_rows(w, "codes", &code_row_record, &(struct any_list){codes.at, codes.n});
    PUT("events", &event_record, "SELECT * FROM event WHERE customer = $1 OR visitor = $1 OR visitor IN " VISITORS_OF " ORDER BY at_ms, id, pos");
    PUT("interests", &taste_record, /* what is drawn from these */
        "SELECT name, SUM(n) AS n FROM (SELECT p.category AS name, 1 AS n FROM event e JOIN product p ON p.id = e.product"
        "  WHERE (e.customer = $1 OR e.visitor IN " VISITORS_OF ") AND p.category <> ''"
        " UNION ALL SELECT p.brand, 1 FROM event e JOIN product p ON p.id = e.product"
        "  WHERE (e.customer = $1 OR e.visitor IN " VISITORS_OF ") AND p.brand <> '') AS seen GROUP BY name ORDER BY SUM(n) DESC, name");
    return OK;
}

/* ---- letters that nobody could read: as they came ---------------------------------------------------------------------- */

struct unread { struct str raw, why; int64_t at_ms; };
static const struct record unread_record = {"unread", sizeof(struct unread), (const struct field[]){
    FIELD(struct unread, raw), FIELD(struct unread, why, .flags = OPTIONAL), FIELD(struct unread, at_ms, .unit = "ms"), {0}}};

static enum status letters_put(struct writing *w)
{
    LIST(struct unread) all;
    LIST(struct unread) theirs = {0};
    TRY(db_all(w->c, &unread_record, &all, "SELECT raw, why, at_ms FROM letter WHERE raw IS NOT NULL ORDER BY at_ms, uid"));
    for (size_t i = 0; i < all.n; i++) {
        struct mail m;
        struct str bytes, whose = {0};
        if (!hash_from_base64(w->c, all.at[i].raw, &bytes) || mail_read(w->c, bytes, &m) != OK || !m.from.address.n)
            continue;
        TRY(identity_find(w->c, STR("email"), m.from.address, &whose));
        if (str_eq(whose, w->id))
            *LIST_ADD(w->c, &theirs) = (struct unread){str_mend(w->c, bytes), all.at[i].why, all.at[i].at_ms};
    }
    put_rows(w, "letters_not_read", &unread_record, &(struct any_list){theirs.at, theirs.n});
    return OK;
}

static enum status sections_put(struct writing *w)
{
    TRY(person_put(w));
    TRY(orders_put(w));
    TRY(talks_put(w));
    TRY(browsers_put(w));
    TRY(letters_put(w));
    return work_put(w);
}

enum status customer_export(struct ctx *c, struct str id, struct str who, struct str *json)
{
    struct writing w = {.c = c, .t = tree_open(c), .id = id};
    int64_t there;
    w.root = tree_object(w.t);
    TRY(db_int(c, &there, "SELECT COUNT(*) FROM customer WHERE id = $1", A(id)));
    if (!there)
        return fail(c, REJECT, "there is no customer \"%.100s\"", id.p ? id.p : "");
    node_set(w.t, w.root, "made_ms", tree_int(w.t, c->now_ms));
    TRY(sections_put(&w));
    *json = tree_pretty(c, w.t, w.root);
    return db_run(c, "INSERT INTO customer_read (id, customer, person, purpose, sections, at_ms) VALUES ($1, $2, $3, 'export', 'all', $4)",
                  A(db_new_id(c)), A(id), A(who), A(c->now_ms));
}
