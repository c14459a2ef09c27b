/* intelligence/decide/forecast/forecast_panel.c - many items at once: each learns from its category what it cannot from itself.
 *
 * A category shares its season (found in the sum of its items, each by its own mean) and its experience of methods:
 * the errors of all items say more about a method than those of one. Items end at the same period.
 */
#include "core/capability.h"
#include "intelligence/decide/forecast/forecast_demand.h"
#include <math.h>

const struct record panel_in_record = {"panel", sizeof(struct panel_in), (const struct field[]){
    FIELD_LIST(struct panel_in, items, &forecast_in_record, .min = 1, .max = 100000, .doc = "as for forecast.demand, with category"),
    {0}}};
static const struct record out_record = {"panel_demand", sizeof(struct panel_out), (const struct field[]){
    FIELD_LIST(struct panel_out, items, &forecast_out_record, .doc = "in the order given"),
    {0}}};

enum { SHARED_LEAST = 5 };          /* items that make a category */
static const double CLEAR = 1;      /* standard errors by which a shared season must help */
static const double EXPERIENCE = 10; /* how sharply a category's errors lean its items' weights */

struct category {
    struct ready **item;
    size_t n;
};

/* Items of one category and season length; `done` marks those taken. */
static struct category category_of(struct ctx *c, struct ready *all, size_t n, size_t from, bool *done)
{
    struct category g = {.item = NEW_ARRAY(c, struct ready *, n - from)};
    for (size_t i = from; i < n; i++)
        if (!done[i] && str_eq(all[i].in->category, all[from].in->category) && all[i].cycle == all[from].cycle) {
            done[i] = true;
            g.item[g.n++] = &all[i];
        }
    return g;
}

static double mean_of(const struct ready *r)
{
    double sum = 0, seen = 0;
    for (size_t t = 0; t < r->n; t++)
        if (!isnan(r->y[t]))
            sum += r->y[t], seen++;
    return seen > 0 ? sum / seen : 0;
}

/* The items' sum by distance to the end, each over its own mean, without its last `hide` periods; false: too little
 * past for a season, or none in it. */
static bool shared_season(struct ctx *c, const struct category *g, size_t hide, struct past *out)
{
    size_t longest = 0, cycle = g->item[0]->cycle;
    for (size_t i = 0; i < g->n; i++)
        longest = g->item[i]->n > longest ? g->item[i]->n : longest;
    if (longest <= hide)
        return false;
    double *sum = NEW_ARRAY(c, double, longest), *seen = NEW_ARRAY(c, double, longest);
    for (size_t i = 0; i < g->n; i++) {
        const struct ready *r = g->item[i];
        double mean = mean_of(r);
        for (size_t t = 0; t < r->n; t++)
            if (!isnan(r->y[t]) && mean > 0) {
                sum[longest - r->n + t] += r->y[t] / mean;
                seen[longest - r->n + t]++;
            }
    }
    for (size_t t = 0; t < longest; t++)
        sum[t] = seen[t] > 0 ? sum[t] / seen[t] : NAN;
    *out = past_read(c, sum, longest, longest - hide, cycle, false);
    return out->season == SEASON_TIMES;
}

static double index_at(const struct past *season, const struct ready *r, size_t t)
{
    return season->index[(season->n - r->n + t) % season->cycle];
}

/* By how much less the season errs over the item's last `hide` periods than the level before them, in squared steps. */
static double season_gain(const struct ready *r, const struct past *season, size_t hide)
{
    size_t from = r->n > hide ? r->n - hide : r->n, begin = from > 2 * season->cycle ? from - 2 * season->cycle : 0;
    double plain = 0, clear = 0, seen = 0, steps = 0, gain = 0;
    for (size_t t = begin; t < from; t++)
        if (!isnan(r->y[t]))
            plain += r->y[t], clear += r->y[t] / index_at(season, r, t), seen++;
    for (size_t t = 1; t < from; t++)
        steps += isnan(r->y[t]) || isnan(r->y[t - 1]) ? 0 : pow(r->y[t] - r->y[t - 1], 2);
    if (!(seen > 0) || !(steps > 0))
        return 0;
    for (size_t t = from; t < r->n; t++)
        if (!isnan(r->y[t]))
            gain += pow(r->y[t] - plain / seen, 2) - pow(r->y[t] - clear / seen * index_at(season, r, t), 2);
    return gain / steps * (double)from;
}

/* A season found in all but the last periods must help there: chance makes seasons too. */
static bool season_holds(struct ctx *c, const struct category *g)
{
    size_t longest = 0, cycle = g->item[0]->cycle, n = 0;
    double sum = 0, squares = 0;
    struct past season;
    for (size_t i = 0; i < g->n; i++)
        longest = g->item[i]->n > longest ? g->item[i]->n : longest;
    size_t spare = longest > 2 * cycle + 1 ? longest - 2 * cycle - 1 : 0, hide = spare < cycle ? spare : cycle;
    if (2 * hide < cycle)
        return true; /* too short to ask */
    if (!shared_season(c, g, hide, &season))
        return false;
    for (size_t i = 0; i < g->n; i++, n++) {
        double gain = season_gain(g->item[i], &season, hide);
        sum += gain, squares += gain * gain;
    }
    return sum > CLEAR * sqrt(squares);
}

/* The season leaves the items before methods are tried, and is put back like any effect. */
static void take_season(const struct category *g, const struct past *season)
{
    for (size_t i = 0; i < g->n; i++) {
        struct ready *r = g->item[i];
        for (size_t t = 0; r->positive && t < r->n + r->h; t++) {
            double index = index_at(season, r, t);
            r->effect.factor[t] *= index;
            if (t < r->n)
                r->y[t] /= index;
        }
    }
}

/* lean[i]: how the method did over the items it was tried on, beside simple smoothing on the same items. */
static void experience(const struct category *g, double *lean)
{
    double own[METHODS_MAX] = {0}, ses[METHODS_MAX] = {0};
    int plain = 0;
    while (strcmp(methods[plain].name, "ses") != 0)
        plain++;
    for (size_t k = 0; k < g->n; k++) {
        const struct trial *t = &g->item[k]->trial;
        for (int i = 0; methods[i].name && t->origins && t->scale2 > 0 && t->guess[plain]; i++)
            if (t->guess[i]) {
                own[i] += sqrt(fmin(t->mse[i] / t->scale2, 10));
                ses[i] += sqrt(fmin(t->mse[plain] / t->scale2, 10));
            }
    }
    for (int i = 0; methods[i].name; i++)
        lean[i] = own[i] > 0 && ses[i] > 0 ? pow(ses[i] / own[i], EXPERIENCE) : 1;
}

/* What a holiday does is learned from all items of the category: each is drawn to their mean by how sure it is and how far
 * they differ; one that has seen none takes the mean. Source: DerSimonian & Laird 1986 for the spread between items. */
static void pool_holidays(const struct category *g)
{
    double weight = 0, mean = 0, q = 0, squares = 0, n = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct effect *e = &g->item[i]->effect;
        double w = e->has_holiday ? 1 / fmax(1e-9, e->holiday_se * e->holiday_se) : 0;
        weight += w, squares += w * w, mean += w * (e->has_holiday ? e->holiday : 0), n += e->has_holiday;
    }
    if (n < 2)
        return;
    mean /= weight;
    for (size_t i = 0; i < g->n; i++)
        q += g->item[i]->effect.has_holiday ? pow(g->item[i]->effect.holiday - mean, 2) / fmax(1e-9, pow(g->item[i]->effect.holiday_se, 2)) : 0;
    double spread = sqrt(fmax(0.0025, (q - (n - 1)) / fmax(1e-9, weight - squares / weight)));
    for (size_t i = 0; i < g->n; i++) {
        struct ready *r = g->item[i];
        double used = r->effect.has_holiday ? effect_drawn(r->effect.holiday, r->effect.holiday_se, mean, spread) : mean;
        if (!r->positive)
            continue;
        r->effect.has_holiday |= r->effect.holiday_at != NULL;
        effect_holiday(&r->effect, r->y, r->n, r->h, used);
    }
}

/* What an occasion does, likewise. */
static void pool_events(struct ctx *c, const struct category *g)
{
    struct events **all = NEW_ARRAY(c, struct events *, g->n);
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (g->item[i]->events.n && g->item[i]->positive)
            all[n++] = &g->item[i]->events;
    events_pool(c, all, n);
    for (size_t i = 0; i < g->n; i++) {
        struct ready *r = g->item[i];
        if (r->events.n && r->positive)
            events_apply(&r->events, r->y, r->n, r->h, r->effect.factor);
    }
}

static void category_run(struct ctx *c, const struct category *g)
{
    struct past season;
    pool_holidays(g);
    pool_events(c, g);
    if (g->n >= SHARED_LEAST && g->item[0]->cycle > 1 && shared_season(c, g, 0, &season) &&
        season_holds(c, g))
        take_season(g, &season);
    struct trial **trial = NEW_ARRAY(c, struct trial *, g->n);
    for (size_t i = 0; i < g->n; i++) {
        forecast_try(c, g->item[i]);
        trial[i] = &g->item[i]->trial;
    }
    trials_share(c, trial, g->n);
}

/* ---- an item of which nothing is known ----------------------------------------------------------- */

enum { SIBLINGS_LEAST = 2, LATELY = 13 };

/* The level at which it has sold lately, without season and effects; NAN: not known. */
static double level_lately(const struct ready *r)
{
    double sum = 0, seen = 0;
    for (size_t t = r->n; t-- > 0 && seen < LATELY;)
        if (!isnan(r->y[t]))
            sum += r->y[t], seen++;
    return seen > 0 ? sum / seen : NAN;
}

/* It takes the levels of its category for items like it, if it names none. */
static void borrow(struct ctx *c, const struct category *g)
{
    struct similar *level = NEW_ARRAY(c, struct similar, g->n);
    size_t n = 0;
    for (size_t i = 0; i < g->n && g->item[i]->in->category.n; i++)
        if (g->item[i]->known) {
            level[n].y = (struct reals){NEW_ARRAY(c, double, 1), 1};
            level[n++].y.at[0] = level_lately(g->item[i]);
        }
    for (size_t i = 0; i < g->n && n >= SIBLINGS_LEAST; i++)
        if (!g->item[i]->known && !g->item[i]->n_similar)
            g->item[i]->similar = level, g->item[i]->n_similar = n;
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static void refused(struct ctx *c, const struct forecast_in *in, struct forecast_out *out)
{
    *out = (struct forecast_out){.sku = in->sku, .method = STR("none"), .error = str_copy(c, str_z(c->why))};
    out->sentence = str_fmt(c, "no forecast: %s", c->why);
}

static void category_answer(struct ctx *c, const struct category *g, const struct ready *all, struct forecast_out *out)
{
    double lean[METHODS_MAX];
    category_run(c, g);
    experience(g, lean);
    borrow(c, g);
    for (size_t i = 0; i < g->n; i++) {
        struct forecast_out *one = &out[g->item[i] - all];
        if (forecast_known(c, g->item[i]) == OK)
            forecast_answer(c, g->item[i], g->n >= SHARED_LEAST ? lean : NULL, one);
        else
            refused(c, g->item[i]->in, one);
    }
}

/* An item that cannot be forecast costs the others nothing; when none can, the first says why. */
static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct panel_in *in = in_;
    struct panel_out *out = out_;
    size_t n = in->items.n, answered = 0;
    struct ready *all = NEW_ARRAY(c, struct ready, n);
    bool *done = NEW_ARRAY(c, bool, n);
    out->items.at = NEW_ARRAY(c, struct forecast_out, n);
    out->items.n = n;
    for (size_t i = 0; i < n; i++)
        if (forecast_ready(c, &in->items.at[i], &all[i]) != OK) {
            refused(c, &in->items.at[i], &out->items.at[i]);
            done[i] = true;
        }
    for (size_t from = 0; from < n; from++)
        if (!done[from]) {
            struct category g = category_of(c, all, n, from, done);
            category_answer(c, &g, all, out->items.at);
        }
    for (size_t i = 0; i < n; i++)
        answered += !out->items.at[i].error.n;
    if (!answered)
        return fail(c, REJECT, "items[0]: %.*s", FMT(out->items.at[0].error));
    return OK;
}

const struct capability forecast_panel = {
    .name = "forecast.panel",
    .doc = "forecasts of many items at once, which share their category's season and its experience of methods",
    .stage = DECIDE,
    .in = &panel_in_record,
    .out = &out_record,
    .run = run,
};
