/* data/holiday.c - the rows of holiday.def held against a day, and those of occasion.def in a year. */
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

int64_t year_of(int64_t day)
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

/* ---- occasions ----------------------------------------------------------------------------------- */

enum { R_NTH_FREE = R_NTH + 1, R_HIJRI, R_DAY };
enum { HIJRI_EPOCH = -492148, HIJRI_YEARS = 30, HIJRI_DAYS = 10631 }; /* 1 Muharram 1 as days since 1970-01-01; a cycle of the calendar */

static const struct custom {
    const char *countries;
    int rule;
    int a, b, c, after; /* as in struct row; FREE: days after Easter Sunday that it makes way for; DAY: year, month, day */
    int lead, lasts;
    const char *name;
} customs[] = {
#define ON_FIXED(countries, month, day, lead, lasts, name) {countries, R_FIXED, month, day, 0, 0, lead, lasts, name},
#define ON_EASTER(countries, after, lead, lasts, name) {countries, R_EASTER, after, 0, 0, 0, lead, lasts, name},
#define ON_NTH(countries, month, weekday, which, after, lead, lasts, name) {countries, R_NTH, month, weekday, which, after, lead, lasts, name},
#define ON_NTH_FREE(countries, month, weekday, which, free, lead, lasts, name) {countries, R_NTH_FREE, month, weekday, which, free, lead, lasts, name},
#define ON_HIJRI(countries, month, day, lead, lasts, name) {countries, R_HIJRI, month, day, 0, 0, lead, lasts, name},
#define ON_DAY(countries, year, month, day, lead, lasts, name) {countries, R_DAY, year, month, day, 0, lead, lasts, name},
#include "data/occasion.def"
};

size_t occasion_rows(void) { return sizeof customs / sizeof *customs; }

static bool kept_in(const struct custom *r, struct str country)
{
    struct str list = str_z(r->countries);
    for (size_t at = 0; at + 2 <= list.n; at += 3)
        if (str_eq_case(str_part(list, at, at + 2), country))
            return true;
    return list.p[0] == '*' && country.n;
}

bool occasion_knows(struct str country)
{
    for (size_t i = 0; i < occasion_rows(); i++)
        if (customs[i].countries[0] != '*' && kept_in(&customs[i], country))
            return true;
    return false;
}

/* Source: Reingold & Dershowitz 2018, ch. 7: 11 leap years in 30, months of 30 and 29 days in turn. */
static int64_t hijri_day(int64_t year, int64_t month, int64_t day)
{
    return HIJRI_EPOCH - 1 + day + 29 * (month - 1) + month / 2 + (year - 1) * 354 + (3 + 11 * year) / HIJRI_YEARS;
}

/* The first of that month and day within a civil year, by the calendar's mean year. */
static int64_t hijri_in(int64_t civil, int month, int day)
{
    int64_t begin = day_number(civil, 1, 1), year = (begin - HIJRI_EPOCH) * HIJRI_YEARS / HIJRI_DAYS;
    while (hijri_day(year, month, day) < begin)
        year++;
    return hijri_day(year, month, day);
}

static int64_t custom_day(const struct custom *r, int64_t year)
{
    switch (r->rule) {
    case R_FIXED: return day_number(year, r->a, r->b);
    case R_EASTER: return easter_sunday(year) + r->a;
    case R_NTH: return nth(year, r->a, r->b, r->c) + r->after;
    case R_NTH_FREE: return nth(year, r->a, r->b, r->c) + (nth(year, r->a, r->b, r->c) == easter_sunday(year) + r->after ? 7 : 0);
    case R_HIJRI: return hijri_in(year, r->a, r->b);
    default: return day_number(r->a, r->b, r->c);
    }
}

bool occasion_of(struct str country, size_t n, int64_t year, struct occasion *out)
{
    const struct custom *r = &customs[n];
    if (!kept_in(r, country) || (r->rule == R_DAY && r->a != year))
        return false;
    int64_t first = custom_day(r, year);
    *out = (struct occasion){str_z(r->name), first, first + r->lasts - 1, r->lead};
    return year_of(first) == year;
}
