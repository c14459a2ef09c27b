/* intelligence/decide/replenish/joint_test.c - joint orders keep every limit, and are near the best that trying all would find. */
#include "core/capability.h"
#include "core/rand.h"
#include "intelligence/decide/replenish/replenish_joint.h"
#include "test/unit/unit.h"
#include <math.h>

static struct joint_in some(struct ctx *c, size_t n)
{
    struct joint_in in;
    record_init(&joint_in_record, &in);
    in.today = STR("2026-11-21");
    for (size_t i = 0; i < n; i++) {
        struct joint_line *l = LIST_ADD(c, &in.lines);
        *l = (struct joint_line){.sku = str_fmt(c, "s%zu", i), .mean = 0.2 + 3 * rand_unit(&c->seed), .sd = NAN, .on_hand = floor(12 * rand_unit(&c->seed)),
                                 .unit_cost = 2 + 20 * rand_unit(&c->seed), .margin = 1 + 15 * rand_unit(&c->seed), .holding = NAN, .lead = 5,
                                 .shelf_life = i % 3 ? NAN : 12, .weight = rand_unit(&c->seed), .volume = rand_unit(&c->seed), .moq = 1 + (int64_t)(i % 4),
                                 .pack = 1 + (int64_t)(i % 2)};
    }
    in.calendar = NEW(c, struct calendar);
    record_init(&calendar_record, in.calendar);
    strs_add(c, &in.calendar->order_days, STR("mon"));
    return in;
}

TEST(a_joint_order_keeps_its_limits)
{
    for (int round = 0; round < 60; round++) {
        struct joint_in in = some(c, 1 + (size_t)(30 * rand_unit(&c->seed)));
        struct joint_out out;
        in.budget = 400 * rand_unit(&c->seed), in.max_weight = 40 * rand_unit(&c->seed), in.max_units = 80;
        in.min_value = round % 3 ? 0 : 100;
        ASSERT_OK(capability_call(c, "replenish.joint", &in, &out));
        assert_true(out.cost <= in.budget + 1e-9 && out.weight <= in.max_weight + 1e-9 && (double)out.units <= in.max_units);
        assert_true(!out.order || out.cost >= in.min_value);
        assert_true(out.value <= out.bound + 1e-9 && out.gap >= 0 && out.gap <= 1);
        for (size_t i = 0; i < out.lines.n; i++) {
            int64_t n = out.lines.at[i].units;
            const struct joint_line *l = &in.lines.at[i];
            assert_true(n == 0 || (n >= l->moq && n % l->pack == 0));
            assert_true(isnan(l->shelf_life) || (double)n <= l->mean * l->shelf_life);
        }
    }
}

TEST(a_joint_order_without_limits_is_at_its_bound)
{
    for (int round = 0; round < 20; round++) {
        struct joint_in in = some(c, 12);
        struct joint_out out;
        ASSERT_OK(capability_call(c, "replenish.joint", &in, &out));
        assert_true(!out.order || out.gap < 1e-6);
        in.budget = out.cost * 0.7;
        ASSERT_OK(capability_call(c, "replenish.joint", &in, &out));
        assert_true(out.gap < 0.05); /* a knapsack of a dozen lines: packs do not fill it to the last cent */
    }
}
