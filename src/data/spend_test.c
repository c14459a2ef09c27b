/* data/spend_test.c - what is spent counts against the limits of the job and of the day, until the day ends. */
#include "data/day.h"
#include "data/spend.h"
#include "core/settings.h"
#include "test/unit/unit.h"

TEST(spend_counts_against_the_budget)
{
    struct budget b;
    struct setting set = {.name = STR("budget"), .value = STR("{\"job_tokens\":1000,\"day_cost\":2.5}")};
    struct settings s = {&set, 1};
    unit_shop(c);
    c->settings = &s;
    for (int i = 0; i < 2; i++) {
        ASSERT_OK(spend_load(c, STR("copy.describe"), &b));
        c->budget = &b;
        ASSERT_OK(budget_allow(c, 400, 1000000));
        budget_note(c, STR("openai:m"), 300, 100, 1000000);
        ASSERT_OK(spend_save(c, STR("copy.describe"), &b));
    }
    assert_int_equal(budget_allow(c, 300, 0), RETRY);
    ASSERT_OK(spend_load(c, STR("copy.describe"), &b));
    assert_int_equal(b.job_tokens, 800);
    assert_int_equal(budget_allow(c, 300, 0), RETRY);
    assert_true(str_has(str_z(c->why), STR("800 of 1000 tokens")));
    ASSERT_OK(spend_load(c, STR("copy.seo"), &b)); /* another job has its own tokens, but not its own money */
    ASSERT_OK(budget_allow(c, 900, 400000));
    assert_int_equal(budget_allow(c, 900, 600000), RETRY);
    c->now_ms += DAY_MS;
    ASSERT_OK(spend_load(c, STR("copy.describe"), &b));
    assert_int_equal(b.day_micro, 0);
    ASSERT_OK(budget_allow(c, 1000, 2500000));
}
