/* data/holiday_test.c - movable feasts against published dates. */
#include "data/day.h"
#include "data/holiday.h"
#include "test/unit/unit.h"
#include <stdlib.h>

static struct str on(const char *country, const char *date)
{
    int64_t day;
    assert_true(day_read(str_z(date), &day));
    return holiday_of(str_z(country), day);
}

TEST(holidays_fall_on_their_published_days)
{
    static const struct { int y, m, d; } easter[] = {{1961, 4, 2}, {2000, 4, 23}, {2024, 3, 31}, {2025, 4, 20}, {2026, 4, 5}, {2027, 3, 28}, {2038, 4, 25}};
    for (size_t i = 0; i < sizeof easter / sizeof *easter; i++)
        assert_int_equal(easter_sunday(easter[i].y), day_number(easter[i].y, easter[i].m, easter[i].d));
    ASSERT_STR(on("DE", "2026-04-03"), "Good Friday");
    ASSERT_STR(on("de", "2026-05-14"), "Ascension");
    ASSERT_STR(on("US", "2026-11-26"), "Thanksgiving");
    ASSERT_STR(on("US", "2026-05-25"), "Memorial");
    ASSERT_STR(on("GB", "2026-08-31"), "Summer");
    ASSERT_STR(on("FR", "2026-12-25"), "Christmas Day");
    assert_false(on("DE", "2026-07-14").n || on("US", "2026-04-06").n || on("XX", "2026-12-25").n || on("DE", "2026-11-21").n);
}

static int64_t occasion(const char *country, const char *name, int64_t year)
{
    struct occasion o;
    for (size_t i = 0; i < occasion_rows(); i++)
        if (occasion_of(str_z(country), i, year, &o) && str_eq(o.name, str_z(name)))
            return o.first;
    return 0;
}

TEST(occasions_fall_on_their_published_days)
{
    assert_int_equal(occasion("DE", "Black Friday", 2026), day_number(2026, 11, 27));
    assert_int_equal(occasion("DE", "Mother's Day", 2026), day_number(2026, 5, 10));
    assert_int_equal(occasion("GB", "Mother's Day", 2026), day_number(2026, 3, 15));
    assert_int_equal(occasion("FR", "Mother's Day", 2026), day_number(2026, 5, 31));
    assert_int_equal(occasion("FR", "Mother's Day", 2023), day_number(2023, 6, 4)); /* 28 May was Whit Sunday */
    assert_int_equal(occasion("us", "Father's Day", 2026), day_number(2026, 6, 21));
    assert_int_equal(occasion("GB", "Easter", 2026), day_number(2026, 4, 3));
    assert_int_equal(occasion("CN", "Lunar New Year", 2027), day_number(2027, 2, 6));
    static const struct { int y, m, d; } fitr[] = {{2023, 4, 21}, {2024, 4, 10}, {2025, 3, 30}, {2026, 3, 20}, {2027, 3, 9}};
    for (size_t i = 0; i < sizeof fitr / sizeof *fitr; i++) /* the moon may be seen a day later */
        assert_true(llabs(occasion("TR", "Eid al-Fitr", fitr[i].y) - day_number(fitr[i].y, fitr[i].m, fitr[i].d)) <= 1);
    assert_int_equal(occasion("DE", "Ramadan", 2026), 0);
    assert_int_equal(occasion("CN", "Lunar New Year", 1999), 0);
    assert_true(occasion_knows(STR("TR")) && !occasion_knows(STR("XX")));
}
