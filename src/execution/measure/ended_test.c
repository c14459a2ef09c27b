/* execution/measure/ended_test.c - what a promotion, a test by time and an offer are said to have earned. */
#include "execution/measure/ended.h"
#include "core/sql.h"
#include "data/day.h"
#include "data/toggle.h"
#include "test/unit/unit.h"

enum { LIVE_DAY = 1000, TODAY = 1010, COST = 600 };

static void goods(struct ctx *c, int n)
{
    for (int i = 0; i < n; i++) {
        struct str id = str_fmt(c, "p%d", i);
        ASSERT_OK(db_run(c, "INSERT INTO product (id, title, channel, hash, batch, updated_ms) VALUES ($1, $1, 'file', 'h', 1, 0)", A(id)));
        ASSERT_OK(db_run(c, "INSERT INTO variant (product, pos, sku, cost) VALUES ($1, 0, $1, $2)", A(id), A((int64_t)COST)));
    }
}

/* One unit for so much above its cost, in a sale of that state; a discount takes nothing from the margin that is meant. */
static void sell(struct ctx *c, struct str product, int64_t at_ms, int64_t margin, const char *state)
{
    static int64_t n;
    struct str id = str_fmt(c, "s%lld", (long long)++n);
    ASSERT_OK(db_run(c, "INSERT INTO sale (id, state, placed_ms, hash, batch) VALUES ($1, $2, $3, 'h', 1)", A(id), A(str_z(state)), A(at_ms)));
    ASSERT_OK(db_run(c, "INSERT INTO line (sale, pos, product, sku, quantity, price, discount) VALUES ($1, 0, $2, $2, 1, $3, 50)", A(id), A(product),
                     A(COST + margin + 50)));
}

static struct str verdict(struct ctx *c)
{
    struct str v;
    ASSERT_OK(db_text(c, &v, "SELECT verdict FROM reading WHERE batch = 1 AND kind = 'k' AND day = $1", A(c->now_ms / DAY_MS)));
    return v;
}

static struct item live(struct ctx *c, const char *entity, struct str input)
{
    c->now_ms = TODAY * DAY_MS;
    return (struct item){.batch = 1, .kind = STR("k"), .entity = str_z(entity), .subject = STR("p0"), .input.text = input, .moved_ms = LIVE_DAY * DAY_MS};
}

TEST(ended_promotion_is_read_on_the_whole_days_since_against_those_held_out)
{
    static const int64_t after[] = {590, 600, 610, 600, 395, 405}; /* the last two are held out */
    struct buf in = {0};
    struct str said;
    unit_shop(c);
    goods(c, 6);
    buf_add(c, &in, STR("{\"lines\":["));
    for (int i = 0; i < 6; i++) {
        struct str id = str_fmt(c, "p%d", i);
        buf_fmt(c, &in, "%s{\"product\":\"%s\",\"held\":%s}", i ? "," : "", id.p, i < 4 ? "false" : "true");
        for (int64_t day = LIVE_DAY - 28; day < TODAY; day++)
            sell(c, id, day * DAY_MS, day < LIVE_DAY ? 400 : after[i], "paid");
        sell(c, id, (LIVE_DAY - 28) * DAY_MS - 1, 90000 * (i + 1), "paid"); /* before what it is compared with */
        sell(c, id, TODAY * DAY_MS, 90000 * (i + 1), "paid");             /* a day that is not over */
        sell(c, id, (LIVE_DAY + 1) * DAY_MS, 90000 * (i + 1), "cancelled");
    }
    buf_add(c, &in, STR("]}"));
    struct item i = live(c, "promotion", buf_str(&in));
    ASSERT_OK(ended_read(c, &i, &said));
    if (!str_has(said, STR("margin per product and day +50.0 %")) || !str_has(said, STR("4 products, 2 held out")))
        fail_msg("%s", said.p);
    ASSERT_STR(verdict(c), "better");
}

TEST(ended_promotion_without_control_says_so)
{
    struct str said;
    unit_shop(c);
    goods(c, 1);
    struct item i = live(c, "promotion", STR("{\"lines\":[{\"product\":\"p0\"}]}"));
    ASSERT_OK(ended_read(c, &i, &said));
    ASSERT_STR(said, "nothing measured it: no product was held out");
    ASSERT_STR(verdict(c), "none");
}

TEST(ended_test_by_time_reads_each_block_that_is_over_but_its_beginning)
{
    struct str said;
    unit_shop(c);
    goods(c, 1);
    for (int64_t k = 0; k < 12; k++) { /* of these the last two are not over */
        int64_t from = (TODAY - 10 + k) * DAY_MS, noise = k % 3 - 1;
        bool tested = toggle_is_tested(c, STR("t"), k);
        sell(c, STR("p0"), from, 70000 + 9000 * k, "paid"); /* while some still saw the price before */
        sell(c, STR("p0"), from + DAY_MS / 12, (tested ? 600 : 400) + noise, "paid");
    }
    struct item i = live(c, "price", str_fmt(c, "{\"test\":{\"name\":\"t\",\"first_ms\":%lld,\"block_ms\":%lld,\"blocks\":12}}",
                                             (long long)((TODAY - 10) * DAY_MS), (long long)DAY_MS));
    ASSERT_OK(ended_read(c, &i, &said));
    if (!str_has(said, STR("; 5 blocks with it, 5 without")) || !(str_starts(said, STR("margin +49.")) || str_starts(said, STR("margin +50."))))
        fail_msg("%s", said.p);
    ASSERT_STR(verdict(c), "better");
}

TEST(ended_offer_tells_what_was_used_of_it)
{
    static const struct { const char *customer, *coupon, *state; int64_t day; } all[] = {
        {"a", NULL, "paid", 900}, {"a", "SAVE", "paid", 1001}, {"b", "SAVE", "paid", 1002}, {"d", NULL, "cancelled", 900}, {"d", "SAVE", "cancelled", 1003},
        {"e", "OTHER", "paid", 1003}};
    struct str said;
    unit_shop(c);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ASSERT_OK(db_run(c, "INSERT INTO sale (id, customer, coupon, state, discount, placed_ms, hash, batch) VALUES ($1, $2, $3, $4, 150, $5, 'h', 1)",
                         A(str_fmt(c, "s%zu", i)), A(str_z(all[i].customer)), A(str_z(all[i].coupon)), A(str_z(all[i].state)), A(all[i].day * DAY_MS)));
    struct item i = live(c, "coupon", STR("{}"));
    i.output.text = STR("{\"coupon\":{\"code\":\"SAVE\",\"currency\":\"EUR\",\"share\":0.1,\"hold\":0,\"starts_ms\":0,\"ends_ms\":1,\"segment\":{\"name\":\"all\"},"
                          "\"lines\":[{\"product\":\"p0\",\"sku\":\"p0\",\"least\":0}]}}");
    ASSERT_OK(ended_read(c, &i, &said));
    ASSERT_STR(said, "used in 2 orders, 1 of them first orders, 3.00 EUR given away; nothing measured it: nobody of it was held out");
    ASSERT_STR(verdict(c), "none");
}
