/* app/loop/trouble_test.c - whatever way out exception.solve finds, its actions can be done to the very order. */
#include "app/loop/trouble.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "data/item.h"
#include "data/reply.h"
#include "execution/order/act.h"
#include "execution/order/item.h"
#include "test/unit/unit.h"
#include <math.h>

static const char document[] =
    "{\"money\":\"minor\",\"currency\":\"EUR\",\"products\":{"
    "\"pot\":{\"name\":\"Clay teapot\",\"category\":\"Tea\",\"description\":\"A teapot of clay.\",\"variants\":{"
    "\"A\":{\"price\":3900,\"stock\":90},\"B\":{\"price\":4100,\"stock\":90}}},"
    "\"cup\":{\"name\":\"Blue cup\",\"category\":\"Tea\",\"description\":\"A cup.\",\"variants\":{\"C\":{\"price\":900,\"stock\":90}}}},"
    "\"users\":{\"u\":{\"payment_methods\":{\"card\":{\"source\":\"credit_card\"}}}}}";

static const char setting[] =
    "{\"quotes\":[{\"node\":\"main\",\"parcel\":450,\"days\":2},{\"node\":\"store\",\"parcel\":600,\"days\":1}],\"restock\":[{\"sku\":\"A\",\"days\":5}]}";

static void shop(struct ctx *c)
{
    struct order_counts n;
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 1);
    s->at[s->n++] = (struct setting){.name = STR("exception"), .value = str_z(setting)};
    c->settings = s;
    unit_shop(c);
    ASSERT_OK(order_document_read(c, str_z(document), &n));
    ASSERT_OK(stock_add(c, STR("A"), 30, STR("store")));
}

static void act(struct ctx *c, struct str json)
{
    struct action a;
    struct receipt r;
    ASSERT_OK(record_from_json(c, &action_record, json, STRICT, &a));
    if (order_act(c, NULL, &a, &r) != OK)
        fail_msg("%s: %s", json.p, c->why);
}

static void order_make(struct ctx *c, int n, struct str what)
{
    act(c, str_fmt(c, "{\"key\":\"p%d\",\"kind\":\"place\",\"order\":\"%d\",\"customer\":\"u\",\"method\":\"card\",\"currency\":\"EUR\","
                      "\"lines\":[{\"sku\":\"A\",\"node\":\"main\"},{\"sku\":\"C\"}]}", n, n));
    if (str_eq(what, STR("lost")) || str_eq(what, STR("late")))
        act(c, str_fmt(c, "{\"key\":\"s%d\",\"kind\":\"ship\",\"order\":\"%d\",\"parcel\":\"T%d\"}", n, n, n));
    if (str_eq(what, STR("fraud")))
        act(c, str_fmt(c, "{\"key\":\"h%d\",\"kind\":\"hold\",\"order\":\"%d\",\"reason\":\"fraud\"}", n, n));
}

static struct ex_out solve(struct ctx *c, int n, struct str what)
{
    struct ex_in in;
    struct ex_out out;
    struct trouble t = {.order = str_fmt(c, "%d", n), .what = what, .late_days = 2, .risk = 0.1, .value = 30000, .by_whom = STR("person:anna")};
    if (str_eq(what, STR("lost")) || str_eq(what, STR("late")))
        t.parcel = str_fmt(c, "T%d", n);
    else
        *LIST_ADD(c, &t.failed) = (struct ex_failed){STR("A"), NONE};
    ASSERT_OK(trouble_gather(c, &t, &in));
    ASSERT_OK(record_check(c, &ex_in_record, &in));
    ASSERT_OK(capability_call(c, "exception.solve", &in, &out));
    return out;
}

static void carry_out(struct ctx *c, int n, const struct ex_out *out, size_t option)
{
    const struct json *v;
    int k = 0;
    ASSERT_OK(json_read(c, record_to_json(c, &ex_out_record, out), &v));
    const struct json *actions = json_get(json_at(json_get(v, "options"), option), "actions");
    for (struct json_walk w = json_walk(actions); json_next(&w);) {
        struct str one = json_text(c, w.value);
        act(c, str_fmt(c, "{\"key\":\"x%d-%d\",\"order\":\"%d\",%.*s", n, k++, n, (int)one.n - 1, one.p + 1));
    }
    assert_true(k > 0);
}

TEST(trouble_every_way_out_can_be_done)
{
    static const char *const troubles[] = {"stock", "backorder", "lost", "late", "address", "payment", "fraud", "cancellation"};
    int n = 0;
    shop(c);
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        struct str what = str_z(troubles[i]);
        size_t ways = 1;
        for (size_t option = 0; option < ways; option++) {
            order_make(c, ++n, what);
            struct ex_out out = solve(c, n, what);
            ways = out.options.n;
            carry_out(c, n, &out, option);
        }
        assert_true(ways >= (str_eq(what, STR("cancellation")) ? 1 : 2));
    }
    assert_true(n >= 18);
}

/* Tax, discount and shipping that divide by nothing: what the customer is told is what they get. */
TEST(trouble_tells_the_sum_that_is_paid_back)
{
    static const char *const failed[][2] = {{"A", NULL}, {"C", NULL}, {"A", "C"}};
    shop(c);
    for (int n = 0; n < 3; n++) {
        struct trouble t = {.order = str_fmt(c, "%d", n), .what = STR("stock"), .late_days = NAN, .risk = NAN, .value = 30000, .by_whom = STR("person:anna")};
        struct ex_in in;
        struct ex_out out;
        int64_t back;
        act(c, str_fmt(c, "{\"key\":\"p%d\",\"kind\":\"place\",\"order\":\"%d\",\"customer\":\"u\",\"method\":\"card\",\"currency\":\"EUR\",\"tax\":101,"
                          "\"discount\":333,\"shipping\":490,\"lines\":[{\"sku\":\"A\"},{\"sku\":\"C\",\"quantity\":2}]}", n, n));
        for (int i = 0; i < 2 && failed[n][i]; i++)
            *LIST_ADD(c, &t.failed) = (struct ex_failed){str_z(failed[n][i]), NONE};
        ASSERT_OK(trouble_gather(c, &t, &in));
        in.policy = NEW(c, struct ex_policy);
        record_init(&ex_policy_record, in.policy);
        strs_add(c, &in.policy->allow, STR("cancel"));
        ASSERT_OK(capability_call(c, "exception.solve", &in, &out));
        ASSERT_STR(out.choice, "cancel");
        carry_out(c, n, &out, 0);
        ASSERT_OK(db_int(c, &back, "SELECT SUM(amount) FROM money WHERE orders = $1 AND kind = 'refund'", A(t.order)));
        if (!str_has(out.message->text, str_fmt(c, "€%lld.%02lld", (long long)back / 100, (long long)back % 100)))
            fail_msg("%lld was paid back, and they are told: %s", (long long)back, out.message->text.p);
    }
}

/* Approve and do an item of exception.solve for order n; what its move says. */
static struct str item_do(struct ctx *c, int n, int64_t *id)
{
    bool again;
    struct item i;
    struct str because;
    struct trouble t = {.order = str_fmt(c, "%d", n), .what = STR("stock"), .late_days = NAN, .risk = NAN, .value = 30000, .by_whom = STR("person:anna")};
    *LIST_ADD(c, &t.failed) = (struct ex_failed){STR("A"), NONE};
    order_make(c, n, t.what);
    struct ex_out out = solve(c, n, t.what);
    ASSERT_OK(trouble_plan(c, &t, id, &again));
    ASSERT_OK(db_run(c, "UPDATE item SET state = $1, output = $2 WHERE id = $3", A((int)APPROVED), A(record_to_json(c, &ex_out_record, &out)), A(*id)));
    ASSERT_OK(item_load(c, *id, &i));
    ASSERT_OK(order_item_do(c, &i));
    assert_int_equal(order_item_do(c, &i) == OK, 0); /* it is live: nothing is done or said twice */
    ASSERT_OK(db_text(c, &because, "SELECT because FROM move WHERE item = $1 ORDER BY seq DESC LIMIT 1", A(*id)));
    return because;
}

TEST(trouble_is_told_to_the_customer)
{
    int64_t item, n;
    struct str text;
    shop(c);
    assert_true(str_has(item_do(c, 1, &item), STR("not written to: no mailbox")));
    struct settings *set = NEW(c, struct settings);
    set->at = NEW_ARRAY(c, struct setting, 2), set->n = 2;
    set->at[0] = (struct setting){.name = STR("exception"), .value = str_z(setting)};
    set->at[1] = (struct setting){.name = STR("channel.mail"), .value = STR("{\"mailboxes\":[{\"address\":\"help@shop.example\"}]}")};
    c->settings = set;
    ASSERT_OK(db_run(c, "UPDATE customer SET email = NULL"));
    assert_true(str_has(item_do(c, 2, &item), STR("not written to: the customer has no e-mail")));
    ASSERT_OK(db_int(c, &n, "SELECT (SELECT COUNT(*) FROM message) + (SELECT COUNT(*) FROM thread)"));
    assert_int_equal(n, 0);
    ASSERT_OK(db_run(c, "INSERT INTO customer (id, email, marketing) VALUES ('u', 'u@x.example', 0) ON CONFLICT (id) DO UPDATE SET email = excluded.email"));
    assert_true(str_has(item_do(c, 3, &item), STR("the customer is written to")));
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM message m JOIN thread t ON t.id = m.thread JOIN item i ON i.id = m.item"
                            " WHERE i.kind = 'reply.send' AND t.address = 'u@x.example' AND t.customer = 'u' AND t.state = 'waiting'"));
    assert_int_equal(n, 1);
    ASSERT_OK(db_text(c, &text, "SELECT id FROM message"));
    ASSERT_OK(reply_outgoing(c, text, STR("x"), &text));
    assert_true(str_has(text, STR("help@shop.example")) || str_has(text, STR("u@x.example")));
    assert_false(str_has(text, STR("Re:"))); /* it answers nothing */
}

TEST(trouble_is_planned_once)
{
    int64_t item, second;
    bool again;
    struct trouble t = {.order = STR("1"), .what = STR("stock"), .late_days = NAN, .risk = NAN, .value = NONE, .by_whom = STR("person:anna")};
    shop(c);
    order_make(c, 1, t.what);
    ASSERT_OK(trouble_plan(c, &t, &item, &again));
    assert_false(again);
    ASSERT_OK(trouble_plan(c, &t, &second, &again));
    assert_true(again && item == second);
    t.order = STR("9");
    assert_int_equal(trouble_plan(c, &t, &item, &again), REJECT);
}

TEST(trouble_names_what_stands_in_so_that_it_can_be_told_apart)
{
    shop(c);
    order_make(c, 1, STR("stock"));
    struct ex_out out = solve(c, 1, STR("stock"));
    bool told = false;
    for (size_t i = 0; i < out.options.n; i++)
        for (size_t k = 0; k < out.options.at[i].pieces.n; k++)
            if (str_eq(out.options.at[i].pieces.at[k].to, STR("B"))) {
                ASSERT_STR(out.options.at[i].pieces.at[k].to_title, "Clay teapot (B)"); /* it has the title of A, and no options */
                told = true;
            }
    assert_true(told);
}
