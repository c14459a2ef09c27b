/* data/ingest/trade.c - sales and events of a file into their tables; times as people and programs write them. */
#include "data/ingest/trade.h"
#include "data/tombstone.h"
#include <time.h>

/* ---- times ------------------------------------------------------------------------------------------ */

static bool digits(struct str s, size_t *at, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++, ++*at) {
        if (*at >= s.n || s.p[*at] < '0' || s.p[*at] > '9')
            return false;
        *out = *out * 10 + (s.p[*at] - '0');
    }
    return true;
}

static bool skip(struct str s, size_t *at, const char *any)
{
    bool is = *at < s.n && strchr(any, s.p[*at]);
    *at += is;
    return is;
}

/* "2026-03-01", "2026/03/01", "01.03.2026": *at stands behind it. */
static bool date_read(struct str s, size_t *at, struct tm *tm)
{
    int year = 0, month = 0, day = 0;
    size_t i = 0, k = 0;
    bool iso = digits(s, &i, 4, &year) && skip(s, &i, "-/") && digits(s, &i, 2, &month) && skip(s, &i, "-/") && digits(s, &i, 2, &day);
    bool german = !iso && digits(s, &k, 2, &day) && skip(s, &k, ".") && digits(s, &k, 2, &month) && skip(s, &k, ".") && digits(s, &k, 4, &year);
    *at = iso ? i : k;
    *tm = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    struct tm real = *tm;
    return (iso || german) && month >= 1 && month <= 12 && year >= 1970 && year <= 2200 && timegm(&real) >= 0 && real.tm_mday == day;
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
    *minutes = (ahead ? 1 : -1) * (h * 60 + m);
    return *at == s.n && h < 24 && m < 60;
}

bool moment_read(struct str text, int64_t *ms)
{
    struct str s = str_trim(text);
    struct tm tm;
    size_t at;
    int minutes = 0, fraction = 0, scale = 100;
    int64_t n;
    if (s.n >= 9 && str_int(s, &n) && n > 0) { /* seconds or milliseconds since 1970 */
        *ms = s.n >= 12 ? n : n * 1000;
        return n < 4102444800000;
    }
    if (!date_read(s, &at, &tm))
        return false;
    if (at < s.n && skip(s, &at, "T ")) {
        if (!digits(s, &at, 2, &tm.tm_hour) || !skip(s, &at, ":") || !digits(s, &at, 2, &tm.tm_min) || tm.tm_hour > 24 || tm.tm_min > 59)
            return false;
        if (skip(s, &at, ":") && !digits(s, &at, 2, &tm.tm_sec))
            return false;
        for (bool point = skip(s, &at, ".,"); point && at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++, scale /= 10)
            fraction += (s.p[at] - '0') * scale;
        if (tm.tm_sec > 60 || !zone_read(s, &at, &minutes))
            return false;
    } else if (at < s.n)
        return false;
    *ms = ((int64_t)timegm(&tm) - minutes * 60) * 1000 + fraction;
    return true;
}

/* ---- money of a column that is no role ----------------------------------------------------------------- */

int64_t cell_money(struct ctx *c, const struct row *r, const char *column, struct str currency, struct faults *faults)
{
    struct str text = row_column(r, column);
    int64_t minor;
    char named[4];
    if (!text.n)
        return NONE;
    if (price_read(text, currency, r->sheet->dot, &minor, named))
        return minor;
    fault_add(c, faults, r, str_z(column), LOSS_VALUE, "write money as 1299.00 or 1.299,00 €", "\"%.60s\" is not an amount", text.p);
    return NONE;
}

/* ---- into the tables -------------------------------------------------------------------------------------- */

static enum status refused(struct ctx *c, enum status s, const struct row *r, struct faults *faults)
{
    if (s == REJECT)
        fault_add(c, faults, r, STR(""), LOSS_PRODUCT, "shorten or correct that value", "%s", c->why);
    return s == REJECT ? OK : s;
}

static bool is_lost(const struct faults *faults)
{
    for (size_t i = 0; i < faults->n; i++)
        if (faults->at[i].loss == LOSS_PRODUCT)
            return true;
    return false;
}

/* The sale counts; whose it was is not told again. */
static enum status sale_unnamed(struct ctx *c, const struct row *r, bool dry, struct sale *s, struct customer *who, struct faults *faults)
{
    struct str why;
    struct known k = {.id = s->customer.n ? s->customer : who->id, .email = who->email};
    TRY(tombstone_bars(c, &k, SIGNED_UP, s->placed_ms, dry, &why));
    if (!why.p)
        return OK;
    fault_add(c, faults, r, STR("customer"), LOSS_VALUE, "nothing is to be done: it is taken without the person, unless they buy anew", "%s", why.p);
    s->customer = who->id = (struct str){0};
    return OK;
}

static enum status sale_take(struct ctx *c, const struct rows *rows, int64_t batch, bool dry, struct faults *faults, enum saved *how)
{
    struct sale s;
    struct customer who;
    TRY(rows->at[0].sheet->format->sale(c, rows, &s, &who, faults));
    if (is_lost(faults))
        return OK;
    TRY(sale_unnamed(c, &rows->at[0], dry, &s, &who, faults));
    TRY(refused(c, sale_save(c, &s, batch, dry, how), &rows->at[0], faults));
    if (is_lost(faults) || dry || *how == SAVED_SAME || !who.id.n)
        return OK;
    return refused(c, customer_save(c, &who), &rows->at[0], faults);
}

enum status events_unname(struct ctx *c, struct events *all, struct customer *who, bool look, struct str *why)
{
    struct str one;
    *why = (struct str){0};
    for (size_t i = 0; i < all->n; i++) {
        struct event *e = &all->at[i];
        TRY(tombstone_bars(c, &(struct known){.id = e->customer}, SAID_OF_THEM, e->at_ms, look, &one));
        if (!one.p)
            TRY(tombstone_bars(c, &(struct known){.visitor = e->visitor}, SAID_BY_THEM, e->at_ms, look, &one));
        if (!one.p)
            continue;
        e->customer = e->visitor = e->query = (struct str){0};
        *why = one;
    }
    if (!who->id.n)
        return OK;
    TRY(tombstone_bars(c, &(struct known){.id = who->id, .email = who->email}, SIGNED_UP, who->created_ms, look, &one));
    if (one.p)
        who->id = (struct str){0}, *why = one;
    return OK;
}

static enum status events_take(struct ctx *c, const struct row *r, bool dry, struct faults *faults, enum saved *how)
{
    struct events all = {0};
    struct customer who;
    struct str why;
    TRY(r->sheet->format->events(c, r, &all, &who, faults));
    TRY(events_unname(c, &all, &who, dry, &why));
    if (why.p)
        fault_add(c, faults, r, STR("userId"), LOSS_VALUE, "nothing is to be done: it is taken without the person, unless they sign up anew", "%s", why.p);
    for (size_t i = 0; i < all.n && !is_lost(faults); i++) {
        enum saved one = SAVED_SAME;
        TRY(refused(c, event_save(c, &all.at[i], dry, &one), r, faults));
        *how = one == SAVED_NEW ? SAVED_NEW : *how;
    }
    if (who.id.n && !dry)
        return refused(c, customer_save(c, &who), r, faults);
    return OK;
}

enum status trade_take(struct ctx *c, const struct rows *rows, int64_t batch, bool dry, struct faults *faults, enum saved *how)
{
    *how = SAVED_SAME;
    if (rows->at[0].sheet->format->sale)
        return sale_take(c, rows, batch, dry, faults, how);
    for (size_t i = 0; i < rows->n; i++)
        TRY(events_take(c, &rows->at[i], dry, faults, how));
    return OK;
}
