/* execution/order/retry_test.c - payments that fail: held, asked for again, paid otherwise or given up; never paid twice. */
#include "core/rand.h"
#include "data/day.h"
#include "data/order.h"
#include "data/catalog.h"
#include "execution/order/act.h"
#include "execution/order/pay_link.h"
#include "execution/order/settle.h"
#include "test/unit/unit.h"

static const char product[] = "{\"id\":\"mug\",\"title\":\"Mug\",\"currency\":\"EUR\",\"variants\":[{\"sku\":\"M\",\"price\":500,\"stock\":50}]}";

static void shop(struct ctx *c)
{
    struct product p;
    unit_shop(c);
    ASSERT_OK(record_from_json(c, &product_record, str_z(product), STRICT, &p));
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    ASSERT_OK(account_save(c, &(struct account){.id = STR("C1"), .first_name = STR("Ann")}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("card"), .source = STR("credit_card"), .balance = NONE}));
    ASSERT_OK(method_save(c, &(struct method){.customer = STR("C1"), .id = STR("paypal"), .source = STR("paypal"), .balance = NONE}));
}

static enum status act(struct ctx *c, const char *key, const char *kind, const char *more)
{
    struct action a;
    struct receipt r;
    struct order_rules rules;
    record_init(&order_rules_record, &rules);
    rules.provider = true;
    TRY(record_from_json(c, &action_record, str_fmt(c, "{\"key\":\"%s\",\"kind\":\"%s\",\"order\":\"#1\"%s}", key, kind, more), STRICT, &a));
    return order_act(c, &rules, &a, &r);
}

/* The provider's word on all that is due; what waits for its day stays. */
static void provider_says(struct ctx *c, const char *state, const char *why)
{
    bool did;
    ASSERT_OK(db_run(c, "UPDATE outbox SET state = $1, why = $2 WHERE state = 'waiting' AND due_ms <= $3", A(str_z(state)), A(str_z(why)), A(c->now_ms)));
    ASSERT_OK(order_settle(c, &did));
}

static struct order order(struct ctx *c)
{
    struct order o;
    ASSERT_OK(order_load(c, STR("#1"), &o));
    return o;
}

static struct str troubles(struct ctx *c)
{
    struct str all;
    ASSERT_OK(db_text(c, &all, "SELECT COUNT(*) || ' ' || COALESCE(MAX(body), '') FROM wish WHERE kind = 'trouble'"));
    return all;
}

static void placed_and_refused(struct ctx *c, const char *why)
{
    if (!c->db)
        shop(c);
    ASSERT_OK(act(c, "p", "place", ",\"customer\":\"C1\",\"currency\":\"EUR\",\"method\":\"card\",\"lines\":[{\"sku\":\"M\",\"quantity\":3}]"));
    provider_says(c, "failed", why);
}

TEST(retry_of_a_payment_waits_for_the_provider)
{
    placed_and_refused(c, "payment: the provider refuses it: HTTP 402 (insufficient_funds)");
    ASSERT_STR(order(c).status, "held");
    assert_true(str_has(troubles(c), STR("\"cause\":\"insufficient\"")));
    ASSERT_OK(act(c, "r1", "retry", ""));
    ASSERT_OK(act(c, "r1", "retry", "")); /* sent twice */
    assert_int_equal(order(c).money.n, 2);
    ASSERT_STR(order(c).status, "held"); /* not before it is paid */
    provider_says(c, "done", NULL);
    ASSERT_STR(order(c).status, "pending");
    assert_int_equal(order_due(&(struct order[]){order(c)}[0]), 0);
    assert_int_equal(act(c, "r2", "retry", ""), REJECT); /* nothing has failed since */
    assert_true(str_starts(troubles(c), STR("1 ")));
}

TEST(retry_that_fails_again_is_trouble_again)
{
    placed_and_refused(c, "HTTP 402 (processing_error)");
    assert_true(str_has(troubles(c), STR("technical")));
    ASSERT_OK(act(c, "r1", "retry", ""));
    provider_says(c, "failed", "HTTP 402 (expired_card)");
    ASSERT_STR(order(c).status, "held");
    assert_true(str_starts(troubles(c), STR("2 ")));
}

TEST(retry_of_tomorrow_is_called_off_by_other_money)
{
    placed_and_refused(c, "HTTP 402 (insufficient_funds)");
    ASSERT_OK(act(c, "r1", "retry", str_fmt(c, ",\"expected_ms\":%lld", (long long)(c->now_ms + DAY_MS)).p));
    provider_says(c, "done", NULL); /* asks for nothing today */
    ASSERT_STR(order(c).status, "held");
    ASSERT_OK(act(c, "w1", "pay", ",\"method\":\"paypal\""));
    c->now_ms += 2 * DAY_MS;
    provider_says(c, "done", NULL);
    struct order o = order(c);
    ASSERT_STR(o.status, "pending");
    assert_int_equal(order_paid(&o), 1500);
    ASSERT_STR(o.money.at[1].state, "failed"); /* the retry, called off */
    ASSERT_STR(o.money.at[2].method, "paypal");
}

TEST(retry_of_tomorrow_is_called_off_by_a_cancellation)
{
    int64_t stock;
    placed_and_refused(c, "HTTP 402 (insufficient_funds)");
    ASSERT_OK(act(c, "r1", "retry", str_fmt(c, ",\"expected_ms\":%lld", (long long)(c->now_ms + DAY_MS)).p));
    ASSERT_OK(act(c, "x", "cancel", ",\"reason\":\"no longer needed\""));
    c->now_ms += 2 * DAY_MS;
    provider_says(c, "done", NULL);
    ASSERT_STR(order(c).status, "cancelled");
    assert_int_equal(order_paid(&(struct order[]){order(c)}[0]), 0);
    assert_int_equal(order(c).money.n, 2); /* no refund of what was never paid */
    ASSERT_OK(db_int(c, &stock, "SELECT stock FROM variant WHERE sku = 'M'"));
    assert_int_equal(stock, 50);
}

TEST(retry_needs_a_provider)
{
    struct action a;
    struct receipt r;
    placed_and_refused(c, "HTTP 402");
    ASSERT_OK(record_from_json(c, &action_record, STR("{\"key\":\"r\",\"kind\":\"retry\",\"order\":\"#1\"}"), STRICT, &a));
    assert_int_equal(order_act(c, NULL, &a, &r), REJECT); /* by the shop's own rules: none is set */
    assert_non_null(strstr(c->why, "no provider"));
}

/* Whatever is done, in any order, and whatever the provider says: what was charged is at most what the order costs, one payment is under way at
 * most, and only what is paid leaves the house. */
TEST(retry_in_any_order_never_pays_twice)
{
    static const char *const kinds[] = {"retry", "pay", "pay", "retry", "cancel", "process", "release"};
    static const char *const more[] = {"", ",\"method\":\"card\"", ",\"method\":\"paypal\"", NULL, ",\"reason\":\"no\"", "", ""};
    int paid = 0, cancelled = 0;
    for (int k = 0; k < 60; k++) {
        placed_and_refused(c, "HTTP 402 (insufficient_funds)");
        for (int i = 0; i < 20; i++) {
            uint64_t r = rand_next(&c->seed);
            size_t n = r % 9;
            if (n < 7) {
                const char *with = more[n] ? more[n] : str_fmt(c, ",\"expected_ms\":%lld", (long long)(c->now_ms + DAY_MS)).p;
                assert_true(act(c, str_fmt(c, "k%d", i).p, kinds[n], with) != RETRY);
            } else
                provider_says(c, r >> 20 & 1 ? "done" : "failed", "HTTP 402");
            c->now_ms += (int64_t)(r >> 32 & 1) * DAY_MS;
            struct order o = order(c);
            int waiting = 0;
            int64_t done = 0;
            for (size_t m = 0; m < o.money.n; m++) {
                waiting += str_eq(o.money.at[m].state, STR("waiting")) && str_eq(o.money.at[m].kind, STR("payment"));
                if (str_eq(o.money.at[m].state, STR("done")))
                    done += str_eq(o.money.at[m].kind, STR("payment")) ? o.money.at[m].amount : -o.money.at[m].amount;
            }
            assert_true(waiting <= 1);
            assert_true(order_paid(&o) <= 1500 + order_refunded(&o));
            assert_true(done <= 1500);
            paid += done == 1500, cancelled += str_eq(o.status, STR("cancelled"));
        }
        ASSERT_OK(db_run(c, "DELETE FROM money"));
        ASSERT_OK(db_run(c, "DELETE FROM deed"));
        ASSERT_OK(db_run(c, "DELETE FROM outbox"));
        ASSERT_OK(db_run(c, "DELETE FROM orders"));
        ASSERT_OK(db_run(c, "UPDATE variant SET stock = 50"));
        ASSERT_OK(db_run(c, "DELETE FROM stock"));
    }
    assert_true(paid > 20 && cancelled > 20);
}

TEST(pay_link_holds_a_week_and_for_one_order)
{
    struct str url;
    bool yes;
    unit_home(c);
    ASSERT_OK(pay_link_make(c, STR("https://shop.example/"), STR("#W 1"), &url));
    assert_true(str_starts(url, STR("https://shop.example/shop/pay/%23W%201?until=1767830400000&sign=")));
    struct str until = STR("1767830400000"), sign = str_part(url, url.n - 40, url.n);
    ASSERT_OK(pay_link_is(c, STR("#W 1"), until, sign, &yes));
    assert_true(yes);
    ASSERT_OK(pay_link_is(c, STR("#W 2"), until, sign, &yes));
    assert_false(yes);
    ASSERT_OK(pay_link_is(c, STR("#W 1"), STR("1767830400001"), sign, &yes));
    assert_false(yes);
    ASSERT_OK(pay_link_is(c, STR("#W 1"), until, STR(""), &yes));
    assert_false(yes);
    ASSERT_OK(pay_link_is(c, STR("#W 1"), STR("for ever"), sign, &yes));
    assert_false(yes);
    c->now_ms += 7 * DAY_MS;
    ASSERT_OK(pay_link_is(c, STR("#W 1"), until, sign, &yes));
    assert_false(yes);
}

TEST(order_pass_opens_one_order_and_pays_none)
{
    struct str word;
    bool yes;
    unit_home(c);
    ASSERT_OK(order_pass_make(c, STR("D-1"), &word));
    ASSERT_OK(order_pass_is(c, STR("D-1"), word, &yes));
    assert_true(yes);
    ASSERT_OK(order_pass_is(c, STR("D-2"), word, &yes));
    assert_false(yes);
    ASSERT_OK(pay_link_is(c, STR("D-1"), str_part(word, 0, 13), str_part(word, 14, word.n), &yes));
    assert_false(yes);
    static const char *const nonsense[] = {"", ".", "1.", "x.y", "1767830400000", "99999999999999999999.0"};
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        ASSERT_OK(order_pass_is(c, STR("D-1"), str_z(nonsense[i]), &yes));
        assert_false(yes);
    }
    c->now_ms += ORDER_PASS_DAYS * DAY_MS;
    ASSERT_OK(order_pass_is(c, STR("D-1"), word, &yes));
    assert_false(yes);
}
