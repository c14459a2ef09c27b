/* data/ingest/value_test.c - prices, trade numbers, weights and names as people write them. */
#include "data/ingest/reader.h"
#include "test/unit/unit.h"

TEST(ingest_prices)
{
    static const struct { const char *text, *currency; bool dot; int64_t minor; const char *named; } good[] = {
        {"1.234,56 €", "USD", false, 123456, "EUR"},
        {"1,234.56", "USD", false, 123456, ""},
        {"1299.00", "EUR", true, 129900, ""},
        {"1.299", "EUR", true, 130, ""},
        {"1.299", "EUR", false, 129900, ""},
        {"1.299 KWD", "EUR", true, 1299, "KWD"},
        {"1500", "JPY", true, 1500, ""},
        {"¥1,500", "JPY", false, 1500, ""},
        {"$19.9", "USD", false, 1990, ""},
        {"USD 19.90", "EUR", true, 1990, "USD"},
        {"19,90 EUR", "USD", true, 1990, "EUR"},
        {"1'299.00 CHF", "EUR", false, 129900, "CHF"},
        {"1\xC2\xA0""299,00\xC2\xA0€", "EUR", false, 129900, "EUR"},
        {"1 299,50 zł", "EUR", false, 129950, "PLN"},
        {"25,-", "EUR", false, 2500, ""},
        {"0", "EUR", true, 0, ""},
        {".99", "EUR", true, 99, ""},
        {"-5.00", "EUR", true, -500, ""},
        {"19.995", "EUR", true, 2000, ""},
        {"12.5", "KWD", true, 12500, ""},
    };
    static const char *const bad[] = {"", " ", "abc", "12 apples", "€", "1.2.3.4x", "ten", "--5", "1e5", "NaN", "12,34,", "12345678901234567890"};
    int64_t minor;
    char named[4];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!price_read(str_z(good[i].text), str_z(good[i].currency), good[i].dot, &minor, named))
            fail_msg("%s: not read", good[i].text);
        if (minor != good[i].minor || strcmp(named, good[i].named) != 0)
            fail_msg("%s: %lld %s, want %lld %s", good[i].text, (long long)minor, named, (long long)good[i].minor, good[i].named);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (price_read(str_z(bad[i]), STR("EUR"), false, &minor, named))
            fail_msg("\"%s\" was read as %lld", bad[i], (long long)minor);
}

TEST(ingest_gtins)
{
    static const char *const good[] = {"4006381333931", "71919219405200", "96385074", "036000291452"};
    static const char *const bad[] = {"4006381333932", "400638133393", "", "123", "40063813339x1", "1234567890123456"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(gtin_is(str_z(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(gtin_is(str_z(bad[i])));
    ASSERT_STR(gtin_digits(c, STR("'400-6381 333931")), "4006381333931");
}

TEST(ingest_weights_and_measures)
{
    int64_t g;
    assert_true(weight_read(STR("0,5"), STR("kg"), &g) && g == 500);
    assert_true(weight_read(STR("12 oz"), STR(""), &g) && g == 340);
    assert_true(weight_read(STR("200"), STR("grams"), &g) && g == 200);
    assert_false(weight_read(STR("heavy"), STR("kg"), &g));
    assert_false(weight_read(STR("-1"), STR("kg"), &g));
    assert_false(weight_read(STR("1"), STR("stone"), &g));
    struct str n, u;
    assert_true(measure_split(STR("1.7 l"), &n, &u));
    ASSERT_STR(n, "1.7");
    ASSERT_STR(u, "l");
    assert_true(measure_split(STR("16GB"), &n, &u));
    ASSERT_STR(u, "GB");
    assert_false(measure_split(STR("7 dwarfs"), &n, &u));
    assert_false(measure_split(STR("XL"), &n, &u));
    ASSERT_STR(number_plain(c, STR("45,5")), "45.5");
    ASSERT_STR(number_plain(c, STR("1,299")), "1,299");
}

TEST(ingest_names)
{
    ASSERT_STR(name_plain(c, STR("  Image_Link* ")), "image link");
    ASSERT_STR(name_plain(c, STR("ÄRMEL  Länge")), "ärmel länge");
    ASSERT_STR(slug(c, STR("Stuhl „Anna“ – Größe XL!")), "stuhl-„anna“-–-groesse-xl");
    ASSERT_STR(slug(c, STR("!!!")), "");
}
