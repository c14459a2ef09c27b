/* core/str_test.c - lists as tables have them, and text as it comes. */
#include "core/order.h"
#include "core/str.h"
#include "test/unit/unit.h"
#include <stdlib.h>

TEST(a_list_gives_each_once_and_ends)
{
    const char *list = "red|dark blue|größe";
    struct str one;
    assert_true(str_next(&list, &one));
    ASSERT_STR(str_copy(c, one), "red");
    assert_true(str_next(&list, &one));
    ASSERT_STR(str_copy(c, one), "dark blue");
    assert_true(str_next(&list, &one));
    ASSERT_STR(str_copy(c, one), "größe");
    assert_false(str_next(&list, &one));
    assert_false(str_next(&(const char *){NULL}, &one));
}

TEST(among_means_the_whole_of_one)
{
    assert_true(str_among(STR("blue"), "red|blue"));
    assert_false(str_among(STR("blu"), "red|blue"));
    assert_false(str_among(STR("red|blue"), "red|blue"));
    assert_false(str_among(STR("Blue"), "red|blue"));
    assert_true(str_among_case(STR("Blue"), "red|blue"));
    assert_false(str_among(STR(""), "red|blue"));
    assert_true(str_among(STR(""), "|red")); /* a choice that may be left empty */
    assert_false(str_among(STR("red"), ""));
}

TEST(plain_values_follow_each_other)
{
    int64_t n[] = {3, INT64_MIN, INT64_MAX, -1};
    struct str s[] = {STR("b"), STR("a"), STR("aa"), STR("")};
    qsort(n, 4, sizeof *n, order_int);
    qsort(s, 4, sizeof *s, order_str);
    assert_true(n[0] == INT64_MIN && n[1] == -1 && n[2] == 3 && n[3] == INT64_MAX);
    ASSERT_STR(str_join(c, &(struct strs){s, 4}, STR(",")), ",a,aa,b");
}

TEST(numbers_are_read_whole_or_not_at_all)
{
    static const char *const bad[] = {"", " 1", "1 ", "0x10", "1e", "nan", "inf", "1..2", "9223372036854775808"};
    int64_t n;
    double x;
    assert_true(str_int(STR("-42"), &n) && n == -42);
    assert_true(str_real(STR("-1.5e3"), &x) && x == -1500);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(str_int(str_z(bad[i]), &n));
    for (size_t i = 0; i + 1 < sizeof bad / sizeof *bad; i++)
        assert_false(str_real(str_z(bad[i]), &x));
}

TEST(bytes_that_are_no_text_are_mended)
{
    ASSERT_STR(str_mend(c, STR("a\xFFz")), "a\xEF\xBF\xBDz");
    assert_false(str_is_utf8(STR("\xED\xA0\x80"))); /* half of a surrogate pair */
    assert_false(str_is_utf8(STR("\xC0\xAF")));     /* longer than it need be */
    assert_true(str_is_utf8(STR("Ω日本")));
    ASSERT_STR(str_lower(c, STR("ÄÖẞ ŻÓŁĆ ΑΣ Ёж")), "äöß żółć ασ ёж");
}
