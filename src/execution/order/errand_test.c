/* execution/order/errand_test.c - orders of a connected shop: what an action means for it, once, or why it is refused. */
#include "data/bring.h"
#include "data/catalog.h"
#include "data/erase.h"
#include "data/errand.h"
#include "execution/order/act.h"
#include "execution/order/settle.h"
#include "test/unit/unit.h"

static const char as_pulled[] =
    "{\"order\":{\"id\":\"#7\",\"customer\":\"medusa:c1\",\"status\":\"pending\",\"channel\":\"medusa\",\"currency\":\"EUR\",\"shop\":\"medusa\",\"remote\":\"o1\","
    "\"shipping\":500,\"placed_ms\":1000,\"lines\":[{\"pos\":0,\"sku\":\"M\",\"quantity\":2,\"price\":1000,\"remote\":\"l1\"},"
    "{\"pos\":1,\"sku\":\"N\",\"quantity\":1,\"price\":300,\"remote\":\"l2\"}]},"
    "\"customer\":{\"id\":\"medusa:c1\",\"email\":\"ann@x.example\",\"marketing\":false},"
    "\"methods\":[{\"id\":\"medusa:p1\",\"source\":\"card\"}],\"money\":[%s]}";
static const char paid[] = "{\"orders\":\"#7\",\"seq\":1,\"kind\":\"payment\",\"amount\":2800,\"method\":\"medusa:p1\"}";

static enum saved bring(struct ctx *c, const char *money)
{
    struct pulled_order in;
    enum saved how;
    ASSERT_OK(record_from_json(c, &pulled_order_record, str_replace(c, str_z(as_pulled), STR("%s"), str_z(money)), LENIENT, &in));
    ASSERT_OK(order_bring(c, &in, 1, &how));
    return how;
}

static enum status act(struct ctx *c, const char *key, const char *kind, const char *more)
{
    struct action a;
    struct receipt r;
    TRY(record_from_json(c, &action_record, str_fmt(c, "{\"key\":\"%s\",\"kind\":\"%s\",\"order\":\"#7\"%s}", key, kind, more), STRICT, &a));
    return order_act(c, NULL, &a, &r);
}

struct body { struct raw body; };
static const struct record body_record = {"outbox", sizeof(struct body), (const struct field[]){FIELD(struct body, body), {0}}};

/* What the outbox holds for the shop: kind, and how many units or how much. */
static struct str asked(struct ctx *c)
{
    struct buf b = {0};
    LIST(struct body) rows;
    ASSERT_OK(db_all(c, &body_record, &rows, "SELECT body FROM outbox WHERE channel = 'medusa' ORDER BY id"));
    for (size_t i = 0; i < rows.n; i++) {
        struct effect e;
        struct errand w;
        ASSERT_OK(record_from_json(c, &effect_record, rows.at[i].body.text, LENIENT, &e));
        ASSERT_OK(record_from_json(c, &errand_record, e.value, LENIENT, &w));
        ASSERT_STR(w.order, "o1");
        buf_fmt(c, &b, "%s%.*s", i ? " | " : "", FMT(w.kind));
        if (w.amount != NONE)
            buf_fmt(c, &b, " %lld by %.*s", (long long)w.amount, FMT(w.payment));
        for (size_t k = 0; k < w.lines.n; k++)
            buf_fmt(c, &b, " %lld of %.*s%s", (long long)w.lines.at[k].quantity, FMT(w.lines.at[k].line), w.lines.at[k].damaged ? " damaged" : "");
    }
    return buf_str(&b);
}

TEST(errand_brings_an_order_once_and_then_only_new_money)
{
    int64_t n;
    unit_shop(c);
    assert_int_equal(bring(c, ""), SAVED_NEW);
    assert_int_equal(bring(c, ""), SAVED_SAME);
    assert_int_equal(bring(c, paid), SAVED_CHANGED);
    assert_int_equal(bring(c, paid), SAVED_SAME);
    ASSERT_OK(db_int(c, &n, "SELECT SUM(amount) FROM money WHERE orders = '#7'"));
    assert_int_equal(n, 2800);
    ASSERT_OK(act(c, "h", "hold", ",\"reason\":\"fraud\""));
    assert_int_equal(bring(c, paid), SAVED_SAME); /* what was done here stands */
    struct order o;
    ASSERT_OK(order_load(c, STR("#7"), &o));
    ASSERT_STR(o.status, "held");
}

TEST(errand_keeps_consent_and_the_name_of_another_order)
{
    struct str ids;
    int64_t agreed;
    unit_shop(c);
    ASSERT_OK(db_run(c, "INSERT INTO orders (id, customer, status) VALUES ('#7', 'x', 'pending')"));
    ASSERT_OK(db_run(c, "INSERT INTO customer (id, email, marketing) VALUES ('medusa:c1', 'ann@x.example', 1)"));
    bring(c, paid);
    ASSERT_OK(db_text(c, &ids, "SELECT id FROM orders WHERE shop = 'medusa'"));
    ASSERT_STR(ids, "medusa#7");
    ASSERT_OK(db_int(c, &agreed, "SELECT marketing FROM customer WHERE id = 'medusa:c1'"));
    assert_int_equal(agreed, 1);
}

TEST(errand_of_money_goes_to_the_shop_and_not_to_the_provider)
{
    bool did;
    unit_shop(c);
    bring(c, "");
    ASSERT_OK(act(c, "p", "pay", ",\"method\":\"medusa:p1\""));
    ASSERT_OK(act(c, "p", "pay", ",\"method\":\"medusa:p1\"")); /* sent twice */
    ASSERT_STR(asked(c), "pay 2800 by p1");
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = 'done'"));
    ASSERT_OK(order_settle(c, &did));
    ASSERT_OK(act(c, "r", "refund", ",\"amount\":700"));
    ASSERT_STR(asked(c), "pay 2800 by p1 | refund 700 by p1");
    assert_int_equal(act(c, "s", "refund", ",\"amount\":2101"), REJECT); /* more than is left */
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM outbox WHERE channel = 'payment'"));
    assert_int_equal(n, 0);
}

TEST(errand_of_a_cancellation_follows_its_refund)
{
    unit_shop(c);
    bring(c, paid);
    ASSERT_OK(act(c, "x", "cancel", ",\"reason\":\"mistake\""));
    ASSERT_STR(asked(c), "refund 2800 by p1 | cancel");
}

TEST(errand_names_the_units_that_left_arrived_and_came_back)
{
    unit_shop(c);
    bring(c, paid);
    ASSERT_OK(act(c, "s1", "ship", ",\"parcel\":\"T1\",\"lines\":[{\"sku\":\"M\",\"quantity\":1}]"));
    ASSERT_OK(act(c, "s2", "ship", ",\"parcel\":\"T2\""));
    ASSERT_STR(asked(c), "ship 1 of l1 | ship 1 of l2 1 of l1");
    ASSERT_OK(act(c, "d", "deliver", ""));
    ASSERT_OK(act(c, "b", "return", ",\"lines\":[{\"sku\":\"M\",\"quantity\":2}]"));
    ASSERT_OK(act(c, "e", "receive", ""));
    ASSERT_OK(db_run(c, "DELETE FROM outbox"));
    ASSERT_OK(act(c, "i", "inspect", ",\"lines\":[{\"pos\":0,\"condition\":\"new\"},{\"pos\":2,\"condition\":\"damaged\"}]"));
    ASSERT_STR(asked(c), "refund 1000 by p1 | return 1 of l1 1 of l1 damaged");
}

TEST(errand_that_no_shop_is_asked_for_is_refused_with_what_to_do)
{
    unit_shop(c);
    bring(c, paid);
    static const struct { const char *kind, *more; } all[] = {
        {"items", ",\"method\":\"medusa:p1\",\"lines\":[{\"sku\":\"M\",\"to\":\"O\"}]"}, {"compensate", ",\"amount\":100"},
        {"method", ",\"method\":\"medusa:p1\""}, {"substitute", ""}, {"cancel", ",\"lines\":[{\"sku\":\"M\"}]"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(act(c, all[i].kind, all[i].kind, all[i].more), REJECT);
        assert_true(str_has(str_z(c->why), STR("stands in medusa")) && str_has(str_z(c->why), STR("--orders")));
    }
    ASSERT_STR(asked(c), "");
}

TEST(errand_of_an_address_is_forgotten_with_whose_it_is)
{
    int64_t n;
    struct erased gone;
    unit_home(c);
    bring(c, paid);
    ASSERT_OK(act(c, "a", "address", ",\"address\":{\"address1\":\"Gasse 9\",\"city\":\"Bonn\",\"zip\":\"53111\"}"));
    ASSERT_STR(asked(c), "address");
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM outbox WHERE body LIKE '%Gasse 9%' AND state = 'waiting'"));
    assert_int_equal(n, 1);
    ASSERT_OK(customer_erase(c, STR("medusa:c1"), STR("person:anna"), true, &gone));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM outbox WHERE body LIKE '%Gasse 9%' OR state = 'waiting'"));
    assert_int_equal(n, 0);
}

TEST(errand_that_was_refused_is_asked_for_again_by_a_person)
{
    int64_t n;
    struct errand_rows rows;
    unit_shop(c);
    bring(c, paid);
    ASSERT_OK(act(c, "s1", "ship", ",\"parcel\":\"T1\",\"node\":\"ulm\""));
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = 'failed', why = 'no place'"));
    ASSERT_OK(errand_load(c, STR("#7"), &rows));
    assert_int_equal(rows.at.n, 1);
    ASSERT_STR(rows.at.at[0].kind, "ship");
    ASSERT_STR(rows.at.at[0].why, "no place");
    ASSERT_OK(errand_again(c, STR("#7"), &n));
    assert_int_equal(n, 1);
    ASSERT_OK(errand_again(c, STR("#7"), &n));
    assert_int_equal(n, 0);
}

/* An export of a shop that nothing reaches from here. */
TEST(errand_of_an_exported_order_is_for_a_person)
{
    unit_shop(c);
    bring(c, paid);
    ASSERT_OK(db_run(c, "UPDATE orders SET shop = 'shopify'"));
    assert_int_equal(act(c, "k", "cancel", ",\"reason\":\"no longer needed\""), REJECT);
    assert_non_null(strstr(c->why, "import its orders again"));
    assert_int_equal(act(c, "k2", "refund", ",\"amount\":100"), REJECT);
}

/* A caller's transaction is kept all the same: so nothing of it may have been written. */
TEST(errand_refuses_an_order_before_it_writes_any_of_it)
{
    struct pulled_order in;
    enum saved how;
    int64_t n;
    unit_shop(c);
    ASSERT_OK(record_from_json(c, &pulled_order_record, str_replace(c, str_z(as_pulled), STR("%s"), str_z(paid)), LENIENT, &in));
    in.money.at[0].amount = -1;
    ASSERT_OK(db_begin(c));
    assert_int_equal(order_bring(c, &in, 1, &how), REJECT);
    ASSERT_OK(db_end(c, true));
    ASSERT_OK(db_int(c, &n, "SELECT (SELECT COUNT(*) FROM customer) + (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM method)"));
    assert_int_equal(n, 0);
}
