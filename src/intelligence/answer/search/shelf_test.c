/* intelligence/answer/search/shelf_test.c - answers outlive a refresh; filters hold; likeness follows category and change. */
#include "data/catalog.h"
#include "intelligence/answer/search/shelf.h"
#include "test/unit/unit.h"

static struct product made(struct ctx *c, const char *id, const char *title, const char *category, const char *colour, int cents)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = str_z(id);
    p.title = str_z(title);
    p.category = str_z(category);
    p.price.text = str_fmt(c, "%d", cents);
    p.currency = STR("EUR");
    *LIST_ADD(c, &p.attributes) = (struct attribute){STR("color"), str_z(colour), {0}, {0}};
    return p;
}

static void stock_up(struct ctx *c, struct product p[5])
{
    p[0] = made(c, "mug-red", "Stoneware Mug", "Home > Mugs", "red", 1200);
    p[1] = made(c, "mug-blue", "Stoneware Mug Tall", "Home > Mugs", "blue", 1500);
    p[2] = made(c, "vase-red", "Stoneware Vase", "Home > Vases", "red", 2900);
    p[3] = made(c, "sock-blue", "Wool Socks", "Clothing > Socks", "blue", 900);
    p[4] = made(c, "sock-red", "Wool Socks Long", "Clothing > Socks", "red", 1100);
}

TEST(shelf_filters_hold)
{
    struct product p[5];
    stock_up(c, p);
    struct shelf *s = shelf_make(c, p, 5, STR("en"));
    struct search_question q = {.k = 10};
    struct search_answer a = {0}, none = {0}, all = {0};
    ASSERT_OK(shelf_search(c, s, &q, &all));
    assert_int_equal(all.total, 5); /* nothing asked: all there is */
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("category"), .value = STR("Mugs"), .least = NONE, .most = NONE};
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("category"), .value = STR("Vases"), .least = NONE, .most = NONE};
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("price"), .least = 1300, .most = 3000};
    ASSERT_OK(shelf_search(c, s, &q, &a));
    assert_int_equal(a.total, 2); /* either category, and the price */
    for (size_t i = 0; i < a.hits.n; i++)
        assert_true(str_eq(a.hits.at[i].id, STR("mug-blue")) || str_eq(a.hits.at[i].id, STR("vase-red")));
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("color"), .value = STR("mauve"), .least = NONE, .most = NONE};
    ASSERT_OK(shelf_search(c, s, &q, &none));
    assert_int_equal(none.total, 0); /* a value nobody has does not fall away */
    shelf_close(s);
    ASSERT_STR(a.hits.at[0].title, str_eq(a.hits.at[0].id, STR("mug-blue")) ? "Stoneware Mug Tall" : "Stoneware Vase"); /* still there */
}

TEST(shelf_facets_lead_to_what_they_count)
{
    struct product p[5];
    stock_up(c, p);
    p[0].brand = STR("Acme");
    *LIST_ADD(c, &p[0].attributes) = (struct attribute){STR("brand"), STR("Intel"), {0}, {0}}; /* of a part, told in the text */
    struct shelf *s = shelf_make(c, p, 5, STR("en"));
    struct search_answer all = {0};
    ASSERT_OK(shelf_search(c, s, &(struct search_question){.k = 10}, &all));
    for (size_t i = 0; i < all.facets.n; i++)
        for (size_t k = 0; k < all.facets.at[i].values.n; k++) {
            struct search_question q = {.k = 10};
            struct search_answer a = {0};
            *LIST_ADD(c, &q.filters) = (struct search_filter){.name = all.facets.at[i].name, .value = all.facets.at[i].values.at[k].key,
                                                              .least = NONE, .most = NONE};
            ASSERT_OK(shelf_search(c, s, &q, &a));
            assert_int_equal(a.total, all.facets.at[i].values.at[k].value);
        }
    struct search_question q = {.k = 10};
    struct search_answer a = {0};
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("category"), .value = STR("Mugs"), .least = NONE, .most = NONE};
    *LIST_ADD(c, &q.filters) = (struct search_filter){.name = STR("color"), .value = STR("mauve"), .least = NONE, .most = NONE};
    ASSERT_OK(shelf_search(c, s, &q, &a));
    assert_int_equal(a.rescue.n, 1); /* the way out names the filter to give up */
    ASSERT_STR(a.rescue.at[0].chosen[0]->value, "mauve");
    shelf_close(s);
}

TEST(shelf_knows_what_is_like)
{
    struct product p[5];
    stock_up(c, p);
    struct shelf *s = shelf_make(c, p, 5, STR("en"));
    struct search_answer like = {0}, blue = {0};
    ASSERT_OK(shelf_similar(c, s, &(struct similar_question){.product = STR("mug-red"), .k = 3}, &like));
    ASSERT_STR(like.hits.at[0].id, "mug-blue");
    ASSERT_OK(shelf_similar(c, s, &(struct similar_question){.product = STR("sock-red"), .change = STR("in blue"), .k = 3}, &blue));
    assert_true(blue.hits.n > 0);
    ASSERT_STR(blue.hits.at[0].id, "sock-blue");
    for (size_t i = 0; i < blue.hits.n; i++)
        assert_true(str_ends(blue.hits.at[i].id, STR("-blue")));
    assert_int_equal(shelf_similar(c, s, &(struct similar_question){.product = STR("no"), .k = 3}, &like), REJECT);
    shelf_close(s);
}

TEST(shelf_follows_the_shop)
{
    struct product p[5];
    struct shelf *s;
    struct search_question q = {.query = STR("wool socks"), .k = 10};
    struct search_answer before = {0}, after = {0};
    bool changed;
    stock_up(c, p);
    unit_shop(c);
    for (int i = 0; i < 4; i++)
        ASSERT_OK(product_save(c, &p[i], STR("file"), 1, NULL));
    ASSERT_OK(shelf_open(c, &s));
    ASSERT_OK(shelf_search(c, s, &q, &before));
    ASSERT_OK(shelf_refresh(c, s, &changed));
    assert_false(changed);
    ASSERT_OK(product_save(c, &p[4], STR("file"), 2, NULL));
    ASSERT_OK(shelf_refresh(c, s, &changed));
    assert_true(changed);
    ASSERT_OK(shelf_search(c, s, &q, &after));
    assert_int_equal(before.hits.n, 1);
    ASSERT_STR(before.hits.at[0].title, "Wool Socks"); /* of the state before, which lives on */
    assert_int_equal(after.hits.n, 2);
    shelf_close(s);
}

TEST(shelf_suggests_queries)
{
    struct product p[5];
    struct strs out = {0};
    stock_up(c, p);
    struct shelf *s = shelf_make(c, p, 5, STR("en"));
    shelf_suggest(c, s, STR("Wool so"), 5, &out);
    assert_int_equal(out.n, 1);
    ASSERT_STR(out.at[0], "wool socks");
    shelf_close(s);
}
