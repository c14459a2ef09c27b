/* intelligence/decide/forecast/forecast_days.c - the calendar of a forecast: public holidays, occasions, and what is told of them. */
#include "core/stat.h"
#include "data/day.h"
#include "intelligence/decide/forecast/forecast_demand.h"
#include <math.h>

enum { TOLD = 3 }; /* occasions in a sentence */

static enum status day_list(struct ctx *c, const char *field, const struct strs *days, struct ints *out)
{
    *out = (struct ints){NEW_ARRAY(c, int64_t, days->n + 1), days->n};
    for (size_t i = 0; i < days->n; i++)
        if (!day_read(days->at[i], &out->at[i]))
            return fail(c, REJECT, "%s[%zu] is \"%.12s\": give a day as 2026-11-27", field, i, days->at[i].p);
    return OK;
}

static bool is_listed(const struct ints *days, int64_t day)
{
    for (size_t i = 0; i < days->n; i++)
        if (days->at[i] == day)
            return true;
    return false;
}

static enum status occasions(struct ctx *c, const struct forecast_in *in, int64_t from, int64_t to, struct events *out, size_t n, int64_t width)
{
    int64_t years = year_of(to) - year_of(from) + 3;
    size_t k = 0, room = (size_t)years * occasion_rows();
    for (size_t i = 0; i < in->events.n; i++)
        room += in->events.at[i].days.n;
    struct occasion *all = NEW_ARRAY(c, struct occasion, room + 1);
    for (int64_t y = 0; y < years && in->country.n; y++)
        for (size_t i = 0; i < occasion_rows(); i++)
            k += occasion_of(in->country, i, year_of(from) - 1 + y, &all[k]);
    for (size_t i = 0; i < in->events.n; i++) {
        const struct own_event *e = &in->events.at[i];
        struct ints days;
        TRY(day_list(c, "events.days", &e->days, &days));
        for (size_t d = 0; d < days.n; d++)
            all[k++] = (struct occasion){e->name, days.at[d], days.at[d], e->lead};
    }
    events_place(c, all, k, from, n, width, out);
    return OK;
}

enum status forecast_days(struct ctx *c, struct ready *r, size_t first, const double **holidays)
{
    const struct forecast_in *in = r->in;
    int64_t from, width = in->freq.p[0] == 'W' ? 7 : 1;
    size_t n = r->n + r->h;
    struct ints own;
    *holidays = NULL;
    if (!in->country.n && !in->holidays.n && !in->events.n)
        return OK;
    if (!day_read(in->from, &from))
        return fail(c, REJECT, "holidays need `from`, the day of the first value, as 2026-11-21");
    if (in->country.n && !holiday_knows(in->country) && !occasion_knows(in->country))
        return fail(c, REJECT, "the holidays of \"%.2s\" are not known: name the days in `holidays`", in->country.p);
    TRY(day_list(c, "holidays", &in->holidays, &own));
    if (in->freq.p[0] != 'D' && in->freq.p[0] != 'W')
        return OK;
    r->first_day = from + (int64_t)first * width, r->width = width;
    double *count = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        for (int64_t d = 0; d < width; d++) {
            int64_t day = r->first_day + (int64_t)t * width + d;
            count[t] += (in->country.n && holiday_of(in->country, day).n) || is_listed(&own, day);
        }
    *holidays = in->country.n || own.n ? count : NULL;
    return occasions(c, in, r->first_day, r->first_day + (int64_t)n * width, &r->events, n, width);
}

/* ---- telling --------------------------------------------------------------------------------------- */

static const char *const when[] = {"before", "during", "after"};

static int phase_of(const struct window *w) { return w->block < BLOCK_DAY ? 0 : w->block == BLOCK_DAY ? 1 : 2; }

/* What one phase of an occasion does to the days ahead that it counts for, else to those of the past. */
static struct event_effect told_of(struct ctx *c, const struct ready *r, struct reals mean, const struct window *as)
{
    struct event_effect e = {.name = as->name, .when = str_z(when[phase_of(as)])};
    double with = 0, without = 0, sum = 0, days = 0;
    int64_t from = 0, to = 0;
    for (size_t t = 0; t < r->n + r->h; t++) {
        const struct window *w = r->events.at[t] ? &r->events.window[r->events.at[t] - 1u] : NULL;
        if (!w || w->used == 0 || phase_of(w) != phase_of(as) || !str_eq(w->name, as->name))
            continue;
        e.reach = w->reach > e.reach ? w->reach : e.reach;
        sum += exp(w->used), days++;
        if (t < r->n)
            continue;
        from = without > 0 ? from : r->first_day + (int64_t)t * r->width;
        to = r->first_day + (int64_t)(t + 1) * r->width - 1;
        with += mean.at[t - r->n], without += mean.at[t - r->n] / exp(w->used);
    }
    e.lift = stat_round(without > 0 ? with / without - 1 : sum / fmax(1, days) - 1, 6);
    if (without > 0)
        e.from = day_text(c, from), e.to = day_text(c, to);
    return e;
}

struct event_effect *forecast_told(struct ctx *c, const struct ready *r, struct reals mean, size_t *n)
{
    const struct events *all = &r->events;
    struct event_effect *out = NEW_ARRAY(c, struct event_effect, all->n + 1);
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct window *w = &all->window[i];
        bool done = w->used == 0;
        for (size_t k = 0; k < *n && !done; k++)
            done = str_eq(out[k].name, w->name) && str_eq(out[k].when, str_z(when[phase_of(w)]));
        if (!done)
            out[(*n)++] = told_of(c, r, mean, w);
    }
    return out;
}

struct str forecast_days_text(struct ctx *c, const struct effects *e)
{
    struct buf b = {0};
    int told = 0;
    for (size_t i = 0; e && i < e->events.n && told < TOLD; i++) {
        const struct event_effect *one = &e->events.at[i];
        if (!one->from.n)
            continue;
        const char *word = str_eq(one->when, STR("during")) ? "at" : one->when.p;
        buf_fmt(c, &b, "; %s %.*s (%.*s to %.*s) it sells %.0f %% %s", word, FMT(one->name), FMT(one->from), FMT(one->to), 100 * fabs(one->lift),
                one->lift < 0 ? "less" : "more");
        told++;
    }
    return b.n ? buf_str(&b) : STR("");
}
