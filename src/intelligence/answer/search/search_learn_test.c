/* intelligence/answer/search/search_learn_test.c - what visitors do moves ranks, by its evidence; rules do; the best few are the best of all. */
#include "core/rand.h"
#include "core/settings.h"
#include "data/catalog.h"
#include "data/day.h"
#include "data/sale.h"
#include "intelligence/answer/search/shelf.h"
#include "test/unit/unit.h"


static void product_add(struct ctx *c, const char *id, const char *title, int64_t cost)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = str_z(id);
    p.title = str_z(title);
    struct variant *v = LIST_ADD(c, &p.variants);
    record_init(&variant_record, v);
    v->price = 1000;
    v->cost = cost;
    v->currency = STR("EUR");
    v->sku = p.id;
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

static void event_add(struct ctx *c, int n, const char *name, int visitor, const char *product, const char *query, int64_t place)
{
    struct event e;
    enum saved how;
    record_init(&event_record, &e);
    e.id = str_fmt(c, "m%d", n);
    e.at_ms = c->now_ms - HOUR_MS + n * 1000;
    e.name = str_z(name);
    e.visitor = str_fmt(c, "v%d", visitor);
    e.product = str_z(product);
    e.query = str_z(query);
    e.place = place;
    ASSERT_OK(event_save(c, &e, false, &how));
}

/* Visitors who search, and click what stands at a place. */
static void visits(struct ctx *c, int from, int n, const char *query, const char *product, int64_t place)
{
    for (int i = from; i < from + n; i++) {
        event_add(c, 2 * i, "Products Searched", i, NULL, query, NONE);
        event_add(c, 2 * i + 1, "Product Clicked", i, product, NULL, place);
    }
}

static struct search_answer asked(struct ctx *c, const char *query)
{
    struct shelf *s;
    struct search_question q = {.query = str_z(query), .k = 10};
    struct search_answer a = {0};
    ASSERT_OK(shelf_open(c, &s));
    ASSERT_OK(shelf_search(c, s, &q, &a));
    shelf_close(s);
    return a;
}

TEST(learn_what_is_chosen_comes_first)
{
    unit_shop(c);
    product_add(c, "a", "Wool Socks", NONE);
    product_add(c, "b", "Wool Socks Long Winter", NONE);
    product_add(c, "c", "Kettle", NONE);
    struct search_answer before = asked(c, "wool socks");
    ASSERT_STR(before.hits.at[0].id, "a");
    visits(c, 0, 1, "Wool socks", "b", 2);
    struct search_answer little = asked(c, "wool socks");
    ASSERT_STR(little.hits.at[0].id, "a"); /* one visitor moves little */
    visits(c, 10, 40, "wool  SOCKS", "b", 2);
    struct search_answer after = asked(c, "wool socks");
    ASSERT_STR(after.hits.at[0].id, "b");
    assert_true(str_has(after.hits.at[0].why, STR("chosen by others")));
    struct search_answer again = asked(c, "wool socks");
    assert_true(after.hits.at[0].score == again.hits.at[0].score);
    struct search_answer other = asked(c, "kettle");
    ASSERT_STR(other.hits.at[0].id, "c");
}

TEST(learn_other_words_from_choices)
{
    unit_shop(c);
    product_add(c, "a", "Wool Socks", NONE);
    product_add(c, "c", "Kettle", NONE);
    visits(c, 0, 30, "tea maker", "c", 1);
    struct search_answer a = asked(c, "tea maker");
    assert_true(a.hits.n > 0);
    ASSERT_STR(a.hits.at[0].id, "c");
}

TEST(learn_suggests_what_several_asked)
{
    struct strs few = {0}, many = {0};
    struct shelf *s;
    unit_shop(c);
    product_add(c, "a", "Wool Socks", NONE);
    visits(c, 0, 2, "winter warmers", "a", 1);
    ASSERT_OK(shelf_open(c, &s));
    shelf_suggest(c, s, STR("winter"), 5, &few);
    assert_int_equal(few.n, 0);
    visits(c, 10, 3, "winter warmers", "a", 1);
    shelf_close(s);
    ASSERT_OK(shelf_open(c, &s));
    shelf_suggest(c, s, STR("winter"), 5, &many);
    assert_int_equal(many.n, 1);
    ASSERT_STR(many.at[0], "winter warmers");
    shelf_close(s);
}

TEST(learn_rules_are_what_the_shop_says)
{
    struct setting one = {.name = STR("search"), .value = STR("{\"margin\":5,\"popular\":0,\"embed\":\"embed.hash\"}")};
    struct settings set = {&one, 1};
    unit_shop(c);
    product_add(c, "a", "Wool Socks", 900);
    product_add(c, "b", "Wool Socks Long", 100);
    struct search_answer plain = asked(c, "wool socks");
    ASSERT_STR(plain.hits.at[0].id, "a");
    c->settings = &set;
    struct search_answer ruled = asked(c, "wool socks");
    ASSERT_STR(ruled.hits.at[0].id, "b");
    c->settings = NULL;
}

TEST(search_few_are_the_best_of_all)
{
    enum { N = 400, WORDS = 40 };
    struct product p[N];
    for (int i = 0; i < N; i++) {
        struct buf title = {0};
        record_init(&product_record, &p[i]);
        p[i].id = str_fmt(c, "p%d", i);
        for (int k = 0, n = 2 + (int)rand_below(&c->seed, 6); k < n; k++) {
            uint64_t w = rand_below(&c->seed, WORDS);
            buf_fmt(c, &title, "%sword%c%c", k ? " " : "", 'a' + (char)(w * w / WORDS / 6), 'a' + (char)(w * w / WORDS % 6));
        }
        p[i].title = buf_str(&title);
    }
    struct shelf *s = shelf_make(c, p, N, STR("en"));
    for (int i = 0; i < 100; i++) {
        struct search_question q = {.query = p[rand_below(&c->seed, N)].title, .k = 1 + rand_below(&c->seed, 12), .words = true};
        struct search_answer all = {0}, few = {0};
        ASSERT_OK(shelf_search(c, s, &q, &all));
        q.bare = true;
        ASSERT_OK(shelf_search(c, s, &q, &few));
        assert_int_equal(all.hits.n, few.hits.n);
        for (size_t k = 0; k < few.hits.n; k++)
            assert_true(all.hits.at[k].score - few.hits.at[k].score < 2e-4 && few.hits.at[k].score - all.hits.at[k].score < 2e-4);
    }
    shelf_close(s);
}
