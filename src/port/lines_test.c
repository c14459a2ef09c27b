/* port/lines_test.c - any encoding and line end becomes lines of UTF-8; what is not text is said to be so. */
#include "core/lines.h"
#include "core/csv.h"
#include "core/markup.h"
#include "test/unit/unit.h"

static struct str all(struct ctx *c, struct str bytes, const char *encoding)
{
    struct lines *t;
    struct buf b = {0};
    struct str line;
    ASSERT_OK(lines_from(c, bytes, "x", &t));
    if (strcmp(lines_encoding(t), encoding) != 0)
        fail_msg("encoding %s, want %s", lines_encoding(t), encoding);
    while (lines_next(t, &line)) {
        buf_add(c, &b, str_trim(line));
        buf_byte(c, &b, '|');
    }
    return buf_str(&b);
}

TEST(lines_encodings)
{
    ASSERT_STR(all(c, STR("a\nb\r\nc\rd"), "UTF-8"), "a|b|c|d|");
    ASSERT_STR(all(c, STR("\xEF\xBB\xBFGröße\n"), "UTF-8"), "Größe|");
    ASSERT_STR(all(c, STR("\xFF\xFEG\0r\0\xF6\0\n\0"), "UTF-16LE"), "Grö|");
    ASSERT_STR(all(c, STR("\xFE\xFF\0G\0r\0\xF6\0\n"), "UTF-16BE"), "Grö|");
    ASSERT_STR(all(c, STR("n\0a\0m\0e\0,\0p\0r\0i\0c\0e\0\n\0"), "UTF-16LE"), "name,price|");
    ASSERT_STR(all(c, STR("Preis \x80 19,90; Gr\xF6\xDF""e; sch\xF6n; f\xFCr M\xE4nner\n"), "WINDOWS-1252"), "Preis € 19,90; Größe; schön; für Männer|");
}

TEST(lines_stray_bytes_are_read_and_counted)
{
    struct buf b = {0};
    for (int i = 0; i < 100; i++)
        buf_add(c, &b, STR("Größe\n"));
    buf_add(c, &b, STR("caf\xE9\n"));
    struct lines *t;
    struct str line;
    int64_t first;
    ASSERT_OK(lines_from(c, buf_str(&b), "x", &t));
    for (int i = 0; i < 101; i++)
        assert_true(lines_next(t, &line));
    ASSERT_STR(str_trim(line), "café");
    assert_int_equal(lines_damaged(t, &first), 1);
    assert_int_equal(first, 101);
}

TEST(lines_refuse_what_is_not_text)
{
    static const struct { struct str bytes; const char *says; } bad[] = {
        {{"", 0}, "empty"}, {{"PK\3\4xxxx", 8}, "Excel"}, {{"a\0b\0\0\0\1\2\3", 9}, "not text"}, {{"\x89PNG\r\n\x1a\n", 8}, "PNG"}};
    struct lines *t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(lines_from(c, bad[i].bytes, "f.csv", &t), REJECT);
        assert_non_null(strstr(c->why, bad[i].says));
        assert_non_null(strstr(c->why, "f.csv"));
    }
    assert_int_equal(lines_open(c, "/nonexistent/f.csv", &t), REJECT);
    assert_int_equal(lines_open(c, "/tmp", &t), REJECT);
    assert_non_null(strstr(c->why, "folder"));
}

TEST(lines_end_long_ones)
{
    struct buf b = {0};
    for (int i = 0; i < 300000; i++)
        buf_add(c, &b, STR("sechzehn Zeichen"));
    struct lines *t;
    struct str line;
    size_t n = 0;
    ASSERT_OK(lines_from(c, buf_str(&b), "x", &t));
    assert_true(lines_next(t, &line));
    assert_true(line.n <= LINE_MAX_BYTES);
    for (n = line.n; lines_next(t, &line);)
        n += line.n;
    assert_int_equal(n, b.n + 1);
}

TEST(csv_rows_over_lines)
{
    struct csv *v = csv_open(c, ',');
    struct strs cells;
    assert_false(csv_line(v, STR("\n"), &cells));
    assert_false(csv_is_open(v));
    assert_false(csv_line(v, STR("a,\"b \"\"q\"\" 1\n"), &cells));
    assert_true(csv_is_open(v));
    assert_true(csv_line(v, STR("2\" ,  c  \r\n"), &cells));
    assert_int_equal(cells.n, 3);
    ASSERT_STR(cells.at[1], "b \"q\" 1\n2");
    ASSERT_STR(cells.at[2], "c");
}

TEST(markup_reads_as_a_person)
{
    struct strs items = {0};
    assert_true(markup_is(STR("a<br>b")) && markup_is(STR("a&nbsp;b")) && !markup_is(STR("5 < 6 & 7 > 3")) && !markup_is(STR("R&D; x")));
    ASSERT_STR(markup_text(c, STR("<p>One  <b>two</b></p><script>x()</script><ul><li>Soft&nbsp;<i>wool</i></li><li>Warm</li></ul>"
                                  "<table><tr><td>Width</td><td>10 cm</td></tr></table>a<br/>b"), &items),
               "One two\nSoft wool\nWarm\nWidth: 10 cm\na\nb");
    assert_int_equal(items.n, 2);
    ASSERT_STR(items.at[0], "Soft wool");
    struct buf deep = {0};
    for (int i = 0; i < 20000; i++)
        buf_add(c, &deep, STR("<div>"));
    buf_add(c, &deep, STR("x"));
    markup_text(c, buf_str(&deep), &items); /* must come back */
    assert_true(str_is_utf8(markup_text(c, STR("<![CDATA[<> &#0; &#xD800; <p"), NULL)));
}
