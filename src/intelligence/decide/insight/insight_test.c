/* intelligence/decide/insight/insight_test.c - explanations add up, find what was planted, and hold any text to their figures. */
#include "core/capability.h"
#include "core/rand.h"
#include "core/stat.h"
#include "intelligence/decide/insight/insight_explain.h"
#include "test/unit/unit.h"
#include <math.h>

enum { DAYS = 56 };

static struct explain_in planted(struct ctx *c, double rate, int out, double rise, double elasticity)
{
    struct explain_in in;
    record_init(capability_find(STR("insight.explain"))->in, &in);
    in.title = STR("Mug 3000");
    struct reals *all[] = {&in.units, &in.price, &in.in_stock};
    for (int k = 0; k < 3; k++)
        *all[k] = (struct reals){NEW_ARRAY(c, double, DAYS), DAYS};
    for (int t = 0; t < DAYS; t++) {
        bool late = t >= DAYS / 2, empty = late && t < DAYS / 2 + out;
        in.price.at[t] = late ? 10 * (1 + rise) : 10;
        in.in_stock.at[t] = !empty;
        in.units.at[t] = empty ? 0 : (double)stat_draw_poisson(&c->seed, rate * pow(in.price.at[t] / 10, elasticity));
    }
    in.elasticity = elasticity;
    return in;
}

static double share_of(const struct explain_out *out, const char *cause)
{
    for (size_t i = 0; i < out->causes.n; i++)
        if (str_eq(out->causes.at[i].cause, str_z(cause)))
            return out->causes.at[i].share;
    return 0;
}

TEST(an_explanation_adds_up_and_finds_what_was_planted)
{
    int within = 0;
    for (int round = 0; round < 50; round++) {
        struct explain_in in = planted(c, 20, 6, 0.1, -1.5);
        struct explain_out out;
        double sum = 0;
        ASSERT_OK(capability_call(c, "insight.explain", &in, &out));
        for (size_t i = 0; i < out.causes.n; i++)
            sum += out.causes.at[i].share;
        assert_true(fabs(sum - out.change) < 1e-6);
        double stock = share_of(&out, "stock"), price = share_of(&out, "price");
        assert_true(stock < -0.15 && stock > -0.26 && price < -0.08 && price > -0.16);
        within += fabs(share_of(&out, "rest")) <= out.noise;
    }
    assert_true(within >= 44); /* two standard errors hold 95 of 100 */
}

TEST(a_text_that_says_more_than_the_figures_is_refused)
{
    struct explain_in in = planted(c, 20, 6, 0.1, -1.5);
    struct explain_out out;
    struct str why;
    ASSERT_OK(capability_call(c, "insight.explain", &in, &out));
    assert_true(explain_holds(c, &in, &out, out.sentence, &why));
    struct str change;
    for (size_t i = 0; i < out.figures.n; i++)
        change = str_eq(out.figures.at[i].name, STR("change")) ? out.figures.at[i].text : change;
    assert_true(explain_holds(c, &in, &out, str_fmt(c, "Mug 3000 fell %s %%, mostly because 6 of 28 days had no stock.", change.p), &why));
    const char *const bad[] = {"Mug 3000 rose %s %%.", "Mug 3000 fell %s %% because of 7 empty days.", "Mug 3000 fell %s %% as a competitor was cheaper.",
                               "Mug 3000 fell %s %% after the promotion ended.", "Mug 3000 fell by a third, not %s %%.", "Mug 3000 fell%.0s."};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct str text = str_replace(c, str_replace(c, str_z(bad[i]), STR("%.0s"), STR("")), STR("%s"), change);
        text = str_replace(c, text, STR("%%"), STR("%"));
        if (explain_holds(c, &in, &out, text, &why))
            fail_msg("held: %s", text.p);
    }
}
