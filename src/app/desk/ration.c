/* app/desk/ration.c - one plan asks no more of a person, and moves no more of the shop's revenue, than the shop allows.
 *
 * Tables  reads item; reads and writes meta
 * Units   money in major units a day; shares of the revenue in one currency
 */
#include "app/desk/ration.h"
#include "data/item.h"
#include "data/product.h"
#include <math.h>
#include <stdlib.h>

static const struct record wait_record = {"wait", sizeof(struct wait), (const struct field[]){
    FIELD(struct wait, product), FIELD(struct wait, title), FIELD(struct wait, currency), FIELD(struct wait, because), FIELD(struct wait, price_now),
    FIELD(struct wait, price), FIELD(struct wait, gain), {0}}};
const struct record waits_record = {"waits", sizeof(struct waits), (const struct field[]){
    FIELD_LIST(struct waits, waits, &wait_record, .max = 1000, .flags = OPTIONAL), {0}}};

/* ---- the shop's revenue, and what of it is in motion -------------------------------------------------- */

struct turnover { struct str currency; double a_day; };
struct turnovers { LIST(struct turnover) list; };

static struct turnover *turnover_of(struct ctx *c, struct turnovers *all, struct str currency)
{
    for (size_t i = 0; i < all->list.n; i++)
        if (str_eq(all->list.at[i].currency, currency))
            return &all->list.at[i];
    struct turnover *t = LIST_ADD(c, &all->list);
    *t = (struct turnover){currency, 0};
    return t;
}

static double revenue_of(const struct desk_line *l)
{
    return l->in_shop && l->row.price > 0 ? desk_mean(l) * desk_money(l->row.price, l->row.currency) : 0;
}

struct motion {
    int64_t waiting; /* changes that no person has decided on */
    double share;    /* of revenue, at prices that wait, go out or are being proved */
};
struct under_way { struct str subject; int64_t state; };
static const struct record under_way_record = {"under_way", sizeof(struct under_way), (const struct field[]){
    FIELD(struct under_way, subject), FIELD(struct under_way, state), {0}}};

static enum status motion_read(struct ctx *c, const struct desk *d, struct turnovers *all, struct motion *out)
{
    LIST(struct under_way) rows;
    struct strs moving = {0};
    *out = (struct motion){0};
    TRY(db_all(c, &under_way_record, &rows, "SELECT subject, MIN(state) AS state FROM item WHERE kind = 'price.change' AND state <= $1 GROUP BY subject",
               A((int64_t)LIVE)));
    for (size_t i = 0; i < rows.n; i++) {
        out->waiting += rows.at[i].state <= WAITING;
        strs_add(c, &moving, rows.at[i].subject);
    }
    for (size_t i = 0; i < d->sales.items.n && moving.n; i++) {
        const struct desk_line *l = &d->line[i];
        double revenue = revenue_of(l);
        if (revenue > 0 && strs_has(&moving, l->row.product))
            out->share += revenue / turnover_of(c, all, l->row.currency)->a_day;
    }
    return OK;
}

/* Tests by time that are begun, or wait to be. */
static enum status tests_running(struct ctx *c, int64_t *n)
{
    return db_int(c, n, "SELECT COUNT(DISTINCT subject) FROM item WHERE kind = 'price.change' AND state <= $1 AND input LIKE $2", A((int64_t)LIVE),
                  A(STR("%\"reason\":\"test\"%")));
}

/* ---- dealing -------------------------------------------------------------------------------------------- */

static int by_rank(const void *a, const void *b)
{
    const struct wish *x = a, *y = b;
    return x->rank < y->rank ? 1 : x->rank > y->rank ? -1 : str_cmp(x->line->row.product, y->line->row.product);
}

static bool is_doubtful(const struct desk *d, const struct wish *w) { return price_risk(w->gain, w->se) > d->choice.max_risk; }

/* A product that is by itself more than may move at once goes when nothing else does. */
static enum lot lot_of(const struct desk *d, const struct wish *w, const struct motion *now)
{
    if (is_doubtful(d, w) && !w->tested)
        return DOUBTFUL;
    if (now->waiting >= d->choice.max_changes)
        return FULL;
    return now->share > 0 && now->share + w->share > d->choice.max_revenue + 1e-9 ? MOVING : TAKEN;
}

enum status ration_deal(struct ctx *c, const struct desk *d, struct wishes *w)
{
    struct turnovers all = {0};
    struct motion now;
    int64_t tests;
    for (size_t i = 0; i < d->sales.items.n; i++)
        turnover_of(c, &all, d->line[i].row.currency)->a_day += revenue_of(&d->line[i]);
    TRY(motion_read(c, d, &all, &now));
    TRY(tests_running(c, &tests));
    for (size_t i = 0; i < w->list.n; i++) {
        struct wish *x = &w->list.at[i];
        double a_day = fmax(1e-9, turnover_of(c, &all, x->line->row.currency)->a_day);
        x->rank = x->gain / a_day, x->share = x->revenue / a_day;
    }
    qsort(w->list.at, w->list.n, sizeof *w->list.at, by_rank);
    for (size_t i = 0; i < w->list.n; i++) {
        struct wish *x = &w->list.at[i];
        x->tested = tests < d->choice.tests && x->may_test && (is_doubtful(d, x) || x->line->price->warnings.n);
        x->lot = lot_of(d, x, &now);
        w->lots[x->lot]++;
        if (x->lot == TAKEN)
            now.waiting++, now.share += x->share, tests += x->tested;
    }
    return OK;
}

/* ---- telling -------------------------------------------------------------------------------------------- */

static const char *ending_of(size_t n) { return n % 100 / 10 == 1 ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th"; }

static struct str because(struct ctx *c, const struct desk *d, const struct wish *w)
{
    switch (w->lot) {
    case DOUBTFUL:
        return str_fmt(c, "in doubt: a %.0f %% chance that it earns less%s", 100 * price_risk(w->gain, w->se), d->choice.tests > 0 ? ", tested when a test ends" : "");
    case FULL:
        return str_fmt(c, "%lld wait for a person already", (long long)d->choice.max_changes);
    case MOVING:
        return str_fmt(c, "%.1f %% of revenue: no more than %.0f %% moves at once", 100 * w->share, 100 * d->choice.max_revenue);
    case TAKEN:
        break;
    }
    return (struct str){0};
}

struct str ration_place(struct ctx *c, const struct desk *d, const struct wishes *w, size_t which)
{
    const struct wish *x = &w->list.at[which];
    struct str first = str_fmt(c, "The %zu%s of %zu better price%s known, by what it is expected to earn: %.*s a day more.", which + 1, ending_of(which + 1), w->list.n,
                               w->list.n == 1 ? "" : "s", FMT(money_told(c, x->gain, x->line->row.currency)));
    int64_t past = w->lots[FULL] + w->lots[MOVING], doubtful = w->lots[DOUBTFUL];
    struct str full = past ? str_fmt(c, " %lld wait%s: the plan takes no more than %lld changes and %.0f %% of revenue at once.", (long long)past, past == 1 ? "s" : "",
                                     (long long)d->choice.max_changes, 100 * d->choice.max_revenue)
                           : STR("");
    struct str doubt = doubtful ? str_fmt(c, " %lld wait%s in doubt.", (long long)doubtful, doubtful == 1 ? "s" : "") : STR("");
    return str_fmt(c, "%.*s%.*s%.*s", FMT(first), FMT(full), FMT(doubt));
}

enum status ration_note(struct ctx *c, const struct desk *d, const struct wishes *w)
{
    struct waits out = {0};
    for (size_t i = 0; i < w->list.n && out.waits.n < 1000; i++) {
        const struct wish *x = &w->list.at[i];
        if (x->lot != TAKEN)
            *LIST_ADD(c, &out.waits) = (struct wait){.product = x->line->row.product, .title = x->line->row.title, .currency = x->line->row.currency,
                                                     .because = because(c, d, x), .price_now = x->price_now, .price = x->price, .gain = x->gain};
    }
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('merchandise.waits', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                  A(record_to_json(c, &waits_record, &out)));
}

enum status ration_load(struct ctx *c, struct waits *out)
{
    struct str text;
    *out = (struct waits){0};
    TRY(db_text(c, &text, "SELECT value FROM meta WHERE name = 'merchandise.waits'"));
    return text.n ? record_from_json(c, &waits_record, text, LENIENT, out) : OK;
}
