/* data/sales_test.c - daily sales as files bring them, good and bad. */
#include "data/sales.h"
#include "data/day.h"
#include "data/item.h"
#include "data/sale.h"
#include "data/shelf.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

TEST(days_go_there_and_back)
{
    int64_t day;
    for (int64_t d = -30000; d < 60000; d += 17) {
        assert_true(day_read(day_text(c, d), &day));
        assert_int_equal(day, d);
    }
    assert_true(day_read(STR("1970-01-01"), &day) && day == 0);
    assert_true(day_read(STR("2024-02-29T10:00"), &day) && day == 19782);
    assert_false(day_read(STR("29.02.2024"), &day));
    assert_false(day_read(STR("2024-13-01"), &day));
}

static const char *file(struct ctx *c, const char *text)
{
    char path[] = "/tmp/purvey-sales-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return str_copy(c, str_z(path)).p;
}

TEST(sales_are_laid_out_by_day)
{
    struct sales s;
    const char *path = file(c, "Date,SKU,Quantity,Price,in_stock\n2026-01-03,a,2,9.5,1\n2026-01-01,a,1,,0.4\n2026-01-03,a,1,9.5,1\n"
                               "2026-01-02,b,-1,3,1\nyesterday,b,1,3,1\n2026-01-02,,1,3,1\n2026-01-02,b,many,3,1\n");
    ASSERT_OK(sales_read(c, path, &s));
    unlink(path);
    assert_int_equal(s.days, 3);
    assert_int_equal(s.items.n, 2);
    const struct sold *a = &s.items.at[0];
    assert_true(a->units.at[0] == 1 && a->units.at[1] == 0 && a->units.at[2] == 3);
    assert_true(isnan(a->price.at[0]) && a->price.at[2] == 9.5);
    assert_true(fabs(a->in_stock.at[0] - 0.4) < 1e-12 && a->in_stock.at[1] == 1);
    assert_true(s.items.at[1].units.at[1] == -1);
    assert_int_equal(s.faulty, 3);
    assert_true(str_has(s.faults.at[0], STR("line 6: want a day")));
}

TEST(sales_without_their_columns_are_refused_with_a_cure)
{
    struct sales s;
    const char *path = file(c, "sku,units\na,1\n"), *empty = file(c, "date,sku,units\n");
    assert_int_equal(sales_read(c, path, &s), REJECT);
    assert_non_null(strstr(c->why, "no column date"));
    assert_int_equal(sales_read(c, empty, &s), REJECT);
    assert_non_null(strstr(c->why, "no row"));
    unlink(path);
    unlink(empty);
}

static int64_t sell(struct ctx *c, const char *id, int64_t day, const char *sku, int64_t units, int64_t price, int64_t discount)
{
    struct sale s;
    record_init(&sale_record, &s);
    s.id = str_z(id), s.state = STR("paid"), s.currency = STR("EUR"), s.placed_ms = day * DAY_MS + 1000;
    *LIST_ADD(c, &s.lines) = (struct line){.sku = str_z(sku), .quantity = units, .price = price, .discount = discount};
    ASSERT_OK(sale_save(c, &s, 1, false, &(enum saved){0}));
    return day;
}

static void offer(struct ctx *c, const char *sku, int64_t price, int64_t stock)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = p.title = str_z(sku), p.currency = STR("EUR");
    struct variant *v = LIST_ADD(c, &p.variants);
    record_init(&variant_record, v);
    v->sku = p.id, v->price = price, v->stock = stock;
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

TEST(sales_come_out_of_the_shops_tables)
{
    struct sales s;
    unit_shop(c);
    int64_t today = c->now_ms / DAY_MS;
    offer(c, "b", 500, 3);
    offer(c, "a", 1000, 0);
    sell(c, "1", today - 10, "a", 2, 1000, 0);
    sell(c, "2", today - 8, "a", 1, 1000, 200);
    sell(c, "3", today - 3, "b", 4, 500, 0);
    sell(c, "4", today, "b", 9, 500, 0); /* today is not over */
    ASSERT_OK(db_run(c, "INSERT INTO shelf (day, channel, sku, price, stock) VALUES ($1, 'file', 'a', 1100, 0)", A(today - 5)));
    ASSERT_OK(sales_load(c, 100, &s));
    assert_int_equal(s.days, 10);
    assert_int_equal(s.items.n, 2);
    const struct sold *a = &s.items.at[0], *b = &s.items.at[1];
    ASSERT_STR(a->sku, "a");
    assert_true(a->units.at[0] == 2 && a->units.at[1] == 0 && a->units.at[2] == 1);
    assert_true(a->price.at[0] == 10 && a->price.at[2] == 8 && a->promo.at[2] == 1 && a->price.at[3] == 10 && a->price.at[5] == 11);
    assert_true(a->in_stock.at[4] == 1 && a->in_stock.at[5] == 0 && a->in_stock.at[9] == 0);
    assert_true(isnan(b->units.at[0]) && b->units.at[7] == 4 && b->units.at[8] == 0);
}

TEST(sales_that_stop_all_at_once_are_missing_and_not_zero)
{
    struct sales s;
    unit_shop(c);
    int64_t today = c->now_ms / DAY_MS;
    offer(c, "a", 1000, 9);
    for (int64_t day = 60; day > 30; day -= 5)
        sell(c, str_fmt(c, "s%lld", (long long)day).p, today - day, "a", 1, 1000, 0);
    ASSERT_OK(sales_load(c, 100, &s));
    assert_int_equal(sales_quiet(&s), 34); /* the last is 35 days ago, and yesterday is the last day */
    sell(c, "late", today - 20, "a", 1, 1000, 0);
    ASSERT_OK(sales_load(c, 100, &s));
    assert_int_equal(sales_quiet(&s), 0);
}

/* The shelf tells the price of each day: a week at 8 that sold once, promoted; another that sold nothing; then 9 for good. */
TEST(days_of_a_promotion_without_a_sale_are_promoted_too)
{
    static const int64_t shelf[][2] = {{60, 1000}, {50, 800}, {43, 1000}, {30, 800}, {23, 1000}, {10, 900}};
    struct sales s;
    unit_shop(c);
    int64_t today = c->now_ms / 86400000;
    offer(c, "a", 900, 9);
    for (size_t k = 0; k < sizeof shelf / sizeof *shelf; k++)
        ASSERT_OK(db_run(c, "INSERT INTO shelf (day, channel, sku, price, stock) VALUES ($1, 'file', 'a', $2, 9)", A(today - shelf[k][0]), A(shelf[k][1])));
    sell(c, "first", today - 60, "a", 1, 1000, 0);
    sell(c, "promoted", today - 48, "a", 1, 1000, 200);
    ASSERT_OK(sales_load(c, 100, &s));
    const struct sold *a = &s.items.at[0];
    for (int64_t t = 0; t < 60; t++)
        assert_int_equal(a->promo.at[t] > 0, (t >= 10 && t < 17) || (t >= 30 && t < 37));
}

/* Four units on the first and the fifth day of a promotion, none between; then one of ours, whose price tells no discount. */
TEST(days_of_a_promotion_are_known_by_what_stands_around_them)
{
    struct sales s;
    unit_shop(c);
    int64_t today = c->now_ms / DAY_MS;
    offer(c, "a", 1000, 9);
    for (int64_t day = 20; day > 0; day -= day == 20 || day == 16 ? 4 : 1)
        sell(c, str_fmt(c, "s%lld", (long long)day).p, today - day, "a", 1, 1000, day == 20 || day == 16 ? 100 : 0);
    ASSERT_OK(db_run(c, "INSERT INTO item (id, batch, kind, entity, subject, state, input, tries, due_ms, lease_ms, seed, created_ms, moved_ms)"
                        " VALUES (7, 1, 'promotion.sale', 'promotion', 'p', $1, '{}', 0, 0, 0, 0, 0, 0)", A((int64_t)UNDONE)));
    ASSERT_OK(db_run(c, "INSERT INTO change (item, pos, entity, id, field, locale, format, after, state) VALUES (7, 0, 'product', 'a', 'price', '', 'money', '9', 'live')"));
    for (int64_t k = 0; k < 2; k++)
        ASSERT_OK(db_run(c, "INSERT INTO move (item, seq, from_state, to_state, at_ms, actor, because) VALUES (7, $1, 4, $2, $3, 'ship', '')", A(k + 1),
                         A((int64_t)(k ? UNDOING : LIVE)), A((today - (k ? 5 : 8)) * DAY_MS)));
    ASSERT_OK(sales_load(c, 100, &s));
    const struct sold *a = &s.items.at[0];
    for (int64_t t = 0; t < 20; t++)
        assert_int_equal(a->promo.at[t] > 0, t <= 4 || (t >= 12 && t < 15));
    assert_true(a->price.at[2] == 9 && a->price.at[6] == 10);
}

TEST(the_shelf_is_noted_once_and_knows_its_lowest_price)
{
    int64_t n, low, today = c->now_ms / DAY_MS;
    unit_shop(c);
    offer(c, "a", 1000, 5);
    ASSERT_OK(shelf_note(c, &n));
    assert_int_equal(n, 1);
    ASSERT_OK(shelf_note(c, &n));
    assert_int_equal(n, 0);
    ASSERT_OK(db_run(c, "INSERT INTO shelf (day, channel, sku, price, stock) VALUES ($1, 'file', 'a', 700, 1), ($2, 'file', 'a', 900, 1)",
                     A(today - 40), A(today - 35)));
    ASSERT_OK(shelf_lowest(c, STR("a"), STR(""), today, 30, &low));
    assert_int_equal(low, 900); /* what stood when the 30 days began; 700 was gone by then */
    ASSERT_OK(shelf_lowest(c, STR("a"), STR("file"), today - 5, 33, &low));
    assert_int_equal(low, 700);
    ASSERT_OK(shelf_lowest(c, STR("x"), STR(""), today, 30, &low));
    assert_true(low == NONE);
}
