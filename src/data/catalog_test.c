/* data/catalog_test.c - what is saved is loaded; the same again writes nothing. */
#include "data/catalog.h"
#include "test/unit/unit.h"

static const char kettle[] =
    "{\"id\":\"kettle\",\"title\":\"Kettle\",\"brand\":\"Acme\",\"description\":\"Boils 1.7 l.\",\"html\":\"<p>Boils 1.7 l.\","
    "\"currency\":\"EUR\",\"features\":[\"fast\"],\"images\":[\"a.jpg\",\"b.jpg\"],"
    "\"attributes\":[{\"name\":\"material\",\"value\":\"steel\",\"source\":\"column:Material\"}],"
    "\"variants\":[{\"sku\":\"K2\",\"price\":2990,\"stock\":3,\"options\":[{\"name\":\"colour\",\"value\":\"red\"}]},"
    "{\"sku\":\"K1\",\"price\":1990,\"weight_g\":900}]}";

static struct product given(struct ctx *c, const char *json)
{
    struct product p;
    ASSERT_OK(record_from_json(c, &product_record, str_z(json), STRICT, &p));
    return p;
}

TEST(catalog_loads_what_it_saved)
{
    unit_shop(c);
    struct product p = given(c, kettle), back;
    enum saved how;
    ASSERT_OK(product_save(c, &p, STR("file"), 1, &how));
    assert_int_equal(how, SAVED_NEW);
    ASSERT_OK(product_load(c, STR("kettle"), &back));
    assert_int_equal(product_price(&back), 1990); /* the lowest */
    assert_int_equal(back.variants.n, 2);
    ASSERT_STR(back.variants.at[0].options.at[0].value, "red");
    ASSERT_STR(back.variants.at[1].currency, "EUR");
    ASSERT_STR(back.attributes.at[0].source, "column:Material");
    ASSERT_STR(back.images.at[1], "b.jpg");
    ASSERT_STR(back.features.at[0], "fast");
    ASSERT_STR(back.html, "<p>Boils 1.7 l.");
    assert_int_equal(product_load(c, STR("pot"), &back), REJECT);
}

TEST(catalog_writes_the_same_once)
{
    unit_shop(c);
    struct product p = given(c, kettle);
    enum saved how;
    int64_t batch, n;
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    ASSERT_OK(product_save(c, &p, STR("file"), 2, &how));
    assert_int_equal(how, SAVED_SAME);
    ASSERT_OK(db_int(c, &batch, "SELECT batch FROM product"));
    assert_int_equal(batch, 1);
    p.variants.n = 1;
    ASSERT_OK(product_save(c, &p, STR("file"), 3, &how));
    assert_int_equal(how, SAVED_CHANGED);
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM variant"));
    assert_int_equal(n, 1);
}

TEST(catalog_keeps_read_facts_while_the_text_stays)
{
    int64_t n;
    unit_shop(c);
    struct product p = given(c, kettle), back;
    struct attribute read = {STR("capacity"), STR("1.7"), STR("l"), STR("description:6-11")};
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
    struct str hash;
    ASSERT_OK(product_hash_now(c, p.id, &hash));
    ASSERT_OK(product_facts_save(c, p.id, STR("of an older text"), &read, 1)); /* imported anew while it was read: nothing */
    ASSERT_OK(db_int(c, &n, "SELECT COUNT(*) FROM attribute WHERE source = 'description:6-11'"));
    assert_int_equal(n, 0);
    ASSERT_OK(product_facts_save(c, p.id, hash, &read, 1));
    p.brand = STR("Other");
    ASSERT_OK(product_save(c, &p, STR("file"), 2, NULL));
    ASSERT_OK(product_load(c, p.id, &back));
    assert_int_equal(back.attributes.n, 2);
    ASSERT_STR(back.attributes.at[1].source, "description:6-11");
    enum saved how;
    p.attributes = back.attributes; /* saving what was loaded is no change */
    ASSERT_OK(product_save(c, &p, STR("file"), 3, &how));
    assert_int_equal(how, SAVED_SAME);
    p.attributes.n = 1;
    p.description = STR("Boils.");
    ASSERT_OK(product_save(c, &p, STR("file"), 4, NULL));
    ASSERT_OK(product_load(c, p.id, &back));
    assert_int_equal(back.attributes.n, 1);
}

TEST(catalog_lists_in_pages_without_the_gone)
{
    unit_shop(c);
    struct product p = given(c, kettle);
    struct strs ids;
    int64_t n;
    for (int i = 0; i < 5; i++) {
        p.id = str_fmt(c, "p%d", i);
        ASSERT_OK(product_save(c, &p, STR("file"), i == 2 ? 1 : 2, NULL));
    }
    ASSERT_OK(product_gone(c, STR("p2"), true));
    ASSERT_OK(product_count(c, &n));
    assert_int_equal(n, 4);
    ASSERT_OK(product_list(c, STR(""), 2, &ids));
    ASSERT_STR(ids.at[1], "p1");
    ASSERT_OK(product_list(c, ids.at[1], 2, &ids));
    ASSERT_STR(ids.at[0], "p3");
}
