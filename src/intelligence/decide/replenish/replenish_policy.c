/* intelligence/decide/replenish/replenish_policy.c - when to order an item and how much, exactly, and what to order today.
 *
 * Units   a period is the one demand is given in; costs are money per unit and period, fixed_cost per order
 * Source  stock.h; a gamma lead time over Poisson demand is a negative binomial (Hadley & Whitin 1963, 3-7)
 */
#include "intelligence/decide/replenish/replenish.h"
#include "core/capability.h"
#include "core/stat.h"
#include "intelligence/decide/replenish/stock.h"
#include <math.h>

enum { STEPS_MAX = 60, LATTICE_MAX = 600, REACH_MAX = 16384, TABLE_MAX = 2048, WORK_MAX = 100 * 1000 * 1000 };

static const struct record demand_record = {"demand", sizeof(struct replenish_demand), (const struct field[]){
    FIELD(struct replenish_demand, mean, .unit = "1", .max = 1e9, .init = NAN, .flags = OPTIONAL,
          .doc = "units per period; not needed with pmf"),
    FIELD(struct replenish_demand, sd, .unit = "1", .max = 1e9, .init = NAN, .flags = OPTIONAL,
          .doc = "standard deviation per period; absent: Poisson"),
    FIELD(struct replenish_demand, pmf, .max = 10000, .flags = OPTIONAL,
          .doc = "chance of 0, 1, 2 … units in a period; reviewed once a period unless review_period says otherwise"),
    FIELD(struct replenish_demand, distribution, .choice = "auto|poisson|negbin|normal", .init_str = "auto", .flags = OPTIONAL,
          .doc = "auto: Poisson when sd^2 is within 2 % of mean, negative binomial when scattered, else normal"),
    {0}}};

static const struct record lead_record = {"lead_time", sizeof(struct replenish_lead), (const struct field[]){
    FIELD(struct replenish_lead, mean, .unit = "period", .max = 10000, .doc = "from order to stock"),
    FIELD(struct replenish_lead, sd, .unit = "period", .max = 10000, .flags = OPTIONAL, .doc = "its standard deviation"),
    {0}}};

const struct record replenish_in_record = {"replenish", sizeof(struct replenish_in), (const struct field[]){
    FIELD(struct replenish_in, sku, .max = 200, .flags = OPTIONAL | LOOSE, .doc = "repeated in the answer"),
    FIELD_ONE(struct replenish_in, demand, &demand_record, .doc = "per period; of the whole season when season is set"),
    FIELD_ONE(struct replenish_in, lead_time, &lead_record, .flags = OPTIONAL, .doc = "absent: none"),
    FIELD(struct replenish_in, review_period, .unit = "period", .max = 10000, .init = NAN, .flags = OPTIONAL,
          .doc = "time between looks; absent or 0: stock is watched all the time and ordered in a fixed quantity"),
    FIELD(struct replenish_in, period, .choice = "period|day|week|month", .init_str = "period", .flags = OPTIONAL, .doc = "what a period is, for the sentence"),
    FIELD(struct replenish_in, fixed_cost, .unit = "money", .max = 1e12, .flags = OPTIONAL, .doc = "per order"),
    FIELD(struct replenish_in, holding_cost, .unit = "money", .max = 1e12, .doc = "per unit and period; of a unit left over in a season"),
    FIELD(struct replenish_in, penalty_cost, .unit = "money", .max = 1e12, .init = NAN, .flags = OPTIONAL,
          .doc = "per unit backordered and period; per unit short in a season"),
    FIELD(struct replenish_in, fill_rate, .unit = "1", .max = 0.999999, .init = NAN, .flags = OPTIONAL,
          .doc = "least share of demand met at once"),
    FIELD(struct replenish_in, service_level, .unit = "1", .max = 0.999999, .init = NAN, .flags = OPTIONAL,
          .doc = "least share of order cycles without stock-out; 0.95 when no goal is given"),
    FIELD(struct replenish_in, on_hand, .min = -1e9, .max = 1e9, .flags = OPTIONAL, .doc = "units now; below 0: backorders"),
    FIELD(struct replenish_in, on_order, .max = 1e9, .flags = OPTIONAL, .doc = "units ordered and not yet here"),
    FIELD(struct replenish_in, shelf_life, .unit = "period", .max = 1e6, .init = NAN, .flags = OPTIONAL,
          .doc = "no order exceeds what sells in this time, nor brings more than is expected to sell before it is too old"),
    FIELD(struct replenish_in, max_waste, .unit = "1", .max = 1, .init = 0.05, .flags = OPTIONAL,
          .doc = "share of an order that may be expected to outlast shelf_life, by chance"),
    FIELD(struct replenish_in, moq, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "smallest order"),
    FIELD(struct replenish_in, pack, .max = 1e9, .init = 1, .flags = OPTIONAL, .doc = "orders are multiples of this"),
    FIELD(struct replenish_in, season, .flags = OPTIONAL, .doc = "one order for one selling season (newsvendor)"),
    FIELD(struct replenish_in, policy, .choice = "auto|rq|ss|newsvendor", .init_str = "auto", .flags = OPTIONAL,
          .doc = "auto: (s,S) with a review_period or a pmf, else (r,Q)"),
    {0}}};

const struct record replenish_out_record = {"replenishment", sizeof(struct replenish_out), (const struct field[]){
    FIELD(struct replenish_out, sku, .flags = OPTIONAL, .doc = "as given"),
    FIELD(struct replenish_out, policy, .choice = "(r,Q)|(s,S)|newsvendor|none", .doc = "kind of policy"),
    FIELD(struct replenish_out, reorder_point, .doc = "order when on hand + on order - backorders is here or below"),
    FIELD(struct replenish_out, order_quantity, .doc = "(r,Q): each order; (s,S): the smallest; a season's: the only one, begun with nothing"),
    FIELD(struct replenish_out, order_up_to, .doc = "highest position after an order"),
    FIELD(struct replenish_out, safety_stock, .doc = "mean net stock when an order arrives, units"),
    FIELD(struct replenish_out, order_now, .max = 1e15, .doc = "units to order today"),
    FIELD(struct replenish_out, expected_cost, .unit = "money", .doc = "per period: orders, holding and penalty; of a season: in all"),
    FIELD(struct replenish_out, fill_rate, .unit = "1", .doc = "share of demand met at once under this policy"),
    FIELD(struct replenish_out, service_level, .unit = "1", .doc = "share of order cycles without stock-out"),
    FIELD(struct replenish_out, gap, .unit = "1", .doc = "how far cost may be above the optimum of this kind; 0: exact"),
    FIELD(struct replenish_out, waste, .unit = "1", .init = NAN, .flags = OPTIONAL, .doc = "with shelf_life: share of what is ordered that is expected to outlast it"),
    FIELD(struct replenish_out, distribution, .choice = "poisson|negbin|normal|pmf", .doc = "of demand, as taken"),
    FIELD(struct replenish_out, sentence, .doc = "the decision in words"),
    {0}}};

/* ---- demand over a time ---------------------------------------------------------------------- */

enum shape { POISSON, NEGBIN, NORMAL, TABLE };
static const char *const shape_name[] = {"poisson", "negbin", "normal", "pmf"};

struct demand {
    enum shape shape;
    double mean, sd, lead, lead_sd; /* per period; periods */
    double step;                    /* units that count as one: 1, or more where demand is huge */
    bool whole;                     /* tables wanted: a policy in whole units cannot use a normal's formula */
    struct spread one;              /* TABLE: of a period */
};

static struct spread scattered(struct ctx *c, const struct demand *d, double mean, double sd)
{
    double near = floor(mean), two[2] = {1 - (mean - near), mean - near};
    if (sd * sd > mean * (1 + 1e-9) && (d->shape != NORMAL || (d->whole && mean < 2 * sd)))
        return spread_negbin(c, mean, sd * sd);
    if (d->shape == POISSON && mean < SPREAD_ROOM / 2)
        return spread_poisson(c, mean);
    if (!d->whole || mean > SPREAD_ROOM / 2)
        return spread_normal(mean, sd);
    if (sd >= 0.25) /* rounding to whole units scatters by a twelfth more */
        return spread_rounded(c, mean, sd >= 0.5 ? sqrt(sd * sd - 1.0 / 12) : sd);
    double *pmf = NEW_ARRAY(c, double, near + 2);
    memcpy(pmf + (size_t)near, two, sizeof two);
    return spread_pmf(c, pmf, (size_t)near + 2);
}

static struct spread power(struct ctx *c, const struct spread *one, size_t n)
{
    double sure = 1;
    struct spread all = spread_pmf(c, &sure, 1), base = *one;
    for (; n; n /= 2) {
        if (n % 2)
            all = spread_sum(c, &all, &base);
        if (n > 1)
            base = spread_sum(c, &base, &base);
    }
    return all;
}

/* A time between two whole periods is the lower or the upper one, by chance. */
static struct spread table_over(struct ctx *c, const struct spread *one, double time)
{
    struct spread low = power(c, one, (size_t)time), high;
    if (time - floor(time) < 1e-9)
        return low;
    high = spread_sum(c, &low, one);
    return spread_mix(c, &low, 1 - (time - floor(time)), &high);
}

/* The lead time's gamma distribution as sixteen equally likely times with its mean. */
static struct spread table_lead(struct ctx *c, const struct demand *d, double more)
{
    double at[16], mean = 0;
    for (int i = 0; i < 16; i++)
        mean += at[i] = stat_gamma_quantile(d->lead, d->lead_sd * d->lead_sd, (i + 0.5) / 16) / 16;
    struct spread mix = {0};
    for (int i = 0; i < 16; i++) {
        struct spread one = table_over(c, &d->one, at[i] * 16 * d->lead / mean + more);
        mix = i ? spread_mix(c, &mix, i / (i + 1.0), &one) : one;
    }
    return mix;
}

/* Demand of the lead time and `more` periods. */
static struct spread demand_over(struct ctx *c, const struct demand *d, bool lead, double more)
{
    double time = (lead ? d->lead : 0) + more, wait = lead && d->lead > 0 ? d->lead_sd : 0;
    if (d->shape == TABLE)
        return wait > 0 ? table_lead(c, d, more) : table_over(c, &d->one, time);
    double mean = d->mean / d->step, sd = d->sd / d->step;
    return scattered(c, d, mean * time, sqrt(sd * sd * time + mean * mean * wait * wait));
}

/* Holding and shortage are counted at the end of every period between one review's arrival and the next. */
static struct spread held_over(struct ctx *c, const struct demand *d, double review)
{
    int steps = (int)fmax(1, fmin(STEPS_MAX, round(review)));
    struct spread mix = demand_over(c, d, true, review / steps);
    for (int i = 2; i <= steps; i++) {
        struct spread one = demand_over(c, d, true, review * i / steps);
        mix = spread_mix(c, &mix, (i - 1.0) / i, &one);
    }
    return mix;
}

/* ---- reading the input ------------------------------------------------------------------------ */

static enum status pmf_check(struct ctx *c, const struct replenish_in *in, double *sum)
{
    *sum = 0;
    for (size_t i = 0; i < in->demand->pmf.n; i++) {
        double p = in->demand->pmf.at[i];
        if (!(p >= 0) || !(p <= 1))
            return fail(c, REJECT, "demand.pmf[%zu] is %.4g: a chance is from 0 to 1", i, p);
        *sum += p;
    }
    if (fabs(*sum - 1) > 1e-3)
        return fail(c, REJECT, "demand.pmf sums to %.6g: make it sum to 1", *sum);
    return OK;
}

static enum status demand_read(struct ctx *c, const struct replenish_in *in, struct demand *d)
{
    const struct replenish_demand *x = in->demand;
    double sum = 1;
    *d = (struct demand){.mean = x->mean, .sd = x->sd, .step = 1};
    if (in->lead_time)
        d->lead = in->lead_time->mean, d->lead_sd = in->lead_time->sd;
    if (x->pmf.n) {
        TRY(pmf_check(c, in, &sum));
        double *pmf = NEW_ARRAY(c, double, x->pmf.n);
        for (size_t i = 0; i < x->pmf.n; i++)
            pmf[i] = x->pmf.at[i] / sum;
        d->shape = TABLE;
        d->one = spread_pmf(c, pmf, x->pmf.n);
        d->mean = d->one.mean, d->sd = d->one.sd;
        return OK;
    }
    if (isnan(d->mean))
        return fail(c, REJECT, "demand needs mean (with sd) or pmf");
    if (isnan(d->sd) || str_eq(x->distribution, STR("poisson")))
        d->sd = sqrt(d->mean);
    return OK;
}

/* A Poisson has sd^2 = mean; a normal that would often be negative stands for a negative binomial. */
static enum shape shape_of(const struct replenish_in *in, const struct demand *d, double review)
{
    struct str asked = in->demand->distribution;
    double time = in->season ? 1 : d->lead + review, variance = d->sd * d->sd;
    if (d->shape == TABLE || str_eq(asked, STR("poisson")))
        return d->shape == TABLE ? TABLE : POISSON;
    if (str_eq(asked, STR("normal")))
        return NORMAL;
    if (fabs(variance - d->mean) <= 0.02 * d->mean)
        return POISSON;
    time = time > 0 ? time : 1;
    double sd = sqrt(variance * time + (in->season ? 0 : d->mean * d->mean * d->lead_sd * d->lead_sd));
    bool often_negative = d->mean * time < 2 * sd;
    return variance > d->mean && (often_negative || str_eq(asked, STR("negbin"))) ? NEGBIN : NORMAL;
}

enum policy { RQ, SS, SEASON };
static const char *const policy_name[] = {"(r,Q)", "(s,S)", "newsvendor"};

static enum policy policy_of(const struct replenish_in *in, double *review)
{
    *review = in->review_period > 0 ? in->review_period : 0;
    if (in->season || str_eq(in->policy, STR("newsvendor")))
        return SEASON;
    bool ss = str_eq(in->policy, STR("ss")), rq = str_eq(in->policy, STR("rq"));
    if (*review == 0 && (ss || (in->demand->pmf.n && !rq)))
        *review = 1;
    return *review > 0 && !rq && in->pack <= 1 ? SS : RQ;
}

static enum status goal_read(struct ctx *c, const struct replenish_in *in, struct stock *s)
{
    s->fixed = in->fixed_cost, s->holding = in->holding_cost;
    s->penalty = in->penalty_cost > 0 ? in->penalty_cost : 0;
    s->service = in->service_level > 0 ? in->service_level : 0;
    s->fill = in->fill_rate > 0 ? in->fill_rate : 0;
    if (!(s->holding > 0))
        return fail(c, REJECT, "holding_cost is %.4g: give what keeping one unit for one period costs, above 0", s->holding);
    if (s->penalty > 0 || s->service > 0 || s->fill > 0)
        return OK;
    if (in->penalty_cost == 0 || in->fill_rate == 0 || in->service_level == 0)
        return fail(c, REJECT, "no goal above 0: give penalty_cost, fill_rate or service_level, or leave them out for a service_level of 0.95");
    s->service = 0.95;
    return OK;
}

static int64_t floor_to(double x) { return x > 1e15 ? (int64_t)1e15 : (int64_t)floor(x + 1e-9); }

static enum status limits_read(struct ctx *c, const struct replenish_in *in, const struct demand *d, struct stock *s)
{
    s->pack = in->pack > 1 ? in->pack : 1;
    s->least = in->moq > 1 ? (in->moq + s->pack - 1) / s->pack * s->pack : s->pack;
    s->most = INT64_MAX;
    if (isnan(in->shelf_life) || in->season)
        return OK;
    s->most = floor_to(d->mean * in->shelf_life), s->life = in->shelf_life, s->waste = in->max_waste;
    if (s->most < s->least)
        return fail(c, REJECT, "the smallest order (moq, pack) is %lld, but only %.4g sell in a shelf_life of %.4g periods: "
                    "agree a smaller order with the supplier", (long long)s->least, d->mean * in->shelf_life, in->shelf_life);
    return OK;
}

/* ---- solving ---------------------------------------------------------------------------------- */

/* A pmf over a long shelf life by its mean and sd: only the tail near the level counts. */
static struct spread keeps_over(struct ctx *c, struct demand d, double life)
{
    if (d.shape == TABLE && (d.lead + life) * (double)d.one.n > TABLE_MAX)
        d.shape = d.sd * d.sd > d.mean ? NEGBIN : NORMAL;
    return demand_over(c, &d, true, life);
}

static void fit(struct ctx *c, struct demand *d, enum policy policy, double review, struct stock *s)
{
    s->review = review;
    s->rate = d->mean / d->step;
    d->whole = review > 0 && policy != SEASON;
    if (policy == SEASON) {
        s->held = s->lead = s->ends = demand_over(c, d, false, 1);
        return;
    }
    s->lead = s->ends = s->held = demand_over(c, d, true, 0);
    if (s->most != INT64_MAX)
        s->keeps = keeps_over(c, *d, s->life);
    if (!(review > 0))
        return;
    s->ends = demand_over(c, d, true, review);
    s->held = held_over(c, d, review);
    s->cycle = demand_over(c, d, false, review);
}

/* How many units count as one, so that tables and the distance S - s stay below LATTICE_MAX. */
static double step_of(const struct stock *s, const struct demand *d, double review)
{
    double sd = sqrt(d->sd * d->sd * (d->lead + review) + d->mean * d->mean * d->lead_sd * d->lead_sd);
    double apart = sqrt(2 * s->fixed * d->mean / s->holding) + (double)s->least, reach = d->mean * (d->lead + review) + 9 * sd;
    double cycle = d->mean * review + 6 * d->sd * sqrt(review);
    return ceil(fmax(fmax(apart, cycle) / LATTICE_MAX, reach / REACH_MAX));
}

static int64_t scaled(int64_t x, double step) { return x == INT64_MAX ? x : (int64_t)floor((double)x / step); }

static void ss_scaled(struct ctx *c, const struct stock *s, struct demand d, double review, double step, struct plan *out)
{
    struct stock big = *s;
    d.shape = d.shape == TABLE ? NORMAL : d.shape;
    d.shape = d.shape == POISSON && step > 1 ? NORMAL : d.shape;
    d.step = step;
    big.holding *= step, big.penalty *= step;
    big.least = (int64_t)fmax(1, ceil((double)s->least / step));
    big.most = scaled(s->most, step);
    fit(c, &d, SS, review, &big);
    ss_solve(c, &big, out);
    out->reorder = (int64_t)((double)out->reorder * step);
    out->up_to = (int64_t)((double)out->up_to * step);
    out->safety *= step;
}

/* Tables of a pmf over a long time cost the square of their length. */
static bool is_heavy(const struct demand *d, double review)
{
    double reach = (d->lead + review + 6 * d->lead_sd) * (double)d->one.n;
    return d->shape == TABLE && reach * reach * (d->lead_sd > 0 ? 16 : 1) * fmax(1, fmin(STEPS_MAX, review)) > WORK_MAX;
}

static void solve(struct ctx *c, struct stock *s, struct demand *d, enum policy policy, double review,
                  struct plan *plan, double *gap)
{
    struct plan coarse;
    double step = policy == SS ? step_of(s, d, review) : 1;
    *gap = 0;
    if (is_heavy(d, review))
        d->shape = d->sd * d->sd > d->mean ? NEGBIN : NORMAL;
    if (policy == SS && step > 1) {
        ss_scaled(c, s, *d, review, step, plan);
        ss_scaled(c, s, *d, review, 2 * step, &coarse);
        *gap = stat_round(fabs(coarse.cost / plan->cost - 1), 4);
        return;
    }
    fit(c, d, policy, review, s);
    if (policy == SEASON)
        season_solve(s, plan);
    else if (policy == SS)
        ss_solve(c, s, plan);
    else
        rq_solve(s, plan);
}

/* ---- saying ----------------------------------------------------------------------------------- */

static struct str waste_told(struct ctx *c, double waste)
{
    return waste >= 0.0005 ? str_fmt(c, "; about %.2g %% of what is ordered is expected to outlast its shelf life", 100 * waste) : STR("");
}

static struct str short_told(struct ctx *c, const struct replenish_in *in, const struct replenish_out *out)
{
    if (in->fill_rate > out->fill_rate + 1e-9)
        return str_fmt(c, ", below the goal of %.4g %%: its shelf life allows no more", 100 * in->fill_rate);
    if (in->service_level > out->service_level + 1e-9)
        return str_fmt(c, "; %.3g %% of order cycles end without a stock-out, below the goal of %.4g %%: its shelf life allows no more",
                       100 * out->service_level, 100 * in->service_level);
    return STR("");
}

static struct str stock_told(struct ctx *c, const struct replenish_in *in)
{
    struct str have = in->on_hand >= 0 ? str_fmt(c, "%.10g on hand", in->on_hand) : str_fmt(c, "none on hand, %.10g owed", -in->on_hand);
    return in->on_order > 0 ? str_fmt(c, "%.*s and %.10g on order", FMT(have), in->on_order) : have;
}

static struct str season_told(struct ctx *c, const struct replenish_in *in, const struct replenish_out *out)
{
    struct str have = stock_told(c, in);
    if (!out->order_now && in->on_hand + in->on_order >= (double)out->order_up_to)
        return str_fmt(c, "order nothing: %.*s, and the season's level is %lld", FMT(have), (long long)out->order_up_to);
    if (!out->order_now)
        return str_fmt(c, "order nothing: %.*s, and no order that may be placed is expected to pay for itself", FMT(have));
    return str_fmt(c, "order %lld now: %.*s, and %lld is the level of least expected cost for the season", (long long)out->order_now,
                   FMT(have), (long long)out->order_up_to);
}

static struct str sentence(struct ctx *c, const struct replenish_in *in, const struct replenish_out *out, double rate)
{
    struct str have = stock_told(c, in);
    double lasts = (double)out->order_now / rate;
    if (!out->order_now && in->on_hand + in->on_order > (double)out->reorder_point)
        return str_fmt(c, "order nothing now: %.*s, above the reorder point of %lld", FMT(have), (long long)out->reorder_point);
    if (!out->order_now)
        return str_fmt(c, "order nothing now: %.*s, and the smallest order would outlast the shelf life", FMT(have));
    return str_fmt(c, "order %lld now: %.*s, at or below the reorder point of %lld; that lasts about %.*f %.*ss, "
                   "and %.3g %% of demand is met at once%s%s", (long long)out->order_now, FMT(have), (long long)out->reorder_point,
                   lasts < 9.95 ? 1 : 0, lasts, FMT(in->period), 100 * out->fill_rate, short_told(c, in, out).p, waste_told(c, out->waste).p);
}

static void report(const struct stock *s, const struct plan *p, bool season, int64_t position, struct replenish_out *out)
{
    out->reorder_point = p->reorder;
    out->order_up_to = p->up_to;
    out->order_quantity = p->quantity || season ? p->quantity : p->up_to - p->reorder;
    out->safety_stock = stat_round(p->safety, 10);
    out->order_now = season ? season_order(s, p->up_to, position) : stock_order(s, p, position);
    out->expected_cost = stat_round(p->cost, 14);
    out->waste = s->most == INT64_MAX ? NAN : stat_round(p->waste, 6);
    out->fill_rate = stat_round(fmax(0, fmin(1, p->fill)), 10);
    out->service_level = stat_round(fmax(0, fmin(1, p->service)), 10);
}

/* Nothing is expected to sell: only what is owed already is ordered. */
static enum status no_demand(struct ctx *c, const struct replenish_in *in, struct replenish_out *out)
{
    struct stock s = {.pack = in->pack > 1 ? in->pack : 1, .least = in->moq > 1 ? in->moq : 1, .most = INT64_MAX};
    struct plan owed = {.reorder = -1};
    int64_t position = (int64_t)floor(in->on_hand + in->on_order);
    out->policy = STR("none");
    out->reorder_point = -1;
    out->order_now = stock_order(&s, &owed, position);
    out->fill_rate = out->service_level = 1;
    out->waste = NAN;
    out->distribution = in->demand->pmf.n ? STR("pmf") : STR("poisson");
    out->sentence = out->order_now ? str_fmt(c, "order %lld now: %lld are owed and no further demand is expected", (long long)out->order_now,
                                             (long long)-position)
                                   : str_fmt(c, "order nothing: no demand is expected");
    return OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    (void)opt;
    const struct replenish_in *in = in_;
    struct replenish_out *out = out_;
    struct demand d;
    struct stock s = {0};
    struct plan plan;
    double review;
    enum policy policy = policy_of(in, &review);
    out->sku = in->sku;
    TRY(demand_read(c, in, &d));
    TRY(goal_read(c, in, &s));
    if (!(d.mean > 0))
        return no_demand(c, in, out);
    d.shape = shape_of(in, &d, review);
    if (d.shape == POISSON)
        d.sd = sqrt(d.mean);
    TRY(limits_read(c, in, &d, &s));
    solve(c, &s, &d, policy, review, &plan, &out->gap);
    if (plan.fill < s.fill - 1e-9 || plan.service < s.service - 1e-9)
        doubt(c, "the shelf life of %.4g periods allows a fill rate of %.3g and a service level of %.3g, below the goal",
              in->shelf_life, plan.fill, plan.service);
    out->policy = str_z(policy_name[policy]);
    out->distribution = str_z(shape_name[d.shape]);
    report(&s, &plan, policy == SEASON, (int64_t)floor(in->on_hand + in->on_order), out);
    out->sentence = policy == SEASON ? season_told(c, in, out) : sentence(c, in, out, d.mean);
    return OK;
}

const struct capability replenish_policy = {
    .name = "replenish.policy",
    .doc = "when to reorder an item and how much: exact (r,Q), (s,S) or one-season order",
    .stage = DECIDE,
    .in = &replenish_in_record,
    .out = &replenish_out_record,
    .run = run,
};
