/* app/web/html_test.c - what goes into a page is escaped, counts and differences read well. */
#include "app/web/diff.h"
#include "app/web/html.h"
#include "app/web/show.h"
#include "data/day.h"
#include "test/unit/unit.h"

static struct str shown(struct ctx *c, const char *t, struct arg a)
{
    struct visit v = {.c = c};
    put_(&v, t, (struct args){&a, 1});
    return buf_str(&v.out);
}

TEST(html_escapes_what_goes_in)
{
    ASSERT_STR(shown(c, "<b title=\"{}\">", A(STR("\"><script>'&"))), "<b title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">");
    ASSERT_STR(shown(c, "/products/{/}", A(STR("a/b \"c\"?"))), "/products/a%2Fb%20%22c%22%3F");
}

TEST(html_numbers_have_thousands)
{
    ASSERT_STR(shown(c, "{,}", A((int64_t)1234567)), "1,234,567");
    ASSERT_STR(shown(c, "{,}", A((int64_t)-12)), "\u221212");
    ASSERT_STR(shown(c, "{n}", A((int64_t)1234567)), "1.2 M");
    ASSERT_STR(shown(c, "{%}", A(0.5)), "50 %");
    ASSERT_STR(shown(c, "{%}", A(0.0 / 0.0)), "–");
}

TEST(html_times_are_relative)
{
    ASSERT_STR(time_ago(c, c->now_ms - 5000), "just now");
    ASSERT_STR(time_ago(c, c->now_ms - 180000), "3 min ago");
    ASSERT_STR(time_ago(c, c->now_ms + 7200000), "in 2 h");
    ASSERT_STR(moment_iso(c, 0), "1970-01-01T00:00:00Z");
}

TEST(html_plain_drops_tags_only)
{
    ASSERT_STR(html_plain(c, STR("<p>One &amp; <b>two</b></p><ul><li>three</li></ul>")), "One & two\nthree");
    ASSERT_STR(html_plain(c, STR("a < b & c")), "a < b & c");
    ASSERT_STR(html_plain(c, STR("")), "");
}

TEST(html_field_titles_are_words)
{
    ASSERT_STR(field_title(c, STR("seo_title")), "Search title");
    ASSERT_STR(field_title(c, STR("meta_keywords")), "Meta keywords");
}

TEST(diff_marks_what_went_and_came)
{
    struct words w;
    double same = diff_words(c, STR("a red steel kettle"), STR("a blue steel kettle now"), &w);
    assert_true(same > 0.6 && same < 0.7); /* 3 words of 4 and 5 are common */
    struct buf gone = {0}, came = {0}, kept = {0};
    for (size_t i = 0; i < w.n; i++)
        buf_add(c, w.at[i].how == WORD_GONE ? &gone : w.at[i].how == WORD_NEW ? &came : &kept, w.at[i].text);
    ASSERT_STR(buf_str(&gone), "red ");
    ASSERT_STR(buf_str(&came), "blue now");
    ASSERT_STR(buf_str(&kept), "a steel kettle ");
    assert_true(diff_words(c, STR(""), STR("new"), &w) == 0 && w.n == 0);
}
