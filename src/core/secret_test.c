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
