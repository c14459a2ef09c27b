/* intelligence/answer/search/meaning_test.c - vectors are made once a text, follow it, and bring in what words miss. */
#include "data/catalog.h"
#include "intelligence/answer/search/shelf.h"
#include "test/unit/unit.h"

static struct product named(struct ctx *c, int i, const char *title)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = str_fmt(c, "p%d", i);
    p.title = str_z(title);
    return p;
}

TEST(meaning_is_made_once_a_text)
{
    struct str by = STR("embed.hash");
    int64_t done, left;
    unit_shop(c);
    for (int i = 0; i < 5; i++) {
        struct product p = named(c, i, "Wool Socks");
        ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    }
    ASSERT_OK(meaning_update(c, by, 3, &done, &left));
    assert_int_equal(done, 3);
    assert_int_equal(left, 2);
    ASSERT_OK(meaning_update(c, by, 10, &done, &left));
    assert_int_equal(done, 2);
    ASSERT_OK(meaning_update(c, by, 10, &done, &left));
    assert_int_equal(done, 0);
    struct product p = named(c, 2, "Linen Shirt");
    ASSERT_OK(product_save(c, &p, STR("file"), 2, NULL));
    struct meaning_rows rows;
    ASSERT_OK(meaning_load(c, by, &p, 1, &rows));
    assert_false(rows.has[0]); /* of its old text */
    ASSERT_OK(meaning_update(c, by, 10, &done, &left));
    assert_int_equal(done, 1);
    ASSERT_OK(meaning_load(c, by, &p, 1, &rows));
    assert_true(rows.has[0]);
    assert_int_equal(rows.width, 384);
}

/* Vectors by hand: two kinds of things on two axes. */
TEST(meaning_brings_in_other_words)
{
    static const char *const titles[] = {"Sneaker Blue", "Trainer White", "Running Shoe", "Kettle Steel", "Teapot Glass", "Coffee Pot"};
    struct product p[6];
    struct meaning_rows rows = {NEW_ARRAY(c, float, 6 * 384), NEW_ARRAY(c, bool, 6), 6, 384};
    struct search_question q = {.query = STR("shoe"), .k = 6};
    struct search_answer a = {0}, w = {0};
    float *query = NEW_ARRAY(c, float, 384);
    for (int i = 0; i < 6; i++) {
        p[i] = named(c, i, titles[i]);
        rows.has[i] = true;
        rows.at[i * 384 + (i >= 3)] = 1;
        rows.at[i * 384 + 2 + i] = 0.3f;
    }
    struct shelf *s = shelf_make_meant(c, p, 6, STR("en"), STR("embed.hash"), &rows);
    query[0] = 1;
    q.meant = query;
    ASSERT_OK(shelf_search(c, s, &q, &a));
    ASSERT_STR(a.hits.at[0].id, "p2"); /* says it and means it */
    assert_int_equal(a.hits.n, 3);
    for (size_t i = 0; i < a.hits.n; i++)
        assert_true(a.hits.at[i].id.p[1] <= '2');
    q.words = true;
    ASSERT_OK(shelf_search(c, s, &q, &w));
    assert_int_equal(w.hits.n, 1);
    shelf_close(s);
}
