/* data/product_test.c - what a product costs and whether it runs out, over its variants. */
#include "data/product.h"
#include "test/unit/unit.h"

static struct product of(struct variant *v, size_t n, const char *price)
{
    struct product p = {.currency = STR("EUR"), .price.text = str_z(price)};
    p.variants.at = v, p.variants.n = n;
    return p;
}

TEST(product_runs_out_only_when_all_of_it_is_counted)
{
    struct variant v[] = {{.price = NONE, .stock = 3}, {.price = NONE, .stock = -2}, {.price = NONE, .stock = NONE}};
    struct product counted = of(v, 2, NULL), mixed = of(v + 1, 2, NULL), none = of(v, 0, NULL);
    assert_int_equal(product_stock(&counted), 3); /* what is owed takes nothing from what is there */
    assert_int_equal(product_stock(&mixed), NONE);
    assert_int_equal(product_stock(&none), NONE);
    assert_true(variant_has_stock(&v[0]) && !variant_has_stock(&v[1]) && variant_has_stock(&v[2]));
}

TEST(product_prices_span_it_and_its_variants)
{
    struct variant v[] = {{.price = 2500, .stock = NONE}, {.price = NONE, .stock = NONE}, {.price = 900, .stock = NONE}};
    struct product own = of(v, 3, "19.90 EUR"), plain = of(v, 3, NULL), nothing = of(v + 1, 1, NULL);
    struct str currency;
    int64_t low, high;
    product_prices(&own, &low, &high, &currency);
    assert_true(low == 900 && high == 2500);
    assert_int_equal(product_lowest(&own), 1990); /* its own price is the one that is shown */
    assert_int_equal(product_lowest(&plain), 900);
    assert_int_equal(product_lowest(&nothing), NONE);
    plain.currency = (struct str){0}, v[2].currency = STR("CHF");
    product_prices(&plain, &low, &high, &currency);
    ASSERT_STR(currency, "CHF");
}
