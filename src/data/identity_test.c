/* data/identity_test.c - who is who, never by a guess; merged and parted again, all is as it was; consent bounds every look. */
#include "core/rand.h"
#include "data/consent.h"
#include "data/identity.h"
#include "data/order.h"
#include "data/order.h"
#include "data/profile.h"
#include "data/sale.h"
#include "data/thread.h"
#include "test/unit/unit.h"

static void customer(struct ctx *c, const char *id, const char *email, const char *name)
{
    struct customer p = {.id = str_z(id), .email = email ? str_z(email) : (struct str){0}, .name = str_z(name), .created_ms = NONE};
    ASSERT_OK(customer_save(c, &p));
}

static void bought(struct ctx *c, const char *sale, const char *who)
{
    struct sale s = {.id = str_z(sale), .customer = str_z(who), .state = STR("paid"), .subtotal = NONE, .shipping = NONE, .tax = NONE, .discount = NONE,
                     .total = 1990, .refunded = NONE, .placed_ms = c->now_ms, .paid_ms = NONE, .fulfilled_ms = NONE, .cancelled_ms = NONE};
    struct line l = {.sku = STR("S-42"), .title = STR("Shoe"), .quantity = 1, .price = 1990, .discount = NONE};
    enum saved how;
    *LIST_ADD(c, &s.lines) = l;
    ASSERT_OK(sale_save(c, &s, 1, false, &how));
}

static void says(struct ctx *c, const char *who, const char *purpose, bool given, int64_t at_ms, int64_t until_ms)
{
    struct consent w = {.customer = str_z(who), .purpose = str_z(purpose), .given = given, .proof = STR("asked at the till"), .source = STR("store"),
                        .at_ms = at_ms, .until_ms = until_ms};
    ASSERT_OK(consent_note(c, &w));
}

static bool has(struct ctx *c, const char *who, const char *purpose)
{
    bool yes;
    ASSERT_OK(consent_has(c, str_z(who), str_z(purpose), &yes));
    return yes;
}

TEST(identity_has_one_spelling)
{
    static const struct {
        const char *kind, *value, *plain;
    } cases[] = {
        {"email", " Ann@X.example ", "ann@x.example"}, {"email", "ann", NULL}, {"email", "a.nn@x.example", "a.nn@x.example"},
        {"phone", "+49 (0)30 1234-567", "+49301234567"}, {"phone", "0049301234567", "+49301234567"}, {"phone", "030 1234567", NULL},
        {"phone", "+49 30 CALL", NULL}, {"phone", "+1", NULL}, {"phone", "+1234567890123456", NULL}, {"phone", "++4930123456", NULL},
        {"loyalty", "ab-12 34", "AB1234"}, {"loyalty", "1", NULL}, {"loyalty", "a;drop", NULL}, {"email", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str got = identity_plain(c, str_z(cases[i].kind), str_z(cases[i].value));
        if (!str_eq(got, str_z(cases[i].plain)) || (got.p != NULL) != (cases[i].plain != NULL))
            fail_msg("%s \"%s\": got \"%.*s\"", cases[i].kind, cases[i].value, FMT(got));
    }
}

TEST(identity_names_one_customer)
{
    struct str who;
    unit_shop(c);
    customer(c, "7", "Ann@x.example", "Ann");
    customer(c, "8", NULL, "Bob");
    ASSERT_OK(identity_add(c, STR("7"), STR("phone"), STR("+49 30 1234567"), STR("store")));
    ASSERT_OK(identity_add(c, STR("7"), STR("phone"), STR("0049 30 1234567"), STR("web")));
    assert_int_equal(identity_add(c, STR("8"), STR("phone"), STR("+49301234567"), STR("web")), REJECT);
    assert_int_equal(identity_add(c, STR("8"), STR("email"), STR("ann@X.example"), STR("web")), REJECT);
    assert_int_equal(identity_add(c, STR("nobody"), STR("loyalty"), STR("AB1234"), STR("web")), REJECT);
    ASSERT_OK(identity_of(c, STR("ANN@x.example"), &who));
    ASSERT_STR(who, "7");
    ASSERT_OK(identity_of(c, STR("+49301234567"), &who));
    ASSERT_STR(who, "7");
    ASSERT_OK(identity_of(c, STR("Ann"), &who)); /* a name names nobody */
    assert_null(who.p);
}

/* All that stands about two customers, as one text. */
static struct str stand(struct ctx *c)
{
    struct str sales, customers, words, names;
    ASSERT_OK(db_text(c, &sales, "SELECT MIN(customer) || '/' || MAX(customer) || '/' || COUNT(*) FROM sale"));
    ASSERT_OK(db_text(c, &customers,
                      "SELECT MIN(id || COALESCE(email, '-') || COALESCE(name, '-') || marketing) || MAX(id || COALESCE(email, '-') || COALESCE(name, '-') ||"
                      " marketing) || COUNT(*) FROM customer"));
    ASSERT_OK(db_text(c, &words, "SELECT MIN(customer || purpose || given) || MAX(customer || purpose || given) || COUNT(*) FROM consent"));
    ASSERT_OK(db_text(c, &names, "SELECT MIN(kind || value || customer) || MAX(kind || value || customer) || COUNT(*) FROM identity"));
    struct str accounts, methods, money;
    ASSERT_OK(db_text(c, &accounts, "SELECT MIN(id || COALESCE(first_name, '-') || points) || MAX(id || COALESCE(first_name, '-') || points) || COUNT(*) FROM account"));
    ASSERT_OK(db_text(c, &methods, "SELECT MIN(customer || id) || MAX(customer || id) || COUNT(*) FROM method"));
    ASSERT_OK(db_text(c, &money, "SELECT MIN(customer || orders) || MAX(customer || orders) || COUNT(*) FROM money"));
    return str_fmt(c, "%s|%s|%s|%s|%s|%s|%s", sales.p, customers.p, words.p, names.p, accounts.p, methods.p, money.p);
}

static void account(struct ctx *c, const char *id, int64_t points, const char *card)
{
    struct account a = {.id = str_z(id), .first_name = STR("Ann"), .points = points};
    struct method both = {.customer = str_z(id), .id = STR("card_1"), .source = STR("credit_card"), .balance = NONE};
    struct method own = {.customer = str_z(id), .id = str_z(card), .source = STR("gift_card"), .balance = 500};
    ASSERT_OK(account_save(c, &a));
    ASSERT_OK(method_save(c, &both));
    ASSERT_OK(method_save(c, &own));
    ASSERT_OK(db_run(c, "INSERT INTO money (orders, seq, kind, amount, method, customer, deed, state, at_ms) VALUES ($1, 1, 'payment', 5, '', $2, '', 'done', 1)",
                     A(str_fmt(c, "W-%s", id)), A(str_z(id))));
}

static void two_that_are_one(struct ctx *c)
{
    unit_shop(c);
    customer(c, "7", NULL, "Ann");
    customer(c, "email:9", "ann@x.example", "A. Berg");
    bought(c, "#1", "7");
    bought(c, "#2", "email:9");
    account(c, "7", 100, "gift_a");
    account(c, "email:9", 30, "gift_b");
    ASSERT_OK(identity_add(c, STR("7"), STR("loyalty"), STR("AB1234"), STR("store")));
    ASSERT_OK(identity_add(c, STR("email:9"), STR("phone"), STR("+49301234567"), STR("web")));
    says(c, "7", "associate", true, c->now_ms - 10, NONE);
    says(c, "email:9", "associate", false, c->now_ms - 20, NONE);
    says(c, "email:9", "profile", true, c->now_ms - 20, NONE);
}

TEST(identity_merges_and_parts_again)
{
    struct str who;
    int64_t merging, n;
    two_that_are_one(c);
    struct str before = stand(c);
    assert_int_equal(identity_merge(c, STR("7"), STR("7"), STR("the same"), STR("person:anna"), &merging), REJECT);
    assert_int_equal(identity_merge(c, STR("7"), STR("email:9"), STR(""), STR("person:anna"), &merging), REJECT);
    ASSERT_OK(identity_merge(c, STR("7"), STR("email:9"), STR("showed the mail at the till"), STR("person:anna"), &merging));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM sale WHERE customer = '7'"));
    assert_int_equal(n, 2);
    ASSERT_OK(identity_of(c, STR("ann@x.example"), &who));
    ASSERT_STR(who, "7");
    assert_false(has(c, "7", "associate")); /* the careful word: one of them had withdrawn, though longer ago */
    assert_true(has(c, "7", "profile"));
    struct account a;
    ASSERT_OK(account_load(c, STR("7"), &a));
    assert_int_equal(a.points, 130);
    assert_int_equal(a.methods.n, 3); /* one card is the same */
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM account WHERE id = 'email:9'"));
    assert_int_equal(n, 0);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM money WHERE customer = '7'"));
    assert_int_equal(n, 2);
    bought(c, "#3", "email:9"); /* the shop goes on calling them by the old number */
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM sale WHERE customer = '7'"));
    assert_int_equal(n, 3);
    ASSERT_OK(db_run(c, "DELETE FROM line WHERE sale = '#3'"));
    ASSERT_OK(db_run(c, "DELETE FROM sale WHERE id = '#3'"));
    ASSERT_OK(identity_unmerge(c, merging, STR("person:anna")));
    ASSERT_STR(stand(c), before.p);
    assert_int_equal(identity_unmerge(c, merging, STR("person:anna")), REJECT);
}

TEST(identity_twins_are_told_not_merged)
{
    struct twins all;
    unit_shop(c);
    customer(c, "7", "ann@x.example", "Ann");
    customer(c, "9", "Ann@X.example", "Anna");
    customer(c, "10", "bob@x.example", "Ann");
    ASSERT_OK(identity_twins(c, &all));
    assert_int_equal(all.n, 1);
    ASSERT_STR(all.at[0].one, "7");
    ASSERT_STR(all.at[0].other, "9");
}

TEST(consent_last_word_counts)
{
    struct consent bad = {.customer = STR("7"), .purpose = STR("marketing"), .given = true, .proof = STR(""), .source = STR("web"), .at_ms = c->now_ms,
                          .until_ms = NONE};
    unit_shop(c);
    customer(c, "7", NULL, "Ann");
    assert_false(has(c, "7", "marketing"));
    assert_int_equal(consent_note(c, &bad), REJECT); /* no proof, no consent */
    says(c, "7", "marketing", true, c->now_ms - 100, NONE);
    assert_true(has(c, "7", "marketing"));
    says(c, "7", "marketing", false, c->now_ms - 50, NONE);
    assert_false(has(c, "7", "marketing"));
    says(c, "7", "marketing", true, c->now_ms - 50, NONE); /* at the same instant: the refusal counts */
    assert_false(has(c, "7", "marketing"));
    says(c, "7", "research", true, c->now_ms - 50, c->now_ms + 50);
    assert_true(has(c, "7", "research"));
    c->now_ms += 50;
    assert_false(has(c, "7", "research")); /* it has ended */
    says(c, "7", "profile", true, c->now_ms + 1000, NONE);
    assert_false(has(c, "7", "profile")); /* not yet said */
}

/* Whatever was agreed to and withdrawn, in any order: a section that shows anything was agreed to. */
TEST(profile_shows_no_more_than_consent)
{
    static const char *const purposes[] = {"marketing", "profile", "associate", "research"};
    struct event e = {.id = STR("e1"), .at_ms = c->now_ms - 5, .name = STR("Product Viewed"), .customer = STR("7"), .product = STR("shoe"), .place = NONE,
                      .quantity = NONE, .price = NONE};
    enum saved how;
    unit_shop(c);
    ASSERT_OK(db_run(c, "INSERT INTO product (id, title, category, channel, hash, batch, updated_ms) VALUES ('shoe', 'Shoe', 'Clothes > Shoes', 'file', 'h', 1, 1)"));
    ASSERT_OK(db_run(c, "INSERT INTO variant (product, pos, sku, options) VALUES ('shoe', 0, 'S-42', '[{\"name\":\"Size\",\"value\":\"42\"}]')"));
    customer(c, "7", "ann@x.example", "Ann");
    bought(c, "#1", "7");
    ASSERT_OK(event_save(c, &e, false, &how));
    struct thread t = thread_new(c, STR("chat"));
    t.customer = STR("7");
    struct message m = {.id = 1, .thread = t.id, .key = STR("k"), .way = STR("in"), .by_whom = STR("customer"), .text = STR("Hi"), .item = NONE, .at_ms = 1};
    bool known;
    ASSERT_OK(message_take(c, &t, &m, &known));
    int shown = 0, whole = 0;
    for (int i = 0; i < 200; i++) {
        struct profile p;
        uint64_t r = rand_next(&c->seed);
        c->now_ms += 10;
        says(c, "7", purposes[r % 4], r >> 8 & 1, c->now_ms - (int64_t)(r >> 16 & 7), r >> 20 & 3 ? NONE : c->now_ms + 30);
        ASSERT_OK(profile_load(c, STR("7"), STR("person:anna"), &p));
        bool associate = has(c, "7", "associate"), profile = has(c, "7", "profile");
        bool personal = p.id.n || p.name.n || p.email.n || p.orders.n || p.sizes.n || p.cases.n;
        assert_true(!personal || associate);
        assert_true(!p.interests.n || (associate && profile));
        assert_true(p.marketing == has(c, "7", "marketing"));
        shown += associate && p.orders.n == 1 && p.sizes.n == 1 && p.cases.n == 1 && p.name.n;
        whole += p.interests.n > 0;
    }
    assert_true(shown > 10 && whole > 5); /* and what is allowed is there */
    int64_t looks;
    ASSERT_OK(db_int(c, &looks, "SELECT COUNT(*) FROM customer_read WHERE customer = '7' AND person = 'person:anna'"));
    assert_int_equal(looks, 200);
}

/* Of the web by a file, of the app and of a store by purvey: one customer, three orders, each once. */
TEST(profile_has_the_orders_of_every_channel)
{
    struct profile p;
    struct order o;
    unit_shop(c);
    customer(c, "7", "ann@x.example", "Ann");
    bought(c, "#1", "7");
    for (int i = 0; i < 3; i++) {
        record_init(&order_record, &o);
        o.id = str_fmt(c, "#%d", i + 1), o.customer = STR("7"), o.status = STR("delivered"), o.channel = i ? STR("store") : STR("web"), o.placed_ms = c->now_ms - i;
        *LIST_ADD(c, &o.lines) = (struct order_line){.sku = STR("S"), .product = STR("p"), .title = STR("Trail boot"), .quantity = 2, .price = 4500,
                                                     .state = STR("delivered"), .expected_ms = NONE, .instead_of = NONE};
        ASSERT_OK(order_save(c, &o));
    }
    says(c, "7", "associate", true, c->now_ms - 1, NONE);
    ASSERT_OK(profile_load(c, STR("7"), STR("person:anna"), &p));
    assert_int_equal(p.orders.n, 3);
    int store = 0;
    for (size_t i = 0; i < p.orders.n; i++) {
        store += str_eq(p.orders.at[i].source, STR("store")) && p.orders.at[i].total == 9000 && str_eq(p.orders.at[i].titles, STR("Trail boot"));
        ASSERT_STR(p.orders.at[i].state, "delivered"); /* what purvey knows of it, not what a file said once */
    }
    assert_int_equal(store, 2);
}

TEST(identity_twins_are_found_however_an_address_is_written)
{
    struct twins all;
    unit_shop(c);
    customer(c, "W1", "ann@x.example", "Ann");
    customer(c, "A5", " ANN@x.example ", "ann");
    ASSERT_OK(identity_twins(c, &all));
    assert_int_equal(all.n, 1);
}
