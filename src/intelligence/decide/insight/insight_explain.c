/* intelligence/decide/insight/insight_explain.c - why sales moved, in plain sentences with the numbers behind them.
 *
 * Two windows of equal length, the last and the one before. The change is a product of factors: days with stock, price
 * to the power of the elasticity, promotions, visits, what the rest of the category did; what is left is nobody's. Each
 * factor's units are its logarithm times the logarithmic mean of both windows' units, so the parts add up exactly.
 * Units   units per period; share 0..1; prices in major units
 * Source  Ang 2004 (LMDI decomposition); chance: variance of the days within the windows
 */
#include "intelligence/decide/insight/insight_explain.h"
#include "core/capability.h"
#include "core/model.h"
#include "core/stat.h"
#include "core/text.h"
#include <math.h>

enum { TRIES = 3 };
static const double small = 0.5; /* units: the least a window counts as, so that its logarithm is a number */
static const double tells = 0.005; /* share: a cause below half a point is not told */

struct explain_opt { struct str backend; };
static const struct record opt_record = {"explain_opt", sizeof(struct explain_opt), (const struct field[]){
    FIELD(struct explain_opt, backend, .max = 40, .init_str = "template", .flags = OPTIONAL,
          .doc = "template, or a model that words it; what the figures do not hold is not told"),
    {0}}};
static const struct record price_record = {"told_price", sizeof(struct told_price), (const struct field[]){
    FIELD(struct told_price, price_now, .min = 0.0001, .max = 1e9, .doc = "asked now"),
    FIELD(struct told_price, price, .min = 0.0001, .max = 1e9, .doc = "to be asked"),
    FIELD(struct told_price, elasticity, .min = -20, .max = 5, .doc = "percent of units per percent of price"),
    FIELD(struct told_price, se, .min = 0, .max = 20, .init = NAN, .flags = OPTIONAL, .doc = "its standard error"),
    FIELD(struct told_price, units_change, .min = -1, .max = 100, .init = NAN, .flags = OPTIONAL, .doc = "expected, share"),
    FIELD(struct told_price, profit_change, .min = -100, .max = 100, .init = NAN, .flags = OPTIONAL, .doc = "expected, share"),
    {0}}};
static const struct record order_record = {"told_order", sizeof(struct told_order), (const struct field[]){
    FIELD(struct told_order, units, .min = 0, .max = 1e9, .doc = "to be ordered; 0: nothing"),
    FIELD(struct told_order, on_hand, .min = -1e9, .max = 1e9, .doc = "now"),
    FIELD(struct told_order, on_order, .min = 0, .max = 1e9, .flags = OPTIONAL, .doc = "under way"),
    FIELD(struct told_order, reorder_point, .min = -1e9, .max = 1e9, .doc = "at or below it is ordered"),
    FIELD(struct told_order, per_day, .min = 0, .max = 1e9, .doc = "expected per period"),
    FIELD(struct told_order, lead_days, .min = 0, .max = 1000, .doc = "periods until it arrives"),
    {0}}};
const struct record explain_in_record = {"explain_in", sizeof(struct explain_in), (const struct field[]){
    FIELD(struct explain_in, sku, .max = 200, .init_str = "", .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD(struct explain_in, title, .max = 200, .init_str = "", .flags = OPTIONAL, .doc = "its name in the sentence; absent: the sku"),
    FIELD(struct explain_in, unit, .max = 20, .init_str = "day", .flags = OPTIONAL, .doc = "what a period is"),
    FIELD(struct explain_in, currency, .max = 3, .init_str = "", .flags = OPTIONAL, .doc = "of prices"),
    FIELD(struct explain_in, from, .max = 10, .init_str = "", .flags = OPTIONAL, .doc = "the first period, where it is a day: 2026-11-21"),
    FIELD(struct explain_in, window, .min = 1, .max = 1000, .init = 28, .flags = OPTIONAL, .doc = "periods compared with as many before; shorter where less is known"),
    FIELD(struct explain_in, units, .max = 5000, .flags = OPTIONAL, .doc = "sold in each period, oldest first; null: not known"),
    FIELD(struct explain_in, price, .max = 5000, .flags = OPTIONAL, .doc = "asked in each; as long as units"),
    FIELD(struct explain_in, promo, .max = 5000, .flags = OPTIONAL, .doc = "promotion in each, 0 none, 1 all of it"),
    FIELD(struct explain_in, in_stock, .max = 5000, .flags = OPTIONAL, .doc = "share of each with stock"),
    FIELD(struct explain_in, visits, .max = 5000, .flags = OPTIONAL, .doc = "views of the item in each"),
    FIELD(struct explain_in, market, .max = 5000, .flags = OPTIONAL, .doc = "units of the rest of its category in each"),
    FIELD(struct explain_in, elasticity, .min = -20, .max = 0, .init = NAN, .flags = OPTIONAL, .doc = "from price.elastic; absent: -2, a usual one"),
    FIELD(struct explain_in, elasticity_se, .min = 0, .max = 20, .init = NAN, .flags = OPTIONAL, .doc = "its standard error"),
    FIELD(struct explain_in, promo_lift, .min = -0.9, .max = 20, .flags = OPTIONAL, .doc = "share that being promoted adds, from forecast.demand"),
    FIELD_ONE(struct explain_in, asked, &price_record, .flags = OPTIONAL, .doc = "a price decision to tell"),
    FIELD_ONE(struct explain_in, order, &order_record, .flags = OPTIONAL, .doc = "an order decision to tell"),
    {0}}};
static const struct record figure_record = {"figure", sizeof(struct figure), (const struct field[]){
    FIELD(struct figure, name, .doc = "what it is"),
    FIELD(struct figure, value, .doc = "the number"),
    FIELD(struct figure, unit, .doc = "units, percent, points, days, money, elasticity"),
    FIELD(struct figure, text, .doc = "as the sentences write it"),
    FIELD(struct figure, source, .doc = "which data it comes from"),
    {0}}};
static const struct record cause_record = {"cause", sizeof(struct cause), (const struct field[]){
    FIELD(struct cause, cause, .choice = "stock|price|promotion|visits|market|rest", .doc = "what it was"),
    FIELD(struct cause, share, .doc = "of the units before: 0.05 is 5 points; the shares of all causes add up to the change"),
    FIELD(struct cause, units, .doc = "the same in units"),
    FIELD(struct cause, sentence, .flags = OPTIONAL, .doc = "in words; absent: too little to tell"),
    {0}}};
const struct record explain_out_record = {"explained", sizeof(struct explain_out), (const struct field[]){
    FIELD(struct explain_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct explain_out, change, .init = NAN, .flags = OPTIONAL, .doc = "share; absent: nothing sold before, or no series was given"),
    FIELD(struct explain_out, units_before, .init = NAN, .flags = OPTIONAL, .doc = "in the window before"),
    FIELD(struct explain_out, units_after, .init = NAN, .flags = OPTIONAL, .doc = "in the last window"),
    FIELD(struct explain_out, noise, .init = NAN, .flags = OPTIONAL, .doc = "share that chance alone moves it by, two standard errors"),
    FIELD(struct explain_out, clear, .doc = "the change is more than chance"),
    FIELD_LIST(struct explain_out, causes, &cause_record, .flags = OPTIONAL, .doc = "largest first, what is left last"),
    FIELD_LIST(struct explain_out, figures, &figure_record, .flags = OPTIONAL, .doc = "every number that is told, and its source"),
    FIELD(struct explain_out, sentence, .doc = "all of it"),
    FIELD(struct explain_out, sentences, .flags = OPTIONAL, .doc = "one by one"),
    FIELD(struct explain_out, backend, .doc = "what worded it"),
    {0}}};

struct str figure_add(struct ctx *c, struct explain_out *out, const char *name, double value, const char *unit, struct str text, struct str source)
{
    *LIST_ADD(c, &out->figures) = (struct figure){str_z(name), stat_round(value, 9), str_z(unit), text, source};
    return text;
}

/* ---- two windows ------------------------------------------------------------------------------------ */

struct windows {
    size_t n, before, after; /* periods of each; where each begins in the series */
    double units[2], mean[2], variance; /* variance: of the difference of sums */
};

/* Of the periods from `at` whose units are known; NAN: none. */
static double window_mean(const struct explain_in *in, const struct reals *x, size_t at, size_t n)
{
    double sum = 0, known = 0;
    for (size_t i = at; i < at + n; i++)
        if (i < x->n && isfinite(x->at[i]) && isfinite(in->units.at[i]))
            sum += x->at[i], known++;
    return known > 0 ? sum / known : NAN;
}

/* Of the sum, by the scatter of the periods that had something to sell. */
static double window_variance(const struct explain_in *in, size_t at, size_t n)
{
    double sum = 0, known = 0, total = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = at; i < at + n; i++) {
            bool sells = isfinite(in->units.at[i]) && !(i < in->in_stock.n && in->in_stock.at[i] < 0.5);
            if (sells && pass == 0)
                total += in->units.at[i], known++;
            if (sells && pass == 1)
                sum += pow(in->units.at[i] - total / known, 2);
        }
    double mean = known > 0 ? total / known : 0;
    return known > 1 ? fmax(sum / (known - 1), mean) * (double)n * (double)n / known : fmax(mean, 1) * (double)n;
}

/* A period that is not known counts as the mean of its window. false: one of the windows knows nothing. */
static bool windows_of(const struct explain_in *in, struct windows *w)
{
    size_t all = in->units.n, n = (size_t)in->window;
    n = all / 2 < n ? all / 2 : n;
    if (n == 0)
        return false;
    *w = (struct windows){.n = n, .before = all - 2 * n, .after = all - n};
    size_t at[2] = {w->before, w->after};
    for (int k = 0; k < 2; k++) {
        w->mean[k] = window_mean(in, &in->units, at[k], n);
        if (isnan(w->mean[k]))
            return false;
        w->units[k] = fmax(0, w->mean[k]) * (double)n;
        w->variance += window_variance(in, at[k], n);
    }
    return true;
}

/* ---- causes ----------------------------------------------------------------------------------------- */

static double log_mean(double a, double b) { return fabs(a / b - 1) < 1e-9 ? a : (b - a) / log(b / a); }

struct telling {
    struct ctx *c;
    const struct explain_in *in;
    struct windows w;
    double weight, told; /* units per unit of logarithm; logarithm told so far */
    struct explain_out *out;
};

static void cause_add(struct telling *t, const char *cause, double factor_log, struct str sentence)
{
    double units = t->weight * factor_log, share = units / fmax(small, t->w.units[0]);
    t->told += factor_log;
    *LIST_ADD(t->c, &t->out->causes) = (struct cause){str_z(cause), stat_round(share, 9), stat_round(units, 9), fabs(share) >= tells ? sentence : (struct str){0}};
}

/* "15 points": of the units before. */
static struct str points(struct telling *t, const char *name, double factor_log, struct str source)
{
    double p = 100 * t->weight * factor_log / fmax(small, t->w.units[0]);
    return figure_add(t->c, t->out, name, p, "points", str_fmt(t->c, "%.*f", fabs(p) < 1 ? 1 : 0, fabs(p)), source);
}

static struct str percent(struct telling *t, const char *name, double share, const char *source)
{
    double p = 100 * share;
    return figure_add(t->c, t->out, name, p, "percent", str_fmt(t->c, "%.*f", fabs(p) < 1 ? 1 : 0, fabs(p)), str_z(source));
}

static double days_out(const struct explain_in *in, size_t at, size_t n)
{
    double days = 0;
    for (size_t i = at; i < at + n && i < in->in_stock.n; i++)
        days += isfinite(in->in_stock.at[i]) ? 1 - fmin(1, fmax(0, in->in_stock.at[i])) : 0;
    return days;
}

static void stock_tell(struct telling *t)
{
    const struct windows *w = &t->w;
    double before = days_out(t->in, w->before, w->n), after = days_out(t->in, w->after, w->n), n = (double)w->n;
    double left[2] = {fmax(n - before, 0.5), fmax(n - after, 0.5)}, l = log(left[1] / left[0]);
    if (fabs(l) < 1e-12)
        return;
    struct str p = points(t, "stock_points", l, STR("in_stock, both windows"));
    struct str days = figure_add(t->c, t->out, "days_out", after, "days", str_fmt(t->c, "%.3g", after), STR("in_stock, the last window"));
    struct str were = figure_add(t->c, t->out, "days_out_before", before, "days", str_fmt(t->c, "%.3g", before), STR("in_stock, the window before"));
    cause_add(t, "stock", l, l < 0 ? str_fmt(t->c, "Out of stock on %.*s of %zu %ss (before: %.*s) explains %.*s points of it.", FMT(days), w->n,
                                             t->in->unit.p, FMT(were), FMT(p))
                                   : str_fmt(t->c, "Fewer empty %ss (%.*s after %.*s) bring %.*s points.", t->in->unit.p, FMT(days), FMT(were), FMT(p)));
}

static void price_tell(struct telling *t)
{
    const struct explain_in *in = t->in;
    double a = window_mean(in, &in->price, t->w.before, t->w.n), b = window_mean(in, &in->price, t->w.after, t->w.n);
    bool own = !isnan(in->elasticity);
    double e = own ? in->elasticity : -2;
    if (!(a > 0) || !(b > 0) || fabs(b / a - 1) < 1e-6)
        return;
    struct str p = points(t, "price_points", e * log(b / a), STR("price, both windows, and elasticity"));
    struct str by = percent(t, "price_change", b / a - 1, "price, both windows");
    struct str se = STR("");
    if (own && !isnan(in->elasticity_se)) {
        struct str is = str_fmt(t->c, "%.2f", in->elasticity_se);
        figure_add(t->c, t->out, "elasticity_se", in->elasticity_se, "elasticity", is, STR("elasticity_se, as given"));
        se = str_fmt(t->c, " ± %.*s", FMT(is));
    }
    struct str el = figure_add(t->c, t->out, "elasticity", e, "elasticity", str_fmt(t->c, "%.2f", e), own ? STR("elasticity, as given") : STR("a usual one, not its own"));
    cause_add(t, "price", e * log(b / a), str_fmt(t->c, "The price, %.*s %% %s on average, %s about %.*s points (elasticity %.*s%.*s%s).", FMT(by),
                                                  b > a ? "higher" : "lower", b > a ? "takes" : "brings", FMT(p), FMT(el), FMT(se),
                                                  own ? "" : ", a usual one"));
}

static void promo_tell(struct telling *t)
{
    const struct explain_in *in = t->in;
    double a = window_mean(in, &in->promo, t->w.before, t->w.n), b = window_mean(in, &in->promo, t->w.after, t->w.n), lift = in->promo_lift;
    if (isnan(a) || isnan(b) || lift == 0 || fabs(a - b) < 1e-9)
        return;
    double l = log(fmax(0.05, 1 + lift * b) / fmax(0.05, 1 + lift * a));
    struct str p = points(t, "promotion_points", l, STR("promo, both windows, and promo_lift"));
    struct str days = figure_add(t->c, t->out, "promotion_days", b * (double)t->w.n, "days", str_fmt(t->c, "%.3g", b * (double)t->w.n), STR("promo, the last window"));
    struct str were = figure_add(t->c, t->out, "promotion_days_before", a * (double)t->w.n, "days", str_fmt(t->c, "%.3g", a * (double)t->w.n),
                                 STR("promo, the window before"));
    cause_add(t, "promotion", l, str_fmt(t->c, "Promotions on %.*s %ss (before: %.*s) %s about %.*s points.", FMT(days), in->unit.p, FMT(were),
                                         l > 0 ? "bring" : "leave", FMT(p)));
}

/* Visits, and what the rest of the category did: a factor of demand, told where it is more than counts scatter. Visits count
 * beside the market only as far as they moved otherwise. */
static double factor_tell(struct telling *t, const struct reals *x, const char *cause, const char *what, double beside)
{
    double n = (double)t->w.n, a = n * window_mean(t->in, x, t->w.before, t->w.n), b = n * window_mean(t->in, x, t->w.after, t->w.n);
    if (!(a > 0) || !(b > 0))
        return 0;
    double l = log(b / a), se = sqrt(2 / a + 2 / b); /* counts scatter about twice as much as a Poisson's */
    if (fabs(l) < 2 * se)
        return 0;
    l -= beside;
    struct str p = points(t, str_fmt(t->c, "%s_points", cause).p, l, str_fmt(t->c, "%s, both windows", cause));
    struct str by = percent(t, str_fmt(t->c, "%s_change", cause).p, b / a - 1, str_fmt(t->c, "%s, both windows", cause).p);
    cause_add(t, cause, l, str_fmt(t->c, "%s %s %.*s %%: about %.*s points.", what, b > a ? "rose" : "fell", FMT(by), FMT(p)));
    return l;
}

static int larger(const struct cause *a, const struct cause *b) { return fabs(a->share) < fabs(b->share); }

static void causes_sort(struct explain_out *out)
{
    for (size_t i = 1; i < out->causes.n; i++)
        for (size_t k = i; k > 0 && larger(&out->causes.at[k - 1], &out->causes.at[k]); k--) {
            struct cause swap = out->causes.at[k];
            out->causes.at[k] = out->causes.at[k - 1], out->causes.at[k - 1] = swap;
        }
}

static void rest_tell(struct telling *t, double total)
{
    double l = total - t->told, share = t->weight * l / fmax(small, t->w.units[0]);
    bool chance = fabs(share) <= t->out->noise;
    if (fabs(l) < 1e-12)
        return;
    struct str p = points(t, "rest_points", l, STR("what the causes leave of the change"));
    struct str by = percent(t, "chance", t->out->noise, "scatter of the single periods, two standard errors");
    cause_add(t, "rest", l, chance ? str_fmt(t->c, "What is left, %.*s points, is within chance (± %.*s %%).", FMT(p), FMT(by))
                                   : str_fmt(t->c, "%.*s points %s are not explained by these data, and are more than chance (± %.*s %%).", FMT(p),
                                             l < 0 ? "down" : "up", FMT(by)));
}

static struct str head(struct telling *t)
{
    const struct explain_in *in = t->in;
    struct explain_out *out = t->out;
    struct str name = in->title.n ? in->title : in->sku.n ? in->sku : STR("this item");
    struct str after = figure_add(t->c, out, "units_after", out->units_after, "units", str_fmt(t->c, "%.4g", out->units_after),
                                  str_fmt(t->c, "units, the last %zu %ss", t->w.n, in->unit.p));
    struct str before = figure_add(t->c, out, "units_before", out->units_before, "units", str_fmt(t->c, "%.4g", out->units_before),
                                   str_fmt(t->c, "units, the %zu %ss before", t->w.n, in->unit.p));
    figure_add(t->c, out, "window", (double)t->w.n, "days", str_fmt(t->c, "%zu", t->w.n), STR("as asked, or as much as is known"));
    if (out->units_after == 0)
        return str_fmt(t->c, "Of %.*s nothing was sold in the last %zu %ss; %.*s units in the %zu before.", FMT(name), t->w.n, in->unit.p, FMT(before), t->w.n);
    if (isnan(out->change))
        return str_fmt(t->c, "Of %.*s %.*s units were sold in the last %zu %ss, and none in the %zu before.", FMT(name), FMT(after), t->w.n, in->unit.p, t->w.n);
    if (fabs(out->change) < 1e-9)
        return str_fmt(t->c, "Sales of %.*s stayed at %.*s units in the last %zu %ss.", FMT(name), FMT(after), t->w.n, in->unit.p);
    struct str by = percent(t, "change", out->change, "units, both windows");
    return str_fmt(t->c, "Sales of %.*s %s %.*s %% in the last %zu %ss: %.*s units after %.*s%s.", FMT(name), out->change < 0 ? "fell" : "rose", FMT(by),
                   t->w.n, in->unit.p, FMT(after), FMT(before), out->clear ? "" : ", which may be chance");
}

static void series_tell(struct ctx *c, const struct explain_in *in, struct explain_out *out)
{
    struct telling t = {.c = c, .in = in, .out = out};
    if (!windows_of(in, &t.w))
        return;
    double a = fmax(small, t.w.units[0]), b = fmax(small, t.w.units[1]);
    out->units_before = t.w.units[0], out->units_after = t.w.units[1];
    out->change = t.w.units[0] > 0 ? stat_round(t.w.units[1] / t.w.units[0] - 1, 9) : NAN;
    out->noise = stat_round(2 * sqrt(t.w.variance) / a, 9);
    out->clear = fabs(t.w.units[1] - t.w.units[0]) > 2 * sqrt(t.w.variance);
    strs_add(c, &out->sentences, head(&t));
    if (isnan(out->change))
        return;
    t.weight = log_mean(a, b);
    stock_tell(&t);
    price_tell(&t);
    promo_tell(&t);
    double market = factor_tell(&t, &in->market, "market", "The rest of its category", 0);
    factor_tell(&t, &in->visits, "visits", "Views of it", market);
    causes_sort(out);
    rest_tell(&t, log(b / a));
    for (size_t i = 0; i < out->causes.n; i++)
        if (out->causes.at[i].sentence.n)
            strs_add(c, &out->sentences, out->causes.at[i].sentence);
}

/* ---- the words ---------------------------------------------------------------------------------------- */

/* The model is given sentences, not data; what it gives back holds, or is not used. */
static enum status reword(struct ctx *c, struct str backend, const struct explain_in *in, struct explain_out *out)
{
    struct text_in ask;
    struct text_out answer;
    struct str why;
    record_init(&text_in_record, &ask);
    ask.system = STR("You edit short business reports. Keep every number and its meaning exactly. Add no number, cause or advice.");
    ask.prompt = str_fmt(c, "Write this as one fluent paragraph of at most four sentences:\n\n%.*s", FMT(out->sentence));
    ask.n = TRIES, ask.max_tokens = 200, ask.temperature = 0.3;
    TRY(text_ask(c, backend, &ask, &answer));
    for (size_t i = 0; i < answer.candidates.n; i++) {
        struct str text = str_trim(answer.candidates.at[i].text);
        if (!text.n || !explain_holds(c, in, out, text, &why))
            continue;
        out->sentence = str_copy(c, text);
        out->backend = answer.backend;
        return OK;
    }
    return OK; /* the twin's own sentences stand */
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct explain_opt *o = opt;
    const struct explain_in *in = in_;
    struct explain_out *out = out_;
    record_init(&explain_out_record, out);
    const struct reals *beside[] = {&in->price, &in->promo, &in->in_stock, &in->visits, &in->market};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i]->n && beside[i]->n != in->units.n)
            return fail(c, REJECT, "units has %zu periods and another series %zu: give one value for each period, null where it is not known",
                        in->units.n, beside[i]->n);
    out->sku = in->sku;
    out->backend = STR("template");
    series_tell(c, in, out);
    explain_decisions(c, in, out);
    if (!out->sentences.n)
        return fail(c, REJECT, "there is nothing to explain: give units with at least two known periods, or a decision");
    out->sentence = str_join(c, &out->sentences, STR(" "));
    return str_eq(o->backend, STR("template")) ? OK : reword(c, o->backend, in, out);
}

const struct capability insight_explain = {
    .name = "insight.explain",
    .doc = "why sales moved and why a decision was made: plain sentences, every number with its source",
    .stage = DECIDE,
    .in = &explain_in_record,
    .out = &explain_out_record,
    .opt = &opt_record,
    .run = run,
};
