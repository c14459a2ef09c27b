/* data/day.c - days and moments, as numbers and as texts. */
#include "data/day.h"

/* Source: Hinnant, chrono-compatible low-level date algorithms. */
int64_t day_number(int64_t y, int64_t m, int64_t d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400, of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool day_read(struct str s, int64_t *day)
{
    int64_t y, m, d;
    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || !str_int(str_part(s, 0, 4), &y) || !str_int(str_part(s, 5, 7), &m) ||
        !str_int(str_part(s, 8, 10), &d) || m < 1 || m > 12 || d < 1 || (s.n > 10 && s.p[10] != 'T' && s.p[10] != ' '))
        return false;
    if (d > day_number(y, m + 1, 1) - day_number(y, m, 1)) /* the 13th month's first is the next year's */
        return false;
    *day = day_number(y, m, d);
    return true;
}

struct str day_text(struct ctx *c, int64_t day)
{
    int64_t z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t of_y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * of_y + of_y / 4 - of_y / 100), month = (5 * of_year + 2) / 153;
    int64_t m = month + (month < 10 ? 3 : -9);
    return str_fmt(c, "%04lld-%02lld-%02lld", (long long)(of_y + era * 400 + (m <= 2)), (long long)m,
                   (long long)(of_year - (153 * month + 2) / 5 + 1));
}

static struct str moment_with(struct ctx *c, int64_t ms, const char *between, const char *after)
{
    int64_t of_day = ((ms % DAY_MS) + DAY_MS) % DAY_MS, second = of_day / 1000;
    return str_fmt(c, "%s%s%02d:%02d:%02d%s", day_text(c, (ms - of_day) / DAY_MS).p, between, (int)(second / 3600), (int)(second / 60 % 60),
                   (int)(second % 60), after);
}

struct str moment_iso(struct ctx *c, int64_t ms) { return moment_with(c, ms, "T", "Z"); }

struct str moment_text(struct ctx *c, int64_t ms) { return moment_with(c, ms, " ", ""); }
