/* port/embed_memo_test.c - what is remembered is what was kept, under its own text and role. */
#include "port/embed_memo.h"
#include "test/unit/unit.h"

TEST(embed_memo_gives_what_it_was_given)
{
    enum { N = 20000, WIDTH = 3 };
    struct embed_memo *m = NULL;
    int found = 0;
    assert_null(embed_memo_find(m, STR("kettle"), false));
    for (int i = 0; i < N; i++) {
        float v[WIDTH] = {(float)i, 1, 2};
        embed_memo_keep(&m, str_fmt(c, "text %d", i), i % 2, v, WIDTH);
    }
    for (int i = 0; i < N; i++) {
        const float *v = embed_memo_find(m, str_fmt(c, "text %d", i), i % 2);
        assert_null(embed_memo_find(m, str_fmt(c, "text %d", i), !(i % 2)));
        if (v)
            assert_true(v[0] == (float)i), found++;
    }
    assert_true(found > 4000 && found < N); /* the latest, and no more than there is room for */
    assert_non_null(embed_memo_find(m, str_fmt(c, "text %d", N - 1), (N - 1) % 2));
    embed_memo_close(m);
}
