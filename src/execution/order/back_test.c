/* execution/order/back_test.c - goods that come back: windows, fees, whose fault it was, and money to the cent to what paid it. */
#include "core/rand.h"
#include "data/catalog.h"
#include "data/day.h"
#include "execution/order/act.h"
#include "execution/order/settle.h"
#include "test/unit/unit.h"

static const char boot[] = "{\"id\":\"boot\",\"title\":\"Boot\",\"category\":\"Shoes > Hiking\",\"currency\":\"EUR\",\"variants\":["
                           "{\"sku\":\"B41\",\"title\":\"41\",\"price\":9900,\"stock\":50},{\"sku\":\"B42\",\"title\":\"42\",\"price\":10900,\"stock\":50}]}";
static const char soap[] = "{\"id\":\"soap\",\"title\":\"Soap\",\"category\":\"Hygiene\",\"currency\":\"EUR\",\"variants\":[{\"sku\":\"S\",\"price\":333,\"stock\":50}]}";
static const char rules_json[] =
    "{\"fault_reasons\":[\"Damaged\",\"wrong item\"],\"returns\":[{\"category\":\"hygiene\",\"never\":true},{\"country\":\"DE\",\"category\":\"Shoes\",\"days\":60,"
    "\"shipping\":true},{\"country\":\"US\",\"days\":14,\"fee_share\":0.15,\"fee\":200}]}";

static void shop(struct ctx *c)
{
    unit_shop(c);
    unit_product(c, boot);
    unit_product(c, soap);
    ASSERT_OK(account_save(c, &(struct account){.id = STR("C1"), .first_name = STR("Ann")}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("card"), .source = STR("credit_card"), .balance = NONE}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("bank"), .source = STR("bank"), .balance = NONE}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("gift"), .source = STR("gift_card"), .balance = 5000}));
}

static enum status try(struct ctx *c, const char *rules_text, const char *kind, const char *more)
{
    struct action a;
    struct order_rules rules;
    struct receipt r;
    int64_t done;
    TRY(record_from_json(c, &order_rules_record, str_z(rules_text), STRICT, &rules));
    TRY(db_int(c, &done, "SELECT COUNT(*) FROM deed"));
    TRY(record_from_json(c, &action_record, str_fmt(c, "{\"key\":\"k%lld\",\"kind\":\"%s\",\"order\":\"#1\"%s}", (long long)done, kind, more), STRICT, &a));
    return order_act(c, &rules, &a, &r);
}

#define ACT(kind, more) ASSERT_OK(try(c, rules_json, kind, more))

static void refused(struct ctx *c, const char *kind, const char *more, const char *why)
{
    assert_int_equal(try(c, rules_json, kind, more), REJECT);
    if (!strstr(c->why, why))
        fail_msg("%s%s: \"%s\" does not say \"%s\"", kind, more, c->why, why);
}

static void delivered(struct ctx *c, const char *country, const char *more)
{
    shop(c);
    ACT("place", str_fmt(c, ",\"customer\":\"C1\",\"currency\":\"EUR\",\"address\":{\"address1\":\"1 Way\",\"city\":\"X\",\"country\":\"%s\"}%s", country, more).p);
    ACT("ship", ",\"parcel\":\"T1\"");
    ACT("deliver", "");
}

static void sent_back(struct ctx *c, const char *more, const char *inspected)
{
    ACT("return", more);
    ACT("receive", ",\"node\":\"store-1\"");
    ACT("inspect", inspected);
}

static int64_t back_to(struct ctx *c, const char *method)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM money WHERE kind = 'refund' AND state <> 'failed' AND ($1 = '' OR method = $1)",
                     A(str_z(method))));
    return n;
}

static int64_t lies(struct ctx *c, const char *sku, const char *node)
{
    int64_t n;
    ASSERT_OK(db_int(c, &n, "SELECT CAST(COALESCE(SUM(units), 0) AS BIGINT) FROM stock WHERE sku = $1 AND node = $2", A(str_z(sku)), A(str_z(node))));
    return n;
}

#define BOOTS ",\"method\":\"card\",\"shipping\":490,\"lines\":[{\"sku\":\"B41\"},{\"sku\":\"S\",\"quantity\":2}]"

TEST(back_window_is_of_the_country_and_the_category)
{
    delivered(c, "de", BOOTS);
    c->now_ms += 45 * DAY_MS;
    refused(c, "return", ",\"lines\":[{\"sku\":\"S\"}]", "does not come back for money");
    refused(c, "return", "", "does not come back for money"); /* nor among others */
    ACT("return", ",\"lines\":[{\"sku\":\"B41\"}]");
    ACT("withdraw", "");
    c->now_ms += 16 * DAY_MS;
    refused(c, "return", ",\"lines\":[{\"sku\":\"B41\"}]", "60 days ago");
    refused(c, "exchange", ",\"method\":\"card\",\"lines\":[{\"sku\":\"B41\",\"to\":\"B42\"}]", "60 days ago");
}

TEST(back_fee_is_kept_unless_the_fault_is_the_shops)
{
    delivered(c, "US", BOOTS);
    c->now_ms += 15 * DAY_MS;
    refused(c, "return", ",\"lines\":[{\"sku\":\"B41\"}]", "14 days ago");
    c->now_ms -= 2 * DAY_MS;
    sent_back(c, ",\"reason\":\"too small\",\"lines\":[{\"sku\":\"B41\"}]", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"opened\"}]");
    assert_int_equal(back_to(c, "card"), 9900 - 1485 - 200); /* 15 % of 99.00, and 2.00 a unit */
    assert_int_equal(lies(c, "B41", "store-1"), 1);
}

TEST(back_fault_of_the_shop_pays_all_and_sells_nothing_broken)
{
    delivered(c, "US", BOOTS);
    sent_back(c, ",\"reason\":\"damaged\"", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"damaged\"},{\"sku\":\"S\",\"condition\":\"opened\"}]");
    assert_int_equal(back_to(c, "card"), 9900 + 666 + 490); /* soap too, and the way there */
    assert_int_equal(lies(c, "B41", "store-1") + lies(c, "S", "store-1"), 0);
    refused(c, "return", "", "is returned");
}

TEST(back_by_rule_pays_the_way_there_only_when_all_is_back)
{
    delivered(c, "DE", ",\"method\":\"card\",\"shipping\":490,\"lines\":[{\"sku\":\"B41\",\"quantity\":2}]");
    sent_back(c, ",\"lines\":[{\"sku\":\"B41\"}]", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"new\"}]");
    assert_int_equal(back_to(c, "card"), 9900);
    sent_back(c, "", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"new\"}]");
    assert_int_equal(back_to(c, "card"), 9900 * 2 + 490);
    refused(c, "return", ",\"lines\":[{\"sku\":\"B41\"}]", "is returned"); /* the same units a second time */
}

/* 3 x 3.33 and 99.00, 1.01 off the whole and 1.00 of tax on it: nothing divides, and yet the parts add up, whatever their order. */
TEST(back_parts_add_up_to_the_cent)
{
    static const char *const orders[][4] = {{"S", "B41", "S", "S"}, {"B41", "S", "S", "S"}, {"S", "S", "S", "B41"}};
    for (size_t k = 0; k < 3; k++) {
        delivered(c, "FR", ",\"method\":\"card\",\"tax\":100,\"discount\":101,\"shipping\":490,\"lines\":[{\"sku\":\"S\",\"quantity\":3},{\"sku\":\"B41\"}]");
        for (size_t i = 0; i < 4; i++) {
            const char *sku = orders[k][i];
            sent_back(c, str_fmt(c, ",\"reason\":\"wrong item\",\"lines\":[{\"sku\":\"%s\"}]", sku).p,
                      str_fmt(c, ",\"lines\":[{\"sku\":\"%s\",\"condition\":\"new\"}]", sku).p);
            assert_true(i == 3 || back_to(c, "card") <= 3 * 333 + 9900 - 1);
        }
        assert_int_equal(back_to(c, "card"), 3 * 333 + 9900 - 1 + 490);
    }
}

TEST(back_goes_to_all_that_paid_each_at_most_what_it_paid)
{
    delivered(c, "FR", ",\"lines\":[{\"sku\":\"B41\"}]");
    ACT("pay", ",\"method\":\"gift\",\"amount\":4000");
    ACT("pay", ",\"method\":\"card\"");
    ACT("return", "");
    ACT("withdraw", "");
    sent_back(c, ",\"method\":\"card\"", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"new\"}]");
    assert_int_equal(back_to(c, "card"), 5900);
    assert_int_equal(back_to(c, "gift"), 4000);
    delivered(c, "FR", ",\"lines\":[{\"sku\":\"B41\"}]");
    ACT("pay", ",\"method\":\"gift\",\"amount\":4000");
    ACT("pay", ",\"method\":\"card\"");
    sent_back(c, "", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"worn\"}]"); /* no means named: half of the price */
    assert_int_equal(back_to(c, "gift"), 4000);
    assert_int_equal(back_to(c, "card"), 950);
}

TEST(back_that_the_provider_refuses_may_go_elsewhere)
{
    static const char with_provider[] = "{\"provider\":true}";
    bool did;
    delivered(c, "FR", ",\"method\":\"card\",\"lines\":[{\"sku\":\"B41\"}]");
    refused(c, "refund", ",\"method\":\"bank\",\"amount\":100", "has not paid so much");
    refused(c, "refund", ",\"method\":\"nope\",\"amount\":100", "no means of payment");
    assert_int_equal(try(c, "{\"return_anywhere\":true}", "refund", ",\"method\":\"nope\",\"amount\":100"), REJECT);
    ASSERT_OK(try(c, with_provider, "return", ""));
    ASSERT_OK(try(c, with_provider, "receive", ""));
    ASSERT_OK(try(c, with_provider, "inspect", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"new\"}]"));
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = 'failed', why = 'account closed' WHERE state = 'waiting'"));
    ASSERT_OK(order_settle(c, &did));
    assert_int_equal(back_to(c, ""), 0);
    refused(c, "refund", ",\"method\":\"bank\",\"amount\":9901", "has not paid so much");
    ACT("refund", ",\"method\":\"bank\",\"amount\":9900");
    assert_int_equal(back_to(c, "bank"), 9900);
    refused(c, "refund", ",\"method\":\"bank\",\"amount\":1", "more than");
}

/* 99.00 less 9.00 of its own: what stands for it keeps the 9.00, both ways. */
TEST(back_exchange_keeps_what_came_off_the_line)
{
    struct order o;
    delivered(c, "FR", ",\"method\":\"card\",\"lines\":[{\"sku\":\"B41\"}]");
    ACT("refund", ",\"amount\":900");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    o.lines.at[0].discount = 900;
    ASSERT_OK(order_save(c, &o));
    ACT("exchange", ",\"method\":\"card\",\"lines\":[{\"sku\":\"B41\",\"to\":\"B42\"}]");
    ACT("receive", "");
    ACT("inspect", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"new\"}]");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    assert_int_equal(order_due(&o), 0);
    assert_int_equal(order_paid(&o) - order_refunded(&o), 10900 - 900);
    ACT("ship", ",\"parcel\":\"T2\"");
    ACT("deliver", "");
    sent_back(c, "", ",\"lines\":[{\"sku\":\"B42\",\"condition\":\"new\"}]"); /* a return after an exchange */
    assert_int_equal(back_to(c, "card"), 900 + 10000);
}

TEST(back_exchange_for_a_fault_goes_out_though_what_came_is_broken)
{
    struct order o;
    delivered(c, "US", ",\"method\":\"card\",\"lines\":[{\"sku\":\"B41\"}]");
    int64_t before = lies(c, "B41", "main");
    ACT("exchange", ",\"method\":\"card\",\"reason\":\"damaged\",\"lines\":[{\"sku\":\"B41\",\"to\":\"B41\"}]");
    ACT("receive", ",\"node\":\"main\"");
    ACT("inspect", ",\"lines\":[{\"sku\":\"B41\",\"condition\":\"damaged\"}]");
    ASSERT_OK(order_load(c, STR("#1"), &o));
    ASSERT_STR(o.status, "processed");
    ASSERT_STR(order_line_at(&o, 1)->state, "open");
    assert_int_equal(lies(c, "B41", "main"), before); /* the broken one is not for sale */
    assert_int_equal(order_due(&o), 0);
}

TEST(back_what_did_not_arrive_can_be_sent_again)
{
    delivered(c, "FR", ",\"method\":\"card\",\"lines\":[{\"sku\":\"S\",\"quantity\":2}]");
    ASSERT_OK(try(c, "{}", "return", ""));
    ASSERT_OK(try(c, "{}", "receive", ""));
    ASSERT_OK(try(c, "{}", "inspect", ",\"lines\":[{\"sku\":\"S\",\"condition\":\"missing\"}]"));
    assert_int_equal(back_to(c, ""), 0);
    ASSERT_OK(try(c, "{}", "return", ",\"lines\":[{\"sku\":\"S\"}]"));
}
