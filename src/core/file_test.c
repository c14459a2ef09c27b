/* core/file_test.c - a file is read to its end or not at all, and written whole or left as it was. */
#include "core/file.h"
#include "test/unit/unit.h"
#include <sys/stat.h>
#include <unistd.h>

TEST(file_is_written_whole_and_read_again)
{
    unit_home(c);
    struct str path = str_fmt(c, "%s/a.txt", c->home), text;
    struct stat st;
    ASSERT_OK(file_write(c, path, STR("one\0two"), 0600));
    ASSERT_OK(file_write(c, path, STR("three\n"), 0600));
    ASSERT_OK(file_read(c, path, 6, &text));
    ASSERT_STR(text, "three\n");
    assert_true(stat(path.p, &st) == 0 && (st.st_mode & 0777) == 0600);
}

TEST(file_that_cannot_be_read_is_named)
{
    unit_home(c);
    struct str home = str_z(c->home), path = str_fmt(c, "%s/a.txt", home.p), text;
    ASSERT_OK(file_write(c, path, STR("three"), 0600));
    assert_int_equal(file_read(c, path, 4, &text), REJECT);
    assert_true(str_has(str_z(c->why), path) && str_has(str_z(c->why), STR("too long")));
    assert_int_equal(file_read(c, home, 100, &text), REJECT);
    assert_true(str_has(str_z(c->why), STR("directory")));
    assert_int_equal(file_read(c, str_fmt(c, "%s/none", home.p), 100, &text), REJECT);
    assert_true(str_has(str_z(c->why), STR("none: No such file")));
}

TEST(file_that_cannot_be_written_leaves_what_was_there)
{
    unit_home(c);
    struct str folder = str_fmt(c, "%s/full", c->home), text;
    FILE *f;
    ASSERT_OK(folder_make(c, folder, 0700));
    ASSERT_OK(folder_make(c, folder, 0700));
    assert_int_equal(file_write(c, folder, STR("x"), 0600), RETRY); /* a folder stands in its place */
    assert_int_equal(file_read(c, str_fmt(c, "%s.%ld.part", folder.p, (long)getpid()), 9, &text), REJECT); /* nothing is left beside it */
    assert_int_equal(folder_make(c, str_fmt(c, "%s/no/such", folder.p), 0700), RETRY);
    ASSERT_OK(file_begin(c, STR("/dev/full"), &f));
    fputs("x", f);
    assert_int_equal(file_end(c, STR("/dev/full"), f), RETRY);
}
