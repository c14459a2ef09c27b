/* data/holiday.c - the rows of holiday.def held against a day. */
#include "data/holiday.h"
#include "data/day.h"

enum rule { R_FIXED, R_EASTER, R_NTH };

static const struct row {
    const char *country;
    enum rule rule;
    int a, b, c; /* month, day; days after Easter; month, weekday, which */
    const char *name;
} rows[] = {
#define FIXED(country, month, day, name) {country, R_FIXED, month, day, 0, name},
#define EASTER(country, after, name) {country, R_EASTER, after, 0, 0, name},
#define NTH(country, month, weekday, which, name) {country, R_NTH, month, weekday, which, name},
#include "data/holiday.def"
};

int64_t easter_sunday(int64_t y)
{
    int64_t a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int64_t h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    return day_number(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* 0 Monday … 6 Sunday; 1970-01-01 was a Thursday. */
static int weekday(int64_t day) { return (int)(((day + 3) % 7 + 7) % 7); }

static int64_t nth(int64_t year, int month, int which_day, int which)
{
    if (which > 0) {
        int64_t first = day_number(year, month, 1);
        return first + (which_day - weekday(first) + 7) % 7 + 7 * (which - 1);
    }
    int64_t last = day_number(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - 1;
    return last - (weekday(last) - which_day + 7) % 7;
}

static int64_t year_of(int64_t day)
{
    int64_t y = 1970 + day / 366;
    while (day_number(y + 1, 1, 1) <= day)
        y++;
    while (day_number(y, 1, 1) > day)
        y--;
    return y;
}

static bool falls(const struct row *r, int64_t year, int64_t day)
{
    switch (r->rule) {
    case R_FIXED: return day_number(year, r->a, r->b) == day;
    case R_EASTER: return easter_sunday(year) + r->a == day;
    case R_NTH: return nth(year, r->a, r->b, r->c) == day;
    }
    return false;
}

bool holiday_knows(struct str country)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_case(country, str_z(rows[i].country)))
            return true;
    return false;
}

struct str holiday_of(struct str country, int64_t day)
{
    if (day < -700000 || day > 2900000 || !holiday_knows(country))
        return (struct str){0};
    int64_t year = year_of(day);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((str_eq_case(country, str_z(rows[i].country)) || rows[i].country[0] == '*') && falls(&rows[i], year, day))
            return str_z(rows[i].name);
    return (struct str){0};
}
