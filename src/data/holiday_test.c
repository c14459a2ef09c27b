/* data/holiday_test.c - movable feasts against published dates. */
#include "data/day.h"
#include "data/holiday.h"
#include "test/unit/unit.h"

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
