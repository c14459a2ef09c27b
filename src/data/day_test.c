/* data/day_test.c - days and moments are read and written as the calendar has them. */
#include "data/day.h"
#include "test/unit/unit.h"

TEST(a_day_is_read_only_when_the_calendar_has_it)
{
    static const struct { const char *text; int64_t day; } good[] = {{"1970-01-01", 0}, {"2000-02-29", 11016}, {"2026-11-21T10:00:00Z", 20778},
        {"2024-12-31", 20088}, {"1969-12-31 23:59", -1}};
    static const char *const bad[] = {"", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", "21.11.2026",
        "2026-11-21x"};
    int64_t day;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(day_read(str_z(good[i].text), &day));
        assert_int_equal(day, good[i].day);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (day_read(str_z(bad[i]), &day))
            fail_msg("\"%s\" was read as a day", bad[i]);
}

TEST(every_day_is_written_as_it_is_read)
{
    for (int64_t day = -1000, again; day < 40000; day += 13) {
        struct arena_mark mark = arena_mark(c->mem);
        assert_true(day_read(day_text(c, day), &again));
        assert_int_equal(again, day);
        arena_reset(c->mem, mark);
    }
}

TEST(moments_are_written_in_utc)
{
    ASSERT_STR(moment_iso(c, 0), "1970-01-01T00:00:00Z");
    ASSERT_STR(moment_iso(c, 951782399999), "2000-02-28T23:59:59Z");
    ASSERT_STR(moment_text(c, 951782400000), "2000-02-29 00:00:00");
    ASSERT_STR(moment_text(c, -1), "1969-12-31 23:59:59");
}
