/* intelligence/decide/forecast/forecast_demand.c - how much of one item will sell, with the chance of more and of less.
 *
 * What could not be sold is not "no demand": null, and periods without stock, move no estimate. Known price and
 * promotion effects are taken out first and put back for the periods ahead.
 * Units   units of stock per period; in_stock, quantiles: 0..1
 */
#include "intelligence/decide/forecast/forecast_demand.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/stat.h"
#include <math.h>

static const struct record similar_record = {"similar", sizeof(struct similar), (const struct field[]){
    FIELD(struct similar, y, .max = 20000, .doc = "units of a similar item from its first period on"),
    {0}}};

static const struct record own_event_record = {"event", sizeof(struct own_event), (const struct field[]){
    FIELD(struct own_event, name, .min = 1, .max = 60, .doc = "as it is told: Town fair"),
    FIELD(struct own_event, days, .min = 1, .max = 1000, .doc = "its days, past and ahead: 2026-07-04"),
    FIELD(struct own_event, lead, .min = 0, .max = 60, .init = 7, .flags = OPTIONAL, .doc = "days before in which people may buy for it"),
    {0}}};

const struct record forecast_in_record = {"forecast", sizeof(struct forecast_in), (const struct field[]){
    FIELD(struct forecast_in, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD(struct forecast_in, category, .max = 200, .flags = OPTIONAL, .doc = "forecast.panel: items that share a season"),
    FIELD(struct forecast_in, freq, .choice = "H|D|W|M|Q|Y", .init_str = "D", .flags = OPTIONAL,
          .doc = "what a period is: its season is 24, 7, 52, 12, 4 or 1 periods long"),
    FIELD(struct forecast_in, y, .max = 20000, .doc = "units sold per period, oldest first; null: not known, or none to sell"),
    FIELD(struct forecast_in, price, .max = 21000, .flags = OPTIONAL,
          .doc = "price per period, as long as y, or longer by the periods ahead that are known"),
    FIELD(struct forecast_in, promo, .max = 21000, .flags = OPTIONAL | LOOSE,
          .doc = "promotion per period, 0 none, 1 full (or its depth), or false and true; lengths as for price"),
    FIELD(struct forecast_in, in_stock, .max = 20000, .flags = OPTIONAL | LOOSE,
          .doc = "share of each period in which there was stock, 0 to 1, or false and true; as long as y"),
    FIELD(struct forecast_in, horizon, .min = 1, .max = 1000, .doc = "periods to forecast"),
    FIELD(struct forecast_in, quantiles, .max = 99, .flags = OPTIONAL, .doc = "each above 0 and below 1"),
    FIELD(struct forecast_in, season, .min = 1, .max = 400, .init = (double)NONE, .flags = OPTIONAL,
          .doc = "periods in a season's cycle, when freq does not say it"),
    FIELD(struct forecast_in, method, .max = 20, .init_str = "auto", .flags = OPTIONAL,
          .doc = "auto, or naive, mean, ses, theta, damped, winters, growth, tsb, croston, imapa"),
    FIELD(struct forecast_in, from, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "day of the first value, or first day of its week: 2026-11-21; for holidays"),
    FIELD(struct forecast_in, country, .max = 2, .init_str = "", .flags = OPTIONAL, .doc = "whose public holidays and occasions count: DE; with freq D or W"),
    FIELD(struct forecast_in, holidays, .max = 1000, .flags = OPTIONAL, .doc = "other days like holidays, past and ahead: 2026-11-27"),
    FIELD_LIST(struct forecast_in, events, &own_event_record, .max = 50, .flags = OPTIONAL,
               .doc = "occasions of one's own, beside those of `country`; with from, and freq D or W"),
    FIELD_LIST(struct forecast_in, similar, &similar_record, .max = 1000, .flags = OPTIONAL,
               .doc = "items like a new one, for when y is short or empty"),
    {0}}};

static const struct record backtest_record = {"backtest", sizeof(struct backtest), (const struct field[]){
    FIELD(struct backtest, origins, .doc = "forecasts made from inside the past, none seeing what came after"),
    FIELD(struct backtest, steps, .doc = "periods ahead of each"),
    FIELD(struct backtest, rmsse, .init = NAN, .flags = OPTIONAL, .doc = "root mean square error over that of the last value"),
    FIELD(struct backtest, naive_rmsse, .init = NAN, .flags = OPTIONAL, .doc = "the same of repeating last season's value"),
    {0}}};
static const struct record event_effect_record = {"event_effect", sizeof(struct event_effect), (const struct field[]){
    FIELD(struct event_effect, name, .doc = "of the occasion: Easter"),
    FIELD(struct event_effect, lift, .doc = "share that it adds to sales on these days"),
    FIELD(struct event_effect, when, .doc = "before, during or after it; each is learnt by itself"),
    FIELD(struct event_effect, reach, .doc = "days before or after it that it is felt, as learnt; during: 0"),
    FIELD(struct event_effect, from, .init_str = "", .flags = OPTIONAL, .doc = "first day ahead that it counts for; none: not ahead"),
    FIELD(struct event_effect, to, .init_str = "", .flags = OPTIONAL, .doc = "last day ahead that it counts for"),
    {0}}};
static const struct record effects_record = {"effects", sizeof(struct effects), (const struct field[]){
    FIELD(struct effects, elasticity, .init = NAN, .flags = OPTIONAL, .doc = "percent of sales per percent of price"),
    FIELD(struct effects, elasticity_se, .init = NAN, .flags = OPTIONAL, .doc = "its standard error"),
    FIELD(struct effects, holiday_lift, .init = NAN, .flags = OPTIONAL, .doc = "share that a holiday adds to sales, drawn to its category's in a panel"),
    FIELD_LIST(struct effects, events, &event_effect_record, .flags = OPTIONAL, .doc = "occasions whose effect is clear"),
    FIELD(struct effects, promo_lift, .init = NAN, .flags = OPTIONAL, .doc = "share that a promotion of 1 adds to sales"),
    {0}}};
static const struct record velocity_record = {"velocity", sizeof(struct pace), (const struct field[]){
    FIELD(struct pace, recent, .doc = "units per period lately, season taken out"),
    FIELD(struct pace, before, .doc = "units per period in the time before, twice as long"),
    FIELD(struct pace, declining, .doc = "lately below three quarters of before, and clear of chance"),
    {0}}};
const struct record forecast_out_record = {"demand", sizeof(struct forecast_out), (const struct field[]){
    FIELD(struct forecast_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct forecast_out, mean, .doc = "expected units per period"),
    FIELD(struct forecast_out, quantiles, .doc = "object: each quantile asked for, as text, to its units per period"),
    FIELD(struct forecast_out, method, .doc = "methods and their weights"),
    FIELD_ONE(struct forecast_out, backtest, &backtest_record, .doc = "how the method did on the item's own past"),
    FIELD_ONE(struct forecast_out, effects, &effects_record, .flags = OPTIONAL, .doc = "of price and promotion, where clear"),
    FIELD_ONE(struct forecast_out, velocity, &velocity_record, .flags = OPTIONAL, .doc = "is it slowing down"),
    FIELD(struct forecast_out, sentence, .doc = "the forecast in words"),
    FIELD(struct forecast_out, error, .flags = OPTIONAL, .doc = "forecast.panel: why there is none for this item; the others are answered"),
    {0}}};

/* ---- reading ----------------------------------------------------------------------------------- */

enum { YEAR = 365 };

static size_t cycle_of(const struct forecast_in *in)
{
    static const char freq[] = "HDWMQY";
    static const size_t cycle[] = {24, 7, 52, 12, 4, 1};
    if (in->season != NONE)
        return (size_t)in->season;
    const char *at = in->freq.n ? strchr(freq, in->freq.p[0]) : NULL;
    return at ? cycle[at - freq] : 1;
}

static enum status check(struct ctx *c, const struct forecast_in *in)
{
    size_t n = in->y.n;
    if (in->price.n && in->price.n < n)
        return fail(c, REJECT, "price has %zu values and y %zu: give one per period, null where not known", in->price.n, n);
    if (in->promo.n && in->promo.n < n)
        return fail(c, REJECT, "promo has %zu values and y %zu: give one per period", in->promo.n, n);
    if (in->in_stock.n && in->in_stock.n != n)
        return fail(c, REJECT, "in_stock has %zu values and y %zu: give one per period", in->in_stock.n, n);
    for (size_t t = 0; t < in->price.n; t++)
        if (in->price.at[t] < 0)
            return fail(c, REJECT, "price[%zu] is %.4g: a price is 0 or more, null where not known", t, in->price.at[t]);
    for (size_t t = 0; t < in->in_stock.n; t++)
        if (in->in_stock.at[t] < 0 || in->in_stock.at[t] > 1)
            return fail(c, REJECT, "in_stock[%zu] is %.4g: give the share of the period with stock, 0 to 1", t, in->in_stock.at[t]);
    for (size_t i = 0; i < in->quantiles.n; i++)
        if (!(in->quantiles.at[i] > 0 && in->quantiles.at[i] < 1))
            return fail(c, REJECT, "quantiles[%zu] is %.4g: give shares above 0 and below 1", i, in->quantiles.at[i]);
    for (size_t t = 0; t < n; t++)
        if (fabs(in->y.at[t]) > 1e12)
            return fail(c, REJECT, "y[%zu] is %.4g: more than 1e12 units cannot be", t, in->y.at[t]);
    return OK;
}

static enum status method_find(struct ctx *c, struct str name, int *only)
{
    *only = -1;
    if (str_eq(name, STR("auto")))
        return OK;
    for (int i = 0; methods[i].name; i++)
        if (str_eq(name, str_z(methods[i].name))) {
            *only = i;
            return OK;
        }
    return fail(c, REJECT, "method \"%.20s\" is not known: leave it out, or give auto, ses, theta, winters, tsb …", name.p);
}

/* What sold while stock lasted a quarter of a period or more is scaled up; of less, only that it was at least so much. Leaving out
 * more of them leaves out the days of most demand: forecasts were 2 to 5 % low by it. */
static double demand_at(const struct forecast_in *in, size_t t)
{
    double y = in->y.at[t], stocked = in->in_stock.n ? in->in_stock.at[t] : 1;
    if (isnan(y) || isnan(stocked) || stocked >= 1)
        return y;
    return stocked >= 0.25 ? y / stocked : NAN;
}

/* Zeros before the first sale that are far too many for its later pace: not for sale yet. */
static size_t launch(const double *y, size_t n)
{
    size_t first = 0, hits = 0;
    while (first < n && !(fabs(y[first]) > 0))
        first++;
    for (size_t t = first; t < n; t++)
        hits += fabs(y[t]) > 0;
    double gap = hits ? (double)(n - first) / (double)hits : 0;
    return hits >= 3 && (double)first > 5 * gap + 3 && n - first >= 6 ? first : 0;
}

/* ---- a new item -------------------------------------------------------------------------------- */

enum { NEW_ITEM = 6 }; /* known values below which similar items have a say */

/* The level of similar items over their first n + h periods, drawn to what the item itself has sold. */
static bool from_similar(struct ctx *c, const struct ready *r, struct forecast *f)
{
    const double *y = r->y;
    size_t n = r->n, h = r->h;
    double own = 0, seen = 0, mean = 0, square = 0, k = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]))
            own += y[t], seen++;
    for (size_t i = 0; i < r->n_similar; i++) {
        struct reals s = r->similar[i].y;
        double sum = 0, m = 0;
        for (size_t t = 0; t < s.n && t < n + h; t++)
            if (!isnan(s.at[t]))
                sum += s.at[t], m++;
        if (m > 0)
            mean += sum / m, square += sum / m * (sum / m), k++;
    }
    if (k < 1 || seen >= NEW_ITEM)
        return false;
    mean /= k;
    double between = k > 1 ? fmax(0, (square - k * mean * mean) / (k - 1)) : mean * mean;
    double trust = seen > 0 ? between / (between + fmax(mean, 0.1) / seen) : 0; /* Poisson noise of the own mean */
    double level = trust * (seen > 0 ? own / seen : 0) + (1 - trust) * mean;
    *f = (struct forecast){.mean = NEW_ARRAY(c, double, h), .sd = NEW_ARRAY(c, double, h), .positive = true, .is_count = true};
    for (size_t j = 0; j < h; j++) {
        f->mean[j] = level;
        f->sd[j] = sqrt(fmax(level, 0) + (1 - trust) * between);
    }
    return true;
}

/* ---- answering --------------------------------------------------------------------------------- */

static struct str method_text(struct ctx *c, const double *w)
{
    struct buf b = {0};
    for (int i = 0; methods[i].name; i++)
        if (w[i] >= 0.995)
            return str_z(methods[i].name);
        else if (w[i] > 0)
            buf_fmt(c, &b, "%s%.2f %s", b.n ? " + " : "", w[i], methods[i].name);
    return buf_str(&b);
}

static bool asked_before(const struct reals *q, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (q->at[k] == q->at[i])
            return true;
    return false;
}

static struct raw quantile_json(struct ctx *c, const struct forecast_in *in, struct forecast *f)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), **row = NEW_ARRAY(c, struct node *, in->quantiles.n + 1);
    for (size_t i = 0; i < in->quantiles.n; i++)
        row[i] = asked_before(&in->quantiles, i) ? NULL : tree_array(t);
    for (size_t j = 0; j < (size_t)in->horizon; j++)
        for (size_t i = 0; i < in->quantiles.n; i++)
            if (row[i])
                node_add(t, row[i], tree_real(t, stat_round(forecast_quantile(c, f, j, in->quantiles.at[i]), 10)));
    for (size_t i = 0; i < in->quantiles.n; i++)
        if (row[i])
            node_set(t, o, str_fmt(c, "%.10g", in->quantiles.at[i]).p, row[i]);
    return (struct raw){tree_text(c, t, o)};
}

static struct str alone_text(struct ctx *c, const struct ready *r)
{
    if (isnan(r->alone))
        return STR("");
    return str_fmt(c, "; %.6g in period %zu, many times any other, was left out", r->alone, r->alone_at + 1);
}

static struct str sentence(struct ctx *c, const struct ready *r, const struct forecast_out *out, const struct forecast *f)
{
    double sum = 0, variance = 0;
    for (size_t j = 0; j < out->mean.n; j++)
        sum += f->mean[j], variance += f->sd[j] * f->sd[j];
    double apart = 1.2816 * sqrt(variance), low = sum - apart; /* 80 of 100 times, were the errors independent */
    const struct pace *v = out->velocity;
    struct str slow = v && v->declining ? str_fmt(c, "; slowing down: %.3g a period lately, %.3g before", v->recent, v->before)
                                        : STR("");
    return str_fmt(c, "about %.4g units in %zu period%s, likely %.4g to %.4g%.*s%.*s%.*s", sum, r->h, r->h > 1 ? "s" : "",
                   f->positive ? fmax(0, low) : low, sum + apart, FMT(slow), FMT(alone_text(c, r)),
                   FMT(forecast_days_text(c, out->effects)));
}

static double naive_rmsse(const struct trial *t)
{
    return !isnan(trial_rmsse(t)) && t->guess[0] && t->scale2 > 0 ? sqrt(t->mse[0] / t->scale2) : NAN; /* methods[0] is naive */
}

static double rounded(double x) { return isnan(x) ? x : stat_round(x, 6); }

static void report(struct ctx *c, const struct ready *r, struct forecast *f, struct forecast_out *out)
{
    const struct effect *e = &r->effect;
    out->sku = r->in->sku;
    out->mean = (struct reals){NEW_ARRAY(c, double, r->h), r->h};
    for (size_t j = 0; j < r->h; j++)
        out->mean.at[j] = stat_round(f->mean[j], 10);
    out->quantiles = quantile_json(c, r->in, f);
    out->backtest = NEW(c, struct backtest);
    *out->backtest = (struct backtest){(int64_t)r->trial.origins, (int64_t)r->trial.steps, rounded(trial_rmsse(&r->trial)),
                                       rounded(naive_rmsse(&r->trial))};
    LIST(struct event_effect) told = {0};
    told.at = forecast_told(c, r, out->mean, &told.n);
    if (e->has_price || e->has_promo || e->has_holiday || told.n) {
        out->effects = NEW(c, struct effects);
        *out->effects = (struct effects){e->has_price ? rounded(e->elasticity) : NAN,
                                         e->has_price ? rounded(e->elasticity_se) : NAN,
                                         e->has_promo ? rounded(exp(e->promo) - 1) : NAN,
                                         e->has_holiday ? rounded(exp(e->holiday_used) - 1) : NAN,
                                         {told.at, told.n}};
    }
    struct velocity v = velocity_read(c, r->y, r->n, r->cycle);
    if (v.before > 0) {
        out->velocity = NEW(c, struct pace);
        *out->velocity = (struct pace){rounded(v.recent), rounded(v.before), v.declining};
    }
    out->sentence = sentence(c, r, out, f);
}

/* ---- the whole --------------------------------------------------------------------------------- */

static bool is_whole(const double *y, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && y[t] != floor(y[t]))
            return false;
    return true;
}

/* A column as long as y and the horizon from `from` on; NULL when it was not given. */
static const double *column(struct ctx *c, struct reals x, size_t from, size_t n)
{
    if (!x.n)
        return NULL;
    double *all = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        all[t] = from + t < x.n ? x.at[from + t] : NAN;
    return all;
}

/* Two years of days and more show the time of year beside the week: it is taken out like any effect. */
static void year_out(struct ctx *c, struct ready *r)
{
    if (r->in->freq.p[0] != 'D' || r->in->season != NONE || r->n < 2 * YEAR + 2 || !r->positive)
        return;
    struct past week = past_read(c, r->y, r->n, r->n, r->cycle, false);
    struct past year = past_read(c, week.z, r->n, r->n, YEAR, false);
    if (year.season != SEASON_TIMES)
        return;
    for (size_t t = 0; t < r->n + r->h; t++) {
        r->effect.factor[t] *= year.index[t % YEAR];
        if (t < r->n)
            r->y[t] /= year.index[t % YEAR];
    }
}

enum { ALONE_LEAST = 12 };       /* known values from which one can stand alone */
static const double BEYOND = 5;  /* times the next greatest */

/* One period that sold many times what any other did is an order of its own kind, or a slip of the pen. It is left out, and
 * told; not where demand is rare and comes in lumps, nor where a promotion or an occasion says why. */
static void alone_out(struct ready *r)
{
    double top = 0, next = 0, zeros = 0;
    size_t at = 0;
    for (size_t t = 0; t < r->n; t++) {
        zeros += r->y[t] == 0;
        if (r->y[t] > top)
            next = top, top = r->y[t], at = t;
        else if (r->y[t] > next)
            next = r->y[t];
    }
    size_t first = r->in->y.n - r->n;
    bool explained = (r->in->promo.n && r->in->promo.at[first + at] > 0) || (r->events.at && r->events.at[at]);
    r->alone = NAN;
    if (!r->positive || explained || r->known < ALONE_LEAST || zeros > 0.3 * (double)r->known || !(top > BEYOND * next))
        return;
    r->alone = r->in->y.at[first + at], r->alone_at = first + at;
    r->y[at] = NAN;
    r->known--;
}

enum status forecast_ready(struct ctx *c, const struct forecast_in *in, struct ready *out)
{
    TRY(check(c, in));
    size_t n = in->y.n, first = launch(in->y.at, n);
    double *y = NEW_ARRAY(c, double, n - first);
    *out = (struct ready){.in = in, .y = y, .n = n - first, .h = (size_t)in->horizon, .cycle = cycle_of(in),
                          .similar = in->similar.at, .n_similar = in->similar.n};
    TRY(method_find(c, in->method, &out->only));
    for (size_t t = first; t < n; t++) {
        y[t - first] = demand_at(in, t);
        out->known += !isnan(y[t - first]);
    }
    out->whole = is_whole(in->y.at, n);
    out->positive = true;
    for (size_t t = 0; t < out->n; t++)
        out->positive = out->positive && !(y[t] < 0);
    struct beside beside = {column(c, in->price, first, out->n + out->h), column(c, in->promo, first, out->n + out->h), NULL};
    TRY(forecast_days(c, out, first, &beside.holiday));
    effect_fit(c, y, out->n, out->h, out->cycle, &beside, &out->effect);
    for (size_t t = 0; t < out->n; t++)
        y[t] /= out->effect.factor[t];
    if (out->events.n) {
        events_fit(c, y, out->n, out->cycle, &out->events);
        events_alone(&out->events);
        events_apply(&out->events, y, out->n, out->h, out->effect.factor);
    }
    alone_out(out);
    year_out(c, out);
    return OK;
}

enum status forecast_known(struct ctx *c, const struct ready *r)
{
    if (r->known || r->n_similar)
        return OK;
    return fail(c, REJECT, "y holds no known value: give some history, or the history of `similar` items");
}

void forecast_try(struct ctx *c, struct ready *r)
{
    trial_run(c, r->y, r->n, r->cycle, r->h, r->only, &r->trial);
}

void forecast_answer(struct ctx *c, struct ready *r, const double *lean, struct forecast_out *out)
{
    struct forecast f;
    trial_weigh(c, &r->trial, lean);
    bool is_new = from_similar(c, r, &f);
    if (!is_new)
        forecast_run(c, r->y, r->n, r->cycle, r->h, &r->trial, &f);
    f.is_count = r->whole && r->positive;
    for (size_t j = 0; j < r->h; j++) {
        f.mean[j] *= r->effect.factor[r->n + j];
        f.sd[j] *= r->effect.factor[r->n + j];
    }
    out->method = is_new ? STR("similar items") : method_text(c, r->trial.weight);
    report(c, r, &f, out);
}

static enum status run(struct ctx *c, const void *opt, const void *in, void *out)
{
    struct ready ready;
    (void)opt;
    TRY(forecast_ready(c, in, &ready));
    TRY(forecast_known(c, &ready));
    forecast_try(c, &ready);
    forecast_answer(c, &ready, NULL, out);
    return OK;
}

const struct capability forecast_demand = {
    .name = "forecast.demand",
    .doc = "how much of an item will sell, with the chance of more and of less",
    .stage = DECIDE,
    .in = &forecast_in_record,
    .out = &forecast_out_record,
    .run = run,
};
