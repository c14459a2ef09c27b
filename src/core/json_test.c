/* core/json_test.c - what is wrong with text that is no JSON is said with its place and its cure. */
#include "core/json.h"
#include "test/unit/unit.h"

TEST(numbers_that_json_does_not_know_are_told_with_a_cure)
{
    static const char *const texts[] = {"[1,NaN]", "[1,Infinity]", "[1,-Infinity]", "[1,None]", "[1,nan"};
    const struct json *v;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(json_read(c, str_z(texts[i]), &v), REJECT);
        assert_non_null(strstr(c->why, "line 1, column "));
        assert_non_null(strstr(c->why, "write null for a value that is not known"));
    }
    assert_int_equal(json_read(c, STR("[1,"), &v), REJECT);
    assert_null(strstr(c->why, "null"));
}
