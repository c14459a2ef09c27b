/* data/overlay_test.c - only what changed changes; the rest keeps its spelling and its place. */
#include "data/overlay.h"
#include "test/unit/unit.h"

TEST(overlay_changes_only_what_changed)
{
    static const struct { const char *original, *before, *after, *want; } cases[] = {
        {"{\"b\":70,\"a\":{\"z\":1,\"y\":[1,2]}}", "{\"a\":{\"y\":[1,2],\"z\":1},\"b\":70.0}", "{\"a\":{\"y\":[1,2],\"z\":1},\"b\":70.0}",
         "{\"b\":70,\"a\":{\"z\":1,\"y\":[1,2]}}"},
        {"{\"b\":70,\"a\":{\"z\":1}}", "{\"a\":{\"z\":1},\"b\":70.0}", "{\"a\":{\"z\":1},\"b\":75.5}", "{\"b\":75.5,\"a\":{\"z\":1}}"},
        {"{\"h\":[{\"n\":5,\"m\":1}]}", "{\"h\":[{\"m\":1,\"n\":5.0}]}", "{\"h\":[{\"m\":1,\"n\":5.0},{\"m\":2,\"n\":6.0}],\"k\":\"new\"}",
         "{\"h\":[{\"n\":5,\"m\":1},{\"m\":2,\"n\":6.0}],\"k\":\"new\"}"},
        {"{\"x\":1,\"y\":2}", "{\"x\":1,\"y\":2,\"made\":0}", "{\"y\":2,\"made\":0}", "{\"y\":2}"},
        {"{\"x\":null}", "{}", "{}", "{\"x\":null}"},
        {"{\"s\":[1,2,3]}", "{\"s\":[1,2,3]}", "{\"s\":[1]}", "{\"s\":[1]}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct json *o, *b, *a;
        ASSERT_OK(json_read(c, str_z(cases[i].original), &o));
        ASSERT_OK(json_read(c, str_z(cases[i].before), &b));
        ASSERT_OK(json_read(c, str_z(cases[i].after), &a));
        ASSERT_STR(overlay(c, o, b, a), cases[i].want);
    }
}
