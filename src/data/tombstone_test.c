/* data/tombstone_test.c - who was forgotten is planted in each way in, and comes back by none; whoever signs up anew does. */
#include "data/day.h"
#include "data/tombstone.h"
#include "app/agent/talk.h"
#include "core/hash.h"
#include "core/settings.h"
#include "data/erase.h"
#include "data/identity.h"
#include "data/ingest/ingest.h"
#include "data/ingest/living.h"
#include "data/mailbox.h"
#include "data/order.h"
#include "data/sale.h"
#include "execution/order/act.h"
#include "test/unit/unit.h"
#include <unistd.h>


static int64_t count(struct ctx *c, const char *what)
{
    int64_t n = -1;
    if (!strcmp(what, "customer"))
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM customer"));
    else if (!strcmp(what, "account"))
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM account"));
    else if (!strcmp(what, "sale of somebody"))
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM sale WHERE customer IS NOT NULL"));
    else if (!strcmp(what, "event of somebody"))
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM event WHERE customer IS NOT NULL OR visitor IS NOT NULL OR query IS NOT NULL"));
    else
        ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM message"));
    return n;
}

static struct import_report take(struct ctx *c, const char *text)
{
    struct import in = {.path = STR("/nowhere/trade.csv"), .text = str_z(text), .currency = STR("EUR")};
    struct import_report r;
    ASSERT_OK(ingest_file(c, &in, &r));
    return r;
}

/* Ann is known by an address, a telephone number, two numbers of shops and a browser; then she is forgotten. */
static void forgotten_ann(struct ctx *c)
{
    struct customer p = {.id = STR("u1"), .email = STR("Ann@x.example"), .name = STR("Ann Berg"), .created_ms = NONE};
    struct event e = {.id = STR("e0"), .at_ms = 1, .name = STR("Product Viewed"), .visitor = STR("v1"), .customer = STR("u1"), .place = NONE,
                      .quantity = NONE, .price = NONE};
    struct erased gone;
    enum saved how;
    unit_home(c);
    ASSERT_OK(customer_save(c, &p));
    ASSERT_OK(identity_add(c, STR("u1"), STR("phone"), STR("+49 30 1234567"), STR("store")));
    ASSERT_OK(identity_add(c, STR("u1"), STR("id"), STR("old-7"), STR("merge")));
    ASSERT_OK(event_save(c, &e, false, &how));
    ASSERT_OK(customer_erase(c, STR("u1"), STR("person:anna"), false, &gone));
    assert_int_equal(count(c, "customer"), 0);
}

static bool barred(struct ctx *c, struct known k, enum saying how, int64_t at_ms)
{
    struct str why;
    ASSERT_OK(tombstone_bars(c, &k, how, at_ms, false, &why));
    return why.p != NULL;
}

TEST(tombstone_holds_nothing_that_can_be_read)
{
    int64_t n;
    struct str all;
    forgotten_ann(c);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM tombstone"));
    assert_int_equal(n, 5); /* address, telephone, two numbers, a browser */
    ASSERT_OK(db_text(c, &all, "SELECT MIN(digest) || MAX(digest) FROM tombstone"));
    assert_false(str_has(all, STR("ann")));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM tombstone WHERE digest = $1 OR digest = $2", A(hash_blake2b(c, STR("ann@x.example"))),
                     A(hash_sha256(c, STR("email:ann@x.example")))));
    assert_int_equal(n, 0);
    assert_true(barred(c, (struct known){.email = STR(" ANN@x.example")}, SIGNED_UP, NONE));
    assert_true(barred(c, (struct known){.phone = STR("0049 (0)30 1234-567")}, SAID_OF_THEM, NONE));
    assert_true(barred(c, (struct known){.id = STR("old-7")}, SAID_OF_THEM, c->now_ms + DAY_MS));
    assert_false(barred(c, (struct known){.id = STR("u2"), .email = STR("joann@x.example")}, SIGNED_UP, NONE));
}

TEST(tombstone_needs_its_own_key)
{
    struct str why;
    forgotten_ann(c);
    unlink(str_fmt(c, "%s/key", c->home).p);
    assert_int_equal(tombstone_bars(c, &(struct known){.id = STR("u1")}, SIGNED_UP, NONE, false, &why), REJECT);
    assert_non_null(strstr(c->why, "key"));
}

TEST(tombstone_in_a_file_of_orders)
{
    struct sale s;
    static const char old[] = "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Accepts Marketing\n"
                              "#1001,ann@X.example,paid,EUR,25.00,2025-03-01 10:22:33 +0100,1,Hat,25.00,H1,Ann Berg,yes\n";
    static const char new[] = "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Accepts Marketing\n"
                              "#1002,ann@X.example,paid,EUR,25.00,2026-03-01 10:22:33 +0100,1,Hat,25.00,H1,Ann Berg,yes\n";
    forgotten_ann(c);
    struct import_report r = take(c, old);
    assert_int_equal(r.added, 1); /* the sale counts */
    assert_int_equal(r.aside, 1);
    assert_int_equal(count(c, "customer"), 0);
    assert_int_equal(count(c, "sale of somebody"), 0);
    assert_int_equal(take(c, old).same, 1);
    assert_int_equal(take(c, new).aside, 0); /* bought anew, two months later */
    assert_int_equal(count(c, "customer"), 1);
    assert_int_equal(take(c, old).same, 1); /* and what was before stays nobody's */
    ASSERT_OK(sale_load(c, STR("#1001"), &s));
    assert_null(s.customer.p);
}

TEST(tombstone_in_events)
{
    static const char events[] =
        "{\"type\":\"track\",\"event\":\"Products Searched\",\"messageId\":\"m1\",\"anonymousId\":\"v1\""
        ",\"timestamp\":\"2025-03-01T10:00:00Z\",\"properties\":{\"query\":\"hat\"}}\n"
        "{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"m2\",\"anonymousId\":\"v9\",\"userId\":\"u1\""
        ",\"timestamp\":\"2026-03-01T10:00:00Z\",\"properties\":{\"sku\":\"H1\"}}\n"
        "{\"type\":\"identify\",\"userId\":\"u1\",\"messageId\":\"m3\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"traits\":{\"email\":\"ann@x.example\"}}\n"
        "{\"type\":\"identify\",\"userId\":\"u77\",\"messageId\":\"m4\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"traits\":{\"email\":\"ann@x.example\"}}\n";
    forgotten_ann(c);
    assert_int_equal(take(c, events).aside, 4);
    assert_int_equal(count(c, "customer"), 0);
    assert_int_equal(count(c, "event of somebody"), 0);
    ASSERT_OK(ingest_stream(c, STR("{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"m5\",\"anonymousId\":\"v2\",\"userId\":\"u1\","
                                   "\"timestamp\":\"2026-03-01T10:00:00Z\",\"properties\":{\"sku\":\"H1\"}}")));
    assert_int_equal(count(c, "event of somebody"), 0);
    take(c, "{\"type\":\"identify\",\"userId\":\"u1\",\"messageId\":\"m6\",\"timestamp\":\"2026-03-02T10:00:00Z\",\"traits\":{\"email\":\"ann@x.example\","
            "\"createdAt\":\"2026-03-02\"}}\n");
    assert_int_equal(count(c, "customer"), 1); /* an account made anew */
}

TEST(tombstone_in_a_document_of_orders)
{
    static const char document[] =
        "{\"money\":\"minor\",\"users\":{\"u1\":{\"name\":{\"first_name\":\"Ann\",\"last_name\":\"Berg\"},\"email\":\"new@x.example\"},"
        "\"u5\":{\"email\":\"ANN@x.example\"},\"u6\":{\"email\":\"bo@x.example\"}},"
        "\"orders\":{\"#1\":{\"user_id\":\"u1\",\"status\":\"delivered\",\"items\":[]},\"#2\":{\"user_id\":\"u5\",\"status\":\"delivered\",\"items\":[]},"
        "\"#3\":{\"user_id\":\"u6\",\"status\":\"delivered\",\"items\":[]}},\"products\":{}}";
    struct order_counts n;
    int64_t orders;
    forgotten_ann(c);
    ASSERT_OK(order_document_read(c, str_z(document), &n));
    assert_int_equal(n.aside.n, 4);
    assert_true(str_starts(n.aside.at[0], STR("users.u1: whoever is meant was forgotten on 2026-01-01")));
    assert_int_equal(count(c, "customer"), 1);
    assert_int_equal(count(c, "account"), 1);
    ASSERT_OK(db_int(c, &orders, "SELECT COUNT(*) FROM orders"));
    assert_int_equal(orders, 1);
    c->now_ms += DAY_MS;
    ASSERT_OK(tombstone_back(c, STR("ann@x.example"), STR("web form of 2 January"), STR("person:anna")));
    ASSERT_OK(order_document_read(c, str_z(document), &n));
    assert_int_equal(n.aside.n, 2); /* u1, whom nobody has heard of since */
}

static void letter(struct ctx *c, const char *id, const char *date)
{
    struct str raw = str_fmt(c, "From: Ann <ann@x.example>\r\nTo: help@shop.example\r\nMessage-ID: <%s@x.example>\r\nDate: %s\r\nSubject: hat\r\n\r\nWhere is it?\r\n", id, date);
    int64_t n;
    bool did;
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM letter"));
    ASSERT_OK(db_run(c, "INSERT INTO letter (mailbox, validity, uid, raw, state, at_ms) VALUES ('service', 1, $1, $2, 'new', 1)", A(n + 1), A(hash_base64(c, raw))));
    ASSERT_OK(letter_step(c, &did));
}

TEST(tombstone_in_letters_and_chats)
{
    struct setting mail = {.name = STR("channel.mail"), .value = STR("{\"mailboxes\":[{\"name\":\"service\",\"address\":\"help@shop.example\"}]}")};
    struct settings all = {&mail, 1};
    struct str raw, customer;
    struct wish w = {.kind = STR("chat")};
    struct chat_wish said = {.key = STR("0123456789abcdef"), .id = STR("1"), .text = STR("hello"), .customer = STR("u1")};
    forgotten_ann(c);
    c->settings = &all;
    letter(c, "old", "Mon, 3 Mar 2025 10:00:00 +0000"); /* a mailbox that is fetched once more */
    assert_int_equal(count(c, "message"), 0);
    ASSERT_OK(db_text(c, &raw, "SELECT raw FROM letter"));
    assert_null(raw.p);
    letter(c, "new", "Tue, 3 Mar 2026 10:00:00 +0000"); /* writing anew: answered, and still nobody we know */
    assert_int_equal(count(c, "message"), 1);
    assert_true(barred(c, (struct known){.email = STR("ann@x.example")}, SAID_OF_THEM, NONE));
    ASSERT_OK(talk_chat(c, &said, &w));
    assert_int_equal(count(c, "message"), 2);
    ASSERT_OK(db_text(c, &customer, "SELECT customer FROM thread WHERE customer IS NOT NULL"));
    assert_null(customer.p);
}

TEST(tombstone_of_a_webhook_bars_whom_we_never_knew)
{
    bool did;
    unit_home(c);
    ASSERT_OK(db_run(c, "INSERT INTO inbox (id, topic, body, state, at_ms) VALUES ('w1', 'shopify:customers/redact', $1, 'new', 1)",
                     A(STR("{\"shop_id\":9,\"customer\":{\"id\":207119551,\"email\":\"Bo@x.example\",\"phone\":\"+4930555666\"},\"orders_to_redact\":[]}"))));
    ASSERT_OK(ingest_inbox_step(c, &did));
    assert_true(barred(c, (struct known){.email = STR("bo@x.example")}, SIGNED_UP, NONE));
    assert_true(barred(c, (struct known){.id = STR("207119551")}, SIGNED_UP, NONE));
    assert_true(barred(c, (struct known){.id = customer_of_email(c, STR("bo@X.example"))}, SIGNED_UP, NONE));
    assert_true(barred(c, (struct known){.phone = STR("+49 30 555666")}, SIGNED_UP, NONE));
}
