/* app/web/multipart_test.c - forms as browsers send them, and what is none. */
#include "app/web/multipart.h"
#include "test/unit/unit.h"

TEST(multipart_gives_fields_and_bytes)
{
    struct parts p = {0};
    struct str body = STR("--xx\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nunder 50\r\n"
                          "--xx\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a \\\"b\\\".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
                          "\xFF\xD8\0\r\n--xy\r\n\r\n--xx--\r\n");
    ASSERT_OK(multipart_read(c, STR("multipart/form-data; boundary=xx"), body, &p));
    assert_int_equal(p.list.n, 2);
    ASSERT_STR(multipart_part(&p, "q")->bytes, "under 50");
    ASSERT_STR(multipart_part(&p, "photo")->file, "a \"b\".jpg");
    assert_int_equal(multipart_part(&p, "photo")->bytes.n, 11); /* with a 0 and something like a boundary in it */
    assert_null(multipart_part(&p, "other"));
}

TEST(multipart_refuses_what_is_none)
{
    static const struct { const char *type, *body; } cases[] = {
        {"application/x-www-form-urlencoded", "a=b"}, {"multipart/form-data", "--xx--"}, {"multipart/form-data; boundary=xx", ""},
        {"multipart/form-data; boundary=xx", "--xx\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\nabc"},
        {"multipart/form-data; boundary=xx", "--xx\r\n\r\n"}, {"multipart/form-data; boundary=\"", "--"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parts p = {0};
        assert_int_equal(multipart_read(c, str_z(cases[i].type), str_z(cases[i].body), &p), REJECT);
    }
    struct parts p = {0};
    assert_int_equal(multipart_read(c, (struct str){0}, STR(""), &p), REJECT);
}
