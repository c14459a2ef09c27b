/* data/segment_test.c - who is of a segment is told by orders before a moment, and by the person's own word. */
#include "app/verb.h"
#include "data/coupon.h"
#include "data/day.h"
#include "data/segment.h"
#include "test/unit/unit.h"
#include <math.h>


static void bought(struct ctx *c, const char *id, const char *customer, int64_t day, int64_t total)
{
    ASSERT_OK(db_run(c, "INSERT INTO sale (id, customer, state, currency, total, placed_ms, hash, batch) VALUES ($1, $2, 'paid', 'EUR', $3, $4, '', 0)", A(str_z(id)),
                     A(str_z(customer)), A(total), A(day * DAY_MS)));
}

static void agreed(struct ctx *c, int64_t id, const char *customer, bool given, int64_t day)
{
    ASSERT_OK(db_run(c, "INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) VALUES ($1, $2, 'profile', $3, 'ticked', 'web', $4)", A(id),
                     A(str_z(customer)), A(given ? 1 : 0), A(day * DAY_MS)));
}

static struct segment rule(void)
{
    struct segment s;
    record_init(&segment_record, &s);
    s.name = STR("x");
    return s;
}

TEST(a_segment_takes_who_was_of_it_when_they_ordered)
{
    struct segment_view who;
    unit_shop(c);
    bought(c, "1", "ann", 100, 1000), bought(c, "2", "ann", 300, 1000), bought(c, "3", "bob", 310, 9000), bought(c, "4", "cid", 390, 1000);
    agreed(c, 1, "ann", true, 1), agreed(c, 2, "bob", true, 1);
    c->now_ms = 400 * DAY_MS;
    struct segment lapsed = rule(), large = rule(), first = rule();
    lapsed.quiet_least = 90, large.basket_least = 2, first.orders_most = 0;
    ASSERT_OK(segment_read(c, &lapsed, 0, (struct str){0}, &who));
    assert_int_equal(who.customers.n, 2); /* ann and bob, by now */
    assert_true(who.sales.n == 1 && str_eq(who.sales.at[0], STR("2"))); /* ann came back after 200 days */
    ASSERT_OK(segment_read(c, &large, 0, (struct str){0}, &who));
    assert_true(who.customers.n == 1 && str_eq(who.customers.at[0], STR("bob")));
    ASSERT_OK(segment_read(c, &first, 305 * DAY_MS, (struct str){0}, &who)); /* asks nobody's word */
    assert_true(who.sales.n == 2 && str_eq(who.sales.at[0], STR("3")) && str_eq(who.sales.at[1], STR("4")));
    assert_true(segment_is_personal(&lapsed) && !segment_is_personal(&first));
}

TEST(a_category_is_itself_and_those_below_it_whatever_its_signs)
{
    static const struct { const char *category; int64_t n; } wanted[] = {
        {"Éclairage", 1}, {"home_", 1}, {"Home_ > Kitchen", 1}, {"Home", 0}, {"Home_ > Kit", 0}, {"%", 0}};
    struct segment_view who;
    unit_shop(c);
    bought(c, "1", "ann", 1, 10), bought(c, "2", "bob", 1, 10), bought(c, "3", "cid", 1, 10);
    ASSERT_OK(db_run(c, "INSERT INTO product (id, title, category, channel, hash, batch, updated_ms) VALUES ('a', 'A', 'Éclairage > Lampes', 'file', '', 0, 0),"
                        " ('b', 'B', 'Home_ > Kitchen', 'file', '', 0, 0), ('c', 'C', 'Homes > Kitchen', 'file', '', 0, 0)"));
    ASSERT_OK(db_run(c, "INSERT INTO line (sale, pos, product, quantity) VALUES ('1', 0, 'a', 1), ('2', 0, 'b', 1), ('3', 0, 'c', 1)"));
    agreed(c, 1, "ann", true, 1), agreed(c, 2, "bob", true, 1), agreed(c, 3, "cid", true, 1);
    c->now_ms = 10 * DAY_MS;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct segment s = rule();
        s.category = str_z(wanted[i].category);
        ASSERT_OK(segment_read(c, &s, 0, (struct str){0}, &who));
        assert_int_equal(who.customers.n, wanted[i].n);
    }
}

TEST(without_their_word_nobody_is_of_a_personal_segment)
{
    struct segment_view who;
    struct segment regular = rule();
    unit_shop(c);
    bought(c, "1", "ann", 1, 10), bought(c, "2", "bob", 1, 10), bought(c, "3", "cid", 1, 10);
    agreed(c, 1, "ann", true, 2), agreed(c, 2, "ann", false, 3), agreed(c, 3, "bob", true, 2), agreed(c, 4, "bob", false, 2);
    c->now_ms = 10 * DAY_MS, regular.orders_least = 1;
    ASSERT_OK(segment_read(c, &regular, 0, (struct str){0}, &who));
    assert_true(who.customers.n == 0 && who.sales.n == 0 && who.silent == 3); /* withdrawn, refused at the same instant, never asked */
}

TEST(a_code_is_used_once_by_whom_it_is_for_and_never_below_its_limit)
{
    struct segment first = rule();
    struct coupon k;
    unit_shop(c);
    first.orders_most = 0, c->now_ms = 10 * DAY_MS;
    record_init(&coupon_record, &k);
    k.code = STR("FIRST-1"), k.share = 0.2, k.segment = &first, k.uses_most = 2;
    *LIST_ADD(c, &k.lines) = (struct coupon_line){STR("p"), STR("s"), 850};
    assert_int_equal(coupon_off(&k, STR("p"), STR("s"), 1000), 150);
    assert_int_equal(coupon_off(&k, STR("p"), STR("s"), 2000), 400);
    assert_int_equal(coupon_off(&k, STR("p"), STR("s"), 800), 0);
    assert_int_equal(coupon_off(&k, STR("p"), STR("other"), 1000), 0);
    ASSERT_OK(db_run(c, "INSERT INTO customer (id) VALUES ('ann'), ('bob'), ('cid')"));
    ASSERT_OK(coupon_may(c, &k, STR("ann"), 1000));
    bought(c, "1", "ann", 1, 1000), bought(c, "2", "zoe", 1, 1000);
    ASSERT_OK(db_run(c, "UPDATE sale SET coupon = 'FIRST-1', discount = 100 WHERE id = '1'"));
    assert_int_equal(coupon_may(c, &k, STR("ann"), 1000), REJECT);
    ASSERT_OK(coupon_may(c, &k, STR("bob"), 1000));
    k.budget = 1;
    assert_int_equal(coupon_may(c, &k, STR("bob"), 1000), REJECT);
    k.budget = NAN, k.order_least = 2000;
    assert_int_equal(coupon_may(c, &k, STR("bob"), 1000), REJECT);
    ASSERT_OK(coupon_may(c, &k, STR("bob"), 2000));
    ASSERT_OK(db_run(c, "UPDATE sale SET coupon = 'FIRST-1' WHERE id = '2'"));
    assert_int_equal(coupon_may(c, &k, STR("cid"), 2000), REJECT);
}

TEST(no_rule_of_a_segment_says_who_somebody_is)
{
    struct segments all;
    unit_shop(c);
    ASSERT_OK(segments_load(c, &all));
    assert_int_equal(all.segments.n, 4);
    ASSERT_OK(db_run(c, "INSERT INTO setting (name, value, at_ms, by) VALUES ('segment', '{\"segments\":[{\"name\":\"a\",\"category\":\"Women > Shoes\"}]}', 0, 'x')"));
    ASSERT_OK(settings_load(c));
    assert_int_equal(segments_load(c, &all), REJECT);
    assert_true(strstr(c->why, "protected attribute") != NULL);
}
