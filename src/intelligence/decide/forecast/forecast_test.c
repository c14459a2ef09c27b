/* intelligence/decide/forecast/forecast_test.c - methods against known answers, and what a forecast must never do. */
#include "intelligence/decide/forecast/forecast.h"
#include "core/capability.h"
#include "core/json.h"
#include "core/rand.h"
#include "core/stat.h"
#include "data/day.h"
#include "data/holiday.h"
#include "intelligence/decide/forecast/forecast_demand.h"
#include "test/unit/unit.h"
#include <math.h>

static void assert_close(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("got %.10g, want %.10g within %.3g", got, want, within);
}

static double valley(const double *x, void *arg)
{
    (void)arg;
    return 100 * pow(x[1] - x[0] * x[0], 2) + pow(1 - x[0], 2); /* Rosenbrock */
}

TEST(minimise_finds_the_bottom_of_a_valley)
{
    double x[] = {-1, 1}, low[] = {-2, -2}, high[] = {2, 2}, side[] = {-2, -2}, corner[] = {0.5, 2};
    minimise(valley, NULL, x, low, high, 2, 2000);
    assert_close(x[0], 1, 1e-2);
    assert_close(x[1], 1, 2e-2);
    minimise(valley, NULL, side, low, corner, 2, 2000); /* the box ends before the bottom */
    assert_close(side[0], 0.5, 1e-2);
}

static double *seasonal(struct ctx *c, size_t n, uint64_t *seed, double noise)
{
    static const double index[] = {0.6, 0.8, 0.9, 1, 1.1, 1.2, 1.4};
    double *y = NEW_ARRAY(c, double, n);
    for (size_t t = 0; t < n; t++)
        y[t] = 50 * index[t % 7] * (1 + noise * stat_draw_normal(seed));
    return y;
}

TEST(season_is_found_and_noise_has_none)
{
    uint64_t seed = 3;
    struct past p = past_read(c, seasonal(c, 200, &seed, 0.05), 200, 200, 7, false);
    assert_int_equal(p.season, SEASON_TIMES);
    assert_close(p.index[0], 0.6, 0.03);
    assert_close(p.index[6], 1.4, 0.04);
    double *flat = NEW_ARRAY(c, double, 200), spread = 0;
    for (size_t t = 0; t < 200; t++)
        flat[t] = 50 + 5 * stat_draw_normal(&seed);
    p = past_read(c, flat, 200, 200, 7, false);
    for (size_t s = 0; s < 7 && p.season != SEASON_NONE; s++)
        spread = fmax(spread, fabs(p.index[s] - (p.season == SEASON_TIMES ? 1 : 0)));
    assert_true(spread < 0.03 * (p.season == SEASON_ADD ? 50 : 1));
}

TEST(a_year_of_weeks_is_found_from_three)
{
    uint64_t seed = 10;
    double y[156], off = 0, flat = 0;
    for (size_t t = 0; t < 156; t++)
        y[t] = (double)stat_draw_poisson(&seed, 30 * (1 + 0.4 * sin(2 * M_PI * (double)t / 52)));
    struct past p = past_read(c, y, 156, 156, 52, false);
    assert_int_equal(p.season, SEASON_TIMES);
    for (size_t s = 0; s < 52; s++)
        off += fabs(p.index[s] - 1 - 0.4 * sin(2 * M_PI * (double)s / 52)) / 52;
    assert_true(off < 0.08);
    for (size_t t = 0; t < 156; t++)
        y[t] = (double)stat_draw_poisson(&seed, 30);
    p = past_read(c, y, 156, 156, 52, false);
    for (size_t s = 0; s < 52 && p.season == SEASON_TIMES; s++)
        flat += fabs(p.index[s] - 1) / 52;
    assert_true(flat < 0.05);
}

TEST(a_trend_is_followed_where_the_past_shows_one)
{
    uint64_t seed = 12;
    double line[60], noise[60];
    for (size_t t = 0; t < 60; t++) {
        line[t] = 100 + 3 * (double)t + 4 * stat_draw_normal(&seed);
        noise[t] = 100 + 20 * stat_draw_normal(&seed);
    }
    struct past rising = past_read(c, line, 60, 60, 1, false), flat = past_read(c, noise, 60, 60, 1, false);
    assert_true(trend_evidence(c, &rising) > 3);
    assert_true(trend_evidence(c, &flat) < 1);
    struct trial t;
    struct forecast f;
    trial_run(c, line, 60, 1, 6, -1, &t);
    trial_weigh(c, &t, NULL);
    forecast_run(c, line, 60, 1, 6, &t, &f);
    assert_close(f.mean[5], 100 + 3 * 65, 8);
}

/* Good weeks come in pairs: the next one is likely good too, the one in two months is not. */
TEST(a_level_is_fitted_for_as_far_ahead_as_is_asked)
{
    uint64_t seed = 21;
    double y[120], last = 0;
    for (size_t t = 0; t < 120; t++) {
        last = 0.7 * last + stat_draw_normal(&seed);
        y[t] = 100 + 10 * (t < 117 ? last : 3);
    }
    struct past p = past_read(c, y, 120, 120, 1, false);
    struct fit next = {0}, later = {0};
    double one[1], many[12];
    int ses = 2;
    assert_string_equal(methods[ses].name, "ses");
    methods[ses].run(c, &p, &next, 120, 1, one);
    methods[ses].run(c, &p, &later, 120, 12, many);
    assert_true(one[0] > 118);
    assert_true(many[0] < 112);
}

TEST(a_lucky_time_does_not_make_the_interval_narrow)
{
    double y[] = {900, 1120, 950, 1080, 870, 1100, 1000, 1001, 999, 1000, 1002, 1000};
    struct trial t;
    struct forecast f;
    trial_run(c, y, 12, 1, 3, 1, &t); /* the mean of all, which was always right lately */
    trial_weigh(c, &t, NULL);
    forecast_run(c, y, 12, 1, 3, &t, &f);
    assert_true(trial_rmsse(&t) < 0.1);
    assert_true(f.sd[0] > 0.1 * sqrt(t.scale2));
}

static struct forecast_out of_one_great_day(struct ctx *c, double usual, double promo)
{
    struct forecast_in in;
    struct forecast_out out;
    record_init(&forecast_in_record, &in);
    in.y = (struct reals){NEW_ARRAY(c, double, 40), 40};
    in.promo = (struct reals){NEW_ARRAY(c, double, 40), 40};
    for (size_t t = 0; t < 40; t++)
        in.y.at[t] = t % 2 ? 12 : usual;
    in.y.at[30] = 1000, in.promo.at[30] = promo;
    in.horizon = 7;
    ASSERT_OK(capability_call(c, "forecast.demand", &in, &out));
    return out;
}

static bool is_left_out(struct forecast_out out) { return strstr(out.sentence.p, "1000 in period 31") != NULL; }

TEST(a_day_far_beyond_all_others_is_left_out_and_told)
{
    struct forecast_out out = of_one_great_day(c, 8, 0);
    assert_true(is_left_out(out));
    for (size_t j = 0; j < 7; j++)
        assert_close(out.mean.at[j], 10, 3);
    assert_false(is_left_out(of_one_great_day(c, 8, 1))); /* a promotion says why */
    assert_false(is_left_out(of_one_great_day(c, 0, 0))); /* what comes in lumps has great days */
}

TEST(four_values_make_no_trend)
{
    double y[] = {5, 7, 4, 9};
    struct past p = past_read(c, y, 4, 4, 1, false);
    for (int i = 0; methods[i].name; i++)
        assert_true(methods[i].trend > 0 ? !method_suits(&methods[i], &p) : true);
    struct trial t;
    struct forecast f;
    trial_run(c, y, 4, 1, 8, -1, &t);
    trial_weigh(c, &t, NULL);
    forecast_run(c, y, 4, 1, 8, &t, &f);
    assert_close(f.mean[7], f.mean[0], 1e-9);
    assert_close(f.mean[0], 6.25, 0.5);
}

TEST(few_values_that_go_one_way_are_a_trend)
{
    double up[] = {100, 112, 118, 131, 140, 149, 163, 170, 181}, around[] = {100, 131, 118, 149, 112, 163, 140, 170, 104};
    struct trial t;
    struct forecast f;
    trial_run(c, up, 9, 1, 3, -1, &t);
    trial_weigh(c, &t, NULL);
    forecast_run(c, up, 9, 1, 3, &t, &f);
    assert_true(f.mean[2] > 195 && f.mean[2] < 225);
    trial_run(c, around, 9, 1, 3, -1, &t);
    trial_weigh(c, &t, NULL);
    forecast_run(c, around, 9, 1, 3, &t, &f);
    assert_close(f.mean[2], f.mean[0], 1e-9);
}

/* Errors of overlapping forecasts lean one way together: their shape alone made intervals that missed. */
TEST(an_interval_of_a_random_walk_holds_what_comes)
{
    uint64_t seed = 13;
    double inside = 0, all = 0;
    for (int world = 0; world < 200; world++) {
        struct arena_mark mark = arena_mark(c->mem);
        double y[40] = {1000.5};
        struct trial t;
        struct forecast f;
        for (size_t i = 1; i < 40; i++)
            y[i] = y[i - 1] + 10 * stat_draw_normal(&seed);
        trial_run(c, y, 32, 1, 8, -1, &t);
        trial_weigh(c, &t, NULL);
        forecast_run(c, y, 32, 1, 8, &t, &f);
        for (size_t j = 0; j < 8; j++, all++)
            inside += y[32 + j] >= forecast_quantile(c, &f, j, 0.1) && y[32 + j] <= forecast_quantile(c, &f, j, 0.9);
        arena_reset(c->mem, mark);
    }
    assert_close(inside / all, 0.8, 0.06);
}

TEST(an_origin_sees_nothing_after_it)
{
    uint64_t seed = 4;
    double *y = seasonal(c, 120, &seed, 0.2), *changed = NEW_ARRAY(c, double, 120);
    struct trial a, b;
    trial_run(c, y, 120, 7, 14, -1, &a);
    memcpy(changed, y, 120 * sizeof *y);
    for (size_t t = a.first; t < 120; t++)
        changed[t] = 1000 * rand_unit(&seed);
    trial_run(c, changed, 120, 7, 14, -1, &b);
    for (int i = 0; methods[i].name; i++)
        for (size_t j = 0; a.guess[i] && j < a.steps; j++)
            if (a.guess[i][j] != b.guess[i][j])
                fail_msg("%s saw what came after: %.10g, then %.10g", methods[i].name, a.guess[i][j], b.guess[i][j]);
}

TEST(every_method_forecasts_a_constant_as_itself)
{
    double y[60], out[5];
    for (size_t t = 0; t < 60; t++)
        y[t] = t % 9 == 4 ? NAN : 12;
    struct past p = past_read(c, y, 60, 60, 7, false);
    for (int i = 0; methods[i].name; i++) {
        struct fit f = {0};
        methods[i].run(c, &p, &f, 60, 5, out);
        for (int j = 0; j < 5; j++)
            assert_close(out[j], 12, strcmp(methods[i].name, "croston") ? 0.05 : 0.7); /* its correction assumes gaps */
    }
}

static struct forecast_out demand(struct ctx *c, struct forecast_in *in)
{
    struct forecast_out out;
    ASSERT_OK(capability_call(c, "forecast.demand", in, &out));
    return out;
}

static struct forecast_in input(struct ctx *c, double *y, size_t n, int64_t h)
{
    struct forecast_in in;
    (void)c;
    record_init(&forecast_in_record, &in);
    in.y = (struct reals){y, n};
    in.horizon = h;
    return in;
}

static double sum(struct reals x)
{
    double s = 0;
    for (size_t i = 0; i < x.n; i++)
        s += x.at[i];
    return s;
}

TEST(a_stock_out_is_not_a_fall_in_demand)
{
    uint64_t seed = 5;
    double *y = NEW_ARRAY(c, double, 140), *stock = NEW_ARRAY(c, double, 140);
    for (size_t t = 0; t < 140; t++) {
        stock[t] = t < 110;
        y[t] = stock[t] > 0 ? (double)stat_draw_poisson(&seed, 6) : 0;
    }
    struct forecast_in in = input(c, y, 140, 14);
    double fooled = sum(demand(c, &in).mean);
    in.in_stock = (struct reals){stock, 140};
    double told = sum(demand(c, &in).mean);
    assert_close(told, 84, 12);
    assert_true(fooled < 0.5 * told);
}

TEST(price_and_promotion_are_taken_out_and_put_back)
{
    uint64_t seed = 6;
    double *y = NEW_ARRAY(c, double, 200), *price = NEW_ARRAY(c, double, 214), *promo = NEW_ARRAY(c, double, 214);
    int within = 0;
    for (int world = 0; world < 20; world++) {
        for (size_t t = 0; t < 214; t++) {
            price[t] = 10 * (rand_unit(&seed) < 0.3 ? 0.8 : 1);
            promo[t] = t >= 200 || rand_unit(&seed) < 0.15;
            if (t < 200)
                y[t] = (double)stat_draw_poisson(&seed, 8 * pow(price[t] / 10, -2) * (promo[t] > 0 ? 1.8 : 1));
        }
        struct forecast_in in = input(c, y, 200, 14);
        in.price = (struct reals){price, 214}, in.promo = (struct reals){promo, 214};
        struct forecast_out out = demand(c, &in);
        within += out.effects && fabs(out.effects->elasticity + 2) < 2 * out.effects->elasticity_se;
        double want = 0;
        for (size_t t = 200; t < 214; t++)
            want += 8 * pow(price[t] / 10, -2) * 1.8;
        assert_close(sum(out.mean), want, 0.2 * want);
    }
    assert_true(within >= 16);
}

TEST(a_declining_item_is_flagged_and_a_steady_one_is_not)
{
    uint64_t seed = 7;
    double *down = NEW_ARRAY(c, double, 150), *level = NEW_ARRAY(c, double, 150);
    int wrong = 0, found = 0;
    for (int world = 0; world < 40; world++) {
        for (size_t t = 0; t < 150; t++) {
            down[t] = (double)stat_draw_poisson(&seed, 12 * exp(-(double)t / 60));
            level[t] = (double)stat_draw_poisson(&seed, 5);
        }
        struct forecast_in in = input(c, down, 150, 7);
        found += demand(c, &in).velocity->declining;
        in.y.at = level;
        wrong += demand(c, &in).velocity->declining;
    }
    assert_true(found >= 38);
    assert_true(wrong <= 1);
}

TEST(quantiles_cover_what_they_say)
{
    uint64_t seed = 8;
    double below[3] = {0}, all = 0;
    for (int world = 0; world < 120; world++) {
        struct arena_mark mark = arena_mark(c->mem);
        double *y = NEW_ARRAY(c, double, 108), rate = 30 + 100 * rand_unit(&seed), q[] = {0.1, 0.5, 0.9};
        for (size_t t = 0; t < 108; t++)
            y[t] = rate + 12 * stat_draw_normal(&seed);
        struct forecast_in in = input(c, y, 100, 8);
        in.quantiles = (struct reals){q, 3};
        const struct json *v;
        ASSERT_OK(json_read(c, demand(c, &in).quantiles.text, &v));
        const char *key[] = {"0.1", "0.5", "0.9"};
        for (size_t j = 0; j < 8; j++, all++)
            for (int i = 0; i < 3; i++)
                below[i] += y[100 + j] <= json_real(json_at(json_get(v, key[i]), j));
        arena_reset(c->mem, mark);
    }
    assert_close(below[0] / all, 0.1, 0.04);
    assert_close(below[1] / all, 0.5, 0.06);
    assert_close(below[2] / all, 0.9, 0.04);
}

TEST(forecast_is_never_below_zero_where_sales_are_not)
{
    uint64_t seed = 9;
    for (int world = 0; world < 60; world++) {
        struct arena_mark mark = arena_mark(c->mem);
        size_t n = 1 + rand_below(&seed, 60);
        double *y = NEW_ARRAY(c, double, n), q[] = {0.01, 0.5};
        for (size_t t = 0; t < n; t++)
            y[t] = rand_unit(&seed) < 0.5 ? 0 : floor(rand_unit(&seed) * 30 * (1 - (double)t / 60));
        struct forecast_in in = input(c, y, n, 12);
        in.quantiles = (struct reals){q, 2};
        struct forecast_out out = demand(c, &in);
        for (size_t j = 0; j < 12; j++)
            assert_true(out.mean.at[j] >= 0 && isfinite(out.mean.at[j]));
        assert_false(str_has(out.quantiles.text, STR("-")));
        arena_reset(c->mem, mark);
    }
}

/* Methods 0 and 1 err alike, 2 errs the other way: half of 2 beside half of the others leaves no error. */
TEST(forecast_weights_shared_by_a_category_know_which_methods_err_together)
{
    struct trial all[30] = {{0}}, *trial[30];
    for (int i = 0; i < 30; i++) {
        struct trial *t = trial[i] = &all[i];
        *t = (struct trial){.origins = 2, .steps = 3, .scale2 = 4, .actual = NEW_ARRAY(c, double, 6)};
        for (int m = 0; m < 3; m++)
            t->guess[m] = NEW_ARRAY(c, double, 6), t->weight[m] = 1;
        for (int k = 0; k < 6; k++) {
            double error = rand_unit(&c->seed) - 0.5;
            t->actual[k] = 10 + i;
            t->guess[0][k] = t->guess[1][k] = t->actual[k] + error;
            t->guess[2][k] = t->actual[k] - error;
        }
    }
    trials_share(c, trial, 19); /* too few to learn from */
    assert_null(all[0].shared);
    trials_share(c, trial, 30);
    assert_non_null(all[29].shared);
    assert_float_equal(all[29].shared[2], 0.5, 0.02);
    assert_float_equal(all[29].shared[0] + all[29].shared[1], 0.5, 0.02);
}

/* Daily sales of a shop that sells four times as much on a holiday; `rate` units a day. */
static struct reals with_holidays(struct ctx *c, double rate, int64_t from, size_t n, double times)
{
    struct reals y = {NEW_ARRAY(c, double, n), n};
    for (size_t t = 0; t < n; t++)
        y.at[t] = (double)stat_draw_poisson(&c->seed, rate * (holiday_of(STR("DE"), from + (int64_t)t).n ? times : 1));
    return y;
}

TEST(a_holiday_ahead_is_foreseen_by_those_that_were)
{
    int64_t from;
    struct forecast_in in;
    struct forecast_out out;
    assert_true(day_read(STR("2025-01-07"), &from));
    record_init(&forecast_in_record, &in);
    in.freq = STR("D"), in.from = STR("2025-01-07"), in.country = STR("DE"), in.horizon = 14;
    in.y = with_holidays(c, 20, from, (size_t)(day_number(2026, 4, 1) - from), 4);
    ASSERT_OK(capability_call(c, "forecast.demand", &in, &out));
    size_t friday = 2, monday = 5; /* 2026-04-03 and 2026-04-06 */
    assert_true(out.mean.at[friday] > 2.5 * out.mean.at[0] && out.mean.at[monday] > 2.5 * out.mean.at[0]);
    assert_true(out.mean.at[friday] < 5 * out.mean.at[0]);
    assert_non_null(out.effects);
    assert_true(out.effects->holiday_lift > 2 && out.effects->holiday_lift < 4);
    in.country = STR("XX");
    assert_int_equal(capability_call(c, "forecast.demand", &in, &out), REJECT);
}

/* ---- occasions: 30 items of a category, 760 days; the week before Easter sells half as much again, Easter 40 % less ------------- */

enum { SKUS = 30, SHOP_DAYS = 753, HOLD = 14 };

static struct panel_in easter_shop(struct ctx *c, bool matters, const char *country)
{
    struct panel_in in;
    int64_t first = day_number(2024, 3, 1);
    record_init(&panel_in_record, &in);
    for (size_t i = 0; i < SKUS; i++) {
        struct forecast_in one = input(c, NEW_ARRAY(c, double, SHOP_DAYS + HOLD), SHOP_DAYS, HOLD);
        double rate = 2 + 6 * rand_unit(&c->seed);
        for (int64_t t = 0; t < SHOP_DAYS + HOLD; t++) {
            int64_t off = first + t - easter_sunday(year_of(first + t));
            double times = !matters ? 1 : off >= -9 && off <= -3 ? 1.5 : off >= -2 && off <= 1 ? 0.6 : 1;
            one.y.at[t] = (double)stat_draw_poisson(&c->seed, rate * times);
        }
        one.freq = STR("D"), one.category = STR("Sweets"), one.country = str_z(country), one.from = STR("2024-03-01");
        *LIST_ADD(c, &in.items) = one;
    }
    return in;
}

static double squared_error(const struct panel_in *in, const struct panel_out *out)
{
    double sum = 0;
    for (size_t i = 0; i < in->items.n; i++)
        for (size_t j = 0; j < HOLD; j++)
            sum += pow(in->items.at[i].y.at[SHOP_DAYS + j] - out->items.at[i].mean.at[j], 2);
    return sum;
}

TEST(easter_is_learnt_from_two_that_were_over_a_category)
{
    struct panel_out without, with;
    c->seed = 21;
    struct panel_in in = easter_shop(c, true, "DE");
    ASSERT_OK(capability_call(c, "forecast.panel", &in, &with)); /* ends on 23 March 2026; Easter Sunday is 5 April */
    size_t before = 0, during = 0;
    for (size_t i = 0; i < SKUS; i++)
        for (size_t k = 0; with.items.at[i].effects && k < with.items.at[i].effects->events.n; k++) {
            const struct event_effect *e = &with.items.at[i].effects->events.at[k];
            assert_true(str_eq(e->name, STR("Easter")));
            before += str_eq(e->when, STR("before")) && fabs(e->lift - 0.5) < 0.2 && str_eq(e->from, STR("2026-03-27"));
            during += str_eq(e->when, STR("during")) && e->lift < 0;
        }
    assert_int_equal(before, SKUS);
    assert_int_equal(during, SKUS);
    assert_true(str_has(with.items.at[0].sentence, STR("before Easter (2026-03-27 to 2026-04-02) it sells ")));
    for (size_t i = 0; i < SKUS; i++)
        in.items.at[i].country = STR("");
    ASSERT_OK(capability_call(c, "forecast.panel", &in, &without));
    assert_true(squared_error(&in, &with) < 0.9 * squared_error(&in, &without));
}

TEST(no_occasion_is_invented_where_none_counts)
{
    struct panel_out out;
    size_t told = 0;
    c->seed = 22;
    for (int world = 0; world < 4; world++) {
        struct panel_in in = easter_shop(c, false, "DE");
        ASSERT_OK(capability_call(c, "forecast.panel", &in, &out));
        for (size_t i = 0; i < SKUS; i++)
            told += out.items.at[i].effects ? out.items.at[i].effects->events.n : 0;
    }
    assert_true(told <= 4); /* of 120 items with some 40 windows each */
}

TEST(an_event_of_ones_own_counts_and_an_unknown_day_is_named)
{
    struct forecast_out out;
    struct own_event fair = {.name = STR("Town fair"), .lead = 0};
    double *y = NEW_ARRAY(c, double, 120);
    for (size_t t = 0; t < 120; t++)
        y[t] = (double)stat_draw_poisson(&c->seed, t % 30 == 10 ? 90 : 30); /* four fairs: 11 January and on */
    struct forecast_in in = input(c, y, 120, 14);
    static const char *const days[] = {"2026-01-11", "2026-02-10", "2026-03-12", "2026-04-11", "2026-05-11"};
    for (int i = 0; i < 5; i++)
        strs_add(c, &fair.days, str_z(days[i]));
    in.freq = STR("D"), in.from = STR("2026-01-01"), in.events.at = &fair, in.events.n = 1;
    ASSERT_OK(capability_call(c, "forecast.demand", &in, &out));
    assert_true(out.mean.at[10] > 60 && out.mean.at[9] < 40 && out.mean.at[11] < 40);
    assert_true(str_has(out.sentence, STR("at Town fair (2026-05-11 to 2026-05-11) it sells ")));
    fair.days.at[1] = STR("in spring");
    assert_int_equal(capability_call(c, "forecast.demand", &in, &out), REJECT);
    assert_true(str_has(str_z(c->why), STR("events.days[1]")));
}
