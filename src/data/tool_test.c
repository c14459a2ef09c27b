/* data/tool_test.c - calls are read from every form they come in, and refused with a cure. */
#include "data/tool.h"
#include "test/unit/unit.h"

TEST(tool_call_is_read_in_every_form)
{
    static const char *const forms[] = {
        "{\"name\":\"cancel_order\",\"arguments\":{\"order_id\":\"#W1\",\"reason\":\"no longer needed\"}}",
        "{\"tool\":\"cancel_pending_order\",\"args\":{\"order_id\":\"#W1\",\"reason\":\"no longer needed\"}}",
        "{\"name\":\"cancel_pending_order\",\"kwargs\":{\"reason\":\"no longer needed\",\"order_id\":\"#W1\"}}",
        "{\"type\":\"function\",\"function\":{\"name\":\"cancel_pending_order\",\"arguments\":"
        "\"{\\\"order_id\\\":\\\"#W1\\\",\\\"reason\\\":\\\"no longer needed\\\"}\"}}",
        "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"cancel_order\",\"input\":{\"order_id\":\"#W1\",\"reason\":\"no longer needed\"}}",
        "{\"method\":\"tools/call\",\"params\":{\"name\":\"cancel_order\",\"arguments\":{\"order_id\":\"#W1\",\"reason\":\"no longer needed\"}}}",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tool_call call;
        ASSERT_OK(tool_call_read(c, str_z(forms[i]), &call));
        assert_ptr_equal(call.tool, tool_find(STR("cancel_order")));
        ASSERT_STR(tool_call_text(c, &call), "{\"order_id\":\"#W1\",\"reason\":\"no longer needed\"}");
    }
}

TEST(tool_call_names_what_is_wrong)
{
    static const struct { const char *json, *why; } bad[] = {
        {"[1]", "a call is an object"},
        {"{}", "no \"name\""},
        {"{\"name\":\"drop_table\"}", "there is no tool \"drop_table\""},
        {"{\"name\":\"get_order\"}", "order_id"},
        {"{\"name\":\"get_order\",\"arguments\":[]}", "arguments must be an object"},
        {"{\"name\":\"get_order\",\"arguments\":{\"order_id\":\"#W1\",\"force\":true}}", "force"},
        {"{\"name\":\"get_order\",\"arguments\":{\"order_id\":{\"$ne\":1}}}", "order_id"},
        {"{\"name\":\"get_order\",\"arguments\":\"{\"}", "line 1"},
        {"{\"name\":7}", "no \"name\""},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tool_call call;
        assert_int_equal(tool_call_read(c, str_z(bad[i].json), &call), REJECT);
        if (!str_has(str_z(c->why), str_z(bad[i].why)))
            fail_msg("%s: %s", bad[i].json, c->why);
    }
}

TEST(tool_aliases_name_tools_that_are_there)
{
    const struct json *list;
    for (const struct tool_alias *a = tool_aliases; a->alias; a++)
        assert_non_null(tool_find(str_z(a->alias)));
    ASSERT_OK(json_read(c, tool_listing(c, true), &list));
    size_t n = 0;
    for (const struct tool *t = tools; t->name; t++)
        n++;
    for (const struct tool_alias *a = tool_aliases; a->alias; a++)
        n++;
    assert_int_equal(json_count(list), n);
}

TEST(tool_call_takes_numbers_as_ids)
{
    struct tool_call call;
    ASSERT_OK(tool_call_read(c, STR("{\"name\":\"get_user_details\",\"arguments\":{\"user_id\":42}}"), &call));
    ASSERT_STR(call.args.customer_id, "42");
}
