/* data/holiday.h - which days are public holidays in a country; movable feasts are computed. */
#pragma once
#include "core/str.h"

/* The name of the holiday on this day (days since 1970-01-01) in a country ("DE"); absent: none, or a country without a row. */
struct str holiday_of(struct str country, int64_t day);
bool holiday_knows(struct str country);
int64_t easter_sunday(int64_t year); /* Gregorian. Source: Meeus 1991, ch. 8 */
