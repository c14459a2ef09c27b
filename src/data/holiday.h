/* data/holiday.h - which days are public holidays in a country, and what people buy for; movable feasts are computed. */
#pragma once
#include "core/str.h"

/* The name of the holiday on this day (days since 1970-01-01) in a country ("DE"); absent: none, or a country without a row. */
struct str holiday_of(struct str country, int64_t day);
bool holiday_knows(struct str country);
int64_t easter_sunday(int64_t year); /* Gregorian. Source: Meeus 1991, ch. 8 */

/* An occasion that people buy for: Christmas, Black Friday, Mother's Day, Ramadan. */
struct occasion {
    struct str name;
    int64_t first, last; /* days of it */
    int64_t lead;        /* days before in which people may buy for it */
};
/* The n-th row of occasion.def as it falls in `year`; false: not in this year or country. */
bool occasion_of(struct str country, size_t n, int64_t year, struct occasion *out);
size_t occasion_rows(void);
bool occasion_knows(struct str country); /* some row names it */
int64_t year_of(int64_t day);
