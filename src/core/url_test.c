/* core/url_test.c - targets, forms, cookies, patterns. */
#include "core/url.h"
#include "test/unit/unit.h"

TEST(url_reads_path_and_query)
{
    struct url u;
    ASSERT_OK(url_read(c, STR("/products/a%2Fb%20c?q=red+shoe&empty&x=%C3%A9"), &u));
    assert_int_equal(u.path.n, 2);
    ASSERT_STR(u.path.at[1], "a/b c");
    ASSERT_STR(pairs_get(&u.query, "q"), "red shoe");
    ASSERT_STR(pairs_get(&u.query, "empty"), "");
    ASSERT_STR(pairs_get(&u.query, "x"), "é");
    assert_null(pairs_get(&u.query, "y").p);
    ASSERT_OK(url_read(c, STR("/"), &u));
    assert_int_equal(u.path.n, 0);
}

TEST(url_refuses_what_is_not_text)
{
    static const char *const bad[] = {"", "x", "/%", "/%a", "/%zz", "/a%00b", "/%ff", "/?a=%", "/?%00=1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (url_read(c, str_z(bad[i]), &(struct url){0}) != REJECT)
            fail_msg("\"%s\" was taken", bad[i]);
}

TEST(url_patterns_name_their_parts)
{
    struct url u;
    struct pairs p;
    ASSERT_OK(url_read(c, STR("/api/v1/items/42"), &u));
    assert_true(path_matches(c, &u.path, "/api/v1/items/{id}", &p));
    ASSERT_STR(pairs_get(&p, "id"), "42");
    assert_false(path_matches(c, &u.path, "/api/v1/items", &p));
    assert_false(path_matches(c, &u.path, "/api/v1/items/{id}/x", &p));
    ASSERT_OK(url_read(c, STR("/"), &u));
    assert_true(path_matches(c, &u.path, "/", &p));
}

TEST(url_escape_and_cookies)
{
    ASSERT_STR(url_escape(c, STR("a b/é~")), "a%20b%2F%C3%A9~");
    ASSERT_STR(cookie_get(c, STR("a=1; purvey=abc ;b=2"), "purvey"), "abc");
    assert_null(cookie_get(c, STR("xpurvey=abc"), "purvey").p);
    assert_null(cookie_get(c, (struct str){0}, "purvey").p);
}

TEST(url_of_this_machine_is_no_name_that_begins_like_it)
{
    static const char *const own[] = {"http://127.0.0.1:8080/x", "https://localhost", "imap://LOCALHOST:143", "http://[::1]:80", "http://[::1]", "smtp://127.1.2.3"};
    static const char *const other[] = {"http://127.0.0.1.example/", "http://localhost.example", "imap://127.example:143", "http://[::1].example", "http://[::2]/",
        "http://localhost@example", "http://example/?a=://localhost", "127.0.0.1", "", "http://", "http://127.0.1", "http://128.0.0.1"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (!url_is_own_machine(str_z(own[i])))
            fail_msg("%s", own[i]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (url_is_own_machine(str_z(other[i])))
            fail_msg("%s", other[i]);
}
