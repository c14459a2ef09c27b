/* intelligence/model/text_calls_test.c - calls as models write them in plain text. */
#include "intelligence/model/text_calls.h"
#include "test/unit/unit.h"

TEST(text_calls_are_read_however_they_are_written)
{
    static const char want[] = "[{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}]";
    static const char *const good[] = {
        "{\"calls\":[{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}]}",
        "[{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}]",
        " {\"name\":\"ask\",\"parameters\":{\"what\":\"order\"}}\n",
        "{\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"ask\",\"arguments\":\"{\\\"what\\\":\\\"order\\\"}\"}}]}",
        "Sure:\n```json\n{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}\n```\nDone.",
        "<think>maybe {\"name\":\"cancel_order\"}</think>\n{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}",
        "<tool_call>\n{\"name\":\"ask\",\"arguments\":{\"what\":\"order\"}}\n</tool_call>",
    };
    static const char *const bad[] = {"", "I have cancelled it.", "{}", "[]", "{\"calls\":[]}", "{\"name\":\"ask\"}", "{\"name\":\"ask\",\"arguments\":\"{broken\"}",
        "<tool_call>{\"name\":\"ask\",\"arguments\":{}}", "[{\"name\":\"ask\",\"arguments\":{}},7]", "```json\n{\"name\":", "null", "{\"name\":7,\"arguments\":{}}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ASSERT_STR(text_calls_in(c, str_z(good[i])), want);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (text_calls_in(c, str_z(bad[i])).n)
            fail_msg("calls in \"%s\"", bad[i]);
}

TEST(text_calls_of_two_marks_are_two)
{
    struct str two = text_calls_in(c, STR("<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call> and <tool_call>{\"name\":\"b\",\"arguments\":{}}</tool_call>"));
    ASSERT_STR(two, "[{\"name\":\"a\",\"arguments\":{}},{\"name\":\"b\",\"arguments\":{}}]");
}
