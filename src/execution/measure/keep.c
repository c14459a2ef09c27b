/* execution/measure/keep.c - a live change's days until it is kept or taken back.
 *
 * Tables  reads item, sale, line, event, variant; writes reading
 * Units   days of UTC; money in minor units
 */
#include "execution/measure/keep.h"
#include "core/capability.h"
#include "core/settings.h"
#include "core/trial.h"
#include "data/day.h"
#include "execution/measure/ended.h"
#include "execution/measure/guard.h"
#include <math.h>

enum { WEEK = 7, BEFORE_DAYS = 28, LEAST_ARM = 5 };

struct hold_share {
    struct str kind; /* "copy.*" */
    double share;
};
struct hold {
    int64_t hold_days;
    LIST(struct hold_share) holdouts;
};
static const struct record share_record = {"holdout", sizeof(struct hold_share), (const struct field[]){
    FIELD(struct hold_share, kind, .min = 1, .max = 100, .doc = "a kind of work, or its beginning: copy.*"),
    FIELD(struct hold_share, share, .min = 0, .max = 0.9, .doc = "of the products of a batch that are held out; 0.5: a test of one half against the other"),
    {0}}};
const struct record hold_record = {"flow", sizeof(struct hold), (const struct field[]){
    FIELD(struct hold, hold_days, .unit = "d", .max = 3650, .init = 14, .flags = OPTIONAL, .doc = "live this long, then kept"),
    FIELD_LIST(struct hold, holdouts, &share_record, .max = 100, .flags = OPTIONAL, .doc = "products that wait as control, by kind of work"),
    {0}}};

struct guard_setting {
    struct strs kinds;
    double margin, conversion, returns, alpha;
    int64_t least_days, before_days;
    bool off;
};
const struct record guard_setting_record = {"guard", sizeof(struct guard_setting), (const struct field[]){
    FIELD(struct guard_setting, kinds, .max = 100, .flags = OPTIONAL, .doc = "kinds of work that are guarded; absent: price.* but price.clear, promotion.*"),
    FIELD(struct guard_setting, margin, .min = 0, .max = 10, .init = 0.1, .flags = OPTIONAL, .doc = "share that a product's margin a day may fall by"),
    FIELD(struct guard_setting, conversion, .min = 0, .max = 10, .init = 0.2, .flags = OPTIONAL, .doc = "share that its orders a view may fall by"),
    FIELD(struct guard_setting, returns, .min = 0, .max = 10, .init = 0.5, .flags = OPTIONAL, .doc = "share that its refunded share of units may rise by"),
    FIELD(struct guard_setting, alpha, .min = 0.0001, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "chance to take back what did no harm, however long it is watched"),
    FIELD(struct guard_setting, least_days, .min = 2, .max = 365, .init = 3, .flags = OPTIONAL, .doc = "whole days before anything is taken back"),
    FIELD(struct guard_setting, before_days, .min = 7, .max = 365, .init = 56, .flags = OPTIONAL, .doc = "days before the change that it is held against"),
    FIELD(struct guard_setting, off, .flags = OPTIONAL, .doc = "nothing is taken back by itself"),
    {0}}};

static bool kind_matches(struct str pattern, struct str kind)
{
    return str_ends(pattern, STR("*")) ? str_starts(kind, str_part(pattern, 0, pattern.n - 1)) : str_eq(pattern, kind);
}

/* ---- the guard --------------------------------------------------------------------------------------- */

static bool is_guarded(const struct guard_setting *g, const struct item *i)
{
    if (g->off || !(str_eq(i->entity, STR("product")) || str_eq(i->entity, STR("promotion"))))
        return false;
    for (size_t k = 0; k < g->kinds.n; k++)
        if (kind_matches(g->kinds.at[k], i->kind))
            return true;
    return !g->kinds.n && ((str_starts(i->kind, STR("price.")) && !str_eq(i->kind, STR("price.clear"))) || /* that sells stock off */ str_starts(i->kind, STR("promotion.")));
}

struct watched_day {
    int64_t day, margin, orders, units, refunded, market, views;
};
static const struct record watched_record = {"watched", sizeof(struct watched_day), (const struct field[]){
    FIELD(struct watched_day, day), FIELD(struct watched_day, margin, .flags = OPTIONAL), FIELD(struct watched_day, orders, .flags = OPTIONAL),
    FIELD(struct watched_day, units, .flags = OPTIONAL), FIELD(struct watched_day, refunded, .flags = OPTIONAL),
    FIELD(struct watched_day, market, .flags = OPTIONAL), FIELD(struct watched_day, views, .flags = OPTIONAL), {0}}};
struct watched_days { LIST(struct watched_day) at; };

/* One row a day for the sales of its products and the shop's, one for their views. */
static enum status watch(struct ctx *c, int64_t item, int64_t from, int64_t to, struct watched_days *out)
{
    return db_all(c, &watched_record, &out->at,
                  "WITH it AS (SELECT subject AS id FROM item WHERE id = $1 AND entity = 'product' UNION SELECT id FROM change WHERE item = $1"
                  "  AND entity = 'product')"
                  " SELECT s.placed_ms / 86400000 AS day, CAST(SUM(CASE WHEN it.id IS NOT NULL THEN l.quantity * (COALESCE(l.price, 0) - COALESCE("
                  "  (SELECT MAX(v.cost) FROM variant v WHERE v.product = l.product AND v.sku = l.sku), 0)) - COALESCE(l.discount, 0) ELSE 0 END)"
                  "  AS BIGINT) AS margin, COUNT(DISTINCT CASE WHEN it.id IS NOT NULL THEN s.id END) AS orders,"
                  " CAST(SUM(CASE WHEN it.id IS NOT NULL THEN l.quantity ELSE 0 END) AS BIGINT) AS units,"
                  " CAST(SUM(CASE WHEN it.id IS NOT NULL AND s.state = 'refunded' THEN l.quantity ELSE 0 END) AS BIGINT) AS refunded,"
                  " CAST(SUM(CASE WHEN it.id IS NOT NULL THEN 0 ELSE l.quantity END) AS BIGINT) AS market, 0 AS views"
                  " FROM line l JOIN sale s ON s.id = l.sale LEFT JOIN it ON it.id = l.product"
                  " WHERE s.placed_ms >= $2 AND s.placed_ms < $3 AND s.state <> 'cancelled'"
                  " GROUP BY s.placed_ms / 86400000 UNION ALL"
                  " SELECT at_ms / 86400000, 0, 0, 0, 0, 0, COUNT(*) FROM event JOIN it ON it.id = event.product WHERE at_ms >= $2 AND at_ms < $3"
                  " AND name = 'Product Viewed' GROUP BY at_ms / 86400000",
                  A(item), A(from * DAY_MS), A(to * DAY_MS));
}

struct stretch { /* whole days */
    int64_t first, end;
};

static struct reals days_of(struct ctx *c, const struct watched_days *w, struct stretch s, size_t member)
{
    struct reals x = {NEW_ARRAY(c, double, s.end - s.first), (size_t)(s.end - s.first)};
    for (size_t i = 0; i < w->at.n; i++)
        if (w->at.at[i].day >= s.first && w->at.at[i].day < s.end)
            x.at[w->at.at[i].day - s.first] += (double)*(const int64_t *)((const char *)&w->at.at[i] + member);
    return x;
}

static double total(const struct reals *x)
{
    double sum = 0;
    for (size_t i = 0; i < x->n; i++)
        sum += x->at[i];
    return sum;
}

static void guard_add(struct ctx *c, struct guard_in *in, const struct watched_days *w, const struct stretch s[2], struct guarded g, size_t y, size_t x)
{
    g.before = days_of(c, w, s[0], y), g.after = days_of(c, w, s[1], y);
    g.base_before = days_of(c, w, s[0], x), g.base_after = days_of(c, w, s[1], x);
    if (g.ratio && (total(&g.base_before) <= 0 || total(&g.base_after) <= 0))
        return; /* nobody counts views, or nothing was sold */
    *LIST_ADD(c, &in->metrics) = g;
}

/* Only whole days count, and not the day of the change itself. *undo tells why; absent: all is well. */
static enum status guard_look(struct ctx *c, const struct guard_setting *g, const struct item *i, struct str *undo)
{
    int64_t day = i->moved_ms / DAY_MS, today = c->now_ms / DAY_MS;
    struct stretch s[2] = {{day - g->before_days, day}, {day + 1, today}};
    struct watched_days w;
    struct guard_in in;
    struct guard_out out;
    if (s[1].end - s[1].first < g->least_days)
        return OK;
    TRY(watch(c, i->id, s[0].first, s[1].end, &w));
    record_init(&guard_in_record, &in);
    in.alpha = g->alpha, in.least_days = g->least_days;
    guard_add(c, &in, &w, s, (struct guarded){.name = STR("margin"), .limit = g->margin}, offsetof(struct watched_day, margin),
              offsetof(struct watched_day, market));
    guard_add(c, &in, &w, s, (struct guarded){.name = STR("conversion"), .ratio = true, .limit = g->conversion}, offsetof(struct watched_day, orders),
              offsetof(struct watched_day, views));
    guard_add(c, &in, &w, s, (struct guarded){.name = STR("returns"), .ratio = true, .lower_is_better = true, .limit = g->returns},
              offsetof(struct watched_day, refunded), offsetof(struct watched_day, units));
    struct ctx pure = *c;
    pure.db = NULL;
    if (capability_call(&pure, "measure.guard", &in, &out) != OK)
        return fail(c, REJECT, "%s", pure.why);
    *undo = out.undo ? out.sentence : (struct str){0};
    return OK;
}

/* ---- holdouts ------------------------------------------------------------------------------------------- */

static double share_of(const struct hold *h, struct str kind)
{
    for (size_t i = 0; i < h->holdouts.n; i++)
        if (kind_matches(h->holdouts.at[i].kind, kind))
            return h->holdouts.at[i].share;
    return 0;
}

/* By batch and product, for ever: nothing has to be stored. */
static bool is_control(struct ctx *c, const struct item *i, double share)
{
    double shares[2] = {1 - share, share};
    return trial_assign(str_fmt(c, "holdout %lld %.*s", (long long)i->batch, FMT(i->kind)), i->subject, shares, 2) == 1;
}

struct outcome { /* of one product: its takings before the batch went live and since */
    struct str subject;
    int64_t before, after, live;
};
static const struct record outcome_record = {"outcome", sizeof(struct outcome), (const struct field[]){
    FIELD(struct outcome, subject), FIELD(struct outcome, before, .flags = OPTIONAL), FIELD(struct outcome, after, .flags = OPTIONAL),
    FIELD(struct outcome, live), {0}}};

struct verdict {
    struct str verdict, because; /* "better", "worse", "open", "none" */
};
static const struct record verdict_record = {"reading", sizeof(struct verdict), (const struct field[]){
    FIELD(struct verdict, verdict), FIELD(struct verdict, because), {0}}};

/* Margin for prices; for words what they sold: revenue. */
struct outcomes { LIST(struct outcome) at; };

static enum status outcomes(struct ctx *c, const struct item *i, int64_t day, int64_t today, struct outcomes *out)
{
    int64_t costs = str_starts(i->kind, STR("price."));
    return db_all(c, &outcome_record, &out->at,
                   "SELECT i.subject, CASE WHEN i.state IN ($6, $7) THEN 1 ELSE 0 END AS live,"
                   " (SELECT CAST(COALESCE(SUM(l.quantity * (COALESCE(l.price, 0) - $5 * COALESCE((SELECT MAX(v.cost) FROM variant v"
                   "   WHERE v.product = l.product AND v.sku = l.sku), 0)) - COALESCE(l.discount, 0)), 0) AS BIGINT) FROM line l"
                   "  JOIN sale s ON s.id = l.sale WHERE l.product = i.subject AND s.state <> 'cancelled' AND s.placed_ms >= $3 AND s.placed_ms < $4)"
                   "  AS after,"
                   " (SELECT CAST(COALESCE(SUM(l.quantity * (COALESCE(l.price, 0) - $5 * COALESCE((SELECT MAX(v.cost) FROM variant v"
                   "   WHERE v.product = l.product AND v.sku = l.sku), 0)) - COALESCE(l.discount, 0)), 0) AS BIGINT) FROM line l"
                   "  JOIN sale s ON s.id = l.sale WHERE l.product = i.subject AND s.state <> 'cancelled' AND s.placed_ms >= $8 AND s.placed_ms < $9)"
                   "  AS before"
                   " FROM item i WHERE i.batch = $1 AND i.kind = $2 AND i.entity = 'product' AND i.state IN ($6, $7, $10)",
                  A(i->batch), A(i->kind), A((day + 1) * DAY_MS), A(today * DAY_MS), A(costs), A((int64_t)LIVE), A((int64_t)KEPT),
                  A((day - BEFORE_DAYS) * DAY_MS), A(day * DAY_MS), A((int64_t)APPROVED));
}

static struct str told(struct ctx *c, const struct item *i, const struct trial_effect *e, const struct trial_arm *arm)
{
    return str_fmt(c, "%s per product %+.1f %% against those held out (between %+.1f and %+.1f %% at every look; %lld products, %lld held out)",
                   str_starts(i->kind, STR("price.")) ? "margin" : "revenue", 100 * e->difference, 100 * e->always.low, 100 * e->always.high,
                   (long long)arm[1].n, (long long)arm[0].n);
}

static enum status read_now(struct ctx *c, const struct item *i, int64_t day, int64_t today, double share, struct verdict *out)
{
    struct outcomes rows;
    struct trial_arm arm[2] = {{0}, {0}};
    struct trial_effect e;
    *out = (struct verdict){STR("none"), STR("too few products, or nothing was sold")};
    if (today - day - 1 < WEEK)
        return *out = (struct verdict){STR("open"), STR("less than a week of sales")}, OK;
    TRY(outcomes(c, i, day, today, &rows));
    for (size_t k = 0; k < rows.at.n; k++) {
        struct item one = *i;
        const struct outcome *o = &rows.at.at[k];
        one.subject = o->subject;
        bool control = is_control(c, &one, share);
        if (control != (o->live != 0)) /* one that was published all the same is in neither arm */
            trial_add(&arm[!control], (double)o->after / (double)(today - day - 1), (double)o->before / BEFORE_DAYS);
    }
    if (arm[0].n < LEAST_ARM || arm[1].n < LEAST_ARM || !trial_compare_few(TRIAL_ADJUSTED, &arm[0], &arm[1], true, 0.05, (double)(arm[0].n + arm[1].n), &e))
        return OK;
    out->verdict = e.always.low > 0 ? STR("better") : e.always.high < 0 ? STR("worse") : STR("open");
    out->because = told(c, i, &e, arm);
    return OK;
}

/* Whether any is still held out; without them there is no trial. */
static enum status held(struct ctx *c, const struct item *i, double share, bool *is)
{
    LIST(struct outcome) rows;
    *is = false;
    TRY(db_all(c, &outcome_record, &rows, "SELECT subject, 0 AS live FROM item WHERE batch = $1 AND kind = $2 AND state = $3", A(i->batch), A(i->kind),
               A((int64_t)APPROVED)));
    for (size_t k = 0; k < rows.n && !*is; k++) {
        struct item one = *i;
        one.subject = rows.at[k].subject;
        *is = is_control(c, &one, share);
    }
    return OK;
}

static enum status read_batch(struct ctx *c, const struct item *i, double share, struct verdict *out)
{
    int64_t live_ms;
    bool trial;
    TRY(held(c, i, share, &trial));
    *out = (struct verdict){STR("alone"), STR("no product is held out")};
    if (!trial)
        return OK;
    TRY(db_int(c, &live_ms, "SELECT MAX(m.at_ms) FROM move m JOIN item i ON i.id = m.item WHERE i.batch = $1 AND i.kind = $2 AND m.to_state = $3", A(i->batch),
               A(i->kind), A((int64_t)LIVE)));
    return read_now(c, i, live_ms / DAY_MS, c->now_ms / DAY_MS, share, out);
}

/* Read once a day for the whole batch: the first of its items that looks does it. *measured: there is a control. */
static enum status measure(struct ctx *c, const struct item *i, double share, struct verdict *out, bool *measured)
{
    int64_t today = c->now_ms / DAY_MS;
    bool found;
    *measured = false;
    if (share <= 0 || !str_eq(i->entity, STR("product")))
        return OK;
    TRY(db_maybe(c, &verdict_record, out, &found, "SELECT verdict, because FROM reading WHERE batch = $1 AND kind = $2 AND day = $3", A(i->batch),
                 A(i->kind), A(today)));
    if (!found) {
        TRY(read_batch(c, i, share, out));
        TRY(db_run(c, "INSERT INTO reading (batch, kind, day, verdict, because) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (batch, kind, day) DO NOTHING",
                   A(i->batch), A(i->kind), A(today), A(out->verdict), A(out->because)));
    }
    *measured = !str_eq(out->verdict, STR("alone"));
    return OK;
}

/* ---- both -------------------------------------------------------------------------------------------------- */

static void verdict_take(struct ctx *c, const struct item *i, const struct hold *h, const struct verdict *v, bool measured, struct keep *out)
{
    bool over = c->now_ms >= i->moved_ms + h->hold_days * DAY_MS;
    if (measured && str_eq(v->verdict, STR("worse")))
        *out = (struct keep){KEEP_UNDO, str_fmt(c, "taken back: %.*s", FMT(v->because)), 0};
    else if (measured && str_eq(v->verdict, STR("better")))
        *out = (struct keep){KEEP_KEPT, str_fmt(c, "proved: %.*s", FMT(v->because)), 0};
    else if (over)
        *out = (struct keep){KEEP_KEPT,
                             str_fmt(c, "it has stood for %lld days; %s%.*s", (long long)h->hold_days,
                                     measured ? "nothing is decided: " : "nothing measured it: no product was held out",
                                     FMT(measured ? v->because : STR(""))),
                             0};
}

/* Between two times: it is looked at each day, and ends when its time is over. */
static enum status window_look(struct ctx *c, const struct item *i, const struct window *w, const struct guard_setting *g, struct keep *out)
{
    struct str undo = {0}, said;
    int64_t tomorrow = (c->now_ms / DAY_MS + 1) * DAY_MS;
    *out = (struct keep){KEEP_WAIT, {0}, is_guarded(g, i) && tomorrow < w->ends_ms ? tomorrow : w->ends_ms};
    if (c->now_ms >= w->ends_ms) {
        TRY(ended_read(c, i, &said));
        *out = (struct keep){KEEP_END, str_fmt(c, "its time is over: %.*s", FMT(said)), 0};
        return OK;
    }
    if (is_guarded(g, i))
        TRY(guard_look(c, g, i, &undo));
    if (undo.n)
        *out = (struct keep){KEEP_UNDO, undo, 0};
    return OK;
}

enum status keep_look(struct ctx *c, const struct item *i, struct keep *out)
{
    struct guard_setting g;
    struct hold h;
    struct verdict v = {0};
    struct str undo = {0};
    struct window w;
    bool measured;
    TRY(settings_read(c, &guard_setting_record, STR("guard"), &g));
    TRY(settings_read(c, &hold_record, STR("flow"), &h));
    TRY(window_of(c, i, &w));
    if (w.ends_ms != NONE)
        return window_look(c, i, &w, &g, out);
    double share = share_of(&h, i->kind);
    int64_t end = i->moved_ms + h.hold_days * DAY_MS, tomorrow = (c->now_ms / DAY_MS + 1) * DAY_MS;
    bool guarded = is_guarded(&g, i);
    TRY(measure(c, i, share, &v, &measured));
    *out = (struct keep){KEEP_WAIT, {0}, (guarded || measured) && tomorrow < end ? tomorrow : end};
    if (guarded)
        TRY(guard_look(c, &g, i, &undo));
    if (undo.n)
        return *out = (struct keep){KEEP_UNDO, undo, 0}, OK;
    verdict_take(c, i, &h, &v, measured, out);
    return OK;
}

enum status holdout_look(struct ctx *c, const struct item *i, struct holdout *out)
{
    struct hold h;
    int64_t all, open, kept, undone;
    struct window w;
    *out = (struct holdout){HOLD_NOT, {0}, 0};
    TRY(settings_read(c, &hold_record, STR("flow"), &h));
    TRY(window_of(c, i, &w));
    if (w.ends_ms != NONE) /* it has a control of its own */
        return OK;
    double share = share_of(&h, i->kind);
    if (share <= 0 || !str_eq(i->entity, STR("product")) || !is_control(c, i, share) || c->now_ms > i->moved_ms + (h.hold_days + WEEK) * DAY_MS)
        return OK;
    TRY(db_int(c, &all, "SELECT COUNT(*) FROM item WHERE batch = $1 AND kind = $2 AND state <> $3", A(i->batch), A(i->kind), A((int64_t)DROPPED)));
    if ((double)all * share < LEAST_ARM || (double)all * (1 - share) < LEAST_ARM)
        return OK; /* too few to tell anything */
    TRY(db_int(c, &open, "SELECT COUNT(*) FROM item WHERE batch = $1 AND kind = $2 AND state <= $3 AND state <> $4", A(i->batch), A(i->kind),
               A((int64_t)LIVE), A((int64_t)APPROVED)));
    TRY(db_int(c, &undone, "SELECT COUNT(*) FROM item WHERE batch = $1 AND kind = $2 AND state IN ($3, $4)", A(i->batch), A(i->kind), A((int64_t)UNDOING),
               A((int64_t)UNDONE)));
    TRY(db_int(c, &kept, "SELECT COUNT(*) FROM item WHERE batch = $1 AND kind = $2 AND state = $3", A(i->batch), A(i->kind), A((int64_t)KEPT)));
    if (open || kept + undone == 0)
        *out = (struct holdout){HOLD_WAIT, str_fmt(c, "held out as control: one of %.0f %% of the products of its batch", 100 * share),
                                c->now_ms + DAY_MS};
    if (!open && undone > kept)
        *out = (struct holdout){HOLD_DROP, STR("held out as control; what the others tried was taken back"), 0};
    return OK;
}
