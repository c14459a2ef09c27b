/* intelligence/decide/replenish/reach_test.c - what a policy says it reaches is what a shop that follows it sees.
 *
 * A period: look and order where it is due, take in what arrives, sell, throw away what is too old, count. Demand that
 * is not met waits. Goods are sold oldest first.
 */
#include "core/capability.h"
#include "core/rand.h"
#include "intelligence/decide/replenish/replenish.h"
#include "test/unit/unit.h"
#include <math.h>

enum { PERIODS = 60000, WARM = 500, LEAD_MOST = 4, LIFE_MOST = 32 };

struct shop {
    const struct replenish_in *in;
    const struct replenish_out *out;
    double net, position;
    double coming[LEAD_MOST + 1], aged[LIFE_MOST]; /* by periods until it comes; on hand by age */
};
struct seen {
    double cost, demand, missed, arrivals, in_time, safety, ordered, thrown;
};

static double ordered(const struct shop *s)
{
    const struct replenish_out *o = s->out;
    if (s->position > (double)o->reorder_point)
        return 0;
    if (str_eq(o->policy, STR("(s,S)")))
        return (double)o->order_up_to - s->position;
    return (double)o->order_quantity * (floor(((double)o->reorder_point - s->position) / (double)o->order_quantity) + 1);
}

static double drawn(const struct replenish_in *in, uint64_t *seed)
{
    double u = rand_unit(seed);
    size_t d = 0;
    for (; d + 1 < in->demand->pmf.n && u >= in->demand->pmf.at[d]; d++)
        u -= in->demand->pmf.at[d];
    return (double)d;
}

static double too_old(struct shop *s, double sold, size_t life)
{
    for (size_t a = life; a-- > 0;) {
        double from = fmin(s->aged[a], sold);
        s->aged[a] -= from, sold -= from;
    }
    double out = s->aged[life - 1];
    memmove(s->aged + 1, s->aged, (life - 1) * sizeof *s->aged);
    s->aged[0] = 0;
    return out;
}

static void period(struct shop *s, int64_t t, uint64_t *seed, struct seen *e)
{
    const struct replenish_in *in = s->in;
    size_t lead = (size_t)in->lead_time->mean, life = isnan(in->shelf_life) ? 0 : (size_t)in->shelf_life;
    double order = fmod((double)t, in->review_period) == 0 ? ordered(s) : 0, before = s->net;
    s->position += order, s->coming[lead] += order;
    double came = s->coming[0], demand = drawn(in, seed);
    memmove(s->coming, s->coming + 1, sizeof s->coming - sizeof *s->coming);
    s->coming[LEAD_MOST] = 0;
    s->net += came, s->aged[0] += fmax(0, came - fmax(0, -before));
    double missed = fmax(0, demand - fmax(0, s->net));
    s->net -= demand, s->position -= demand;
    double thrown = life ? too_old(s, demand, life) : 0;
    s->net -= thrown, s->position -= thrown;
    e->cost += (order > 0 ? in->fixed_cost : 0) + in->holding_cost * fmax(0, s->net) + (in->penalty_cost > 0 ? in->penalty_cost : 0) * fmax(0, -s->net);
    e->demand += demand, e->missed += missed, e->ordered += order, e->thrown += thrown;
    e->arrivals += came > 0, e->in_time += came > 0 && before >= 0, e->safety += came > 0 ? before : 0;
}

static struct seen follow(const struct replenish_in *in, const struct replenish_out *out)
{
    struct shop s = {.in = in, .out = out, .net = (double)out->order_up_to, .position = (double)out->order_up_to};
    struct seen e = {0};
    uint64_t seed = 77;
    for (int64_t t = 0; t < PERIODS; t++) {
        if (t == WARM)
            e = (struct seen){0};
        period(&s, t, &seed, &e);
    }
    e.cost /= PERIODS - WARM;
    return e;
}

static struct replenish_in random_in(struct ctx *c, uint64_t *seed)
{
    struct replenish_in in;
    double sum = 0;
    record_init(&replenish_in_record, &in);
    in.demand = NEW(c, struct replenish_demand), in.lead_time = NEW(c, struct replenish_lead);
    in.demand->distribution = STR("auto");
    in.demand->pmf = (struct reals){NEW_ARRAY(c, double, 8), 3 + rand_below(seed, 6)};
    for (size_t i = 0; i < in.demand->pmf.n; i++)
        sum += in.demand->pmf.at[i] = 0.05 + pow(rand_unit(seed), 3); /* every size may come: no lattice */
    for (size_t i = 0; i < in.demand->pmf.n; i++)
        in.demand->pmf.at[i] /= sum;
    in.lead_time->mean = (double)rand_below(seed, LEAD_MOST + 1);
    in.review_period = 1 + (double)rand_below(seed, 3);
    in.fixed_cost = 20 * rand_unit(seed), in.holding_cost = 0.1 + rand_unit(seed);
    *(rand_unit(seed) < 0.5 ? &in.fill_rate : &in.service_level) = 0.8 + 0.18 * rand_unit(seed);
    if (rand_unit(seed) < 0.5)
        in.penalty_cost = 5 * in.holding_cost;
    in.moq = 1 + (int64_t)rand_below(seed, 10), in.pack = rand_unit(seed) < 0.4 ? 1 + (int64_t)rand_below(seed, 8) : 1;
    return in;
}

static void assert_seen(double said, double seen, double off)
{
    if (!(fabs(said - seen) <= off))
        fail_msg("said %.6g, seen %.6g, more than %.3g apart", said, seen, off);
}

TEST(what_a_policy_reaches_is_what_a_shop_sees)
{
    uint64_t seed = 31;
    for (int i = 0; i < 25; i++) {
        struct replenish_in in = random_in(c, &seed);
        struct replenish_out out;
        ASSERT_OK(capability_call(c, "replenish.policy", &in, &out));
        struct seen e = follow(&in, &out);
        assert_seen(out.expected_cost, e.cost, 0.02 * e.cost);
        assert_seen(out.fill_rate, 1 - e.missed / e.demand, 0.01);
        assert_seen(out.service_level, e.in_time / e.arrivals, 0.025);
        assert_seen(out.safety_stock, e.safety / e.arrivals, 0.25);
    }
}

TEST(what_keeps_for_a_time_is_seldom_thrown_away)
{
    uint64_t seed = 32;
    int held_down = 0;
    for (int i = 0; i < 25; i++) {
        struct replenish_in in = random_in(c, &seed);
        struct replenish_out out;
        in.moq = in.pack = 1;
        in.shelf_life = in.review_period + 1 + (double)rand_below(&seed, 8);
        if (capability_call(c, "replenish.policy", &in, &out) != OK)
            continue;
        struct seen e = follow(&in, &out);
        held_down += out.waste > 0.02;
        assert_true(out.waste <= 0.05 || out.order_up_to <= 1); /* one unit where there is nothing */
        assert_seen(out.waste, e.thrown / e.ordered, 0.03);
        assert_seen(out.fill_rate, 1 - e.missed / e.demand, 0.06);
        for (double have = -5; have <= (double)out.reorder_point; have++) {
            in.on_hand = have;
            ASSERT_OK(capability_call(c, "replenish.policy", &in, &out));
            assert_true(have + (double)out.order_now <= (double)out.order_up_to);
        }
    }
    assert_true(held_down > 5);
}
