/* execution/measure/ended_test.c - an offer is read by those who still agree to be looked at, and by nobody else. */
#include "execution/measure/ended.h"
#include "data/coupon.h"
#include "data/day.h"
#include "data/item.h"
#include "test/unit/unit.h"

static void bought(struct ctx *c, int who, int day, int64_t price)
{
    struct str id = str_fmt(c, "s%d-%d", who, day);
    ASSERT_OK(db_run(c, "INSERT INTO sale (id, customer, state, placed_ms, currency, hash, batch) VALUES ($1, $2, 'paid', $3, 'EUR', '', 1)", A(id),
                     A(str_fmt(c, "c%d", who)), A(c->now_ms + day * DAY_MS)));
    ASSERT_OK(db_run(c, "INSERT INTO line (sale, pos, product, sku, title, quantity, price) VALUES ($1, 0, 'p', 'S', 'Cup', 1, $2)", A(id), A(price)));
}

static void says(struct ctx *c, int who, int day, int given)
{
    ASSERT_OK(db_run(c, "INSERT INTO consent (id, customer, purpose, given, proof, source, at_ms) VALUES ($1, $2, 'profile', $3, 'form', 'web', $4)",
                     A((int64_t)(1000 * who + day + 500)), A(str_fmt(c, "c%d", who)), A(given), A(c->now_ms + day * DAY_MS)));
}

TEST(ended_leaves_out_who_withdrew)
{
    static const char offer[] = "{\"coupon\":{\"code\":\"BACK\",\"currency\":\"EUR\",\"share\":0.1,\"hold\":0.5,\"starts_ms\":0,\"ends_ms\":9000000000000,"
                                "\"segment\":{\"name\":\"known\",\"orders_least\":1},\"lines\":[{\"product\":\"p\",\"sku\":\"S\",\"least\":0}]}}";
    struct item i = {.id = 1, .batch = 1, .kind = STR("promotion.segment"), .entity = STR("coupon"), .output = {str_z(offer)}};
    struct str all, some, none;
    unit_shop(c);
    for (int who = 0; who < 30; who++) {
        bought(c, who, -20, 1000);
        bought(c, who, 5, 1000 + 37 * who);
        says(c, who, -40, 1);
    }
    i.moved_ms = c->now_ms;
    c->now_ms += 10 * DAY_MS;
    ASSERT_OK(ended_read(c, &i, &all));
    assert_false(str_has(all, STR("left out")));
    assert_true(str_has(all, STR("customers, ")));
    says(c, 3, -1, 0); /* a day before now */
    ASSERT_OK(db_run(c, "DELETE FROM reading"));
    ASSERT_OK(ended_read(c, &i, &some));
    assert_true(str_has(some, STR("1 no longer agrees to be looked at and is left out")));
    for (int who = 0; who < 30; who++)
        says(c, who, -2, 0);
    ASSERT_OK(db_run(c, "DELETE FROM reading"));
    ASSERT_OK(ended_read(c, &i, &none));
    assert_true(str_has(none, STR("30 no longer agree")) && str_has(none, STR("too little was bought")));
}
