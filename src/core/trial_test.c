/* core/trial_test.c - trials against another's figures, by hand, and under chance alone. */
#include "core/trial.h"
#include "core/rand.h"
#include "core/stat.h"
#include "test/unit/unit.h"
#include <math.h>
#include <stdlib.h>

static void assert_near(double got, double want, double off)
{
    if (!(fabs(got - want) <= off * fmax(1, fabs(want))))
        fail_msg("got %.15g, want %.15g", got, want);
}

TEST(t_quantile_inverts_the_tail)
{
    assert_near(stat_t_quantile(0.975, 1), 12.706204736174698, 1e-9); /* scipy.stats.t.ppf */
    assert_near(stat_t_quantile(0.975, 10), 2.2281388519649385, 1e-9);
    assert_near(stat_t_quantile(0.995, 3.7), 4.8692522532278275, 1e-9);
    for (double f = 0.5; f < 1e7; f *= 3)
        for (double q = 0.001; q < 1; q += 0.0713) {
            double t = stat_t_quantile(q, f), tail = stat_t_tail(t, f) / 2;
            assert_near(t < 0 ? tail : 1 - tail, q, 1e-9);
        }
}

static void arm(struct trial_arm *a, uint64_t *seed, int n, double lift)
{
    for (int i = 0; i < n; i++) {
        double before = stat_draw_gamma(seed, 2);
        trial_add(a, before + stat_draw_gamma(seed, 1) + lift, before);
    }
}

TEST(trial_finds_a_lift_and_cuped_finds_it_closer)
{
    struct trial_arm a = {0}, b = {0};
    struct trial_effect plain, adjusted;
    uint64_t seed = 4;
    arm(&a, &seed, 4000, 0), arm(&b, &seed, 4000, 0.3);
    assert_true(trial_compare(TRIAL_MEAN, &a, &b, false, 0.05, &plain));
    assert_true(trial_compare(TRIAL_ADJUSTED, &a, &b, false, 0.05, &adjusted));
    assert_true(plain.always.low < 0.3 && plain.always.high > 0.3 && plain.always.low > 0);
    assert_true(plain.always.low < plain.once.low && plain.always.p >= plain.once.p);
    assert_true(adjusted.sd < 0.65 * plain.sd); /* variance 2 of 3 was known before */
    assert_true(fabs(adjusted.difference - 0.3) < 4 * adjusted.sd);
}

TEST(trial_ratio_of_one_is_the_mean)
{
    struct trial_arm a = {0}, b = {0};
    struct trial_effect mean, ratio;
    uint64_t seed = 5;
    for (int i = 0; i < 200; i++) {
        trial_add(&a, stat_draw_gamma(&seed, 1), 1);
        trial_add(&b, stat_draw_gamma(&seed, 2), 1);
    }
    assert_true(trial_compare(TRIAL_MEAN, &a, &b, true, 0.1, &mean) && trial_compare(TRIAL_RATIO, &a, &b, true, 0.1, &ratio));
    assert_near(ratio.difference, mean.difference, 1e-12);
    assert_near(ratio.sd, mean.sd, 1e-12);
}

/* Twenty looks at two equal arms: the interval for every look errs in few trials, that for one look in many. */
TEST(trial_peeking_is_paid_for)
{
    int always = 0, once = 0, trials = 300;
    uint64_t seed = 6;
    for (int t = 0; t < trials; t++) {
        struct trial_arm a = {0}, b = {0};
        bool is_always = false, is_once = false;
        for (int look = 0; look < 20; look++) {
            struct trial_effect e;
            arm(&a, &seed, 50, 0), arm(&b, &seed, 50, 0);
            assert_true(trial_compare(TRIAL_MEAN, &a, &b, false, 0.05, &e));
            is_always |= e.always.low > 0 || e.always.high < 0;
            is_once |= e.once.low > 0 || e.once.high < 0;
        }
        always += is_always, once += is_once;
    }
    assert_true(always <= trials * 5 / 100);
    assert_true(once >= trials * 12 / 100);
}

TEST(trial_assigns_for_ever_and_evenly)
{
    double share[] = {0.5, 0.3};
    int n[3] = {0}, both = 0;
    for (int i = 0; i < 20000; i++) {
        struct str unit = str_fmt(c, "visitor-%d", i);
        int first = trial_assign(STR("price"), unit, share, 2);
        assert_int_equal(first, trial_assign(STR("price"), unit, share, 2));
        both += first == 0 && trial_assign(STR("place"), unit, share, 2) == 0;
        n[first < 0 ? 2 : first]++;
    }
    assert_true(abs(n[0] - 10000) < 300 && abs(n[1] - 6000) < 300 && abs(n[2] - 4000) < 300);
    assert_true(abs(both - 5000) < 300); /* one trial says nothing of another */
}

TEST(trial_balance_sees_a_broken_split)
{
    assert_true(trial_balance((int64_t[]){5000, 5070}, (double[]){0.5, 0.5}, 2) > 0.1);
    assert_true(trial_balance((int64_t[]){5000, 5500}, (double[]){0.5, 0.5}, 2) < 0.001);
}

TEST(trial_size_is_what_finds_it)
{
    double n = trial_size(1, 0.1, 0.05, 0.8, 0.5);
    assert_near(n, 3140, 1e-3); /* 2 x 1570: (1.959964 + 0.841621)^2 x 2 / 0.01 per arm */
    assert_true(trial_size_always(1, 0.1, 0.05, 0.5) > n);
    assert_true(trial_size(0, 0.1, 0.05, 0.8, 0.5) == 0 && trial_size_always(1, 0, 0.05, 0.5) == 0);
}

TEST(trial_says_nothing_of_nothing)
{
    struct trial_arm one = {0}, none = {0}, flat = {0};
    struct trial_effect e;
    trial_add(&one, 1, 0);
    for (int i = 0; i < 5; i++)
        trial_add(&flat, 2, 0);
    assert_false(trial_compare(TRIAL_MEAN, &none, &flat, false, 0.05, &e));
    assert_false(trial_compare(TRIAL_MEAN, &one, &flat, false, 0.05, &e));
    assert_false(trial_compare(TRIAL_MEAN, &flat, &flat, false, 0.05, &e));
    assert_false(trial_compare(TRIAL_RATIO, &flat, &flat, false, 0.05, &e));
}
