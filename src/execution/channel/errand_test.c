/* execution/channel/errand_test.c - an errand is done once, whatever answer gets lost; what is wrong is refused before it is asked. */
#include "core/json.h"
#include "execution/channel/errand.h"
#include "execution/channel/ordered.h"
#include "test/unit/unit.h"

struct shelf { int done, asked; bool deaf, gone, refuses; }; /* a shop: how often it did it; deaf: its answer is lost */

static enum status load(struct ctx *c, struct link *l, struct str order, const struct json **out)
{
    struct shelf *s = l->state;
    TRY(json_read(c, str_fmt(c, "{\"id\":\"%.*s\"}", FMT(order)), out));
    *out = s->gone ? NULL : *out;
    return OK;
}

static enum status look(struct ctx *c, struct link *l, const struct json *order, const struct errand *w, struct str *shown, struct str *want)
{
    (void)order;
    *want = errand_money(c, w);
    *shown = ((struct shelf *)l->state)->done ? *want : (struct str){0};
    return OK;
}

static enum status put(struct ctx *c, struct link *l, const struct json *order, const struct errand *w)
{
    struct shelf *s = l->state;
    (void)order;
    if (s->refuses)
        return errand_within(c, l, w, 1000, 600);
    s->asked++;
    if (s->deaf)
        return fail(c, RETRY, "no answer");
    s->done++;
    return OK;
}

static const struct errand_kind kinds[] = {{"refund", look, put}, {0}};
static const struct errand_driver driver = {load, kinds};

static struct seen ask(struct ctx *c, struct shelf *s, const char *kind, const char *verb, int64_t sent_ms)
{
    struct seen out = {0};
    struct link l = {.name = "shop", .state = s, .late_ms = 60000};
    struct effect e = {.key = STR("k"), .entity = STR("order"), .id = STR("#1"), .sent_ms = sent_ms,
                       .value = str_fmt(c, "{\"kind\":\"%s\",\"order\":\"o1\",\"mark\":\"purvey 0123\",\"amount\":500,\"currency\":\"EUR\"}", kind)};
    errand_effect(c, &driver, &l, &e, strcmp(verb, "write") == 0, &out);
    return out;
}

TEST(errand_is_looked_for_before_it_is_done_and_after)
{
    struct shelf s = {0};
    assert_int_equal(ask(c, &s, "refund", "read", 0).shown.n, 0);
    assert_int_equal(s.asked, 0);
    ASSERT_STR(ask(c, &s, "refund", "write", 0).state, "written");
    ASSERT_STR(ask(c, &s, "refund", "write", 0).state, "written");
    assert_int_equal(s.asked, 1);
}

TEST(errand_that_may_be_at_work_is_waited_for)
{
    struct shelf s = {.deaf = true};
    ASSERT_STR(ask(c, &s, "refund", "write", 0).state, "later");
    struct seen again = ask(c, &s, "refund", "write", c->now_ms - 20000);
    ASSERT_STR(again.state, "later");
    assert_int_equal(again.wait_ms, 40000);
    assert_int_equal(s.asked, 1);
    s.deaf = false;
    ASSERT_STR(ask(c, &s, "refund", "write", c->now_ms - 60000).state, "written"); /* it never got there */
    assert_int_equal(s.done, 1);
}

TEST(errand_that_is_wrong_is_refused_before_the_shop_is_asked)
{
    struct shelf s = {.refuses = true};
    struct seen over = ask(c, &s, "refund", "write", 0);
    ASSERT_STR(over.state, "refused");
    assert_true(str_has(over.why, STR("5.00 EUR more would be too much")));
    ASSERT_STR(ask(c, &s, "deliver", "read", 0).state, "refused"); /* this shop cannot */
    s.gone = true;
    assert_true(str_has(ask(c, &s, "refund", "read", 0).why, STR("has no order o1")));
    assert_int_equal(s.asked, 0);
}

TEST(errand_names_the_place_of_a_node_or_none)
{
    const struct shop_location at[] = {{STR("berlin"), STR("sloc_1")}};
    struct link l = {.name = "medusa", .locations = at, .n_locations = 1};
    struct str id;
    ASSERT_OK(errand_location(c, &l, &(struct errand){.node = STR("berlin")}, &id));
    ASSERT_STR(id, "sloc_1");
    ASSERT_OK(errand_location(c, &l, &(struct errand){.node = STR("main")}, &id));
    assert_int_equal(id.n, 0);
    assert_int_equal(errand_location(c, &l, &(struct errand){.node = STR("ulm")}, &id), REJECT);
}

/* Three units: two left in a parcel that arrived, of which one came back. */
TEST(errand_order_of_a_shop_is_split_by_what_left_and_came_back)
{
    struct channel_out out = {0};
    struct sent_parts parts = {0};
    struct pulled_order *one = ordered_add(c, &out, "medusa", STR("o1"));
    const struct order_line l = {.remote = STR("l1"), .sku = STR("S"), .quantity = 3};
    one->order->id = STR("#1"), one->order->shipping = 500;
    ordered_line(c, one, &l, (struct ordered_sum){1000, 2500}, (struct ordered_sum){840, 2100});
    ordered_parcel(c, one->order, STR("T1"), STR("DHL"), true, 7);
    *LIST_ADD(c, &parts) = (struct sent_part){STR("l1"), STR("T1"), 2};
    *LIST_ADD(c, &parts) = (struct sent_part){STR("l1"), {0}, 1};
    pulled_balance(one->order, 3100);
    ordered_split(c, one->order, &parts);
    const struct order *o = one->order;
    assert_int_equal(o->lines.n, 3);
    int64_t sum = 0;
    const char *const states[] = {"returned", "open", "delivered"};
    for (size_t i = 0; i < 3; i++) {
        ASSERT_STR(o->lines.at[i].state, states[i]);
        assert_int_equal(o->lines.at[i].quantity, 1);
        sum += o->lines.at[i].price - o->lines.at[i].discount;
    }
    assert_int_equal(sum, 2500);
    assert_int_equal(o->tax, 100); /* what the shop's total has beyond lines and way */
    assert_int_equal(o->parcels.at[0].lines.n, 2);
    assert_int_equal(one->lines.at[0].price, 840);
}
