/* app/loop/trouble_test.c - whatever way out exception.solve finds, its actions can be done to the very order. */
#include "app/loop/trouble.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/settings.h"
#include "execution/order/act.h"
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
