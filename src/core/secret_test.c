/* core/secret_test.c - a secret comes from where it stands, and its refusal never tells it. */
#include "core/secret.h"
#include "test/unit/unit.h"
#include <stdlib.h>
#include <unistd.h>

TEST(secret_comes_from_env_or_file)
{
    struct str s;
    char path[] = "/tmp/purvey-secret-XXXXXX";
    setenv("PURVEY_TEST_SECRET", "s3", 1);
    ASSERT_OK(secret_read(c, STR("env:PURVEY_TEST_SECRET"), &s));
    ASSERT_STR(s, "s3");
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "  tok en\nsecond\n", 16), 16);
    close(fd);
    ASSERT_OK(secret_read(c, str_fmt(c, "file:%s", path), &s));
    ASSERT_STR(s, "tok en");
    unlink(path);
    assert_int_equal(secret_read(c, str_fmt(c, "file:%s", path), &s), REJECT);
    assert_int_equal(secret_read(c, STR("env:PURVEY_TEST_NOTHING"), &s), REJECT);
    assert_int_equal(secret_read(c, STR("hunter2"), &s), REJECT);
    assert_null(strstr(c->why, "hunter2"));
}

TEST(secret_own_is_one_key_and_one_for_each_purpose)
{
    struct str pay, again, other;
    struct ctx nowhere = *c;
    unit_home(c);
    ASSERT_OK(secret_own(c, "pay", &pay));
    ASSERT_OK(secret_own(c, "pay", &again));
    ASSERT_OK(secret_own(c, "forget", &other));
    assert_int_equal(pay.n, 32);
    assert_true(str_eq(pay, again));
    assert_false(str_eq(pay, other));
    unlink(str_fmt(c, "%s/key", c->home).p);
    ASSERT_OK(secret_own(c, "pay", &again)); /* another shop's */
    assert_false(str_eq(pay, again));
    assert_int_equal(secret_own(&nowhere, "pay", &pay), REJECT);
}
