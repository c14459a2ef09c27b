/* intelligence/decide/replenish/calendar.c - order days, cut-offs, closures and public holidays of a supplier. */
#include "intelligence/decide/replenish/calendar.h"
#include "data/day.h"
#include "data/holiday.h"

const struct record calendar_record = {"calendar", sizeof(struct calendar), (const struct field[]){
    FIELD(struct calendar, order_days, .max = 7, .flags = OPTIONAL, .doc = "mon, tue, wed, thu, fri, sat, sun; absent: any"),
    FIELD(struct calendar, cutoff, .max = 5, .init_str = "", .flags = OPTIONAL, .doc = "an order after this time UTC counts for the next day: 14:00"),
    FIELD(struct calendar, closed, .max = 366, .flags = OPTIONAL, .doc = "days it does not work: 2026-12-24, or 2026-12-24/2027-01-02"),
    FIELD(struct calendar, country, .max = 2, .init_str = "", .flags = OPTIONAL, .doc = "closed on its public holidays too: DE"),
    {0}}};

enum { YEAR = 366, NO_CUTOFF = 24 * 60 };

static enum status weekdays_read(struct ctx *c, const struct strs *names, struct calendar_days *out)
{
    static const char *const week[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int d = 0; d < 7; d++)
        out->taken[d] = !names->n;
    for (size_t i = 0; i < names->n; i++) {
        int d = 0;
        while (d < 7 && !str_eq_case(str_part(names->at[i], 0, names->at[i].n < 3 ? names->at[i].n : 3), str_z(week[d])))
            d++;
        if (d == 7)
            return fail(c, REJECT, "\"%.20s\" is no day of the week: write mon, tue, wed, thu, fri, sat or sun", names->at[i].p);
        out->taken[d] = true;
    }
    return OK;
}

static enum status closed_read(struct ctx *c, const struct strs *list, struct calendar_days *out)
{
    for (size_t i = 0; i < list->n; i++) {
        struct str s = list->at[i];
        size_t cut = str_find(s, STR("/"), 0);
        struct range r;
        bool ok = day_read(str_copy(c, str_part(s, 0, cut == SIZE_MAX ? s.n : cut)), &r.from);
        r.to = r.from;
        if (ok && cut != SIZE_MAX)
            ok = day_read(str_copy(c, str_part(s, cut + 1, s.n)), &r.to);
        if (!ok || r.to < r.from)
            return fail(c, REJECT, "closed \"%.40s\": write a day as 2026-12-24, or two as 2026-12-24/2027-01-02", s.p);
        *LIST_ADD(c, &out->closed) = r;
    }
    return OK;
}

static enum status cutoff_read(struct ctx *c, struct str s, int64_t *minutes)
{
    int64_t h, m;
    *minutes = NO_CUTOFF;
    if (!s.n)
        return OK;
    size_t colon = str_find(s, STR(":"), 0);
    if (colon == SIZE_MAX || !str_int(str_copy(c, str_part(s, 0, colon)), &h) || !str_int(str_copy(c, str_part(s, colon + 1, s.n)), &m) || h < 0 || h > 23 ||
        m < 0 || m > 59)
        return fail(c, REJECT, "cutoff \"%.10s\": write a time as 14:00", s.p);
    *minutes = h * 60 + m;
    return OK;
}

enum status calendar_read(struct ctx *c, const struct calendar *from, struct calendar_days *out)
{
    static const struct calendar always;
    from = from ? from : &always;
    *out = (struct calendar_days){.country = from->country};
    if (from->country.n && !holiday_knows(from->country))
        return fail(c, REJECT, "the holidays of \"%.2s\" are not known: name the closed days in `closed`", from->country.p);
    TRY(weekdays_read(c, &from->order_days, out));
    TRY(closed_read(c, &from->closed, out));
    return cutoff_read(c, from->cutoff, &out->cutoff_min);
}

static bool calendar_works(const struct calendar_days *d, int64_t day)
{
    for (size_t i = 0; i < d->closed.n; i++)
        if (day >= d->closed.at[i].from && day <= d->closed.at[i].to)
            return false;
    return !d->country.n || !holiday_of(d->country, day).n;
}

int64_t calendar_next(const struct calendar_days *d, int64_t day, int64_t minute)
{
    int64_t first = minute > d->cutoff_min ? day + 1 : day;
    for (int64_t t = first; t < first + YEAR; t++)
        if (d->taken[((t + 3) % 7 + 7) % 7] && calendar_works(d, t))
            return t;
    return -1;
}

int64_t calendar_arrives(const struct calendar_days *d, int64_t day, int64_t lead)
{
    int64_t t = day;
    for (int64_t worked = 0; worked < lead && t < day + lead + YEAR;) {
        t++;
        worked += calendar_works(d, t);
    }
    return t;
}
