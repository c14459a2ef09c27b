/* app/loop/facts_test.c - descriptions are read once, again when they change, and never by what was read before. */
#include "app/loop/facts.h"
#include "data/catalog.h"
#include "test/unit/unit.h"

static void save(struct ctx *c, const char *description)
{
    struct product p;
    record_init(&product_record, &p);
    p.id = STR("k1");
    p.title = STR("Kettle");
    p.description = str_z(description);
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

static bool has_fact(struct ctx *c, const char *value)
{
    struct product p;
    ASSERT_OK(product_load(c, STR("k1"), &p));
    for (size_t i = 0; i < p.attributes.n; i++)
        if (str_has(p.attributes.at[i].value, str_z(value)) && attribute_is_read(&p.attributes.at[i]))
            return true;
    return false;
}

TEST(facts_are_read_from_a_description_once)
{
    bool did;
    unit_shop(c);
    save(c, "A kettle that holds 1.7 litres.");
    ASSERT_OK(facts_step(c, &did));
    assert_true(did);
    assert_true(has_fact(c, "1.7"));
    ASSERT_OK(facts_step(c, &did));
    assert_false(did);
}

TEST(facts_follow_a_changed_description)
{
    unit_shop(c);
    save(c, "A kettle that holds 1.7 litres.");
    ASSERT_OK(facts_read(c, STR("k1")));
    save(c, "A kettle that holds 2.5 litres.");
    ASSERT_OK(facts_read(c, STR("k1")));
    assert_false(has_fact(c, "1.7"));
    assert_true(has_fact(c, "2.5"));
}

TEST(facts_of_a_product_without_words_are_none)
{
    bool did;
    unit_shop(c);
    save(c, "");
    ASSERT_OK(facts_step(c, &did));
    ASSERT_OK(facts_step(c, &did));
    assert_false(did);
}
