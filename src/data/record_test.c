/* data/record_test.c - a struct described once: JSON in, SQL through, JSON out; an item moves once. */
#include "core/json.h"
#include "core/sql.h"
#include "data/item.h"
#include "data/product.h"
#include "data/claim.h"
#include "test/unit/unit.h"

static const char kettle[] =
    "{\"id\":\"K1\",\"title\":\"Aero kettle\",\"brand\":\"Brewmate\",\"price\":4990,\"currency\":\"EUR\","
    "\"attributes\":[{\"name\":\"capacity\",\"value\":\"1.7\",\"unit\":\"l\"}],\"features\":[\"auto off\"]}";

TEST(record_json_roundtrip)
{
    struct product p;
    ASSERT_OK(record_from_json(c, &product_record, str_z(kettle), STRICT, &p));
    assert_int_equal(p.attributes.n, 1);
    assert_int_equal(product_price(&p), 4990);
    ASSERT_STR(record_to_json(c, &product_record, &p), kettle);
}

TEST(record_refuses_with_a_sentence)
{
    struct product p;
    assert_int_equal(record_from_json(c, &product_record, STR("{\"id\":1}"), LENIENT, &p), REJECT);
    assert_non_null(strstr(c->why, "product.title: missing"));
    assert_int_equal(record_from_json(c, &product_record, STR("{\"id\":1,\"title\":\"x\",\"z\":1}"), STRICT, &p), REJECT);
    assert_non_null(strstr(c->why, "unknown key \"z\""));
    assert_int_equal(record_from_json(c, &product_record, STR("{\"id\":\n[}"), LENIENT, &p), REJECT);
    assert_non_null(strstr(c->why, "line 2"));
}

TEST(record_loose_text)
{
    struct product p;
    ASSERT_OK(record_from_json(c, &product_record, STR("{\"id\":7,\"title\":\"x\",\"attributes\":[{\"name\":\"w\",\"value\":1.5}]}"), STRICT, &p));
    ASSERT_STR(p.id, "7");
    ASSERT_STR(p.attributes.at[0].value, "1.5");
}

TEST(record_random_is_valid_and_survives_json)
{
    const struct record *all[] = {&product_record, &item_record, &claims_in_record, &claims_out_record, &variant_record};
    for (int round = 0; round < 200; round++)
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            void *x = arena_take(c->mem, all[i]->size), *y = arena_take(c->mem, all[i]->size);
            record_random(c, all[i], x);
            ASSERT_OK(record_check(c, all[i], x));
            struct str text = record_to_json(c, all[i], x);
            ASSERT_OK(record_from_json(c, all[i], text, STRICT, y));
            ASSERT_STR(record_to_json(c, all[i], y), text.p);
        }
}

TEST(item_moves_once)
{
    unit_shop(c);
    struct item i, back;
    record_init(&item_record, &i);
    i.id = db_new_id(c), i.kind = STR("copy.describe"), i.entity = STR("product"), i.subject = STR("K1");
    i.input.text = STR("{}");
    ASSERT_OK(item_add(c, &i));
    ASSERT_OK(item_move(c, i.id, PLANNED, MADE, STR("mind"), STR("made")));
    assert_int_equal(item_move(c, i.id, PLANNED, MADE, STR("mind"), STR("again")), RETRY);
    ASSERT_OK(item_load(c, i.id, &back));
    assert_int_equal(back.state, MADE);
    ASSERT_STR(back.input.text, "{}");
}

TEST(sums_are_written_as_each_language_does)
{
    assert_true(currency_minor(STR("eur")) == 100 && currency_minor(STR("JPY")) == 1 && currency_minor(STR("KWD")) == 1000 && currency_minor(STR("")) == 100);
    ASSERT_STR(money_plain(c, -5, STR("EUR")), "-0.05");
    ASSERT_STR(money_text(c, 1290, STR("KWD")), "1.290 KWD");
    ASSERT_STR(money_plain(c, 500, STR("JPY")), "500");
    ASSERT_STR(money_said(c, 129900, STR("EUR"), STR("en")), "€1,299.00");
    ASSERT_STR(money_said(c, 129900, STR("EUR"), STR("de-AT")), "1.299,00\u00a0€");
    ASSERT_STR(money_said(c, 123456789, STR("USD"), STR("fr")), "1\u202f234\u202f567,89\u00a0$");
    ASSERT_STR(money_said(c, 129900, STR("EUR"), STR("es")), "1299,00\u00a0€");
    ASSERT_STR(money_said(c, 1299000, STR("EUR"), STR("es")), "12.990,00\u00a0€");
    ASSERT_STR(money_said(c, 129900, STR("EUR"), STR("it")), "1.299,00\u00a0€");
    ASSERT_STR(money_said(c, -12985, STR("EUR"), STR("nl")), "-€\u00a0129,85");
    ASSERT_STR(money_said(c, 500, STR("JPY"), STR("de")), "500\u00a0¥");
    ASSERT_STR(money_said(c, 1000, STR("SEK"), STR("nl")), "10,00\u00a0SEK");
    ASSERT_STR(money_said(c, 12985, (struct str){0}, STR("fr")), "129,85");
}

TEST(a_merchandiser_reads_sums_with_currency_and_sign)
{
    ASSERT_STR(money_told(c, 14270.32, STR("USD")), "$14,270.32");
    ASSERT_STR(money_change(c, 10262.79, STR("EUR")), "+€10,262.79");
    ASSERT_STR(money_change(c, -112.194, STR("USD")), "-$112.19");
    ASSERT_STR(money_told(c, 1234, STR("JPY")), "¥1,234");
    ASSERT_STR(money_told(c, 1234.5, (struct str){0}), "1,234.50");
    ASSERT_STR(units_told(c, 44.18), "44");
    ASSERT_STR(units_told(c, 9.97), "10");
    ASSERT_STR(units_told(c, 0.367), "0.37");
}

TEST(money_by_iso_4217)
{
    int64_t m;
    assert_true(money_read(STR("1.299,00"), STR("EUR"), &m) && m == 129900);
    assert_true(money_read(STR("$129.99"), STR("USD"), &m) && m == 12999);
    assert_true(money_read(STR("1200"), STR("JPY"), &m) && m == 1200);
    assert_true(money_read(STR("1.234"), STR("KWD"), &m) && m == 1234);
    assert_true(money_read(STR("1,299"), STR("USD"), &m) && m == 129900);
    assert_false(money_read(STR("free"), STR("USD"), &m));
    ASSERT_STR(money_text(c, 1990, STR("EUR")), "19.90 EUR");
    ASSERT_STR(money_text(c, 5, STR("KWD")), "0.005 KWD");
}
