/* intelligence/decide/replenish/stock_test.c - policies against published optima, brute force and their laws. */
#include "core/capability.h"
#include "core/rand.h"
#include "intelligence/decide/replenish/replenish.h"
#include "intelligence/decide/replenish/stock.h"
#include "test/unit/unit.h"
#include <math.h>

static void assert_near(double got, double want, double relative)
{
    if (!(fabs(got - want) <= relative * fmax(1e-12, fabs(want))))
        fail_msg("got %.15g, want %.15g", got, want);
}

TEST(spread_tables_agree_with_their_definition)
{
    struct spread p = spread_poisson(c, 7.3), n = spread_negbin(c, 7.3, 20);
    assert_near(p.mean, 7.3, 1e-13);
    assert_near(p.sd, sqrt(7.3), 1e-12);
    assert_near(n.mean, 7.3, 1e-12);
    assert_near(n.sd, sqrt(20), 1e-10);
    for (int64_t y = -3; y < 30; y++) {
        double loss = 0, loss2 = 0;
        for (int64_t k = 0; k < (int64_t)n.n; k++)
            loss += n.pmf[k] * fmax(0, (double)(k - y));
        for (int64_t k = y + 1; k < (int64_t)n.n; k++)
            loss2 += spread_loss(&n, k);
        assert_near(spread_loss(&n, y), loss, 1e-10);
        assert_near(spread_loss2(&n, y), loss2, 1e-10);
    }
}

TEST(spread_normal_sums_are_its_integrals)
{
    struct spread n = spread_normal(100, 15);
    double integral = 0;
    for (int i = 0; i < 400; i++) /* Simpson's rule on [90, 290] */
        integral += (i % 2 ? 4 : i ? 2 : 1) * 0.5 / 3 *
                    15 * (exp(-0.5 * pow((90 + 0.5 * i - 100) / 15, 2)) * 0.398942280401432678 -
                          (90 + 0.5 * i - 100) / 15 * 0.5 * erfc((90 + 0.5 * i - 100) / 15 * M_SQRT1_2));
    assert_near(spread_loss2(&n, 90), integral, 1e-7);
    assert_int_equal(spread_quantile(&n, 0.975), 130);
}

TEST(spread_sums_of_poissons_are_poisson)
{
    struct spread a = spread_poisson(c, 3), b = spread_poisson(c, 4.5), sum = spread_sum(c, &a, &b);
    struct spread want = spread_poisson(c, 7.5);
    for (int64_t y = 0; y < 30; y++)
        assert_near(spread_cdf(&sum, y), spread_cdf(&want, y), 1e-12);
}

static struct stock rq_problem(struct ctx *c, uint64_t *seed)
{
    struct stock s = {.least = 1, .pack = 1, .most = INT64_MAX};
    s.rate = 0.2 + 6 * rand_unit(seed);
    s.fixed = 40 * rand_unit(seed);
    s.holding = 0.1 + rand_unit(seed);
    s.penalty = s.holding * (1 + 30 * rand_unit(seed));
    s.lead = s.ends = s.held = spread_poisson(c, s.rate * (1 + rand_below(seed, 5)));
    return s;
}

static double rq_cost(const struct stock *s, int64_t r, int64_t q)
{
    double sum = s->fixed * s->rate;
    for (int64_t y = r + 1; y <= r + q; y++)
        sum += s->holding * ((double)y - s->held.mean) + (s->holding + s->penalty) * spread_loss(&s->held, y);
    return sum / (double)q;
}

TEST(rq_is_the_best_of_all_pairs)
{
    uint64_t seed = 11;
    for (int i = 0; i < 60; i++) {
        struct stock s = rq_problem(c, &seed);
        struct plan p;
        double best = INFINITY;
        rq_solve(&s, &p);
        for (int64_t q = 1; q < 120; q++)
            for (int64_t r = -25; r < 60; r++)
                best = fmin(best, rq_cost(&s, r, q));
        assert_near(p.cost, best, 1e-12);
        assert_near(rq_cost(&s, p.reorder, p.quantity), best, 1e-12);
    }
}

TEST(rq_meets_its_target_at_least_cost)
{
    uint64_t seed = 12;
    for (int i = 0; i < 30; i++) {
        struct stock s = rq_problem(c, &seed);
        struct plan p;
        double best = INFINITY;
        s.penalty = 0;
        *(i % 2 ? &s.fill : &s.service) = 0.8 + 0.19 * rand_unit(&seed);
        rq_solve(&s, &p);
        for (int64_t q = 1; q < 150; q++)
            for (int64_t r = -25; r < 70; r++) {
                double fill = 1 - (spread_loss(&s.lead, r) - spread_loss(&s.lead, r + q)) / (double)q;
                if (fill >= s.fill && spread_cdf(&s.lead, r) >= s.service)
                    best = fmin(best, rq_cost(&s, r, q));
            }
        assert_true(p.fill >= s.fill && p.service >= s.service);
        assert_near(p.cost, best, 1e-12);
    }
}

/* The long-run mean cost of (s,S) by stepping the Markov chain of the position until it settles. */
static double ss_cost(const struct stock *s, int64_t reorder, int64_t up)
{
    double at[200] = {0}, cost = 0, ordered = 0;
    int64_t n = up - reorder;
    at[0] = 1; /* at[j]: the chance of position up - j after ordering */
    for (int round = 0; round < 3000; round++) {
        double next[200] = {0};
        ordered = 0;
        for (int64_t j = 0; j < n; j++)
            for (size_t d = 0; d < s->cycle.n; d++) {
                bool orders = j + (int64_t)d >= n;
                next[orders ? 0 : j + (int64_t)d] += at[j] * s->cycle.pmf[d];
                ordered += orders ? at[j] * s->cycle.pmf[d] : 0;
            }
        memcpy(at, next, sizeof at);
    }
    for (int64_t j = 0; j < n; j++)
        cost += at[j] * (s->holding * ((double)(up - j) - s->held.mean) +
                         (s->holding + s->penalty) * spread_loss(&s->held, up - j));
    return cost + s->fixed * ordered / s->review;
}

TEST(ss_is_the_best_of_all_pairs)
{
    uint64_t seed = 13;
    for (int i = 0; i < 3; i++) {
        struct stock s = rq_problem(c, &seed);
        struct plan p;
        double best = INFINITY;
        s.rate = 1.5, s.fixed = 2 + 3 * i, s.review = 1;
        s.cycle = spread_poisson(c, 1.5);
        s.lead = spread_poisson(c, 3);
        s.ends = s.held = spread_poisson(c, 4.5);
        ss_solve(c, &s, &p);
        for (int64_t up = p.up_to - 2; up <= p.up_to + 2; up++)
            for (int64_t r = p.reorder - 2; r <= p.reorder + 2; r++)
                best = r < up ? fmin(best, ss_cost(&s, r, up)) : best;
        assert_near(p.cost, best, 1e-9);
        assert_near(ss_cost(&s, p.reorder, p.up_to), p.cost, 1e-9);
    }
}

static struct replenish_out answer(struct ctx *c, const char *json)
{
    struct replenish_in in;
    struct replenish_out out;
    ASSERT_OK(record_from_json(c, &replenish_in_record, str_z(json), STRICT, &in));
    ASSERT_OK(capability_call(c, "replenish.policy", &in, &out));
    return out;
}

/* Snyder & Shen 2019, Fundamentals of Supply Chain Theory, examples 5.8, 4.7, 5.1 and 4.3. */
TEST(replenish_gives_the_textbook_optima)
{
    struct replenish_out rq = answer(c, "{\"demand\":{\"mean\":1.5},\"lead_time\":{\"mean\":2},\"fixed_cost\":100,"
                                        "\"holding_cost\":20,\"penalty_cost\":150}");
    assert_int_equal(rq.reorder_point, 3);
    assert_int_equal(rq.order_quantity, 5);
    assert_near(rq.expected_cost, 107.92358063314975, 1e-12);
    struct replenish_out ss = answer(c, "{\"demand\":{\"mean\":6},\"review_period\":1,\"fixed_cost\":5,"
                                        "\"holding_cost\":1,\"penalty_cost\":4}");
    assert_int_equal(ss.reorder_point, 4);
    assert_int_equal(ss.order_up_to, 10);
    assert_near(ss.expected_cost, 8.034111561471642, 1e-12);
    struct replenish_out normal = answer(c, "{\"demand\":{\"mean\":1300,\"sd\":150},\"lead_time\":{\"mean\":0.0833333333333333},"
                                            "\"fixed_cost\":8,\"holding_cost\":0.225,\"penalty_cost\":7.5}");
    assert_near(normal.expected_cost, 78.07116250928294, 2e-6); /* theirs in parts of a unit */
    struct replenish_out season = answer(c, "{\"demand\":{\"mean\":50,\"sd\":8},\"season\":true,\"holding_cost\":0.18,"
                                            "\"penalty_cost\":0.70}");
    assert_int_equal(season.order_up_to, 57);
    assert_near(season.expected_cost, 1.9976051931801355, 2e-3);
}

static void assert_laws(const struct replenish_in *in, const struct replenish_out *out, double mean)
{
    int64_t pack = in->pack > 1 ? in->pack : 1, moq = in->moq > 1 ? in->moq : 1;
    double position = in->on_hand + in->on_order;
    assert_true(out->order_now >= 0);
    assert_true(out->order_now % pack == 0);
    assert_true(!out->order_now || out->order_now >= moq);
    assert_true(position <= (double)out->reorder_point || !out->order_now);
    assert_true(out->expected_cost >= 0 && out->fill_rate >= 0 && out->fill_rate <= 1);
    if (!isnan(in->shelf_life) && !in->season)
        assert_true((double)out->order_now <= mean * in->shelf_life + fmax(0, -position) + 1e-6);
}

TEST(replenish_keeps_every_limit)
{
    uint64_t seed = 14;
    for (int i = 0; i < 300; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        struct replenish_demand demand = {.mean = 20 * rand_unit(&seed), .sd = 9 * rand_unit(&seed)};
        struct replenish_lead lead = {8 * rand_unit(&seed), i % 3 ? 0 : 2 * rand_unit(&seed)};
        struct replenish_in in;
        struct replenish_out out;
        record_init(&replenish_in_record, &in);
        demand.distribution = STR("auto");
        in.demand = &demand, in.lead_time = &lead;
        in.review_period = i % 2 ? (double)(1 + i % 7) : 0;
        in.fixed_cost = 60 * rand_unit(&seed);
        in.holding_cost = 0.01 + rand_unit(&seed);
        *(i % 5 == 0 ? &in.fill_rate : i % 5 == 1 ? &in.service_level : &in.penalty_cost) = 0.5 + 0.49 * rand_unit(&seed);
        in.on_hand = (double)rand_below(&seed, 120) - 20;
        in.on_order = (double)rand_below(&seed, 20);
        in.moq = (int64_t)rand_below(&seed, 30);
        in.pack = i % 4 ? 1 : 1 + (int64_t)rand_below(&seed, 12);
        in.shelf_life = i % 6 ? NAN : 10 * rand_unit(&seed);
        if (capability_call(c, "replenish.policy", &in, &out) == OK)
            assert_laws(&in, &out, demand.mean);
        else
            assert_true(str_has(str_z(c->why), STR("shelf_life")));
        arena_reset(c->mem, mark);
    }
}
