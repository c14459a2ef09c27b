/* intelligence/answer/search/search_test.c - limits are kept, words are found as people write them. */
#include "core/rand.h"
#include "intelligence/answer/search/search_answer.h"
#include "test/unit/unit.h"

static const char *const colours[] = {"red", "blue", "black", "white", "green"};
static const char *const nouns[] = {"shoes", "jacket", "lamp", "bottle", "backpack"};
static const char *const brands[] = {"Nordpeak", "Velo", "Classico"};
static const char *const stuffs[] = {"leather", "cotton", "steel", "nylon"};

static struct product *shop(struct ctx *c, size_t n)
{
    struct product *p = NEW_ARRAY(c, struct product, n);
    for (size_t i = 0; i < n; i++) {
        const char *noun = nouns[rand_below(&c->seed, 5)];
        record_init(&product_record, &p[i]);
        p[i].id = str_fmt(c, "p%zu", i);
        p[i].title = str_fmt(c, "%s %s %s", brands[i % 3], rand_below(&c->seed, 2) ? "Classic" : "Trail", noun);
        p[i].brand = str_z(brands[i % 3]);
        p[i].category = str_fmt(c, "All > %s", noun);
        p[i].price.text = str_fmt(c, "%d", (int)rand_below(&c->seed, 20000));
        p[i].currency = STR("USD");
        *LIST_ADD(c, &p[i].attributes) = (struct attribute){STR("color"), str_z(colours[rand_below(&c->seed, 5)]), {0}, {0}};
        *LIST_ADD(c, &p[i].attributes) = (struct attribute){STR("material"), str_z(stuffs[rand_below(&c->seed, 4)]), {0}, {0}};
    }
    return p;
}

static const struct product *find(const struct product *p, size_t n, struct str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(p[i].id, id))
            return &p[i];
    fail_msg("no product %s", id.p);
    return NULL;
}

TEST(search_never_breaks_a_limit)
{
    enum { N = 300 };
    struct product *p = shop(c, N);
    const struct search_index *x = search_index_make(c, p, N, STR("en"));
    struct search_room *room = search_room(c, x);
    int hits = 0;
    for (int k = 0; k < 200; k++) {
        const char *colour = colours[rand_below(&c->seed, 5)], *noun = nouns[rand_below(&c->seed, 5)], *stuff = stuffs[rand_below(&c->seed, 4)];
        const char *brand = brands[rand_below(&c->seed, 3)];
        int most = 20 + (int)rand_below(&c->seed, 180);
        struct search_question q = {.k = 50};
        struct search_answer a = {0};
        q.query = str_fmt(c, "%s %s %s under $%d without %s", brand, colour, noun, most, stuff);
        search_answer(c, x, NULL, room, &q, &a);
        for (size_t i = 0; i < a.hits.n; i++, hits++) {
            const struct product *s = find(p, N, a.hits.at[i].id);
            assert_true(product_price(s) <= most * 100);
            assert_false(str_eq(s->attributes.at[1].value, str_z(stuff)));
            ASSERT_STR(s->attributes.at[0].value, colour);
            ASSERT_STR(s->brand, brand);
            assert_true(str_ends(s->title, str_z(noun)));
        }
    }
    assert_true(hits > 100);
}

static struct str first_hit(struct ctx *c, const char *query)
{
    static const struct { const char *id, *title, *category; } some[] = {
        {"1", "Trail Running Shoe", "Shoes"}, {"2", "T-Shirt with Pocket", "Shirts"}, {"3", "Earbuds Pro", "Audio"},
        {"4", "Laufhose", "Hosen"}, {"5", "Desk Lamp 40W", "Lamps"}, {"6", "Café Crème Beans", "Coffee"}};
    struct product p[6];
    struct search_answer a = {0};
    for (int i = 0; i < 6; i++) {
        record_init(&product_record, &p[i]);
        p[i].id = str_z(some[i].id), p[i].title = str_z(some[i].title), p[i].category = str_z(some[i].category);
    }
    const struct search_index *x = search_index_make(c, p, 6, STR("en"));
    search_answer(c, x, NULL, search_room(c, x), &(struct search_question){.query = str_z(query), .k = 3}, &a);
    return a.hits.n ? a.hits.at[0].id : STR("none");
}

TEST(search_finds_words_as_people_write_them)
{
    ASSERT_STR(first_hit(c, "running shoes"), "1");
    ASSERT_STR(first_hit(c, "runing shose"), "1");
    ASSERT_STR(first_hit(c, "tshirt"), "2");
    ASSERT_STR(first_hit(c, "t shirts"), "2");
    ASSERT_STR(first_hit(c, "ear buds"), "3");
    ASSERT_STR(first_hit(c, "earbud"), "3");
    ASSERT_STR(first_hit(c, "40 w lamp"), "5");
    ASSERT_STR(first_hit(c, "cafe creme"), "6");
    ASSERT_STR(first_hit(c, "CAFÉ"), "6");
    ASSERT_STR(first_hit(c, "earb"), "3");
    ASSERT_STR(first_hit(c, "zzzz"), "none");
}

static bool has_chip(const struct search_answer *a, const char *label)
{
    for (size_t i = 0; i < a->chips.n; i++)
        if (str_eq(a->chips.at[i].label, str_z(label)))
            return true;
    return false;
}

TEST(search_reads_limits_as_people_say_them)
{
    static const struct { const char *query, *chip; bool is; } cases[] = {
        {"something that takes you far under 300", "at most 300.00 USD", true}, {"nordpeak shoes that are not leather", "not leather", true},
        {"jacket but not velo", "not velo", true}, {"not too expensive red jacket", "colour: red", true}, {"not too expensive red jacket", "not red", false},
        {"jacket not too heavy", "not too", false}, {"veste pas chère", "not chere", false}, {"size 44 shoes", "shoe size: size 44", true},
        {"size 45 shoes", "shoe size: size 44", false}, {"width 40 shelf", "inner width: 40", true},
    };
    struct product *p = shop(c, 40);
    *LIST_ADD(c, &p[0].attributes) = (struct attribute){STR("Shoe size"), STR("Size 44"), {0}, {0}};
    *LIST_ADD(c, &p[1].attributes) = (struct attribute){STR("Inner width"), STR("40"), {0}, {0}};
    *LIST_ADD(c, &p[2].attributes) = (struct attribute){STR("fits"), STR("any ram"), {0}, {0}};
    *LIST_ADD(c, &p[3].attributes) = (struct attribute){STR("finish"), STR("copper"), {0}, {0}};
    const struct search_index *x = search_index_make(c, p, 40, STR("en"));
    struct search_room *room = search_room(c, x);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_question q = {.k = 5, .query = str_z(cases[i].query), .currency = STR("USD")};
        struct search_answer a = {0};
        search_answer(c, x, NULL, room, &q, &a);
        if (has_chip(&a, cases[i].chip) != cases[i].is)
            fail_msg("%s: %s", cases[i].query, cases[i].chip);
    }
}

/* What stands before a number says which side of it is meant, in each language, whatever language the shop speaks. */
TEST(search_keeps_the_side_of_a_price)
{
    static const struct { const char *noun, *over, *under; } said[] = {
        {"jacket", "over $61", "under $61"}, {"Jacke", "über 61 €", "unter 61 €"}, {"veste", "plus de 61 €", "moins de 61 €"},
        {"chaqueta", "más de 61 €", "menos de 61 €"}, {"giacca", "più di 61 €", "meno di 61 €"}, {"jas", "boven 61 €", "onder 61 €"}};
    static const char *const tags[] = {"en", "de", "fr", "es", "it", "nl"};
    for (size_t i = 0; i < 36; i++) {
        size_t shop_is = i / 6, asked = i % 6;
        struct product p[2] = {0};
        for (int k = 0; k < 2; k++) {
            record_init(&product_record, &p[k]);
            p[k].id = k ? STR("dear") : STR("cheap");
            p[k].title = str_fmt(c, "Nordpeak %s %s", k ? "Trail" : "Studio", said[asked].noun);
            p[k].language = str_z(tags[shop_is]);
            p[k].price.text = k ? STR("15000") : STR("5000");
            p[k].currency = STR("EUR");
        }
        const struct search_index *x = search_index_make(c, p, 2, str_z(tags[shop_is]));
        for (int k = 0; k < 2; k++) {
            struct search_question q = {.k = 5, .query = str_fmt(c, "%s %s", said[asked].noun, k ? said[asked].over : said[asked].under)};
            struct search_answer a = {0};
            search_answer(c, x, NULL, search_room(c, x), &q, &a);
            if (a.hits.n != 1 || !str_eq(a.hits.at[0].id, p[k].id))
                fail_msg("a shop in %s, asked \"%s\": %zu hits", tags[shop_is], q.query.p, a.hits.n);
        }
    }
}

TEST(word_distance_counts_letters)
{
    assert_int_equal(word_distance(STR("lamp"), STR("lamp"), 2), 0);
    assert_int_equal(word_distance(STR("lamp"), STR("lmap"), 2), 1);
    assert_int_equal(word_distance(STR("lamp"), STR("lamps"), 2), 1);
    assert_int_equal(word_distance(STR("lamp"), STR("stamp"), 2), 2);
    assert_int_equal(word_distance(STR("lamp"), STR("kettle"), 2), 3);
}

/* A query is read in each language that products are in, whichever most of them are in. */
TEST(search_speaks_the_languages_of_products)
{
    static const struct { const char *id, *title, *language; } some[] = {
        {"1", "Zapatillas rojas", "es"}, {"2", "Camisas blancas", "es"}, {"3", "Kaffeetassen", "de"}, {"4", "Gläser", "de"}, {"5", "Wooden chairs", "en"}};
    static const struct { const char *query, *id; } asked[] = {{"zapatilla roja", "1"}, {"camisa blanca", "2"}, {"kaffeetasse", "3"}, {"glas", "4"}, {"chair", "5"}};
    struct product p[5];
    for (int i = 0; i < 5; i++) {
        record_init(&product_record, &p[i]);
        p[i].id = str_z(some[i].id), p[i].title = str_z(some[i].title), p[i].language = str_z(some[i].language);
    }
    const struct search_index *x = search_index_make(c, p, 5, (struct str){0});
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct search_answer a = {0};
        search_answer(c, x, NULL, search_room(c, x), &(struct search_question){.query = str_z(asked[i].query), .k = 3}, &a);
        assert_true(a.hits.n > 0);
        ASSERT_STR(a.hits.at[0].id, asked[i].id);
        assert_int_equal(a.did_you_mean.n, 0); /* none of it is a typo */
    }
}

static void ask_one(struct ctx *c, const char *language, const char *query, struct search_answer *out)
{
    struct product *p = shop(c, 4);
    p[0].title = STR("Nordpeak lamp"), p[0].category = STR("All > lamp");
    for (int i = 0; i < 4; i++) {
        p[i].currency = STR("EUR"), p[i].price.text = STR("5000");
        p[i].attributes.at[0].value = STR("red"), p[i].attributes.at[1].value = STR("steel");
    }
    const struct search_index *x = search_index_make(c, p, 4, str_z(language));
    *out = (struct search_answer){0};
    search_answer(c, x, NULL, search_room(c, x), &(struct search_question){.query = str_z(query), .k = 4}, out);
}

TEST(search_rescues_by_the_fewest_limits)
{
    struct search_answer a;
    ask_one(c, "en", "lamp under 10 EUR without steel", &a);
    assert_int_equal(a.hits.n, 0);
    assert_true(a.rescue.n > 0);
    for (size_t i = 0; i < a.rescue.n; i++) {
        assert_int_equal(a.rescue.at[i].all.n, 2); /* neither alone would help */
        assert_true(a.rescue.at[i].total > 0);
    }
    ask_one(c, "en", "lamp under 10 EUR", &a);
    assert_int_equal(a.rescue.n > 0 ? (int)a.rescue.at[0].all.n : 0, 1);
}

/* What is sold in euros is asked for in dollars: taken as euros, and said so. */
TEST(search_takes_other_money_as_its_own)
{
    struct search_answer a;
    ask_one(c, "en", "lamp under $60", &a);
    assert_true(a.hits.n > 0);
    ASSERT_STR(a.chips.at[0].label, "at most 60.00 EUR (written in USD)");
    ask_one(c, "en", "lamp under $40", &a);
    assert_int_equal(a.hits.n, 0);
}

TEST(search_labels_speak_the_language_of_the_shop)
{
    static const struct { const char *language, *query, *label; } said[] = {
        {"de", "lamp unter 60 EUR", "höchstens 60.00 EUR"}, {"fr", "lamp moins de 60 EUR", "au plus 60.00 EUR"}, {"de", "lamp ohne stahl", "nicht stahl"},
        {"es", "lamp sin acero", "sin acero"}, {"it", "lamp senza acciaio", "senza acciaio"}, {"nl", "lamp zonder staal", "niet staal"},
        {"de", "schuhe ohne Leder", "nicht leder"}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct search_answer a;
        ask_one(c, said[i].language, said[i].query, &a);
        assert_true(a.chips.n > 0);
        ASSERT_STR(a.chips.at[0].label, said[i].label);
    }
}

/* Numbers as people write them; a word that is an id besides stays a word. */
TEST(search_finds_a_variant_by_its_number)
{
    static const struct { const char *query, *id, *variant; } asked[] = {
        {"DI-001-OAK", "chair", "DI-001-OAK"}, {"di001oak", "chair", "DI-001-OAK"}, {"di 001 oak", "chair", "DI-001-OAK"}, {"\"DI-001-OAK\",", "chair", "DI-001-OAK"},
        {"SKU: di_001_bla", "chair", "DI-001-BLA"}, {"DI-001-BLA oak", "chair", "DI-001-BLA"}, {"chair 360002901010", "chair", "DI-001-BLA"},
        {"0360002901010", "chair", "DI-001-BLA"}, {"00360002901010", "chair", "DI-001-BLA"}, {"978-0-306-40615-7", "book", "#0"}, {"ISBN 9780306406157", "book", "#0"},
        {"book 40", "book", ""}, {"oak-7", "oak-7", ""}, {"oak 7 chair", "chair", ""}};
    struct product *p = shop(c, 3);
    p[0].id = STR("chair"), p[0].title = STR("Dining chair, oak, 7 kg"), p[0].category = STR("Chairs");
    *LIST_ADD(c, &p[0].variants) = (struct variant){.sku = STR("DI-001-OAK"), .gtin = STR("360002901003"), .price = 100, .stock = NONE};
    *LIST_ADD(c, &p[0].variants) = (struct variant){.sku = STR("DI-001-BLA"), .gtin = STR("360002901010"), .price = 100, .stock = NONE};
    p[1].id = STR("book"), p[1].title = STR("Cook book 40"), p[1].category = STR("Books");
    *LIST_ADD(c, &p[1].variants) = (struct variant){.gtin = STR("9780306406157"), .price = 100, .stock = NONE};
    p[2].id = STR("oak-7"), p[2].title = STR("Lamp"), p[2].category = STR("Lamps");
    const struct search_index *x = search_index_make(c, p, 3, STR("en"));
    struct search_room *room = search_room(c, x);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct search_answer a = {0};
        search_answer(c, x, NULL, room, &(struct search_question){.query = str_z(asked[i].query), .k = 3}, &a);
        if (!a.hits.n || !str_eq(a.hits.at[0].id, str_z(asked[i].id)) || !str_eq(a.hits.at[0].variant, str_z(asked[i].variant)))
            fail_msg("%s: %zu hits, %s %s", asked[i].query, a.hits.n, a.hits.n ? a.hits.at[0].id.p : "", a.hits.n && a.hits.at[0].variant.n ? a.hits.at[0].variant.p : "");
    }
}

/* What is not sold is told, and a number alone brings nothing in its place. */
TEST(search_tells_the_words_that_nothing_has)
{
    struct product *p = shop(c, 2);
    p[0].title = STR("Tent 15"), p[1].title = STR("Trail jacket");
    const struct search_index *x = search_index_make(c, p, 2, STR("en"));
    struct search_room *room = search_room(c, x);
    struct search_answer a = {0}, b = {0}, d = {0};
    search_answer(c, x, NULL, room, &(struct search_question){.query = STR("iphone 15"), .k = 3}, &a);
    assert_int_equal(a.hits.n, 0);
    assert_int_equal(a.unknown.n, 1);
    ASSERT_STR(a.unknown.at[0], "iphone");
    search_answer(c, x, NULL, room, &(struct search_question){.query = STR("zyxwv jacket"), .k = 3}, &b);
    assert_true(b.hits.n > 0);
    ASSERT_STR(b.unknown.at[0], "zyxwv");
    search_answer(c, x, NULL, room, &(struct search_question){.query = STR("tent 15"), .k = 3}, &d);
    assert_int_equal(d.hits.n, 1);
    assert_int_equal(d.unknown.n, 0);
}
