/* data/sales_test.c - daily sales as files bring them, good and bad. */
#include "data/sales.h"
#include "data/day.h"
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
