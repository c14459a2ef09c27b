/* data/ingest/moment.c - times as people and programs write them.
 *
 * "05/01/2026" is a day in January in Leeds and in May in Boston: what the whole file shows of its order decides
 * (`day_orders`), and a date that only one order allows is read by itself.
 */
#include "data/ingest/reader.h"
#include <time.h>

enum { HOUR_MINUTES = 60 };

/* One to `most` digits. */
static bool digits(struct str s, size_t *at, int most, int *out)
{
    size_t begin = *at;
    *out = 0;
    for (; *at < s.n && *at < begin + (size_t)most && s.p[*at] >= '0' && s.p[*at] <= '9'; ++*at)
        *out = *out * 10 + (s.p[*at] - '0');
    return *at > begin;
}

static bool skip(struct str s, size_t *at, const char *any)
{
    bool is = *at < s.n && s.p[*at] && strchr(any, s.p[*at]);
    *at += is;
    return is;
}

static bool day_set(struct tm *tm, int year, int month, int day)
{
    *tm = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    struct tm real = *tm;
    return month >= 1 && month <= 12 && year >= 1970 && year <= 2200 && timegm(&real) >= 0 && real.tm_mday == day;
}

/* "2026-3-1", "2026/03/01": *at stands behind it. */
static bool year_first(struct str s, size_t *at, struct tm *tm)
{
    int year, month, day;
    size_t i = 0;
    bool is = digits(s, &i, 4, &year) && i == 4 && skip(s, &i, "-/.") && digits(s, &i, 2, &month) && skip(s, &i, "-/.") && digits(s, &i, 2, &day);
    *at = i;
    return is && day_set(tm, year, month, day);
}

/* "5.1.2026", "05/01/26", "5-1-2026": the three numbers, and with what between them. */
static bool three(struct str s, size_t *at, int *first, int *second, int *year, char *between)
{
    size_t i = 0;
    if (!digits(s, &i, 2, first) || i >= s.n || !strchr("./-", *between = s.p[i++]))
        return false;
    if (!digits(s, &i, 2, second) || i >= s.n || s.p[i++] != *between)
        return false;
    size_t begin = i;
    if (!digits(s, &i, 4, year) || (i - begin != 2 && i - begin != 4))
        return false;
    *year += i - begin == 2 ? 2000 : 0;
    *at = i;
    return true;
}

static bool year_last(struct str s, enum day_order order, size_t *at, struct tm *tm)
{
    int a, b, year;
    char between;
    if (!three(s, at, &a, &b, &year, &between))
        return false;
    bool day_first = between == '.' || a > 12 || (b <= 12 && order == DAY_FIRST);
    bool month_first = !day_first && (b > 12 || order == MONTH_FIRST);
    return (day_first || month_first) && day_set(tm, year, day_first ? b : a, day_first ? a : b);
}

/* "5 Jan 2026", "05-Jan-26", "Jan 5, 2026", "January 5, 2026". */
static bool month_named(struct str s, size_t *at, struct tm *tm)
{
    static const char *const ways[] = {"%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%b %d %Y"};
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)(s.n < sizeof text ? s.n : sizeof text - 1), s.p);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct tm got = {0};
        const char *end = strptime(text, ways[i], &got);
        if (!end || (*end >= '0' && *end <= '9') || !day_set(tm, got.tm_year + 1900, got.tm_mon + 1, got.tm_mday))
            continue;
        *at = (size_t)(end - text);
        return true;
    }
    return false;
}

/* Minutes that the zone is ahead of UTC: "Z", "+01:00", "-0500", "UTC", nothing (UTC). */
static bool zone_read(struct str s, size_t *at, int *minutes)
{
    int h = 0, m = 0;
    *minutes = 0;
    skip(s, at, " ");
    struct str rest = str_part(s, *at, s.n);
    if (!rest.n || str_eq(rest, STR("Z")) || str_eq(rest, STR("UTC")))
        return true;
    bool ahead = rest.p[0] == '+';
    if (!skip(s, at, "+-") || !digits(s, at, 2, &h))
        return false;
    skip(s, at, ":");
    if (*at < s.n && !digits(s, at, 2, &m))
        return false;
    *minutes = (ahead ? 1 : -1) * (h * HOUR_MINUTES + m);
    return *at == s.n && h < 24 && m < 60;
}

/* " PM": the hour of the afternoon. */
static bool half_read(struct str s, size_t *at, int *hour)
{
    struct str rest = str_trim(str_part(s, *at, s.n));
    bool am = str_eq_case(rest, STR("am")), pm = str_eq_case(rest, STR("pm"));
    if (!am && !pm)
        return true;
    *at = s.n;
    bool is = *hour >= 1 && *hour <= 12;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return is;
}

/* " 10:22", "T10:22:33.5+01:00", ", 8:26 PM": the rest of the text. */
static bool clock_read(struct str s, size_t at, struct tm *tm, int *fraction, int *minutes)
{
    int scale = 100;
    skip(s, &at, ",");
    if (!skip(s, &at, "T ") || !digits(s, &at, 2, &tm->tm_hour) || !skip(s, &at, ":") || !digits(s, &at, 2, &tm->tm_min))
        return false;
    if (skip(s, &at, ":") && !digits(s, &at, 2, &tm->tm_sec))
        return false;
    for (bool point = skip(s, &at, ".,"); point && at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++, scale /= 10)
        *fraction += (s.p[at] - '0') * scale;
    return half_read(s, &at, &tm->tm_hour) && tm->tm_hour <= 24 && tm->tm_min <= 59 && tm->tm_sec <= 60 && zone_read(s, &at, minutes);
}

bool moment_read(struct str text, enum day_order order, int64_t *ms)
{
    struct str s = str_trim(text);
    struct tm tm;
    size_t at = 0;
    int minutes = 0, fraction = 0;
    int64_t n;
    if (s.n >= 9 && str_int(s, &n) && n > 0) { /* seconds or milliseconds since 1970 */
        *ms = s.n >= 12 ? n : n * 1000;
        return n < 4102444800000;
    }
    if (!year_first(s, &at, &tm) && !year_last(s, order, &at, &tm) && !month_named(s, &at, &tm))
        return false;
    if (at < s.n && !clock_read(s, at, &tm, &fraction, &minutes))
        return false;
    *ms = ((int64_t)timegm(&tm) - minutes * HOUR_MINUTES) * 1000 + fraction;
    return true;
}

void day_orders_hear(struct day_orders *all, struct str text)
{
    int a, b, year;
    char between;
    size_t at;
    if (!three(str_trim(text), &at, &a, &b, &year, &between) || between == '.')
        return;
    all->day += a > 12 && b <= 12, all->month += b > 12 && a <= 12, all->open += a <= 12 && b <= 12;
}

enum day_order day_orders_told(const struct day_orders *all)
{
    return all->day && all->month ? DAY_UNTOLD : all->day ? DAY_FIRST : all->month ? MONTH_FIRST : DAY_UNTOLD;
}
