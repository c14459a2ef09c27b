/* execution/measure/guard_test.c - harm is taken back, what did none hardly ever is, however often one asks. */
#include "core/capability.h"
#include "core/stat.h"
#include "execution/measure/guard.h"
#include "test/unit/unit.h"

enum { BEFORE = 56, AFTER = 28 };

/* Days of one product and of the rest of its shop, whose level sways for both. */
static struct guarded days(struct ctx *c, double rate, double effect)
{
    struct guarded g = {.name = STR("margin"), .limit = 0.1};
    struct reals *all[] = {&g.before, &g.after, &g.base_before, &g.base_after};
    for (int k = 0; k < 4; k++)
        all[k]->n = k % 2 ? AFTER : BEFORE, all[k]->at = NEW_ARRAY(c, double, all[k]->n);
    for (int t = 0; t < BEFORE + AFTER; t++) {
        bool late = t >= BEFORE;
        double sway = 1 + 0.25 * (t % 7 > 4) - 0.1 * late, level = 10 * (double)stat_draw_poisson(&c->seed, rate * sway * (late ? 1 + effect : 1));
        double market = (double)stat_draw_poisson(&c->seed, 40 * rate * sway);
        (late ? g.after : g.before).at[late ? t - BEFORE : t] = level;
        (late ? g.base_after : g.base_before).at[late ? t - BEFORE : t] = market;
    }
    return g;
}

/* Asked every day; the day it takes the change back, 0: never. */
static size_t watched(struct ctx *c, double rate, double effect)
{
    struct guard_in in;
    struct guard_out out;
    struct guarded g = days(c, rate, effect);
    record_init(&guard_in_record, &in);
    *LIST_ADD(c, &in.metrics) = g;
    for (size_t day = 3; day <= AFTER; day++) {
        in.metrics.at[0].after.n = in.metrics.at[0].base_after.n = day;
        ASSERT_OK(capability_call(c, "measure.guard", &in, &out));
        if (out.undo)
            return day;
    }
    return 0;
}

TEST(a_change_that_does_harm_is_taken_back_and_others_are_not)
{
    int falsely = 0, caught = 0;
    for (int round = 0; round < 200; round++) {
        struct arena_mark mark = arena_mark(c->mem);
        falsely += watched(c, 8, 0) > 0;
        caught += watched(c, 8, -0.6) > 0;
        arena_reset(c->mem, mark);
    }
    if (falsely > 14 || caught < 190)
        fail_msg("of 200: %d falsely, %d rightly taken back", falsely, caught); /* 5 of 100, and what 200 rounds scatter */
    assert_true(caught >= 190);
}

TEST(a_small_loss_is_within_the_limit)
{
    struct guard_in in;
    struct guard_out out;
    struct guarded g = days(c, 20000, -0.05);
    record_init(&guard_in_record, &in);
    *LIST_ADD(c, &in.metrics) = g;
    ASSERT_OK(capability_call(c, "measure.guard", &in, &out));
    assert_false(out.undo);
    in.metrics.at[0].limit = 0.01;
    ASSERT_OK(capability_call(c, "measure.guard", &in, &out));
    assert_true(out.undo);
}
