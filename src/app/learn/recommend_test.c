/* app/learn/recommend_test.c - a small shop is learnt from, and its pages recommend what is true, there and allowed. */
#include "app/learn/recommend.h"
#include "core/settings.h"
#include "data/sale.h"
#include "test/unit/unit.h"

enum { N = 12 };

static void product(struct ctx *c, int i, int64_t stock)
{
    struct product p;
    struct variant v = {.sku = str_fmt(c, "s%d", i), .price = 1000 + i, .currency = STR("EUR"), .stock = stock, .cost = NONE, .compare_at = NONE, .weight_g = NONE};
    record_init(&product_record, &p);
    p.id = str_fmt(c, "p%d", i);
    p.title = str_fmt(c, "Thing %d", i);
    p.category = i % 2 ? STR("Home > Lamps") : STR("Home > Cups");
    *LIST_ADD(c, &p.variants) = v;
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

static void sale(struct ctx *c, int id, const char *who, int first, int second)
{
    struct sale s;
    record_init(&sale_record, &s);
    s.id = str_fmt(c, "#%d", id), s.customer = str_z(who), s.state = STR("paid"), s.placed_ms = c->now_ms - id * 3600000LL;
    int of[] = {first, second};
    for (int i = 0; i < 2; i++)
        *LIST_ADD(c, &s.lines) = (struct line){.sku = str_fmt(c, "s%d", of[i]), .product = str_fmt(c, "p%d", of[i]), .quantity = 1, .price = NONE, .discount = NONE};
    enum saved how;
    ASSERT_OK(sale_save(c, &s, 1, false, &how));
}

/* Cups 2i go with lamps 2i + 1; lamp 3 is sold out. */
static void shop(struct ctx *c)
{
    bool did;
    unit_shop(c);
    for (int i = 0; i < N; i++)
        product(c, i, i == 3 ? 0 : 5);
    for (int i = 0; i < 60; i++)
        sale(c, i, str_fmt(c, "c%d", i).p, i % 6 * 2, i % 6 * 2 + 1);
    ASSERT_OK(recommend_learn(c, false, &did));
    assert_true(did);
    ASSERT_OK(recommend_learn(c, true, &did));
    assert_false(did); /* nothing changed */
}

static struct recommended_list show(struct ctx *c, enum recommend_place place, const char *page, const char *visitor, const char *customer)
{
    struct recommended_list list;
    struct recommend_ask ask = {.place = place, .visitor = str_z(visitor), .customer = str_z(customer), .k = 8};
    if (page)
        strs_add(c, &ask.page, str_z(page));
    ASSERT_OK(recommend_show(c, &ask, &list));
    for (size_t i = 0; i < list.shown.n; i++) {
        assert_false(str_eq(list.shown.at[i].id, STR("p3")));
        assert_true(list.shown.at[i].reason.n > 0 && list.shown.at[i].title.n > 0);
        assert_false(page && str_eq(list.shown.at[i].id, str_z(page)));
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(list.shown.at[i].id, list.shown.at[j].id));
    }
    return list;
}

TEST(recommend_shows_what_goes_with_it)
{
    shop(c);
    struct recommended_list list = show(c, PLACE_GOES_WITH, "p0", "", "");
    assert_true(list.shown.n >= 1);
    ASSERT_STR(list.shown.at[0].id, "p1");
    assert_true(str_has(list.shown.at[0].reason, STR("in 10 of the 10 orders with Thing 0")));
    assert_int_equal(show(c, PLACE_GOES_WITH, "p2", "", "").shown.n, 0); /* its lamp is sold out */
}

TEST(recommend_knows_a_customer_and_starts_cold_without)
{
    shop(c);
    struct recommended_list cold = show(c, PLACE_FOR_YOU, NULL, "nobody", ""), warm = show(c, PLACE_FOR_YOU, NULL, "", "c0");
    assert_true(cold.shown.n == 8 && warm.shown.n >= 6);
    for (size_t i = 0; i < warm.shown.n; i++)
        assert_false(str_eq(warm.shown.at[i].id, STR("p0")) || str_eq(warm.shown.at[i].id, STR("p1"))); /* bought already */
    ASSERT_STR(cold.shown.at[0].source, "popular");
    assert_true(show(c, PLACE_SIMILAR, "p5", "", "").shown.n > 0);
    assert_int_equal(show(c, PLACE_SIMILAR, "unheard of", "", "").shown.n, 0);
}

TEST(recommend_follows_a_visitor_at_once)
{
    shop(c);
    struct event e;
    record_init(&event_record, &e);
    e.id = STR("m1"), e.at_ms = c->now_ms, e.name = STR("Product Viewed"), e.visitor = STR("v"), e.product = STR("p6");
    enum saved how;
    ASSERT_OK(event_save(c, &e, false, &how));
    ASSERT_STR(show(c, PLACE_FOR_YOU, NULL, "v", "").shown.at[0].id, "p7");
}

TEST(recommend_keeps_the_shops_rules)
{
    shop(c);
    struct settings *s = NEW(c, struct settings);
    s->at = NEW_ARRAY(c, struct setting, 1), s->n = 1;
    s->at[0] = (struct setting){.name = STR("recommend"), .value = STR("{\"rules\":[{\"do\":\"pin\",\"place\":\"for_you\",\"field\":\"id\",\"is\":\"p9\"},"
        "{\"do\":\"exclude\",\"field\":\"category\",\"is\":\"Home > Cups\"}],\"trial\":\"t\",\"arms\":[{\"name\":\"a\",\"share\":0},{\"name\":\"b\",\"share\":1}]}")};
    c->settings = s;
    struct recommended_list list = show(c, PLACE_FOR_YOU, NULL, "v", "");
    ASSERT_STR(list.variant, "for_you:b");
    ASSERT_STR(list.shown.at[0].id, "p9");
    for (size_t i = 0; i < list.shown.n; i++)
        assert_true(list.shown.at[i].price % 2 == 1); /* lamps only */
}
