/* execution/order/tool_test.c - sums; and that no sequence of calls, however wild, breaks what must hold. */
#include "execution/order/tool_do.h"
#include "test/unit/unit.h"

TEST(tool_calculate_works_out_sums)
{
    static const struct { const char *sum, *want; } good[] = {
        {"2 + 2", "4.0"}, {"(12.5 + 3) * 2", "31.0"}, {"10/4", "2.5"}, {"1/3", "0.33"}, {"-5 + 2", "-3.0"}, {"2*-3", "-6.0"},
        {"100 - 20 - 30", "50.0"}, {"466.75 + 288.82 + 135.24 + 193.38 + 46.66", "1130.85"}, {"2*(3+(4-1))", "12.0"}, {"--2", "2.0"},
    };
    static const char *const bad[] = {"", "1/0", "2 +", "(2", "2)", "2 3", "abs(1)", "1e9", "()", "* 2", "1.2.3", "__import__('os')"};
    struct str out;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ASSERT_OK(tool_calculate(c, str_z(good[i].sum), &out));
        ASSERT_STR(out, good[i].want);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tool_calculate(c, str_z(bad[i]), &out), REJECT);
}
